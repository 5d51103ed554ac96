"""Filters of the list of projects."""
from __future__ import annotations

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from nadir_server.projects.models import Project


class ProjectFilter(filters.FilterSet):
    """Exact fields, `search` in the names of projects and tasks, and `ordering`."""

    search = filters.CharFilter(method="filter_search")
    ordering = filters.OrderingFilter(fields=("id", "name", "description", "created_at"))

    class Meta:
        model = Project
        fields = ("id", "name", "description", "created_at")

    def filter_search(self, queryset: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        for word in value.split():
            queryset = queryset.filter(
                Q(name__icontains=word) | Q(description__icontains=word) | Q(task__name__icontains=word)
            ).distinct()
        return queryset
