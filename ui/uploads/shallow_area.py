"""A scroll area as high as what is in it, up to a share of the panel that it is in."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer
from qgis.PyQt.QtGui import QResizeEvent, QShowEvent
from qgis.PyQt.QtWidgets import QDockWidget, QFrame, QScrollArea, QWidget

SHARE = 3  # a third of the panel at most


class ShallowArea(QScrollArea):
    """Scrolls up and down only; `content` has a layout."""

    def __init__(self, content: QWidget, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._content = content
        self._host: Optional[QWidget] = None
        self._timer = QTimer(self)  # several rows that change at once are fitted once
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fit)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the content and that of the panel."""
        if event.type() == (QEvent.Type.LayoutRequest if watched is self._content else QEvent.Type.Resize):
            self._timer.start()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for the panel, now that this is in one."""
        super().showEvent(event)
        host = self._panel()
        if host is not self._host:
            if self._host is not None:
                self._host.removeEventFilter(self)
            self._host = host
            host.installEventFilter(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Text that wraps otherwise has another height."""
        super().resizeEvent(event)
        self._timer.start()

    def _panel(self) -> QWidget:
        widget: QWidget = self
        while not isinstance(widget, QDockWidget) and widget.parentWidget() is not None:
            widget = widget.parentWidget()
        return widget

    def _fit(self) -> None:
        layout = self._content.layout()
        if layout is None or self._host is None:
            return
        width = self.viewport().width()
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        self.setFixedHeight(min(max(0, wanted), self._host.height() // SHARE))
