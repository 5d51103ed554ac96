"""Tasks: list, make, upload, read, change, and the actions on them."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.filters import OrderingFilter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from nadir_server.tasks import output
from nadir_server.tasks.access import (
    find_project,
    find_task,
    find_task_to_fill,
    find_task_to_patch,
    read_task_to_fill,
)
from nadir_server.tasks.align import find_reference
from nadir_server.tasks.chunks import Piece
from nadir_server.tasks.compact import can_be_compacted
from nadir_server.tasks.console import Console
from nadir_server.tasks.create import create_placeholder, create_with_files, start
from nadir_server.tasks.duplicate import CannotDuplicate, copy_name, duplicate_task
from nadir_server.tasks.filters import TaskFilter
from nadir_server.tasks.models import PendingAction, Task
from nadir_server.tasks.receive import store_files, store_piece
from nadir_server.tasks.serializers import TaskSerializer
from nadir_server.uploads.files import DiskFile
from nadir_server.uploads.plain import read_plain_form
from nadir_server.worker.wake import wake

KEPT = (PendingAction.REMOVE, PendingAction.RESIZE, PendingAction.IMPORT)


def uploaded_files(request: Request) -> list[DiskFile]:
    """All files of the request, under whatever field name."""
    return [file for _, files in request.FILES.lists() for file in files]


class TaskViewSet(ViewSet):
    """The tasks of a project. Whatever the user may not see is not found, with or without a log-in."""

    permission_classes = (AllowAny,)
    filterset_class = TaskFilter
    ordering_fields = ("id", "name", "status", "created_at", "processing_time", "size", "images_count", "processing_node")

    def list(self, request: Request, project_id: str) -> Response:
        project = find_project(request, project_id)
        tasks = Task.objects.filter(project=project).select_related("processing_node")
        for wanted in (DjangoFilterBackend(), OrderingFilter()):
            tasks = wanted.filter_queryset(request, tasks, self)
        return self._answer(tasks, many=True)

    def create(self, request: Request, project_id: str) -> Response:
        """With photos (at least two), or `partial` and the photos later. Nothing is made where a field is wrong."""
        project = find_project(request, project_id, "change")
        # `partial`: in a form, a flag that is absent has its default and is not false.
        wanted = TaskSerializer(data=request.data, partial=True, context={"request": request})
        wanted.is_valid(raise_exception=True)
        reference = find_reference(project, request.user, request.data.get("align_to"))
        if request.data.get("partial"):
            task = create_placeholder(project, wanted.validated_data, reference)
        else:
            task = create_with_files(project, wanted.validated_data, uploaded_files(request), reference)
            wake()
        return self._answer(task, status.HTTP_201_CREATED)

    def retrieve(self, request: Request, project_id: str, task_id: str) -> Response:
        return self._answer(find_task(request, project_id, task_id))

    def update(self, request: Request, project_id: str, task_id: str) -> Response:
        return self._change(request, find_task(request, project_id, task_id, "change"), partial=False)

    def partial_update(self, request: Request, project_id: str, task_id: str) -> Response:
        return self._change(request, find_task_to_patch(request, project_id, task_id), partial=True)

    def upload(self, request: Request, project_id: str, task_id: str) -> Response:
        """Add photos: whole files, any number, or one chunk of one file."""
        task = find_task_to_fill(request, project_id, task_id)
        plain = read_plain_form(request.META)
        if plain is None:
            return self._store(task, request.data, uploaded_files(request))
        fields, files = plain
        try:
            return self._store(task, fields, files)
        finally:
            for file in files:
                file.close()

    def _store(self, task: Task, fields: Mapping[str, str], files: Sequence[DiskFile]) -> Response:
        if not files:
            raise ValidationError("No files uploaded")
        piece = Piece.from_form(fields) if len(files) == 1 else None
        stored = store_piece(task, files[0], piece) if piece else store_files(task, files)
        if read_task_to_fill(task.pk) is None:  # removed meanwhile
            task.folder.remove()
            raise NotFound
        if not task.partial and stored:
            task.count_files()
        return Response({"success": True, "uploaded": stored})

    def commit(self, request: Request, project_id: str, task_id: str) -> Response:
        """All photos are there: process them. Again on a task that is committed: nothing happens."""
        task = find_task(request, project_id, task_id, "change")
        if task.partial:
            task.count_files()
            if task.images_count < 1:
                raise ValidationError("You need to upload at least 1 file before commit")
            start(task)
        wake()
        return self._answer(task)

    def cancel(self, request: Request, project_id: str, task_id: str) -> Response:
        return self._ask_for(find_task(request, project_id, task_id, "change"), PendingAction.CANCEL)

    def restart(self, request: Request, project_id: str, task_id: str) -> Response:
        return self._ask_for(find_task(request, project_id, task_id, "change"), PendingAction.RESTART)

    def remove(self, request: Request, project_id: str, task_id: str) -> Response:
        return self._ask_for(find_task(request, project_id, task_id, "delete"), PendingAction.REMOVE)

    def compact(self, request: Request, project_id: str, task_id: str) -> Response:
        """Remove the photos of a task that is at rest."""
        task = find_task(request, project_id, task_id, "change")
        if not can_be_compacted(task):
            raise ValidationError("Cannot compact a task that is not finished. Wait until it is, or cancel it.")
        return self._ask_for(task, PendingAction.COMPACT)

    def duplicate(self, request: Request, project_id: str, task_id: str) -> Response:
        """A copy in the same project."""
        task = find_task(request, project_id, task_id, "change")
        try:
            copy = duplicate_task(task, task.project, copy_name(task.name))
        except CannotDuplicate as error:
            return Response({"error": str(error)})
        wake()
        return Response({"success": True, "task": self._answer(copy).data})

    def output(self, request: Request, project_id: str, task_id: str) -> Response | HttpResponse:
        return output.answer(request, Console(find_task(request, project_id, task_id).folder.console))

    def _answer(self, tasks: Any, code: int = status.HTTP_200_OK, many: bool = False) -> Response:
        return Response(TaskSerializer(tasks, many=many, context={"request": self.request}).data, status=code)

    def _change(self, request: Request, task: Task, partial: bool) -> Response:
        changed = TaskSerializer(task, data=request.data, partial=partial, context={"request": request})
        changed.is_valid(raise_exception=True)
        changed.save()
        wake()
        return Response(changed.data)

    def _ask_for(self, task: Task, wanted: int) -> Response:
        """Note the action for the worker. What removes the task is never replaced, what must come first not by a restart."""
        kept = KEPT if wanted == PendingAction.RESTART else (PendingAction.REMOVE,)
        asked = Task.objects.filter(pk=task.pk).exclude(pending_action__in=kept)
        asked.update(pending_action=wanted, last_error=None)
        wake()
        return Response({"success": True}, status=status.HTTP_200_OK)
