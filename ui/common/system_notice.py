"""News in the desktop's own notifications, while QGIS is in the background."""

from __future__ import annotations

import html
import sys
from typing import Optional

from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from . import icons

SECONDS = 15  # how long the icon stays that the desktop needs to show a message


class SystemNotice(QObject):
    """QGIS shows such notifications for its own tasks only, and Python cannot reach what shows them: so this has the
    window ask for attention in the task bar and, where the desktop shows messages, has it show one.
    """

    def __init__(self, window: QWidget) -> None:
        """window: QGIS's main window, which a click on a message brings to the front."""
        super().__init__(window)
        self._window = window
        self._icon: Optional[QSystemTrayIcon] = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close)

    def tell(self, text: str) -> bool:
        """Show a message unless the user is in QGIS anyway; whether there was reason to."""
        if not is_in_background():
            return False
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._show(text)
        return True

    def close(self) -> None:
        """Take the icon away."""
        self._timer.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _show(self, text: str) -> None:
        if self._icon is None:
            self._icon = QSystemTrayIcon(icons.icon("nadir"), self)
            self._icon.messageClicked.connect(self._bring_to_front)
            self._icon.activated.connect(self._bring_to_front)
        self._icon.setToolTip("Nadir")
        self._icon.show()
        self._icon.showMessage("Nadir", literal(text), icons.icon("nadir"), SECONDS * 1000)
        self._timer.start(SECONDS * 1000)

    def _bring_to_front(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        self.close()


def is_in_background() -> bool:
    """Whether no window of QGIS has the focus."""
    return QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive


def literal(text: str) -> str:
    """As the desktop has to be given it so that it shows the text as it is: those of Linux take it for HTML."""
    return html.escape(text, quote=False) if sys.platform.startswith("linux") else text
