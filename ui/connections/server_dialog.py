"""Adds a server, or logs in to one that is known: checks address and log-in and says what is wrong with either."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsPasswordLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...core.api.address import server_url
from ...core.api.errors import InvalidAddress, WrongPassword
from ...core.api.network import is_loopback
from ...core.connections import Connection, host_of
from ...core.jobs import Job
from ...core.servers import Servers
from ..common import wording
from ..common.job_dialog import JobDialog
from ..common.notifier import as_nadir_error
from .trouble import TroubleBox


class ServerDialog(JobDialog):
    """`connection`: the server to log in to; without one, a server is added. Closes once the log-in was right."""

    settings_wanted = pyqtSignal(str)  # page of QGIS's Options dialog
    connected = pyqtSignal(str)  # connection id

    def __init__(
        self, servers: Servers, connection: Optional[Connection] = None, username: str = "", parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._servers = servers
        self._connection = connection
        self.setObjectName("NadirServerDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_fields(username)
        self._make_rest()
        self._lay_out()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)
        self._update()
        first = self._address if connection is None else self._password if username else self._user
        first.setFocus()
        self._connect.setDefault(True)

    def type_address(self, text: str) -> None:
        """Put an address into its field."""
        self._address.setText(text)

    # Parts

    def _make_fields(self, username: str) -> None:
        known = self._connection
        self._address = QLineEdit(known.url if known else "")
        self._address.setObjectName("serverUrlEdit")
        self._address.setPlaceholderText("https://drones.example.org")
        self._address.setReadOnly(known is not None)
        self._name = QLineEdit()
        self._name.setObjectName("serverNameEdit")
        self._user = QLineEdit(username)
        self._user.setObjectName("userNameEdit")
        self._password = QgsPasswordLineEdit()
        self._password.setObjectName("passwordEdit")
        self._keep = QCheckBox(self.tr("&Keep in QGIS's authentication database"))
        self._keep.setObjectName("keepLoginCheck")
        self._keep.setChecked(True)
        self._hint = QLabel()
        self._hint.setObjectName("addressHint")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        for field in (self._address, self._name, self._user, self._password):
            field.textChanged.connect(self._update)

    def _make_rest(self) -> None:
        self._trouble = TroubleBox()
        self._trouble.settings_wanted.connect(self.settings_wanted)
        self._trouble.http_wanted.connect(self._use_http)
        self._busy = QProgressBar()
        self._busy.setObjectName("serverCheckProgress")
        self._busy.setAccessibleName(self.tr("Checking address and log-in"))
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setMaximumHeight(self.fontMetrics().height() // 2)
        self._busy.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._connect = QPushButton(self.tr("&Connect") if self._connection is None else self.tr("&Log in"))
        self._connect.setObjectName("connectButton")
        self._buttons.addButton(self._connect, QDialogButtonBox.ButtonRole.AcceptRole)
        self._connect.clicked.connect(self._check)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        address = QVBoxLayout()
        address.addWidget(self._address)
        address.addWidget(self._hint)
        label = QLabel(self.tr("&Address:"))
        label.setBuddy(self._address)
        form.addRow(label, address)
        if self._connection is None:
            self.setWindowTitle(self.tr("Add server"))
            form.addRow(self.tr("&Name:"), self._name)
        else:
            name = wording.one_line(self._connection.name, 60)
            self.setWindowTitle(self.tr("Log in to {name}").format(name=name))
            self._name.setParent(self)
            self._name.hide()
        form.addRow(self.tr("&User:"), self._user)
        form.addRow(self.tr("&Password:"), self._password)
        form.addRow("", self._keep)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._trouble)
        layout.addWidget(self._busy)
        layout.addStretch()
        if self._connection is None:
            note = QLabel(self.tr("Works with servers compatible with WebODM software."))
            note.setWordWrap(True)
            note.setEnabled(False)
            layout.addWidget(note)
        layout.addWidget(self._buttons)

    # While it is filled in

    def _update(self) -> None:
        """Say what the address is taken for, and whether anything is missing."""
        self._trouble.show_error(None)
        typed = self._address.text().strip()
        self._hint.setText(self._hint_for(typed))
        self._hint.setVisible(bool(self._hint.text()))
        self._name.setPlaceholderText(_host(typed) or self.tr("as you like to call it"))
        complete = bool(typed and self._user.text().strip() and self._password.text())
        self._connect.setEnabled(complete and self._job is None)
        self._connect.setToolTip("" if complete else self.tr("Fill in address, user and password."))

    def _hint_for(self, typed: str) -> str:
        try:
            url = server_url(typed)
        except InvalidAddress:
            return ""
        hints = [] if url == typed.rstrip("/") else [self.tr("Server: {address}").format(address=wording.one_line(url, 120))]
        if url.startswith("http://") and not is_loopback(_host(typed).rpartition(":")[0] or _host(typed)):
            hints.append(self.tr("Not encrypted: others on the way could read your password."))
        return "\n".join(hints)

    def _use_http(self) -> None:
        self._address.setText(server_url(self._address.text()).replace("https://", "http://", 1))
        self._connect.setFocus()

    # The check

    def _check(self) -> None:
        if self._job is not None:
            return
        user, password, keep = self._user.text().strip(), self._password.text(), self._keep.isChecked()
        if self._connection is None:
            job = self._servers.add(self._address.text(), user, password, self._name.text(), keep)
        else:
            job = self._servers.log_in(self._connection.id, user, password, keep)
        self._set_job(job)
        job.succeeded.connect(self._take_success)
        job.failed.connect(self._take_failure)
        job.was_cancelled.connect(lambda: self._set_job(None) if self._job is job else None)

    def _set_job(self, job: Optional[Job]) -> None:
        self._job = job
        for field in (self._address, self._name, self._user, self._password, self._keep):
            field.setEnabled(job is None)
        self._busy.setVisible(job is not None)
        self._update()

    def _take_success(self, workspace: object) -> None:
        if self._job is None:  # the dialog was closed
            return
        self._job = None
        self._password.clear()
        self.connected.emit(workspace.connection.id)  # type: ignore[attr-defined]
        self.accept()

    def _take_failure(self, error: object) -> None:
        if self._job is None:
            return
        self._set_job(None)
        self._trouble.show_error(as_nadir_error(error))
        if isinstance(error, WrongPassword):
            self._password.setFocus()
            self._password.selectAll()
        elif self._connection is None:
            self._address.setFocus()
            self._address.selectAll()


def _host(typed: str) -> str:
    """The host of what was typed so far, '' while it is none."""
    try:
        return host_of(typed)
    except InvalidAddress:
        return ""
