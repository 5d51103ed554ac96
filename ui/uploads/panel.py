"""What is on its way between this computer and the servers: uploads that run or stopped, downloads and other long work."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QEvent, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...core.jobs import Job
from ...core.servers import Servers
from ...core.settings import Settings
from ...core.transfers.journal import UnfinishedUpload
from ..common.notifier import Notifier
from ..new_task.decision import NewTask
from .activities import ActivityPanel
from .server_uploads import ServerUploads
from .shallow_area import ShallowArea
from .unfinished_row import UnfinishedRow
from .upload_row import UploadRow


class UploadsPanel(QWidget):
    """One line while there is nothing; else at most a third of the panel, and scrolls."""

    task_created = pyqtSignal(str, object)  # connection id, Task
    sending = pyqtSignal(str, str, object)  # connection id, task id, Sending or None where it has ended

    def __init__(self, servers: Servers, notifier: Notifier, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("uploadsPanel")
        self._servers = servers
        self._notifier = notifier
        self._settings = Settings()
        self._of_servers: dict[str, ServerUploads] = {}
        self._offers: list[UnfinishedRow] = []
        self._is_folded = False
        self.uploads = ActivityPanel()
        self.uploads.setObjectName("runningUploads")
        self.activities = ActivityPanel()
        self._lay_out()
        self.uploads.count_changed.connect(self._show_counts)
        self.activities.count_changed.connect(self._show_counts)
        servers.opened.connect(self._open)
        servers.closed.connect(self._close)
        for workspace in servers.workspaces():
            self._open(workspace.connection.id)
        self._show_counts()

    def start(self, wanted: NewTask, change: Optional[Callable[[], None]] = None) -> Optional[Job]:
        """Upload the photos of a new task; None where its server was closed meanwhile. change: opens the choices again
        where the server refuses the task.
        """
        uploads = self._of_servers.get(wanted.connection_id)
        if uploads is None:
            self._notifier.warn(self.tr("The server was closed; open it and start the task again."))
            return None
        return uploads.start(wanted.survey, change)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self.uploads.refresh_icons()
        self.activities.refresh_icons()
        for row in self._offers:
            row.refresh_icons()

    # Putting together

    def _lay_out(self) -> None:
        self._offered = QWidget()
        self._offered.setObjectName("unfinishedPanel")
        self._offers_layout = QVBoxLayout(self._offered)
        self._offers_layout.setContentsMargins(0, 0, 0, 0)
        self._offers_layout.setSpacing(0)
        self._offered.hide()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.uploads, self._offered, self.activities):
            column.addWidget(part)
        column.addStretch()
        self._area = ShallowArea(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_header())
        layout.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _make_header(self) -> QHBoxLayout:
        self._toggle = QToolButton()
        self._toggle.setObjectName("uploadsToggle")
        self._toggle.setAutoRaise(True)
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        edge = self.fontMetrics().height() // 2
        self._toggle.setIconSize(QSize(edge, edge))
        self._toggle.clicked.connect(self._fold)
        self._toggle.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._toggle.setMinimumWidth(1)
        self._idle = QLabel(self.tr("No uploads or downloads"))
        self._idle.setObjectName("uploadsIdleLabel")
        self._idle.setEnabled(False)
        self._idle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 6, 2)
        row.addWidget(self._toggle)
        row.addWidget(self._idle, 1)
        row.addStretch()
        return row

    # Servers

    def _open(self, connection_id: str) -> None:
        workspace = self._servers.workspace(connection_id)
        if workspace is None:
            return
        self._close(connection_id)
        uploads = ServerUploads(workspace, self._notifier, self._settings, self)
        uploads.row_started.connect(self._add_row)
        uploads.unfinished_changed.connect(self._show_offers)
        uploads.task_created.connect(lambda task: self.task_created.emit(connection_id, task))
        self._of_servers[connection_id] = uploads
        self._show_offers()

    def _close(self, connection_id: str) -> None:
        uploads = self._of_servers.pop(connection_id, None)
        if uploads is not None:
            uploads.close()
            self._show_offers()

    # Rows

    def _add_row(self, row: UploadRow) -> None:
        connection_id = row.workspace.connection.id
        row.moved.connect(lambda task_id, moment: self.sending.emit(connection_id, task_id, moment))
        self.uploads.add(row.job, "", row)

    def _show_offers(self) -> None:
        """A row for each upload that nobody carries on, server by server."""
        for row in self._offers:
            self._offers_layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._offers = [
            self._offer(uploads, upload)
            for server in self._servers.all()
            for uploads in [self._of_servers.get(server.connection.id)]
            if uploads is not None
            for upload in uploads.unfinished
        ]
        for row in self._offers:
            self._offers_layout.addWidget(row)
        self._offered.setVisible(bool(self._offers))
        self._show_counts()

    def _offer(self, uploads: ServerUploads, upload: UnfinishedUpload) -> UnfinishedRow:
        server = uploads.workspace.connection.name
        row = UnfinishedRow(upload, server, uploads.error_of(upload.id))
        row.go_on_wanted.connect(lambda: uploads.go_on(upload.id, upload.name))
        row.discard_wanted.connect(lambda: uploads.ask_to_discard(upload))
        row.files_wanted.connect(lambda: uploads.show_unfinished_files(upload))
        return row

    def _show_counts(self) -> None:
        running, stopped = len(self.uploads.rows) + len(self.activities.rows), len(self._offers)
        parts = [
            *([self.tr("{n} under way").format(n=running)] if running else []),
            *([self.tr("{n} interrupted").format(n=stopped)] if stopped else []),
        ]
        is_open = bool(parts) and not self._is_folded
        self._idle.setVisible(not parts)
        self._toggle.setVisible(bool(parts))
        self._toggle.setArrowType(Qt.ArrowType.DownArrow if is_open else self._closed_arrow())
        self._toggle.setText(", ".join(parts))
        self._toggle.setAccessibleName(self.tr("Uploads and downloads: {counts}").format(counts=", ".join(parts)))
        self._toggle.setToolTip(self.tr("Hide uploads and downloads") if is_open else self.tr("Show uploads and downloads"))
        self._area.setVisible(is_open)

    def _fold(self) -> None:
        self._is_folded = not self._is_folded
        self._show_counts()

    def _closed_arrow(self) -> Qt.ArrowType:
        """Towards the end of the line."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return Qt.ArrowType.LeftArrow if mirrored else Qt.ArrowType.RightArrow

    def changeEvent(self, event: QEvent) -> None:
        """Icons take the theme's text colour."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.refresh_icons()
