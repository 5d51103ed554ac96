"""The plugin in a running QGIS: it comes, and it goes without a trace."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from nadir import classFactory
from qgis.core import QgsApplication
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QMainWindow


@pytest.fixture
def plugin(qgis_iface: Any, qgis_processing: Any) -> Iterator[Any]:
    loaded = classFactory(qgis_iface)
    loaded.initGui()
    yield loaded
    loaded.unload()


def docks(window: QMainWindow) -> list[QgsDockWidget]:
    return [dock for dock in window.findChildren(QgsDockWidget) if dock.objectName() == "NadirDock"]


def test_loading_registers_provider_and_dock(plugin: Any, qgis_iface: Any) -> None:
    assert QgsApplication.processingRegistry().providerById("nadir") is not None
    assert QgsApplication.processingRegistry().algorithmById("nadir:processphotos") is not None


def test_loading_asks_the_network_for_nothing(
    qgis_iface: Any, qgis_processing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refuse(*arguments: object) -> None:
        raise AssertionError(f"connected to {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    loaded = classFactory(qgis_iface)
    loaded.initGui()
    QCoreApplication.processEvents()
    loaded.unload()


def test_unloading_leaves_nothing_behind(qgis_iface: Any, qgis_processing: Any) -> None:
    threads = set(threading.enumerate())
    for _ in range(3):
        loaded = classFactory(qgis_iface)
        loaded.initGui()
        QCoreApplication.processEvents()
        loaded.unload()
        del loaded
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()
    assert QgsApplication.processingRegistry().providerById("nadir") is None
    assert not docks(qgis_iface.mainWindow())
    assert set(threading.enumerate()) <= threads


def test_qgis_process_needs_no_window(qgis_iface: Any, qgis_processing: Any) -> None:
    loaded = classFactory(qgis_iface)
    loaded.initProcessing()
    assert QgsApplication.processingRegistry().algorithmById("nadir:processphotos") is not None
    loaded.unload()
    assert QgsApplication.processingRegistry().providerById("nadir") is None
