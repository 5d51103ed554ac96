"""Verbs that have the server work: cancel, restart, restart from a stage, change options and node."""

from __future__ import annotations

from functools import partial
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QMenu

from ...core.api.task import Task, TaskState
from ...core.jobs import Job
from ...core.workspace import Workspace
from ..common import wording
from ..common.confirmation import confirm
from ..selection import Item, Selection
from .group import Group
from .options_dialog import Asking, NewOptions, OptionsDialog
from .stages import common_stages, stage_text, stages_of
from .subjects import listing, subject
from .verb import Acts, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ProcessingVerbs(Group):
    """What begins, ends and changes the processing of tasks."""

    def verbs(self) -> dict[str, Verb]:
        why = self.why
        cancel = why.any_of(why.offline, why.busy, why.partial, self._is_over, why.no_change_of_task)
        restart = why.any_of(
            why.offline, why.busy, why.partial, why.not_finished, why.compacted, self._nothing_to_process,
            why.no_change_of_task,
        )  # fmt: skip
        can_restart = why.any_of(restart, self._no_node)
        change = why.any_of(why.offline, why.busy, why.partial, self._works, why.compacted, why.no_change_of_task)
        return {
            "options": Verb(
                "options", translate("Actions", "C&hange options…"), Acts.TASK, self._change_options, change, several=False
            ),
            "cancel": Verb("cancel", translate("Actions", "&Cancel"), Acts.TASK, self._cancel, cancel),
            "restart": Verb("restart", translate("Actions", "&Restart"), Acts.TASK, self._restart, can_restart),
            "restart_from": Verb(
                "restart", translate("Actions", "R&estart from"), Acts.TASK, lambda _items: None,
                why.any_of(can_restart, self._no_stages),
            ),
        }  # fmt: skip

    def stages_menu(self, selection: Selection, menu: QMenu) -> None:
        """Fill a menu with the stages that the selected tasks have in common."""
        menu.clear()
        refuse = self.verbs()["restart_from"].refuse
        items = tuple(item for item in selection.tasks if not refuse(item))
        for stage in common_stages([self._stages(item) for item in items]):
            action = menu.addAction(stage_text(stage).replace("&", "&&"))
            action.setObjectName(f"stage_{stage}")
            action.setData(stage)
            action.triggered.connect(partial(self._restart_from, items, stage))

    def _cancel(self, items: tuple[Item, ...]) -> None:
        """At once for one that only waits; where hours of work would go, ask."""
        far = [item for item in items if item.task is not None and item.task.state is TaskState.RUNNING]
        text = translate("Actions", "{n} of {count} could not be cancelled: {names}")

        def start(workspace: Workspace, item: Item) -> Job:
            return workspace.cancel_task(_task(item))

        def cancel() -> None:
            self.desk.for_all(items, start, text)

        if not far:
            cancel()
            return
        question = translate("Actions", "Stop processing {names}?").format(names=subject(items)) + listing(items)
        consequence = translate("Actions", "What has been processed so far is lost. The photos stay, so it can be restarted.")
        if len(far) == 1:
            done = wording.percent(_task(far[0]).progress)
            consequence = translate("Actions", "It is {percent} done. ").format(percent=done) + consequence
        confirm(self.desk.window, question, consequence, translate("Actions", "Stop processing"), cancel)

    def _restart(self, items: tuple[Item, ...]) -> None:
        self._confirm_restart(items, None)

    def _restart_from(self, items: tuple[Item, ...], stage: str, _checked: bool = False) -> None:
        self._confirm_restart(items, stage)

    def _confirm_restart(self, items: tuple[Item, ...], stage: Optional[str]) -> None:
        """Results that are there go when a task starts again."""

        def start(workspace: Workspace, item: Item) -> Job:
            return workspace.restart_task(_task(item), stage)

        def restart() -> None:
            self.desk.for_all(items, start, translate("Actions", "{n} of {count} could not be restarted: {names}"))

        done = [item for item in items if item.task is not None and item.task.available_assets]
        if not done:
            restart()
            return
        question = translate("Actions", "Process {names} again?").format(names=subject(items)) + listing(items)
        if stage:
            text = translate("Actions", "Process {names} again from “{stage}” on?")
            question = text.format(names=subject(items), stage=stage_text(stage)) + listing(items)
        consequence = translate("Actions", "The results that are on the server now are replaced.")
        confirm(self.desk.window, question, consequence, translate("Actions", "Restart"), restart)

    def _change_options(self, items: tuple[Item, ...]) -> None:
        item, workspace = items[0], self.desk.workspace(items[0])
        if workspace is None:
            return
        task = _task(item)

        def send(wanted: NewOptions) -> Job:
            if wanted.restart:
                job = workspace.restart_task(
                    task, options=wanted.options, node_id=wanted.node_id, auto_node=wanted.auto_node
                )
            else:
                job = workspace.edit_task(
                    task, options=wanted.options, node_id=wanted.node_id, auto_node=wanted.auto_node
                )
            return self.desk.hold(job, item)

        why_not = self.why.not_finished(item) or self._nothing_to_process(item)
        asking = Asking(workspace.list_nodes, workspace.node_options)
        OptionsDialog(self.desk.window, task, asking, send, why_not, workspace.jobs).open()

    def _works(self, item: Item) -> str:
        """A node has the options by now; one that waits for a node can still get others."""
        waits = item.task is not None and item.task.state is TaskState.WAITING
        return "" if waits else self.why.not_finished(item)

    def _is_over(self, item: Item) -> str:
        over = item.task is not None and item.task.is_finished
        return translate("Actions", "The task is over.") if over else ""

    def _nothing_to_process(self, item: Item) -> str:
        empty = item.task is not None and bool(item.task.import_url) and not item.task.images_count
        return translate("Actions", "The task was imported without photos: there is nothing to process.") if empty else ""

    def _no_node(self, item: Item) -> str:
        task = item.task
        missing = task is not None and task.processing_node_id is None and not task.auto_processing_node
        return translate("Actions", "The task has no processing node: choose one with “Change options” first.") if missing else ""

    def _stages(self, item: Item) -> tuple[str, ...]:
        workspace = self.desk.workspace(item)
        return stages_of(_task(item), workspace.monitor.nodes) if workspace is not None else ()

    def _no_stages(self, item: Item) -> str:
        if self._stages(item):
            return ""
        return translate("Actions", "The server names no stage that this task could be restarted from.")


def _task(item: Item) -> Task:
    if item.task is None:
        raise ValueError("only tasks are processed")
    return item.task
