"""A group for each task: its order, what is shown, what is selected, and nothing twice."""

from __future__ import annotations

from typing import Any, Iterator, List

import pytest
from nadir.core.api.task import Task
from nadir.core.layers.groups import FROM_THE_TOP
from nadir.core.layers.marks import LayerForm, Mark, read_mark, write_mark
from nadir.core.layers.on_map import find_layer, kinds_on_map
from nadir.core.layers.products import LayerKind
from nadir.core.layers.project import _show, add_layers, add_loose
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas

URL = "https://maps.example.org"
TASK = Task("a1", "7", name="Quarry  \n west", processing_time_ms=1000)


@pytest.fixture(autouse=True)
def empty(project: QgsProject) -> Iterator[None]:
    yield


def layer_of(kind: LayerKind, form: LayerForm = LayerForm.TILES, task: Task = TASK, detail: str = "") -> QgsMapLayer:
    layer = QgsVectorLayer("Point?crs=EPSG:4326", kind.title, "memory")
    write_mark(layer, Mark.of(task, URL, kind, form, detail=detail))
    return layer


def group() -> QgsLayerTreeGroup:
    (found,) = QgsProject.instance().layerTreeRoot().findGroups()
    return found


def kinds() -> List[LayerKind]:
    marks = (read_mark(node.layer()) for node in group().findLayers())
    return [mark.kind for mark in marks if mark is not None]


def node_of(layer: QgsMapLayer) -> QgsLayerTreeLayer:
    return QgsProject.instance().layerTreeRoot().findLayer(layer.id())


def test_whatever_order_they_come_in_points_lie_over_lines_over_rasters() -> None:
    wanted = [kind for kind in FROM_THE_TOP if kind is not LayerKind.EXTENTS]
    for kind in sorted(wanted, key=lambda kind: kind.value):
        add_layers(TASK, URL, [layer_of(kind)])
    assert kinds() == wanted
    assert kinds()[-1] is LayerKind.ORTHOPHOTO


def test_every_kind_has_its_place() -> None:
    assert set(FROM_THE_TOP) == set(LayerKind)


def test_real_values_lie_over_their_tiles_which_are_switched_off() -> None:
    tiles, values = layer_of(LayerKind.DSM), layer_of(LayerKind.DSM, LayerForm.FILE)
    add_layers(TASK, URL, [tiles])
    assert node_of(tiles).isVisible()
    add_layers(TASK, URL, [values])
    assert [node.layer() for node in group().findLayers()] == [values, tiles]
    assert node_of(values).isVisible() and not node_of(tiles).isVisible()


def test_of_those_that_come_together_one_is_shown_and_what_is_added_on_purpose_is() -> None:
    together = [layer_of(kind) for kind in (LayerKind.DSM, LayerKind.DTM, LayerKind.ORTHOPHOTO)]
    add_layers(TASK, URL, together)
    assert [node_of(layer).isVisible() for layer in together] == [False, False, True]
    photos, index = layer_of(LayerKind.PHOTOS, LayerForm.FILE), layer_of(LayerKind.INDEX, detail="NDVI")
    add_layers(TASK, URL, [photos, index])
    assert node_of(photos).isVisible() and node_of(index).isVisible()


def test_a_group_that_was_switched_off_is_shown_with_what_is_added_to_it() -> None:
    add_layers(TASK, URL, [layer_of(LayerKind.ORTHOPHOTO)])
    group().setItemVisibilityChecked(False)
    photos = layer_of(LayerKind.PHOTOS, LayerForm.FILE)
    add_layers(TASK, URL, [photos])
    assert node_of(photos).isVisible()


def test_added_twice_it_is_selected_and_shown_and_not_doubled(qgis_iface: Any) -> None:
    first = layer_of(LayerKind.DSM)
    add_layers(TASK, URL, [first])
    node_of(first).setItemVisibilityChecked(False)
    group().setItemVisibilityChecked(False)
    add_layers(TASK, URL, [layer_of(LayerKind.ORTHOPHOTO)])
    again = add_layers(TASK, URL, [layer_of(LayerKind.DSM)])
    assert again.layers == () and again.present == (first,)
    assert node_of(first).isVisible()
    assert qgis_iface.activeLayer() == first
    assert len(QgsProject.instance().mapLayers()) == 2


