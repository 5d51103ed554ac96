"""What can be done with tasks that are there."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ..api.projects import Project
from ..api.task import Task, TaskOption, TaskStatus
from ..api.task_changes import TaskChanges
from ..errors import NadirError
from ..jobs import Job, JobControl
from ..layers.downloading import downloading
from ..transfers.fetch import Fetch
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

RERUN_FROM = "rerun-from"
CLOUD = "georeferenced_model.laz"  # that servers align another task to


class TaskVerbs(Verbs):
    """Change, cancel, restart, move, copy and remove tasks."""

    def rename_task(self, task: Task, name: str) -> Job:
        """Succeeds with the Task."""
        return self.edit_task(task, name=name)

    def edit_task(self, task: Task, **changes: Any) -> Job:
        """Change fields of a task by the names of `TaskChanges`; succeeds with the Task."""
        wanted = TaskChanges(**changes)
        title = translate("Workspace", "Changing {name}").format(name=task.name)

        def work(control: JobControl) -> Task:
            return self.client.tasks.patch(task.project_id, task.id, wanted, cancelled=control.cancelled)

        return self._change(title, work)

    def move_tasks(self, tasks: Sequence[Task], project: Project) -> Job:
        """Put tasks into another project; succeeds with them as they are then. Those that could not be moved are in the
        error, the others have been.
        """
        title = translate("Workspace", "Moving tasks to {project}").format(project=project.name)
        wanted = TaskChanges(move_to=project.id)

        def work(control: JobControl) -> Tuple[Task, ...]:
            moved, failed = [], []
            for number, task in enumerate(tasks):
                control.raise_if_cancelled()
                control.progress(number / len(tasks), task.name)
                try:
                    moved.append(self.client.tasks.patch(task.project_id, task.id, wanted, cancelled=control.cancelled))
                except NadirError as error:
                    failed.append((task, error))
            if failed:
                raise _not_moved(failed, project, len(tasks))
            return tuple(moved)

        return self._change(title, work)

    def cancel_task(self, task: Task) -> Job:
        """Ask the server to stop a task."""
        return self._change_task(translate("Workspace", "Cancelling {name}"), task, self.client.tasks.cancel)

    def restart_task(
        self,
        task: Task,
        from_stage: Optional[str] = None,
        options: Optional[Sequence[TaskOption]] = None,
        *,
        node_id: Optional[str] = None,
        auto_node: Optional[bool] = None,
    ) -> Job:
        """Process a task again, from its first stage or another one, with the options that it has or with new ones.

        from_stage: one of `task.can_rerun_from`. node_id: the node to run on; auto_node: True lets the server choose.
        """
        wanted = options
        stays = any(option.name == RERUN_FROM for option in task.options)
        if from_stage is not None or (wanted is None and stays):
            kept = task.options if wanted is None else wanted
            wanted = [option for option in kept if option.name != RERUN_FROM]
            wanted += [TaskOption(RERUN_FROM, from_stage)] if from_stage else []
        changes = TaskChanges(
            options=None if wanted is None else tuple(wanted), node_id=node_id, auto_node=auto_node
        )

        def work(control: JobControl) -> None:
            if changes != TaskChanges():
                self.client.tasks.patch(task.project_id, task.id, changes, cancelled=control.cancelled)
            self.client.tasks.restart(task.project_id, task.id, cancelled=control.cancelled)

        job = self._change(translate("Workspace", "Restarting {name}").format(name=task.name), work)
        job.succeeded.connect(lambda _: self.monitor.follow_task(task.project_id, task.id))
        return job

    def compact_task(self, task: Task) -> Job:
        """Have the server remove what only processing again would need, the photos among it."""
        title = translate("Workspace", "Compacting {name}").format(name=task.name)
        refusal = translate("Workspace", "This server cannot compact tasks.")

        def work(control: JobControl) -> None:
            self.client.tasks.compact(task.project_id, task.id, cancelled=control.cancelled)

        return self._change(title, self._if_known("compact", refusal, task.project_id, work))

    def duplicate_task(self, task: Task) -> Job:
        """Copy a task with its photos and results, which may take long; succeeds with the copy."""
        title = translate("Workspace", "Duplicating {name}").format(name=task.name)
        refusal = translate("Workspace", "This server cannot duplicate tasks.")

        def work(control: JobControl) -> Task:
            return self.client.tasks.duplicate(task.project_id, task.id, cancelled=control.cancelled)

        return self._change(title, self._if_known("duplicate_task", refusal, task.project_id, work), shown=True)

    def remove_task(self, task: Task) -> Job:
        """Remove a task with its photos and results from the server."""
        return self._change_task(translate("Workspace", "Removing {name}"), task, self.client.tasks.remove)

    def back_up(self, task: Task, target: Path) -> Job:
        """Download all of a task with its photos as one zip, which can be imported again; succeeds with the target."""
        title = translate("Workspace", "Backing up {name}").format(name=task.name)
        refusal = translate("Workspace", "This server cannot back tasks up.")
        download = Fetch(self.client.assets.backup(task.project_id, task.id), target)
        work = self._if_known("back_up", refusal, task.project_id, downloading(download))
        return self._start(title, work, shown=True)

    def tasks_to_align_to(self, project_id: str) -> Job:
        """Succeeds with the finished tasks of a project that have a point cloud, newest first."""

        def work(control: JobControl) -> Tuple[Task, ...]:
            return self.client.tasks.list(
                project_id,
                status=TaskStatus.COMPLETED,
                available_assets=(CLOUD,),
                ordering="-created_at",
                cancelled=control.cancelled,
            )

        return self._start(translate("Workspace", "Looking for tasks to align to"), work)

    def under_way(self) -> Tuple[str, ...]:
        """Names of the tasks that are uploaded from here or, as last seen, work on the server."""
        seen = [task for project in self.monitor.projects for task in self.monitor.tasks(project.id)]
        return (*self._uploading.values(), *(task.name for task in seen if task.is_running))


def _not_moved(failed: Sequence[Tuple[Task, NadirError]], project: Project, count: int) -> NadirError:
    """One error for all tasks that stayed where they were; the reason of the first is as good as any."""
    names = ", ".join(task.name for task, _error in failed)
    summary = translate("Workspace", "{n} of {count} tasks could not be moved to “{project}”: {reason}")
    first = failed[0][1]
    text = summary.format(n=len(failed), count=count, project=project.name, reason=first.summary)
    details = "\n".join(f"{task.name}: {error} {error.detail}" for task, error in failed)
    return NadirError(text, first.remedy, f"{names}\n{details}")
