"""The title of something that folds: an arrow that points where the language reads to, and a bold text."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtWidgets import QToolButton

from ...common import icons


class FoldButton(QToolButton):
    """Checked while open. `show_open` is for what is open for another reason, such as a search."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._is_open = False
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setText(title)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(self.fontMetrics().height(), self.fontMetrics().height()))
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self.toggled.connect(self.show_open)
        self.show_open(False)

    def show_open(self, is_open: bool) -> None:
        """Turn the arrow."""
        self._is_open = is_open
        name = "section-open"
        if not is_open:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            name = "section-closed-mirrored" if mirrored else "section-closed"
        self.setIcon(icons.icon(name, self))

    def changeEvent(self, event: QEvent) -> None:
        """The arrow follows language and theme."""
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.PaletteChange):
            self.show_open(self._is_open)
        super().changeEvent(event)
