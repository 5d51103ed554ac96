"""Downloads by asset name, and raw files by path."""
from __future__ import annotations

from pathlib import Path

from django.http import HttpResponseBase, StreamingHttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from nadir_server.assets.catalogue import BY_NAME
from nadir_server.assets.serve import content_type, disposition, serve_file
from nadir_server.assets.zipstream import entries, length, stream
from nadir_server.tasks.access import find_task
from nadir_server.uploads.names import safe_name

MISSING = "Asset does not exist"


class Download(APIView):
    """GET download/{asset}: a product under its documented name."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str, asset: str) -> HttpResponseBase:
        task = find_task(request, project_id, task_id)
        found = BY_NAME.get(asset)
        assets = task.folder.assets
        if found is None or not found.is_there(assets):
            raise NotFound(MISSING)
        inline = request.query_params.get("inline") in ("1", "true", "True")
        name = safe_name(request.query_params.get("filename", "")) or f"{task.name or 'task'}-{asset}"
        if found.is_folder:
            return zipped(assets / found.path, name, inline)
        return serve_file(request, assets / found.path, name, inline)


class RawAsset(APIView):
    """GET assets/{path}: any file of the results, as it is."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str, path: str) -> HttpResponseBase:
        task = find_task(request, project_id, task_id)
        file = inside(task.folder.assets, path)
        return serve_file(request, file, file.name, inline=True)


def inside(folder: Path, path: str) -> Path:
    """The file at `path` below the folder, wherever `..` and links lead; raises NotFound for everything else."""
    try:
        root = folder.resolve()
        file = (root / path).resolve()
        is_file = file.is_file()
    except (OSError, ValueError) as error:  # names that are too long or hold a zero
        raise NotFound(MISSING) from error
    if not file.is_relative_to(root) or not is_file:
        raise NotFound(MISSING)
    return file


def zipped(folder: Path, name: str, inline: bool) -> HttpResponseBase:
    """The folder as a zip file, made while it is sent."""
    files = entries(folder)
    response = StreamingHttpResponse(stream(files), content_type=content_type("x.zip"))
    response["Content-Disposition"] = disposition(name, inline)
    size = length(files)
    if size is not None:
        response["Content-Length"] = str(size)
    return response
