"""All servers that the user knows, *This computer* among them, and which of them are open.

Several are open at once, each with its own workspace. One that does not answer is tried again by itself; one that does
not take the log-in any more waits for the user, and says so once. Nothing here goes to the network before something is
opened, and nothing asks for QGIS's master password unless the user acted.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Callable, Deque, Dict, Optional, Tuple

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .connections import LOCAL_ID, Connection, Connections
from .errors import NadirError
from .jobs import Job, JobControl, Jobs
from .layers.access.signer import RequestSigner
from .local.this_computer import ThisComputer
from .server import Login, Server, ServerLink, ServerState, failing, log_in_to
from .settings import Settings
from .workspace import Workspace

__all__ = ["Server", "ServerState", "Servers"]


class Servers(QObject):
    """Opens, follows and closes servers. Lives on the main thread."""

    changed = pyqtSignal(str)  # connection id: name, state, error or progress changed
    list_changed = pyqtSignal()  # a server was added or forgotten
    opened = pyqtSignal(str)  # its workspace is there now
    closed = pyqtSignal(str)  # its workspace is gone (emitted before it is let go)
    login_wanted = pyqtSignal(str)  # the log-in has expired or is refused; once, until it was good again
    open_failed = pyqtSignal(str, object)  # what the user wanted to open could not be: id, error
    consent_wanted = pyqtSignal()  # This computer was to be opened and has to be set up first
    locked = pyqtSignal(tuple)  # ids of servers that `open_quietly` left, since QGIS's master password would be asked
    error_occurred = pyqtSignal(object)  # of something on the side, such as a log-in that could not be kept

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
        self._links: Dict[str, ServerLink] = {}
        self._add_link(Connection(LOCAL_ID, self.tr("This computer"), "", True))
        for connection in connections.all():
            if not connection.is_local:
                self._add_link(connection)
        this_computer.stopped_unexpectedly.connect(self._take_local_stop)
        QgsApplication.authManager().masterPasswordVerified.connect(self._take_unlocked)

    # What there is

    def all(self) -> Tuple[Server, ...]:
        """This computer first, then the others by name."""
        return tuple(sorted((link.server for link in self._links.values()), key=_place))

    def get(self, connection_id: str) -> Optional[Server]:
        """One of them as it is now."""
        link = self._links.get(connection_id)
        return link.server if link is not None else None

    def workspace(self, connection_id: str) -> Optional[Workspace]:
        """The workspace of an open server; it stays while the server is offline or wants a log-in."""
        link = self._links.get(connection_id)
        return link.workspace if link is not None else None

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
            return failing(self._jobs, error)
        if connection.id in self._links:
            return self.log_in(connection.id, username, password, keep)
        job = log_in_to(connection, (username, password), self._jobs, self._signer)
        job.succeeded.connect(lambda workspace: self._take_new(connection, workspace))
        job.succeeded.connect(lambda _: self._keep_login(connection.id, (username, password), keep))
        return job

    def open(self, connection_id: str, *, consented: bool = False) -> Optional[Job]:
        """Open a server, on something that the user did: QGIS may ask for its master password. None where nothing has to
        be waited for, or the user has to be asked first: `login_wanted`, `open_failed` or `consent_wanted` tell.

        consented: that the user agreed to what setting up This computer downloads.
        """
        link = self._links.get(connection_id)
        if link is None or link.job is not None:
            return link.job if link is not None else None
        if link.workspace is not None:
            link.workspace.monitor.refresh()
            return None
        if link.connection.is_local and self._this_computer.consent_needed() and not consented:
            self.consent_wanted.emit()
            return None
        job = self._open(link)
        if job is not None:
            job.failed.connect(lambda error: self.open_failed.emit(connection_id, error))
        return job

    def open_quietly(self) -> None:
        """Open what was open last time, but nothing for which the user would be asked anything.

        Those whose log-in is locked are told by `locked`, and opened once the master password was given.
        """
        waiting = []
        for connection_id in self._settings.open_connections.split(","):
            link = self._links.get(connection_id)
            if link is None or not link.is_idle:
                continue
            if link.connection.is_local:
                if not self._this_computer.consent_needed():
                    self._open(link)
            elif link.connection.authcfg and QgsApplication.authManager().masterPasswordIsSet():
                self._open(link)
            elif link.connection.authcfg:
                link.wanted = True
                waiting.append(connection_id)
        self._locked = tuple(waiting)
        if waiting:
            self.locked.emit(self._locked)

    def log_in(self, connection_id: str, username: str, password: str, keep: bool) -> Job:
        """Open a server with this log-in. One that is open for the same account goes on as it is, with its uploads."""
        job = self._links[connection_id].log_in((username, password))
        job.succeeded.connect(lambda _: self._keep_login(connection_id, (username, password), keep))
        return job

    def close(self, connection_id: str) -> None:
        """Log out: look at the server no more and forget the token. A log-in that is kept stays so."""
        link = self._links.get(connection_id)
        if link is None:
            return
        self._locked = tuple(each for each in self._locked if each != connection_id)
        link.wanted = False
        link.close()
        self._remember_open()

    def forget(self, connection_id: str) -> None:
        """Close a server and forget it with its log-in. This computer cannot be forgotten."""
        link = self._links.get(connection_id)
        if link is None or link.connection.is_local:
            return
        self.close(connection_id)
        del self._links[connection_id]
        self._connections.forget_login(link.connection.authcfg)
        self._writer.write(lambda: self._connections.erase(connection_id))
        self.list_changed.emit()
        link.deleteLater()

    def rename(self, connection_id: str, name: str) -> None:
        """Call a server something else; an empty name changes nothing."""
        link = self._links.get(connection_id)
        if link is None or link.connection.is_local or not name.strip():
            return
        connection = replace(link.connection, name=name.strip())
        link.set_connection(connection)
        self._writer.write(lambda: self._connections.write(connection))
        self.list_changed.emit()  # they are in the order of their names

    def close_all(self) -> None:
        """For the end of the plugin: which were open stays remembered."""
        for link in self._links.values():
            link.close()
        self._this_computer.stopped_unexpectedly.disconnect(self._take_local_stop)
        QgsApplication.authManager().masterPasswordVerified.disconnect(self._take_unlocked)

    def set_panel_visible(self, visible: bool) -> None:
        """A hidden panel asks no server for anything, but for the end of tasks that run."""
        self._visible = visible
        for link in self._links.values():
            link.set_visible(visible)

    # How

    def _add_link(self, connection: Connection) -> ServerLink:
        link = ServerLink(connection, self._jobs, self._signer, self)
        self._links[connection.id] = link
        link.set_visible(self._visible)
        link.changed.connect(self.changed)
        link.opened.connect(self.opened)
        link.opened.connect(self._remember_open)
        link.closed.connect(self.closed)
        link.login_wanted.connect(self.login_wanted)
        link.start_failed.connect(self.open_failed)
        return link

    def _open(self, link: ServerLink) -> Optional[Job]:
        """Open with what is known; This computer only where nothing is left to agree to."""
        if link.connection.is_local:
            return link.open_after(self._this_computer.prepare_and_start())
        if not link.connection.authcfg:
            link.want_login()
            return None
        try:
            login = self._connections.login(link.connection.authcfg)
        except NadirError as error:
            link.refuse(error)
            self.open_failed.emit(link.connection.id, error)
            return None
        return link.open_with(login)

    def _known(self, typed: Connection) -> Connection:
        """The server with the same address, so that one is kept once."""
        known = (link.connection for link in self._links.values() if not link.connection.is_local)
        return next((each for each in known if each.url == typed.url), typed)

    def _take_new(self, connection: Connection, workspace: Workspace) -> None:
        link = self._links.get(connection.id) or self._add_link(connection)
        self._writer.write(lambda: self._connections.write(connection))
        self.list_changed.emit()
        link.take(workspace)

    def _take_local_stop(self, error: NadirError) -> None:
        """The local server has died: what was seen of it is gone, the reason stays."""
        link = self._links[LOCAL_ID]
        if not link.is_idle:
            link.close(error)

    def take_refused_log_in(self, server_url: str, error: NadirError) -> None:
        """The password of an open server is no longer right, as somebody found who asked it beside the panel."""
        for link in self._links.values():
            if link.workspace is not None and link.workspace.client.session.url == server_url:
                link.take_lost(link.workspace, error)

    def _take_unlocked(self, verified: bool) -> None:
        """The master password was given, for whatever reason: open those that waited for it."""
        if verified and self._locked:
            QTimer.singleShot(0, self._open_locked)  # QGIS is still inside of its own dealing with the password

    def _open_locked(self) -> None:
        waiting, self._locked = self._locked, ()
        for link in (self._links[each] for each in waiting if each in self._links):
            if link.is_idle:
                self._open(link)

    # What is kept

    def _keep_login(self, connection_id: str, login: Login, keep: bool) -> None:
        """Keep the log-in, or forget the one that was kept; where the database does not take it the server stays open."""
        link = self._links.get(connection_id)
        if link is None or link.connection.is_local:
            return
        try:
            kept = self._stored(link.connection, login, keep)
        except NadirError as error:
            self.error_occurred.emit(error)
            return
        link.set_connection(kept)

        def write() -> None:
            self._connections.erase(kept.id)
            self._connections.write(kept)

        self._writer.write(write)

    def _stored(self, connection: Connection, login: Login, keep: bool) -> Connection:
        if keep:
            return self._connections.keep_login(connection, *login)
        self._connections.forget_login(connection.authcfg)
        return replace(connection, authcfg="")

    def _remember_open(self) -> None:
        open_ids = ",".join(sorted(key for key, link in self._links.items() if link.wanted))

        def write() -> None:
            self._settings.open_connections = open_ids

        self._writer.write(write)


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


def _place(server: Server) -> Tuple[bool, str, str]:
    """Where a server stands in the list."""
    connection = server.connection
    return not connection.is_local, connection.name.casefold(), connection.id
