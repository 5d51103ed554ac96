"""The node that comes with this server."""
from __future__ import annotations

from nadir_server.nodes.models import ProcessingNode

LABEL = "This computer"


def ensure_builtin_node(address: str, token: str) -> None:
    """Note where the built-in node listens this time. Its row stays the same, so that tasks find it again."""
    hostname, _, port = address.rpartition(":")
    ProcessingNode.objects.update_or_create(
        builtin=True, defaults={"hostname": hostname, "port": int(port), "token": token, "label": LABEL}
    )
