"""The dock's last line: whether processing nodes are there and how long their queue is; a click lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QPoint, QSize, Qt
from qgis.PyQt.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from ...core.api.nodes import ProcessingNode
from ..common import icons, wording


class NodesFooter(QToolButton):
    """State and queue of the processing nodes in one line."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("nodesFooter")
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        edge = self.fontMetrics().height()
        self.setIconSize(QSize(edge, edge))
        self._nodes: Optional[tuple[ProcessingNode, ...]] = None
        self._menu = QMenu(self)
        self.clicked.connect(self._show_menu)
        self._update()

    def set_nodes(self, nodes: Optional[Sequence[ProcessingNode]]) -> None:
        """What the server says of its nodes; None while that is not known."""
        self._nodes = None if nodes is None else tuple(nodes)
        self._update()

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        healthy = self._nodes is None or any(node.online for node in self._nodes)
        self.setIcon(icons.icon("node" if healthy else "warning", self))

    def _show_menu(self) -> None:
        """Above the line, since that is the lowest of the dock."""
        self._menu.popup(self.mapToGlobal(QPoint(0, -self._menu.sizeHint().height())))

    def _update(self) -> None:
        text = self._summary()
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(wording.plain_tooltip("\n".join(self._lines()) or text))
        self._menu.clear()
        for line in self._lines() or [text]:
            self._menu.addAction(line.replace("&", "&&")).setEnabled(False)
        self.refresh_icons()

    def _summary(self) -> str:
        if self._nodes is None:
            return self.tr("Processing nodes: not known yet")
        if not self._nodes:
            return self.tr("No processing node available")
        online = [node for node in self._nodes if node.online]
        if not online:
            return self.tr("{nodes} offline").format(nodes=wording.node_count(len(self._nodes)))
        queue = sum(node.queue_count for node in online)
        waiting = self.tr("{n} in the queue").format(n=queue) if queue else self.tr("queue empty")
        if len(online) < len(self._nodes):
            return self.tr("{n} of {nodes} online, {waiting}").format(
                n=len(online), nodes=wording.node_count(len(self._nodes)), waiting=waiting
            )
        return self.tr("{nodes} online, {waiting}").format(nodes=wording.node_count(len(online)), waiting=waiting)

    def _lines(self) -> list[str]:
        """One line for each node: name, state, queue, engine."""
        return [self._line(node) for node in self._nodes or ()]

    def _line(self, node: ProcessingNode) -> str:
        name = wording.one_line(node.label or f"{node.hostname}:{node.port}", 60)
        if not node.online:
            return self.tr("{name}: offline").format(name=name)
        engine = wording.one_line(" ".join(part for part in (node.engine, node.engine_version) if part), 40)
        queue = self.tr("{n} in the queue").format(n=node.queue_count)
        return self.tr("{name}: online, {queue}").format(name=name, queue=queue) + (f", {engine}" if engine else "")
