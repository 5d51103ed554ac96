"""Processing nodes as JSON."""
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nadir_server.nodes.hostname import is_hostname
from nadir_server.nodes.models import ProcessingNode

HIDDEN = ""  # what stands in place of a token


class ProcessingNodeSerializer(serializers.ModelSerializer):
    """A node: where it is, what it can do, how busy it is."""

    online = serializers.BooleanField(read_only=True)
    label = serializers.SerializerMethodField()

    class Meta:
        model = ProcessingNode
        fields = (
            "id", "online", "label", "hostname", "port", "api_version", "last_refreshed", "queue_count",
            "available_options", "token", "max_images", "engine_version", "engine",
        )  # fmt: skip
        read_only_fields = (
            "api_version", "last_refreshed", "queue_count", "available_options", "max_images", "engine_version",
            "engine",
        )  # fmt: skip

    def get_label(self, node: ProcessingNode) -> str:
        return str(node)

    def to_representation(self, instance: ProcessingNode) -> dict[str, Any]:
        """Who may only use a node is not told its token."""
        shown: dict[str, Any] = super().to_representation(instance)
        request = self.context.get("request")
        if request is not None and not request.user.has_perm("nodes.change_processingnode"):
            shown["token"] = HIDDEN
        return shown

    def validate_hostname(self, hostname: str) -> str:
        if not is_hostname(hostname):
            raise serializers.ValidationError("Must be a host name or an IP address, without scheme, port or path.")
        return hostname

    def validate_port(self, port: int) -> int:
        if not 0 < port < 65536:
            raise serializers.ValidationError("A port is a number from 1 to 65535.")
        return port
