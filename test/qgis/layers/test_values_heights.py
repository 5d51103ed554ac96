"""What heights count from: as certain as the server and the file are, and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Tuple

import pytest
from nadir.core.api.raster_metadata import BandStatistics, RasterMetadata
from nadir.core.api.task import Task, TaskOption, TaskStatistics
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.layer import restyle
from nadir.core.layers.tiles.style import TileStyle
from nadir.core.layers.values.heights import HeightDatum, height_reference
from nadir.core.layers.values.raster import make_values
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import TASK_ID, completed_task
from osgeo import gdal, osr
from qgis.core import QgsProject


def task(refs: Tuple[str, ...] = ("gps",), **changes: Any) -> Task:
    options = tuple(TaskOption(name, value) for name, value in changes.pop("options", {}).items())
    return replace(
        Task.from_json(completed_task()), statistics=TaskStatistics(spatial_refs=refs), options=options, **changes
    )


def metadata(low: float, high: float) -> RasterMetadata:
    return RasterMetadata(bands=(BandStatistics(low - 1, high + 1, low, high),))


def wkt(name: str) -> str:
    system = osr.SpatialReference()
    system.SetFromUserInput(name)
    return str(system.ExportToWkt(["FORMAT=WKT2_2018"]))


@pytest.mark.parametrize(
    ("name", "datum", "told"),
    [
        ("EPSG:32615+5773", HeightDatum.GEOID, "EGM96 height"),
        ("EPSG:5555", HeightDatum.GEOID, "DHHN92 height"),
        ("EPSG:4979", HeightDatum.ELLIPSOID, "WGS 84"),
    ],
)
def test_a_vertical_reference_system_is_believed(name: str, datum: HeightDatum, told: str) -> None:
    for found in (height_reference(task(), wkt=wkt(name)), height_reference(task(wkt=wkt(name)))):
        assert (found.datum, found.certain) == (datum, True)
        assert told in found.text and told in found.name


def test_a_code_with_heights_is_believed() -> None:
    assert height_reference(task(epsg=5555)).datum is HeightDatum.GEOID
    assert height_reference(task(epsg=32615)).datum is HeightDatum.UNKNOWN


def test_the_file_says_more_than_the_server() -> None:
    found = height_reference(task(wkt=wkt("EPSG:4979")), wkt=wkt("EPSG:32615+5773"))
    assert found.datum is HeightDatum.GEOID


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (task(), "The cameras' GPS placed the survey"),
        (task(("gcp",)), "as in their file"),
        (task(("gps", "gcp")), "as in their file"),
        (task(options={"geo": "geo.txt"}), "as in that file"),
        (task(options={"align": "dsm.tif"}), "as in that one"),
        (task(options={"gps-z-offset": "-31.5"}), "shift them by -31.5 m"),
        (task(()), "The server does not say"),
    ],
)
def test_where_nobody_says_it_the_text_says_so_and_what_is_known(given: Task, part: str) -> None:
    found = height_reference(given, metadata(150, 160))
    assert found.datum is HeightDatum.UNKNOWN and not found.certain
    assert "The server does not say" in found.text and part in found.text


def test_ground_near_zero_gives_a_take_off_point_away_and_is_called_a_guess() -> None:
    found = height_reference(task(), metadata(-3.0, 8.0))
    assert found.datum is HeightDatum.TAKE_OFF and not found.certain
    assert "probably" in found.text
    assert height_reference(task(), metadata(150.0, 160.0)).datum is HeightDatum.UNKNOWN
    assert height_reference(task(("gcp",)), metadata(-3.0, 8.0)).datum is HeightDatum.UNKNOWN


@pytest.mark.parametrize("text", ["", "nonsense", "LOCAL_CS[", "PROJCRS[\"x\"", "EPSG:0", "\0"])
def test_a_damaged_reference_system_does_no_harm(text: str) -> None:
    assert height_reference(task(wkt=text), wkt=text).datum is HeightDatum.UNKNOWN


@pytest.mark.parametrize("value", ["a lot", "", "nan", True])
def test_an_odd_offset_is_not_told(value: Any) -> None:
    assert "shift them" not in height_reference(task(options={"gps-z-offset": value})).text


def test_a_layer_tells_the_vertical_system_inside_its_file(tmp_path: Path, project: QgsProject) -> None:
    path = tmp_path / "dsm.tif"
    made = gdal.GetDriverByName("GTiff").Create(str(path), 20, 20, 1, gdal.GDT_Float32)
    made.SetGeoTransform((576670, 1, 0, 5188200, 0, -1))
    system = osr.SpatialReference()
    system.SetFromUserInput("EPSG:32615+5773")
    made.SetSpatialRef(system)
    made.GetRasterBand(1).Fill(150)
    del made
    guess = height_reference(task())
    layer = make_values(task(), "http://127.0.0.1:1", LayerKind.DSM, path, reference=guess)
    told = (layer.serverProperties() if hasattr(layer.serverProperties(), "abstract") else layer).abstract()
    assert "EGM96 height" in told


def test_pictures_of_heights_say_it_too_and_go_on_saying_it_in_other_colours(
    workspace: Workspace, project: QgsProject, turn: Callable[..., bool]
) -> None:
    job = workspace.load_results(workspace.client.tasks.get("1", TASK_ID), (LayerKind.DSM,))
    assert turn(lambda: not job.is_running(), 60) and job.error is None, job.error
    (layer,) = job.result.layers
    assert "The cameras' GPS placed the survey" in layer.metadata().abstract()
    restyle(layer, TileStyle(100.0, 200.0))
    told = (layer.serverProperties() if hasattr(layer.serverProperties(), "abstract") else layer).abstract()
    assert "200" in told and "The cameras' GPS placed the survey" in told
    assert "The cameras' GPS placed the survey" in layer.metadata().abstract(), "another source takes no metadata away"
