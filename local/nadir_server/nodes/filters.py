"""Filters of the list of processing nodes."""
from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from nadir_server.nodes.models import ProcessingNode


class ProcessingNodeFilter(filters.FilterSet):
    """Exact fields, `has_available_options` and `ordering`."""

    has_available_options = filters.BooleanFilter(method="filter_options")
    ordering = filters.OrderingFilter(
        fields=("id", "hostname", "port", "api_version", "queue_count", "max_images", "last_refreshed")
    )

    class Meta:
        model = ProcessingNode
        fields = ("id", "hostname", "port", "api_version", "queue_count", "max_images", "engine", "engine_version")

    def filter_options(self, queryset: QuerySet[ProcessingNode], name: str, value: bool) -> QuerySet[ProcessingNode]:
        return queryset.exclude(available_options={}) if value else queryset.filter(available_options={})
