"""Adds a processing node to a server, or changes where one is. The server asks the node at once and says what it heard."""

from __future__ import annotations

import re
from typing import Optional

from qgis.gui import QgsPasswordLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ...core.api.errors import PermissionRefused
from ...core.api.nodes import ProcessingNode
from ...core.jobs import Job
from ...core.servers import Servers
from ...core.workspace import Workspace
from ..common import wording
from ..common.job_dialog import JobDialog
from ..common.notifier import as_nadir_error
from . import words

DEFAULT_PORT, LARGEST_PORT = 3000, 65535
_ADDRESS = re.compile(r"^(?:\w+://)?(?P<host>\[[0-9A-Fa-f:]+\]|[^\s/:?#@\[\]]+)(?::(?P<port>\d{1,5}))?(?:/.*)?$")


class NodeDialog(JobDialog):
    """Open it with `open()`. Stays until the server has taken the node, and says why where it does not."""

    saved = pyqtSignal(str, object)  # connection id, the ProcessingNode as the server has it now

    def __init__(
        self, servers: Servers, connection_id: str, node: Optional[ProcessingNode] = None, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("NadirNodeDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add processing node") if node is None else self.tr("Edit processing node"))
        self._servers, self._node = servers, node
        self._make_fields(connection_id)
        self._make_rest()
        self._lay_out()
        self._check()
        self._host.setFocus()

    # Parts

    def _make_fields(self, connection_id: str) -> None:
        node = self._node
        self._server = QComboBox()
        self._server.setObjectName("nodeServerCombo")
        for workspace in self._servers.workspaces():
            self._server.addItem(wording.one_line(workspace.connection.name, 60), workspace.connection.id)
        self._server.setCurrentIndex(max(0, self._server.findData(connection_id)))
        self._server.setEnabled(node is None)
        self._server.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._host = QLineEdit(node.hostname if node else "")
        self._host.setObjectName("nodeHostEdit")
        self._host.setPlaceholderText("node.example.org")
        self._host.editingFinished.connect(self._split_address)
        self._host.textChanged.connect(self._check)
        self._port = QSpinBox()
        self._port.setObjectName("nodePortSpin")
        self._port.setRange(1, LARGEST_PORT)
        self._port.setGroupSeparatorShown(False)
        self._port.setValue((node.port if node else None) or DEFAULT_PORT)
        self._token = QgsPasswordLineEdit()
        self._token.setObjectName("nodeTokenEdit")
        self._token.setText(node.token if node else "")
        self._token.setPlaceholderText(self.tr("none"))
        self._token.setToolTip(wording.plain_tooltip(self.tr("What the node wants to be shown, where it was started with a token.")))

    def _make_rest(self) -> None:
        self._hint = QLabel(self.tr("The server must reach this address; what this computer can reach does not matter."))
        self._hint.setObjectName("nodeDialogHint")
        self._problem = QLabel()
        self._problem.setObjectName("nodeDialogProblem")
        self._problem.hide()
        for label in (self._hint, self._problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._busy = QProgressBar()
        self._busy.setObjectName("nodeDialogProgress")
        self._busy.setAccessibleName(self.tr("The server asks the node"))
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setMaximumHeight(self.fontMetrics().height() // 2)
        self._busy.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._save = QPushButton(self.tr("&Add") if self._node is None else self.tr("&Save"))
        self._save.setObjectName("nodeSaveButton")
        self._save.setDefault(True)
        self._save.clicked.connect(self._start)
        self._buttons.addButton(self._save, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Ser&ver:"), self._server)
        form.addRow(self.tr("&Host:"), self._host)
        form.addRow(self.tr("&Port:"), self._port)
        form.addRow(self.tr("&Token:"), self._token)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._hint)
        layout.addWidget(self._problem)
        layout.addWidget(self._busy)
        layout.addStretch()
        layout.addWidget(self._buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 36)

    # While it is filled in

    def _split_address(self) -> None:
        """An address as it is copied from a browser fills host and port."""
        found = _ADDRESS.match(self._host.text().strip())
        if found is not None:
            self._host.setText(found["host"].strip("[]"))
            if found["port"] and 0 < int(found["port"]) <= LARGEST_PORT:
                self._port.setValue(int(found["port"]))

    def _check(self) -> None:
        typed = self._host.text().strip()
        wrong = bool(typed) and _ADDRESS.match(typed) is None
        if wrong:
            self._tell(self.tr("This is no host name or IP address."))
        else:
            self._problem.hide()
        self._save.setEnabled(bool(typed) and not wrong and self._job is None and self._server.count() > 0)

    def _tell(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.show()

    # Saving

    def _start(self) -> None:
        self._split_address()
        connection_id = self._server.currentData()
        workspace = self._servers.workspace(connection_id)
        if workspace is None:
            self._tell(self.tr("The server was closed meanwhile."))
            return
        job = self._job = self._ask(workspace)
        self._set_busy(True)
        job.succeeded.connect(lambda node: self._take(connection_id, node))
        job.failed.connect(self._fail)
        job.finished.connect(lambda: self._end(job))

    def _ask(self, workspace: Workspace) -> Job:
        host, port, token = self._host.text().strip(), self._port.value(), self._token.text()
        node = self._node
        if node is None:
            return workspace.add_node(host, port, token)
        return workspace.edit_node(
            node,
            hostname=host if host != node.hostname else None,
            port=port if port != node.port else None,
            token=token if token != node.token else None,
        )

    def _take(self, connection_id: str, node: ProcessingNode) -> None:
        self._job = None
        self.saved.emit(connection_id, node)
        self.accept()

    def _fail(self, error: object) -> None:
        if isinstance(error, PermissionRefused):
            self._tell(self.tr("Your account may not change the nodes of this server.") + "\n" + words.ask_administrator())
            return
        known = as_nadir_error(error)
        self._tell("\n".join(wording.one_line(part, 600) for part in (known.summary, known.remedy) if part))

    def _end(self, job: Job) -> None:
        if self._job is job:
            self._job = None
            self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)
        for field in (self._host, self._port, self._token):
            field.setEnabled(not busy)
        self._server.setEnabled(not busy and self._node is None)
        if busy:
            self._problem.hide()
        self._save.setEnabled(not busy)
