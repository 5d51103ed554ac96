"""Tiles lie where a general warper puts them, whatever the raster's reference system."""
from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
import rasterio
from nadir_server.rasters.sources import MOST_IDLE, OutsideOfBounds, Source, Sources, sources
from nadir_server.rasters.warp import overlaps, read_tile
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.transform import Affine, from_origin
from rio_tiler.io import Reader

SIDE = 700
NODATA = -9999.0
PLACES = {
    "utm": (CRS.from_epsg(32615), from_origin(576660, 5188300, 0.1, 0.1)),
    "utm south": (CRS.from_epsg(32756), from_origin(334000, 6252000, 0.1, 0.1)),
    "degrees": (CRS.from_epsg(4326), from_origin(8.69, 46.99, 1.3e-6, 0.9e-6)),
    "mercator": (CRS.from_epsg(3857), from_origin(967000, 5942000, 0.15, 0.15)),
    "turned": (CRS.from_epsg(32632), Affine.translation(476500, 5205000) * Affine.rotation(25) * Affine.scale(0.1, -0.1)),
    "coarse": (CRS.from_epsg(32632), from_origin(300000, 5500000, 500, 500)),
    "far north": (CRS.from_epsg(3413), from_origin(-500000, -900000, 20, 20)),
}


def pattern() -> np.ndarray:
    """(SIDE, SIDE) smooth bumps of many widths, 0 to 255."""
    rng = np.random.default_rng(3)
    values = np.zeros((SIDE, SIDE), np.float32)
    for width in (8, 24, 80):
        values += cv2.resize(rng.normal(size=(SIDE // width + 2,) * 2).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return cv2.normalize(values, None, 10, 245, cv2.NORM_MINMAX)


def write(path: Path, place: str, heights: bool) -> Path:
    """Heights with a hole, or colours with a transparent corner; with overviews."""
    crs, transform = PLACES[place]
    grey = pattern()
    if heights:
        bands = grey[None].copy()
        bands[0, 300:340, 300:340] = NODATA
    else:
        alpha = np.full_like(grey, 255)
        alpha[:90, :90] = 0
        bands = np.stack([grey, 255 - grey, grey[::-1], alpha]).astype(np.uint8)
    with rasterio.open(
        path, "w", driver="GTiff", width=SIDE, height=SIDE, count=len(bands), dtype=bands.dtype, crs=crs,
        transform=transform, nodata=NODATA if heights else None, tiled=True, blockxsize=256, blockysize=256,
    ) as out:  # fmt: skip
        out.write(bands)
        if not heights:
            out.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
        out.build_overviews([2, 4], rasterio.enums.Resampling.average)
    return path


def middle(path: Path, above: int) -> tuple[int, int, int]:
    """The tile in the middle, so many levels above the raster's own resolution."""
    with Reader(str(path)) as reader:
        west, south, east, north = reader.get_geographic_bounds("EPSG:4326")
        zoom = max(reader.maxzoom - above, 0)
    latitude = math.radians((south + north) / 2)
    x = int(((west + east) / 2 + 180) / 360 * 2**zoom)
    return x, int((1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * 2**zoom), zoom


def both(path: Path, place: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(rows, columns) of a band and whether it counts, by rio-tiler and by us."""
    with Reader(str(path)) as reader:
        image = reader.tile(*place, tilesize=256, resampling_method="bilinear", reproject_method="bilinear")
    shown = (image.mask > 0) & ~np.ma.getmaskarray(image.array)[0]
    with sources.borrow(path) as source:
        ours = read_tile(source, source.bands[:3], *place, 256)
    return image.array.data[0].astype(np.float32), shown, ours.values[..., 0].astype(np.float32), ours.visible


@pytest.mark.parametrize("above", [-2, 0, 1])
@pytest.mark.parametrize("heights", [True, False])
@pytest.mark.parametrize("place", PLACES)
def test_a_tile_is_where_a_general_warper_puts_it(tmp_path: Path, place: str, heights: bool, above: int) -> None:
    path = write(tmp_path / "raster.tif", place, heights)
    theirs, their_mask, ours, our_mask = both(path, middle(path, above))
    assert (their_mask != our_mask).mean() < 0.02
    counted = their_mask & our_mask
    assert counted.mean() > 0.1
    inner = cv2.erode(counted.astype(np.uint8), np.ones((9, 9))) > 0
    assert np.abs(theirs - ours)[inner].mean() < (0.6 if above < 0 else 4.0)
    down, right = np.gradient(theirs)
    slopes = np.stack([right[inner], down[inner]], axis=1)
    shift = np.linalg.lstsq(slopes, (theirs - ours)[inner], rcond=None)[0]  # pixels, by the least-squares match
    assert np.abs(shift).max() < 0.2, shift


def test_what_is_nothing_does_not_bleed_into_what_is_something(tmp_path: Path) -> None:
    for heights in (True, False):
        path = write(tmp_path / f"{heights}.tif", "utm", heights)
        for above in (-2, 0, 2):
            _, _, ours, mask = both(path, middle(path, above))
            assert ours[mask].min() >= 9 and ours[mask].max() <= 246


def test_tiles_meet_without_a_seam(tmp_path: Path) -> None:
    path = write(tmp_path / "raster.tif", "turned", True)
    x, y, zoom = middle(path, -1)
    with sources.borrow(path) as source:
        left, right = (read_tile(source, (1,), column, y, zoom, 256).values[..., 0] for column in (x, x + 1))
        wide = read_tile(source, (1,), x, y, zoom, 256, margin=1).values[..., 0]
    assert np.allclose(wide[1:-1, 1:-1], left, atol=0.01) and np.allclose(wide[1:-1, -1], right[:, 0], atol=0.01)


def test_a_raster_without_overviews_is_averaged(tmp_path: Path) -> None:
    path = tmp_path / "plain.tif"
    crs, transform = PLACES["utm"]
    values = np.indices((SIDE, SIDE)).sum(axis=0).astype(np.float32) % 2 * 200  # a chess board
    with rasterio.open(path, "w", driver="GTiff", width=SIDE, height=SIDE, count=1, dtype="float32", crs=crs, transform=transform) as out:
        out.write(values, 1)
    with sources.borrow(path) as source:
        found = read_tile(source, (1,), *middle(path, 4), 256)
    assert np.abs(found.values[found.visible] - 100).mean() < 10


@pytest.mark.parametrize("dtype", ["uint16", "int16", "int32", "uint32", "float64", "int8"])
def test_all_kinds_of_numbers(tmp_path: Path, dtype: str) -> None:
    path = tmp_path / "raster.tif"
    crs, transform = PLACES["utm"]
    with rasterio.open(path, "w", driver="GTiff", width=SIDE, height=SIDE, count=4, dtype=dtype, crs=crs, transform=transform) as out:
        out.write(np.stack([pattern() / 2] * 4).astype(dtype))
    with sources.borrow(path) as source:
        found = read_tile(source, (1, 2, 3), *middle(path, 0), 256)
    assert 4 < found.values[found.visible].min() < found.values[found.visible].max() < 124


def test_beside_the_raster_there_is_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "raster.tif", "utm", True)
    x, y, zoom = middle(path, 0)
    with Reader(str(path)) as reader:
        bounds = reader.get_geographic_bounds("EPSG:4326")
    assert overlaps(bounds, x, y, zoom)
    for away in ((x + 50, y, zoom), (x, y - 50, zoom), (0, 0, zoom), (2**30, y, zoom), (x, y, -1)):
        assert not overlaps(bounds, *away)
    with sources.borrow(path) as source:
        for away in ((x + 50, y, zoom), (1, 1, zoom), (2**zoom - 1, 2**zoom - 1, zoom)):
            with pytest.raises(OutsideOfBounds):
                read_tile(source, (1,), *away, 256)


def test_a_tile_beside_the_raster_leaves_its_file_open(tmp_path: Path) -> None:
    kept = Sources()
    path = write(tmp_path / "raster.tif", "utm", True)
    with pytest.raises(OutsideOfBounds), kept.borrow(path) as asked:
        raise OutsideOfBounds
    with kept.borrow(path) as again:
        assert again is asked
        assert not again.dataset.closed
    with pytest.raises(ZeroDivisionError), kept.borrow(path) as broken:
        raise ZeroDivisionError
    with kept.borrow(path) as new:
        assert new is not broken
        assert broken.dataset.closed


def test_a_replaced_raster_is_read_anew_and_old_ones_are_closed(tmp_path: Path) -> None:
    kept = Sources()
    path = write(tmp_path / "raster.tif", "utm", True)
    with kept.borrow(path) as first, kept.borrow(path) as second:
        assert first is not second
    with kept.borrow(path) as again:
        assert again is first
    other = write(tmp_path / "other.tif", "degrees", True)
    other.replace(path)
    with kept.borrow(path) as new:
        assert new.dataset.crs == CRS.from_epsg(4326)
    assert first.dataset.closed and second.dataset.closed
    many = [write(tmp_path / f"{number}.tif", "utm", True) for number in range(MOST_IDLE + 2)]
    opened: list[Source] = []
    for one in many:
        with kept.borrow(one) as source:
            opened.append(source)
    assert [source.dataset.closed for source in opened] == [True] * 2 + [False] * MOST_IDLE
    kept.release(tmp_path)
    assert all(source.dataset.closed for source in opened)
