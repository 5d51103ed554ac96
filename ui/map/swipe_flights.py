"""The orthophotos of two flights under a swipe: put on the map where they are not, then compared."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.task import Task
from ...core.errors import NadirError
from ...core.jobs import Job
from ...core.layers.products import LayerKind
from ...core.layers.project import extent_of, zoom_to
from ...core.workspace import Workspace
from ..common import wording
from .swipe import Side, SwipeTool

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def swipe_flights(
    workspace: Workspace,
    tool: SwipeTool,
    before: Task,
    after: Task,
    failed: Callable[[object], None],
    shown: Callable[[Job, Task], None] = lambda job, task: None,
) -> None:
    """Compare the orthophotos of two tasks; those that are on the map are there at once. `failed` gets what went wrong,
    `shown` each job that loads an orthophoto, with its task.
    """
    kinds = (LayerKind.ORTHOPHOTO,)
    waiting = [task for task in (before, after) if not workspace.is_on_map(task, kinds)]

    def go_on() -> None:
        if not waiting:
            _start(workspace, tool, before, after, failed)
            return
        task = waiting.pop(0)
        job = workspace.load_results(task, kinds)
        shown(job, task)
        job.succeeded.connect(lambda _loaded: go_on())
        job.failed.connect(failed)

    go_on()


def _start(
    workspace: Workspace, tool: SwipeTool, before: Task, after: Task, failed: Callable[[object], None]
) -> None:
    url = workspace.client.session.url
    sides = [Side.of_task(task, url) for task in (before, after)]
    missing = next((side for side in sides if not side.layers()), None)
    if missing is None:
        zoom_to(extent_of([layer for side in sides for layer in side.layers()]), if_unseen=True)
        tool.start(*sides)
        return
    failed(
        NadirError(
            translate("Compare", "The orthophoto of “{flight}” is not on the map.").format(flight=wording.one_line(missing.name, 60)),
            translate("Compare", "Add it to the map, then compare again."),
        )
    )
