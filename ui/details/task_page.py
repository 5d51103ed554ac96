"""A task at length: its state above, and below it an overview, the console, or the files."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QTabWidget, QVBoxLayout, QWidget

from ...core.api.task import Task
from ...core.workspace import Workspace
from ..actions.actions import Actions
from ..common import icons, wording
from .console import Console
from .files import Files
from .labels import plain_label, set_text, title_label
from .overview import Overview


class TaskPage(QWidget):
    """Keeps the chosen tab from one task to the next."""

    save_lines_wanted = pyqtSignal(tuple)

    def __init__(self, actions: Actions, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("taskPage")
        self._workspace: Optional[Workspace] = None
        self._task: Optional[Task] = None
        self._seen = False
        self._name = title_label("taskName")
        self._picture = QLabel()
        self._state = plain_label()
        self._state.setObjectName("taskState")
        self._offline = plain_label(self.tr("The server does not answer. This is what was known last."))
        self._offline.setObjectName("taskOffline")
        self._offline.hide()
        self._progress = QProgressBar()
        self._progress.setObjectName("taskProgress")
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self.overview = Overview(actions)
        self.console = Console()
        self.files = Files()
        self.tabs = QTabWidget()
        self._lay_out()
        self.console.save_wanted.connect(self.save_lines_wanted)
        self.overview.console_wanted.connect(self.open_console)
        self.tabs.currentChanged.connect(self._tell_tabs)

    @property
    def task(self) -> Optional[Task]:
        """The task that is shown."""
        return self._task

    def show_task(self, workspace: Workspace, task: Task) -> None:
        """Show another task, or the same one as it is now."""
        if workspace is self._workspace and task is self._task:
            return
        self._workspace, self._task = workspace, task
        set_text(self._name, wording.one_line(task.name) or self.tr("Task without a name"))
        set_text(self._state, wording.state_text(task))
        fraction = wording.progress_of(task)
        self._progress.setVisible(fraction is not None)
        self._progress.setValue(round((fraction or 0.0) * 1000))
        self._draw_state()
        self.overview.show_task(workspace, task)
        self.console.show_task(workspace.monitor, task)
        self.files.show_task(workspace, task)
        self._tell_tabs()

    def forget(self) -> None:
        """Show no task any more."""
        self._workspace = self._task = None
        self.console.show_task(None, None)
        self.files.forget()
        self.overview.thumbnail.show_task(None, None)

    def set_seen(self, seen: bool) -> None:
        """Whether the user sees the page at all; nothing is fetched for one that is hidden."""
        self._seen = seen
        self._tell_tabs()

    def set_offline(self, offline: bool) -> None:
        """Say whether what is shown is old."""
        self._offline.setVisible(offline)

    def open_console(self) -> None:
        """Bring the console to the front."""
        self.tabs.setCurrentWidget(self.console)
        self.console.view.setFocus()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self._draw_state()
        for part in (self.overview, self.console, self.files):
            part.refresh_icons()

    def _draw_state(self) -> None:
        if self._task is not None:
            edge = self.fontMetrics().height()
            self._picture.setPixmap(icons.picture(wording.state_icon(self._task), edge, self))

    def _tell_tabs(self) -> None:
        shown = self.tabs.currentWidget()
        seen = self._seen and self._task is not None
        self.overview.thumbnail.set_wanted(seen and shown is self.overview)
        self.console.set_active(seen and shown is self.console)
        self.files.set_active(seen and shown is self.files)

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        self._progress.setFixedHeight(max(6, line // 3))
        state = QHBoxLayout()
        state.setSpacing(line // 3)
        state.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        head = QVBoxLayout()
        head.setContentsMargins(line // 2, line // 2, line // 2, line // 3)
        head.setSpacing(line // 4)
        head.addWidget(self._name)
        head.addLayout(state)
        head.addWidget(self._progress)
        head.addWidget(self._offline)
        self.tabs.setObjectName("taskTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)  # in a narrow pane the tabs become narrower
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        pages = ((self.overview, self.tr("Overview")), (self.console, self.tr("Console")), (self.files, self.tr("Files")))
        for page, title in pages:
            self.tabs.setTabToolTip(self.tabs.addTab(page, title), title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
