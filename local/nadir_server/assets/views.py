"""Downloads by asset name, and raw files by path."""
from __future__ import annotations

from pathlib import Path

from django.http import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from nadir_server.assets import zipstream
from nadir_server.assets.catalogue import BY_NAME
from nadir_server.assets.derived import converted, cut_by_crop
from nadir_server.assets.serve import Content, content_type, serve, serve_file
from nadir_server.assets.streams import StreamedFile
from nadir_server.tasks.access import find_task
from nadir_server.tasks.models import Task
from nadir_server.uploads.names import safe_name

MISSING = "Asset does not exist"
YES = ("1", "true", "True")


class Download(APIView):
    """GET download/{asset}: a product under its documented name."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str, asset: str) -> HttpResponseBase:
        task = find_task(request, project_id, task_id)
        inline = request.query_params.get("inline") in YES
        name = safe_name(request.query_params.get("filename", "")) or f"{task.name or 'task'}-{asset}"
        found = BY_NAME.get(asset)
        if found is None:
            raise NotFound(MISSING)
        try:
            if found.is_folder and found.is_there(task.folder.assets):
                return zipped(request, task.folder.assets / found.path, name, inline)
            return serve_file(request, product(task, asset), name, inline)
        except FileNotFoundError as error:  # replaced or removed meanwhile
            raise NotFound(MISSING) from error


class RawAsset(APIView):
    """GET assets/{path}: any file of the results, as it is."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str, path: str) -> HttpResponseBase:
        task = find_task(request, project_id, task_id)
        file = inside(task.folder.assets, path)
        try:
            return serve_file(request, file, file.name, inline=True)
        except FileNotFoundError as error:
            raise NotFound(MISSING) from error


def product(task: Task, asset: str) -> Path:
    """The file behind a name: as it came, cut by the task's crop, or made of another one. Raises NotFound."""
    found = BY_NAME[asset]
    if found.is_folder:
        raise NotFound(MISSING)
    cut = cut_by_crop(task, asset)
    if cut is not None:
        return cut
    if found.is_there(task.folder.assets):
        return inside(task.folder.assets, found.path)
    made = converted(task, asset)
    if made is None:
        raise NotFound(MISSING)
    return made


def inside(folder: Path, path: str) -> Path:
    """The file at `path` below the folder; raises NotFound for everything else, `..` and links among it."""
    try:
        root = folder.resolve()
        file = (root / path).resolve()
        is_file = file.is_file()
    except (OSError, ValueError) as error:  # names that are too long or hold a zero
        raise NotFound(MISSING) from error
    if not file.is_relative_to(root) or not is_file or (root / path) != file:
        raise NotFound(MISSING)
    return file


def zipped(request: Request, folder: Path, name: str, inline: bool) -> HttpResponseBase:
    """The folder as a zip file, made while it is sent; one that was broken off goes on where it was."""
    files = zipstream.entries(folder)

    def part(start: int, length: int) -> HttpResponseBase:
        return StreamedFile(lambda: zipstream.part(files, start, length), content_type=content_type("x.zip"))

    modified = max((path.stat().st_mtime for path, _ in files), default=0.0)
    content = Content("x.zip", zipstream.length(files), zipstream.tag(files), modified, part)
    return serve(request, content, name, inline)
