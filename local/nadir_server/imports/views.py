"""POST tasks/import: a zip file, its chunks, or where it lies."""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nadir_server.backup.description import UNNAMED
from nadir_server.imports.address import is_web_address
from nadir_server.imports.run import ARCHIVE
from nadir_server.projects.models import Project
from nadir_server.tasks.access import find_project
from nadir_server.tasks.birth import bear, preparing
from nadir_server.tasks.chunks import Done, Piece, keep_piece
from nadir_server.tasks.models import PendingAction, Task, TaskStatus
from nadir_server.tasks.receive import name_of
from nadir_server.tasks.serializers import TaskSerializer
from nadir_server.tasks.views import uploaded_files
from nadir_server.uploads.files import DiskFile
from nadir_server.worker.wake import wake

FROM_FILE = "file://all.zip"  # `import_url` of a task whose zip file was sent


class ImportSerializer(serializers.Serializer):
    """What is said of the new task, and the address if the file is not sent."""

    name = serializers.CharField(max_length=255, default=UNNAMED)
    url = serializers.CharField(max_length=4096, required=False, allow_blank=True)


class Import(APIView):
    """A new task from a backup or an all.zip. It is unpacked in the background: pending action 5 until then."""

    permission_classes = (AllowAny,)
    serializer_class = ImportSerializer

    def post(self, request: Request, project_id: str) -> Response:
        project = find_project(request, project_id, "change")
        wanted = ImportSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        name, url, files = wanted.validated_data["name"], wanted.validated_data.get("url"), uploaded_files(request)
        if url and files:
            raise ValidationError("Cannot create task, either specify a URL or upload 1 file.")
        if url:
            return self._answer(import_address(project, name, url))
        if len(files) != 1:
            raise ValidationError("Cannot create task, you need to upload 1 file")
        piece = Piece.from_form(request.data)
        task = import_piece(project, name, files[0], piece, request.user) if piece else import_file(project, name, files[0].path)
        return self._answer(task) if task else Response({"uploaded": True})

    def _answer(self, task: Task) -> Response:
        wake()
        described = TaskSerializer(task, context={"request": self.request}).data
        return Response(described, status=status.HTTP_201_CREATED)


def new_import(project: Project, name: str, url: str) -> Task:
    """A task that waits for the worker to import it, not yet written."""
    return Task(
        project=project, name=name, import_url=url, auto_processing_node=False,
        status=TaskStatus.RUNNING, pending_action=PendingAction.IMPORT,
    )  # fmt: skip


def import_address(project: Project, name: str, url: str) -> Task:
    """A task from the zip file at an address, which the worker fetches."""
    if not is_web_address(url):
        raise ValidationError(f"Invalid URL. Did you mean http://{url} ?")
    task = new_import(project, name, url)
    task.save(force_insert=True)
    return task


def import_file(project: Project, name: str, archive: Path) -> Task:
    """A task from a zip file on the data disk, which is moved."""
    task = new_import(project, name, FROM_FILE)
    with preparing() as folder:
        archive.replace(folder / ARCHIVE)
        bear(task, folder)
    return task


def import_piece(project: Project, name: str, file: DiskFile, piece: Piece, user: Any) -> Task | None:
    """Keep a chunk; with the last one missing, the task. The last one sent again gives the same task again."""
    folder = chunks_folder() / piece.key(name_of(file), project.pk, user.pk)
    done = Done(folder)
    known = done.recall(piece)
    task = Task.objects.filter(pk=UUID(known), project=project).first() if known else None
    if task is not None:
        return task
    whole = keep_piece(folder, file, piece)
    if whole is None:
        return None
    try:
        task = import_file(project, name, whole)
    finally:
        shutil.rmtree(whole.parent, ignore_errors=True)
    done.note(str(task.pk))
    return task


def chunks_folder() -> Path:
    """Where zip files are put together."""
    return Path(settings.DATA.root) / "imports"
