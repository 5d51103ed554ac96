"""A server in the details pane: its address, the account, how the connection is, and what can be done about it."""

from __future__ import annotations

import re
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.servers import Server, Servers, ServerState
from ..common import icons, wording
from ..common.confirmation import confirm
from ..common.heading import heading
from ..common.notifier import Notifier
from .trouble import TroubleBox

STATE_ICONS = {
    ServerState.CLOSED: "disconnect",
    ServerState.OPENING: "state-waiting",
    ServerState.ONLINE: "state-completed",
    ServerState.OFFLINE: "warning",
    ServerState.LOGIN_WANTED: "warning",
}


class ServerPane(QScrollArea):
    """Shows one server and follows it."""

    login_wanted = pyqtSignal(str)  # connection id: ask for user name and password
    settings_wanted = pyqtSignal(str)  # page of QGIS's Options dialog

    def __init__(self, servers: Servers, notifier: Notifier, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("serverPane")
        self.setAccessibleName(self.tr("Server"))
        self._servers = servers
        self._notifier = notifier
        self._shown = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._make_texts()
        self._make_buttons()
        self._lay_out()
        servers.changed.connect(self._follow)
        servers.opened.connect(self._follow)
        servers.closed.connect(self._follow)

    def show_server(self, connection_id: str) -> None:
        """Show another server."""
        self._shown = connection_id
        self._refresh()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self._trouble.refresh_icons()
        self._picture.setPixmap(icons.picture("server", self.fontMetrics().height() * 2, self))
        self._refresh()

    # Parts

    def _make_texts(self) -> None:
        self._picture, self._state_picture = QLabel(), QLabel()
        self._name, self._state = _text("serverNameLabel"), _text("serverStateLabel")
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._address, self._account = _text("serverAddressLabel"), _text("serverAccountLabel")
        self._address.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._progress = QProgressBar()
        self._progress.setObjectName("serverProgress")
        self._progress.setAccessibleName(self.tr("Progress of connecting"))
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(self.fontMetrics().height() // 2)
        self._trouble = TroubleBox()
        self._trouble.settings_wanted.connect(self.settings_wanted)

    def _make_buttons(self) -> None:
        self._open = _button("serverOpenButton", self.tr("Connect"))
        self._open.clicked.connect(self._connect_or_log_in)
        self._log_in = _button("serverLoginButton", self.tr("Log in…"))
        self._log_in.clicked.connect(lambda: self.login_wanted.emit(self._shown))
        self._close = _button("serverCloseButton", self.tr("Log out"))
        self._close.clicked.connect(lambda: self._servers.close(self._shown))
        self._rename = _button("serverRenameButton", self.tr("Rename…"))
        self._rename.clicked.connect(self._ask_name)
        self._forget = _button("serverForgetButton", self.tr("Forget…"))
        self._forget.clicked.connect(self._ask_to_forget)

    def _lay_out(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addLayout(heading(self._picture, self._name, self._state_picture, self._state))
        layout.addWidget(self._progress)
        layout.addLayout(_row(self._open, self._log_in, self._close))
        layout.addWidget(self._trouble)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Address:"), self._address)
        form.addRow(self.tr("Account:"), self._account)
        layout.addLayout(form)
        layout.addLayout(_row(self._rename, self._forget))
        layout.addStretch()
        self.setWidget(inside)
        self.refresh_icons()

    # What is shown

    def _follow(self, connection_id: str) -> None:
        if connection_id == self._shown:
            self._refresh()

    def _refresh(self) -> None:
        server = self._servers.get(self._shown)
        if server is None:
            return
        connection, state = server.connection, server.state
        self._name.setText(wording.one_line(connection.name))
        self._address.setText(re.sub(r"([/.:-])", "\\1\u200b", wording.one_line(connection.url)))  # may wrap there
        self._account.setText(wording.one_line(server.username) or self._account_known(server))
        self._state.setText(wording.server_state(server))
        edge = self.fontMetrics().height()
        self._state_picture.setPixmap(icons.picture(STATE_ICONS[state], edge, self))
        self._progress.setVisible(state is ServerState.OPENING)
        self._progress.setRange(0, 0 if server.fraction is None else 1000)
        self._progress.setValue(round((server.fraction or 0.0) * 1000))
        self._trouble.show_error(server.error)
        self._show_buttons(server)

    def _show_buttons(self, server: Server) -> None:
        state, is_open = server.state, self._servers.workspace(self._shown) is not None
        again = self.tr("Try again") if state is ServerState.OFFLINE or server.error is not None else self.tr("Connect")
        self._open.setText(again)
        self._open.setAccessibleName(again)
        self._open.setVisible(state in (ServerState.CLOSED, ServerState.OFFLINE))
        self._log_in.setVisible(state in (ServerState.CLOSED, ServerState.LOGIN_WANTED))
        self._close.setText(self.tr("Log out") if is_open else self.tr("Cancel"))
        self._close.setAccessibleName(self._close.text())
        self._close.setVisible(is_open or state in (ServerState.OPENING, ServerState.OFFLINE))

    def _account_known(self, server: Server) -> str:
        if server.connection.authcfg:
            return self.tr("kept in QGIS's authentication database")
        return self.tr("not kept, asked for each time")

    # What is done

    def _connect_or_log_in(self) -> None:
        if self._servers.has_login(self._shown):
            self._servers.open(self._shown)
        else:
            self.login_wanted.emit(self._shown)

    def _ask_name(self) -> None:
        server = self._servers.get(self._shown)
        if server is None:
            return
        connection_id = self._shown
        dialog = QInputDialog(self.window())
        dialog.setObjectName("NadirRenameDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Rename server"))
        dialog.setLabelText(self.tr("&Name:"))
        dialog.setTextValue(server.connection.name)
        dialog.textValueSelected.connect(lambda name: self._servers.rename(connection_id, name))
        dialog.open()

    def _ask_to_forget(self) -> None:
        server = self._servers.get(self._shown)
        if server is None:
            return
        connection_id = self._shown
        question = self.tr("Forget the server “{name}” and its log-in?").format(name=wording.one_line(server.connection.name))
        consequence = self.tr("Nothing changes on the server. Uploads from here that are not finished cannot go on.")
        confirm(self.window(), question, consequence, self.tr("Forget server"), lambda: self._servers.forget(connection_id))


def _row(*buttons: QToolButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def _button(name: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
