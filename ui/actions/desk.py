"""Where verbs find their server, and where what they started is followed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...core.api.projects import Project
from ...core.api.task import Task
from ...core.errors import Cancelled, NadirError
from ...core.jobs import Job, JobState
from ...core.servers import Servers, ServerState
from ...core.workspace import Workspace
from ..common import wording
from ..common.notifier import Notifier, as_nadir_error
from ..selection import Item
from .subjects import name_of

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

SETTLE_MILLISECONDS = 2500  # after which a change that shows nowhere is taken as seen
AT_ONCE = 4  # requests to servers for one verb on many items

Start = Callable[[Workspace, Item], Job]
Key = tuple[str, str, str]


def of_either(item: Item, for_task: Callable[[Task], Job], for_project: Callable[[Project], Job]) -> Job:
    """What one verb does to a task or to a project. A server is neither: the verb is greyed there."""
    if item.task is not None:
        return for_task(item.task)
    if item.project is None:
        raise ValueError("a server is no subject of this verb")
    return for_project(item.project)


class Desk(QObject):
    """What the groups of verbs share. `changed` tells that a verb may stand otherwise now."""

    changed = pyqtSignal()

    def __init__(self, servers: Servers, notifier: Notifier, window: QWidget) -> None:
        super().__init__(window)
        self.servers = servers
        self.notifier = notifier
        self.window = window
        self._busy: dict[Job, Key] = {}
        self._settling: dict[Job, Item] = {}  # what is done, but not seen yet, with the rows as they were
        self._overdue = QTimer(self)
        self._overdue.setSingleShot(True)
        self._overdue.setInterval(SETTLE_MILLISECONDS)
        self._overdue.timeout.connect(self._see_all)
        servers.opened.connect(self._follow_looks)
        for workspace in servers.workspaces():
            self._follow_looks(workspace.connection.id)

    def workspace(self, item: Item) -> Optional[Workspace]:
        """The open workspace that an item belongs to. Without a connection in it, the only one that is open."""
        if item.connection_id:
            return self.servers.workspace(item.connection_id)
        opened = self.servers.workspaces()
        return opened[0] if len(opened) == 1 else None

    def is_local(self, item: Item) -> bool:
        """Whether an item is of This computer."""
        workspace = self.workspace(item)
        return workspace is not None and workspace.connection.is_local

    def refuse_offline(self, item: Item) -> str:
        """Why the server of an item cannot be asked; '' where it can."""
        workspace = self.workspace(item)
        connection_id = item.connection_id or (workspace.connection.id if workspace is not None else "")
        server = self.servers.get(connection_id)
        if server is None:
            several = len(self.servers.workspaces()) > 1 and not item.connection_id
            return translate("Actions", "Select a server first.") if several else translate("Actions", "No server is connected.")
        name = wording.one_line(server.connection.name, 60)
        if server.state is ServerState.LOGIN_WANTED:
            return translate("Actions", "Log in to “{name}” first.").format(name=name)
        if server.state is ServerState.OFFLINE:
            return translate("Actions", "“{name}” does not answer at the moment.").format(name=name)
        return "" if workspace is not None else translate("Actions", "“{name}” is not connected.").format(name=name)

    def is_busy(self, item: Item) -> bool:
        """Whether a request of ours for this very item is on its way."""
        held = (job for job, key in self._busy.items() if key == _key(item))
        return any(self._settling.get(job, item) == item for job in held)

    def follow(self, job: Job, item: Optional[Item] = None) -> Job:
        """Tell the job's error; no other verb acts on the item meanwhile."""
        job.failed.connect(self.notifier.show_error)
        job.failed.connect(lambda _error: self.changed.emit())  # the server may have turned out not to know a verb
        return job if item is None else self.hold(job, item)

    def hold(self, job: Job, item: Item) -> Job:
        """Let no other verb act on the item until the job has ended, and what it did is seen."""
        self._busy[job] = _key(item)
        job.finished.connect(lambda: self._settle(job, item))
        self.changed.emit()
        return job

    def for_all(self, items: Sequence[Item], start: Start, summary: str, done: Callable[[int], None] = lambda count: None) -> None:
        """Start a job for each item, a few at a time; one message names those that failed.

        summary: such as "{n} of {count} could not be deleted: {names}"; done: gets how many went well.
        """
        _Batch(self, items, start, summary, done).begin()

    def _settle(self, job: Job, item: Item) -> None:
        """The row stays as it was until the next look; a verb that is pressed again there would be asked for twice."""
        if job.state is JobState.SUCCEEDED and job in self._busy:
            self._settling[job] = item
            self._overdue.start()
        else:
            self._release(job)

    def _follow_looks(self, connection_id: str) -> None:
        workspace = self.servers.workspace(connection_id)
        if workspace is not None:
            workspace.monitor.tasks_changed.connect(partial(self._see, connection_id))
            workspace.monitor.projects_changed.connect(partial(self._see, connection_id))

    def _see(self, connection_id: str, *_what: object) -> None:
        for job in [job for job, item in self._settling.items() if item.connection_id in (connection_id, "")]:
            self._release(job)

    def _see_all(self) -> None:
        for job in list(self._settling):
            self._release(job)

    def _release(self, job: Job) -> None:
        self._busy.pop(job, None)
        self._settling.pop(job, None)
        self.changed.emit()


class _Batch:
    """One verb on several items. Kept alive by the jobs that it waits for."""

    def __init__(
        self, desk: Desk, items: Sequence[Item], start: Start, summary: str, done: Callable[[int], None]
    ) -> None:
        self._desk, self._start, self._summary, self._done = desk, start, summary, done
        self._waiting = list(items)
        self._count = len(items)
        self._running = 0
        self._well = 0
        self._failed: list[tuple[Item, NadirError]] = []

    def begin(self) -> None:
        for _ in range(AT_ONCE):
            self._next()

    def _next(self) -> None:
        while self._waiting:
            item = self._waiting.pop(0)
            workspace = self._desk.workspace(item)
            if workspace is None:
                self._failed.append((item, NadirError(self._desk.refuse_offline(item))))
                continue
            self._running += 1
            self._follow(self._desk.hold(self._start(workspace, item), item), item)
            return
        if not self._running:
            self._tell()

    def _follow(self, job: Job, item: Item) -> None:
        job.finished.connect(lambda: self._take_end(job, item))

    def _take_end(self, job: Job, item: Item) -> None:
        self._running -= 1
        if job.state is JobState.SUCCEEDED:
            self._well += 1
        elif job.state is JobState.FAILED and not isinstance(job.error, Cancelled):
            self._failed.append((item, as_nadir_error(job.error)))
        self._next()

    def _tell(self) -> None:
        failed, self._failed = self._failed, []
        well, self._well = self._well, 0
        if failed:
            self._desk.notifier.show_error(self._error(failed))
        if well:
            self._done(well)

    def _error(self, failed: Sequence[tuple[Item, NadirError]]) -> NadirError:
        """What went wrong, with names; the reason of the first stands for all, the details hold each."""
        first = failed[0][1]
        if self._count == 1:
            return first
        text = self._summary.format(n=len(failed), count=self._count, names=wording.names([name_of(item) for item, _ in failed]))
        details = "\n\n".join(f"{wording.one_line(name_of(item))}: {error}\n{error.detail}" for item, error in failed)
        return NadirError(f"{text}\n{first.summary}", first.remedy, details)


def _key(item: Item) -> Key:
    project_id = item.project.id if item.project is not None else ""
    return (item.connection_id, project_id, item.task.id if item.task is not None else "")
