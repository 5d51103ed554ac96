"""New task: photos, options and a summary, in any order. Sends nothing itself: what was decided is told by `decided`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QShortcut,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.api.projects import Project
from ...core.jobs import JobControl, Jobs
from ...core.servers import Servers
from ...core.settings import Settings
from ...core.workspace import Survey
from ..common.confirmation import confirm
from .decision import NewTask
from .estimates import remembered_speed
from .options.step import OptionsStep
from .photos.step import PhotosStep
from .step_bar import StepBar
from .summary import Facts, SummaryStep
from .target import Target

__all__ = ["NewTask", "NewTaskDialog"]

PHOTOS, OPTIONS, SUMMARY = range(3)
KILOBYTE = 1000
MOST_OF_SCREEN = 0.95


class NewTaskDialog(QDialog):
    """Non-modal: the map stays usable, since photos can be left out there.

    Emits `decided` and hides. Whoever hears of it calls `come_back` where the server refused the task, else `let_go`.
    """

    decided = pyqtSignal(object)  # NewTask

    def __init__(
        self,
        servers: Servers,
        connection_id: str,
        project: Optional[Project],
        settings: Settings,
        jobs: Jobs,
        canvas: Optional[QgsMapCanvas] = None,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("NadirNewTaskDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New task"))
        self._settings = settings
        self._jobs = jobs
        self._is_over = False  # nobody is asked any more
        self._is_done = False
        self._target = Target(servers, connection_id, project)
        self._photos = PhotosStep(jobs, settings, canvas)
        self._options = OptionsStep(self._target.workspace, lambda: self._photos.report)
        self._options.size_choice.start_from(settings.resize_to)
        self._summary = SummaryStep(settings.load_when_finished)
        self._lay_out()
        self._connect()
        self._take_target()
        self._show_step(PHOTOS)
        self._resize_as_last_time()

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Take photos and folders, as if they had been dropped on the photos step."""
        self._photos.add_paths(paths)

    # Putting together

    def _lay_out(self) -> None:
        self._bar = StepBar((self.tr("Photos"), self.tr("Options"), self.tr("Summary")), self)
        self._pages = QStackedWidget()
        for page in (self._photos, self._options, self._summary):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.addWidget(self._target)
        layout.addWidget(self._bar)
        layout.addWidget(self._pages, 1)
        layout.addLayout(self._make_foot())

    def _make_foot(self) -> QHBoxLayout:
        self._reason = QLabel()
        self._reason.setObjectName("dialogMessageLabel")
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setWordWrap(True)
        self._back = _button("backButton", self.tr("&Back"))
        self._next = _button("nextButton", self.tr("Ne&xt"))
        self._close = _button("cancelButton", self.tr("Close"))
        row = QHBoxLayout()
        row.addWidget(self._reason, 1)
        for button in (self._back, self._next, self._close):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self._bar.chosen.connect(self._show_step)
        self._back.clicked.connect(lambda: self._show_step(self._pages.currentIndex() - 1))
        self._next.clicked.connect(lambda: self._show_step(self._pages.currentIndex() + 1))
        self._close.clicked.connect(self.reject)
        self._target.server_changed.connect(lambda: self._options.set_workspace(self._target.workspace))
        self._target.changed.connect(self._take_target)
        self._photos.changed.connect(self._take_photos)
        self._options.changed.connect(self._show_state)
        self._summary.start_wanted.connect(self._start)
        self._summary.load_toggled.connect(self._remember_load)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self._start)

    # Steps

    def _show_step(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._bar.set_current(number)
        self._back.setEnabled(number > PHOTOS)
        self._next.setVisible(number < SUMMARY)
        self._next.setDefault(number < SUMMARY)
        self._show_state()

    def _take_photos(self) -> None:
        chosen = self._photos.chosen()
        if chosen:
            self._target.propose(chosen[0].parent)
        self._options.photos_changed()  # which tells of its own change

    def _take_target(self) -> None:
        project = self._target.project
        self._options.set_project(project.id if project is not None else None)
        self._show_state()

    def _problems(self) -> tuple[str, str, str]:
        """What is wrong with each step; with the last whatever stands in the way of the start."""
        photos, options = self._photos.problem(), self._options.problem()
        return photos, options, photos or self._target.problem() or options

    def _show_state(self) -> None:
        problems = self._problems()
        for number, problem in enumerate(problems):
            self._bar.set_problem(number, problem)
        self._reason.setText(problems[self._pages.currentIndex()] if self._pages.currentIndex() < SUMMARY else "")
        self._summary.show_facts(self._facts(problems[SUMMARY]))

    def _facts(self, problem: str) -> Facts:
        target = self._target
        return Facts(
            count=len(self._photos.chosen()),
            photos=self._photos.report,
            choice=self._options.choice(),
            server=target.server_name,
            project=target.project_name,
            project_is_new=target.project is None,
            task=target.task_name,
            speed=remembered_speed(self._settings, target.connection_id),
            limit=self._settings.upload_rate_kb * KILOBYTE or None,
            problem=problem,
        )

    # The end

    def _start(self) -> None:
        """Start where nothing is in the way; else show what is."""
        photos, options, any_problem = self._problems()
        if any_problem:
            self._show_step(PHOTOS if photos else OPTIONS if options else SUMMARY)
            return
        wanted = NewTask(self._target.connection_id, self._survey())
        self._is_over = True
        self._photos.show_on_map(False)
        self.hide()
        self.decided.emit(wanted)

    def come_back(self) -> None:
        """The server did not take the task: everything is as it was, to be changed."""
        self._is_over = False
        self._photos.show_on_map(True)
        self._show_state()
        self.show()
        self.raise_()
        self.activateWindow()

    def let_go(self) -> None:
        """The task has its photos: nothing of this is needed any more."""
        self.accept()

    def _survey(self) -> Survey:
        choice, target = self._options.choice(), self._target
        project = target.project
        return Survey(
            target.task_name,
            self._photos.chosen(),
            choice.options,
            project.id if project is not None else None,
            None if choice.resize_on_server else choice.resize_to,
            choice.node_id,
            "" if project is not None else target.project_name,
            choice.resize_to if choice.resize_on_server else None,
            choice.align_to or "",
            choice.gcp_file,
            unknown=choice.unknown,
        )

    def reject(self) -> None:
        """Close; where something was put together here, only if the user means it."""
        if self._is_over or not self._is_touched():
            super().reject()
            return
        confirm(
            self,
            self.tr("Close without starting the task?"),
            self.tr("What you chose here is forgotten. The photos stay where they are."),
            self.tr("Close"),
            self._give_up,
        )

    def close_at_once(self) -> None:
        """For the end of the plugin: nobody is asked."""
        self._is_over = True
        self.reject()

    def _give_up(self) -> None:
        self.close_at_once()

    def _is_touched(self) -> bool:
        return bool(self._photos.chosen()) or self._options.is_touched()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own button asks as Esc does."""
        if self._is_over or not self._is_touched():
            super().closeEvent(event)
            return
        event.ignore()
        self.reject()

    def done(self, result: int) -> None:
        """However it closes: nothing of it goes on, and nothing of it stays on the map."""
        if not self._is_done:
            self._is_done = True
            self._remember_size()
            self._target.stop_following()
            self._photos.close()
            self._options.close_looks()
            super().done(result)

    # What is remembered

    def _resize_as_last_time(self) -> None:
        width, _, height = self._settings.new_task_size.partition("x")
        if width.isdigit() and height.isdigit():
            self.resize(int(width), int(height))
        else:
            self.resize(self.fontMetrics().averageCharWidth() * 110, self.fontMetrics().height() * 36)
            screen = self.screen()
            if screen is not None:
                self.resize(self.size().boundedTo(screen.availableSize() * MOST_OF_SCREEN))

    def _remember_size(self) -> None:
        size = f"{self.width()}x{self.height()}"

        def remember(_control: JobControl) -> None:
            self._settings.new_task_size = size

        self._jobs.start(self.tr("Remembering the size of a window"), remember)

    def _remember_load(self, load: bool) -> None:
        def remember(_control: JobControl) -> None:
            self._settings.load_when_finished = load

        self._jobs.start(self.tr("Remembering a setting"), remember)


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button
