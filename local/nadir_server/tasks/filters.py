"""Filters of the list of a project's tasks."""
from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError

from nadir_server.tasks.models import Task


class TaskFilter(filters.FilterSet):
    """`status`, `available_assets` (all of them) and `bbox` (west,south,east,north)."""

    available_assets = filters.CharFilter(method="filter_assets")
    bbox = filters.CharFilter(method="filter_bbox")

    class Meta:
        model = Task
        fields = ("status",)

    def filter_assets(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        wanted = {asset.strip() for asset in value.split(",") if asset.strip()}
        found = queryset.values_list("pk", "available_assets")
        return queryset.filter(pk__in=[key for key, assets in found if wanted <= set(assets)])

    def filter_bbox(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        box = parse_bbox(value)
        found = queryset.exclude(extent=None).values_list("pk", "extent")
        return queryset.filter(pk__in=[key for key, extent in found if extent and overlap(box, extent)])


def parse_bbox(text: str) -> list[float]:
    """West, south, east, north in degrees."""
    try:
        box = [float(number) for number in text.split(",")]
    except ValueError:
        box = []
    if len(box) != 4 or box[0] > box[2] or box[1] > box[3]:
        raise ValidationError("Invalid bbox parameter")
    return box


def overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
