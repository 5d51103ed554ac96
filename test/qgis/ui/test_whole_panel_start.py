"""The panel when it is opened for the first time on a computer where the local server was set up before."""

from __future__ import annotations

from typing import Any

from nadir.core.connections import LOCAL_ID
from nadir.core.servers import ServerState
from nadir.core.settings import Settings
from nadir.ui.dock import NadirDock
from qgis.PyQt.QtWidgets import QWidget

from .conftest import Panel


def test_looking_at_the_panel_starts_no_local_server(panel: Panel, qgis_iface: Any) -> None:
    panel.computer.consented = True
    dock = NadirDock(qgis_iface, panel.jobs, Settings(), panel.connections, panel.computer, panel.signer)
    dock.show()
    assert panel.turn(lambda: dock.findChild(QWidget, "thisComputerPane") is not None)
    assert panel.turn(lambda: dock.findChild(QWidget, "thisComputerPane").isVisible())
    panel.turn(lambda: False, 0.3)
    assert panel.computer.prepared == 0
    assert dock.servers.get(LOCAL_ID).state is ServerState.CLOSED
    dock.shut_down()
    dock.deleteLater()
