"""Verbs that copy and move: duplicate, move to another project, by menu or by drag."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.projects import Project
from ...core.api.task import Task
from ...core.errors import NadirError
from ...core.jobs import Job
from ...core.workspace import Workspace
from ..common import wording
from ..selection import Item
from .desk import of_either
from .group import Group
from .move_dialog import MoveDialog
from .subjects import subject
from .verb import Acts, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class CopyingVerbs(Group):
    """What makes a second one, or puts it elsewhere."""

    def verbs(self) -> dict[str, Verb]:
        why = self.why
        may = why.any_of(why.offline, why.busy, self._cannot, why.no_change, why.partial, why.not_finished)
        self.refuse_move = why.any_of(why.offline, why.busy, why.partial, why.no_change)
        return {
            "duplicate": Verb("copy", translate("Actions", "D&uplicate"), Acts.BOTH, self._duplicate, may),
            "move": Verb("move", translate("Actions", "&Move…"), Acts.TASK, self._ask_where, self.refuse_move),
        }

    def move(self, items: Sequence[Item], target: Item) -> None:
        """Put tasks into another project; those that cannot go stay, with a word why. Can be undone."""
        project = target.project
        tasks = [item for item in items if item.task is not None]
        if project is None or not tasks:
            return
        reasons = [self._refuse_target(item, target) or self.refuse_move(item) for item in tasks]
        going = [item for item, reason in zip(tasks, reasons) if not reason]
        staying = [(item, reason) for item, reason in zip(tasks, reasons) if reason]
        if staying:
            text = translate("Actions", "{names} cannot be moved to “{project}”.")
            names = subject([item for item, _reason in staying])
            name = wording.one_line(project.name, 60)
            self.desk.notifier.show_error(NadirError(text.format(names=names, project=name), staying[0][1]))
        workspace = self.desk.workspace(target)
        if going and workspace is not None:
            self._move(workspace, going, project)

    def _move(self, workspace: Workspace, items: Sequence[Item], project: Project) -> Job:
        tasks = [item.task for item in items if item.task is not None]
        origins = {item.task.id: item.project for item in items if item.task is not None and item.project is not None}
        job = workspace.move_tasks(tasks, project)
        job.failed.connect(self.desk.notifier.show_error)
        job.succeeded.connect(lambda moved: self._tell_moved(workspace, moved, project, origins))
        for item in items:
            self.desk.hold(job, item)
        return job

    def _tell_moved(
        self, workspace: Workspace, moved: Sequence[Task], project: Project, origins: dict[str, Project]
    ) -> None:
        text = translate("Actions", "Moved {names} to “{project}”.")
        names = wording.names([task.name for task in moved])

        def undo() -> None:
            for origin in {each.id: each for each in origins.values()}.values():
                back = [task for task in moved if origins.get(task.id) == origin]
                if back:
                    self.desk.follow(workspace.move_tasks(back, origin))

        told = text.format(names=names, project=wording.one_line(project.name, 60))
        self.desk.notifier.inform(told, [(translate("Actions", "Undo"), undo)])

    def _ask_where(self, items: tuple[Item, ...]) -> None:
        first = items[0]
        workspace = self.desk.workspace(first)
        if workspace is None:
            return
        here = {item.task.project_id for item in items if item.task is not None}

        def fits(project: Project) -> bool:
            return not self.why.no_change(Item(first.connection_id, project)) and here != {project.id}

        def move(project: Project) -> None:
            self.move(items, Item(first.connection_id, project))

        MoveDialog(
            self.desk.window, subject(items), workspace.monitor.projects, workspace.find_projects, fits, move
        ).open()

    def _refuse_target(self, item: Item, target: Item) -> str:
        if item.connection_id != target.connection_id:
            return translate("Actions", "Tasks cannot be moved to another server. Back them up here and import them there.")
        if item.task is not None and target.project is not None and item.task.project_id == target.project.id:
            return translate("Actions", "They are in this project already.")
        return self.why.offline(target) or self.why.no_change(target)

    def _cannot(self, item: Item) -> str:
        verb = "duplicate_task" if item.task is not None else "duplicate_project"
        return self.why.lacking(verb, translate("Actions", "This server cannot make copies."))(item)

    def _duplicate(self, items: tuple[Item, ...]) -> None:
        def start(workspace: Workspace, item: Item) -> Job:
            return of_either(item, workspace.duplicate_task, workspace.duplicate_project)

        self.desk.for_all(items, start, translate("Actions", "{n} of {count} could not be duplicated: {names}"))
