"""What can be done with processing nodes and presets."""

from __future__ import annotations

from typing import Optional

from ..api.nodes import ProcessingNode
from ..jobs import Job
from .base import Verbs


class NodeVerbs(Verbs):
    """Look at processing nodes, their options and presets."""

    def add_node(self, hostname: str, port: int, token: str = "") -> Job:
        """Have the server use a node; succeeds with the ProcessingNode, which is not online where it did not answer.

        Fails with `PermissionRefused` for accounts that do not run the server.
        """
        add = self.client.nodes.create
        title = self.tr("Adding the processing node {name}").format(name=f"{hostname}:{port}")
        return self._change(title, lambda control: add(hostname, port, token or None, cancelled=control.cancelled))

    def edit_node(
        self, node: ProcessingNode, *, hostname: Optional[str] = None, port: Optional[int] = None, token: Optional[str] = None
    ) -> Job:
        """Change where a node is or what it wants to be shown; None leaves a thing as it is. Succeeds with the ProcessingNode."""
        patch = self.client.nodes.patch
        title = self.tr("Changing the processing node {name}").format(name=node.label)
        return self._change(
            title,
            lambda control: patch(node.id, hostname=hostname, port=port, token=token, cancelled=control.cancelled),
        )

    def remove_node(self, node: ProcessingNode) -> Job:
        """Take a node off the server's list. The node stays as it is; tasks that it works on are not followed any more."""
        delete = self.client.nodes.delete
        title = self.tr("Removing the processing node {name}").format(name=node.label)
        return self._change(title, lambda control: delete(node.id, cancelled=control.cancelled))

    def refresh_nodes(self) -> None:
        """Look at the nodes now."""
        self.monitor.refresh()
