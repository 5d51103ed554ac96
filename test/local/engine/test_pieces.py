"""The engine's small pieces, each by itself."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from nadir_engine.atomic import whole_file, whole_folder
from nadir_engine.camera_guess import FocalSource, focal_length
from nadir_engine.coordinates import Georeference, georeference_of, to_local, utm_epsg
from nadir_engine.ept import LEAF_POINTS, octree
from nadir_engine.fill import filled
from nadir_engine.filtering import site_mask
from nadir_engine.grid import Grid, cut, grid_over, padded
from nadir_engine.ground import ground_of
from nadir_engine.image_size import DamagedPhoto, image_size
from nadir_engine.matching import match_descriptors
from nadir_engine.options import EngineOptions, OptionError, check, node_options
from nadir_engine.semiglobal import aggregate
from nadir_engine.surface_file import Surface
from rasterio.windows import Window


class TestOptions:
    def test_table_has_the_shape_of_nodeodm(self) -> None:
        options = node_options()
        assert all(set(option) == {"name", "type", "value", "domain", "help"} for option in options)
        assert {"dsm", "dtm", "orthophoto-resolution", "rerun-from"} <= {option["name"] for option in options}

    @pytest.mark.parametrize(
        ("name", "value"),
        [("dem-resolution", "-1"), ("dem-resolution", "nan"), ("dem-resolution", 0), ("max-concurrency", 1.5), ("dsm", "maybe"),
         ("pc-quality", "best"), ("no-such-option", 1), ("crop", None)],
    )  # fmt: skip
    def test_wrong_values_are_refused_with_the_options_name(self, name: str, value: object) -> None:
        with pytest.raises(OptionError) as refused:
            check(name, value)
        assert refused.value.option == name

    def test_values_become_typed_fields(self) -> None:
        options = EngineOptions.from_values({"dsm": "true", "crop": 0})
        assert options.dsm is True
        assert options.crop == 0.0


class TestFocalLength:
    def test_a_calibrated_one_is_taken_as_it_is(self) -> None:
        found = focal_length(5472, 3648, "FC6310R", 8.8, 24.0, 3666.7, 2743.0)
        assert found.source is FocalSource.CALIBRATED
        assert found.pixels == pytest.approx(3666.7)

    def test_a_calibrated_one_shrinks_with_a_photo_that_was_resized(self) -> None:
        assert focal_length(2736, 1824, "FC6310R", 8.8, 24.0, 3666.7, 2743.0).pixels == pytest.approx(1833.4, rel=0.01)

    def test_a_known_sensor_serves_photos_cut_to_16_9_too(self) -> None:
        whole, cut_off = (focal_length(4000, height, "FC300S", 3.61, 20.0, None, None) for height in (3000, 2250))
        assert whole == cut_off
        assert whole.pixels == pytest.approx(3.61 / 6.17 * 4000)

    def test_the_35_mm_equivalent_of_a_16_9_photo_is_for_the_whole_sensor(self) -> None:
        whole, cut_off = (focal_length(4000, height, "unheard of", None, 20.0, None, None) for height in (3000, 2250))
        assert whole.source is FocalSource.FULL_FRAME_EQUIVALENT
        assert cut_off.pixels == pytest.approx(whole.pixels)
        # Within 2 % of the known camera that has this equivalent.
        assert whole.pixels == pytest.approx(3.61 / 6.17 * 4000, rel=0.02)


class TestCoordinates:
    @pytest.mark.parametrize(
        ("longitude", "latitude", "epsg"),
        [(-92.0, 46.8, 32615), (9.0, 47.0, 32632), (151.2, -33.9, 32756), (-70.0, -33.0, 32719), (180.0, 1.0, 32601)],
    )
    def test_zones_on_both_hemispheres(self, longitude: float, latitude: float, epsg: int) -> None:
        assert utm_epsg(longitude, latitude) == epsg

    def test_there_and_back(self) -> None:
        georeference = georeference_of([151.2, 151.21], [-33.9, -33.91])
        local = to_local(georeference, [151.2], [-33.9], [55.0])
        assert np.abs(local[0, :2]).max() < 2000
        assert georeference.to_lonlat(local)[0] == pytest.approx([151.2, -33.9, 55.0], abs=1e-7)

    @pytest.mark.parametrize(
        ("longitudes", "epsg"),
        [([179.999, -179.999], 32601), ([179.998, 179.999, -179.999], 32660), ([-179.999, 179.9995, -179.998], 32601)],
    )
    def test_a_site_on_the_180th_meridian_stays_together(self, longitudes: list[float], epsg: int) -> None:
        latitudes = [0.5] * len(longitudes)
        georeference = georeference_of(longitudes, latitudes)
        assert georeference.epsg == epsg
        local = to_local(georeference, longitudes, latitudes, [0.0] * len(longitudes))
        assert np.abs(local[:, :2]).max() < 400
        there = georeference.to_lonlat(local)[:, 0]
        assert (there - np.array(longitudes) + 180.0) % 360.0 == pytest.approx(180.0, abs=1e-7)

    def test_a_wrong_longitude_does_not_move_the_zone(self) -> None:
        assert georeference_of([9.0, 9.001, 9.002, 0.0], [47.0] * 4).epsg == 32632

    def test_a_local_frame_has_no_crs(self) -> None:
        assert Georeference(None, 0.0, 0.0, 0.0).crs() is None


class TestImageSize:
    def _jpeg(self, folder: Path) -> Path:
        path = folder / "photo.JPG"
        image = np.random.default_rng(1).integers(0, 255, (90, 120, 3)).astype(np.uint8)
        path.write_bytes(cv2.imencode(".jpg", image)[1].tobytes())
        return path

    def test_a_whole_photo(self, tmp_path: Path) -> None:
        assert image_size(self._jpeg(tmp_path)) == (120, 90)

    def test_bytes_after_the_end_do_no_harm(self, tmp_path: Path) -> None:
        path = self._jpeg(tmp_path)
        path.write_bytes(path.read_bytes() + b"\0" * 100)
        assert image_size(path) == (120, 90)

    @pytest.mark.parametrize("part", [0.0, 0.02, 0.5, 0.99])
    def test_a_cut_off_photo_is_damaged(self, part: float, tmp_path: Path) -> None:
        path = self._jpeg(tmp_path)
        path.write_bytes(path.read_bytes()[: int(part * path.stat().st_size)])
        with pytest.raises(DamagedPhoto):
            image_size(path)


class TestWholeFiles:
    def test_a_failed_write_leaves_the_old_file_and_no_other(self, tmp_path: Path) -> None:
        path = tmp_path / "product.tif"
        path.write_text("old", encoding="utf-8")
        with pytest.raises(RuntimeError), whole_file(path) as part:
            part.write_text("half", encoding="utf-8")
            raise RuntimeError
        assert path.read_text(encoding="utf-8") == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_folder_replaces_the_old_one_at_the_end(self, tmp_path: Path) -> None:
        for content in ("old", "new"):
            with whole_folder(tmp_path / "tiles") as part:
                (part / content).touch()
        assert [path.name for path in (tmp_path / "tiles").iterdir()] == ["new"]


class TestRasters:
    def test_holes_are_filled_between_their_edges(self) -> None:
        x = np.tile(np.linspace(10, 20, 64, dtype=np.float32), (48, 1))
        holed = x.copy()
        holed[10:30, 20:40] = np.nan
        result = filled(holed)
        assert not np.isnan(result).any()
        assert np.array_equal(result[~np.isnan(holed)], x[~np.isnan(holed)])
        assert np.abs(result - x).max() < 1.5

    def test_all_unknown_stays_unknown(self) -> None:
        assert np.isnan(filled(np.full((5, 7), np.nan, np.float32))).all()

    def test_tiles_cover_a_grid_once(self) -> None:
        grid = grid_over(-3.2, 1.1, 47.9, 30.0, 0.5)
        seen = np.zeros(grid.shape, int)
        for window in grid.tiles(16):
            seen[window.toslices()] += 1
        assert (seen == 1).all()

    def test_a_window_beyond_the_edge_is_filled(self) -> None:
        part = cut(np.ones((4, 4), np.float32), padded(Window(2, 2, 2, 2), 1))
        assert np.isnan(part[-1]).all()
        assert (part[:3, :3] == 1).all()

    def test_points_fall_into_their_cells(self) -> None:
        grid = Grid(100.0, 200.0, 2.0, 10, 5)
        rows, columns = grid.indices(np.array([100.1, 119.9]), np.array([199.9, 190.1]))
        assert rows.tolist() == [0, 4]
        assert columns.tolist() == [0, 9]


def test_neighbours_overrule_a_lone_wrong_peak() -> None:
    scores = np.zeros((10, 9, 9), np.float32)
    scores[3] = 0.5
    scores[8, 4, 4] = 0.6
    assert (aggregate(scores, 0.05, 0.3).argmax(axis=0) == 3).all()


def test_ground_goes_under_a_house_and_keeps_a_slope() -> None:
    grid = Grid(0.0, 60.0, 0.25, 240, 240)
    x, _ = grid.centres()
    slope = np.broadcast_to(0.05 * x, grid.shape).astype(np.float32)
    house = slope.copy()
    house[80:120, 80:140] += 5.0
    ground = ground_of(Surface(grid, house, np.ones_like(house)), EngineOptions())
    assert np.abs(ground - slope)[8:-8, 8:-8].max() < 0.4


def test_an_octree_holds_every_point_once_and_its_nodes_in_their_cubes() -> None:
    xyz = np.random.default_rng(2).uniform([0, 0, 0], [100, 80, 5], (60000, 3))
    low, side = np.array([-1.0, -1.0, -1.0]), 102.0
    nodes = octree(xyz, low, side)
    together = np.concatenate(list(nodes.values()))
    assert np.array_equal(np.sort(together), np.arange(len(xyz)))
    assert (0, 0, 0, 0) in nodes
    assert max(len(indices) for key, indices in nodes.items() if key[0] > 0) <= LEAF_POINTS + 128**2
    for (depth, *place), indices in nodes.items():
        corner = low + np.array(place) * side / 2**depth
        assert (xyz[indices] >= corner - 1e-9).all()
        assert (xyz[indices] <= corner + side / 2**depth + 1e-9).all()
        assert depth == 0 or (depth - 1, *(value // 2 for value in place)) in nodes


def test_descriptors_match_their_own_copies_in_another_order() -> None:
    random = np.random.default_rng(3)
    first = random.gamma(0.5, 1.0, (300, 128))
    first = (first / np.linalg.norm(first, axis=1, keepdims=True) * 512).clip(0, 255).astype(np.uint8)
    order = random.permutation(300)
    matches = match_descriptors(first, first[order])
    assert len(matches) == 300
    assert np.array_equal(order[matches[:, 1]], matches[:, 0])


def test_a_gap_inside_belongs_to_the_site_and_its_edge_does_not() -> None:
    grid = Grid(0.0, 60.0, 0.5, 120, 120)
    height = np.ones(grid.shape, np.float32)
    height[:10] = np.nan
    height[50:70, 50:70] = np.nan
    site = site_mask(Surface(grid, height, np.ones_like(height)), crop_m=3.0)
    assert site[40:80, 40:80].all()
    assert not site[:16].any()
