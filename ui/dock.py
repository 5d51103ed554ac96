"""The Nadir panel: puts the pages together and follows one connection at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import Qgis
from qgis.gui import QgisInterface, QgsDockWidget, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ..core.api.projects import Project
from ..core.api.tasks import Task
from ..core.connections import Connections
from ..core.jobs import Job, JobControl, Jobs
from ..core.layers.plan import has_no_place
from ..core.layers.signer import RequestSigner
from ..core.local.this_computer import ThisComputer
from ..core.settings import Settings
from ..core.workspace import Workspace
from .actions.actions import Actions
from .common import wording
from .common.confirmation import choose
from .common.drops import folder_of
from .common.notifier import Notifier
from .connections.connect_page import ConnectPage
from .connections.connecting import Connecting
from .new_task.dialog import NewTask, NewTaskDialog
from .projects_page import WorkPage
from .uploads.uploads import Uploads


class NadirDock(QgsDockWidget):
    """What plugin.py registers; `shut_down` before it is deleted."""

    def __init__(
        self,
        iface: QgisInterface,
        jobs: Jobs,
        settings: Settings,
        connections: Connections,
        this_computer: ThisComputer,
        signer: RequestSigner,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._icons_timer = QTimer(self)  # one change of theme is many events
        self._icons_timer.setSingleShot(True)
        self.setObjectName("NadirDock")
        self.setWindowTitle("Nadir")
        self.setAcceptDrops(True)
        self._jobs = jobs
        self._settings = settings
        self._this_computer = this_computer
        self._workspace: Optional[Workspace] = None
        self._started_here: set[str] = set()
        self._new_task: Optional[NewTaskDialog] = None
        self._bar = QgsMessageBar()
        self._bar.setObjectName("messageBar")
        self._notifier = Notifier(self._bar, iface.messageBar(), self)
        self._actions = Actions(self._notifier, self)
        self._connect_page = ConnectPage()
        self._work_page = WorkPage(self._actions)
        self._uploads = Uploads(self._work_page.unfinished, self._work_page.activities, self._notifier, self)
        self._lay_out()
        self._connecting = Connecting(
            self._connect_page, self._notifier, jobs, settings, connections, this_computer, signer, self
        )
        self._connect_signals()
        self._icons_timer.timeout.connect(self._refresh_icons)

    def shut_down(self) -> None:
        """Leave nothing behind: connection, dialogs, messages in QGIS's own bar."""
        self._connecting.cancel()
        self._close_workspace()
        self._this_computer.stopped_unexpectedly.disconnect(self._local_server_stopped)
        self._notifier.close()

    @property
    def workspace(self) -> Optional[Workspace]:
        """The open connection."""
        return self._workspace

    # Putting together

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self._connect_page)
        self._pages.addWidget(self._work_page)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._pages, 1)
        self.setWidget(content)

    def _connect_signals(self) -> None:
        self._connecting.opened.connect(self._open)
        self._work_page.disconnect_wanted.connect(self._ask_to_leave)
        self._actions.new_task_wanted.connect(self._show_new_task)
        self._actions.load_started.connect(self._show_loading)
        self._this_computer.stopped_unexpectedly.connect(self._local_server_stopped)
        self.visibilityChanged.connect(self._tell_visible)

    # One connection

    def _open(self, workspace: Workspace) -> None:
        self._close_workspace()
        self._workspace = workspace
        monitor = workspace.monitor
        monitor.task_finished.connect(self._announce)
        monitor.connection_lost.connect(self._connection_lost)
        monitor.connection_restored.connect(self._connection_restored)
        workspace.task_created.connect(self._task_created)
        workspace.warned.connect(self._notifier.warn)
        workspace.error_occurred.connect(self._notifier.show_error)
        self._actions.set_workspace(workspace)
        self._work_page.set_workspace(workspace)
        self._uploads.set_workspace(workspace)
        self._pages.setCurrentWidget(self._work_page)
        monitor.set_panel_visible(self.isUserVisible())
        monitor.start()

    def _ask_to_leave(self) -> None:
        """Leave the server; where it is this computer and at work, ask whether that is to go on meanwhile."""
        workspace = self._workspace
        under_way = workspace.under_way() if workspace is not None and workspace.connection.is_local else ()
        if not under_way:
            self._leave()
            return

        def leave() -> None:
            if workspace is self._workspace:
                self._leave()

        def stop() -> None:
            if workspace is self._workspace:
                self._leave()
                self._connecting.stop_this_computer()

        question = wording.not_finished(under_way) + " " + self.tr("Let the local server go on with it?")
        consequence = self.tr("If you stop it now, the processing goes on when you start the local server again.")
        choices = (self.tr("Let it go on"), leave), (self.tr("Stop the local server"), stop)
        choose(self, question, consequence, *choices)

    def _leave(self) -> None:
        self._close_workspace()
        self._notifier.clear()
        self._connecting.refresh()

    def _close_workspace(self) -> None:
        workspace, self._workspace = self._workspace, None
        if self._new_task is not None:
            self._new_task.reject()
        if workspace is None:
            return
        monitor = workspace.monitor
        monitor.task_finished.disconnect(self._announce)
        monitor.connection_lost.disconnect(self._connection_lost)
        monitor.connection_restored.disconnect(self._connection_restored)
        self._notifier.clear_offline()
        workspace.task_created.disconnect(self._task_created)
        workspace.warned.disconnect(self._notifier.warn)
        workspace.error_occurred.disconnect(self._notifier.show_error)
        self._started_here.clear()
        self._actions.set_workspace(None)
        self._uploads.set_workspace(None)
        self._work_page.set_workspace(None)
        self._pages.setCurrentWidget(self._connect_page)
        workspace.close()

    def _connection_lost(self, error: object) -> None:
        self._work_page.set_offline(True)
        self._notifier.show_offline(error)

    def _connection_restored(self) -> None:
        self._work_page.set_offline(False)
        self._notifier.clear_offline()

    def _local_server_stopped(self, error: object) -> None:
        if self._workspace is not None and self._workspace.connection.is_local:
            self._leave()
        self._notifier.show_error(error)

    # Tasks

    def _show_new_task(self, project: Optional[Project], folder: str = "") -> None:
        if self._workspace is None:
            return
        if self._new_task is None:
            dialog = NewTaskDialog(self._workspace, self._settings.last_folder, project, self)
            dialog.decided.connect(self._start_task)
            dialog.finished.connect(self._forget_new_task)
            self._new_task = dialog
            dialog.open()
        if folder:
            self._new_task.choose_folder(folder)

    def _forget_new_task(self) -> None:
        self._new_task = None

    def _start_task(self, wanted: NewTask) -> None:
        if self._workspace is None:
            return
        self._notifier.clear()
        self._remember_folder(str(Path(wanted.photos[0]).parent))
        self._uploads.start(wanted)

    def _remember_folder(self, folder: str) -> None:
        """By a job, since QGIS's settings go to the disk at once."""

        def remember(_control: JobControl) -> None:
            self._settings.last_folder = folder

        self._jobs.start(self.tr("Remembering the folder"), remember)

    def _task_created(self, task: Task) -> None:
        self._started_here.add(task.id)
        self._work_page.tree.reveal(task)

    def _show_loading(self, job: Job, task: Task) -> None:
        self._work_page.activities.add(job, self.tr("Adding “{name}” to the map").format(name=task.name))

    def _announce(self, task: Task) -> None:
        """Say that a task ended, where it is seen with the panel closed too."""
        name = wording.one_line(task.name)
        if task.completed and has_no_place(task):
            text = self.tr("“{name}” is completed, but has no place on the map: its photos have no position.")
            self._notifier.announce(text.format(name=name), Qgis.MessageLevel.Warning)
        elif task.completed and task.id in self._started_here and self._settings.load_when_finished:
            self._notifier.announce(self.tr("“{name}” is completed.").format(name=name), Qgis.MessageLevel.Success)
            self._actions.load(task)
        elif task.completed:
            button = (self.tr("Add to map"), lambda: self._actions.load(task))
            self._notifier.announce(self.tr("“{name}” is completed.").format(name=name), Qgis.MessageLevel.Success, [button])
        elif task.failed:
            reason = wording.one_line(task.last_error) or self.tr("the server gave no reason")
            text = self.tr("“{name}” failed: {reason}").format(name=name, reason=reason)
            self._notifier.announce(text, Qgis.MessageLevel.Critical, [(self.tr("Show console"), lambda: self._reveal_console(task))])

    def _reveal_console(self, task: Task) -> None:
        self.setUserVisible(True)
        self._work_page.tree.reveal(task)
        self._work_page.open_console(task)

    # Events

    def _tell_visible(self) -> None:
        if self._workspace is not None:
            self._workspace.monitor.set_panel_visible(self.isUserVisible())

    def changeEvent(self, event: QEvent) -> None:
        """Icons take the theme's text colour, so they are drawn again when that changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._icons_timer.start()

    def _refresh_icons(self) -> None:
        self._actions.refresh_icons()
        self._connect_page.refresh_icons()
        self._work_page.refresh_icons()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A folder of photos may be dropped on the panel once a server is connected."""
        if self._workspace is not None and folder_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open *New task* for the dropped folder."""
        event.acceptProposedAction()
        self._show_new_task(self._actions.selection.project, folder_of(event.mimeData()))
