"""Projects on the administration page, with the permissions of users and groups on each."""
from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from guardian.admin import GuardedModelAdmin
from guardian.shortcuts import assign_perm

from nadir_server.projects.models import ACTIONS, Project
from nadir_server.projects.views import delete_project


@admin.register(Project)
class ProjectAdmin(GuardedModelAdmin):
    """Deleting takes the way of the API: the tasks go first, on their nodes too."""

    list_display = ("id", "name", "owner", "public", "created_at")
    list_display_links = ("id", "name")
    list_filter = ("public", "owner")
    search_fields = ("name", "description")
    fields = ("name", "description", "owner", "tags", "public", "public_edit")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        return super().get_queryset(request).filter(deleting=False)

    def save_model(self, request: HttpRequest, obj: Project, form: Any, change: bool) -> None:
        """An owner may do everything, a new one too."""
        super().save_model(request, obj, form, change)
        for action in ACTIONS:
            assign_perm(f"{action}_project", obj.owner, obj)

    def delete_model(self, request: HttpRequest, obj: Project) -> None:
        delete_project(obj)
