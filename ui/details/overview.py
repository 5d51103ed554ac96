"""The overview of a task: its picture, what went wrong, what came out, with which options, and when."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ...core.api.task import Task, TaskState
from ...core.layers.products import why_no_place
from ...core.workspace import Workspace
from ..actions.actions import Actions
from ..common import icons, wording
from . import facts
from .fact_list import FactList
from .hints import hint_for
from .notice import Notice
from .scroll_page import ScrollPage
from .thumbnail import Thumbnail

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LONGEST_ERROR = 1500  # characters; a node may put half of its console into it


class Overview(ScrollPage):
    """Changes in place when the task does: neither the place that the user scrolled to nor a selection gets lost."""

    console_wanted = pyqtSignal()

    def __init__(self, actions: Actions, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("taskOverview")
        self.setAccessibleName(self.tr("Overview of the task"))
        self._task: Optional[Task] = None
        self._actions = actions
        self.thumbnail = Thumbnail()
        self.notice = Notice()
        self._results = FactList(self.tr("Results"))
        self._results.setObjectName("taskResults")
        self._processing = FactList(self.tr("Processing"))
        self._processing.setObjectName("taskProcessing")
        self._options = FactList(self.tr("Options"), self.tr("All as the processing node has them by default."))
        self._options.setObjectName("taskOptions")
        self._lay_out()
        self.refresh_icons()

    def show_task(self, workspace: Optional[Workspace], task: Task) -> None:
        """Show another task, or the same one as it is now."""
        if self._task is None or task.id != self._task.id:
            self.verticalScrollBar().setValue(0)
        self._task = task
        self.thumbnail.show_task(workspace, task)
        self.notice.show_texts(*_trouble(task))
        self._help.setVisible(task.failed or task.state is TaskState.CANCELED)
        results = facts.results(task)
        self._results.set_facts(results)
        self._results.setVisible(bool(results))
        self._processing.set_facts(facts.processing(task))
        self._options.set_facts(facts.options(task.options))

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        edge = self.fontMetrics().height()
        self.notice.refresh_icons()
        self._show_console.setIcon(icons.icon("console", self._show_console))
        self._copy.setIcon(icons.icon("copy", self._copy))
        for button in (self._show_console, self._restart, self._copy):
            button.setIconSize(QSize(edge, edge))

    @property
    def text(self) -> str:
        """All that is said here, for the clipboard."""
        if self._task is None:
            return ""
        name = wording.one_line(self._task.name)
        parts = (
            f"{name}\n{wording.state_text(self._task)}",
            self.notice.text,
            self._results.text,
            self._processing.text,
            self._options.text,
        )
        return "\n\n".join(part for part in parts if part)

    def _lay_out(self) -> None:
        self._show_console = QPushButton(self.tr("Show console"))
        self._show_console.setObjectName("overviewConsoleButton")
        self._show_console.clicked.connect(self.console_wanted)
        self._restart = QToolButton()
        self._restart.setObjectName("overviewRestartButton")
        self._restart.setDefaultAction(self._actions["restart"])
        self._restart.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._copy = QPushButton(self.tr("Copy all"))
        self._copy.setObjectName("overviewCopyButton")
        self._copy.setToolTip(self.tr("Copy all of this as text"))
        self._copy.clicked.connect(lambda: QgsApplication.clipboard().setText(self.text))
        self._help = QWidget()
        row = QHBoxLayout(self._help)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._show_console)
        row.addWidget(self._restart)
        row.addStretch()
        for part in (self.thumbnail, self.notice, self._help, self._results, self._processing, self._options):
            self.column.addWidget(part)
        self.column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch()


def _trouble(task: Task) -> tuple[str, str]:
    """What is wrong with a task and what can be done about it; '' for nothing."""
    if task.failed:
        error = wording.one_line(task.last_error, LONGEST_ERROR)
        return error or translate("Details", "The server gives no reason for the failure."), hint_for(task.last_error)
    if task.waits_for_ever:
        summary = translate("Details", "The task has no processing node and waits for ever.")
        return summary, translate("Details", "Choose a node in the task's options, or let the server choose, then restart.")
    return why_no_place(task), ""
