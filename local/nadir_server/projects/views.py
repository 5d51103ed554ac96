"""Projects: list, make, read, change, delete."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from guardian.shortcuts import remove_perm
from rest_framework import permissions, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from nadir_server.api.paging import OnlyWhenAsked
from nadir_server.projects.access import actions_on, may, visible_projects
from nadir_server.projects.filters import ProjectFilter
from nadir_server.projects.models import Project
from nadir_server.projects.serializers import ProjectSerializer
from nadir_server.tasks.models import PendingAction, Task
from nadir_server.worker.wake import wake


class ProjectPermission(permissions.IsAuthenticated):
    """Model level for making one, row level for changing one. What may not be seen is not found."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        return request.method != "POST" or request.user.has_perm("projects.add_project")

    def has_object_permission(self, request: Request, view: Any, obj: Project) -> bool:
        return request.method not in ("PUT", "PATCH") or may(request.user, "change", obj)


class ProjectViewSet(viewsets.ModelViewSet):
    """Projects are the building blocks of processing. Each can have zero or more tasks."""

    serializer_class = ProjectSerializer
    permission_classes = (ProjectPermission,)
    pagination_class = OnlyWhenAsked
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ProjectFilter
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[Project]:
        tasks = Prefetch("task_set", queryset=Task.objects.only("pk", "project_id").order_by("-created_at"))
        return visible_projects(self.request.user).prefetch_related(tasks)

    def perform_create(self, serializer: ProjectSerializer) -> None:
        with transaction.atomic():
            serializer.save(owner=self.request.user)

    def perform_destroy(self, instance: Project) -> None:
        """Delete with all tasks; by somebody whom it is only shared with: leave it."""
        if may(self.request.user, "delete", instance):
            delete_project(instance)
            return
        if not actions_on(self.request.user, instance):
            raise NotFound
        for action in actions_on(self.request.user, instance):
            remove_perm(f"{action}_project", self.request.user, instance)


def delete_project(project: Project) -> None:
    """Hide the project; the worker removes its tasks (on their nodes too) and then the project itself."""
    with transaction.atomic():
        Project.objects.filter(pk=project.pk).update(deleting=True)
        Task.objects.filter(project=project).update(pending_action=PendingAction.REMOVE)
        Project.objects.filter(pk=project.pk, task__isnull=True).delete()
    wake()
