"""The verb that compares two flights: a line across the map, or the difference of their heights."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal

from ...core.api.task import Task
from ...core.jobs import Job, JobState
from ...core.layers.comparing.work import DifferenceRequest
from ...core.layers.products import LayerKind
from ...core.workspace import Workspace
from ..common import wording
from ..map.compare_dialog import CompareDialog
from ..map.swipe_sides import Side
from ..selection import Item
from .group import Group
from .verb import Acts, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FLIGHTS = 2  # that are compared


class ComparingVerbs(Group):
    """Of a project, or of one or two of its tasks."""

    started = pyqtSignal(object, str)  # Job, its title for the panel
    swipe_wanted = pyqtSignal(object, object)  # Side, Side: both are on the map

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
        dialog.sides_wanted.connect(self.swipe_wanted)
        dialog.swipe_wanted.connect(lambda before, after: _Swipe(self, workspace, (before, after)).begin())
        dialog.difference_wanted.connect(lambda request: self._compare_heights(workspace, request))
        dialog.open()

    def _compare_heights(self, workspace: Workspace, request: DifferenceRequest) -> None:
        job = workspace.difference(request)
        job.succeeded.connect(lambda comparison: self.desk.notifier.inform(comparison.text))
        title = translate("Actions", "Comparing the heights of “{before}” and “{after}”")
        names = {"before": wording.one_line(request.before.name, 40), "after": wording.one_line(request.after.name, 40)}
        self.tell(job, title.format(**names))

    def tell(self, job: Job, title: str) -> Job:
        """Show a job in the panel, and its error."""
        self.desk.follow(job)
        self.started.emit(job, title)
        return job

    def _alone(self, item: Item) -> str:
        alone = item.project is not None and len(item.project.task_ids) < FLIGHTS
        return translate("Actions", "The project has no two flights that could be compared.") if alone else ""


class _Swipe:
    """Brings the orthophotos of two flights onto the map, then draws the line. Kept alive by the jobs that it waits for."""

    def __init__(self, verbs: ComparingVerbs, workspace: Workspace, tasks: tuple[Task, Task]) -> None:
        self._verbs, self._workspace, self._tasks = verbs, workspace, tasks
        self._waiting = [task for task in tasks if not self._side(task).layers()]

    def begin(self) -> None:
        """The earlier one first, one after the other."""
        if self._waiting:
            self._add(self._waiting.pop(0))
            return
        first, second = (self._side(task) for task in self._tasks)
        if first.layers() and second.layers():
            self._verbs.swipe_wanted.emit(first, second)

    def _add(self, task: Task) -> None:
        job = self._workspace.load_results(task, (LayerKind.ORTHOPHOTO,))
        job.finished.connect(lambda: self.begin() if job.state is JobState.SUCCEEDED else None)
        title = translate("Actions", "Adding “{name}” to the map")
        self._verbs.tell(job, title.format(name=wording.one_line(task.name, 60)))

    def _side(self, task: Task) -> Side:
        return Side.of_task(task, self._workspace.client.session.url)
