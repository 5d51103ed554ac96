"""The legend of coloured heights: in the layer tree, in print layouts, after a copy, a saved project and without Python's hold."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.layer import after_reading, make_tiles, renew_tiles, restyle
from nadir.core.layers.tiles.legend import TileLegend, decimals_of, remove_legend
from nadir.core.layers.tiles.plan import TilesPlan
from nadir.core.layers.tiles.ramps import Ramp, from_text, stops_of, to_text
from nadir.core.layers.tiles.style import TileStyle, style_of
from nadir.core.layers.tiles.values import RasterValues, values_of
from nadir.test.qgis.layers.tiles_stage import pixels
from qgis.core import (
    QgsLayerTreeModel,
    QgsLayerTreeModelLegendNode,
    QgsLayoutExporter,
    QgsLayoutItemLegend,
    QgsLayoutPoint,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtGui import QImage

Turn = Callable[..., bool]
PURPLE, YELLOW = (68, 1, 84), (253, 231, 37)
URL = "http://127.0.0.1:9/api/projects/1/tasks/t/dsm/tiles/{z}/{x}/{y}.png?rescale=155,172&color_map=viridis&v=1"
STYLE = TileStyle(155.0, 172.5, "viridis", 1.0, "m")
EXTENT = (-92.0, 46.84, -91.99, 46.85)
VALUES = RasterValues(150.0, 180.0, 155.0, 172.5, (1.0, 8.0, 1.0))


def heights_layer(style: TileStyle = STYLE) -> QgsRasterLayer:
    plan = TilesPlan(LayerKind.DSM, URL, 14, 21, EXTENT, (style.low, style.high), style, True, values=VALUES)
    return make_tiles(plan)


def nodes_of(project: QgsProject, layer_id: str) -> list[QgsLayerTreeModelLegendNode]:
    """What stands below a layer in a layer tree made anew."""
    model = QgsLayerTreeModel(project.layerTreeRoot())
    found = model.layerLegendNodes(project.layerTreeRoot().findLayer(layer_id))
    nodes_of.kept = model  # type: ignore[attr-defined] - the nodes are the model's
    return list(found)


def shows_ramp(picture: Any) -> bool:
    """Whether both ends of the ramp are somewhere in a picture (rows, columns, 4)."""
    colours = picture[..., :3].reshape(-1, 3)
    return all((np.abs(colours - end).max(axis=1) <= 20).sum() >= 5 for end in (PURPLE, YELLOW))


def tree_picture(project: QgsProject, layer_id: str) -> Any:
    """The picture of the ramp in the layer tree."""
    found = [node.data(Qt.ItemDataRole.DecorationRole) for node in nodes_of(project, layer_id)]
    pictures = [each.pixmap(200, 200) if hasattr(each, "pixmap") else each for each in found if each is not None]
    return pixels(pictures[0].toImage()) if pictures else np.zeros((1, 1, 4), int)


def layout_picture(project: QgsProject, target: Path) -> Any:
    """A print layout with a legend, exported."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    legend = QgsLayoutItemLegend(layout)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(10, 10))
    legend.adjustBoxSize()
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 150
    assert QgsLayoutExporter(layout).exportToImage(str(target), settings) == QgsLayoutExporter.ExportResult.Success
    return pixels(QImage(str(target)))


def test_the_layer_tree_shows_the_ramp(project: QgsProject) -> None:
    layer = project.addMapLayer(heights_layer())
    assert len(nodes_of(project, layer.id())) == 1
    assert shows_ramp(tree_picture(project, layer.id()))


def test_it_stays_when_nothing_of_python_holds_the_layer(project: QgsProject, turn: Turn) -> None:
    layer_id = project.addMapLayer(heights_layer()).id()
    for _ in range(3):
        gc.collect()
        turn(lambda: True)
    assert len(nodes_of(project, layer_id)) == 1
    assert isinstance(project.mapLayer(layer_id).legend(), TileLegend)


def test_a_print_layout_shows_it(project: QgsProject, tmp_path: Path) -> None:
    layer = project.addMapLayer(heights_layer())
    assert shows_ramp(layout_picture(project, tmp_path / "with.png"))
    remove_legend(layer)
    assert not shows_ramp(layout_picture(project, tmp_path / "without.png"))


def test_a_copied_layer_has_it_too(project: QgsProject) -> None:
    layer = project.addMapLayer(heights_layer())
    copy = project.addMapLayer(layer.clone())
    after_reading(copy)
    project.removeMapLayer(layer.id())
    gc.collect()
    assert style_of(copy) == STYLE
    assert shows_ramp(tree_picture(project, copy.id()))


def test_a_saved_project_has_legend_extent_and_values_again(project: QgsProject, tmp_path: Path) -> None:
    layer = project.addMapLayer(heights_layer())
    extent, layer_id = layer.extent(), layer.id()
    assert project.write(str(tmp_path / "saved.qgs"))
    project.clear()
    assert project.read(str(tmp_path / "saved.qgs"))
    again = project.mapLayer(layer_id)
    after_reading(again)
    assert shows_ramp(tree_picture(project, layer_id))
    assert (style_of(again), values_of(again)) == (STYLE, VALUES)
    assert again.extent().toString(3) == extent.toString(3)


