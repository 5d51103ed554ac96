"""New tasks: from one multipart request with the photos, or a placeholder that photos are uploaded to."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rest_framework.exceptions import ValidationError

from nadir_server.projects.models import Project
from nadir_server.tasks import align
from nadir_server.tasks.duplicate import link_or_copy
from nadir_server.tasks.models import PendingAction, Task
from nadir_server.tasks.receive import store_files
from nadir_server.uploads.files import DiskFile

FEWEST_IMAGES = 2


def create_placeholder(project: Project, fields: dict[str, Any], reference: Path | None = None) -> Task:
    """A task that waits for its photos and for commit; `reference`: the point cloud to align its result to."""
    task = Task.objects.create(**{**fields, "project": project}, partial=True)
    if reference is not None:
        with nothing_remains(task):
            task.folder.images.mkdir(parents=True, exist_ok=True)
            link_or_copy(reference, task.folder.images / align.NAME)
    return task


def create_with_files(
    project: Project, fields: dict[str, Any], files: list[DiskFile], reference: Path | None = None
) -> Task:
    """A task with its photos, ready to be processed; on any error nothing remains."""
    if len(files) < FEWEST_IMAGES:
        raise ValidationError(f"Cannot create task, you need at least {FEWEST_IMAGES} images")
    # What goes down from here on stays visible, as a task that waits for photos.
    task = create_placeholder(project, fields, reference)
    with nothing_remains(task):
        store_files(task, files)
        task.count_files()
        start(task)
    return task


@contextmanager
def nothing_remains(task: Task) -> Iterator[None]:
    """Remove the new task where its making fails."""
    try:
        yield
    except BaseException:
        task.folder.remove()
        task.delete()
        raise


def start(task: Task) -> None:
    """All photos are there: process them, made smaller first if so wished. What was asked for meanwhile stays."""
    wanted = PendingAction.RESIZE if task.resize_to > 0 else None
    waiting = Task.objects.filter(pk=task.pk, partial=True, pending_action=None)
    waiting.update(partial=False, status=None, last_error=None, pending_action=wanted)
    task.refresh_from_db()
