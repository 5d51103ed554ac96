"""What can be done with tasks that are there."""

from __future__ import annotations

from typing import Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ..api.task import Task
from ..jobs import Job
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class TaskVerbs(Verbs):
    """Cancel, restart and remove tasks."""

    def cancel_task(self, task: Task) -> Job:
        """Ask the server to stop a task."""
        return self._change_task(translate("Workspace", "Cancelling {name}"), task, self.client.tasks.cancel)

    def restart_task(self, task: Task) -> Job:
        """Process a task again."""
        job = self._change_task(translate("Workspace", "Restarting {name}"), task, self.client.tasks.restart)
        job.succeeded.connect(lambda _: self.monitor.follow_task(task.project_id, task.id))
        return job

    def remove_task(self, task: Task) -> Job:
        """Remove a task with its photos and results from the server."""
        return self._change_task(translate("Workspace", "Removing {name}"), task, self.client.tasks.remove)

    def under_way(self) -> Tuple[str, ...]:
        """Names of the tasks that are uploaded from here or, as last seen, work on the server."""
        seen = [task for project in self.monitor.projects for task in self.monitor.tasks(project.id)]
        return (*self._uploading.values(), *(task.name for task in seen if task.is_running))
