"""Verbs after which something is gone: delete, unshare, compact. Each asks first and names what goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.projects import Project
from ...core.api.task import Task
from ...core.errors import Cancelled
from ...core.jobs import Job, JobState
from ...core.workspace import Workspace
from ..common import wording
from ..common.confirmation import confirm
from ..selection import Item, Selection
from .desk import Desk, of_either
from .group import Group
from .subjects import listing, subject
from .verb import Acts, Look, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class RemovalVerbs(Group):
    """Delete projects and tasks, leave projects of others, compact tasks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asking: set[Workspace] = set()  # whether the account runs the server

    def verbs(self) -> dict[str, Verb]:
        why = self.why
        delete = why.any_of(why.offline, why.busy, self._no_delete)
        cannot = translate("Actions", "This server cannot compact tasks.")
        compact = why.any_of(
            why.offline, why.busy, why.lacking("compact", cannot), why.compacted, why.not_completed, why.no_delete
        )
        return {
            "remove": Verb(
                "remove", translate("Actions", "De&lete…"), Acts.BOTH, self._remove, delete, shortcut="Del",
                look=self._look,
            ),
            "compact": Verb("compact", translate("Actions", "Compac&t…"), Acts.TASK, self._compact, compact),
        }  # fmt: skip

    def watch(self, selection: Selection) -> None:
        """Find out, once, what deleting a shared project would do: for those who run the server it is gone for all."""
        for item in selection.projects:
            workspace, project = self.desk.workspace(item), item.project
            if workspace is None or project is None or project.owned or not project.allows("delete"):
                continue
            if workspace.is_administrator is None and workspace not in self._asking and not self.desk.refuse_offline(item):
                self._ask_for_rights(workspace)

    def _ask_for_rights(self, workspace: Workspace) -> None:
        def answered(_administrator: object) -> None:
            self.desk.changed.emit()

        job = workspace.look_whether_administrator()
        self._asking.add(workspace)
        job.succeeded.connect(answered)
        job.failed.connect(lambda _error: self._asking.discard(workspace))  # asked again another time
        workspace.closed.connect(lambda: self._asking.discard(workspace))

    def unshares(self, item: Item) -> bool:
        """Whether deleting a project would only end its being shared with this account."""
        project, workspace = item.project, self.desk.workspace(item)
        if item.task is not None or project is None or project.owned:
            return False
        return not project.allows("delete") or (workspace is not None and workspace.is_administrator is False)

    def _no_delete(self, item: Item) -> str:
        return "" if item.task is None else self.why.no_delete(item)  # what is shared can be given up by anybody

    def _look(self, selection: Selection) -> Look:
        projects, tasks = selection.projects, selection.tasks
        if projects and all(self.unshares(item) for item in projects) and not tasks:
            return Look("remove", translate("Actions", "Unsha&re project…"))
        if projects and not tasks:
            several = translate("Actions", "De&lete projects…")
            return Look("remove", several if len(projects) > 1 else translate("Actions", "De&lete project…"))
        if tasks and not projects:
            several = translate("Actions", "De&lete tasks…")
            return Look("remove", several if len(tasks) > 1 else translate("Actions", "De&lete task…"))
        return Look("remove", translate("Actions", "De&lete…"))

    # Delete

    def _remove(self, items: tuple[Item, ...]) -> None:
        """Find out what is in the projects, as far as that is not known, then ask."""
        projects = [item for item in items if item.task is None]
        if not projects:
            self._ask_to_remove(items, [item.task for item in items if item.task is not None])
            return
        _Contents(self, items, projects).begin()

    def _ask_to_remove(self, items: Sequence[Item], tasks: Optional[Sequence[Task]]) -> None:
        """tasks: all that would go, None where that could not be found out."""
        shared = [item for item in items if self.unshares(item)]
        gone = [item for item in items if item not in shared]
        parts = []
        if gone:
            parts.append(_deletion(gone, tasks))
        if shared:
            text = translate("Actions", "Leave {names}? Whoever shared it keeps it; you will not see it any more.")
            parts.append(text.format(names=subject(shared)) + listing(shared))
        consequence = translate("Actions", "This cannot be undone. Layers on the map that show these results will stay empty.")
        if not gone:
            consequence = translate("Actions", "To get it back, its owner has to share it with you again.")
        confirm(self.desk.window, "\n\n".join(parts), consequence, _verb(gone, shared), lambda: self._delete(tuple(items)))

    def _delete(self, items: tuple[Item, ...]) -> None:
        def start(workspace: Workspace, item: Item) -> Job:
            return of_either(item, workspace.remove_task, workspace.delete_project)

        self.desk.for_all(items, start, translate("Actions", "{n} of {count} could not be deleted: {names}"))

    # Compact

    def _compact(self, items: tuple[Item, ...]) -> None:
        tasks = [item.task for item in items if item.task is not None]
        question = translate("Actions", "Remove {photos} of {names} from the server?").format(
            photos=wording.photo_count(sum(task.images_count for task in tasks)), names=subject(items)
        )
        consequence = translate(
            "Actions", "The results stay, but without its photos a task can never be processed again. This cannot be undone."
        )

        def start(workspace: Workspace, item: Item) -> Job:
            if item.task is None:
                raise ValueError("only tasks are compacted")
            return workspace.compact_task(item.task)

        text = translate("Actions", "{n} of {count} could not be compacted: {names}")
        confirm(
            self.desk.window, question + listing(items), consequence, translate("Actions", "Compact"),
            lambda: self.desk.for_all(items, start, text),
        )  # fmt: skip


