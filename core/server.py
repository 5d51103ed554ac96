"""One server that the user knows: how the connection to it is, and how it is opened, tried again and let go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Callable, Optional, Tuple

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .api.errors import (
    TRANSIENT,
    CaptivePortal,
    ProxyAuthenticationWanted,
    ProxyRefused,
    SessionExpired,
    WrongPassword,
)
from .connections import Connection, network_options
from .errors import NadirError
from .jobs import Job, JobControl, Jobs
from .layers.access.signer import RequestSigner
from .local.processes import LocalLogin
from .workspace import Workspace, open_workspace

FIRST_RETRY = 2.0  # seconds after which a server that could not be reached is tried again, doubled each time
LONGEST_RETRY = 60.0

Login = Tuple[str, str]  # user name and password


class ServerState(Enum):
    """How the connection to a server is."""

    CLOSED = "closed"
    OPENING = "opening"
    ONLINE = "online"
    OFFLINE = "offline"  # does not answer; tried again by itself
    LOGIN_WANTED = "login wanted"  # the log-in was refused, or none is kept: the user must act


@dataclass(frozen=True)
class Server:
    """A server as it is now. `connection.is_local`: This computer, whose address is '' until it has been started."""

    connection: Connection
    state: ServerState = ServerState.CLOSED
    error: Optional[NadirError] = None
    """Why it is not online, where something went wrong."""
    progress: str = ""
    """What is being done while it opens."""
    fraction: Optional[float] = None
    """How far that is, 0..1; None where nobody knows."""
    username: str = ""
    """The account that is logged in, or was until the log-in expired."""


class ServerLink(QObject):
    """Opens one server, follows it and lets it go. Lives on the main thread."""

    changed = pyqtSignal(str)  # connection id; `server` is another one now
    opened = pyqtSignal(str)  # its workspace is there now
    closed = pyqtSignal(str)  # its workspace is gone (emitted before it is let go)
    login_wanted = pyqtSignal(str)  # the log-in is refused, or none is kept; once, until it was good again
    start_failed = pyqtSignal(str, object)  # the local server runs, but cannot be logged in to: id, error

    def __init__(
        self, connection: Connection, jobs: Jobs, signer: Optional[RequestSigner], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self.server = Server(connection)
        self.workspace: Optional[Workspace] = None
        self.job: Optional[Job] = None
        """The one that opens it."""
        self.wanted = False
        """Whether the user opened it and has not closed it."""
        self._jobs = jobs
        self._signer = signer
        self._visible = True
        self._login: Optional[Login] = None  # while it is tried again
        self._attempts = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._attempt)

    @property
    def connection(self) -> Connection:
        """Its name and address."""
        return self.server.connection

    @property
    def is_idle(self) -> bool:
        """Whether it is neither open nor being opened."""
        return self.workspace is None and self.job is None

    # Opening

    def open_with(self, login: Login) -> Job:
        """Log in; what may pass is tried again, later and later, until it is closed."""
        self.wanted, self._login, self._attempts = True, login, 0
        self._set(state=ServerState.OPENING, error=None, progress=self.tr("Connecting…"), fraction=None)
        return self._attempt()

    def open_after(self, start: Job) -> Job:
        """Log in to the local server that a job starts, which succeeds with its LocalLogin. Succeeds with the Workspace
        only in the end; the job that is given back is the one that starts.
        """
        self.wanted, self.job = True, start
        self._set(state=ServerState.OPENING, error=None, progress=start.title, fraction=None)
        start.progressed.connect(lambda fraction, text: self._take_progress(start, fraction, text))
        start.succeeded.connect(lambda login: self._log_in_locally(start, login))
        start.failed.connect(lambda error: self._take_failure(start, error))
        start.was_cancelled.connect(lambda: self._take_cancel(start))
        return start

    def log_in(self, login: Login) -> Job:
        """Log in with what the user typed, and open the server where it is right. One that is open for the same account
        goes on as it is, with its uploads. Where it is wrong nothing changes. Succeeds with the Workspace.
        """
        if self.workspace is not None and self.workspace.client.session.username == login[0]:
            return self._renew(self.workspace, login[1])
        job = log_in_to(self.connection, login, self._jobs, self._signer)
        job.succeeded.connect(self.take)
        return job

    def want_login(self) -> None:
        """There is no log-in to open it with."""
        self._set(state=ServerState.LOGIN_WANTED, error=None)

    def refuse(self, error: NadirError) -> None:
        """It could not even be tried."""
        self._set(state=ServerState.CLOSED, error=error)

    def take(self, workspace: Workspace) -> None:
        """Be open with this workspace, in place of one that there may be."""
        self._let_go()
        self.workspace, self.wanted = workspace, True
        monitor = workspace.monitor
        monitor.connection_lost.connect(lambda error: self.take_lost(workspace, error))
        monitor.connection_restored.connect(lambda: self._take_online(workspace))
        monitor.set_panel_visible(self._visible)
        self._take_online(workspace)
        self.opened.emit(self.connection.id)
        monitor.start()

    def set_visible(self, visible: bool) -> None:
        """A hidden panel asks the server for nothing, but for the end of tasks that run."""
        self._visible = visible
        if self.workspace is not None:
            self.workspace.monitor.set_panel_visible(visible)
        elif self._login is not None and self.job is None:
            self._plan_retry()

    def set_connection(self, connection: Connection) -> None:
        """It has another name, address or log-in now."""
        if self.workspace is not None:
            self.workspace.connection = connection
        self._set(connection=connection)

    def close(self, error: Optional[NadirError] = None) -> None:
        """Look at it no more and forget its token. `error`: why, where the user did not want it."""
        job = self.job
        self._let_go()
        if job is not None:
            job.cancel()
        self._set(state=ServerState.CLOSED, error=error, progress="", fraction=None, username="")

    # How

    def _attempt(self) -> Job:
        self._timer.stop()
        return self._follow(log_in_to(self.connection, self._login or ("", ""), self._jobs, self._signer))

    def _log_in_locally(self, start: Job, login: LocalLogin) -> None:
        if self.job is not start:
            return
        self.set_connection(replace(self.connection, url=login.url))
        job = self._follow(log_in_to(self.connection, (login.username, login.password), self._jobs, self._signer))
        job.failed.connect(lambda error: self.start_failed.emit(self.connection.id, error))

    def _follow(self, job: Job) -> Job:
        """Make what comes of a job the state of this server."""
        self.job = job
        job.succeeded.connect(lambda workspace: self._take_opened(job, workspace))
        job.failed.connect(lambda error: self._take_failure(job, error))
        job.was_cancelled.connect(lambda: self._take_cancel(job))
        return job

    def _renew(self, workspace: Workspace, password: str) -> Job:
        """Give the session of the open server a password that is right."""

        def work(control: JobControl) -> Workspace:
            workspace.client.session.log_in(password, cancelled=control.cancelled)
            return workspace

        job = self._jobs.start(self.tr("Logging in to {name}").format(name=self.connection.name), work)
        job.succeeded.connect(self._take_renewed)
        return job

    def _plan_retry(self) -> None:
        """Try again later; while nobody sees the panel, not before it is shown again."""
        if not self._visible:
            self._timer.stop()
        elif not self._timer.isActive():
            seconds = min(FIRST_RETRY * 2.0 ** (self._attempts - 1), LONGEST_RETRY)
            self._timer.start(round(seconds * 1000))

    def _let_go(self) -> None:
        """End with the workspace, if there is one, and with what was trying to get one."""
        self._timer.stop()
        self.job, self._login, self._attempts = None, None, 0
        if self.workspace is not None:
            self.closed.emit(self.connection.id)
            self.workspace.close()
            self.workspace = None

    # What became of it

    def _take_opened(self, job: Job, workspace: Workspace) -> None:
        if self.job is job:
            self.take(workspace)
        else:  # it was closed meanwhile
            workspace.close()

    def _take_renewed(self, workspace: Workspace) -> None:
        self._take_online(workspace)
        workspace.monitor.refresh()

    def _take_online(self, workspace: Workspace) -> None:
        if self.workspace is workspace:
            username = workspace.client.session.username
            self._set(state=ServerState.ONLINE, error=None, progress="", fraction=None, username=username)

    def take_lost(self, workspace: Workspace, error: object) -> None:
        """Its workspace gets no answers, or is not let in any more."""
        if self.workspace is workspace:
            offline = ServerState.OFFLINE
            state = offline if self.connection.is_local else _state_after(error, offline)  # nobody can type its log-in
            self._set(state=state, error=_shown(error))

    def _take_failure(self, job: Job, error: object) -> None:
        """What may pass is tried again, the rest waits for the user."""
        if self.job is not job:
            return
        self.job = None
        state = ServerState.CLOSED if self.connection.is_local else _state_after(error, ServerState.CLOSED)
        self._set(state=state, error=_shown(error), progress="", fraction=None)
        if state is ServerState.OFFLINE:
            self._attempts += 1
            self._plan_retry()
        else:
            self._login = None

    def _take_cancel(self, job: Job) -> None:
        if self.job is job:
            self.wanted = False
            self.close()

    def _take_progress(self, job: Job, fraction: float, text: str) -> None:
        if self.job is job:
            self._set(progress=text or job.title, fraction=fraction)

    def _set(self, **changes: object) -> None:
        """Change what is known of the server, and tell where that is news."""
        before, self.server = self.server, replace(self.server, **changes)  # type: ignore[arg-type]
        if self.server == before and self.server.connection.authcfg == before.connection.authcfg:
            return
        self.changed.emit(self.connection.id)
        wanted = ServerState.LOGIN_WANTED
        if self.server.state is wanted and before.state is not wanted:
            self.login_wanted.emit(self.connection.id)


def log_in_to(connection: Connection, login: Login, jobs: Jobs, signer: Optional[RequestSigner]) -> Job:
    """Log in; succeeds with a Workspace. Fails, too, where QGIS does not give the certificate that the server wants."""
    try:
        network = network_options(connection.url)
    except NadirError as error:
        return failing(jobs, error)
    return open_workspace(connection, *login, jobs, network, signer)


def failing(jobs: Jobs, error: NadirError) -> Job:
    """A job for what failed before one could be started, so that callers have one way to hear of it."""
    return jobs.start("Connecting", _raising(error))


def _raising(error: NadirError) -> Callable[[JobControl], None]:
    def work(_control: JobControl) -> None:
        raise error

    return work


def _state_after(error: object, otherwise: ServerState) -> ServerState:
    """What an error makes of a server."""
    if isinstance(error, (WrongPassword, SessionExpired)):
        return ServerState.LOGIN_WANTED
    passing = isinstance(error, (*TRANSIENT, ProxyRefused, CaptivePortal))
    return ServerState.OFFLINE if passing and not isinstance(error, ProxyAuthenticationWanted) else otherwise


def _shown(error: object) -> NadirError:
    """Any failure as one that can be shown."""
    return error if isinstance(error, NadirError) else NadirError(str(error), "", type(error).__name__)
