"""A task's files are there before its row and go after it; both are there or not, also where the machine goes down."""
from __future__ import annotations

import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nadir_server.rasters.models import Raster
from nadir_server.tasks.models import Task

logger = logging.getLogger(__name__)
MARK = "unborn"  # lies in the folder until the row is written, and again when the row is about to go


@contextmanager
def preparing() -> Iterator[Path]:
    """A new folder to put a task's files into; what is left of it in the end goes away."""
    folder = Path(settings.DATA.temporary) / f"task-{uuid.uuid4().hex}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bear(task: Task, prepared: Path, rasters: list[Raster] | None = None) -> None:
    """Make `prepared` the folder of the new task, and write the task and what is known of its rasters."""
    (prepared / MARK).touch()
    root = task.folder.root
    prepared.rename(root)
    try:
        with transaction.atomic():
            task.save(force_insert=True)
            Raster.objects.bulk_create(rasters or [])
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise
    (root / MARK).unlink()


def mark_for_removal(root: Path) -> None:
    """Before a row is deleted: its folder goes at the next start, should this server not come to it."""
    if root.is_dir():
        (root / MARK).touch()


def settle_unborn() -> None:
    """At the start of the server: a marked folder without a row goes, one with a row loses its mark.

    Folders without mark stay, whatever the database says: they hold what somebody made.
    """
    for mark in Path(settings.DATA.tasks).glob(f"*/{MARK}"):
        if Task.objects.filter(pk=mark.parent.name).exists():
            mark.unlink()
        else:
            logger.info("The folder %s has no task (yet, or any more); it is removed", mark.parent.name)
            shutil.rmtree(mark.parent)
