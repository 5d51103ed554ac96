"""Adding a server and logging in again: what is said of an address and of a log-in, and where it leads."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any, Callable

import pytest
from nadir.core.api.errors import CertificateRefused, ProxyAuthenticationWanted
from nadir.core.connections import Connections
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.core.servers import Servers, ServerState
from nadir.core.settings import Settings
from nadir.test.qgis.survey_server import PASSWORD, USER, SurveyServer
from nadir.ui.common.notifier import Notifier
from nadir.ui.connections.attention import Attention
from nadir.ui.connections.server_dialog import ServerDialog
from nadir.ui.connections.server_pane import ServerPane
from nadir.ui.connections.trouble import AUTHENTICATION_PAGE, NETWORK_PAGE
from qgis.core import QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox, QPushButton, QToolButton, QWidget

from .conftest import PlannedComputer


class Desk:
    """Servers, the bar that says what they want, and a window that dialogs belong to."""

    def __init__(self, jobs: Jobs, connections: Connections, turn: Callable[..., bool]) -> None:
        self.turn = turn
        self.connections = connections
        self.window = QWidget()
        self.bar = QgsMessageBar(self.window)
        self.notifier = Notifier(self.bar, QgsMessageBar(self.window), self.window)
        self.servers = Servers(jobs, Settings(), connections, PlannedComputer(jobs))  # type: ignore[arg-type]
        self.pages: list[str] = []
        self.attention = Attention(self.servers, self.notifier, self.pages.append, self.window)
        self.window.show()

    def dialog(self) -> ServerDialog:
        found = self.window.findChild(ServerDialog)
        assert found is not None
        return found

    def part(self, name: str, parent: QWidget | None = None) -> Any:
        found = (parent or self.dialog()).findChild(QWidget, name)
        assert found is not None, name
        return found

    def fill(self, address: str, user: str = USER, password: str = PASSWORD) -> None:
        self.part("serverUrlEdit").setText(address)
        self.part("userNameEdit").setText(user)
        self.part("passwordEdit").setText(password)

    def trouble(self) -> str:
        box = self.part("troubleBox")
        return self.part("troubleSummary").text() if box.isVisible() else ""

    def is_open(self) -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return self.window.findChild(ServerDialog) is not None

    def message(self) -> str:
        item = self.bar.currentItem()
        return item.text() if item is not None else ""

    def press(self, label: str) -> None:
        """A button of the message."""
        buttons = self.bar.currentItem().findChildren(QToolButton)
        next(button for button in buttons if button.text() == label).click()


@pytest.fixture
def desk(
    jobs: Jobs, authentication_database: None, qgis_iface: Any, turn: Callable[..., bool]
) -> Iterator[Desk]:
    QgsSettings().remove("nadir")
    made = Desk(jobs, Connections(), turn)
    yield made
    made.servers.close_all()
    made.notifier.close()
    made.window.deleteLater()
    QApplication.processEvents()
    QgsSettings().remove("nadir")


def test_a_server_is_added_and_the_dialog_closes(desk: Desk, survey_server: SurveyServer) -> None:
    revealed: list[str] = []
    desk.attention.revealed.connect(revealed.append)
    desk.attention.add_server()
    desk.fill(f"{survey_server.url}/dashboard/?project_task_open=1")
    desk.part("serverNameEdit").setText("Beach office")
    desk.part("connectButton").click()
    assert desk.part("serverCheckProgress").isVisible() and not desk.part("serverUrlEdit").isEnabled()
    assert desk.turn(lambda: not desk.is_open())
    server = desk.servers.all()[1]
    assert server.connection.name == "Beach office" and server.connection.url == survey_server.url
    assert server.state is ServerState.ONLINE and revealed == [server.connection.id]


def test_enter_in_the_last_field_connects(desk: Desk, survey_server: SurveyServer) -> None:
    desk.attention.add_server()
    desk.fill(survey_server.url)
    QTest.keyClick(desk.part("passwordEdit"), Qt.Key.Key_Return)
    assert desk.turn(lambda: not desk.is_open()) and len(desk.servers.all()) == 2


def test_what_is_missing_is_said_before_anything_is_tried(desk: Desk) -> None:
    desk.attention.add_server()
    assert not desk.part("connectButton").isEnabled() and desk.part("connectButton").toolTip()
    desk.fill("drones.example.org")
    assert desk.part("connectButton").isEnabled()


def test_the_dialog_says_what_it_takes_an_address_for(desk: Desk) -> None:
    desk.attention.add_server()
    desk.fill("drones.example.org/dashboard/?x=1")
    assert desk.part("addressHint").text() == "Server: https://drones.example.org"
    assert desk.part("serverNameEdit").placeholderText() == "drones.example.org"
    desk.fill("http://192.168.1.20:8000")
    assert "Not encrypted" in desk.part("addressHint").text()
    desk.fill("http://localhost:8000")
    assert desk.part("addressHint").text() == ""


@pytest.mark.parametrize("address", ["not an address", "ftp://x.example.org"])
def test_nonsense_as_an_address_is_told(desk: Desk, address: str) -> None:
    desk.attention.add_server()
    desk.fill(address)
    desk.part("connectButton").click()
    assert desk.turn(lambda: "is not a server address" in desk.trouble())
    assert desk.part("serverUrlEdit").isEnabled() and len(desk.servers.all()) == 1


def test_a_wrong_password_is_typed_over(desk: Desk, survey_server: SurveyServer) -> None:
    desk.attention.add_server()
    desk.fill(survey_server.url, password="wrong")
    desk.part("connectButton").click()
    assert desk.turn(lambda: "password" in desk.trouble())
    field = desk.part("passwordEdit")
    assert desk.window.findChild(ServerDialog).focusWidget() is field and field.selectedText() == "wrong"
    assert desk.connections.all() == ()
    field.setText(PASSWORD)
    assert desk.trouble() == ""
    desk.part("connectButton").click()
    assert desk.turn(lambda: not desk.is_open())


def test_a_port_where_nobody_answers_is_told(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        desk.attention.add_server()
        desk.fill(f"127.0.0.1:{taken.getsockname()[1]}")
        desk.part("connectButton").click()
        assert desk.turn(lambda: "No server answers" in desk.trouble())


def test_something_else_at_the_address_is_told(desk: Desk, other_server: str) -> None:
    desk.attention.add_server()
    desk.fill(other_server)
    desk.part("connectButton").click()
    assert desk.turn(lambda: bool(desk.trouble()))
    assert not desk.part("troubleSettingsButton").isVisible() and desk.connections.all() == ()


def test_a_server_in_maintenance_is_told(desk: Desk, survey_server: SurveyServer) -> None:
    survey_server.broken = True
    desk.attention.add_server()
    desk.fill(survey_server.url)
    desk.part("connectButton").click()
    assert desk.turn(lambda: bool(desk.trouble())) and len(desk.servers.all()) == 1


def test_a_server_without_encryption_is_offered_by_http(desk: Desk, survey_server: SurveyServer) -> None:
    desk.attention.add_server()
    desk.fill(survey_server.url.replace("http://", "https://"))
    desk.part("connectButton").click()
    assert desk.turn(lambda: "does not speak https" in desk.trouble())
    desk.part("troubleHttpButton").click()
    assert desk.part("serverUrlEdit").text() == survey_server.url and desk.trouble() == ""


@pytest.mark.parametrize(
    ("error", "page"),
    [
        (CertificateRefused("The certificate is not trusted."), AUTHENTICATION_PAGE),
        (ProxyAuthenticationWanted("The proxy wants a user name and password."), NETWORK_PAGE),
    ],
)
def test_certificates_and_proxies_lead_to_the_settings_of_qgis(
    desk: Desk, error: NadirError, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise error

    monkeypatch.setattr("nadir.core.api.session.Session.log_in", refuse)
    desk.attention.add_server()
    desk.fill("drones.example.org")
    desk.part("connectButton").click()
    assert desk.turn(lambda: desk.trouble() == error.summary)
    assert desk.part("troubleSettingsButton").isVisible()
    desk.part("troubleSettingsButton").click()
    assert desk.pages == [page]


def test_closing_the_dialog_gives_up(desk: Desk, survey_server: SurveyServer) -> None:
    survey_server.delay = 0.3
    desk.attention.add_server()
    desk.fill(survey_server.url)
    desk.part("connectButton").click()
    desk.dialog().reject()
    assert not desk.turn(lambda: len(desk.servers.all()) > 1, 0.8)


def added(desk: Desk, server: SurveyServer, **how: Any) -> str:
    job = desk.servers.add(server.url, USER, PASSWORD, "Beach office", **how)
    assert desk.turn(lambda: not job.is_running()) and job.error is None
    return job.result.connection.id


def test_an_expired_log_in_asks_once_and_goes_on(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server)
    workspace = desk.servers.workspace(key)
    survey_server.password, survey_server.token = "another", "new.to.ken"
    for _ in range(2):
        workspace.monitor.refresh()
        assert desk.turn(lambda: desk.servers.get(key).state is ServerState.LOGIN_WANTED)
    assert [item.text() for item in desk.bar.items()] == ["Beach office: your log-in has expired."]
    desk.press("Log in")
    assert desk.part("serverUrlEdit").isReadOnly() and desk.part("userNameEdit").text() == USER
    assert desk.dialog().focusWidget() is desk.part("passwordEdit")
    desk.part("passwordEdit").setText("another")
    desk.part("connectButton").click()
    assert desk.turn(lambda: not desk.is_open())
    assert desk.servers.workspace(key) is workspace and desk.message() == ""


def test_the_question_goes_when_it_was_answered_elsewhere(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server)
    survey_server.password, survey_server.token = "another", "new.to.ken"
    desk.servers.workspace(key).monitor.refresh()
    assert desk.turn(lambda: bool(desk.message()))
    desk.servers.forget(key)
    assert desk.message() == ""


def test_a_server_without_a_kept_log_in_asks_for_it(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server, keep=False)
    desk.servers.close(key)
    desk.attention.open(key)
    assert desk.is_open() and desk.part("serverUrlEdit").text() == survey_server.url


def test_a_server_that_cannot_be_opened_says_why(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server)
    desk.servers.close(key)
    survey_server.broken = True
    desk.attention.open(key)
    assert desk.turn(lambda: bool(desk.message()))
    assert desk.servers.get(key).state is ServerState.OFFLINE


def test_locked_log_ins_are_told_and_not_asked_for(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server)
    desk.servers.close(key)
    desk.servers.locked.emit((key,))
    assert "“Beach office”" in desk.message() and "master password" in desk.message()
    desk.press("Connect")
    assert desk.turn(lambda: desk.servers.get(key).state is ServerState.ONLINE) and desk.message() == ""


# The pane


def pane_of(desk: Desk, key: str) -> ServerPane:
    pane = ServerPane(desk.servers, desk.notifier, desk.window)
    pane.show_server(key)
    pane.resize(260, 400)
    pane.show()
    return pane


def visible(pane: ServerPane) -> list[str]:
    return [button.text() for button in pane.findChildren(QToolButton) if button.isVisible() and button.text()]


def test_the_pane_says_how_the_connection_is_and_offers_what_fits(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server)
    pane = pane_of(desk, key)
    assert desk.part("serverStateLabel", pane).text() == "Connected"
    assert desk.part("serverAccountLabel", pane).text() == USER
    assert visible(pane) == ["Log out", "Rename…", "Forget…"]
    desk.part("serverCloseButton", pane).click()
    assert desk.part("serverStateLabel", pane).text() == "Not connected"
    assert visible(pane) == ["Connect", "Log in…", "Rename…", "Forget…"]
    survey_server.broken = True
    desk.part("serverOpenButton", pane).click()
    assert desk.part("serverProgress", pane).isVisible()
    assert desk.turn(lambda: desk.part("troubleBox", pane).isVisible())
    assert "trying again" in desk.part("serverStateLabel", pane).text() and "Try again" in visible(pane)


def test_the_pane_renames(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server)
    pane = pane_of(desk, key)
    desk.part("serverRenameButton", pane).click()
    dialog = desk.window.findChild(QInputDialog)
    dialog.findChild(QLineEdit).setText("<b>Harbour</b>")
    dialog.accept()
    assert desk.part("serverNameLabel", pane).text() == "<b>Harbour</b>" == desk.servers.get(key).connection.name


def test_the_pane_forgets_only_after_a_question(desk: Desk, survey_server: SurveyServer) -> None:
    key = added(desk, survey_server)
    pane = pane_of(desk, key)
    desk.part("serverForgetButton", pane).click()
    box = desk.window.findChild(QMessageBox, "NadirConfirmation")
    assert "“Beach office”" in box.text() and desk.servers.get(key) is not None
    box.findChild(QPushButton, "confirmButton").click()
    assert desk.servers.get(key) is None


def test_every_control_has_a_name_and_is_reached_by_tab(desk: Desk, survey_server: SurveyServer) -> None:
    pane = pane_of(desk, added(desk, survey_server))
    for button in pane.findChildren(QToolButton):
        if button.isVisible():
            assert button.accessibleName() and button.objectName() and int(button.focusPolicy()) & 1
