"""What can be done with processing nodes and presets."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ..api.errors import NotFound, PermissionRefused
from ..api.nodes import ProcessingNode
from ..api.options import NodeOption, TaskOption
from ..api.presets import Preset
from ..jobs import Job, JobControl
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class NodeVerbs(Verbs):
    """Look at processing nodes, their options and presets."""

    def list_nodes(self) -> Job:
        """Succeeds with the ProcessingNodes that the account sees: none for plain accounts of many servers."""

        def work(control: JobControl) -> Tuple[ProcessingNode, ...]:
            return self.client.nodes.list(cancelled=control.cancelled)

        return self._start(translate("Workspace", "Looking at the processing nodes"), work)

    def add_node(self, hostname: str, port: int, token: Optional[str] = None) -> Job:
        """Have the server use a node; succeeds with the ProcessingNode, which is not online where it did not answer.

        Fails with `PermissionRefused` for accounts that do not run the server.
        """
        add = self.client.nodes.create
        title = translate("Workspace", "Adding the processing node {name}").format(name=f"{hostname}:{port}")
        return self._change(title, lambda control: add(hostname, port, token or None, cancelled=control.cancelled))

    def edit_node(
        self, node: ProcessingNode, *, hostname: Optional[str] = None, port: Optional[int] = None, token: Optional[str] = None
    ) -> Job:
        """Change where a node is or what it wants to be shown; None leaves a thing as it is. Succeeds with the ProcessingNode."""
        patch = self.client.nodes.patch
        title = translate("Workspace", "Changing the processing node {name}").format(name=node.label)
        return self._change(
            title,
            lambda control: patch(node.id, hostname=hostname, port=port, token=token, cancelled=control.cancelled),
        )

    def remove_node(self, node: ProcessingNode) -> Job:
        """Take a node off the server's list. The node stays as it is; tasks that it works on are not followed any more."""
        delete = self.client.nodes.delete
        title = translate("Workspace", "Removing the processing node {name}").format(name=node.label)
        return self._change(title, lambda control: delete(node.id, cancelled=control.cancelled))

    def refresh_nodes(self) -> None:
        """Look at the nodes now."""
        self.monitor.refresh()

    def node_options(self, node_id: Optional[str] = None) -> Job:
        """Succeeds with the NodeOptions of a node, or those that all nodes online share; none for an account that may not
        see them.
        """

        def work(control: JobControl) -> Tuple[NodeOption, ...]:
            try:
                if node_id is None:
                    return self.client.nodes.options(cancelled=control.cancelled)
                return self.client.nodes.get(node_id, cancelled=control.cancelled).available_options
            except (NotFound, PermissionRefused):
                return ()

        return self._start(translate("Workspace", "Looking at the processing options"), work)

    def presets(self) -> Job:
        """Succeeds with the Presets: the server's and the account's own."""

        def work(control: JobControl) -> Tuple[Preset, ...]:
            return self.client.presets.list(cancelled=control.cancelled)

        return self._start(translate("Workspace", "Looking at the presets"), work)

    def save_preset(self, name: str, options: Sequence[TaskOption], preset_id: Optional[str] = None) -> Job:
        """Keep options under a name, as a new preset or in place of one of the account's own; succeeds with the Preset."""

        def work(control: JobControl) -> Preset:
            if preset_id is None:
                return self.client.presets.create(name, options, cancelled=control.cancelled)
            return self.client.presets.patch(preset_id, name=name, options=options, cancelled=control.cancelled)

        return self._start(translate("Workspace", "Saving the preset {name}").format(name=name), work)

    def delete_preset(self, preset: Preset) -> Job:
        """Delete one of the account's own presets; succeeds where somebody else did so meanwhile, too."""

        def work(control: JobControl) -> None:
            try:
                self.client.presets.delete(preset.id, cancelled=control.cancelled)
            except NotFound:
                return

        return self._start(translate("Workspace", "Deleting the preset {name}").format(name=preset.name), work)
