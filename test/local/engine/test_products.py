"""A whole run: what it leaves is what it says it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import laspy
import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from running_engine import QUICK, Outcome, run_engine


def test_the_run_ends_well_and_tells_growing_progress(outcome: Outcome) -> None:
    assert outcome.code == 0, outcome.events[-1]
    told = [event["progress"] for event in outcome.events if event["event"] == "progress"]
    assert told == sorted(told)
    assert told[-1] == 100.0
    assert outcome.leftovers() == []


@pytest.mark.parametrize("name", ["odm_orthophoto/odm_orthophoto.tif", "odm_dem/dsm.tif", "odm_dem/dtm.tif"])
def test_rasters_are_cloud_optimised_and_have_a_utm_crs(outcome: Outcome, name: str) -> None:
    with rasterio.open(outcome.output / name) as raster:
        assert raster.crs.to_epsg() in range(32601, 32761)
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert raster.block_shapes[0] == (256, 256)
        if max(raster.shape) > 512:
            assert raster.overviews(1)


def test_orthophoto_has_colours_inside_and_is_transparent_outside(outcome: Outcome) -> None:
    with rasterio.open(outcome.output / "odm_orthophoto" / "odm_orthophoto.tif") as raster:
        assert raster.colorinterp == (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
        bands = raster.read()
    inside = bands[3] == 255
    assert set(np.unique(bands[3])) <= {0, 255}
    assert 0.2 < inside.mean() < 1.0
    assert bands[:3, ~inside].max() == 0
    assert min(band[inside].std() for band in bands[:3]) > 10


def test_terrain_lies_at_or_below_the_surface(outcome: Outcome) -> None:
    with (
        rasterio.open(outcome.output / "odm_dem" / "dsm.tif") as dsm,
        rasterio.open(outcome.output / "odm_dem" / "dtm.tif") as dtm,
    ):
        surface, terrain = dsm.read(1, masked=True), dtm.read(1, masked=True)
        assert dsm.transform == dtm.transform
    assert np.array_equal(surface.mask, terrain.mask)
    difference = (surface - terrain).compressed()
    assert np.percentile(difference, 1) > -1.5
    assert np.percentile(difference, 95) > 0.3
    assert surface.compressed().std() > 0.1


def test_point_cloud_has_colours_crs_and_classes(outcome: Outcome) -> None:
    las = laspy.read(outcome.output / "odm_georeferencing" / "odm_georeferenced_model.laz")
    assert las.header.parse_crs().to_epsg() in range(32601, 32761)
    assert len(las.points) > 10000
    assert int(np.asarray(las.red).max()) > 255 * 100
    assert set(np.unique(np.asarray(las.classification))) == {1, 2}
    with rasterio.open(outcome.output / "odm_dem" / "dsm.tif") as dsm:
        west, south, east, north = dsm.bounds
    assert west <= las.x.min() <= las.x.max() <= east
    assert south <= las.y.min() <= las.y.max() <= north


def test_entwine_tiles_hold_every_point_of_the_cloud_once(outcome: Outcome) -> None:
    folder = outcome.output / "entwine_pointcloud"
    about = json.loads((folder / "ept.json").read_text(encoding="utf-8"))
    hierarchy = json.loads((folder / "ept-hierarchy" / "0-0-0-0.json").read_text(encoding="utf-8"))
    las = laspy.read(outcome.output / "odm_georeferencing" / "odm_georeferenced_model.laz")
    stored = {name: laspy.read(folder / "ept-data" / f"{name}.laz") for name in hierarchy}
    assert {name: len(part.points) for name, part in stored.items()} == hierarchy
    assert sum(hierarchy.values()) == about["points"] == len(las.points)
    together = np.concatenate([np.asarray(part.xyz) for part in stored.values()])
    assert np.allclose(np.sort(together[:, 2]), np.sort(np.asarray(las.z)), atol=0.002)
    assert next(item for item in about["schema"] if item["name"] == "Z")["minimum"] == pytest.approx(
        las.z.min(), abs=0.002
    )


def test_report_has_what_servers_read_from_it(outcome: Outcome, photos: Path) -> None:
    stats = outcome.stats
    las = laspy.read(outcome.output / "odm_georeferencing" / "odm_georeferenced_model.laz")
    assert (
        stats["point_cloud_statistics"]["stats"]["statistic"][0] | {"name": "X"}
        == (stats["point_cloud_statistics"]["stats"]["statistic"][0])
    )
    assert stats["point_cloud_statistics"]["stats"]["statistic"][0]["count"] == len(las.points)
    assert 0.5 < stats["odm_processing_statistics"]["average_gsd"] < 20
    assert stats["processing_statistics"]["area"] > 100
    assert stats["reconstruction_statistics"]["reconstructed_shots_count"] == len(list(photos.iterdir()))
    assert stats["reconstruction_statistics"]["reprojection_error_pixels"] < 1.5
    assert stats["gps_errors"]["horizontal_rmse"] < 2.0
    shots = json.loads((outcome.output / "odm_report" / "shots.geojson").read_text(encoding="utf-8"))
    assert {shot["properties"]["filename"] for shot in shots["features"]} == {path.name for path in photos.iterdir()}


def test_a_run_goes_on_from_a_stage_and_makes_only_what_follows(outcome: Outcome, photos: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(outcome.output, output)
    cloud = (output / "odm_georeferencing" / "odm_georeferenced_model.laz").read_bytes()
    again = run_engine(photos, output, *QUICK, "--dsm", "--skip-orthophoto", "--rerun-from", "odm_dem")
    assert again.code == 0
    assert (output / "odm_georeferencing" / "odm_georeferenced_model.laz").read_bytes() == cloud
    assert (output / "odm_dem" / "dsm.tif").exists()
    # What was made before and is not asked for any more does not stay.
    assert not (output / "odm_dem" / "dtm.tif").exists()
    assert not (output / "odm_orthophoto" / "odm_orthophoto.tif").exists()


def test_a_run_cannot_go_on_where_nothing_was_done(photos: Path, tmp_path: Path) -> None:
    outcome = run_engine(photos, tmp_path / "new", "--rerun-from", "odm_dem")
    assert outcome.code == 1
    assert "dataset are not there" in outcome.error["message"]