def test_another_range_changes_it(project: QgsProject) -> None:
    layer = project.addMapLayer(heights_layer())
    before = layer.legend()
    restyle(layer, TileStyle(100.0, 300.0, "viridis", 0.0, "m"))
    assert layer.legend() is not before
    assert layer.legend().style == TileStyle(100.0, 300.0, "viridis", 0.0, "m")
    assert "rescale=100,300" in layer.source().replace("%3D", "=").replace("%2C", ",")
    assert "hillshade" not in layer.source()
    after_reading(layer)
    assert layer.legend().style.high == 300.0


def test_a_later_run_takes_its_place(project: QgsProject) -> None:
    layer = project.addMapLayer(heights_layer())
    layer.setOpacity(0.4)
    later = TilesPlan(LayerKind.DSM, URL.replace("v=1", "v=2"), 13, 20, EXTENT, (1.0, 2.0), TileStyle(1.0, 2.0))
    renew_tiles(layer, later)
    assert "v%3D2" in layer.source()
    assert "zmax=20" in layer.source()
    assert (layer.opacity(), layer.legend().style) == (0.4, TileStyle(1.0, 2.0))


def test_removing_many_layers_and_legends_leaves_nothing_behind(project: QgsProject, turn: Turn) -> None:
    for _ in range(20):
        layers = [project.addMapLayer(heights_layer()) for _ in range(3)]
        nodes = nodes_of(project, layers[0].id())
        restyle(layers[1], TileStyle(1.0, 9.0))
        project.clear()
        del layers, nodes
        gc.collect()
        turn(lambda: True)


def test_natural_colours_have_none(project: QgsProject) -> None:
    layer = make_tiles(TilesPlan(LayerKind.ORTHOPHOTO, URL.split("?")[0], 14, 21, EXTENT))
    after_reading(layer)
    assert style_of(layer) is None
    assert not isinstance(layer.legend(), TileLegend)


@pytest.mark.parametrize(
    ("low", "high", "decimals"), [(0.0, 250.0, 0), (155.0, 172.5, 1), (1.0, 3.5, 2), (-0.1, 0.5, 3), (0.0, 1e-9, 4)]
)
def test_numbers_tell_the_ends_apart(low: float, high: float, decimals: int) -> None:
    assert decimals_of(TileStyle(low, high)) == decimals


def test_the_tool_tip_says_the_range_in_metres(project: QgsProject) -> None:
    layer = heights_layer()
    properties = layer.serverProperties()
    told = (properties if hasattr(properties, "abstract") else layer).abstract()
    assert QLocale().toString(155.0, "f", 1) in told
    assert " m" in told


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "[]",
        "{",
        7,
        '{"low": 3, "high": 1, "ramp": "viridis", "shading": 0, "unit": "m"}',
        '{"low": NaN, "high": 1, "ramp": "viridis", "shading": 0, "unit": "m"}',
        '{"low": 0, "high": 1, "ramp": "<b>", "shading": 0, "unit": "m"}',
        '{"low": 0, "high": 1, "ramp": "viridis", "shading": 0, "unit": "<img src=x>"}',
        '{"low": 0, "high": 1e300, "ramp": "viridis", "shading": 0, "unit": "m"}',
        "[" * 5000,
    ],
)
def test_a_damaged_style_is_none(text: object) -> None:
    assert TileStyle.from_text(text) is None
    assert RasterValues.from_text(text) is None


def test_styles_and_values_come_back_as_they_were_written() -> None:
    palette = tuple((place, 255 - place, 7, 255) for place in range(256))
    ramp = Ramp("mine", "Mine & yours", stops_of(palette))
    assert len(ramp.stops) == 2  # a straight line needs no more
    style = TileStyle(-0.25, 0.5, "mine", 0.0, "", ramp.stops)
    assert TileStyle.from_text(style.to_text()) == style
    values = RasterValues(-1.0, 1.0, -0.25, 0.5, (3.0, 4.0), (ramp,))
    assert RasterValues.from_text(values.to_text()) == values


def test_steps_of_a_ramp_stay_steps() -> None:
    palette = tuple((255, 0, 0, 255) if place < 128 else (0, 0, 255, 0) for place in range(256))
    stops = stops_of(palette)
    assert [round(place * 255) for place, _colour in stops] == [0, 127, 128, 255]
    assert from_text(to_text(stops)) == stops


def test_a_cut_leaves_out_that_part_of_the_pixels() -> None:
    values = RasterValues(0.0, 100.0, 2.0, 98.0, (10.0,) * 10)
    assert values.cut(0.0) == (0.0, 100.0)
    assert values.cut(2.0) == (2.0, 98.0)
    assert values.cut(10.0) == (10.0, 90.0)
    assert values.cut(25.0) == (25.0, 75.0)
