"""GET images/thumbnail/{file} and images/download/{file}."""
from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from django.http import HttpResponse, HttpResponseBase
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from nadir_server.api.numbers import whole_number
from nadir_server.assets.serve import serve_file
from nadir_server.images.thumbnails import LARGEST_SIDE, NotAPicture, View, thumbnail
from nadir_server.tasks.access import find_task
from nadir_server.tasks.models import Task
from nadir_server.uploads.names import safe_name

LARGEST_ZOOM = 100.0


class ImageThumbnail(APIView):
    """A photo as a small JPEG: `?size=`, `?quality=`, and `?zoom=` around `?center_x=`, `?center_y=` (0 to 1)."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str, name: str) -> HttpResponse:
        task = find_task(request, project_id, task_id)
        path = photo_of(task, name)
        view = view_of(request.query_params)
        try:
            picture = thumbnail(path, view)
        except FileNotFoundError as error:
            raise NotFound from error
        except NotAPicture as error:
            raise ValidationError(str(error)) from error
        return HttpResponse(picture, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


class ImageDownload(APIView):
    """A photo as it was uploaded."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str, name: str) -> HttpResponseBase:
        task = find_task(request, project_id, task_id)
        path = photo_of(task, name)
        try:
            return serve_file(request, path, path.name, inline=False)
        except FileNotFoundError as error:
            raise NotFound from error


def photo_of(task: Task, name: str) -> Path:
    """The uploaded file of that name; raises NotFound."""
    path = task.folder.images / name
    if safe_name(name) != name or path.is_symlink() or not path.is_file():
        raise NotFound
    return path


def view_of(query: Mapping[str, str]) -> View:
    """The checked query parameters. Raises ValidationError."""
    size, quality = whole_number(query.get("size", "512")), whole_number(query.get("quality", "75"))
    if size is None or not 0 < size <= LARGEST_SIDE:
        raise ValidationError("Invalid size parameter")
    if quality is None or not 0 < quality <= 100:
        raise ValidationError("Invalid quality parameter")
    zoom = _number(query, "zoom", 1.0, LARGEST_ZOOM)
    return View(size, min(quality, 95), max(zoom, 1.0), (_number(query, "center_x", 0.5, 1.0), _number(query, "center_y", 0.5, 1.0)))


def _number(query: Mapping[str, str], name: str, default: float, largest: float) -> float:
    try:
        value = float(query.get(name, default))
    except ValueError as error:
        raise ValidationError(f"Invalid {name} parameter") from error
    if not math.isfinite(value) or not 0 <= value <= largest:
        raise ValidationError(f"Invalid {name} parameter")
    return value
