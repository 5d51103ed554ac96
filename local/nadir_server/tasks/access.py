"""Finding a task for a request. What the user may not see or not do is not found, so that ids stay hidden."""
from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import Q
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from nadir_server.api.numbers import whole_number
from nadir_server.projects.access import may
from nadir_server.projects.models import Project
from nadir_server.tasks.models import Task

_FILLING = ("project_id", "partial")
_TO_FILL = """
    SELECT tasks_task.project_id, tasks_task.partial FROM tasks_task
    JOIN projects_project ON projects_project.id = tasks_task.project_id
    WHERE tasks_task.id = %s AND NOT projects_project.deleting
"""
OPEN_FIELDS = {"crop", "potree_scene"}  # what a map that is shared for editing changes


def find_project(request: Request, project_id: str, action: str = "view") -> Project:
    """The project, if the user may `action` it; public ones may be viewed by everybody."""
    number = whole_number(project_id)
    project = Project.objects.filter(pk=number, deleting=False).first() if number is not None else None
    if project is None or not (may(request.user, action, project) or (action == "view" and project.public)):
        raise NotFound
    return project


def find_public_task(task_id: UUID) -> Task:
    """The task, if it is public or its project is."""
    tasks = Task.objects.select_related("project", "processing_node").filter(project__deleting=False)
    task = tasks.filter(Q(public=True) | Q(project__public=True), pk=task_id).first()
    if task is None:
        raise NotFound
    return task


def find_task(request: Request, project_id: str, task_id: str, action: str = "view") -> Task:
    """The task of that project, if the user may `action` the project, or only view it and the task is public."""
    number = whole_number(project_id)
    key = _key(task_id)
    tasks = Task.objects.select_related("project", "processing_node").filter(project__deleting=False)
    task = tasks.filter(pk=key, project_id=number).first() if number is not None else None
    if task is None:
        raise NotFound
    is_public = action == "view" and (task.public or task.project.public)
    if not is_public and not may(request.user, action, task.project):
        raise NotFound
    return task


def find_task_to_fill(request: Request, project_id: str, task_id: str) -> Task:
    """The task, if the user may change the project, with no more of it read than an upload needs: thousands may come."""
    number = whole_number(project_id)
    task = read_task_to_fill(_key(task_id)) if number is not None else None
    if task is None or task.project_id != number or not may(request.user, "change", Project(pk=number)):
        raise NotFound
    return task


def read_task_to_fill(key: UUID) -> Task | None:
    """The task, unless it or its project was removed; what else is asked of it is read when it is asked.

    In SQL: to put the query together takes Django ten times as long as the database to answer it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TO_FILL, [Task._meta.pk.get_db_prep_value(key, connection)])
        row = cursor.fetchone()
    return None if row is None else Task.from_db(connection.alias, ("id", *_FILLING), (key, row[0], bool(row[1])))


def _key(task_id: str) -> UUID:
    try:
        return UUID(task_id)
    except ValueError as error:
        raise NotFound from error


def find_task_to_patch(request: Request, project_id: str, task_id: str) -> Task:
    """The task, if the user may change the project, or changes only what a public task is open for."""
    try:
        return find_task(request, project_id, task_id, "change")
    except NotFound:
        fields = set(request.data) if isinstance(request.data, Mapping) else set()
        task = find_task(request, project_id, task_id)
        if not fields or not fields <= OPEN_FIELDS or not is_open(task):
            raise
        return task


def is_open(task: Task) -> bool:
    """Whether everybody may draw on its map."""
    is_public = task.public or task.project.public
    return bool(is_public and (task.public_edit or task.project.public_edit))
