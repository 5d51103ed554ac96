"""Our layers in the open QGIS project, found by their marks, wherever the user has put them and however they are called."""

from __future__ import annotations

from typing import List, Optional, Set, Tuple

from qgis.core import QgsMapLayer, QgsProject

from ..api.task import Task
from .marks import PREFIX, LayerForm, Mark, read_mark
from .products import LayerKind, result_version

RELIEF_OF = f"{PREFIX}relief_of"  # id of the layer that it shades


def marked_layers() -> List[Tuple[QgsMapLayer, Mark]]:
    """All layers of ours with what they show."""
    found = ((layer, read_mark(layer)) for layer in QgsProject.instance().mapLayers().values())
    return [(layer, mark) for layer, mark in found if mark is not None]


def layers_of(task: Task, server_url: str) -> List[QgsMapLayer]:
    """The layers of a task's latest run."""
    wanted = (server_url, task.id, result_version(task))
    return [layer for layer, mark in marked_layers() if (mark.server_url, mark.task_id, mark.version) == wanted]


def kinds_on_map(task: Task, server_url: str) -> Set[LayerKind]:
    """The products of a task's latest run that are shown already, in whatever form; not those whose file was lost."""
    marks = ((layer, read_mark(layer)) for layer in layers_of(task, server_url))
    return {mark.kind for layer, mark in marks if mark is not None and (layer.isValid() or mark.form is not LayerForm.FILE)}


def find_layer(wanted: Mark) -> Optional[QgsMapLayer]:
    """The layer that shows the same product of the same run in the same form; None where there is none, or where the file
    of the one that there is was lost.
    """
    found = (layer for layer, mark in marked_layers() if is_same_layer(mark, wanted))
    return next((layer for layer in found if layer.isValid() or wanted.form is not LayerForm.FILE), None)


def is_same_layer(mark: Mark, wanted: Mark) -> bool:
    """Whether two marks are of the same product of the same run, in the same form."""
    return mark.is_same_product(wanted) and (mark.version, mark.form) == (wanted.version, wanted.form)


def tiles_beneath(mark: Mark) -> List[QgsMapLayer]:
    """The tiles that a layer with real values hides: of the same product and run."""
    if mark.form is LayerForm.TILES:
        return []
    return [
        layer
        for layer, other in marked_layers()
        if other.form is LayerForm.TILES and other.is_same_product(mark) and other.version == mark.version
    ]


def relief_of(values: QgsMapLayer) -> Optional[QgsMapLayer]:
    """The layer in the open project that shades another one."""
    layers = QgsProject.instance().mapLayers().values()
    return next((layer for layer in layers if layer.customProperty(RELIEF_OF) == values.id()), None)
