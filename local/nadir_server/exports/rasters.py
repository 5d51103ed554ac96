"""Rasters in other formats, reference systems and colours, made block by block: memory stays bounded."""
from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT
from rasterio.warp import calculate_default_transform, transform_bounds
from rasterio.windows import Window, from_bounds

from nadir_server.exports.errors import CannotExport
from nadir_server.rasters.cut import LONGITUDE_LATITUDE, Geometry, common_box, inside
from nadir_server.rasters.opening import open_geotiff
from nadir_server.rasters.paint import paint
from nadir_server.rasters.style import Style

BLOCK, TILE = 512, 256
NODATA = -9999.0
LARGEST_GROWTH = 16  # times as many pixels as the raster has
LARGEST_JPEG_SIDE = 65500
METRES_OF_A_DEGREE = 111_320.0
RGBA = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
Look = Callable[[], None]


@dataclass(frozen=True)
class RasterExport:
    """What to make of a raster. `style`: bands to read, and colours where `painted`; `crs`: None as it is."""

    driver: str  # of GDAL: GTiff (which becomes a COG), JPEG, PNG, KMLSUPEROVERLAY, MBTiles
    style: Style
    painted: bool
    crs: CRS | None = None
    shape: Geometry | None = None  # what is cut out, GeoJSON


def export_raster(source: Path, target: Path, wanted: RasterExport, look: Look) -> None:
    """Make the file `target`; `look` is called now and then and may raise to stop. Raises CannotExport."""
    flat = target.with_name(target.name + ".flat.tif")
    try:
        with open_geotiff(source) as original, _in_system(original, wanted.crs) as dataset:
            area = _area(dataset, wanted.shape)
            _check_size(area, original, wanted.driver)
            with rasterio.open(flat, "w", **_profile(dataset, area, wanted)) as out:
                _set_kinds(out, dataset, wanted)
                for window in _blocks(area):
                    look()
                    out.write(_block(dataset, window, wanted), window=_moved(window, area))
        look()
        _copy(flat, target, wanted.driver)
    except RasterioError as error:
        raise CannotExport(f"The raster could not be converted: {error}") from error
    finally:
        flat.unlink(missing_ok=True)


@contextmanager
def _in_system(original: Any, crs: CRS | None) -> Iterator[Any]:
    """The raster as if it were in that reference system."""
    if crs is None or crs == original.crs:
        yield original
        return
    if original.crs is None:
        raise CannotExport("The raster has no reference system, so it cannot be moved to another one.")
    found = calculate_default_transform(original.crs, crs, original.width, original.height, *original.bounds)
    transform, width, height = found
    if not width or not height or width * height > LARGEST_GROWTH * original.width * original.height:
        raise CannotExport("The raster lies too far outside the area of that reference system.")
    has_alpha = ColorInterp.alpha in original.colorinterp
    with WarpedVRT(
        original, crs=crs, transform=transform, width=width, height=height, resampling=Resampling.bilinear,
        add_alpha=not has_alpha and original.nodata is None, warp_mem_limit=64,
    ) as warped:  # fmt: skip
        yield warped


def _area(dataset: Any, shape: Geometry | None) -> Window:
    """The pixels that hold the shape, or all. Raises CannotExport where there are none."""
    whole = Window(0, 0, dataset.width, dataset.height)
    if shape is None:
        return whole
    try:
        box = common_box((shape,), transform_bounds(dataset.crs, LONGITUDE_LATITUDE, *dataset.bounds))
        cut = from_bounds(*transform_bounds(LONGITUDE_LATITUDE, dataset.crs, *box), transform=dataset.transform)
        return cut.round_offsets().round_lengths(op="ceil").intersection(whole)
    except (ValueError, rasterio.errors.WindowError) as error:
        raise CannotExport("Nothing of the raster lies within the task's crop.") from error


def _check_size(area: Window, original: Any, driver: str) -> None:
    if driver == "JPEG" and max(area.width, area.height) > LARGEST_JPEG_SIDE:
        raise CannotExport(f"A JPEG picture cannot have more than {LARGEST_JPEG_SIDE} pixels a side. Choose GeoTIFF.")
    if area.width < 1 or area.height < 1:
        raise CannotExport("Nothing of the raster lies within the task's crop.")


def _profile(dataset: Any, area: Window, wanted: RasterExport) -> dict[str, Any]:
    """Of the plain GeoTIFF that is written first."""
    count, kind, nodata = dataset.count, dataset.dtypes[0], dataset.nodata
    if wanted.painted:
        count, kind, nodata = 4, "uint8", None
    elif wanted.style.formula:
        count, kind, nodata = 1, "float32", NODATA
    return {
        "driver": "GTiff", "width": int(area.width), "height": int(area.height), "count": count, "dtype": kind,
        "crs": dataset.crs, "transform": dataset.transform * Affine.translation(area.col_off, area.row_off),
        "nodata": nodata, "tiled": True, "blockxsize": BLOCK, "blockysize": BLOCK, "compress": "deflate", "zlevel": 1,
        "interleave": "pixel", "BIGTIFF": "IF_SAFER",
    }  # fmt: skip


