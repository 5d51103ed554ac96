"""Addresses of a server's own web pages for people, beside its API."""

from __future__ import annotations

from .address import segment
from .projects import Project
from .task import Task


def project_page(url: str, project: Project) -> str:
    """The server's list of projects with this one open; wants a log-in."""
    return f"{url}/dashboard/?project_task_open={segment(project.id)}"


def task_page(url: str, task: Task) -> str:
    """The map of a task that has one, else the server's list of projects with the task open; wants a log-in."""
    project_id, task_id = segment(task.project_id), segment(task.id)
    if task.completed and task.extent is not None:
        return f"{url}/map/project/{project_id}/task/{task_id}/"
    return f"{url}/dashboard/?project_task_open={project_id}&project_task_expanded={task_id}"


def public_task_page(url: str, task: Task) -> str:
    """The map of a public task, for anybody."""
    return f"{url}/public/task/{segment(task.id)}/map/"


def public_project_page(url: str, project: Project) -> str:
    """The map of a public project, for anybody; '' where the server gave it no name for that."""
    return f"{url}/public/project/{segment(project.public_id)}/map/" if project.public_id else ""
