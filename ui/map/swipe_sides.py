"""The two sides of a swipe: which layers each shows, and what of the map lies above and below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject, QgsRasterLayer

from ...core.api.task import Task
from ...core.layers.marks import read_mark
from ...core.layers.on_map import layers_of
from ...core.layers.products import LayerKind
from ...core.layers.time import day_of
from ..common import wording

LONGEST_NAME = 60


@dataclass(frozen=True)
class Side:
    """What one side of a swipe shows, by the ids of layers, and what it is called."""

    name: str
    layer_ids: tuple[str, ...]

    @classmethod
    def of_layer(cls, layer: QgsMapLayer) -> Side:
        """A single layer, whether it is switched on in the layer tree or not."""
        return cls(wording.one_line(layer.name(), LONGEST_NAME), (layer.id(),))

    @classmethod
    def of_group(cls, group: QgsLayerTreeGroup) -> Side:
        """The layers that are switched on in a group; all where none is."""
        nodes = group.findLayers()
        chosen = [node for node in nodes if node.itemVisibilityChecked()] or nodes
        return cls(wording.one_line(group.name(), LONGEST_NAME), tuple(node.layerId() for node in chosen))

    @classmethod
    def of_task(cls, task: Task, server_url: str, kind: LayerKind = LayerKind.ORTHOPHOTO) -> Side:
        """A product of a task that is on the map, in all the forms that it is there; of no layers where it is not."""
        found = ((layer, read_mark(layer)) for layer in layers_of(task, server_url))
        ids = tuple(layer.id() for layer, mark in found if mark is not None and mark.kind is kind)
        return cls(name_of(task), ids)

    def layers(self) -> list[QgsMapLayer]:
        """Those of its layers that are still in the project, the top one first."""
        found = [QgsProject.instance().mapLayer(layer_id) for layer_id in self.layer_ids]
        places = _places()
        return sorted((layer for layer in found if layer is not None), key=lambda layer: places.get(layer.id(), 0))


def name_of(task: Task) -> str:
    """`Morning flight, 12/05/2024`"""
    name, day = wording.one_line(task.name, LONGEST_NAME), day_of(task)
    return f"{name}, {day}" if name and day else name or day


def composition(side: Side, other: Side, shown: Sequence[QgsMapLayer]) -> list[QgsMapLayer]:
    """The layers that a side of the map shows, the top one first, out of those that the map shows.

    Vectors that lie above the compared layers stay above; rasters there would cover what is to be compared, and go below.
    """
    own, places = side.layers(), _places()
    if not own:
        return []
    apart = {*side.layer_ids, *other.layer_ids}
    rest = [layer for layer in shown if layer.id() not in apart]
    top = places.get(own[0].id(), 0)
    above = [layer for layer in rest if places.get(layer.id(), top) < top and not isinstance(layer, QgsRasterLayer)]
    return [*above, *own, *(layer for layer in rest if layer not in above)]


def _places() -> dict[str, int]:
    """How far from the top each layer lies."""
    return {layer.id(): place for place, layer in enumerate(QgsProject.instance().layerTreeRoot().layerOrder())}
