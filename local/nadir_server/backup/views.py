"""GET backup: photos, products and fields of a task, as one zip file made while it is sent."""
from __future__ import annotations

import json
import uuid
import zipfile
from pathlib import Path

from django.http import HttpResponseBase
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from nadir_server.assets.serve import disposition
from nadir_server.assets.streams import StreamedFile
from nadir_server.assets.zipstream import entries, length, stream
from nadir_server.backup.description import describe
from nadir_server.exports.making import leave_nothing_of_removed
from nadir_server.tasks.access import find_task
from nadir_server.tasks.models import Task

Entries = list[tuple[Path, zipfile.ZipInfo]]
TAKEN = ("assets", "data")  # names of folders in the archive


class Backup(APIView):
    """A zip file that tasks/import takes, of this server and of others."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str) -> HttpResponseBase:
        task = find_task(request, project_id, task_id)
        files = backup_entries(task)
        leave_nothing_of_removed(task)
        response = StreamedFile(lambda: stream(files), content_type="application/zip")
        response["Content-Disposition"] = disposition(f"{task.name or 'task'}-backup.zip", inline=False)
        size = length(files)
        if size is not None:
            response["Content-Length"] = str(size)
        return response


def backup_entries(task: Task) -> Entries:
    """The files of the backup: photos at the top, products below assets/, the rest below data/."""
    folder = task.folder
    photos = [entry for entry in entries(folder.images) if entry[1].filename not in TAKEN]
    description = folder.data / "backup.json"
    write_description(task, description)
    return [
        *photos,
        *((path, _below("assets", info)) for path, info in entries(folder.assets)),
        *(_entry(path, f"data/{path.name}") for path in (description, folder.console) if path.is_file()),
    ]


def write_description(task: Task, path: Path) -> None:
    """Write the fields, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}-{uuid.uuid4().hex}.part")  # two may be made at a time
    part.write_text(json.dumps(describe(task)), encoding="utf-8")
    part.replace(path)


def _below(folder: str, info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    info.filename = f"{folder}/{info.filename}"
    return info


def _entry(path: Path, name: str) -> tuple[Path, zipfile.ZipInfo]:
    return path, zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
