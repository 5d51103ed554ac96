"""The details pane: what is selected in the tree, at length and up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QKeyEvent, QShowEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ...core.api.projects import Project
from ...core.api.task import Task
from ...core.errors import NadirError
from ...core.jobs import Job
from ...core.layers.project import add_saved
from ...core.layers.values.files import is_layer
from ...core.servers import Servers
from ...core.workspace import Workspace
from ..actions.actions import Actions
from ..common import wording
from ..common.notifier import Notifier
from ..selection import Item, Selection
from .empty_state import EmptyState
from .project_page import ProjectPage
from .saving import ask_where, file_name
from .several_page import SeveralPage
from .task_page import TaskPage


class DetailsPane(QStackedWidget):
    """Follows the monitor of the workspace that the selection lies in, and asks the server for nothing while it is hidden."""

    job_started = pyqtSignal(object, str)  # Job that the user started here, and its title

    def __init__(
        self,
        servers: Servers,
        actions: Actions,
        notifier: Notifier,
        server_pane: QWidget,
        this_computer_pane: QWidget,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("detailsPane")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._servers = servers
        self._notifier = notifier
        self._item: Optional[Item] = None
        self._workspace: Optional[Workspace] = None  # whose monitor is followed
        self._server_pane, self._this_computer_pane = server_pane, this_computer_pane
        self._hint = EmptyState(
            "details", self.tr("Nothing selected"), self.tr("Select a task to see its state, its console and its files.")
        )
        self._project_page = ProjectPage(actions)
        self._several_page = SeveralPage()
        self.task_page = TaskPage(actions)
        pages = (self._hint, server_pane, this_computer_pane, self._project_page, self._several_page, self.task_page)
        for page in pages:
            self.addWidget(page)
        self._icons_timer = QTimer(self)  # one change of theme is many events
        self._icons_timer.setSingleShot(True)
        self._icons_timer.timeout.connect(self.refresh_icons)
        servers.closed.connect(self._forget_server)
        self.task_page.save_lines_wanted.connect(self._ask_where_lines_go)
        self.task_page.files.job_started.connect(self._follow)

    def show_selection(self, selection: Selection) -> None:
        """Show what is selected now."""
        if len(selection.items) > 1:
            self._show_several(selection)
            return
        item = selection.items[0] if selection.items else selection.current
        self._show_item(item)

    def open_console(self, item: Item) -> None:
        """Show the console of a task."""
        self._show_item(item)
        if item.task is not None:
            self.task_page.open_console()

    def clear(self) -> None:
        """Show nothing."""
        self._show_item(None)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for page in (self._hint, self._project_page, self.task_page):
            page.refresh_icons()

    # Pages

    def _show_item(self, item: Optional[Item]) -> None:
        self._item = item
        workspace = self._servers.workspace(item.connection_id) if item is not None else None
        self._attach(workspace)
        if item is None:
            self._show_page(self._hint)
        elif item.project is None and item.task is None:
            self._show_server(item.connection_id)
        elif workspace is None:
            self._show_page(self._hint)
        elif item.task is not None:
            self._show_task(workspace, self._fresh_task(workspace, item.task))
        elif item.project is not None:
            self._show_project(workspace, item.project)

    def _show_server(self, connection_id: str) -> None:
        server = self._servers.get(connection_id)
        if server is None:
            self._show_page(self._hint)
        elif server.connection.is_local:
            self._show_page(self._this_computer_pane)
        else:
            self._server_pane.show_server(connection_id)
            self._show_page(self._server_pane)

    def _show_task(self, workspace: Workspace, task: Task) -> None:
        self.task_page.show_task(workspace, task)
        self.task_page.set_offline(workspace.monitor.error is not None)
        self._show_page(self.task_page)

    def _show_project(self, workspace: Workspace, project: Project) -> None:
        fresh = next((each for each in workspace.monitor.projects if each.id == project.id), project)
        self._project_page.show_project(workspace, fresh)
        self._show_page(self._project_page)

    def _show_several(self, selection: Selection) -> None:
        self._item = None
        self._attach(None)
        tasks = [item.task for item in selection.tasks if item.task is not None]
        others = len(selection.items) - len(tasks) - len(selection.projects)
        self._several_page.show_items(len(selection.projects), tasks, others)
        self._show_page(self._several_page)

    def _show_page(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        if page is not self.task_page:
            self.task_page.forget()
        if page is not self._project_page:
            self._project_page.forget()
        self._tell_seen()

    @staticmethod
    def _fresh_task(workspace: Workspace, task: Task) -> Task:
        """The task as the monitor knows it: the tree's selection may be a look older."""
        known = workspace.monitor.tasks(task.project_id)
        return next((each for each in known if each.id == task.id), task)

    # The monitor

    def _attach(self, workspace: Optional[Workspace]) -> None:
        if workspace is self._workspace:
            return
        if self._workspace is not None:
            monitor = self._workspace.monitor
            monitor.tasks_changed.disconnect(self._take_tasks)
            monitor.projects_changed.disconnect(self._take_projects)
            monitor.connection_lost.disconnect(self._take_lost)
            monitor.connection_restored.disconnect(self._take_restored)
        self._workspace = workspace
        if workspace is not None:
            monitor = workspace.monitor
            monitor.tasks_changed.connect(self._take_tasks)
            monitor.projects_changed.connect(self._take_projects)
            monitor.connection_lost.connect(self._take_lost)
            monitor.connection_restored.connect(self._take_restored)

    def _take_tasks(self, project_id: str, tasks: tuple) -> None:
        item, workspace = self._item, self._workspace
        if item is None or workspace is None:
            return
        if item.task is None:
            if item.project is not None and item.project.id == project_id:
                self._project_page.show_tasks(tasks)
        elif item.task.project_id == project_id:
            fresh = next((each for each in tasks if each.id == item.task.id), None)
            if fresh is None:
                self.clear()  # removed, or moved to another project, where the tree selects it again
            else:
                self._show_task(workspace, fresh)

    def _take_projects(self, projects: tuple) -> None:
        item, workspace = self._item, self._workspace
        if item is None or workspace is None or item.project is None or item.task is not None:
            return
        if any(each.id == item.project.id for each in projects):
            self._show_project(workspace, item.project)

    def _take_lost(self, _error: object) -> None:
        self.task_page.set_offline(True)

    def _take_restored(self) -> None:
        self.task_page.set_offline(False)

    def _forget_server(self, connection_id: str) -> None:
        if self._workspace is not None and self._workspace.connection.id == connection_id:
            shown = self._item
            self._attach(None)
            self.clear()
            if shown is not None and shown.project is None and shown.task is None:
                self._show_item(shown)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes rows of the tree. Here nobody means that, however far the key has come up to the panel."""
        if event.key() == Qt.Key.Key_Delete:
            event.accept()
        else:
            super().keyPressEvent(event)

    # Being seen

    def showEvent(self, event: QShowEvent) -> None:
        """What is seen is kept up to date."""
        super().showEvent(event)
        self._tell_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is hidden asks for nothing."""
        super().hideEvent(event)
        self._tell_seen()

    def _tell_seen(self) -> None:
        self.task_page.set_seen(self.isVisible() and self.currentWidget() is self.task_page)

    def changeEvent(self, event: QEvent) -> None:
        """Icons take the theme's text colour."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._icons_timer.start(0)

    # Jobs

    def _follow(self, job: Job, title: str) -> None:
        job.failed.connect(self._notifier.show_error)
        job.succeeded.connect(self._tell_saved)
        self.job_started.emit(job, title)

    def _ask_where_lines_go(self, lines: tuple) -> None:
        workspace, task = self._workspace, self.task_page.task
        if workspace is None or task is None:
            return

        def save(path: Path) -> None:
            job = workspace.save_lines(lines, path)
            job.failed.connect(self._notifier.show_error)
            job.succeeded.connect(self._tell_saved)

        ask_where(self.window(), workspace.jobs, self.tr("Save the console"), file_name(task.name, "console.txt"), save)

    def _tell_saved(self, result: object) -> None:
        """Name the file that was written; what went on the map is seen there."""
        if isinstance(result, Path):
            text = self.tr("Saved “{file}”.").format(file=wording.one_line(result.name))
            add = (self.tr("Add to map"), lambda: self._add_saved(result))
            self._notifier.inform(text, (add,) if is_layer(result.name) else ())

    def _add_saved(self, path: Path) -> None:
        try:
            add_saved(path)
        except NadirError as error:
            self._notifier.show_error(error)
