"""Contour lines made here: where the heights are, whole or not at all, and no line that says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import List

import numpy as np
import pytest
from nadir.core.errors import Cancelled
from nadir.core.layers.values.contours import EVERY, LAYER, NoContours, interval_for, make_contours
from nadir.test.qgis import hill
from osgeo import gdal, osr
from qgis.core import QgsVectorLayer, QgsWkbTypes


@pytest.fixture
def dem(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    hill.write(folder)
    return folder / "dsm.tif"


def lines(path: Path) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername={LAYER}", "Contours", "ogr")
    assert layer.isValid()
    return layer


def test_each_line_lies_at_its_height(dem: Path, tmp_path: Path) -> None:
    layer = lines(make_contours(dem, tmp_path / "lines.gpkg", 1.0))
    assert layer.crs().authid() == f"EPSG:{hill.EPSG}"
    assert QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.geometryType(QgsWkbTypes.LineString)
    middle = np.array([hill.WEST, hill.NORTH]) + np.array([1, -1]) * hill.SIZE * hill.PIXEL / 2
    heights = set()
    for feature in layer.getFeatures():
        points = np.array([(vertex.x(), vertex.y()) for vertex in feature.geometry().vertices()])
        distance = np.hypot(*(points - middle).T) / (hill.SIZE * hill.PIXEL / 2)
        there = hill.BASE + hill.HEIGHT * np.clip(1 - distance, 0, None)
        assert np.abs(there - feature["elev"]).max() < 0.3
        heights.add(feature["elev"])
    assert heights - {hill.BASE} == set(np.arange(157.0, 168.0)), "level ground is a line or none, as GDAL has it"


def test_each_fifth_line_is_an_index_contour(dem: Path, tmp_path: Path) -> None:
    layer = lines(make_contours(dem, tmp_path / "lines.gpkg", 0.5))
    marked = {feature["elev"] for feature in layer.getFeatures() if feature["index"]}
    assert marked == {157.5, 160.0, 162.5, 165.0, 167.5} and EVERY == 5


def test_stones_and_noise_draw_no_rings_and_holes_no_cliffs(tmp_path: Path) -> None:
    path = tmp_path / "dtm.tif"
    values = np.repeat(np.linspace(100, 110, 400, dtype="float32")[None], 400, 0)
    values[::40, ::40] += 5  # single pixels
    values[150:250, 150:250] = -9999.0
    made = gdal.GetDriverByName("GTiff").Create(str(path), 400, 400, 1, gdal.GDT_Float32)
    made.SetGeoTransform((576670, 0.05, 0, 5188200, 0, -0.05))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32615)
    made.SetSpatialRef(system)
    made.GetRasterBand(1).SetNoDataValue(-9999.0)
    made.WriteArray(values)
    del made
    found = list(lines(make_contours(path, tmp_path / "lines.gpkg", 1.0)).getFeatures())
    assert {feature["elev"] for feature in found} <= set(np.arange(100.0, 111.0))
    assert 9 <= len(found) < 20 and min(feature.geometry().length() for feature in found) > 0.5


def test_the_end_of_the_progress_comes_once_the_file_is_there(dem: Path, tmp_path: Path) -> None:
    told: List[float] = []
    target = tmp_path / "new folder" / "lines.gpkg"

    def progress(fraction: float) -> None:
        told.append(fraction)
        assert target.exists() == (fraction == 1.0)

    make_contours(dem, target, 1.0, progress=progress)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 3
    assert [path.name for path in target.parent.iterdir()] == ["lines.gpkg"]


@pytest.mark.parametrize("looks", [0, 1, 5])
def test_cancelled_it_leaves_nothing_and_the_lines_of_before(dem: Path, tmp_path: Path, looks: int) -> None:
    target = tmp_path / "out" / "lines.gpkg"
    make_contours(dem, target, 2.0)
    before = target.read_bytes()
    seen = iter(range(1000))
    with pytest.raises(Cancelled):
        make_contours(dem, target, 0.01, cancelled=lambda: next(seen) >= looks)
    assert target.read_bytes() == before and [path.name for path in target.parent.iterdir()] == ["lines.gpkg"]


@pytest.mark.parametrize("interval", [0.0, -1.0, float("nan"), float("inf"), 0.0001])
def test_an_interval_that_cannot_be_drawn_is_refused(dem: Path, tmp_path: Path, interval: float) -> None:
    with pytest.raises(NoContours) as refused:
        make_contours(dem, tmp_path / "out" / "lines.gpkg", interval)
    assert refused.value.remedy


def test_a_file_without_heights_is_told(tmp_path: Path) -> None:
    broken, empty = tmp_path / "broken.tif", tmp_path / "empty.tif"
    broken.write_bytes(b"no raster")
    made = gdal.GetDriverByName("GTiff").Create(str(empty), 20, 20, 1, gdal.GDT_Float32)
    made.GetRasterBand(1).SetNoDataValue(-1.0)
    made.GetRasterBand(1).Fill(-1.0)
    del made
    for path in (broken, empty):
        with pytest.raises(NoContours):
            make_contours(path, tmp_path / "out" / "lines.gpkg", 1.0)
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(("low", "high", "interval"), [(150, 170, 1.0), (0, 3, 0.2), (100, 1000, 50.0), (5, 5, 0.01)])
def test_the_interval_that_is_proposed_is_round_and_draws_about_twenty_lines(low: float, high: float, interval: float) -> None:
    assert interval_for(low, high) == pytest.approx(interval)
