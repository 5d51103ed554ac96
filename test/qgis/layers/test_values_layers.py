"""Rasters with their real values: coloured and shaded as pictures from the server, with heights that QGIS's tools read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Callable, Tuple

import numpy as np
import pytest
from nadir.core.api.task import Task
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.core.layers.life.keeper import LayerKeeper
from nadir.core.layers.marks import LayerForm, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.style import TileStyle, style_of, write_style
from nadir.core.layers.time import set_range
from nadir.core.layers.values.elevation import is_flat, is_terrain, knows_terrain, use_as_terrain
from nadir.core.layers.values.files import open_file
from nadir.core.layers.values.looks import colour_values
from nadir.core.layers.values.raster import make_values
from nadir.core.layers.values.relief import follow, put_relief, relief_of
from nadir.core.layers.values.sample import range_of_file
from nadir.core.transfers.cache import Cache
from nadir.core.workspace import Workspace
from nadir.test.qgis import hill
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer, completed_task
from nadir.ui.map.colours_dialog import can_colour, open_colours
from osgeo import gdal
from qgis.core import (
    QgsDateTimeRange,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRaster,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDateTime, QSize
from qgis.PyQt.QtGui import QColor, QImage

Turn = Callable[..., bool]
SERVER = "http://127.0.0.1:8000"
FLAT_STYLE = TileStyle(156.0, 168.0, shading=0.0)
MIDDLE = hill.SIZE * hill.PIXEL / 2  # metres from the west or north edge to the top of the hill


@pytest.fixture
def products(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    hill.write(folder)
    return folder


@pytest.fixture
def task() -> Task:
    return Task.from_json(completed_task())


def place(east: float, south: float) -> QgsPointXY:
    """So many metres from the north-west corner of the hill."""
    return QgsPointXY(hill.WEST + east, hill.NORTH - south)


def height_at(layer: QgsRasterLayer, point: QgsPointXY) -> Any:
    found = layer.dataProvider().identify(point, QgsRaster.IdentifyFormat.IdentifyFormatValue).results()
    return found.get(1)


def painted(layers: Tuple[QgsMapLayer, ...], turn: Turn, extent: Any = None) -> np.ndarray:
    """(256, 256, 3) of the hill, a pixel of the picture for each of the file."""
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(layers[-1].crs())
    settings.setExtent(extent or layers[-1].extent())
    settings.setOutputSize(QSize(hill.SIZE, hill.SIZE))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    assert turn(lambda: not job.isActive(), 60)
    image = job.renderedImage().convertToFormat(QImage.Format.Format_RGBA8888)
    size = image.sizeInBytes() if hasattr(image, "sizeInBytes") else image.byteCount()
    return np.frombuffer(image.constBits().asstring(size), "u1").reshape(hill.SIZE, hill.SIZE, 4)[..., :3].astype(int)


def expected_colours(style: TileStyle) -> np.ndarray:
    ramp = style.color_ramp()
    table = np.array([ramp.color(step / 500).getRgb()[:3] for step in range(501)])
    share = np.clip((hill.heights() - style.low) / (style.high - style.low), 0, 1)
    return table[np.round(share * 500).astype(int)]


def test_values_have_the_colours_of_the_style_pixel_by_pixel(task: Task, products: Path, project: QgsProject, turn: Turn) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif", FLAT_STYLE)
    assert layer.isValid()
    assert np.abs(painted((layer,), turn) - expected_colours(FLAT_STYLE)).max() <= 6


def test_the_mark_says_what_it_is_and_that_it_is_a_file(task: Task, products: Path, project: QgsProject) -> None:
    layer = make_values(task, SERVER, LayerKind.DTM, products / "dtm.tif", FLAT_STYLE)
    mark = read_mark(layer)
    assert mark is not None
    assert (mark.kind, mark.form, mark.task_id, mark.asset) == (LayerKind.DTM, LayerForm.FILE, TASK_ID, "dtm.tif")
    assert style_of(layer) == FLAT_STYLE
    assert layer.name() == "DTM, real values"


def test_identify_gives_metres(task: Task, products: Path, project: QgsProject) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif")
    assert height_at(layer, place(MIDDLE, MIDDLE)) == pytest.approx(168.0, abs=0.1)
    assert height_at(layer, place(1.0, 1.0)) == pytest.approx(156.0, abs=0.1)


def test_without_a_style_the_range_is_that_of_the_file_without_its_outermost_2_percent(
    task: Task, products: Path, project: QgsProject
) -> None:
    style = style_of(make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif"))
    low, high = (float(value) for value in np.percentile(hill.heights(), (2, 98)))
    assert style is not None
    assert (style.low, style.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))
    assert style.shading > 0


def test_pixels_without_a_value_do_not_stretch_the_range(tmp_path: Path) -> None:
    path = tmp_path / "holes.tif"
    made = gdal.GetDriverByName("GTiff").Create(str(path), 600, 900, 1, gdal.GDT_Float32)
    values = np.full((900, 600), -9999.0, "float32")
    values[100:800, 100:500] = np.linspace(10, 20, 400, dtype="float32")[None]
    values[300, 300] = np.nan
    made.GetRasterBand(1).SetNoDataValue(-9999.0)
    made.WriteArray(values)
    del made
    assert range_of_file(str(path)) == (pytest.approx(10.2, abs=0.1), pytest.approx(19.8, abs=0.1))


def test_qgis_takes_the_values_as_elevation_where_it_knows_that(task: Task, products: Path, project: QgsProject) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif")
    properties = layer.elevationProperties()
    if properties is None or not hasattr(properties, "isEnabled"):
        pytest.skip("this QGIS has no elevation of rasters")
    assert properties.isEnabled() and properties.bandNumber() == 1


def test_the_project_stands_on_them_when_the_user_wants_that(task: Task, products: Path, project: QgsProject) -> None:
    if not knows_terrain():
        pytest.skip("projects have no terrain in this QGIS")
    layer = make_values(task, SERVER, LayerKind.DTM, products / "dtm.tif")
    project.addMapLayer(layer)
    assert is_flat() and not is_terrain(layer)
    use_as_terrain(layer)
    assert is_terrain(layer) and not is_flat() and project.isDirty()
    middle = place(MIDDLE, MIDDLE)
    provider = project.elevationProperties().terrainProvider()
    provider.prepare()
    assert provider.heightAt(middle.x(), middle.y()) == pytest.approx(167.0, abs=0.2)


def test_what_heights_count_from_stands_in_the_tool_tip(task: Task, products: Path, project: QgsProject) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif", FLAT_STYLE)
    told = (layer.serverProperties() if hasattr(layer.serverProperties(), "abstract") else layer).abstract()
    assert "156" in told and "168" in told and "The cameras' GPS placed the survey" in told


def test_an_orthophoto_stays_in_natural_colours(task: Task, products: Path, project: QgsProject, turn: Turn) -> None:
    layer = make_values(task, SERVER, LayerKind.ORTHOPHOTO, products / "orthophoto.tif")
    assert style_of(layer) is None and layer.renderer().type() == "multibandcolor"
    assert np.abs(painted((layer,), turn) - np.moveaxis(hill.colours(), 0, -1)).mean() < 4


def test_a_damaged_file_is_told_and_makes_no_layer(task: Task, tmp_path: Path, project: QgsProject) -> None:
    path = tmp_path / "dsm.tif"
    path.write_bytes(b"<html>log in</html>")
    with pytest.raises(NadirError, match=r"Surface model \(DSM\) was not loaded"):
        make_values(task, SERVER, LayerKind.DSM, path)


# The relief


def on_map(layer: QgsRasterLayer) -> QgsRasterLayer:
    QgsProject.instance().addMapLayer(layer)
    relief = put_relief(layer)
    assert relief is not None
    return relief


def test_the_relief_lies_above_the_values_answers_no_click_and_comes_once(
    task: Task, products: Path, project: QgsProject
) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif")
    relief = on_map(layer)
    assert [node.layer() for node in project.layerTreeRoot().findLayers()] == [relief, layer]
    assert not relief.flags() & QgsMapLayer.LayerFlag.Identifiable
    assert put_relief(layer) is None and relief_of(layer) is relief
    assert read_mark(relief) is None, "it is no product of its own"


def test_level_ground_keeps_its_colour_under_the_relief(task: Task, products: Path, project: QgsProject, turn: Turn) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif", TileStyle(150.0, 168.0, shading=1.0))
    relief = on_map(layer)
    corner = QgsRectangle(place(0.5, 3.5), place(3.5, 0.5))  # flat, in the north-west
    plain, shaded = painted((layer,), turn, corner), painted((relief, layer), turn, corner)
    assert np.abs(plain - shaded).max() <= 3


def test_slopes_towards_the_light_are_brighter_than_those_away_from_it(
    task: Task, products: Path, project: QgsProject, turn: Turn
) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif", TileStyle(150.0, 168.0, shading=1.0))
    relief = on_map(layer)
    plain, shaded = painted((layer,), turn).sum(axis=2), painted((relief, layer), turn).sum(axis=2)
    light, dark = (slice(70, 110),) * 2, (slice(146, 186),) * 2  # north-west and south-east of the top
    assert shaded[light].mean() > plain[light].mean() * 1.05
    assert shaded[dark].mean() < plain[dark].mean() * 0.9


def test_the_relief_follows_the_style(task: Task, products: Path, project: QgsProject) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif")
    relief = on_map(layer)
    colour_values(layer, TileStyle(150.0, 160.0, shading=3.0))
    follow(layer)
    assert relief.renderer().zFactor() == pytest.approx(3.0)
    write_style(layer, FLAT_STYLE)
    follow(layer)
    assert relief_of(layer) is None and list(project.mapLayers().values()) == [layer]


def test_the_relief_is_ticked_with_its_values_and_of_their_time(task: Task, products: Path, project: QgsProject) -> None:
    keeper = LayerKeeper(Jobs(), lambda: ())
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif")
    moments = [QgsDateTimeRange(QDateTime(2024, month, 1, 12, 0), QDateTime(2024, month, 2, 12, 0)) for month in (5, 6)]
    set_range(layer, moments[0])
    relief = on_map(layer)
    root = project.layerTreeRoot()
    for ticked in (False, True):
        root.findLayer(layer.id()).setItemVisibilityChecked(ticked)
        assert root.findLayer(relief.id()).itemVisibilityChecked() is ticked
    assert relief.temporalProperties().isActive() and relief.temporalProperties().fixedTemporalRange() == moments[0]
    set_range(layer, moments[1])
    assert relief.temporalProperties().fixedTemporalRange() == moments[1]
    keeper.uninstall()
    root.findLayer(layer.id()).setItemVisibilityChecked(False)
    assert root.findLayer(relief.id()).itemVisibilityChecked(), "nothing is watched any more"


def test_colours_and_range_changes_values_and_their_relief(task: Task, products: Path, project: QgsProject) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif")
    relief = on_map(layer)
    dialog = open_colours(layer)
    assert can_colour(layer) and not can_colour(relief) and dialog is not None
    dialog._apply(TileStyle(100.0, 200.0, shading=2.0))
    assert layer.renderer().classificationMax() == 200.0 and relief.renderer().zFactor() == pytest.approx(2.0)
    told = (layer.serverProperties() if hasattr(layer.serverProperties(), "abstract") else layer).abstract()
    assert "200" in told and "The cameras' GPS placed the survey" in told
    dialog.reject()
    assert layer.renderer().classificationMax() < 170.0 and layer.source() == str(products / "dsm.tif")


def test_a_saved_project_has_the_same_picture_and_no_secret(
    task: Task, products: Path, project: QgsProject, turn: Turn, tmp_path: Path
) -> None:
    layer = make_values(task, SERVER, LayerKind.DSM, products / "dsm.tif")
    before = painted((on_map(layer), layer), turn)
    path = tmp_path / "saved.qgz"
    assert project.write(str(path))
    project.clear()
    assert project.read(str(path))
    relief, layer = (node.layer() for node in project.layerTreeRoot().findLayers())
    assert np.abs(painted((relief, layer), turn) - before).max() <= 1
    assert relief_of(layer) is relief and read_mark(layer) is not None
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert not [secret for secret in (USER, PASSWORD, "JWT", "Authorization") if secret.encode() in content]


# From the server to the map


def loaded(workspace: Workspace, kind: LayerKind, turn: Turn) -> Any:
    job = workspace.add_values(workspace.client.tasks.get("1", TASK_ID), kind)
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, job.error
    return job.result


def test_the_verb_brings_heights_with_their_relief_and_downloads_them_once(
    workspace: Workspace, survey_server: SurveyServer, project: QgsProject, turn: Turn, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    own_cache = Cache(tmp_path / "cache", 10**9)  # other runs of the tests empty the one of the profile
    monkeypatch.setattr("nadir.core.verbs.map_products.cache_of", lambda _settings: own_cache)
    (layer,) = loaded(workspace, LayerKind.DSM, turn).layers
    nodes = [node.layer() for node in project.layerTreeRoot().findLayers()]
    assert nodes == [relief_of(layer), layer]
    assert height_at(layer, place(MIDDLE, MIDDLE)) == pytest.approx(168.0, abs=0.1)
    project.clear()
    loaded(workspace, LayerKind.DSM, turn)
    whole = [path for method, path, _ in survey_server.requests if method == "GET" and "/download/dsm.tif" in path]
    assert len(whole) <= 3, "a question for a range at each time, and one download"


def test_mbtiles_open_as_an_offline_layer(products: Path, tmp_path: Path, project: QgsProject, turn: Turn) -> None:
    path = tmp_path / "orthophoto.mbtiles"
    made = gdal.Translate(str(path), str(products / "orthophoto.tif"), format="MBTiles")
    made.BuildOverviews("AVERAGE", [2, 4])
    del made
    layer = open_file(path, "Orthophoto")
    assert layer is not None and layer.crs().authid() == "EPSG:3857"
    assert len(np.unique(painted((layer,), turn).reshape(-1, 3), axis=0)) > 1000
