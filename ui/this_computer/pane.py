"""*This computer* in the details pane: setting it up, starting and stopping it, its folders, and removing it."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QFont, QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ...core.connections import LOCAL_ID
from ...core.errors import NadirError
from ...core.jobs import Job, Jobs
from ...core.local.environment import EnvironmentPlan
from ...core.local.state import LocalState, Sizes
from ...core.local.this_computer import MovePlan, ThisComputer
from ...core.servers import Servers, ServerState
from ...core.settings import Settings
from ...core.workspace import Workspace
from ..common import icons, wording
from ..common.heading import heading
from ..common.notifier import Notifier
from . import questions
from .busy_row import BusyRow
from .figures import text_label
from .set_up_page import SetUpPage
from .status_page import StatusPage, state_icon, state_text

LOOK_MILLISECONDS = 5000  # other QGIS windows and the server itself change what is shown


class ThisComputerPane(QScrollArea):
    """Looks at the disk on a job's thread, every few seconds while it is seen; shows what was found."""

    def __init__(
        self,
        this_computer: ThisComputer,
        servers: Servers,
        jobs: Jobs,
        settings: Settings,
        notifier: Notifier,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("thisComputerPane")
        self.setAccessibleName(self.tr("This computer"))
        self._computer, self._servers, self._jobs = this_computer, servers, jobs
        self._settings, self._notifier = settings, notifier
        self._state: Optional[LocalState] = None
        self._plan: Optional[EnvironmentPlan] = None
        self._sizes: Optional[Sizes] = None
        self._looking: Optional[Job] = None
        self._look_again = False
        self._planning: Optional[Job] = None
        self._counting: Optional[Job] = None
        self._busy: Optional[Job] = None
        self._followed: Optional[Workspace] = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Look at it anew."""
        if self._looking is not None:
            self._look_again = True  # what is being read may be older than the reason to look
        else:
            self._look_again = False
            self._looking = self._computer.look()
            self._looking.succeeded.connect(self._take_state)
            self._looking.failed.connect(self._notifier.show_error)
            self._looking.finished.connect(self._looked)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self._picture.setPixmap(icons.picture("computer", self.fontMetrics().height() * 2, self))
        self._status.refresh_icons()
        self._busy_row.refresh_icons()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """What nobody looked at may be old."""
        super().showEvent(event)
        self._timer.start()
        self.refresh()
        if self._sizes is None:
            self._count(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Count and look no more."""
        super().hideEvent(event)
        self._timer.stop()
        self._count(False)

    # Putting together

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._picture, self._state_picture = QLabel(), QLabel()
        self._title, self._state_label = text_label(self.tr("This computer")), text_label("", "localStateLabel")
        font = QFont(self._title.font())
        font.setBold(True)
        self._title.setFont(font)
        self._busy_row = BusyRow()
        self._set_up, self._status = SetUpPage(), StatusPage()
        for page in (self._set_up, self._status):
            page.hide()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addLayout(heading(self._picture, self._title, self._state_picture, self._state_label))
        layout.addWidget(self._busy_row)
        layout.addWidget(self._set_up)
        layout.addWidget(self._status)
        layout.addStretch()
        self.setWidget(inside)
        self.refresh_icons()

    def _connect(self) -> None:
        self._timer.timeout.connect(self.refresh)
        self._computer.changed.connect(self.refresh)
        self._servers.changed.connect(self._follow_server)
        self._servers.opened.connect(self._follow_work)
        self._servers.closed.connect(self._follow_work)
        self._follow_work(LOCAL_ID)
        self._busy_row.cancel_wanted.connect(self._cancel)
        self._set_up.wanted.connect(lambda: self._servers.open(LOCAL_ID, consented=True))
        self._set_up.folder_wanted.connect(self._choose_folder)
        self._set_up.look_wanted.connect(self._look_what_it_takes)
        self._status.start_wanted.connect(lambda: self._servers.open(LOCAL_ID))
        self._status.stop_wanted.connect(self._ask_to_stop)
        self._status.move_wanted.connect(self._choose_folder)
        self._status.remove_wanted.connect(self._ask_to_remove)
        self._status.count_wanted.connect(self._count)
        self._status.goes_on_wanted.connect(self._computer.let_go_on)

    # What is known

    def _looked(self) -> None:
        self._looking = None
        if self._look_again:
            self.refresh()

    def _take_state(self, state: LocalState) -> None:
        before, self._state = self._state, state
        if not state.set_up and (before is None or before.set_up or self._plan is None):
            self._look_what_it_takes()
        if before is not None and before.data != state.data:
            self._sizes = None
            self._count(self.isVisible())
        self._show()

    def _look_what_it_takes(self) -> None:
        if self._planning is None:
            self._plan = None
            self._planning = self._computer.plan()
            self._planning.succeeded.connect(self._take_plan)
            self._planning.finished.connect(self._planned)
            self._show()

    def _take_plan(self, plan: EnvironmentPlan) -> None:
        self._plan = plan
        self._show()

    def _planned(self) -> None:
        self._planning = None

    def _count(self, wanted: bool) -> None:
        """Count what it takes, or stop counting."""
        if self._counting is not None:
            job, self._counting = self._counting, None
            job.cancel()
        if wanted:
            job = self._counting = self._computer.measure()
            job.succeeded.connect(self._take_sizes)
            job.failed.connect(self._notifier.show_error)
            job.finished.connect(lambda: self._counted(job))
        self._show()

    def _take_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes

    def _counted(self, job: Job) -> None:
        if self._counting is job:
            self._counting = None
            self._show()

    def _follow_server(self, connection_id: str) -> None:
        if connection_id == LOCAL_ID:
            self._show()

    def _follow_work(self, connection_id: str) -> None:
        """The connection was opened or closed: what the local server works on is known from it."""
        if connection_id != LOCAL_ID:
            return
        before, workspace = self._followed, self._servers.workspace(LOCAL_ID)
        if before is not None and before is not workspace:
            before.monitor.tasks_changed.disconnect(self._show)
        if workspace is not None and before is not workspace:
            workspace.monitor.tasks_changed.connect(self._show)
        if workspace is not None and before is not workspace and self.isVisible():
            self._count(True)
        self._followed = workspace
        self._show()

    def _under_way(self) -> tuple[str, ...]:
        workspace = self._servers.workspace(LOCAL_ID)
        return workspace.under_way() if workspace is not None else ()

    # What is shown

    def _show(self, *_news: object) -> None:
        server, state = self._servers.get(LOCAL_ID), self._state
        opening = server is not None and server.state is ServerState.OPENING
        self._show_busy(opening)
        if state is None:
            return
        is_open = self._servers.workspace(LOCAL_ID) is not None
        busy = opening or self._busy is not None
        self._state_label.setText(state_text(state) if state.set_up else self.tr("Not set up yet"))
        name = state_icon(state) if state.set_up else "state-waiting"
        self._state_picture.setPixmap(icons.picture(name, self.fontMetrics().height(), self))
        self._set_up.setVisible(not state.set_up)
        self._status.setVisible(state.set_up)
        self._set_up.show_plan(self._plan, state)
        self._set_up.setEnabled(not busy)
        self._status.show_state(state, is_open=is_open, busy=busy, goes_on=self._settings.local_goes_on)
        self._status.show_work(self._under_way(), is_open, state.running is not None)
        self._status.show_sizes(self._sizes, self._counting is not None)

    def _show_busy(self, opening: bool) -> None:
        server, job = self._servers.get(LOCAL_ID), self._busy
        if job is not None:
            self._busy_row.show_progress(job.text or job.title, job.fraction)
        elif opening and server is not None:
            self._busy_row.show_progress(server.progress, server.fraction)
        else:
            self._busy_row.hide()

    # What is done

    def _do(self, job: Job) -> Job:
        """Show a job of the local server, and tell what goes wrong with it."""
        self._busy = job
        job.progressed.connect(self._show)
        job.failed.connect(self._notifier.show_error)
        job.finished.connect(self._done)
        self._show()
        return job

    def _done(self) -> None:
        self._busy = None
        self._count(self.isVisible())

    def _cancel(self) -> None:
        if self._busy is not None:
            self._busy.cancel()
        else:
            self._servers.close(LOCAL_ID)

    def _ask_to_stop(self) -> None:
        state = self._state
        known = self._servers.workspace(LOCAL_ID) is not None or (state is not None and state.others > 0)
        names = () if state is not None and state.others else self._under_way()
        questions.ask_to_stop(self.window(), names, known, lambda: self._stop(finish_work=True), lambda: self._stop(finish_work=False))

    def _stop(self, *, finish_work: bool) -> None:
        self._servers.close(LOCAL_ID)
        job = self._do(self._computer.stop_in_background(finish_work=finish_work))
        job.was_cancelled.connect(self._tell_that_it_is_in_use)

    def _tell_that_it_is_in_use(self) -> None:
        summary = self.tr("The local server was not stopped: another QGIS window is just starting or stopping it.")
        self._notifier.show_error(NadirError(summary, self.tr("Try again in a moment.")))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Folder for photos and results"), str(self._computer.data_folder.parent))
        dialog.setObjectName("localFolderDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def take_folder(self, chosen: str) -> None:
        """What choosing a folder for the data means: ask, then do it."""
        job = self._do(self._computer.plan_move(Path(chosen)))
        job.succeeded.connect(self._take_move_plan)

    def _take_move_plan(self, plan: MovePlan) -> None:
        if plan.has_data_there:
            questions.ask_to_use(self.window(), plan, self._computer.data_folder, lambda: self._use(plan.folder))
        elif plan.has_data_here:
            questions.ask_to_move(self.window(), plan, self._sizes, self._under_way(), lambda: self._move(plan.folder))
        else:
            self._use(plan.folder)

    def _use(self, folder: Path) -> None:
        self._reopening(lambda: self._computer.choose_data_folder(folder))

    def _move(self, folder: Path) -> None:
        job = self._reopening(lambda: self._computer.move_data(folder))
        job.succeeded.connect(self._tell_moved)

    def _reopening(self, start: Callable[[], Job], *, also_after_success: bool = True) -> Job:
        """Close the connection for a job that ends the server, and open it again afterwards where it was open."""
        was_open = self._servers.workspace(LOCAL_ID) is not None
        self._servers.close(LOCAL_ID)
        job = self._do(start())
        if was_open:
            job.failed.connect(lambda _error: self._servers.open(LOCAL_ID))
            job.was_cancelled.connect(lambda: self._servers.open(LOCAL_ID))
        if was_open and also_after_success:
            job.succeeded.connect(lambda _: self._servers.open(LOCAL_ID))
        return job

    def _tell_moved(self, left: str) -> None:
        folder = self._computer.data_folder
        if left:
            text = self.tr("The data lie in {folder} now, but some old files could not be removed: {left}")
            self._notifier.warn(text.format(folder=folder, left=wording.one_line(left)))
        else:
            self._notifier.inform(self.tr("The data of This computer lie in {folder} now.").format(folder=folder))

    def _ask_to_remove(self) -> None:
        if self._state is not None:
            questions.ask_to_remove(
                self.window(), self._state, self._sizes, lambda: self._remove(with_data=False), lambda: self._remove(with_data=True)
            )

    def _remove(self, *, with_data: bool) -> None:
        job = self._reopening(lambda: self._computer.remove(with_data=with_data), also_after_success=False)
        job.succeeded.connect(lambda _: self._tell_removed(with_data))

    def _tell_removed(self, with_data: bool) -> None:
        text = self.tr("The local server and all its data were removed.") if with_data else self.tr("The local server was removed.")
        self._notifier.inform(text)
