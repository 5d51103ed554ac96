"""Registers Nadir with QGIS and takes it back out. What is registered stands beside what removes it."""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path
from typing import Callable, Optional

from qgis.core import Qgis, QgsApplication, QgsMessageLog
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSettings, Qt, QTranslator
from qgis.PyQt.QtWidgets import QAction

from .core.algorithms.provider import NadirProvider
from .core.connections import Connections
from .core.jobs import Jobs
from .core.layer_life import LayerLife
from .core.layers.access.renewal import TokenKeeper
from .core.layers.access.signer import RequestSigner
from .core.local.this_computer import ThisComputer
from .core.settings import Settings
from .ui.common.icons import icon
from .ui.dock import NadirDock
from .ui.options.page import NadirOptionsFactory

with contextlib.suppress(ImportError):  # where nothing has been compiled yet, icons are read from their files
    importlib.import_module(".resources_rc", __package__)


class NadirPlugin:
    """The plugin as QGIS's plugin manager sees it."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._undo: list[Callable[[], object]] = []
        self._translator: Optional[QTranslator] = None
        self._install_translator()

    def initProcessing(self) -> None:
        """Register the algorithms; all that `qgis_process` needs."""
        self._settings = Settings()
        self._jobs = Jobs()
        self._signer = RequestSigner()
        self._this_computer = ThisComputer(self._jobs, self._settings)
        self._tokens = TokenKeeper(self._signer, self._jobs)
        self._undo += [self._signer.uninstall, self._tokens.uninstall, self._jobs.stop, self._this_computer.leave]
        provider = NadirProvider(self._this_computer)
        QgsApplication.processingRegistry().addProvider(provider)
        self._undo.append(lambda: QgsApplication.processingRegistry().removeProvider(provider))

    def initGui(self) -> None:
        """Register everything that a user of the QGIS window sees."""
        self.initProcessing()
        self._add_options()
        self._add_dock()

    def unload(self) -> None:
        """Take back everything, last registered first."""
        while self._undo:
            self._undo_one(self._undo.pop())
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)

    def _undo_one(self, undo: Callable[[], object]) -> None:
        """Take one thing back; where that fails it is logged, and the others still go."""
        try:
            undo()
        except Exception as error:  # noqa: BLE001  QGIS must be able to unload the rest, whatever this was
            QgsMessageLog.logMessage(f"While unloading: {error}", "Nadir", Qgis.MessageLevel.Warning)

    def _add_dock(self) -> None:
        connections = Connections()
        dock = NadirDock(self._iface, self._jobs, self._settings, connections, self._this_computer, self._signer)
        self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        action = QAction(icon("nadir"), "Nadir", self._iface.mainWindow())
        action.setObjectName("NadirAction")
        action.setCheckable(True)
        dock.setToggleVisibilityAction(action)
        action.triggered.connect(lambda opened: dock.take_focus() if opened else None)
        self._iface.addToolBarIcon(action)
        self._iface.addPluginToMenu("Nadir", action)
        life = LayerLife(dock.servers, self._jobs, dock, self._tokens)
        dock.follow_layers(life.keeper)
        self._undo += [
            dock.deleteLater,
            lambda: self._iface.removeDockWidget(dock),
            dock.shut_down,
            life.uninstall,
            action.deleteLater,
            lambda: self._iface.removePluginMenu("Nadir", action),
            lambda: self._iface.removeToolBarIcon(action),
        ]

    def _add_options(self) -> None:
        factory = NadirOptionsFactory(self._settings, self._this_computer, self._jobs)
        self._iface.registerOptionsWidgetFactory(factory)
        self._undo.append(lambda: self._iface.unregisterOptionsWidgetFactory(factory))

    def _install_translator(self) -> None:
        language = QSettings().value("locale/userLocale", QLocale().name())
        path = Path(__file__).parent / "i18n" / f"nadir_{str(language)[:2]}.qm"
        if path.exists():
            self._translator = QTranslator()
            self._translator.load(str(path))
            QCoreApplication.installTranslator(self._translator)