def test_two_indices_and_two_runs_are_not_the_same_layer() -> None:
    add_layers(TASK, URL, [layer_of(LayerKind.INDEX, detail="NDVI")])
    add_layers(TASK, URL, [layer_of(LayerKind.INDEX, detail="VARI")])
    later = Task("a1", "7", name="Quarry west", processing_time_ms=2000)
    add_layers(later, URL, [layer_of(LayerKind.INDEX, task=later, detail="NDVI")])
    assert len(group().findLayers()) == 3
    assert kinds_on_map(later, URL) == {LayerKind.INDEX}


def test_a_group_is_found_again_when_it_was_renamed_and_moved() -> None:
    add_layers(TASK, URL, [layer_of(LayerKind.ORTHOPHOTO)])
    root = QgsProject.instance().layerTreeRoot()
    elsewhere = root.addGroup("Archive")
    node = group_named(root, "Quarry west")
    node.setName("mine")
    elsewhere.addChildNode(node.clone())
    root.removeChildNode(node)
    add_layers(TASK, URL, [layer_of(LayerKind.DSM)])
    assert [child.name() for child in elsewhere.children()] == ["mine"]
    assert len(group_named(root, "mine").findLayers()) == 2


def group_named(root: QgsLayerTreeGroup, name: str) -> QgsLayerTreeGroup:
    found = root.findGroup(name)
    assert found is not None
    return found


def test_layers_of_no_single_task_lie_on_top_once() -> None:
    add_layers(TASK, URL, [layer_of(LayerKind.ORTHOPHOTO)])
    extents = layer_of(LayerKind.EXTENTS, LayerForm.FILE)
    add_loose([extents])
    add_loose([layer_of(LayerKind.EXTENTS, LayerForm.FILE)])
    root = QgsProject.instance().layerTreeRoot()
    assert root.children()[0].layer() == extents
    assert len(QgsProject.instance().mapLayers()) == 2


def test_a_layer_is_found_by_its_mark_however_it_is_called() -> None:
    layer = layer_of(LayerKind.DTM)
    add_layers(TASK, URL, [layer])
    layer.setName("terrain of mine")
    assert find_layer(Mark.of(TASK, URL, LayerKind.DTM, LayerForm.TILES)) == layer
    assert find_layer(Mark.of(TASK, URL, LayerKind.DTM, LayerForm.FILE)) is None
    assert find_layer(Mark.of(TASK, "https://other.example.org", LayerKind.DTM, LayerForm.TILES)) is None


def test_what_is_added_on_purpose_is_not_hidden_by_the_surfaces_above_it() -> None:
    dsm, photos = layer_of(LayerKind.DSM, LayerForm.FILE), layer_of(LayerKind.PHOTOS, LayerForm.FILE)
    add_layers(TASK, URL, [dsm])
    add_layers(TASK, URL, [photos])
    dtm, again = (layer_of(LayerKind.DTM, LayerForm.FILE) for _time in range(2))
    add_layers(TASK, URL, [dtm])
    assert node_of(dtm).isVisible() and not node_of(dsm).isVisible()
    assert node_of(photos).isVisible(), "points hide nothing"
    node_of(dsm).setItemVisibilityChecked(True)
    add_layers(TASK, URL, [again])
    assert not node_of(dsm).isVisible(), "asked for once more, it is to be seen"


def test_points_and_lines_leave_the_surfaces_as_they_are() -> None:
    dsm = layer_of(LayerKind.DSM, LayerForm.FILE)
    add_layers(TASK, URL, [dsm])
    add_layers(TASK, URL, [layer_of(LayerKind.CONTOURS, LayerForm.FILE)])
    assert node_of(dsm).isVisible()


@pytest.mark.parametrize(("width", "moves"), [(0.1, False), (5.0, True)])
def test_what_is_a_dot_on_the_map_counts_as_unseen(width: float, moves: bool) -> None:
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    canvas = QgsMapCanvas()
    canvas.resize(400, 400)
    canvas.setDestinationCrs(degrees)
    canvas.setExtent(QgsRectangle(10, 50, 10 + width, 50 + width))
    before = canvas.extent()
    _show(canvas, QgsReferencedRectangle(QgsRectangle(10.02, 50.02, 10.04, 50.04), degrees), True)
    assert (canvas.extent() != before) is moves
