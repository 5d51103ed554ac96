"""New tasks: from one multipart request with the photos, or a placeholder that photos are uploaded to."""
from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError

from nadir_server.projects.models import Project
from nadir_server.tasks.models import PendingAction, Task
from nadir_server.tasks.receive import store_files
from nadir_server.uploads.handler import DiskFile

FEWEST_IMAGES = 2


def create_placeholder(project: Project, fields: dict[str, Any]) -> Task:
    """A task that waits for its photos and for commit."""
    return Task.objects.create(**{**fields, "project": project}, partial=True)


def create_with_files(project: Project, fields: dict[str, Any], files: list[DiskFile]) -> Task:
    """A task with its photos, ready to be processed; on any error nothing remains."""
    if len(files) < FEWEST_IMAGES:
        raise ValidationError(f"Cannot create task, you need at least {FEWEST_IMAGES} images")
    task = create_placeholder(project, fields)  # what goes down here stays visible, as a task that waits for photos
    try:
        store_files(task, files)
        task.count_files()
        start(task)
    except BaseException:
        task.folder.remove()
        task.delete()
        raise
    return task


def start(task: Task) -> None:
    """All photos are there: process them, made smaller first if so wished. What was asked for meanwhile stays."""
    wanted = PendingAction.RESIZE if task.resize_to > 0 else None
    waiting = Task.objects.filter(pk=task.pk, partial=True, pending_action=None)
    waiting.update(partial=False, last_error=None, pending_action=wanted)
    task.refresh_from_db()
