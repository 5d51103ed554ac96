"""A project at length: what it is for, whose it is, and what its tasks come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtWidgets import QToolButton, QWidget

from ...core.api.projects import Project
from ...core.api.task import Task
from ...core.jobs import Job
from ...core.workspace import Workspace
from ..actions.actions import Actions
from ..common import wording
from . import facts
from .fact_list import FactList
from .labels import selectable_label, set_text, title_label
from .scroll_page import ScrollPage

SETTLED_AFTER = 400  # milliseconds on one project before its tasks are asked for: who walks through a list wants none of them


class ProjectPage(ScrollPage):
    """Sums up the tasks that the monitor knows; those of a project that is not open in the tree are asked for once."""

    def __init__(self, actions: Actions, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("projectPage")
        self.setAccessibleName(self.tr("Project"))
        self._actions = actions
        self._workspace: Optional[Workspace] = None
        self._project: Optional[Project] = None
        self._job: Optional[Job] = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_AFTER)
        self._settle.timeout.connect(self._ask_for_tasks)
        self._name = title_label("projectName")
        self._description = selectable_label()
        self._description.setObjectName("projectDescription")
        self._totals = FactList(self.tr("In all"), self.tr("No tasks yet. Drop a folder of photos here to begin."))
        self._totals.setObjectName("projectTotals")
        self._facts = FactList(self.tr("Project"))
        self._facts.setObjectName("projectFacts")
        self._lay_out()
        self.refresh_icons()

    def show_project(self, workspace: Workspace, project: Project) -> None:
        """Show another project, or the same one as it is now."""
        another = self._project is None or project.id != self._project.id or workspace is not self._workspace
        grown = not another and self._project is not None and project.task_ids != self._project.task_ids
        self._workspace, self._project = workspace, project
        set_text(self._name, wording.one_line(project.name) or self.tr("Project without a name"))
        description = wording.one_line(project.description, 2000)
        set_text(self._description, description or self.tr("No description"))
        self._description.setEnabled(bool(description))
        self._facts.set_facts(facts.project(project))
        if another:
            self.verticalScrollBar().setValue(0)
        if another or grown:
            self._look_for_tasks()

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Sum up the tasks as they are now."""
        self._settle.stop()
        self._totals.set_facts(facts.totals(tasks) if tasks else ())

    def forget(self) -> None:
        """Show no project any more."""
        self._leave_job()
        self._workspace = self._project = None

    def refresh_icons(self) -> None:
        """Buttons grow with the font."""
        edge = self.fontMetrics().height()
        self._new_task.setIconSize(QSize(edge, edge))

    def _look_for_tasks(self) -> None:
        self._leave_job()
        if self._workspace is None or self._project is None:
            return
        if not self._project.task_ids:
            self.show_tasks(())
        elif self._workspace.monitor.is_known(self._project.id):
            self.show_tasks(self._workspace.monitor.tasks(self._project.id))
        else:
            self._totals.set_loading()
            self._settle.start()

    def _ask_for_tasks(self) -> None:
        if self._workspace is None or self._project is None:
            return
        self._job = job = self._workspace.list_tasks(self._project.id)
        project_id = self._project.id

        def take(tasks: tuple[Task, ...]) -> None:
            if self._project is not None and self._project.id == project_id:
                self.show_tasks(tasks)

        job.succeeded.connect(take)
        job.failed.connect(lambda _error: take(()))

    def _leave_job(self) -> None:
        self._settle.stop()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _lay_out(self) -> None:
        self._new_task = QToolButton()
        self._new_task.setObjectName("projectNewTaskButton")
        self._new_task.setDefaultAction(self._actions["new_task"])
        self._new_task.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for part in (self._name, self._description, self._totals, self._facts):
            self.column.addWidget(part)
        self.column.addWidget(self._new_task, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch()
