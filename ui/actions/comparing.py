"""The verb that compares two flights: a line across the map, or the difference of their heights."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal

from ...core.api.task import Task
from ...core.layers.comparing.work import DifferenceRequest
from ...core.workspace import Workspace
from ..common import wording
from ..map.compare_dialog import CompareDialog
from ..selection import Item
from .group import Group
from .verb import Acts, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FLIGHTS = 2  # that are compared


class ComparingVerbs(Group):
    """Of a project, or of one or two of its tasks."""

    started = pyqtSignal(object, str)  # Job, its title for the panel
    sides_wanted = pyqtSignal(object, object)  # Side, Side: both are on the map
    flights_wanted = pyqtSignal(object, object, object)  # Workspace, Task, Task: their orthophotos, on the map or not

    def verbs(self) -> dict[str, Verb]:
        why = self.why
        return {
            "compare": Verb(
                "compare", translate("Actions", "Compare &flights…"), Acts.BOTH, self._ask_what,
                why.any_of(why.offline, self._alone),
            ),
        }  # fmt: skip

    def _ask_what(self, items: tuple[Item, ...]) -> None:
        """The project's tasks are those that the panel knows; where it has not looked yet, the server is asked."""
        workspace, project = self.desk.workspace(items[0]), items[0].project
        if workspace is None or project is None:
            return
        chosen = [item.task for item in items if item.task is not None and item.task.project_id == project.id][:FLIGHTS]
        if workspace.monitor.is_known(project.id):
            self._open(workspace, workspace.monitor.tasks(project.id), chosen)
            return
        job = self.desk.follow(workspace.list_tasks(project.id))
        job.succeeded.connect(lambda tasks: self._open(workspace, tasks, chosen))

    def _open(self, workspace: Workspace, tasks: Sequence[Task], chosen: Sequence[Task]) -> None:
        dialog = CompareDialog(self.desk.window, tasks, chosen)
        dialog.sides_wanted.connect(self.sides_wanted)
        dialog.swipe_wanted.connect(lambda before, after: self.flights_wanted.emit(workspace, before, after))
        dialog.difference_wanted.connect(lambda request: self._compare_heights(workspace, request))
        dialog.open()

    def _compare_heights(self, workspace: Workspace, request: DifferenceRequest) -> None:
        job = workspace.difference(request)
        job.succeeded.connect(lambda comparison: self.desk.notifier.inform(comparison.text))
        title = translate("Actions", "Comparing the heights of “{before}” and “{after}”")
        names = {"before": wording.one_line(request.before.name, 40), "after": wording.one_line(request.after.name, 40)}
        self.started.emit(self.desk.follow(job), title.format(**names))

    def _alone(self, item: Item) -> str:
        alone = item.project is not None and len(item.project.task_ids) < FLIGHTS
        return translate("Actions", "The project has no two flights that could be compared.") if alone else ""
