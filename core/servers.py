"""All servers that the user knows, *This computer* among them: which of them are open, and what became of the others.

Several are open at once, each with its own workspace. One that does not answer is tried again by itself; one that does
not take the log-in any more waits for the user, and says so once. Nothing here goes to the network before something is
opened, and nothing asks for QGIS's master password unless the user acted.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import Enum
from typing import Callable, Deque, Dict, Optional, Tuple

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .api.errors import (
    TRANSIENT,
    CaptivePortal,
    ProxyAuthenticationWanted,
    ProxyRefused,
    SessionExpired,
    WrongPassword,
)
from .connections import LOCAL_ID, Connection, Connections, network_options
from .errors import NadirError
from .jobs import Job, JobControl, Jobs
from .layers.signer import RequestSigner
from .local.processes import LocalLogin
from .local.this_computer import ThisComputer
from .settings import Settings
from .workspace import Workspace, open_workspace

FIRST_RETRY = 2.0  # seconds after which a server that could not be reached is tried again, doubled each time
LONGEST_RETRY = 60.0


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


@dataclass
class _Entry:
    """A server, and what only this module needs of it."""

    server: Server
    timer: QTimer
    workspace: Optional[Workspace] = None
    job: Optional[Job] = None  # that opens it
    login: Optional[Tuple[str, str]] = None  # user name and password, while it is tried again
    attempts: int = 0
    wanted: bool = False  # the user opened it and has not closed it


class Servers(QObject):
    """Opens, follows and closes servers. Lives on the main thread."""

    changed = pyqtSignal(str)  # connection id: name, state, error or progress changed
    list_changed = pyqtSignal()  # a server was added or forgotten
    opened = pyqtSignal(str)  # its workspace is there now
    closed = pyqtSignal(str)  # its workspace is gone (emitted before it is let go)
    login_wanted = pyqtSignal(str)  # the log-in has expired or is refused; once, until it was good again
    open_failed = pyqtSignal(str, object)  # what the user wanted to open could not be: id, NadirError
    consent_wanted = pyqtSignal()  # This computer was to be opened and has to be set up first
    locked = pyqtSignal(tuple)  # ids of servers that `open_quietly` left, since QGIS's master password would be asked
    error_occurred = pyqtSignal(object)  # NadirError of something on the side, such as a log-in that could not be kept

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        connections: Connections,
        this_computer: ThisComputer,
        signer: Optional[RequestSigner] = None,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._connections = connections
        self._this_computer = this_computer
        self._signer = signer
        self._visible = True
        self._locked: Tuple[str, ...] = ()
        self._writer = _Writer(jobs, self.tr("Remembering the servers"), self.error_occurred.emit)
        here = Connection(LOCAL_ID, self.tr("This computer"), "", True)
        self._entries: Dict[str, _Entry] = {LOCAL_ID: self._new_entry(here)}
        for connection in connections.all():
            if not connection.is_local:
                self._entries[connection.id] = self._new_entry(connection)
        this_computer.stopped_unexpectedly.connect(self._take_local_stop)
        QgsApplication.authManager().masterPasswordVerified.connect(self._take_unlocked)

    # What there is

    def all(self) -> Tuple[Server, ...]:
        """This computer first, then the others by name."""
        servers = [entry.server for entry in self._entries.values()]
        return tuple(sorted(servers, key=lambda each: (not each.connection.is_local, *_name_key(each.connection))))

    def get(self, connection_id: str) -> Optional[Server]:
        """One of them as it is now."""
        entry = self._entries.get(connection_id)
        return entry.server if entry is not None else None

    def workspace(self, connection_id: str) -> Optional[Workspace]:
        """The workspace of an open server; it stays while the server is offline or wants a log-in."""
        entry = self._entries.get(connection_id)
        return entry.workspace if entry is not None else None

    def workspaces(self) -> Tuple[Workspace, ...]:
        """Those of all open servers, in the order of `all`."""
        found = (self.workspace(server.connection.id) for server in self.all())
        return tuple(workspace for workspace in found if workspace is not None)

    def has_login(self, connection_id: str) -> bool:
        """Whether a log-in is kept for it, so that `open` can do without the user's typing one."""
        server = self.get(connection_id)
        return server is not None and (server.connection.is_local or bool(server.connection.authcfg))

    # What the user does

    def add(self, url: str, username: str, password: str, name: str = "", keep: bool = True) -> Job:
        """Check address and log-in; where both are right keep and open the server. Succeeds with the Workspace.

        An address that is known already is not added twice: that server gets the new log-in. keep: whether the log-in is
        kept in QGIS's authentication database.
        """
        try:
            connection = self._known(Connection.new(name, url))
        except NadirError as error:
            return self._failing(error)
        if connection.id in self._entries:
            return self.log_in(connection.id, username, password, keep)
        job = self._log_in_to(connection, username, password)
        job.succeeded.connect(lambda workspace: self._take_new(connection, workspace, (username, password), keep))
        return job

    def open(self, connection_id: str, *, consented: bool = False) -> Optional[Job]:
        """Open a server, on something that the user did: QGIS may ask for its master password. None where nothing has to
        be waited for, or the user has to be asked first: `login_wanted`, `open_failed` or `consent_wanted` tell.

        consented: that the user agreed to what setting up This computer downloads.
        """
        entry = self._entries.get(connection_id)
        if entry is None or entry.job is not None:
            return entry.job if entry is not None else None
        if entry.workspace is not None:
            entry.workspace.monitor.refresh()
            return None
        if entry.server.connection.is_local:
            if self._this_computer.consent_needed() and not consented:
                self.consent_wanted.emit()
                return None
            job: Optional[Job] = self._open_this_computer(entry)
        else:
            job = self._open_with_kept_login(entry)
        if job is not None:
            job.failed.connect(lambda error: self.open_failed.emit(connection_id, error))
        return job

    def open_quietly(self) -> None:
        """Open what was open last time, but nothing for which the user would be asked anything.

        Those whose log-in is locked are told by `locked`, and opened once the master password was given.
        """
        remembered = self._settings.open_connections.split(",")
        waiting = []
        for connection_id in remembered:
            entry = self._entries.get(connection_id)
            if entry is None or entry.workspace is not None or entry.job is not None:
                continue
            if entry.server.connection.is_local:
                if not self._this_computer.consent_needed():
                    self._open_this_computer(entry)
            elif entry.server.connection.authcfg and QgsApplication.authManager().masterPasswordIsSet():
                self._open_with_kept_login(entry)
            elif entry.server.connection.authcfg:
                entry.wanted = True
                waiting.append(connection_id)
        self._locked = tuple(waiting)
        if waiting:
            self.locked.emit(self._locked)

    def log_in(self, connection_id: str, username: str, password: str, keep: bool) -> Job:
        """Open a server with this log-in. One that is open for the same account goes on as it is, with its uploads."""
        entry = self._entries[connection_id]
        workspace = entry.workspace
        if workspace is not None and workspace.client.session.username == username:
            job = self._renew(entry, workspace, password)
        else:
            job = self._log_in_to(entry.server.connection, username, password)
            job.succeeded.connect(lambda found: self._take_workspace(entry, found))
        job.succeeded.connect(lambda _: self._keep_login(entry, (username, password), keep))
        return job

    def close(self, connection_id: str) -> None:
        """Log out: look at the server no more and forget the token. A log-in that is kept stays so."""
        entry = self._entries.get(connection_id)
        if entry is None:
            return
        entry.wanted = False
        self._locked = tuple(each for each in self._locked if each != connection_id)
        self._shut(entry)
        self._remember_open()

    def forget(self, connection_id: str) -> None:
        """Close a server and forget it with its log-in. This computer cannot be forgotten."""
        entry = self._entries.get(connection_id)
        if entry is None or entry.server.connection.is_local:
            return
        self.close(connection_id)
        del self._entries[connection_id]
        entry.timer.deleteLater()
        self._connections.forget_login(entry.server.connection.authcfg)
        self._writer.write(lambda: self._connections.erase(connection_id))
        self.list_changed.emit()

    def rename(self, connection_id: str, name: str) -> None:
        """Call a server something else; an empty name changes nothing."""
        entry = self._entries.get(connection_id)
        if entry is None or entry.server.connection.is_local or not name.strip():
            return
        connection = replace(entry.server.connection, name=name.strip())
        self._take_connection(entry, connection)
        self._writer.write(lambda: self._connections.write(connection))

    def close_all(self) -> None:
        """For the end of the plugin: which were open stays remembered."""
        for entry in self._entries.values():
            self._shut(entry)
        self._this_computer.stopped_unexpectedly.disconnect(self._take_local_stop)
        QgsApplication.authManager().masterPasswordVerified.disconnect(self._take_unlocked)

    def set_panel_visible(self, visible: bool) -> None:
        """A hidden panel asks no server for anything, but for the end of tasks that run."""
        self._visible = visible
        for entry in self._entries.values():
            if entry.workspace is not None:
                entry.workspace.monitor.set_panel_visible(visible)
            elif entry.login is not None and entry.job is None:
                self._plan_retry(entry)

    # Opening

    def _open_with_kept_login(self, entry: _Entry) -> Optional[Job]:
        connection = entry.server.connection
        entry.wanted = True
        if not connection.authcfg:
            self._set(entry, state=ServerState.LOGIN_WANTED, error=None)
            return None
        try:
            entry.login = self._connections.login(connection.authcfg)
        except NadirError as error:
            self._set(entry, state=ServerState.CLOSED, error=error)
            self.open_failed.emit(connection.id, error)
            return None
        entry.attempts = 0
        self._set(entry, state=ServerState.OPENING, error=None, progress=self.tr("Connecting…"), fraction=None)
        return self._attempt(entry)

    def _attempt(self, entry: _Entry) -> Job:
        username, password = entry.login or ("", "")
        entry.timer.stop()
        return self._follow(entry, self._log_in_to(entry.server.connection, username, password))

    def _open_this_computer(self, entry: _Entry) -> Job:
        """Start or join the local server, then log in to it. The job is the first of the two."""
        entry.wanted = True
        job = self._this_computer.prepare_and_start()
        entry.job = job
        self._set(entry, state=ServerState.OPENING, error=None, progress=job.title, fraction=None)
        job.progressed.connect(lambda fraction, text: self._take_progress(entry, job, fraction, text))
        job.succeeded.connect(lambda login: self._log_in_locally(entry, job, login))
        job.failed.connect(lambda error: self._take_failure(entry, job, error))
        job.was_cancelled.connect(lambda: self._take_cancel(entry, job))
        return job

    def _log_in_locally(self, entry: _Entry, job: Job, login: LocalLogin) -> None:
        if entry.job is not job:
            return
        self._take_connection(entry, replace(entry.server.connection, url=login.url))
        attempt = self._log_in_to(entry.server.connection, login.username, login.password)
        attempt.failed.connect(lambda error: self.open_failed.emit(LOCAL_ID, error))
        self._follow(entry, attempt)

    def _follow(self, entry: _Entry, job: Job) -> Job:
        """Make what comes of a job the state of its server."""
        entry.job = job
        job.succeeded.connect(lambda workspace: self._take_opened(entry, job, workspace))
        job.failed.connect(lambda error: self._take_failure(entry, job, error))
        job.was_cancelled.connect(lambda: self._take_cancel(entry, job))
        return job

    def _log_in_to(self, connection: Connection, username: str, password: str) -> Job:
        """Fails where QGIS does not give the certificate that the server wants."""
        try:
            network = network_options(connection.url)
        except NadirError as error:
            return self._failing(error)
        return open_workspace(connection, username, password, self._jobs, network, self._signer)

    def _failing(self, error: NadirError) -> Job:
        """A job for what failed before one could be started, so that callers have one way to hear of it."""

        def work(_control: JobControl) -> None:
            raise error

        return self._jobs.start(self.tr("Connecting"), work)

    def _renew(self, entry: _Entry, workspace: Workspace, password: str) -> Job:
        """Give the session of an open server a password that is right."""

        def work(control: JobControl) -> Workspace:
            workspace.client.session.log_in(password, cancelled=control.cancelled)
            return workspace

        job = self._jobs.start(self.tr("Logging in to {name}").format(name=workspace.connection.name), work)
        job.succeeded.connect(lambda _: self._take_online(entry, workspace))
        job.succeeded.connect(lambda _: workspace.monitor.refresh())
        return job

    # What became of it

    def _take_opened(self, entry: _Entry, job: Job, workspace: Workspace) -> None:
        if entry.job is job:
            self._take_workspace(entry, workspace)
        else:  # it was closed meanwhile
            workspace.close()

    def _take_workspace(self, entry: _Entry, workspace: Workspace) -> None:
        """Have a server open with this workspace, in place of one that it may have."""
        if self._entries.get(entry.server.connection.id) is not entry:  # forgotten meanwhile
            workspace.close()
            return
        self._let_go(entry)
        entry.workspace, entry.wanted = workspace, True
        monitor = workspace.monitor
        monitor.connection_lost.connect(lambda error: self._take_lost(entry, workspace, error))
        monitor.connection_restored.connect(lambda: self._take_online(entry, workspace))
        monitor.set_panel_visible(self._visible)
        self._take_online(entry, workspace)
        self.opened.emit(entry.server.connection.id)
        monitor.start()
        self._remember_open()

    def _take_new(self, connection: Connection, workspace: Workspace, login: Tuple[str, str], keep: bool) -> None:
        entry = self._entries.get(connection.id) or self._new_entry(connection)
        self._entries[connection.id] = entry
        self._writer.write(lambda: self._connections.write(connection))
        self.list_changed.emit()
        self._take_workspace(entry, workspace)
        self._keep_login(entry, login, keep)

    def _take_online(self, entry: _Entry, workspace: Workspace) -> None:
        if entry.workspace is workspace:
            username = workspace.client.session.username
            self._set(entry, state=ServerState.ONLINE, error=None, progress="", fraction=None, username=username)

    def _take_lost(self, entry: _Entry, workspace: Workspace, error: object) -> None:
        if entry.workspace is workspace:
            self._set(entry, state=_state_after(error, ServerState.OFFLINE), error=_shown(error))

    def _take_failure(self, entry: _Entry, job: Job, error: object) -> None:
        """Of opening: what may pass is tried again, the rest waits for the user."""
        if entry.job is not job:
            return
        entry.job = None
        state = _state_after(error, ServerState.CLOSED)
        local = entry.server.connection.is_local
        self._set(entry, state=ServerState.CLOSED if local else state, error=_shown(error), progress="", fraction=None)
        if state is ServerState.OFFLINE and entry.login is not None:
            entry.attempts += 1
            self._plan_retry(entry)
        else:
            entry.login = None

    def _take_cancel(self, entry: _Entry, job: Job) -> None:
        if entry.job is job:
            entry.job, entry.login, entry.wanted = None, None, False
            self._set(entry, state=ServerState.CLOSED, error=None, progress="", fraction=None)

    def _take_progress(self, entry: _Entry, job: Job, fraction: float, text: str) -> None:
        if entry.job is job:
            self._set(entry, progress=text or job.title, fraction=fraction)

    def _plan_retry(self, entry: _Entry) -> None:
        """Try again later; while nobody sees the panel, not before it is shown again."""
        if not self._visible:
            entry.timer.stop()
        elif not entry.timer.isActive():
            seconds = min(FIRST_RETRY * 2.0 ** (entry.attempts - 1), LONGEST_RETRY)
            entry.timer.start(round(seconds * 1000))

    def _take_local_stop(self, error: NadirError) -> None:
        """The local server has died: what was seen of it is gone, the reason stays."""
        entry = self._entries[LOCAL_ID]
        if entry.workspace is not None or entry.job is not None:
            self._shut(entry)
            self._set(entry, error=error)

    def _take_unlocked(self, verified: bool) -> None:
        """The master password was given, for whatever reason: open those that waited for it."""
        if verified and self._locked:
            QTimer.singleShot(0, self._open_locked)  # QGIS is still inside of its own dealing with the password

    def _open_locked(self) -> None:
        waiting, self._locked = self._locked, ()
        for connection_id in waiting:
            entry = self._entries.get(connection_id)
            if entry is not None and entry.workspace is None and entry.job is None:
                self._open_with_kept_login(entry)

    # Letting go

    def _shut(self, entry: _Entry) -> None:
        entry.timer.stop()
        job, entry.job, entry.login = entry.job, None, None
        if job is not None:
            job.cancel()
        self._let_go(entry)
        self._set(entry, state=ServerState.CLOSED, error=None, progress="", fraction=None, username="")

    def _let_go(self, entry: _Entry) -> None:
        """End with the workspace, if there is one, and with what was trying to get one."""
        entry.timer.stop()
        entry.job, entry.login, entry.attempts = None, None, 0
        if entry.workspace is not None:
            self.closed.emit(entry.server.connection.id)
            entry.workspace.close()
            entry.workspace = None

    # What is kept

    def _new_entry(self, connection: Connection) -> _Entry:
        timer = QTimer(self)
        timer.setSingleShot(True)
        entry = _Entry(Server(connection), timer)
        timer.timeout.connect(lambda: self._attempt(entry))
        return entry

    def _known(self, typed: Connection) -> Connection:
        """The server with the same address, so that one is kept once."""
        known = (entry.server.connection for entry in self._entries.values() if not entry.server.connection.is_local)
        return next((each for each in known if each.url == typed.url), typed)

    def _keep_login(self, entry: _Entry, login: Tuple[str, str], keep: bool) -> None:
        """Keep the log-in, or forget the one that was kept; where the database does not take it the server stays open."""
        connection = entry.server.connection
        try:
            if keep:
                kept = self._connections.keep_login(connection, *login)
            else:
                self._connections.forget_login(connection.authcfg)
                kept = replace(connection, authcfg="")
        except NadirError as error:
            self.error_occurred.emit(error)
            return
        self._take_connection(entry, kept)

        def write() -> None:
            self._connections.erase(kept.id)
            self._connections.write(kept)

        self._writer.write(write)

    def _take_connection(self, entry: _Entry, connection: Connection) -> None:
        if entry.workspace is not None:
            entry.workspace.connection = connection
        entry.server = replace(entry.server, connection=connection)
        self.changed.emit(connection.id)

    def _remember_open(self) -> None:
        open_ids = ",".join(sorted(key for key, entry in self._entries.items() if entry.wanted))

        def write() -> None:
            self._settings.open_connections = open_ids

        self._writer.write(write)

    def _set(self, entry: _Entry, **changes: object) -> None:
        """Change what is known of a server, and tell where that is news."""
        before, entry.server = entry.server, replace(entry.server, **changes)  # type: ignore[arg-type]
        connection_id = entry.server.connection.id
        if entry.server == before or self._entries.get(connection_id) is not entry:
            return
        self.changed.emit(connection_id)
        wanted = ServerState.LOGIN_WANTED
        if entry.server.state is wanted and before.state is not wanted:
            self.login_wanted.emit(connection_id)


