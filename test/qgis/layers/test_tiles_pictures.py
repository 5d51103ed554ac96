"""Tiles of the real local server as QGIS paints them: in their place, in the colours of the legend, and nothing else asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Iterator

import numpy as np
import pytest
from nadir.core.api.task import Task
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.places import WEB_MERCATOR, transformed
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles import ramps
from nadir.core.layers.tiles.indices import ask_indices, plan_index
from nadir.core.layers.tiles.layer import after_reading, make_tiles, restyle
from nadir.core.layers.tiles.plan import TilesPlan, plan_tiles
from nadir.core.layers.tiles.style import TileStyle, style_of
from nadir.core.settings import Settings
from nadir.test.qgis import hill
from nadir.test.qgis.layers.tiles_stage import BOX, UTM, Stage, Witness, build, is_possible, paint
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtGui import QPainter

INSIDE = slice(12, -12)  # without the edges, where the picture fades out
NEVER = lambda: False  # noqa: E731


@pytest.fixture(scope="module")
def stage(qgis_app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    if not is_possible():
        pytest.skip("the local server's environment is missing or outdated: make setup")
    made, processes = build(tmp_path_factory.mktemp("tiles"))
    yield made
    made.client.session.close()
    processes.stop()


@pytest.fixture
def signed(stage: Stage, signer: RequestSigner, project: QgsProject) -> Stage:
    signer.add(stage.client.session)
    return stage


@pytest.fixture
def witness() -> Iterator[Witness]:
    made = Witness()
    yield made
    made.stop()


@pytest.fixture
def sharp() -> Iterator[None]:
    """Tiles with twice the pixels, whatever the screen."""
    before = Settings().sharp_tiles
    Settings().sharp_tiles = "always"
    yield
    Settings().sharp_tiles = before


def plan_of(stage: Stage, kind: LayerKind, **more: Any) -> TilesPlan:
    return plan_tiles(stage.client, stage.task, kind, NEVER, **more)


def flat(stage: Stage, kind: LayerKind) -> QgsRasterLayer:
    """Heights without shading, whose colours are those of the legend."""
    layer = make_tiles(plan_of(stage, kind))
    style = style_of(layer)
    assert style is not None
    restyle(layer, replace(style, shading=0.0))
    return layer


def distance_from_hill(picture: Any) -> float:
    """By how many pixels of the GeoTIFF a picture of the orthophoto lies beside it: its red counts columns, green rows."""
    rows, columns = np.mgrid[0 : hill.SIZE, 0 : hill.SIZE]
    beside_x = (picture[..., 0] - columns)[INSIDE, INSIDE]
    beside_y = (picture[..., 1] - rows)[INSIDE, INSIDE]
    return float(np.hypot(np.median(beside_x), np.median(beside_y)))


def test_the_orthophoto_lies_where_the_geotiff_lies(signed: Stage) -> None:
    tiles = paint([make_tiles(plan_of(signed, LayerKind.ORTHOPHOTO))], BOX)
    file = paint([QgsRasterLayer(str(signed.folder / "orthophoto.tif"), "file")], BOX)
    assert distance_from_hill(file) <= 0.5  # the yardstick itself
    assert distance_from_hill(tiles) <= 1.0
    assert np.abs(tiles - file)[INSIDE, INSIDE, :3].mean() < 4  # of 255: JPEG, and painted by way of another grid
    assert (tiles[INSIDE, INSIDE, 3] == 255).all()


def test_tiles_with_twice_the_pixels_lie_there_too(signed: Stage, witness: Witness, sharp: None) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.ORTHOPHOTO, twice=True))
    assert distance_from_hill(paint([layer], BOX)) <= 1.0
    assert witness.tiles
    assert all("@2x" in url for url in witness.tiles)


def test_a_dense_picture_needs_fewer_requests_with_them(signed: Stage, witness: Witness) -> None:
    asked = {}
    for chosen in ("never", "always"):
        Settings().sharp_tiles = chosen
        layer = make_tiles(plan_of(signed, LayerKind.ORTHOPHOTO, twice=True))
        witness.forget()
        picture = paint([layer], BOX, size=(512, 512), dpi=192)
        assert (picture[24:-24, 24:-24, 3] == 255).all()
        asked[chosen] = len(witness.tiles)
    Settings().sharp_tiles = "automatic"
    assert asked["always"] <= asked["never"] / 2


@pytest.mark.parametrize("kind", [LayerKind.DSM, LayerKind.DTM])
def test_heights_have_the_colours_of_the_legend(signed: Stage, kind: LayerKind) -> None:
    layer = flat(signed, kind)
    style = style_of(layer)
    assert style is not None
    heights = hill.heights() - (1.0 if kind is LayerKind.DTM else 0.0)
    picture = paint([layer], BOX)
    for row, column in ((128, 128), (128, 64), (90, 160), (40, 128), (200, 200), (20, 20)):
        wanted = ramps.colour_at(style.color_ramp(), style.low, style.high, float(heights[row, column]))
        found = picture[row, column]
        assert max(abs(found[0] - wanted.red()), abs(found[1] - wanted.green()), abs(found[2] - wanted.blue())) <= 8


def test_other_colours_and_another_range_are_those_of_the_new_legend(signed: Stage) -> None:
    plan = plan_of(signed, LayerKind.DSM)
    assert plan.values is not None
    layer = make_tiles(plan)
    terrain = next(ramp for ramp in plan.values.choices if ramp.key == "terrain")
    restyle(layer, TileStyle(150.0, 180.0, "terrain", 0.0, "m", terrain.stops))
    picture, heights = paint([layer], BOX), hill.heights()
    for row, column in ((128, 128), (128, 70), (30, 30)):
        wanted = ramps.colour_at(ramps.to_qgis(terrain.stops), 150.0, 180.0, float(heights[row, column]))
        assert np.abs(picture[row, column, :3] - (wanted.red(), wanted.green(), wanted.blue())).max() <= 8


def test_shading_shows_the_slopes(signed: Stage) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.DSM))
    lit, unlit = paint([layer], BOX), paint([flat(signed, LayerKind.DSM)], BOX)
    ratio = lit[..., :3].sum(2) / np.maximum(unlit[..., :3].sum(2), 1)
    assert ratio[80, 80] > 1.05  # towards the light in the north-west
    assert ratio[176, 176] < 0.95  # away from it


def test_an_index_has_the_colours_of_its_legend(signed: Stage) -> None:
    offered = ask_indices(signed.client, signed.task, NEVER)
    assert offered[0].name == "VARI"
    assert not offered[0].assumed
    ndvi = next(index for index in offered if index.name == "NDVI")
    assert ndvi.assumed  # nobody said that a band is near infrared
    excess_green = next(index for index in offered if index.name == "EXG")
    plan = plan_index(signed.client, signed.task, excess_green, NEVER)
    layer = make_tiles(plan)
    style = style_of(layer)
    assert style is not None
    assert (layer.name(), style.unit) == ("EXG", "")
    red, green, blue = hill.colours().astype(float)
    values, picture = 2 * green - red - blue, paint([layer], BOX)
    for row, column in ((40, 200), (128, 128), (200, 60), (180, 180)):
        wanted = ramps.colour_at(style.color_ramp(), style.low, style.high, float(values[row, column]))
        assert np.abs(picture[row, column, :3] - (wanted.red(), wanted.green(), wanted.blue())).max() <= 16


def test_nothing_is_asked_for_beside_the_data(signed: Stage, witness: Witness) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.ORTHOPHOTO))
    for x, y in ((1.2, 0), (-1.2, 0), (0, 1.2), (0, -1.2)):
        beside = QgsRectangle(BOX)
        beside.set(
            BOX.xMinimum() + x * BOX.width(),
            BOX.yMinimum() + y * BOX.height(),
            BOX.xMaximum() + x * BOX.width(),
            BOX.yMaximum() + y * BOX.height(),
        )
        assert not paint([layer], beside)[..., 3].any()
    assert witness.tiles == []


def test_a_wide_view_asks_for_what_meets_the_data_only(signed: Stage, witness: Witness) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.ORTHOPHOTO))
    wide = QgsRectangle(BOX)
    wide.scale(3.0)
    assert paint([layer], wide, size=(600, 600))[..., 3].any()
    limits = transformed(BOX, QgsCoordinateReferenceSystem(UTM), QgsCoordinateReferenceSystem(WEB_MERCATOR))
    assert witness.tiles
    for url in witness.tiles:
        assert tile_box(url).intersects(limits), url


def test_a_far_view_still_shows_it_with_a_tile_or_two(signed: Stage, witness: Witness) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.ORTHOPHOTO))
    far = QgsRectangle(BOX)
    far.scale(200.0)
    assert paint([layer], far, size=(400, 400))[198:203, 198:203, 3].any()
    assert 0 < len(witness.tiles) <= 4


def test_zooming_in_further_than_the_data_asks_for_no_finer_tiles(signed: Stage, witness: Witness) -> None:
    plan = plan_of(signed, LayerKind.DSM)
    near = QgsRectangle(BOX)
    near.scale(0.02)
    paint([make_tiles(plan)], near)
    zooms = {int(url.split("/tiles/")[1].split("/")[0]) for url in witness.tiles}
    assert zooms == {plan.maxzoom}
    ground = 2 * np.pi * 6378137 / 256 / 2**plan.maxzoom * np.cos(np.radians(46.84))
    assert hill.PIXEL / 2 < ground <= hill.PIXEL * 1.12


def test_photos_come_as_jpeg_inside_and_with_transparency_at_the_edge(signed: Stage, witness: Witness) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.ORTHOPHOTO))
    for part in (0.2, 1.2):
        box = QgsRectangle(BOX)
        box.scale(part)
        paint([layer], box)
    session = signed.client.session
    heads = [session.get_bytes(url[len(signed.url) :], limit=10**7)[:4] for url in witness.tiles]
    assert any(head.startswith(b"\xff\xd8") for head in heads)
    assert any(head.startswith(b"\x89PNG") for head in heads)


def test_heights_come_as_png_which_keeps_their_colours(signed: Stage) -> None:
    assert plan_of(signed, LayerKind.DSM).tile_url.split("?")[0].endswith("/{y}.png")


def test_the_address_changes_with_the_run_and_holds_no_credential(signed: Stage) -> None:
    again: Task = replace(signed.task, processing_time_ms=signed.task.processing_time_ms + 1000)
    first = make_tiles(plan_of(signed, LayerKind.DSM)).source()
    second = make_tiles(plan_tiles(signed.client, again, LayerKind.DSM, NEVER)).source()
    assert first != second
    token = signed.client.session.authorization().split()[-1]
    for source in (first, second):
        assert token not in source
        assert "jwt" not in source.lower()
        assert "authcfg" not in source


def test_new_colours_keep_what_the_user_made_of_the_layer(signed: Stage, witness: Witness) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.DSM))
    layer.setName("My hill")
    layer.setOpacity(0.5)
    layer.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
    extent, style = QgsRectangle(layer.extent()), style_of(layer)
    assert style is not None
    witness.forget()
    restyle(layer, replace(style, low=style.low + 1.0))
    assert witness.urls == []
    assert (layer.name(), layer.opacity(), layer.extent()) == ("My hill", 0.5, extent)
    assert layer.blendMode() == QPainter.CompositionMode.CompositionMode_Multiply
    before = layer.source()
    restyle(layer, style)
    restyle(layer, replace(style, low=style.low + 1.0))
    assert layer.source() == before  # one address for one look: QGIS keeps tiles by it


def test_a_project_opened_on_another_screen_takes_the_tiles_that_suit_it(signed: Stage, sharp: None) -> None:
    layer = make_tiles(plan_of(signed, LayerKind.DSM, twice=True))
    dense = layer.source()
    assert "@2x" in dense
    assert "tilePixelRatio=2" in dense
    Settings().sharp_tiles = "never"
    after_reading(layer)
    assert "@2x" not in layer.source()
    assert "tilePixelRatio" not in layer.source()
    Settings().sharp_tiles = "always"
    after_reading(layer)
    assert layer.source() == dense


def tile_box(url: str) -> QgsRectangle:
    """The web mercator bounds of a tile's address."""
    zoom, column, row = (int(part.split("@")[0].split(".")[0]) for part in url.split("/tiles/")[1].split("?")[0].split("/"))
    half = np.pi * 6378137.0
    width = 2 * half / 2**zoom
    return QgsRectangle(column * width - half, half - (row + 1) * width, (column + 1) * width - half, half - row * width)
