"""Who may see which node."""
from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from nadir_server.nodes.models import ProcessingNode


def visible_nodes(user: Any) -> QuerySet[ProcessingNode]:
    """The nodes that a user may use: all for an administrator, for others those granted one by one."""
    return get_objects_for_user(
        user, "nodes.view_processingnode", klass=ProcessingNode.objects.all(), accept_global_perms=False
    )
