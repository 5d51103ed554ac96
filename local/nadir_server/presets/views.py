"""Presets: those of the system for all, and one's own."""
from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import permissions, viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request

from nadir_server.presets.models import Preset
from nadir_server.presets.serializers import PresetSerializer


class PresetPermission(permissions.IsAuthenticated):
    """A preset of the system is never changed, by administrators neither."""

    def has_object_permission(self, request: Request, view: Any, obj: Preset) -> bool:
        return request.method in permissions.SAFE_METHODS or not obj.system


class PresetViewSet(viewsets.ModelViewSet):
    """Sets of options that a user can save for later tasks. Those of others are not found."""

    serializer_class = PresetSerializer
    permission_classes = (PresetPermission,)
    filter_backends = (OrderingFilter,)
    ordering_fields = ("id", "name", "created_at", "system")
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Preset]:
        return Preset.objects.filter(Q(owner=self.request.user) | Q(system=True))

    def perform_create(self, serializer: PresetSerializer) -> None:
        serializer.save(owner=self.request.user)
