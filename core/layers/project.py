"""Our layers in the open QGIS project: put there, each into the group of its task, and shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from qgis.core import QgsMapLayer, QgsRasterLayer, QgsReferencedRectangle
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer

from ..api.task import Task
from ..errors import NadirError
from .groups import group_for, is_switched_on, put_into, put_on_top, select, show_and_select, shown_first, uncover
from .lost import find_lost, give_file
from .make import PreparedLayers, make_layers
from .marks import Mark, read_mark
from .metadata import write_metadata
from .on_map import find_layer, kinds_on_map, layers_of
from .places import extent_of, transformed
from .time import set_time, show_moment
from .values.files import open_file
from .values.looks import say_heights
from .values.relief import put_relief

__all__ = [
    "LoadedLayers",
    "add",
    "add_layers",
    "add_loose",
    "add_saved",
    "add_vector",
    "extent_of",
    "kinds_on_map",
    "layers_of",
    "zoom_to",
]

_LEAST_SEEN = 0.02  # of the width of the map; what is smaller is a dot that nobody sees


@dataclass(frozen=True)
class LoadedLayers:
    """What is on the map now. `layers`: the new ones; `present`: those that were there already and were only shown;
    `extent`: of all layers of the task, in degrees.
    """

    task: Task
    layers: Tuple[QgsMapLayer, ...]
    extent: Optional[QgsReferencedRectangle]
    problems: Tuple[NadirError, ...] = ()
    present: Tuple[QgsMapLayer, ...] = ()


def add(prepared: PreparedLayers, *, with_others: bool = False) -> LoadedLayers:
    """Put the layers of a plan into the group of their task. What is on the map already is not doubled, but selected.

    with_others: they are some of several that come together, one after the other, of which one is to be shown.
    """
    plan = prepared.plan
    present = _layers_there([planned.mark for planned in plan.layers])
    made, problems = make_layers(prepared, lambda mark: find_layer(mark) is not None)
    loaded = add_layers(plan.task, plan.server_url, made, with_others=with_others)
    if not made and not with_others:
        there = present or layers_of(plan.task, plan.server_url)
        _show_again(there)
    return LoadedLayers(plan.task, loaded.layers, loaded.extent, (*prepared.problems, *problems), tuple(present))


def add_layers(
    task: Task, server_url: str, layers: Sequence[QgsMapLayer], *, with_others: bool = False
) -> LoadedLayers:
    """Put layers of a task, of any kind and marked (`write_mark`), into its group: each where its kind belongs, what was
    added on purpose switched on and selected.

    A layer whose like is on the map already (same product, run and form) is dropped; that one is shown and selected.
    On the main thread. The map is not moved: `zoom_to(loaded.extent)` does that.
    """
    new, present = [], []
    for layer in layers:
        mark = read_mark(layer)
        there = (find_layer(mark) or _mended(layer, mark)) if mark is not None else None
        (new.append(layer) if there is None else present.append(there))
    if new:
        for layer in new:
            set_time(layer, task)
            say_heights(layer, task)
            write_metadata(layer, task)
        put_into(group_for(task, server_url), new, with_others=with_others)
        for heights in (layer for layer in new if isinstance(layer, QgsRasterLayer)):
            put_relief(heights)
        chosen = shown_first(new) or new[0]
        if is_switched_on(chosen) or not with_others:
            select(chosen)
        if not with_others:
            show_moment(chosen)
    elif not with_others:
        _show_again(present)
    return LoadedLayers(task, tuple(new), extent_of(layers_of(task, server_url)), (), tuple(present))


def add_loose(layers: Sequence[QgsMapLayer]) -> Optional[QgsReferencedRectangle]:
    """Put layers that belong to no single task, such as the extents of a project or a difference of two flights, on top
    of the map; one whose like is there already is only shown. Gives what they cover, in degrees.
    """
    marks = [read_mark(layer) for layer in layers]
    there = [find_layer(mark) if mark is not None else None for mark in marks]
    put_on_top([layer for layer, known in zip(layers, there) if known is None])
    shown = [known or layer for layer, known in zip(layers, there)]
    _show_again(shown)
    return extent_of(shown)


def add_vector(task: Task, server_url: str, title: str, path: Path) -> QgsMapLayer:
    """Put positions that were downloaded into the group of their task, and show them. Raises NadirError."""
    layer = open_file(path, title)
    if layer is None:
        raise _not_opened(path)
    return _added(task, server_url, layer)


def add_saved(path: Path) -> QgsMapLayer:
    """Put a file that the user saved on top of the map, and zoom to it. Raises NadirError."""
    layer = open_file(path, path.stem)
    if layer is None:
        raise NadirError(
            QCoreApplication.translate("Layers", "QGIS cannot open {file}.").format(file=path.name),
            QCoreApplication.translate("Layers", "Save it again: it may have been moved or changed."),
            str(path),
        )
    zoom_to(add_loose([layer]))
    return layer


def zoom_to(extent: Optional[QgsReferencedRectangle], *, if_unseen: bool = False) -> None:
    """Show an extent in the main map, where QGIS has a window. if_unseen: only where the map shows nothing of it, or a dot.

    Not at once: the first layers of a project set its reference system and zoom when the event loop turns next.
    """
    from qgis.utils import iface  # None until QGIS has its window, and without one

    if iface is not None and extent is not None and iface.mapCanvas() is not None:
        canvas = iface.mapCanvas()
        QTimer.singleShot(0, lambda: _show(canvas, extent, if_unseen))


def _show(canvas: QObject, extent: QgsReferencedRectangle, if_unseen: bool) -> None:
    crs = canvas.mapSettings().destinationCrs()
    if not crs.isValid():  # a map without a reference system: there is nowhere to zoom to
        return
    box = transformed(extent, extent.crs(), crs)
    shown = canvas.extent()
    if if_unseen and shown.intersects(box) and box.width() > shown.width() * _LEAST_SEEN:
        return
    box.scale(1.05)
    canvas.setExtent(box)
    canvas.refresh()


def _added(task: Task, server_url: str, layer: QgsMapLayer) -> QgsMapLayer:
    loaded = add_layers(task, server_url, [layer])
    return (*loaded.layers, *loaded.present)[0]


def _mended(layer: QgsMapLayer, mark: Mark) -> Optional[QgsMapLayer]:
    """The layer on the map that had lost the file of this one, and has it again."""
    lost = find_lost(mark)
    if lost is not None:
        give_file(lost, mark, layer.source())
    return lost


def _layers_there(marks: Sequence[Mark]) -> List[QgsMapLayer]:
    found = (find_layer(mark) for mark in marks)
    return [layer for layer in found if layer is not None]


def _show_again(layers: Sequence[QgsMapLayer]) -> None:
    """Of layers that are on the map already, show and select the one that was most likely asked for."""
    wanted = shown_first(layers) or next(iter(layers), None)
    if wanted is not None:
        show_and_select(wanted)
        show_moment(wanted)
    if wanted is not None and len(layers) == 1:
        uncover(wanted)


def _not_opened(path: Path) -> NadirError:
    return NadirError(
        QCoreApplication.translate("Layers", "QGIS cannot open {file}.").format(file=path.name),
        QCoreApplication.translate("Layers", "Remove downloaded results in the options, then try again."),
        str(path),
    )
