"""Several servers: opened, lost and found again, logged in to again, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

import pytest
from nadir.core.api.errors import InvalidAddress, Unreachable, WrongPassword
from nadir.core.connections import LOCAL_ID, Connection, Connections
from nadir.core.errors import NadirError
from nadir.core.jobs import JobControl, Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.local.processes import LocalLogin
from nadir.core.servers import Servers, ServerState
from nadir.core.settings import Settings
from nadir.test.qgis.survey_server import PASSWORD, USER, SurveyServer
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QObject, pyqtSignal


class Computer(QObject):
    """*This computer*, with a server that is there already."""

    stopped_unexpectedly = pyqtSignal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.jobs = jobs
        self.wants_consent = True
        self.login: LocalLogin | None = None

    def consent_needed(self) -> bool:
        return self.wants_consent

    def prepare_and_start(self) -> Any:
        def work(control: JobControl) -> LocalLogin:
            control.progress(0.5, "Unpacking")
            if self.login is None:
                raise NadirError("No Python was found.", "Install one.")
            return self.login

        return self.jobs.start("Starting the local server", work)


class Told(list):
    """What signals told, in order."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        for name in ("list_changed", "opened", "closed", "login_wanted", "open_failed", "consent_wanted", "locked"):
            getattr(servers, name).connect(self._noting(name))
        servers.error_occurred.connect(self._noting("error"))

    def _noting(self, name: str) -> Callable[..., None]:
        return lambda *values: self.append((name, *values))

    def names(self) -> list[str]:
        return [each[0] for each in self]


@pytest.fixture
def connections(authentication_database: None) -> Iterator[Connections]:
    QgsSettings().remove("nadir")
    yield Connections()
    QgsSettings().remove("nadir")


@pytest.fixture
def computer(jobs: Jobs) -> Computer:
    return Computer(jobs)


@pytest.fixture
def make_servers(
    jobs: Jobs, connections: Connections, computer: Computer, signer: RequestSigner
) -> Iterator[Callable[[], Servers]]:
    made: list[Servers] = []

    def make() -> Servers:
        made.append(Servers(jobs, Settings(), connections, computer, signer))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for servers in made:
        servers.close_all()
        servers.deleteLater()


@pytest.fixture
def servers(make_servers: Callable[[], Servers]) -> Servers:
    return make_servers()


def end_of(job: Any, turn: Callable[..., bool]) -> Any:
    assert job is not None and turn(lambda: not job.is_running())
    return job


def added(servers: Servers, server: SurveyServer, turn: Callable[..., bool], name: str = "", **how: Any) -> str:
    """Add a server and wait for it; its id."""
    job = end_of(servers.add(server.url, USER, PASSWORD, name, **how), turn)
    assert job.error is None, job.error
    return job.result.connection.id


def settled(turn: Callable[..., bool], jobs: Jobs) -> None:
    """Wait until everything that is to be remembered is."""
    assert turn(lambda: {job.title for job in jobs.running()} <= {"monitor"})


def test_this_computer_is_always_there_and_first(servers: Servers, connections: Connections) -> None:
    (here,) = servers.all()
    assert here.connection.id == LOCAL_ID and here.connection.is_local and here.state is ServerState.CLOSED
    connections.save(Connection.new("Aardvark", "https://drones.example.org"))
    assert servers.workspaces() == ()


def test_a_server_that_is_added_is_kept_and_open(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], connections: Connections, jobs: Jobs
) -> None:
    told = Told(servers)
    key = added(servers, survey_server, turn, "Beach office")
    assert servers.get(key).state is ServerState.ONLINE and servers.get(key).username == USER
    assert servers.workspace(key) in servers.workspaces()
    assert told == [("list_changed",), ("opened", key)]
    settled(turn, jobs)
    assert [each.name for each in connections.all()] == ["Beach office"]
    assert connections.credentials(key) == (USER, PASSWORD)
    assert Settings().open_connections == key


def test_a_wrong_password_adds_nothing(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], connections: Connections
) -> None:
    job = end_of(servers.add(survey_server.url, USER, "wrong"), turn)
    assert isinstance(job.error, WrongPassword) and len(servers.all()) == 1 and connections.all() == ()


def test_what_is_no_address_fails_as_any_other_error(servers: Servers, turn: Callable[..., bool]) -> None:
    assert isinstance(end_of(servers.add("ftp://x.example.org", "a", "b"), turn).error, InvalidAddress)


def test_one_server_is_kept_once(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], jobs: Jobs
) -> None:
    key = added(servers, survey_server, turn, "Beach")
    before = servers.workspace(key)
    assert added(servers, survey_server, turn, "Other name") == key
    assert len(servers.all()) == 2 and servers.workspace(key) is before


def test_a_log_in_that_is_not_to_be_kept_is_not(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], jobs: Jobs, connections: Connections
) -> None:
    key = added(servers, survey_server, turn, keep=False)
    settled(turn, jobs)
    assert not connections.has_credentials(key) and not servers.has_login(key)
    told = Told(servers)
    servers.close(key)
    assert servers.open(key) is None and servers.get(key).state is ServerState.LOGIN_WANTED
    assert told == [("closed", key), ("login_wanted", key)]


