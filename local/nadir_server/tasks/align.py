"""`align_to`: another task's point cloud goes to the node beside the photos, and the result is fitted onto it.

Nodes know the file by its name. One that has no such option leaves it alone.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from rest_framework.exceptions import ValidationError

from nadir_server.projects.access import may
from nadir_server.projects.models import Project
from nadir_server.tasks.folder import TaskFolder
from nadir_server.tasks.models import Task, TaskStatus

AUTOMATIC = "auto"
CLOUD = "georeferenced_model.laz"
CLOUD_PATH = "odm_georeferencing/odm_georeferenced_model.laz"
NAME = "align.laz"


def find_reference(project: Project, user: Any, wanted: Any) -> Path | None:
    """The point cloud of the task that `align_to` names; `auto`: of the project's first one that has a cloud."""
    if wanted in (None, "", AUTOMATIC):
        return first_cloud(project) if wanted == AUTOMATIC else None
    try:
        task = Task.objects.select_related("project").filter(pk=UUID(str(wanted)), project__deleting=False).first()
    except ValueError:
        task = None
    if task is None or not may(user, "view", task.project):
        raise ValidationError({"align_to": ["There is no such task."]})
    if CLOUD not in task.available_assets:
        raise ValidationError({"align_to": ["The task has no point cloud to align to."]})
    return cloud_of(task)


def first_cloud(project: Project) -> Path | None:
    done = Task.objects.filter(project=project, status=TaskStatus.COMPLETED).order_by("created_at")
    return next((cloud_of(task) for task in done if CLOUD in task.available_assets), None)


def cloud_of(task: Task) -> Path:
    return TaskFolder.of(task.pk).assets / CLOUD_PATH
