"""The last known state of one server: polled on a thread of its own, compared, and told on the main thread where it changed.

Each thing that is looked at (the projects, the tasks of one project, the nodes, a console) has its own rhythm: quick
while it changes, slower and slower while it does not.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Callable, Dict, FrozenSet, List, Optional, Set, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from .api.errors import NotFound, PageNotFound, PermissionRefused
from .errors import Cancelled, NadirError
from .jobs import Job, JobControl, Jobs

if TYPE_CHECKING:
    from .api.client import Client
    from .api.nodes import ProcessingNode
    from .api.projects import Project
    from .api.tasks import Task

ASLEEP_SECONDS = 3600.0  # nobody looks and nothing runs: until something wakes it
SLOWER = 1.5  # by which a rhythm slows down at each look that finds nothing new
LONGEST_PAUSE = 60.0
FIRST_RETRY = 2.0  # after an error, doubled with each further one up to LONGEST_PAUSE
HIDDEN_FACTOR = 5.0  # how much slower running tasks are followed while no panel shows them

PROJECTS, TASKS, NODES, CONSOLE = "projects", "tasks", "nodes", "console"
FASTEST = {PROJECTS: 10.0, TASKS: 2.0, NODES: 15.0, CONSOLE: 2.0}  # seconds
SLOWEST = {PROJECTS: 60.0, TASKS: 60.0, NODES: 30.0, CONSOLE: 10.0}

Key = Tuple[str, ...]  # what is looked at: (sort,) or (TASKS, project id) or (CONSOLE, project id, task id)
Followed = Tuple[str, str, int]  # project id, task id, and a number, since a task can be started again


@dataclass(frozen=True)
class _Watch:
    """What the main thread wants to know; replaced as a whole, so the worker reads it without a lock."""

    visible: bool = True
    expanded: FrozenSet[str] = frozenset()
    followed: FrozenSet[Followed] = frozenset()
    console: Optional[Tuple[str, str, int]] = None  # project id, task id, and a number: each time from the first line
    nodes: bool = False
    refresh: int = 0  # counts the calls of `refresh`


@dataclass(frozen=True)
class _Found:
    """What one look found, as far as it is new."""

    key: Key
    value: tuple
    finished: Tuple[Task, ...] = ()
    cleared: bool = False  # a console that starts from its first line again


@dataclass(frozen=True)
class _Gone:
    """A project that is not there any more, or not for this user."""

    project_id: str


@dataclass(frozen=True)
class _Connected:
    """The connection was lost (with the error) or is back (None)."""

    error: Optional[Exception]


@dataclass
class _Rhythm:
    """When a thing is looked at next (monotonic seconds) and how long it waits after that."""

    due: float = 0.0
    pause: float = 0.0


@dataclass
class _Memory:
    """What the worker knows."""

    values: Dict[Key, tuple] = field(default_factory=dict)
    rhythms: Dict[Key, _Rhythm] = field(default_factory=dict)
    told: Set[Followed] = field(default_factory=set)  # followed tasks whose end was told, or that are gone
    console_lines: int = 0
    errors: int = 0
    error: Optional[type] = None
    refresh: int = 0
    console: Optional[Tuple[str, str, int]] = None


class Monitor(QObject):
    """Follows one server. Lives on the main thread; its signals come there and only tell what changed."""

    projects_changed = pyqtSignal(tuple)  # of Project
    tasks_changed = pyqtSignal(str, tuple)  # project id, its Tasks
    task_finished = pyqtSignal(object)  # a Task that ended since the last look
    nodes_changed = pyqtSignal(tuple)  # of ProcessingNode
    console_grew = pyqtSignal(str, tuple)  # task id, new lines
    console_cleared = pyqtSignal(str)  # task id; its console starts again (the task was restarted)
    connection_lost = pyqtSignal(object)  # the error
    connection_restored = pyqtSignal()

    def __init__(self, client: Client, jobs: Jobs, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._poller = _Poller(client)
        self._job: Optional[Job] = None
        self._numbers = itertools.count(1)
        self._tasks: Dict[str, Tuple[Task, ...]] = {}
        self.projects: Tuple[Project, ...] = ()
        self.nodes: Tuple[ProcessingNode, ...] = ()
        self.error: Optional[Exception] = None

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
        """Look at everything now."""
        self._want(refresh=self._poller.watch.refresh + 1)

    def set_panel_visible(self, visible: bool) -> None:
        """A hidden panel is not kept up to date; tasks that run are followed, slower, so that their end is told."""
        if visible and not self._poller.watch.visible:
            self._want(visible=True, refresh=self._poller.watch.refresh + 1)
        else:
            self._want(visible=visible)

    def expand_project(self, project_id: str) -> None:
        """Keep the tasks of a project up to date."""
        self._want(expanded=self._poller.watch.expanded | {project_id})

    def collapse_project(self, project_id: str) -> None:
        """Follow the tasks of a project only while one of them runs."""
        self._want(expanded=self._poller.watch.expanded - {project_id})

    def follow_task(self, project_id: str, task_id: str) -> None:
        """Tell the end of a task that was started here, whether its project is expanded or not. Looks at once."""
        watch = self._poller.watch
        followed = (project_id, task_id, next(self._numbers))
        self._want(followed=watch.followed | {followed}, refresh=watch.refresh + 1)

    def watch_console(self, project_id: str, task_id: str) -> None:
        """Tell the console lines of one task, from its first line on."""
        self._want(console=(project_id, task_id, next(self._numbers)))

    def stop_console(self) -> None:
        """No console is open."""
        self._want(console=None)

    def show_nodes(self, shown: bool) -> None:
        """Whether the processing nodes are looked at."""
        self._want(nodes=shown)

    def tasks(self, project_id: str) -> Tuple[Task, ...]:
        """The tasks of a project, as last seen."""
        return self._tasks.get(project_id, ())

    def is_known(self, project_id: str) -> bool:
        """Whether the tasks of a project have been looked at."""
        return project_id in self._tasks

    def _want(self, **changes: object) -> None:
        watch = replace(self._poller.watch, **changes)  # type: ignore[arg-type]
        if watch != self._poller.watch:
            self._poller.watch = watch
            if self._job is not None:
                self._job.wake()

    def _take(self, news: object) -> None:
        """News from the worker, on the main thread."""
        if isinstance(news, _Connected):
            self._take_connection(news.error)
        elif isinstance(news, _Gone):
            self._forget(news.project_id)
        elif isinstance(news, _Found):
            self._take_found(news)

    def _take_connection(self, error: Optional[Exception]) -> None:
        self.error = error
        if error is None:
            self.connection_restored.emit()
        else:
            self.connection_lost.emit(error)

    def _take_found(self, news: _Found) -> None:
        sort = news.key[0]
        if sort == PROJECTS:
            self.projects = news.value
            self.projects_changed.emit(news.value)
        elif sort == NODES:
            self.nodes = news.value
            self.nodes_changed.emit(news.value)
        elif sort == TASKS:
            self._tasks[news.key[1]] = news.value
            self.tasks_changed.emit(news.key[1], news.value)
            for task in news.finished:
                self.task_finished.emit(task)
        elif (self._poller.watch.console or ())[:2] == news.key[1:]:
            if news.cleared:
                self.console_cleared.emit(news.key[2])
            if news.value:
                self.console_grew.emit(news.key[2], news.value)

    def _forget(self, project_id: str) -> None:
        watch = self._poller.watch
        followed = frozenset(each for each in watch.followed if each[0] != project_id)
        self._want(expanded=watch.expanded - {project_id}, followed=followed, refresh=watch.refresh + 1)
        if self._tasks.pop(project_id, ()):
            self.tasks_changed.emit(project_id, ())


class _Poller:
    """The worker's side: asks the server for what is due and reports what is new."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self.watch = _Watch()

    def run(self, control: JobControl) -> None:
        """Until cancelled."""
        memory = _Memory()
        while not control.cancelled():
            self._heed_wishes(memory)
            pause = self._look_at_what_is_due(memory, control)
            control.wait(pause)

    def _heed_wishes(self, memory: _Memory) -> None:
        """Take over what the main thread asked for since the last look."""
        watch = self.watch
        if watch.refresh != memory.refresh:
            memory.refresh = watch.refresh
            memory.errors = 0
            for rhythm in memory.rhythms.values():
                rhythm.due, rhythm.pause = 0.0, 0.0
        if watch.console != memory.console:
            memory.console = watch.console
            memory.console_lines = 0
        wanted = self._keys(watch, memory)
        for key in [known for known in memory.rhythms if known not in wanted]:
            del memory.rhythms[key]
        for key in wanted:
            memory.rhythms.setdefault(key, _Rhythm())

    def _keys(self, watch: _Watch, memory: _Memory) -> List[Key]:
        """What is to be looked at, in the order in which a user waits for it."""
        busy = {key[1] for key, tasks in memory.values.items() if key[0] == TASKS and _some_run(tasks)}
        followed = {each[0] for each in watch.followed - memory.told}
        projects = busy | followed | (watch.expanded if watch.visible else frozenset())
        keys: List[Key] = [(PROJECTS,)] if watch.visible else []
        keys += [(TASKS, project_id) for project_id in sorted(projects)]
        if watch.visible and watch.console is not None:
            keys.append((CONSOLE, *watch.console[:2]))
        if watch.visible and watch.nodes:
            keys.append((NODES,))
        return keys

    def _look_at_what_is_due(self, memory: _Memory, control: JobControl) -> float:
        """Look; the seconds until the next look."""
        for key, rhythm in list(memory.rhythms.items()):
            if rhythm.due > self._clock():
                continue
            try:
                changed = self._look(key, memory, control)
            except Cancelled:
                return 0.0
            except NadirError as error:
                if not _is_refusal(key, error):
                    return self._take_error(memory, control, error)
                self._take_refusal(key, memory, control)
                changed = False
            self._take_success(memory, control)
            self._set_pace(key, rhythm, memory, changed)
        # New rhythms (a project that turned out to be busy) are set up by the next round.
        due = [rhythm.due for rhythm in memory.rhythms.values()]
        return max(0.0, min(due) - self._clock()) if due else ASLEEP_SECONDS

    def _look(self, key: Key, memory: _Memory, control: JobControl) -> bool:
        """Ask the server for one thing and report it where it is new; whether it was."""
        client, cancelled = self._client, control.cancelled
        if key[0] == CONSOLE:
            return self._look_at_console(key, memory, control)
        if key[0] == PROJECTS:
            value: tuple = tuple(client.projects.list(cancelled=cancelled))
        elif key[0] == NODES:
            value = tuple(client.nodes.list(cancelled=cancelled))
        else:
            value = tuple(client.tasks.list(key[1], cancelled=cancelled))
        before = memory.values.get(key)
        finished = self._finished(key[1], before, value, memory) if key[0] == TASKS else ()
        if value == before and not finished:
            return False
        memory.values[key] = value
        control.report(_Found(key, value, finished))
        if finished and (NODES,) in memory.rhythms:  # a queue has become shorter
            memory.rhythms[(NODES,)].due = 0.0
        return True

    def _finished(self, project_id: str, before: Optional[tuple], now: tuple, memory: _Memory) -> Tuple[Task, ...]:
        """The tasks that have ended since the last look; at the first look, only those that were started here."""
        ended = {task.id: task for task in now if task.is_finished}
        known = {task.id for task in before if task.is_finished} if before is not None else set(ended)
        there = {task.id for task in now}
        fresh = set(ended) - known
        for followed in self.watch.followed - memory.told:
            if followed[0] == project_id and (followed[1] in ended or followed[1] not in there):
                memory.told.add(followed)
                fresh |= {followed[1]} & set(ended)
        return tuple(ended[task_id] for task_id in sorted(fresh))

    def _look_at_console(self, key: Key, memory: _Memory, control: JobControl) -> bool:
        lines = self._console_lines(key, memory.console_lines, control)
        cleared = False
        if not lines and memory.console_lines:
            # An empty answer also means that there are fewer lines now: the last one known is missing after a restart.
            cleared = not self._console_lines(key, memory.console_lines - 1, control)
            if cleared:
                memory.console_lines = 0
                lines = self._console_lines(key, 0, control)
        memory.console_lines += len(lines)
        if lines or cleared:
            control.report(_Found(key, lines, cleared=cleared))
        return bool(lines)

    def _console_lines(self, key: Key, line: int, control: JobControl) -> Tuple[str, ...]:
        return tuple(self._client.tasks.output(key[1], key[2], line=line, cancelled=control.cancelled))

    def _take_refusal(self, key: Key, memory: _Memory, control: JobControl) -> None:
        """One thing is not there, or not for this user; the connection itself is good."""
        if key[0] == TASKS:
            memory.values.pop(key, None)
            memory.told |= {each for each in self.watch.followed if each[0] == key[1]}
            control.report(_Gone(key[1]))
        memory.rhythms[key].pause = LONGEST_PAUSE

    def _take_error(self, memory: _Memory, control: JobControl, error: NadirError) -> float:
        """The server cannot be asked: say so once for each sort of error, and wait longer each time."""
        if type(error) is not memory.error:
            memory.error = type(error)
            control.report(_Connected(error))
        pause = min(FIRST_RETRY * 2.0**memory.errors, LONGEST_PAUSE)
        memory.errors += 1
        return pause

    def _take_success(self, memory: _Memory, control: JobControl) -> None:
        memory.errors = 0
        if memory.error is not None:
            memory.error = None
            control.report(_Connected(None))

    def _set_pace(self, key: Key, rhythm: _Rhythm, memory: _Memory, changed: bool) -> None:
        """Quick while something changes or runs, slower otherwise."""
        sort = key[0]
        busy = sort == TASKS and _some_run(memory.values.get(key, ()))
        fastest = FASTEST[sort] * (1.0 if self.watch.visible else HIDDEN_FACTOR)
        slower = max(rhythm.pause, fastest) * SLOWER
        rhythm.pause = fastest if changed or busy else min(slower, SLOWEST[sort])
        rhythm.due = self._clock() + rhythm.pause


def _some_run(tasks: tuple) -> bool:
    """Whether something is still going to happen to one of the tasks by itself."""
    return any(task.is_running for task in tasks)


def _is_refusal(key: Key, error: NadirError) -> bool:
    """Whether an error is about this one thing and not about the server.

    A project is not gone because a proxy shows a page of its own: so it does while the server restarts.
    """
    if key[0] == PROJECTS or (key[0] == TASKS and isinstance(error, PageNotFound)):
        return False
    return isinstance(error, (NotFound, PermissionRefused))
