"""The difference of two surfaces: volumes that are known, grids and reference systems that are not the same, and errors."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any, Iterator

import numpy as np
import pytest
from nadir.core.errors import Cancelled, NadirError
from nadir.core.layers.comparing import difference as room
from nadir.core.layers.comparing.difference import difference
from nadir.test.qgis.layers import surfaces
from osgeo import gdal


@pytest.fixture(params=[True, False], ids=["GDAL raises", "GDAL returns"])
def gdal_exceptions(request: pytest.FixtureRequest) -> Iterator[None]:
    """QGIS plugins switch GDAL's exceptions on for all of QGIS, or do not."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if request.param else gdal.DontUseExceptions)()
    yield
    (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def pile_and_pit(ground: Any) -> Any:
    """20 m x 20 m are 2 m higher (800 m3), 10 m x 20 m are 1.5 m lower (300 m3)."""
    changed = ground.copy()
    changed[20:60, 20:60] += 2.0
    changed[100:140, 100:120] -= 1.5
    return changed


def values(path: Path) -> Any:
    raster = gdal.Open(str(path))
    found = raster.ReadAsArray().astype(float)
    found[found == raster.GetRasterBand(1).GetNoDataValue()] = np.nan
    return found


def test_cut_and_fill_of_the_same_grid_are_exact(tmp_path: Path, gdal_exceptions: None) -> None:
    ground = surfaces.slope()
    before = surfaces.write(tmp_path / "before.tif", ground)
    after = surfaces.write(tmp_path / "after.tif", pile_and_pit(ground))
    told = []

    found = difference(before, after, tmp_path / "difference.tif", progress=told.append)

    assert found.fill_m3 == pytest.approx(800, rel=1e-5)
    assert found.cut_m3 == pytest.approx(300, rel=1e-5)
    assert found.net_m3 == pytest.approx(500, rel=1e-5)
    assert found.area_m2 == pytest.approx(100 * 100)
    assert (found.median, found.offset_m) == pytest.approx((0, 0), abs=1e-3)
    assert found.pixel_m == pytest.approx(0.5)
    assert found.mean == pytest.approx(500 / 10_000, rel=1e-4)
    expected = np.std(pile_and_pit(ground) - ground)
    assert found.deviation == pytest.approx(expected, rel=1e-4)
    assert dict(found.percentiles)[98] == pytest.approx(2.0, abs=2e-3)
    assert np.allclose(values(found.path), pile_and_pit(ground) - ground, atol=1e-4)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_the_file_is_a_tiled_compressed_geotiff_with_overviews(tmp_path: Path) -> None:
    ground = surfaces.slope(1300, 1100)
    before = surfaces.write(tmp_path / "before.tif", ground)
    after = surfaces.write(tmp_path / "after.tif", ground + 0.25)

    found = difference(before, after, tmp_path / "difference.tif")

    raster = gdal.Open(str(found.path))
    band = raster.GetRasterBand(1)
    assert raster.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert band.GetBlockSize() == [256, 256]
    assert band.GetOverviewCount() >= 2
    assert band.GetUnitType() == "m"
    assert (raster.RasterXSize, raster.RasterYSize) == (1100, 1300)
    assert np.allclose(values(found.path), 0.25, atol=1e-4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["after.tif", "before.tif", "difference.tif"]


def test_a_shifted_finer_grid_is_put_onto_the_coarser_one(tmp_path: Path) -> None:
    ground = surfaces.slope()
    before = surfaces.write(tmp_path / "before.tif", ground)
    corner = surfaces.WEST + 10.13, surfaces.NORTH - 5.07
    fine = surfaces.slope(350, 350, 0.21, *corner) + 0.5
    after = surfaces.write(tmp_path / "after.tif", fine, west=corner[0], north=corner[1], pixel=0.21)

    found = difference(before, after, tmp_path / "difference.tif")

    raster = gdal.Open(str(found.path))
    west, width, _, north, _, height = raster.GetGeoTransform()
    assert (width, height) == (0.5, -0.5)
    assert ((west - surfaces.WEST) / 0.5) % 1 == pytest.approx(0, abs=1e-6)
    assert ((surfaces.NORTH - north) / 0.5) % 1 == pytest.approx(0, abs=1e-6)
    assert np.nanmax(np.abs(values(found.path) - 0.5)) < 0.004
    assert found.fill_m3 == pytest.approx(0.5 * (350 * 0.21) ** 2, rel=0.03)
    assert found.cut_m3 == 0


@pytest.mark.parametrize("epsg", [3857, 4326, 32616, 26915])
def test_another_reference_system_gives_the_same_volumes(tmp_path: Path, epsg: int) -> None:
    ground = surfaces.slope(400, 400)
    changed = ground.copy()
    changed[100:200, 100:200] += 2.0  # 50 m x 50 m
    before = surfaces.write(tmp_path / "before.tif", ground)
    original = surfaces.write(tmp_path / "original.tif", changed)
    size = {4326: 6e-6}.get(epsg, 0.6)
    after = surfaces.warped(original, tmp_path / "after.tif", dstSRS=f"EPSG:{epsg}", xRes=size, yRes=size)

    found = difference(before, after, tmp_path / "difference.tif")

    assert found.net_m3 == pytest.approx(5000, rel=0.005)
    assert found.cut_m3 < 0.01 * found.fill_m3  # along the edges of the block, which no other grid has
    assert found.area_m2 == pytest.approx(200 * 200, rel=0.03)


def test_two_web_maps_are_compared_in_true_metres(tmp_path: Path) -> None:
    """At this latitude a metre of the web map is 0.68 m on the ground."""
    ground = surfaces.slope(400, 400)
    maps = []
    for name, rise in (("before", 0.0), ("after", 1.0)):
        flat = surfaces.write(tmp_path / f"{name} flat.tif", ground + rise)
        maps.append(surfaces.warped(flat, tmp_path / f"{name}.tif", dstSRS="EPSG:3857"))

    found = difference(*maps, tmp_path / "difference.tif")

    assert found.net_m3 == pytest.approx(40_000, rel=0.02)


def test_feet_of_a_reference_system_are_not_taken_for_metres(tmp_path: Path) -> None:
    flat = surfaces.write(tmp_path / "flat.tif", surfaces.slope(400, 400))
    risen = surfaces.write(tmp_path / "risen.tif", surfaces.slope(400, 400) + 1.0)
    feet = {"dstSRS": "EPSG:26849", "xRes": 2.0, "yRes": 2.0}  # Minnesota North (ftUS)
    maps = [surfaces.warped(path, path.with_suffix(".feet.tif"), **feet) for path in (flat, risen)]

    found = difference(*maps, tmp_path / "difference.tif")

    assert found.pixel_m == pytest.approx(0.6096, rel=1e-3)
    assert found.net_m3 == pytest.approx(40_000, rel=0.02)


def test_what_one_of_them_does_not_know_counts_nothing(tmp_path: Path, gdal_exceptions: None) -> None:
    ground = surfaces.slope()
    before = ground.copy()
    before[:, :50] = -9999.0
    after = ground + 1.0
    after[:40] = np.nan
    paths = surfaces.write(tmp_path / "b.tif", before, nodata=None), surfaces.write(tmp_path / "a.tif", after)

    found = difference(*paths, tmp_path / "difference.tif")

    assert found.area_m2 == pytest.approx(150 * 160 * 0.25, rel=0.02)
    assert found.fill_m3 == pytest.approx(found.area_m2, rel=1e-3)
    assert found.cut_m3 == pytest.approx(0, abs=1e-3)
    assert np.isnan(values(found.path)[:, :49]).all()


def test_the_offset_is_that_of_the_ground_that_did_not_change(tmp_path: Path) -> None:
    """A pile over 40 % of the area moves the median, and not the offset."""
    ground = surfaces.slope()
    noise = np.random.default_rng(1).normal(0, 0.02, ground.shape)
    after = ground + 0.7 + noise
    after[:, :80] += np.random.default_rng(2).uniform(1.0, 6.0, (200, 80))
    paths = surfaces.write(tmp_path / "b.tif", ground), surfaces.write(tmp_path / "a.tif", after)

    as_is = difference(*paths, tmp_path / "as is.tif")
    levelled = difference(*paths, tmp_path / "levelled.tif", level=True)

    assert as_is.offset_m == pytest.approx(0.7, abs=0.01)
    assert not as_is.levelled
    assert as_is.median > 0.71
    assert levelled.offset_m == pytest.approx(0.7, abs=0.01)
    assert levelled.levelled
    assert levelled.mean == pytest.approx(as_is.mean - 0.7, abs=0.01)
    assert levelled.fill_m3 == pytest.approx(3.5 * 80 * 200 * 0.25, rel=0.05)
    assert np.nanmedian(values(levelled.path)[:, 100:]) == pytest.approx(0, abs=0.01)


def test_small_changes_are_not_counted_on_wish(tmp_path: Path) -> None:
    """Noise adds up to volumes; it stays in the raster, and in mean and deviation."""
    ground = surfaces.slope()
    after = pile_and_pit(ground) + np.random.default_rng(3).normal(0, 0.02, ground.shape)
    paths = surfaces.write(tmp_path / "b.tif", ground), surfaces.write(tmp_path / "a.tif", after)

    all_changes = difference(*paths, tmp_path / "all.tif")
    large_ones = difference(*paths, tmp_path / "large.tif", ignore=0.15)

    assert all_changes.fill_m3 > 860
    assert large_ones.fill_m3 == pytest.approx(800, rel=0.005)
    assert large_ones.cut_m3 == pytest.approx(300, rel=0.01)
    assert large_ones.mean == pytest.approx(all_changes.mean)
    assert np.allclose(values(large_ones.path), values(all_changes.path))


def test_surfaces_beside_each_other_are_told(tmp_path: Path, gdal_exceptions: None) -> None:
    before = surfaces.write(tmp_path / "b.tif", surfaces.slope())
    after = surfaces.write(tmp_path / "a.tif", surfaces.slope(), west=surfaces.WEST + 5000)
    with pytest.raises(NadirError, match="do not overlap"):
        difference(before, after, tmp_path / "difference.tif")
    assert not (tmp_path / "difference.tif").exists()


@pytest.mark.parametrize("level", [True, False])
def test_overlapping_frames_without_a_common_height_are_told(tmp_path: Path, level: bool) -> None:
    west, east = surfaces.slope(), surfaces.slope()
    west[:, 90:], east[:, :110] = -9999.0, -9999.0
    paths = surfaces.write(tmp_path / "b.tif", west), surfaces.write(tmp_path / "a.tif", east)
    with pytest.raises(NadirError, match="do not overlap"):
        difference(*paths, tmp_path / "difference.tif", level=level)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tif", "b.tif"]


def test_files_that_are_no_surfaces_are_named(tmp_path: Path, gdal_exceptions: None) -> None:
    good = surfaces.write(tmp_path / "good.tif", surfaces.slope())
    nowhere = surfaces.write(tmp_path / "nowhere.tif", surfaces.slope(), epsg=None)
    damaged = tmp_path / "damaged.tif"
    damaged.write_bytes(good.read_bytes()[:3000])
    text = tmp_path / "text.tif"
    text.write_text("no raster", encoding="utf-8")
    for bad in (nowhere, damaged, text, tmp_path / "missing.tif"):
        with pytest.raises(NadirError, match=bad.name) as caught:
            difference(good, bad, tmp_path / "difference.tif")
        assert caught.value.remedy
    assert not list(tmp_path.glob("*difference*"))


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path, gdal_exceptions: None) -> None:
    paths = [surfaces.write(tmp_path / f"{name}.tif", surfaces.slope()) for name in "ab"]
    with pytest.raises(NadirError, match="“difference.tif” cannot be written"):
        difference(*paths, tmp_path / "missing folder" / "difference.tif")


def test_a_cancel_leaves_nothing_and_an_older_result_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BLOCK", 256)
    paths = [surfaces.write(tmp_path / f"{name}.tif", surfaces.slope(600, 600)) for name in "ab"]
    target = tmp_path / "difference.tif"
    target.write_text("of before", encoding="utf-8")
    told: list[float] = []
    with pytest.raises(Cancelled):
        difference(*paths, target, cancelled=lambda: len(told) > 3, progress=told.append)
    assert 3 < len(told) < 9
    assert target.read_text(encoding="utf-8") == "of before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tif", "b.tif", "difference.tif"]


def test_blocks_join_without_a_seam_and_need_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ground = surfaces.slope(1500, 1500)
    before = surfaces.write(tmp_path / "b.tif", ground)
    after = surfaces.write(tmp_path / "a.tif", surfaces.slope(1500, 1500, 0.5, surfaces.WEST + 3.3) + 1.0, west=surfaces.WEST + 3.3)
    whole = difference(before, after, tmp_path / "whole.tif")
    monkeypatch.setattr(room, "BLOCK", 256)
    tracemalloc.start()
    pieces = difference(before, after, tmp_path / "pieces.tif")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.allclose(values(whole.path), values(pieces.path), equal_nan=True, atol=1e-5)
    assert pieces.net_m3 == pytest.approx(whole.net_m3, rel=1e-6)
    assert peak < 12_000_000  # the whole of one surface takes 18 MB as numbers
