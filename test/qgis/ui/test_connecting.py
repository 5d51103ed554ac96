"""The first page: what is asked before anything is downloaded, and what a wrong address or log-in says."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from nadir.core.connections import Connection
from nadir.core.errors import NadirError
from nadir.core.local.processes import LocalLogin
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer
from nadir.ui.this_computer.consent_dialog import ConsentDialog
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QMessageBox, QPushButton

from .conftest import Panel


def consent(panel: Panel) -> ConsentDialog:
    """Click *This computer* and wait for the question."""
    QTest.mouseClick(panel.widget("thisComputerButton"), Qt.MouseButton.LeftButton)
    assert panel.turn(lambda: panel.dock.findChild(ConsentDialog) is not None)
    return panel.dock.findChild(ConsentDialog)


def connect(panel: Panel, address: str) -> None:
    panel.widget("serverUrlEdit").setText(address)
    panel.widget("userNameEdit").setText("pilot")
    panel.widget("passwordEdit").setText("wrong")
    panel.widget("connectButton").click()


def wrong_one_is_typed_over(panel: Panel) -> None:
    """The password has the focus, and what is typed replaces it."""
    field = panel.widget("passwordEdit")
    assert panel.turn(lambda: panel.dock.window().focusWidget() is field)
    QTest.keyClicks(field, "right")
    assert field.text() == "right"


def test_consent_names_download_disk_folder_and_python(panel: Panel) -> None:
    dialog = consent(panel)
    said = " ".join(label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel))
    for part in ("330 MB", "1.0 GB", "20.0 GB", "/home/pilot/nadir", "Python 3.11.2"):
        assert part in said
    assert panel.computer.prepared == 0


def test_nothing_is_prepared_without_consent(panel: Panel) -> None:
    consent(panel).reject()
    assert panel.computer.prepared == 0 and panel.widget("thisComputerButton").isVisible()


def test_consent_prepares_and_cancel_leads_back(panel: Panel) -> None:
    dialog = consent(panel)
    accept: Any = next(button for button in dialog.findChildren(type(panel.widget("connectButton"))) if "Download" in button.text())
    assert accept.objectName() == "consentAcceptButton"
    accept.click()
    assert panel.computer.prepared == 1 and panel.widget("connectCancelButton").isVisible()
    panel.widget("connectCancelButton").click()
    assert panel.turn(lambda: panel.widget("thisComputerButton").isVisible()) and panel.message() == ""


def test_a_problem_is_shown_with_its_remedy_and_cannot_be_accepted(panel: Panel) -> None:
    panel.computer.problem = NadirError("No Python was found.", "Install Python 3.10 or newer.")
    dialog = consent(panel)
    shown = dialog.findChild(QLabel, "consentProblemLabel").text()
    assert shown == "No Python was found.\nInstall Python 3.10 or newer."
    accept = [button for button in dialog.findChildren(type(panel.widget("connectButton"))) if "Download" in button.text()]
    assert not accept[0].isEnabled()


def test_connecting_needs_address_user_and_password(panel: Panel) -> None:
    assert not panel.widget("connectButton").isEnabled()
    connect(panel, "")
    assert not panel.widget("connectButton").isEnabled()


@pytest.mark.parametrize("address", ["not an address", "ftp://x.example.org"])
def test_nonsense_as_an_address_is_told(panel: Panel, address: str) -> None:
    connect(panel, address)
    assert "is not a server address" in panel.message()


def test_a_server_that_is_not_there_is_told(panel: Panel) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        connect(panel, f"127.0.0.1:{taken.getsockname()[1]}")
        assert panel.turn(lambda: bool(panel.message()))
    assert panel.widget("connectButton").isVisible() and panel.dock.workspace is None
    assert panel.connections.all() == ()


def test_something_else_at_the_port_is_told(panel: Panel, other_server: str) -> None:
    connect(panel, other_server)
    assert panel.turn(lambda: bool(panel.message()))
    assert panel.dock.workspace is None and panel.connections.all() == ()


def test_a_wrong_password_is_told_and_not_kept(panel: Panel, refusing_server: str) -> None:
    connect(panel, refusing_server)
    assert panel.turn(lambda: "password" in panel.message())
    assert panel.widget("connectButton").isVisible() and panel.connections.all() == ()
    assert panel.widget("serverUrlEdit").text() == refusing_server and panel.widget("userNameEdit").text() == "pilot"
    wrong_one_is_typed_over(panel)


def test_a_saved_login_that_is_refused_can_be_typed_again(
    panel: Panel, refusing_server: str, authentication_database: None
) -> None:
    panel.connections.save(Connection.new("Office", refusing_server), "pilot", "old")
    panel.dock._connecting.refresh()
    panel.widget("openSavedButton").click()
    assert panel.turn(lambda: "password" in panel.message())
    assert panel.widget("serverUrlEdit").text() == refusing_server and panel.widget("userNameEdit").text() == "pilot"
    wrong_one_is_typed_over(panel)


def test_saved_servers_are_offered_and_can_be_forgotten(panel: Panel) -> None:
    panel.connections.save(Connection.new("Office", "https://drones.example.org"))
    panel.dock._connecting.refresh()
    assert panel.widget("savedConnections").isVisible() and panel.widget("savedConnections").currentText() == "Office"
    panel.widget("forgetSavedButton").click()
    box = panel.dock.findChild(QMessageBox, "NadirConfirmation")
    assert "“Office”" in box.text() and len(panel.connections.all()) == 1
    next(button for button in box.buttons() if button.objectName() == "confirmButton").click()
    assert panel.connections.all() == () and not panel.widget("savedConnections").isVisible()


def test_a_local_server_that_died_leads_back_with_the_reason(panel: Panel) -> None:
    panel.computer.stopped_unexpectedly.emit(NadirError("The local server stopped unexpectedly.", "Start it again."))
    assert panel.message() == "The local server stopped unexpectedly.\nStart it again."


def stop_local_server(panel: Panel, survey_server: SurveyServer) -> None:
    """Click *Stop it*, with a local server that runs at the address of the other one."""
    panel.computer.running = True
    panel.computer.login = LocalLogin(survey_server.url, USER, PASSWORD)
    panel.dock._connecting.refresh()
    panel.widget("stopLocalServerButton").click()


def test_stopping_the_local_server_at_work_asks_and_names_the_task(panel: Panel, survey_server: SurveyServer) -> None:
    survey_server.looks_until_done = 1000
    survey_server.tasks[TASK_ID].update(name="Dawn", status=20)
    stop_local_server(panel, survey_server)
    assert panel.turn(lambda: panel.dock.findChild(QMessageBox, "NadirConfirmation") is not None)
    box = panel.dock.findChild(QMessageBox, "NadirConfirmation")
    assert box.text() == "“Dawn” is not finished yet. Stop the local server all the same?"
    assert "when you start the local server again" in box.informativeText() and panel.computer.running
    box.findChild(QPushButton, "confirmButton").click()
    assert panel.turn(lambda: not panel.computer.running and not panel.widget("stopLocalServerButton").isVisible())


def test_an_idle_local_server_is_stopped_at_once(panel: Panel, survey_server: SurveyServer) -> None:
    stop_local_server(panel, survey_server)
    assert panel.turn(lambda: not panel.computer.running)
    assert panel.dock.findChild(QMessageBox, "NadirConfirmation") is None and panel.message() == ""


def test_a_local_server_that_does_not_answer_is_stopped(panel: Panel, survey_server: SurveyServer) -> None:
    survey_server.broken = True
    stop_local_server(panel, survey_server)
    assert panel.turn(lambda: not panel.computer.running)
    assert panel.turn(lambda: panel.widget("thisComputerButton").isVisible())