def test_what_was_open_is_open_again_next_time(
    make_servers: Callable[[], Servers], survey_server: SurveyServer, turn: Callable[..., bool], jobs: Jobs
) -> None:
    first = make_servers()
    key = added(first, survey_server, turn)
    settled(turn, jobs)
    second = make_servers()
    assert second.get(key).state is ServerState.CLOSED
    second.open_quietly()
    assert turn(lambda: second.get(key).state is ServerState.ONLINE)
    second.close(key)
    settled(turn, jobs)
    third = make_servers()
    third.open_quietly()
    assert third.get(key).state is ServerState.CLOSED


def test_nothing_is_opened_quietly_for_which_the_master_password_would_be_asked(
    make_servers: Callable[[], Servers],
    survey_server: SurveyServer,
    turn: Callable[..., bool],
    jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = added(make_servers(), survey_server, turn)
    settled(turn, jobs)
    servers = make_servers()
    told = Told(servers)
    with monkeypatch.context() as patch:
        patch.setattr("nadir.core.servers.QgsApplication", Locked)
        servers.open_quietly()
    assert told == [("locked", (key,))] and servers.get(key).state is ServerState.CLOSED
    QgsApplication.authManager().masterPasswordVerified.emit(True)
    assert turn(lambda: servers.get(key).state is ServerState.ONLINE)


class Locked:
    """QGIS with an authentication database whose master password was not given yet."""

    @staticmethod
    def authManager() -> Any:  # noqa: N802 - QGIS's name
        return type("Manager", (), {"masterPasswordIsSet": staticmethod(lambda: False)})


def test_a_server_that_goes_away_and_comes_back(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool]
) -> None:
    key = added(servers, survey_server, turn)
    workspace = servers.workspace(key)
    survey_server.broken = True
    workspace.monitor.refresh()
    assert turn(lambda: servers.get(key).state is ServerState.OFFLINE)
    assert servers.get(key).error is not None and servers.workspace(key) is workspace
    survey_server.broken = False
    assert turn(lambda: servers.get(key).state is ServerState.ONLINE) and servers.get(key).error is None


