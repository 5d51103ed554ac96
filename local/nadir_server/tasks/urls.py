"""Addresses of tasks, all below their project."""
from __future__ import annotations

from django.urls import path

from nadir_server.tasks.views import TaskViewSet

TASKS = "projects/<str:project_id>/tasks/"
TASK = TASKS + "<str:task_id>/"

urlpatterns = [
    path(TASKS, TaskViewSet.as_view({"get": "list", "post": "create"})),
    path(TASK, TaskViewSet.as_view({"get": "retrieve", "put": "update", "patch": "partial_update"})),
    path(TASK + "upload/", TaskViewSet.as_view({"post": "upload"})),
    path(TASK + "commit/", TaskViewSet.as_view({"post": "commit"})),
    path(TASK + "cancel/", TaskViewSet.as_view({"post": "cancel"})),
    path(TASK + "restart/", TaskViewSet.as_view({"post": "restart"})),
    path(TASK + "remove/", TaskViewSet.as_view({"post": "remove"})),
    path(TASK + "compact/", TaskViewSet.as_view({"post": "compact"})),
    path(TASK + "duplicate/", TaskViewSet.as_view({"post": "duplicate"})),
    path(TASK + "output/", TaskViewSet.as_view({"get": "output"})),
]
