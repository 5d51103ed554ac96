"""Processing nodes: list, add, read, change, delete, and the options that all of them share."""
from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import permissions, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from nadir_server.nodes.access import visible_nodes
from nadir_server.nodes.filters import ProcessingNodeFilter
from nadir_server.nodes.models import ProcessingNode
from nadir_server.nodes.refresh import refresh
from nadir_server.nodes.serializers import ProcessingNodeSerializer
from nadir_server.worker.wake import wake

VERBS = {"POST": "add", "PUT": "change", "PATCH": "change", "DELETE": "delete"}
FIRST_CONTACT_SECONDS = 5


class NodePermission(permissions.IsAuthenticated):
    """Everybody sees the nodes granted to them; adding and changing wants the permission to."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        verb = VERBS.get(request.method)
        return verb is None or request.user.has_perm(f"nodes.{verb}_processingnode")


class ProcessingNodeViewSet(viewsets.ModelViewSet):
    """Nodes that process tasks."""

    serializer_class = ProcessingNodeSerializer
    permission_classes = (NodePermission,)
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ProcessingNodeFilter
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[ProcessingNode]:
        return visible_nodes(self.request.user)

    def perform_create(self, serializer: ProcessingNodeSerializer) -> None:
        refresh(serializer.save(), FIRST_CONTACT_SECONDS)
        wake()

    def perform_update(self, serializer: ProcessingNodeSerializer) -> None:
        refresh(serializer.save(), FIRST_CONTACT_SECONDS)
        wake()

    @action(detail=False, url_path="options")
    def shared_options(self, request: Request) -> Response:
        """The options that all online nodes have in common."""
        online = [node for node in self.get_queryset() if node.online]
        return Response(common_options([node.available_options or [] for node in online]))


def common_options(per_node: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The options of the first node that every other one has too, by name."""
    if not per_node:
        return []
    shared = set.intersection(*({option["name"] for option in options} for options in per_node))
    return [option for option in per_node[0] if option["name"] in shared]