def test_a_server_that_could_not_be_reached_is_tried_again(
    make_servers: Callable[[], Servers],
    survey_server: SurveyServer,
    turn: Callable[..., bool],
    jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nadir.core.server.FIRST_RETRY", 0.05)
    key = added(make_servers(), survey_server, turn)
    settled(turn, jobs)
    servers = make_servers()
    survey_server.broken = True
    job = end_of(servers.open(key), turn)
    assert job.error is not None and servers.get(key).state is ServerState.OFFLINE
    survey_server.broken = False
    assert turn(lambda: servers.get(key).state is ServerState.ONLINE)


def test_a_hidden_panel_tries_nothing_again(
    make_servers: Callable[[], Servers],
    survey_server: SurveyServer,
    turn: Callable[..., bool],
    jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nadir.core.server.FIRST_RETRY", 0.05)
    key = added(make_servers(), survey_server, turn)
    settled(turn, jobs)
    servers = make_servers()
    survey_server.broken = True
    end_of(servers.open(key), turn)
    servers.set_panel_visible(False)
    settled(turn, jobs)
    count = len(survey_server.requests)
    assert not turn(lambda: len(survey_server.paths("token-auth")) > 99, 0.4)
    assert len([each for each in survey_server.requests[count:] if "token" in each[1]]) == 0
    survey_server.broken = False
    servers.set_panel_visible(True)
    assert turn(lambda: servers.get(key).state is ServerState.ONLINE)


def test_a_log_in_that_expired_is_told_once_and_the_server_goes_on_after_the_new_one(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], jobs: Jobs, connections: Connections
) -> None:
    key = added(servers, survey_server, turn)
    workspace, told = servers.workspace(key), Told(servers)
    survey_server.password, survey_server.token = "another", "new.to.ken"
    workspace.monitor.refresh()
    assert turn(lambda: servers.get(key).state is ServerState.LOGIN_WANTED)
    workspace.monitor.refresh()
    assert end_of(servers.log_in(key, USER, "wrong", True), turn).error is not None
    assert told == [("login_wanted", key)]
    job = end_of(servers.log_in(key, USER, "another", True), turn)
    assert job.error is None, job.error
    assert servers.workspace(key) is workspace and servers.get(key).state is ServerState.ONLINE
    settled(turn, jobs)
    assert connections.credentials(key) == (USER, "another")


def test_another_account_gets_a_workspace_of_its_own(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = added(servers, survey_server, turn)
    before, told = servers.workspace(key), Told(servers)
    monkeypatch.setattr("nadir.test.qgis.survey_server.USER", "somebody else")
    assert end_of(servers.log_in(key, "somebody else", PASSWORD, True), turn).error is None
    assert servers.workspace(key) is not before and told.names() == ["closed", "opened"]
    assert servers.get(key).username == "somebody else"


def test_closing_while_it_opens_leaves_it_closed(
    make_servers: Callable[[], Servers], survey_server: SurveyServer, turn: Callable[..., bool], jobs: Jobs
) -> None:
    key = added(make_servers(), survey_server, turn)
    settled(turn, jobs)
    servers = make_servers()
    told = Told(servers)
    survey_server.delay = 0.2
    job = servers.open(key)
    assert servers.get(key).state is ServerState.OPENING
    servers.close(key)
    assert turn(lambda: not job.is_running())
    assert servers.get(key).state is ServerState.CLOSED and servers.workspace(key) is None and told == []


def test_forgetting_takes_the_log_in_along(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], jobs: Jobs, connections: Connections
) -> None:
    key = added(servers, survey_server, turn)
    stored = len(QgsApplication.authManager().configIds())
    told = Told(servers)
    servers.forget(key)
    settled(turn, jobs)
    assert told == [("closed", key), ("list_changed",)]
    assert servers.get(key) is None and connections.all() == ()
    assert len(QgsApplication.authManager().configIds()) == stored - 1


def test_a_server_is_renamed_for_good(
    servers: Servers, survey_server: SurveyServer, turn: Callable[..., bool], jobs: Jobs, connections: Connections
) -> None:
    key = added(servers, survey_server, turn, "Beach")
    servers.rename(key, "  Harbour ")
    servers.rename(key, " ")
    servers.rename(LOCAL_ID, "Mine")
    settled(turn, jobs)
    assert [server.connection.name for server in servers.all()] == ["This computer", "Harbour"]
    assert connections.get(key).name == "Harbour" == servers.workspace(key).connection.name
    assert connections.has_credentials(key)


def test_this_computer_is_not_set_up_without_consent(
    servers: Servers, computer: Computer, survey_server: SurveyServer, turn: Callable[..., bool]
) -> None:
    told = Told(servers)
    assert servers.open(LOCAL_ID) is None and told == [("consent_wanted",)]
    computer.login = LocalLogin(survey_server.url, USER, PASSWORD)
    progress: list[str] = []
    servers.changed.connect(lambda key: progress.append(servers.get(key).progress))
    end_of(servers.open(LOCAL_ID, consented=True), turn)
    assert turn(lambda: servers.get(LOCAL_ID).state is ServerState.ONLINE)
    assert "Starting the local server" in progress and "Unpacking" in progress
    assert servers.get(LOCAL_ID).connection.url == survey_server.url and servers.get(LOCAL_ID).connection.is_local


def test_this_computer_that_cannot_start_says_why(servers: Servers, computer: Computer, turn: Callable[..., bool]) -> None:
    computer.wants_consent, told = False, Told(servers)
    job = end_of(servers.open(LOCAL_ID), turn)
    assert servers.get(LOCAL_ID).state is ServerState.CLOSED and servers.get(LOCAL_ID).error is job.error
    assert told == [("open_failed", LOCAL_ID, job.error)]


def test_a_local_server_that_does_not_take_its_log_in_says_so(
    servers: Servers, computer: Computer, survey_server: SurveyServer, turn: Callable[..., bool]
) -> None:
    computer.wants_consent, computer.login = False, LocalLogin(survey_server.url, USER, "of an earlier time")
    told = Told(servers)
    servers.open(LOCAL_ID)
    assert turn(lambda: told.names() == ["open_failed"]) and isinstance(told[0][2], WrongPassword)
    assert servers.get(LOCAL_ID).state is ServerState.CLOSED


def test_a_local_server_that_dies_leaves_the_reason(
    servers: Servers, computer: Computer, survey_server: SurveyServer, turn: Callable[..., bool]
) -> None:
    computer.wants_consent, computer.login = False, LocalLogin(survey_server.url, USER, PASSWORD)
    servers.open(LOCAL_ID)
    assert turn(lambda: servers.get(LOCAL_ID).state is ServerState.ONLINE)
    reason = NadirError("The local server stopped unexpectedly.")
    computer.stopped_unexpectedly.emit(reason)
    assert servers.get(LOCAL_ID).state is ServerState.CLOSED and servers.get(LOCAL_ID).error is reason
    assert servers.workspace(LOCAL_ID) is None


def test_a_server_nobody_answers_at_says_so_when_the_user_opens_it(
    servers: Servers, make_servers: Callable[[], Servers], connections: Connections, turn: Callable[..., bool]
) -> None:
    connections.save(Connection.new("Nowhere", "http://127.0.0.1:9"), "pilot", "secret")
    servers = make_servers()
    key, told = servers.all()[1].connection.id, Told(servers)
    job = end_of(servers.open(key), turn)
    assert isinstance(job.error, Unreachable) and told == [("open_failed", key, job.error)]
    assert servers.get(key).state is ServerState.OFFLINE
