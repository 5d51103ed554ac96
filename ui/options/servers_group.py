"""The servers that are saved, to be seen; they are changed in the panel, where they can be tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtWidgets import QAbstractItemView, QGroupBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...core.connections import Connection
from ..common import wording
from ..common.icons import icon

ROWS = 4  # that are seen at once


class ServersGroup(QGroupBox):
    """A part of the options page."""

    def __init__(self, connections: Sequence[Connection], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Servers"))
        self.setObjectName("serversGroup")
        shown = [connection for connection in connections if not connection.is_local]
        rows = QListWidget()
        rows.setObjectName("savedServersList")
        rows.setAccessibleName(self.tr("Saved servers"))
        rows.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        rows.setTextElideMode(rows.textElideMode())
        rows.setMaximumHeight(self.fontMetrics().height() * 2 * ROWS)
        for connection in shown:
            name, url = wording.one_line(connection.name, 80), wording.one_line(connection.url, 200)
            item = QListWidgetItem(icon("server", self), f"{name}\n{url}" if name not in url else url)
            item.setToolTip(wording.plain_tooltip(f"{name}\n{url}"))
            rows.addItem(item)
        hint = QLabel(
            self.tr("Add, log in to and forget servers in the Nadir panel.")
            if shown
            else self.tr("No server is saved yet. Add one in the Nadir panel, with Add server.")
        )
        hint.setObjectName("savedServersHint")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(rows)
        layout.addWidget(hint)
        rows.setVisible(bool(shown))
