"""Whole projects on the map: where their tasks lie, all flights one after the other, two flights compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Collection, Optional, Sequence, Tuple

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..api.projects import Project
from ..api.task import Task
from ..errors import NadirError
from ..jobs import Job, JobControl
from ..layers import project as project_layers
from ..layers.comparing.difference import DifferenceResult
from ..layers.comparing.layer import tell
from ..layers.comparing.work import DifferenceRequest, comparing, show_difference
from ..layers.downloading import cache_of
from ..layers.on_map import find_layer
from ..layers.products import FIRST_KINDS, LayerKind
from ..layers.time import Timeline, by_time, whole_project
from ..layers.vectors.extents import make_extents, plan_extents
from ..layers.vectors.plan import VectorPlan
from ..settings import Settings
from .map_layers import ArrivingResults
from .map_products import ProductVerbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FLIGHT_KINDS = tuple(kind for kind in FIRST_KINDS if kind is not LayerKind.POINT_CLOUD)  # QGIS gives point clouds no time


@dataclass(frozen=True)
class LoadedProject:
    """What of a project is on the map now. timeline: what the temporal controller steps through."""

    project: Project
    tasks: Tuple[Task, ...]
    layers: Tuple[QgsMapLayer, ...]
    timeline: Timeline


@dataclass(frozen=True)
class Comparison:
    """The difference of two flights on the map, and its figures in a sentence."""

    layer: QgsMapLayer
    text: str


class ProjectMapVerbs(ProductVerbs):
    """What concerns more than one task."""

    def add_extents(self, project: Project) -> Job:
        """Where the tasks of a project lie, as a layer of areas; succeeds with the layer."""

        def work(control: JobControl) -> VectorPlan:
            return plan_extents(self.client, cache_of(Settings()), project.id, control.cancelled, control.progress)

        title = translate("Workspace", "Adding the extents of {name}").format(name=project.name)
        return self._start(title, work, finish=partial(_show_extents, project))

    def add_whole_project(self, project: Project, kinds: Collection[LayerKind] = FLIGHT_KINDS) -> Job:
        """Put all finished flights of a project on the map, the earliest first, and let the temporal controller step
        through them; succeeds with LoadedProject. What could not be loaded is told by `error_occurred`, all in one.
        """

        def work(control: JobControl) -> Tuple[ArrivingResults, ...]:
            return self._load_flights(control, project, [kind for kind in FIRST_KINDS if kind in kinds])

        title = translate("Workspace", "Adding all flights of {name} to the map").format(name=project.name)
        return self._start(title, work, shown=True, finish=partial(self._end_project, project))

    def difference(self, request: DifferenceRequest) -> Job:
        """The heights of one flight minus those of another, as a layer; succeeds with Comparison."""
        url = self.client.session.url
        work = comparing(self.client, cache_of(Settings()), request)

        def finish(result: DifferenceResult) -> Comparison:
            return Comparison(show_difference(result, request, url), tell(result))

        title = translate("Workspace", "Comparing {before} with {after}")
        return self._start(title.format(before=request.before.name, after=request.after.name), work, shown=True, finish=finish)

    def _load_flights(
        self, control: JobControl, project: Project, kinds: Sequence[LayerKind]
    ) -> Tuple[ArrivingResults, ...]:
        """On a worker. The newest comes last, so that its group lies on top."""
        tasks = [task for task in self.client.tasks.list(project.id, cancelled=control.cancelled) if task.completed]
        found = []
        for number, task in enumerate(by_time(tasks)):
            control.raise_if_cancelled()
            control.progress(number / len(tasks), task.name)
            missing = control.on_main_thread(partial(self.missing_kinds, task, kinds))
            found.append(self.load_one_by_one(control, task, missing, with_others=True, quietly=True))
        if not found:
            raise NadirError(
                translate("Workspace", "No task of “{name}” is completed yet.").format(name=_one_line(project.name)),
                translate("Workspace", "Flights can be added once they have been processed."),
            )
        return tuple(found)

    def _end_project(self, project: Project, found: Sequence[ArrivingResults]) -> LoadedProject:
        """On the main thread."""
        tasks, url = tuple(results.task for results in found), self.client.session.url
        present = [layer for task in tasks for layer in project_layers.layers_of(task, url)]
        extent = project_layers.extent_of(present)
        problem = _problem(found)
        if extent is None and problem is not None:
            raise problem
        if problem is not None:
            self.error_occurred.emit(problem)
        project_layers.zoom_to(extent)
        layers = tuple(layer for results in found for layer in results.layers)
        return LoadedProject(project, tasks, layers, whole_project(tasks, url))


def _show_extents(project: Project, planned: VectorPlan) -> QgsMapLayer:
    layer = make_extents(planned)
    layer.setName(translate("Workspace", "{layer} of {project}").format(layer=layer.name(), project=_one_line(project.name)))
    extent = project_layers.add_loose([layer])
    project_layers.zoom_to(extent, if_unseen=True)
    return find_layer(planned.mark) or layer


def _problem(found: Sequence[ArrivingResults]) -> Optional[NadirError]:
    """All that went wrong as one error; None where nothing did."""
    problems = [(results.task, problem) for results in found for problem in results.problems]
    if not problems:
        return None
    first = problems[0][1]
    names = tuple(dict.fromkeys(_one_line(task.name) for task, _problem in problems))
    text = translate("Workspace", "Not all of {n} flights could be loaded: {names}")
    detail = "\n".join(f"{_one_line(task.name)}: {problem.summary} {problem.detail}" for task, problem in problems)
    shown = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
    return NadirError(f"{text.format(n=len(names), names=shown)}\n{first.summary}", first.remedy, detail)


def _one_line(name: str) -> str:
    return " ".join(name.split())[:60]
