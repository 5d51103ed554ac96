"""The plugin in a QGIS without a window of its own: a main window, the panel in it, an event loop that turns.

Importing this makes a profile of its own for the process, before QGIS looks for one. For QGIS's own Python.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any, Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PROFILE = tempfile.mkdtemp(prefix="nadir-bench-profile-")
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = os.environ["QGIS_AUTH_DB_DIR_PATH"] = PROFILE

from nadir.plugin import NadirPlugin  # noqa: E402
from pytest_qgis.qgis_interface import QgisInterface  # noqa: E402
from qgis.core import QgsApplication  # noqa: E402
from qgis.gui import QgsMapCanvas, QgsMessageBar  # noqa: E402
from qgis.PyQt.QtCore import QEventLoop, QSettings, QTimer  # noqa: E402
from qgis.PyQt.QtWidgets import QMainWindow, QTreeView, QWidget  # noqa: E402


class Panel:
    """The plugin in a main window, as QGIS has it."""

    def __init__(self) -> None:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, PROFILE)
        self.application = QgsApplication([], True)
        self.application.initQgis()
        Path(QgsApplication.qgisSettingsDirPath()).mkdir(parents=True, exist_ok=True)  # as in every profile
        self.window = QMainWindow()
        self.window.resize(1200, 900)
        self.window.show()
        self.interface = QgisInterface(QgsMapCanvas(self.window), QgsMessageBar(self.window), self.window)
        self.interface.addDockWidget = self.window.addDockWidget
        self.turn_for(0.3)

    def open(self) -> float:
        """Register the plugin and show its dock; the seconds from the call to the first picture."""
        self.plugin = NadirPlugin(self.interface)
        began = time.monotonic()
        self.plugin.initGui()
        self.dock: Any = self.window.findChild(QWidget, "NadirDock")
        self.dock.show()
        self.dock.repaint()
        QgsApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.dock.grab()
        return time.monotonic() - began

    def connect_to(self, url: str) -> Any:
        """The workspace of the server, opened as the user does it."""
        servers = self.dock.servers
        job = servers.add(url, "bench", "bench", "Large office", False)  # nosec B106 - the server asks for none
        self.turn_until(lambda: not job.is_running())
        if job.error is not None:
            raise job.error
        return next(found for found in servers.workspaces() if found.connection.url.rstrip("/") == url)

    @property
    def tree(self) -> QTreeView:
        found = self.dock.findChild(QTreeView, "projectTree")
        if found is None:
            raise RuntimeError("there is no projectTree in the dock")
        return found

    def turn_for(self, seconds: float) -> None:
        self.turn_until(lambda: False, seconds)

    def turn_until(self, condition: Callable[[], Any], seconds: float = 60.0) -> bool:
        """Let a real event loop run until the condition holds, looked at now and then; False when the time is up."""
        loop, end = QEventLoop(), time.monotonic() + seconds
        timer = QTimer()
        timer.setInterval(20)
        timer.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() > end else None)
        timer.start()
        loop.exec()
        timer.stop()
        return bool(condition())

    def close(self) -> None:
        self.plugin.unload()
        self.turn_for(0.3)
