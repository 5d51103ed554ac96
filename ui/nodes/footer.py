"""The dock's last line: how many processing nodes are there and how much waits for them, over all open connections."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QLocale, QSize, Qt
from qgis.PyQt.QtGui import QPaintEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from ...core.servers import Servers
from ..common import icons, wording
from . import words
from .model import NodesModel


class NodesFooter(QToolButton):
    """State and queue of the processing nodes in one line; a click (`clicked`) is for whoever shows them."""

    def __init__(self, servers: Servers, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("nodesFooter")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        edge = self.fontMetrics().height()
        self.setIconSize(QSize(edge, edge))
        self._model = NodesModel(servers, self)
        self._model.changed.connect(self._update)
        self._full = ""
        self._update()

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        nodes = self._model.nodes()
        healthy = not nodes or any(node.online for node in nodes)
        self.setIcon(icons.icon("node" if healthy else "warning", self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The text gives way in a narrow dock, as Qt's own does not."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        room = self.width() - self.iconSize().width() - self.fontMetrics().height()
        option.text = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)

    def _update(self) -> None:
        self._full = self._summary()
        self.setText(self._full)
        self.setAccessibleName(self.tr("Processing nodes: {summary}").format(summary=self._full))
        self.setToolTip(wording.plain_tooltip("\n".join(self._lines()) or self._full))
        self.refresh_icons()

    def _summary(self) -> str:
        nodes = self._model.nodes()
        if not self._model.groups:
            return self.tr("No server is open")
        if not nodes:
            return self.tr("No processing nodes to see") if self._model.is_known() else self.tr("Looking at the processing nodes…")
        online = [node for node in nodes if node.online]
        waiting = words.queue(sum(node.queue_count for node in online))
        count, all_of_them = QLocale().toString(len(online)), QLocale().toString(len(nodes))
        if len(nodes) == 1:
            return self.tr("1 node online, {waiting}").format(waiting=waiting) if online else self.tr("The processing node is offline")
        if not online:
            return self.tr("All {n} nodes are offline").format(n=all_of_them)
        if len(online) == len(nodes):
            return self.tr("{n} nodes online, {waiting}").format(n=count, waiting=waiting)
        return self.tr("{n} of {all} nodes online, {waiting}").format(n=count, all=all_of_them, waiting=waiting)

    def _lines(self) -> list[str]:
        """One line for each node, below the name of its connection."""
        lines = []
        for group in self._model.groups:
            lines.append(wording.one_line(group.name, 60))
            lines += [f"  {words.name(node)}: {words.line(node)}" for node in group.nodes]
            if not group.nodes:
                lines.append("  " + words.nothing_to_see(group.known, group.refused))
        return lines
