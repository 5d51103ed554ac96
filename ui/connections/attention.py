"""What servers want of the user, in the message bar, and the dialogs that answer: log-ins, locked log-ins, new servers."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...core.connections import LOCAL_ID
from ...core.servers import Servers, ServerState
from ..common import wording
from ..common.notifier import Notifier, as_nadir_error
from .server_dialog import ServerDialog
from .trouble import settings_for

LOCKED = "locked"


class Attention(QObject):
    """Nothing modal but what the user opened: a message with a button for each server that needs something."""

    revealed = pyqtSignal(str)  # connection id: the user should see this server

    def __init__(self, servers: Servers, notifier: Notifier, open_settings: Callable[[str], None], window: QWidget) -> None:
        """open_settings: opens a page of QGIS's Options dialog by its name."""
        super().__init__(window)
        self._servers = servers
        self._notifier = notifier
        self._open_settings = open_settings
        self._window = window
        self._dialog: Optional[ServerDialog] = None
        servers.login_wanted.connect(self._ask_for_login)
        servers.open_failed.connect(self._tell_failure)
        servers.consent_wanted.connect(lambda: self.revealed.emit(LOCAL_ID))
        servers.locked.connect(self._ask_to_unlock)
        servers.error_occurred.connect(notifier.show_error)
        servers.changed.connect(self._clear_answered)
        servers.list_changed.connect(self._clear_forgotten)
        self._asked: set[str] = set()

    def add_server(self) -> None:
        """Open the dialog that adds one."""
        self._show(ServerDialog(self._servers, parent=self._window))

    def log_in(self, connection_id: str) -> None:
        """Open the dialog that logs in to one."""
        server = self._servers.get(connection_id)
        if server is not None:
            self._show(ServerDialog(self._servers, server.connection, server.username, self._window))

    def open(self, connection_id: str) -> None:
        """Open a server: with the log-in that is kept, or with one that the user types."""
        server = self._servers.get(connection_id)
        if server is None:
            return
        if server.state is ServerState.LOGIN_WANTED or not self._servers.has_login(connection_id):
            self.log_in(connection_id)
        else:
            self._servers.open(connection_id)

    def _show(self, dialog: ServerDialog) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._dialog = dialog
        dialog.settings_wanted.connect(self._open_settings)
        dialog.connected.connect(self.revealed)
        dialog.finished.connect(lambda: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: ServerDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None

    # Messages

    def _ask_for_login(self, connection_id: str) -> None:
        server = self._servers.get(connection_id)
        if server is None or self._dialog is not None:
            return
        name = wording.one_line(server.connection.name, 60)
        if server.error is None:
            text = self.tr("{name}: no log-in is kept.").format(name=name)
        elif self._servers.workspace(connection_id) is not None:
            text = self.tr("{name}: your log-in has expired.").format(name=name)
        else:
            text = self.tr("{name}: the log-in was refused.").format(name=name)
        self._asked.add(connection_id)
        self._notifier.ask(connection_id, text, (self.tr("Log in"), lambda: self.log_in(connection_id)))

    def _tell_failure(self, connection_id: str, error: object) -> None:
        """Of what the user opened; where the log-in was refused that has been told."""
        server = self._servers.get(connection_id)
        if server is None or server.state is ServerState.LOGIN_WANTED:
            return
        label, page = settings_for(as_nadir_error(error))
        buttons = [(label, lambda: self._open_settings(page))] if label else []
        self._notifier.show_error(error, buttons)

    def _ask_to_unlock(self, connection_ids: tuple[str, ...]) -> None:
        found = (self._servers.get(each) for each in connection_ids)
        names = wording.names([server.connection.name for server in found if server is not None])
        text = self.tr("To connect to {names}, QGIS needs its master password.").format(names=names)
        self._asked.add(LOCKED)
        self._notifier.ask(LOCKED, text, (self.tr("Connect"), lambda: self._unlock(connection_ids)))

    def _unlock(self, connection_ids: tuple[str, ...]) -> None:
        """Open the first, for which QGIS asks; the others follow once the password was given."""
        self._servers.open(connection_ids[0])

    def _clear_answered(self, connection_id: str) -> None:
        server = self._servers.get(connection_id)
        if server is not None and server.state is not ServerState.LOGIN_WANTED and connection_id in self._asked:
            self._asked.discard(connection_id)
            self._notifier.answered(connection_id)
        if LOCKED in self._asked and server is not None and server.state is ServerState.OPENING:
            self._asked.discard(LOCKED)
            self._notifier.answered(LOCKED)

    def _clear_forgotten(self) -> None:
        for connection_id in [each for each in self._asked if each != LOCKED and self._servers.get(each) is None]:
            self._asked.discard(connection_id)
            self._notifier.answered(connection_id)
