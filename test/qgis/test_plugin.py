"""The plugin in a running QGIS: it comes, and it goes without a trace."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from nadir import classFactory
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.legend import TileLegend
from nadir.core.layers.tiles.style import TileStyle, write_style
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsExpression,
    QgsNetworkAccessManager,
    QgsNetworkReplyContent,
    QgsNetworkRequestParameters,
    QgsProject,
    QgsRasterLayer,
)
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


def test_nothing_of_qgis_calls_a_plugin_that_was_unloaded(qgis_iface: Any, qgis_processing: Any, project: QgsProject) -> None:
    project.addMapLayer(tiles_of_heights())
    said: list[str] = []
    QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(lambda text, tag, level: said.append(text))
    before = listeners()
    for _ in range(2):
        loaded = classFactory(qgis_iface)
        loaded.initGui()
        QCoreApplication.processEvents()
        (layer,) = project.mapLayers().values()
        assert isinstance(layer.legend(), TileLegend), "as before it was switched off"
        assert QgsExpression.isFunctionName("nadir_photo")
        assert listeners() != before
        loaded.unload()
        assert listeners() == before
        assert not isinstance(layer.legend(), TileLegend)
        assert not QgsExpression.isFunctionName("nadir_photo")
    assert not [text for text in said if text.startswith("While unloading")], said


def tiles_of_heights() -> QgsRasterLayer:
    """A layer of ours; nothing answers behind it."""
    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&zmax=5", "DSM", "wms")
    write_mark(layer, Mark(LayerKind.DSM, LayerForm.TILES, "http://127.0.0.1:9", "1", "2", "v"))
    write_style(layer, TileStyle(100.0, 200.0))
    return layer


def listeners() -> dict[str, int]:
    """How many listen to those objects of QGIS that outlive the plugin."""
    project, network, auth = QgsProject.instance(), QgsNetworkAccessManager.instance(), QgsApplication.authManager()
    signals = {
        "read": (project, project.readProject),
        "added": (project, project.layersAdded),
        "cleared": (project, project.cleared),
        "will be removed": (project, project.layersWillBeRemoved),
        "removed": (project, project.layersRemoved),
        "visibility": (project.layerTreeRoot(), project.layerTreeRoot().visibilityChanged),
        "answers": (network, network.finished[QgsNetworkReplyContent]),
        "time-outs": (network, network.requestTimedOut[QgsNetworkRequestParameters]),
        "master password": (auth, auth.masterPasswordVerified),
    }
    return {name: sender.receivers(signal) for name, (sender, signal) in signals.items()}


def test_qgis_process_needs_no_window(qgis_iface: Any, qgis_processing: Any) -> None:
    loaded = classFactory(qgis_iface)
    loaded.initProcessing()
    assert QgsApplication.processingRegistry().algorithmById("nadir:processphotos") is not None
    loaded.unload()
    assert QgsApplication.processingRegistry().providerById("nadir") is None
