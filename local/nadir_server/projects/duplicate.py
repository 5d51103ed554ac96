"""Copies of projects."""
from __future__ import annotations

from typing import Any

from django.db import transaction

from nadir_server.projects.models import Project
from nadir_server.tasks.duplicate import copy_name, duplicate_task
from nadir_server.tasks.models import Task


def duplicate_project(project: Project, owner: Any) -> Project:
    """A copy that belongs to `owner`, with copies of the tasks and shared with nobody. Raises CannotDuplicate.

    It stays hidden until every task is copied; one that came to nothing is removed like a deleted project.
    """
    copy = Project(owner=owner, name=copy_name(project.name), description=project.description, tags=project.tags)
    copy.deleting = True
    with transaction.atomic():
        copy.save()
    try:
        for task in Task.objects.filter(project=project).order_by("created_at"):
            duplicate_task(task, copy, task.name)
    except BaseException:
        discard(copy)
        raise
    copy.deleting = False
    copy.save(update_fields=["deleting"])
    return copy


def discard(copy: Project) -> None:
    """Remove a copy that is not finished."""
    for task in Task.objects.filter(project=copy):
        task.folder.remove()
    copy.delete()