def _set_kinds(out: Any, dataset: Any, wanted: RasterExport) -> None:
    """What the bands of the new file are."""
    if wanted.painted:
        out.colorinterp = RGBA
    elif not wanted.style.formula:
        out.colorinterp = dataset.colorinterp
        for band, text in enumerate(dataset.descriptions, start=1):
            out.set_band_description(band, text or "")


def _blocks(area: Window) -> Iterator[Window]:
    """Windows of the raster that cover the area, as blocks of the new file."""
    for row in range(0, int(area.height), BLOCK):
        for column in range(0, int(area.width), BLOCK):
            yield Window(
                area.col_off + column, area.row_off + row, min(BLOCK, area.width - column), min(BLOCK, area.height - row)
            )


def _moved(window: Window, area: Window) -> Window:
    return Window(window.col_off - area.col_off, window.row_off - area.row_off, window.width, window.height)


def _block(dataset: Any, window: Window, wanted: RasterExport) -> NDArray[Any]:
    """(bands, rows, columns) of the new file."""
    size = int(window.height), int(window.width)
    within = np.ones(size, bool)
    if wanted.shape is not None:
        place = dataset.transform * Affine.translation(window.col_off, window.row_off)
        within = inside(wanted.shape, size, place, dataset.crs)
    if wanted.painted:
        return np.moveaxis(_painted(dataset, window, wanted.style, within), -1, 0)
    if wanted.style.formula:
        return _index(dataset, window, wanted.style, within)[None]
    found = dataset.read(window=window)
    empty = dataset.nodata if dataset.nodata is not None else 0
    found[:, ~within] = empty
    return np.asarray(found)


def _index(dataset: Any, window: Window, style: Style, within: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The values of a formula, NODATA where there is none."""
    if style.formula is None:
        raise ValueError("the style has no formula")
    bands = dataset.read(style.bands, window=window)
    values = style.formula.compute(np.moveaxis(bands, 0, -1))
    is_valid = within & (dataset.dataset_mask(window=window) > 0) & np.isfinite(values)
    return np.where(is_valid, values, np.float32(NODATA))


def _painted(dataset: Any, window: Window, style: Style, within: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """RGBA (rows, columns, 4), with a pixel of the neighbours around it for the slopes."""
    whole = Window(0, 0, dataset.width, dataset.height)
    wide = Window(window.col_off - 1, window.row_off - 1, window.width + 2, window.height + 2).intersection(whole)
    left, above = int(window.col_off - wide.col_off), int(window.row_off - wide.row_off)
    values = np.moveaxis(dataset.read(style.bands, window=wide), 0, -1)
    visible = dataset.dataset_mask(window=wide) > 0
    rgba = paint(values, visible, style, _pixel_size(dataset))
    part = rgba[above : above + int(window.height), left : left + int(window.width)].copy()
    part[..., 3][~within] = 0
    return part


def _pixel_size(dataset: Any) -> float:
    """Side of a pixel in metres."""
    size = float(abs(dataset.transform.a))
    return size * METRES_OF_A_DEGREE if dataset.crs and dataset.crs.is_geographic else size


def _copy(flat: Path, target: Path, driver: str) -> None:
    """The plain GeoTIFF in its last format."""
    options: dict[str, Any] = {}
    with ExitStack() as stack:
        if driver == "GTiff":
            driver, options = "COG", {"COMPRESS": "DEFLATE", "PREDICTOR": "YES", "BLOCKSIZE": 256, "BIGTIFF": "IF_SAFER"}
        elif driver == "JPEG":
            options = {"QUALITY": 90}
        elif driver == "KMLSUPEROVERLAY":
            options = {"FORMAT": "AUTO"}
        source: Any = stack.enter_context(rasterio.open(flat))
        if driver == "JPEG":
            source = stack.enter_context(_on_white(source, flat))
        stack.enter_context(rasterio.Env(GDAL_PAM_ENABLED=False))
        rasterio.shutil.copy(source, target, driver=driver, **options)
    if driver == "MBTiles":
        _add_lower_zooms(target)


def _add_lower_zooms(path: Path) -> None:
    """The levels above the one of full resolution, down to a single tile."""
    with rasterio.open(path, "r+") as tiles:
        count = max(math.ceil(math.log2(max(tiles.width, tiles.height) / TILE)), 0)
        tiles.build_overviews([2**level for level in range(1, count + 1)], Resampling.average)


@contextmanager
def _on_white(source: Any, flat: Path) -> Iterator[Any]:
    """The picture without transparency: white where nothing is."""
    opaque = flat.with_name(flat.name + ".rgb.tif")
    profile = {**source.profile, "count": 3, "compress": "deflate", "zlevel": 1}
    try:
        with rasterio.open(opaque, "w", **profile) as out:
            for _, window in source.block_windows(1):
                rgba = source.read(window=window)
                out.write(np.where(rgba[3] > 0, rgba[:3], 255).astype(np.uint8), window=window)
        with rasterio.open(opaque) as found:
            yield found
    finally:
        opaque.unlink(missing_ok=True)