class _Writer:
    """Writes settings on a job's thread, since they go to the disk at once, and one after the other."""

    def __init__(self, jobs: Jobs, title: str, on_error: Callable[[object], None]) -> None:
        self._jobs = jobs
        self._title = title
        self._on_error = on_error
        self._waiting: Deque[Callable[[], None]] = deque()
        self._job: Optional[Job] = None

    def write(self, function: Callable[[], None]) -> None:
        """Call it soon, after those that came before."""
        self._waiting.append(function)
        self._start()

    def _start(self) -> None:
        if self._job is not None or not self._waiting:
            return
        functions = tuple(self._waiting)
        self._waiting.clear()

        def work(_control: JobControl) -> None:
            for function in functions:
                function()

        self._job = self._jobs.start(self._title, work)
        self._job.failed.connect(self._on_error)
        self._job.finished.connect(self._end)

    def _end(self) -> None:
        self._job = None
        self._start()


def _name_key(connection: Connection) -> Tuple[str, str]:
    return connection.name.casefold(), connection.id


def _state_after(error: object, otherwise: ServerState) -> ServerState:
    """What an error makes of a server."""
    if isinstance(error, (WrongPassword, SessionExpired)):
        return ServerState.LOGIN_WANTED
    passing = isinstance(error, (*TRANSIENT, ProxyRefused, CaptivePortal))
    return ServerState.OFFLINE if passing and not isinstance(error, ProxyAuthenticationWanted) else otherwise


def _shown(error: object) -> NadirError:
    """Any failure as one that can be shown."""
    return error if isinstance(error, NadirError) else NadirError(str(error), "", type(error).__name__)
