"""The last known state of one server: polled on a thread of its own, compared, and told on the main thread where it changed.

Each thing that is looked at (a page of the projects, the tasks of one project, the nodes, a console) has its own rhythm:
quick while it changes, slower and slower while it does not. `rhythm` says how many requests that makes.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Dict, Iterable, Optional, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..jobs import Job, Jobs
from .poller import Poller
from .watch import NODES, TASKS, Connected, Found, FoundProjects, Gone, Query

if TYPE_CHECKING:
    from ..api.client import Client
    from ..api.nodes import ProcessingNode
    from ..api.projects import Project
    from ..api.task import Task


class Monitor(QObject):
    """Follows one server. Lives on the main thread; its signals come there and only tell what changed."""

    projects_changed = pyqtSignal(tuple)  # of Project: those on the pages fetched so far, in the server's order
    query_answered = pyqtSignal()  # the first page for the latest query is there, whether it changed anything or not
    tasks_changed = pyqtSignal(str, tuple)  # project id, its Tasks
    task_finished = pyqtSignal(object)  # a Task that ended since the last look
    nodes_changed = pyqtSignal(tuple)  # of ProcessingNode
    console_grew = pyqtSignal(str, tuple)  # task id, new lines; none only where the first answer holds none
    console_cleared = pyqtSignal(str)  # task id; its console starts again (the task was restarted)
    connection_lost = pyqtSignal(object)  # the error
    connection_restored = pyqtSignal()

    def __init__(self, client: Client, jobs: Jobs, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._poller = Poller(client)
        self._job: Optional[Job] = None
        self._numbers = itertools.count(1)
        self._tasks: Dict[str, Tuple[Task, ...]] = {}
        self._answered: Optional[FoundProjects] = None  # for the latest query
        self.projects: Tuple[Project, ...] = ()
        self.nodes: Tuple[ProcessingNode, ...] = ()
        self.nodes_known = False
        self.nodes_refusal: Optional[Exception] = None
        self.error: Optional[Exception] = None

    # Begin and end

    def start(self) -> None:
        """Begin to look."""
        if self._job is None:
            self._job = self._jobs.start("monitor", self._poller.run)
            self._job.reported.connect(self._take)
            self._job.failed.connect(self._take_connection)

    def stop(self) -> None:
        """Look no more, and tell nothing that is still under way."""
        if self._job is not None:
            self._job.reported.disconnect(self._take)
            self._job.failed.disconnect(self._take_connection)
            self._job.cancel()
            self._job = None

    def refresh(self) -> None:
        """Look at everything that the user sees now, and at what runs."""
        self._want(refresh=self._poller.watch.refresh + 1)

    def set_panel_visible(self, visible: bool) -> None:
        """A hidden panel is not kept up to date; tasks that run are followed, slower, so that their end is told."""
        if visible and not self._poller.watch.visible:
            self._want(visible=True, refresh=self._poller.watch.refresh + 1)
        else:
            self._want(visible=visible)

    # Projects

    @property
    def query(self) -> Query:
        """The latest query."""
        return self._poller.watch.query

    @property
    def is_answered(self) -> bool:
        """Whether the projects are those of the latest query, and have been looked at at all."""
        return self._answered is not None

    @property
    def has_more(self) -> bool:
        """Whether the server has more projects than the pages fetched so far hold."""
        return self._answered is not None and self._answered.has_more

    @property
    def is_fetching(self) -> bool:
        """Whether a page that was asked for is still to come."""
        pages = self._poller.watch.pages
        return self._answered is None or (self._answered.has_more and pages > self._answered.pages)

    @property
    def project_count(self) -> int:
        """How many projects the server has for the latest query, fetched or not."""
        return self._answered.count if self._answered is not None else len(self.projects)

    @property
    def query_error(self) -> Optional[Exception]:
        """Why the server does not answer the latest query; None where it does."""
        return self._answered.refusal if self._answered is not None else None

    def set_query(self, search: str = "", ordering: str = "") -> None:
        """Which projects are wanted (words, #tag, ##tag of a task, @owner) and in which order ('name', '-created_at').

        The projects of the query before stay until the answer is there.
        """
        query = self.query
        if (search, ordering) != (query.search, query.ordering):
            self._answered = None
            self._want(query=Query(search, ordering, query.number + 1), pages=1)

    def fetch_more(self) -> None:
        """Have one more page of projects, and keep it up to date."""
        if self._answered is not None and self._answered.has_more and not self.is_fetching:
            self._want(pages=self._answered.pages + 1)

    # Tasks

    def expand_project(self, project_id: str) -> None:
        """Keep the tasks of a project up to date."""
        self._want(expanded=self._poller.watch.expanded | {project_id})

    def collapse_project(self, project_id: str) -> None:
        """Follow the tasks of a project only while one of them runs."""
        self._want(expanded=self._poller.watch.expanded - {project_id})

    def set_expanded(self, project_ids: Iterable[str]) -> None:
        """Keep the tasks of exactly these projects up to date."""
        self._want(expanded=frozenset(project_ids))

    def set_in_view(self, project_ids: Optional[Iterable[str]]) -> None:
        """Which projects have rows on the screen: of the expanded ones these come first, and are looked at by `refresh`.

        None, as at the start: whoever is expanded is looked at as well.
        """
        self._want(in_view=None if project_ids is None else frozenset(project_ids))

    def follow_task(self, project_id: str, task_id: str) -> None:
        """Tell the end of a task that was started here, whether its project is expanded or not. Looks at once."""
        watch = self._poller.watch
        followed = (project_id, task_id, next(self._numbers))
        self._want(followed=watch.followed | {followed}, refresh=watch.refresh + 1)

    def tasks(self, project_id: str) -> Tuple[Task, ...]:
        """The tasks of a project, as last seen."""
        return self._tasks.get(project_id, ())

    def is_known(self, project_id: str) -> bool:
        """Whether the tasks of a project have been looked at."""
        return project_id in self._tasks

    # Console and nodes

    def watch_console(self, project_id: str, task_id: str, first_line: int = 0) -> None:
        """Tell the console lines of one task, from number `first_line` on. The first answer is told also where it is empty."""
        self._want(console=(project_id, task_id, next(self._numbers), first_line))

    def stop_console(self) -> None:
        """No console is open."""
        self._want(console=None)

    def show_nodes(self, shown: bool) -> None:
        """Whether the processing nodes are looked at. Then `nodes_known` tells whether they have been, and `nodes_refusal`
        why this user may not see them, if so.
        """
        self._want(nodes=shown)

    # What the worker tells

    def _want(self, **changes: object) -> None:
        watch = replace(self._poller.watch, **changes)  # type: ignore[arg-type]
        if watch != self._poller.watch:
            self._poller.watch = watch
            if self._job is not None:
                self._job.wake()

    def _take(self, news: object) -> None:
        """News from the worker, on the main thread."""
        if isinstance(news, Connected):
            self._take_connection(news.error)
        elif isinstance(news, Gone):
            self._forget(news.project_id)
        elif isinstance(news, FoundProjects):
            self._take_projects(news)
        elif isinstance(news, Found):
            self._take_found(news)

    def _take_connection(self, error: Optional[Exception]) -> None:
        self.error = error
        if error is None:
            self.connection_restored.emit()
        else:
            self.connection_lost.emit(error)

    def _take_projects(self, news: FoundProjects) -> None:
        if news.query != self.query.number:  # the user has asked for something else meanwhile
            return
        is_first, self._answered = self._answered is None, news
        self.projects = news.projects
        self.projects_changed.emit(news.projects)
        if is_first:
            self.query_answered.emit()

    def _take_found(self, news: Found) -> None:
        sort = news.key[0]
        if sort == NODES:
            self.nodes, self.nodes_known, self.nodes_refusal = news.value, True, news.refusal
            self.nodes_changed.emit(news.value)
        elif sort == TASKS:
            self._tasks[news.key[1]] = news.value
            self.tasks_changed.emit(news.key[1], news.value)
            for task in news.finished:
                self.task_finished.emit(task)
        elif self._is_wanted_console(news):
            if news.cleared:
                self.console_cleared.emit(news.key[2])
            self.console_grew.emit(news.key[2], news.value)

    def _is_wanted_console(self, news: Found) -> bool:
        """Whether lines answer the latest wish; those of an earlier one come again from where this one begins."""
        wish = self._poller.watch.console
        return wish is not None and (*wish[:2], str(wish[2])) == news.key[1:]

    def _forget(self, project_id: str) -> None:
        watch = self._poller.watch
        followed = frozenset(each for each in watch.followed if each[0] != project_id)
        self._want(expanded=watch.expanded - {project_id}, followed=followed, refresh=watch.refresh + 1)
        if self._tasks.pop(project_id, ()):
            self.tasks_changed.emit(project_id, ())
