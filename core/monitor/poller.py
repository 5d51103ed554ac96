"""The worker's side of the monitor: asks the server for what is due and reports what is new."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Set, Tuple

from ..api.errors import InvalidRequest, NotFound, PageNotFound, PermissionRefused
from ..api.projects import ProjectFilter
from ..errors import Cancelled, NadirError
from ..jobs import JobControl
from .pages import ProjectPages
from .rhythm import LONGEST_PAUSE, Rhythms
from .watch import (
    CONSOLE,
    NODES,
    PROJECTS,
    TASKS,
    Connected,
    Followed,
    Found,
    FoundProjects,
    Gone,
    Key,
    Watch,
    reusing,
    some_run,
)

if TYPE_CHECKING:
    from ..api.client import Client
    from ..api.task import Task

ASLEEP_SECONDS = 3600.0  # nobody looks and nothing runs: until something wakes it
FIRST_RETRY = 2.0  # after an error, doubled with each further one up to LONGEST_PAUSE


@dataclass
class _Memory:
    """What the worker knows."""

    values: Dict[Key, tuple] = field(default_factory=dict)
    pages: ProjectPages = field(default_factory=ProjectPages)
    projects: Optional[FoundProjects] = None  # as told last
    running: Set[str] = field(default_factory=set)  # projects with a task that something will happen to by itself
    rhythms: Rhythms = field(default_factory=Rhythms)
    told: Set[Followed] = field(default_factory=set)  # followed tasks whose end was told, or that are gone
    console_lines: int = 0
    console_last: Optional[str] = None  # the last of these lines, where it was seen
    errors: int = 0
    error: Optional[type] = None
    retry_at: float = 0.0  # after an error; nothing is asked before
    refresh: int = 0
    console: Optional[Tuple[str, str, int, int]] = None
    console_told: bool = False  # whether anything was said of it, and be it that there are no lines


class Poller:
    """Looks at one server. `watch` is set by the main thread at any time."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self.watch = Watch()

    def run(self, control: JobControl) -> None:
        """Until cancelled."""
        memory = _Memory()
        while not control.cancelled():
            self._heed_wishes(memory)
            control.wait(self._look_at_what_is_due(memory, control))

    # What to look at

    def _heed_wishes(self, memory: _Memory) -> None:
        """Take over what the main thread asked for since the last look."""
        watch = self.watch
        if watch.query != memory.pages.query:
            memory.pages.ask(watch.query)
            memory.projects = None
            memory.rhythms.keep(key for key in memory.rhythms.all if key[0] != PROJECTS)
        if watch.console != memory.console:
            memory.console = watch.console
            memory.console_lines = watch.console[3] if watch.console is not None else 0
            memory.console_last, memory.console_told = None, False
            memory.rhythms.keep(key for key in memory.rhythms.all if key[0] != CONSOLE)
        memory.rhythms.keep(self._keys(watch, memory))
        if watch.refresh != memory.refresh:
            memory.refresh = watch.refresh
            memory.errors, memory.retry_at = 0, 0.0
            for key in memory.rhythms.all:
                if key[0] != TASKS or watch.sees(key[1]) or self._is_busy(key, memory) or self._is_followed(key, memory):
                    memory.rhythms.hurry(key)

    def _keys(self, watch: Watch, memory: _Memory) -> List[Key]:
        """What is to be looked at, in the order in which a user waits for it."""
        followed = {each[0] for each in watch.followed - memory.told}
        projects = memory.running | followed | (watch.expanded if watch.visible else frozenset())
        keys: List[Key] = [(TASKS, each) for each in sorted(projects)]
        if watch.visible:
            keys += [(PROJECTS, str(number)) for number in memory.pages.numbers(watch.pages)]
        if watch.visible and watch.console is not None:
            keys.append((CONSOLE, *watch.console[:2], str(watch.console[2])))
        if watch.visible and watch.nodes:
            keys.append((NODES,))
        return sorted(keys, key=lambda key: self._rank(key, watch, memory))

    @staticmethod
    def _rank(key: Key, watch: Watch, memory: _Memory) -> int:
        """What is on the screen comes first, then what has never been looked at, then what only may have changed."""
        if key[0] == CONSOLE or key == (PROJECTS, "1"):
            return 0
        if key[0] == TASKS and watch.sees(key[1]):
            return 1
        if key[0] == NODES:
            return 2
        is_known = key in memory.values if key[0] == TASKS else int(key[1]) <= memory.pages.known
        return 4 if is_known else 3

    def _is_busy(self, key: Key, memory: _Memory) -> bool:
        """Whether something is under way there, so that it is looked at every few seconds."""
        if key[0] == CONSOLE:
            known = memory.values.get((TASKS, key[1]), ())
            return key[1] in memory.running and any(task.is_running for task in known if task.id == key[2])
        return key[0] == TASKS and (key[1] in memory.running or self._is_followed(key, memory))

    def _is_followed(self, key: Key, memory: _Memory) -> bool:
        return any(each[0] == key[1] for each in self.watch.followed - memory.told)

    # Looking

    def _look_at_what_is_due(self, memory: _Memory, control: JobControl) -> float:
        """Look at one thing if it is time; the seconds until the next look."""
        rhythms, now = memory.rhythms, self._clock()
        key = rhythms.next([each for each in rhythms.all if self._is_busy(each, memory)], now)
        if key is None:
            return ASLEEP_SECONDS
        wait = max(rhythms.wait(key, self._is_busy(key, memory), now), memory.retry_at - now)
        if wait > 0.0:
            return wait
        try:
            changed = self._look(key, memory, control)
        except Cancelled:
            return 0.0
        except NadirError as error:
            if not _is_refusal(key, error):
                return self._take_error(memory, control, error)
            self._take_success(memory, control)
            self._take_refusal(key, memory, control, error)
            return 0.0
        self._take_success(memory, control)
        busy = self._is_busy(key, memory)
        rhythms.looked(key, changed=changed, busy=busy, visible=self.watch.visible, now=self._clock())
        return 0.0  # more may be due, and what was found may be more to look at

    def _look(self, key: Key, memory: _Memory, control: JobControl) -> bool:
        """Ask the server for one thing and report it where it is new; whether it was."""
        if key[0] == CONSOLE:
            return self._look_at_console(key, memory, control)
        if key[0] == PROJECTS:
            return self._look_at_projects(int(key[1]), memory, control)
        if key[0] == NODES:
            value: tuple = tuple(self._client.nodes.list(cancelled=control.cancelled))
            return self._tell(Found(key, value), memory, control)
        return self._look_at_tasks(key, memory, control)

    def _look_at_projects(self, number: int, memory: _Memory, control: JobControl) -> bool:
        pages, query = memory.pages, memory.pages.query
        wanted = ProjectFilter(search=query.search, ordering=query.ordering)
        try:
            news = pages.take(self._client.projects.page(number, wanted, cancelled=control.cancelled))
        except NotFound as error:
            if number == 1 or isinstance(error, PageNotFound):
                raise
            pages.end_at(number - 1)  # there were more projects when it was asked for
            news = ()
        for project_id in news:
            memory.rhythms.hurry((TASKS, project_id))
            if (TASKS, project_id) not in memory.rhythms.all:
                memory.values.pop((TASKS, project_id), None)
                memory.running.discard(project_id)
        for stale in pages.stale:
            memory.rhythms.hurry((PROJECTS, str(stale)))
        found = pages.found()
        if pages.stale or found == memory.projects:
            return False
        memory.projects = found
        control.report(found)
        return True

    def _look_at_tasks(self, key: Key, memory: _Memory, control: JobControl) -> bool:
        before = memory.values.get(key)
        value = reusing(tuple(self._client.tasks.list(key[1], cancelled=control.cancelled)), before)
        finished = self._finished(key[1], before, value, memory)
        changed = self._tell(Found(key, value, finished), memory, control)
        if finished:
            memory.rhythms.hurry((NODES,))  # a queue has become shorter
        if some_run(value) and key[1] not in memory.running:
            memory.running.add(key[1])
            for console in [each for each in memory.rhythms.all if each[:2] == (CONSOLE, key[1])]:
                memory.rhythms.hurry(console)  # it begins to grow
        elif not some_run(value):
            memory.running.discard(key[1])
        return changed

    @staticmethod
    def _tell(found: Found, memory: _Memory, control: JobControl) -> bool:
        if found.value == memory.values.get(found.key) and not found.finished:
            return False
        memory.values[found.key] = found.value
        control.report(found)
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
        """The new lines. The last known one is asked for again: where it is another one, the task was restarted."""
        first = memory.console_last is None
        lines = self._console_lines(key, memory.console_lines - (0 if first else 1), control)
        cleared = False
        if not first:
            cleared = not lines or not lines[0].startswith(memory.console_last or "")  # a last line may still grow
            lines = lines[1:]
        elif not lines and memory.console_lines:  # the wish began behind lines that may not be there any more
            cleared = not self._console_lines(key, memory.console_lines - 1, control)
        if cleared:
            memory.console_lines, memory.console_last = 0, None
            lines = self._console_lines(key, 0, control)
        memory.console_lines += len(lines)
        memory.console_last = lines[-1] if lines else memory.console_last
        if lines or cleared or not memory.console_told:
            memory.console_told = True
            control.report(Found(key, lines, cleared=cleared))
        return bool(lines)

    def _console_lines(self, key: Key, line: int, control: JobControl) -> Tuple[str, ...]:
        return tuple(self._client.tasks.output(key[1], key[2], line=line, cancelled=control.cancelled))

    # What became of it

    def _take_refusal(self, key: Key, memory: _Memory, control: JobControl, error: NadirError) -> None:
        """One thing is not there, or not for this user; the connection itself is good."""
        if key[0] == TASKS:
            memory.values.pop(key, None)
            memory.running.discard(key[1])
            memory.told |= {each for each in self.watch.followed if each[0] == key[1]}
            control.report(Gone(key[1]))
        elif key[0] == CONSOLE:
            control.report(Found(key, ()))
        elif key[0] == PROJECTS:
            memory.pages.end_at(0)
            control.report(FoundProjects(memory.pages.query.number, (), 0, 0, has_more=False, refusal=error))
        elif key[0] == NODES:
            memory.values.pop(key, None)
            control.report(Found(key, (), refusal=error))
        memory.rhythms.put_off(key, LONGEST_PAUSE, self._clock())

    def _take_error(self, memory: _Memory, control: JobControl, error: NadirError) -> float:
        """The server cannot be asked: say so once for each sort of error, and wait longer each time."""
        if type(error) is not memory.error:
            memory.error = type(error)
            control.report(Connected(error))
        pause = min(FIRST_RETRY * 2.0**memory.errors, LONGEST_PAUSE)
        memory.errors += 1
        memory.retry_at = self._clock() + pause
        return pause

    def _take_success(self, memory: _Memory, control: JobControl) -> None:
        memory.errors = 0
        if memory.error is not None:
            memory.error = None
            control.report(Connected(None))


def _is_refusal(key: Key, error: NadirError) -> bool:
    """Whether an error is about this one thing and not about the server.

    A project is not gone because a proxy shows a page of its own: so it does while the server restarts.
    """
    if key[0] == PROJECTS:
        return isinstance(error, InvalidRequest)  # a search that the server cannot do
    if key[0] == TASKS and isinstance(error, PageNotFound):
        return False
    return isinstance(error, (NotFound, PermissionRefused))
