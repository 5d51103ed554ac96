"""Rasters as large and as detailed as a real survey's: photos side by side as an orthophoto, and rough ground as heights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import rasterio
from nadir_engine.cog import COLOUR_BANDS, copy_as_cog, flat_colour_profile, write_height_cog
from numpy.typing import NDArray
from rasterio.transform import from_origin
from rasterio.windows import Window

EPSG, WEST, NORTH = 32615, 576660.0, 5188300.0  # UTM 15N
PHOTOS_ACROSS, PHOTOS_DOWN = 2, 2
ORTHO_CELL, HEIGHT_CELL = 0.02, 0.05  # metres
HEIGHT_SHAPE = (2700, 4800)
ROUGHNESS = 0.02  # metres of height for each metre of width, at every width
WIDTHS = (4, 16, 64, 256)  # pixels


def write_products(photos: list[Path], folder: Path) -> dict[str, Path]:
    """Orthophoto and surface model, written as the engine writes them; by their place in an all.zip."""
    found = {"odm_orthophoto/odm_orthophoto.tif": folder / "ortho.tif", "odm_dem/dsm.tif": folder / "dsm.tif"}
    _write_orthophoto(photos, found["odm_orthophoto/odm_orthophoto.tif"])
    write_height_cog(found["odm_dem/dsm.tif"], _heights(), from_origin(WEST, NORTH, HEIGHT_CELL, HEIGHT_CELL), EPSG, "z")
    return found


def _write_orthophoto(photos: list[Path], path: Path) -> None:
    rows, columns = cv2.imread(str(photos[0])).shape[:2]
    transform = from_origin(WEST, NORTH, ORTHO_CELL, ORTHO_CELL)
    flat = path.with_name("flat.tif")
    profile = flat_colour_profile(columns * PHOTOS_ACROSS, rows * PHOTOS_DOWN, transform, EPSG)
    with rasterio.open(flat, "w", **profile) as target:
        target.colorinterp = COLOUR_BANDS
        for window, rgba in _placed(photos, rows, columns):
            target.write(np.moveaxis(rgba, -1, 0), window=window)
    copy_as_cog(flat, path, "DEFLATE", "AVERAGE")
    flat.unlink()


def _placed(photos: list[Path], rows: int, columns: int) -> Iterator[tuple[Window, NDArray[np.uint8]]]:
    for number, photo in enumerate(photos[: PHOTOS_ACROSS * PHOTOS_DOWN]):
        rgba = cv2.cvtColor(cv2.resize(cv2.imread(str(photo)), (columns, rows)), cv2.COLOR_BGR2RGBA)
        yield Window(number % PHOTOS_ACROSS * columns, number // PHOTOS_ACROSS * rows, columns, rows), rgba


def _heights() -> NDArray[np.float32]:
    """Metres, with a corner where nothing is known."""
    rng = np.random.default_rng(0)
    rows, columns = HEIGHT_SHAPE
    heights = np.full(HEIGHT_SHAPE, 160, np.float32)
    for width in WIDTHS:
        noise = rng.normal(scale=width * ROUGHNESS, size=(rows // width + 3, columns // width + 3)).astype(np.float32)
        heights += cv2.resize(noise, None, fx=width, fy=width, interpolation=cv2.INTER_CUBIC)[:rows, :columns]
    heights[:100, :100] = np.nan
    return heights
