"""Copies of tasks. Photos and products are shared on the disk (hard links): nothing writes into a file that is there."""
from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from django.utils import timezone

from nadir_server.projects.models import Project
from nadir_server.rasters.models import Raster
from nadir_server.tasks.birth import bear, preparing
from nadir_server.tasks.folder import TaskFolder
from nadir_server.tasks.models import PendingAction, Task, TaskStatus

SHARED = ("images", "assets")  # folders whose files are replaced and never written into
ATTEMPTS = 3
LONGEST_NAME = 255
NOT_NOW = (PendingAction.IMPORT, PendingAction.COMPACT, PendingAction.REMOVE, PendingAction.RESIZE)


class CannotDuplicate(Exception):
    """The task cannot be copied now; the text says why."""


def copy_name(name: str | None) -> str:
    return f"Copy of {name or 'task'}"[:LONGEST_NAME]


def duplicate_task(task: Task, project: Project, name: str | None) -> Task:
    """A copy of the task in the project. Raises CannotDuplicate, and OSError where the disk is full.

    What the node does goes on for the task alone: the copy of one at work is a canceled one, to be restarted at will.
    """
    if task.pending_action in NOT_NOW:
        raise CannotDuplicate("The task is being changed just now. Duplicate it when that is done.")
    copy = Task.objects.get(pk=task.pk)
    rasters = list(Raster.objects.filter(task=task))
    copy.pk, copy.project, copy.name, copy.created_at = uuid.uuid4(), project, name, timezone.now()
    copy.submission = ""
    if copy.pending_action is not None or copy.status in (TaskStatus.QUEUED, TaskStatus.RUNNING):
        copy.status, copy.uuid, copy.pending_action = TaskStatus.CANCELED, "", None
    for raster in rasters:
        raster.pk, raster.task = None, copy
    with preparing() as folder:
        copy_files(task.folder, folder)
        bear(copy, folder, rasters)
    return copy


def copy_files(source: TaskFolder, target: Path) -> None:
    """Link or copy what makes the task; tried again where the worker changes it meanwhile."""
    for attempt in range(ATTEMPTS):
        try:
            for name in SHARED:
                shutil.rmtree(target / name, ignore_errors=True)
                if (source.root / name).is_dir():
                    copy_tree(source.root / name, target / name)
            if source.console.exists():
                shutil.copy2(source.console, target / source.console.name)
        except FileNotFoundError as error:
            if attempt == ATTEMPTS - 1:
                raise CannotDuplicate("The files of the task changed while they were copied. Try again.") from error
        else:
            return


def copy_tree(source: Path, target: Path) -> None:
    """The folder again, file by file. Not by shutil, which hides from a full disk what it was."""
    for folder, _, names in os.walk(source, onerror=_raise):
        there = target / Path(folder).relative_to(source)
        there.mkdir(parents=True, exist_ok=True)
        for name in names:
            link_or_copy(Path(folder) / name, there / name)


def _raise(error: OSError) -> None:
    raise error


def link_or_copy(source: Path, target: Path) -> None:
    """A hard link, or a copy on a file system that has none."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(source, target)
