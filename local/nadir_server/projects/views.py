"""Projects: list, make, read, change, delete, share, duplicate."""
from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from guardian.shortcuts import remove_perm
from rest_framework import permissions, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.response import Response

from nadir_server.api.paging import OnlyWhenAsked
from nadir_server.projects.access import actions_on, may, visible_projects
from nadir_server.projects.duplicate import duplicate_project
from nadir_server.projects.edit import EditSerializer, edit_project
from nadir_server.projects.filters import ProjectFilter
from nadir_server.projects.models import Project
from nadir_server.projects.serializers import ProjectSerializer
from nadir_server.projects.sharing import BadSharing, sharing
from nadir_server.tasks.duplicate import CannotDuplicate
from nadir_server.tasks.models import PendingAction, Task
from nadir_server.worker.wake import wake


class ProjectPermission(permissions.IsAuthenticated):
    """Model level for making one, row level for changing one. What may not be seen is not found."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        return view.action not in ("create", "duplicate") or request.user.has_perm("projects.add_project")

    def has_object_permission(self, request: Request, view: Any, obj: Project) -> bool:
        return request.method not in ("PUT", "PATCH") or may(request.user, "change", obj)


class ProjectViewSet(viewsets.ModelViewSet):
    """Projects are the building blocks of processing. Each can have zero or more tasks."""

    serializer_class = ProjectSerializer
    permission_classes = (ProjectPermission,)
    pagination_class = OnlyWhenAsked
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = ProjectFilter
    ordering_fields = ("id", "name", "description", "created_at", "public", "owner")
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[Project]:
        return visible_projects(self.request.user)

    def perform_create(self, serializer: ProjectSerializer) -> None:
        with transaction.atomic():
            serializer.save(owner=self.request.user)

    def perform_destroy(self, instance: Project) -> None:
        """Delete with all tasks; by somebody whom it is only shared with, whatever for: leave it."""
        user = self.request.user
        if user.is_superuser or (instance.owner_id == user.pk and may(user, "delete", instance)):
            delete_project(instance)
        elif not leave_project(user, instance):
            raise PermissionDenied

    @action(detail=True, methods=["post"], serializer_class=EditSerializer)
    def edit(self, request: Request, pk: str) -> Response:
        """Replace name, description, tags and, where given, who may do what."""
        project = self._changeable()
        wanted = EditSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        try:
            edit_project(project, wanted.validated_data, request.data.get("permissions"))
        except BadSharing as error:
            return Response({"error": str(error)}, status=400)
        return Response({"success": True})

    @action(detail=True, methods=["get"])
    def permissions(self, request: Request, pk: str) -> Response:
        """Who may do what with the project."""
        return Response(sharing(self._changeable()), headers={"X-Groups-Count": str(Group.objects.count())})

    @action(detail=True, methods=["post"])
    def duplicate(self, request: Request, pk: str) -> Response:
        """A copy with copies of all its tasks; it belongs to who asks."""
        try:
            copy = duplicate_project(self._changeable(), request.user)
        except CannotDuplicate as error:
            return Response({"error": str(error)})
        wake()
        return Response({"success": True, "project": ProjectSerializer(copy, context={"request": request}).data})

    def _changeable(self) -> Project:
        """The project of the address; not found where the user may not change it."""
        project = self.get_object()
        if not may(self.request.user, "change", project):
            raise NotFound
        return project


def leave_project(user: Any, project: Project) -> bool:
    """Take the user's own permissions away. Whether there were any: those of a group are not the user's to give up."""
    before = set(actions_on(user, project))
    for verb in before:
        remove_perm(f"{verb}_project", user, project)
    return set(actions_on(user, project)) != before


def delete_project(project: Project) -> None:
    """Hide the project; the worker removes its tasks (on their nodes too) and then the project itself."""
    with transaction.atomic():
        Project.objects.filter(pk=project.pk).update(deleting=True)
        Task.objects.filter(project=project).update(pending_action=PendingAction.REMOVE)
        Project.objects.filter(pk=project.pk, task__isnull=True).delete()
    wake()
