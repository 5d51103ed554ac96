"""Compacting: the photos of a finished task go, its products stay."""
from __future__ import annotations

import shutil

from nadir_server.tasks.models import PendingAction, Task, TaskStatus


def can_be_compacted(task: Task) -> bool:
    """Whether nobody needs the photos any more."""
    return not task.partial and task.status in (TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELED)


def compact(task: Task) -> None:
    """Remove the photos. Done again after an interruption it comes to the same."""
    if can_be_compacted(task):
        for folder in (task.folder.images, task.folder.chunks):
            if folder.exists():
                shutil.rmtree(folder)
        task.change(compacted=True, size=task.folder.size_mb())
    task.finish(PendingAction.COMPACT)
