"""What nobody comes back to: uploads that were never committed, copies and imports that a crash cut short."""
from __future__ import annotations

import logging
import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from nadir_server.imports.run import ARCHIVE
from nadir_server.projects.models import Project
from nadir_server.projects.views import delete_project
from nadir_server.tasks.birth import settle_unborn
from nadir_server.tasks.folder import TaskFolder
from nadir_server.tasks.models import PendingAction, Task
from nadir_server.worker.wake import wake

logger = logging.getLogger(__name__)
KEPT = timedelta(hours=72)


def tidy_at_start() -> None:
    """Bring rows and folders together again, before anything else looks at them."""
    settle_unborn()
    for project in Project.objects.filter(deleting=True):
        delete_project(project)
    for archive in Path(settings.DATA.tasks).glob(f"*/{ARCHIVE}*"):
        if not Task.objects.filter(pk=archive.parent.name, pending_action=PendingAction.IMPORT).exists():
            archive.unlink()


def remove_abandoned() -> None:
    """Remove placeholders that nothing was uploaded to for three days, and zip files that never came whole."""
    oldest = timezone.now() - KEPT
    for task in Task.objects.filter(partial=True, created_at__lt=oldest, pending_action=None):
        if last_upload(task.folder) < oldest.timestamp():
            logger.info("Task %s was never committed; it is removed", task.pk)
            Task.objects.filter(pk=task.pk, partial=True).update(pending_action=PendingAction.REMOVE)
            wake()
    for path in (Path(settings.DATA.root) / "imports").glob("*"):
        if path.stat().st_mtime < time.time() - KEPT.total_seconds():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def last_upload(folder: TaskFolder) -> float:
    """When something was last put into the folder, in seconds since 1970; 0 where there is nothing."""
    places = [folder.images, folder.chunks, *folder.chunks.glob("*")]
    return max((place.stat().st_mtime for place in places if place.exists()), default=0.0)
