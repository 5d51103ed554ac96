"""Processing nodes on the administration page, with the permissions of users and groups on each."""
from __future__ import annotations

from django.contrib import admin
from guardian.admin import GuardedModelAdmin

from nadir_server.nodes.models import ProcessingNode


@admin.register(ProcessingNode)
class ProcessingNodeAdmin(GuardedModelAdmin):
    """Adding and removing nodes is the API's, which looks at them at once; here they are shared."""

    list_display = ("id", "__str__", "hostname", "port", "queue_count", "last_refreshed")
    fields = ("hostname", "port", "label")

    def has_add_permission(self, request: object) -> bool:
        return False
