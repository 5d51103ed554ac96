"""Rasters that would have GDAL read other files than themselves: out of the media folder, or over the network."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from fake_node import zip_of
from nadir_server.rasters.opening import ignore_files_beside_rasters, open_geotiff
from rasterio.errors import RasterioError
from rasterio.transform import from_origin
from running_server import RunningServer
from sample_products import results
from test_imports import send

SECRET = 77
PLACE = {"crs": "EPSG:32615", "transform": from_origin(576660, 5188217, 0.5, 0.5)}


def written(path: Path, value: int, side: int, **tags: str) -> Path:
    with rasterio.open(path, "w", driver="GTiff", width=side, height=side, count=1, dtype="uint8", **PLACE) as out:
        out.write(np.full((1, side, side), value, "uint8"))
        if tags:
            out.update_tags(ns="OVERVIEWS", **tags)
    return path


def recipe(secret: Path) -> str:
    """A virtual raster: text that GDAL takes for a raster whatever its name."""
    return (
        '<VRTDataset rasterXSize="128" rasterYSize="128"><SRS>EPSG:32615</SRS>'
        "<GeoTransform>576660, 0.5, 0, 5188217, 0, -0.5</GeoTransform>"
        '<VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="0">'
        f"{secret}</SourceFilename><PixelOffset>1</PixelOffset><LineOffset>128</LineOffset></VRTRasterBand></VRTDataset>"
    )


@pytest.fixture()
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_bytes(bytes([SECRET]) * 128 * 128)
    return path


def as_text(folder: Path, secret: Path) -> Path:
    path = folder / "text.tif"
    path.write_text(recipe(secret))
    return path


def by_a_tag(folder: Path, secret: Path) -> Path:
    return written(folder / "tag.tif", 1, 128, OVERVIEW_FILE=str(written(folder / "elsewhere.tif", SECRET, 64)))


def by_a_file_beside_it(folder: Path, secret: Path) -> Path:
    Path(folder / "beside.tif.ovr").write_text(recipe(secret).replace("128", "64"))
    return written(folder / "beside.tif", 1, 128)


@pytest.mark.parametrize("make", [as_text, by_a_tag, by_a_file_beside_it])
def test_nothing_is_read_from_elsewhere(
    tmp_path: Path, secret: Path, make: Callable[[Path, Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path, secret)
    with rasterio.open(path) as careless:
        assert (careless.read(1, out_shape=(64, 64)) == SECRET).all(), "the trap is none"
    monkeypatch.setenv("GDAL_DISABLE_READDIR_ON_OPEN", "")
    ignore_files_beside_rasters()
    try:
        with open_geotiff(path) as dataset:
            assert (dataset.read(1, out_shape=(64, 64)) == 1).all()
    except RasterioError as error:
        assert make is not by_a_file_beside_it, error


@pytest.mark.parametrize("way", ["text", "beside"])
def test_an_import_shows_no_file_of_the_server(server: RunningServer, tmp_path: Path, way: str) -> None:
    project = server.new_project("Hostile")
    files = {name: data for name, data in results().items() if name.endswith((".laz", ".json"))}
    target = server.data / "login.json"
    if way == "text":
        files["odm_orthophoto/odm_orthophoto.tif"] = recipe(target).encode()
    else:
        files["odm_orthophoto/odm_orthophoto.tif"] = written(tmp_path / "a.tif", 1, 128).read_bytes()
        files["odm_orthophoto/odm_orthophoto.tif.ovr"] = recipe(target).replace("128", "64").encode()
    task = server.wait_for(project, send(server, project, zip_of(files))["id"], 40)
    picture = server.call("GET", f"/api/projects/{project}/tasks/{task['id']}/orthophoto/metadata")
    if way == "text":
        assert picture.status_code == 404
    else:
        assert picture.json()["overviews"] == []