class _Contents:
    """What is in projects of several servers, asked for before the confirmation. Kept alive by its jobs."""

    def __init__(self, verbs: RemovalVerbs, items: Sequence[Item], projects: Sequence[Item]) -> None:
        self._verbs, self._items = verbs, tuple(items)
        self._wanted: dict[str, list[Project]] = {}
        self._firsts: dict[str, Item] = {}
        for item in projects:
            if item.project is not None:
                self._wanted.setdefault(item.connection_id, []).append(item.project)
                self._firsts.setdefault(item.connection_id, item)
        self._tasks: list[Task] = [item.task for item in items if item.task is not None]
        self._waiting = 0
        self._complete = True

    def begin(self) -> None:
        for connection_id, projects in self._wanted.items():
            workspace = self._verbs.desk.workspace(self._firsts[connection_id])
            if workspace is None:
                self._complete = False
                continue
            self._waiting += 1
            self._follow(workspace.contents_of(projects))
        if not self._waiting:
            self._verbs._ask_to_remove(self._items, None)

    def _follow(self, job: Job) -> None:
        job.finished.connect(lambda: self._take(job))

    def _take(self, job: Job) -> None:
        self._waiting -= 1
        if job.state is JobState.SUCCEEDED:
            self._tasks += job.result
        elif job.state is JobState.FAILED and not isinstance(job.error, Cancelled):
            self._complete = False  # the counts are left out; whether it can be deleted the server will say
        if not self._waiting:
            self._verbs._ask_to_remove(self._items, self._tasks if self._complete else None)


def _verb(gone: Sequence[Item], shared: Sequence[Item]) -> str:
    if not gone:
        return translate("Actions", "Unshare")
    if len(gone) + len(shared) > 1:
        return translate("Actions", "Delete {n}").format(n=len(gone) + len(shared))
    return translate("Actions", "Delete task") if gone[0].task is not None else translate("Actions", "Delete project")


def _deletion(gone: Sequence[Item], tasks: Optional[Sequence[Task]]) -> str:
    """`Delete the task “Dawn” with its 240 photos and all its results (1.2 GB) from the server?`"""
    photos = wording.photo_count(sum(task.images_count for task in tasks or ()))
    megabytes = sum(task.size_mb or 0.0 for task in tasks or ())
    size = translate("Actions", " ({size})").format(size=wording.megabytes(megabytes).replace(" ", "\u00a0")) if megabytes >= 1 else ""
    named, listed = subject(gone), listing(gone)
    if all(item.task is not None for item in gone):
        if len(gone) == 1:
            text = translate("Actions", "Delete the task {names} with its {photos} and all its results{size} from the server?")
        else:
            text = translate("Actions", "Delete {names} with {photos} and all their results{size} from the server?")
    elif tasks is None:
        text = translate("Actions", "Delete {names} with all tasks, photos and results from the server?")
    elif not tasks:
        text = translate("Actions", "Delete {names} from the server? There are no tasks in it.")
    else:
        text = translate("Actions", "Delete {names} with {tasks}, {photos} and all results{size} from the server?")
    count = wording.task_count(len(tasks or ()))
    return text.format(names=named, tasks=count, photos=photos, size=size) + listed
