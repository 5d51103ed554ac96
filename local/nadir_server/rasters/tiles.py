"""Pictures of a raster: map tiles and thumbnails."""
from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rio_tiler.io import Reader
from rio_tiler.models import ImageData

from nadir_server.rasters.colors import ramp
from nadir_server.rasters.cut import hide_outside
from nadir_server.rasters.hillshade import hillshade, shade_colors
from nadir_server.rasters.options import DEFAULT_HEIGHTS, RasterOptions

EQUATOR_METRES = 40075016.686
RESAMPLING = "bilinear"
PROFILES: dict[str, dict[str, Any]] = {
    "PNG": {"zlevel": 1},  # twice as fast as the default; the way to the client is short
    "JPEG": {"quality": 85},
    "WEBP": {"quality": 80},
}
MIME = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass(frozen=True)
class Picture:
    """An encoded picture."""

    data: bytes
    content_type: str


def tile(path: Path, x: int, y: int, z: int, options: RasterOptions, scale: int, driver: str | None) -> Picture:
    """A web mercator tile. Without a driver: JPEG where it is opaque, else PNG.

    Raises rio_tiler's TileOutsideBounds where the raster has nothing.
    """
    if options.size == 512:  # twice the size on the grid of the level above
        z -= 1
    pixels = options.size * scale
    margin = 1 if options.hillshade else 0  # neighbours for the slopes at the tile's edge
    with Reader(str(path)) as reader:
        image = reader.tile(
            x, y, z, tilesize=pixels, buffer=margin, resampling_method=RESAMPLING, reproject_method=RESAMPLING
        )
    hide_outside(image, options.shapes)
    latitude = math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / 2**z)))
    pixel_size = EQUATOR_METRES * math.cos(latitude) / 2**z / pixels
    return encode(paint(image, options, pixel_size, margin), driver)


def preview(path: Path, size: int, options: RasterOptions) -> Picture:
    """The whole raster as a PNG of at most `size` pixels a side."""
    with Reader(str(path)) as reader:
        image = reader.preview(max_size=size)
    return encode(paint(image, options, 1.0, 0), "PNG")


def paint(image: ImageData, options: RasterOptions, pixel_size: float, margin: int) -> NDArray[np.uint8]:
    """RGBA, (4, rows, columns): photos as they are, heights stretched over grey or a colour ramp, shaded if asked."""
    values, visible = image.array.data, (image.mask > 0) & ~np.ma.getmaskarray(image.array)[0]
    if image.count >= 3:
        rgb = stretch(values[:3], options.rescale) if options.rescale else _as_bytes(values[:3])
    else:
        heights = values[0].astype(np.float32)
        grey = stretch(heights, options.rescale or DEFAULT_HEIGHTS)
        rgb = ramp(options.color_map)[grey][..., :3].transpose(2, 0, 1) if options.color_map else np.stack([grey] * 3)
        if options.hillshade:
            relief = hillshade(np.where(visible, heights, np.nan), pixel_size, options.hillshade)
            rgb = shade_colors(rgb, relief)
    rgba = np.concatenate([rgb, np.where(visible, 255, 0).astype(np.uint8)[None]])
    return rgba[:, margin : rgba.shape[1] - margin, margin : rgba.shape[2] - margin] if margin else rgba


def stretch(values: NDArray[Any], span: tuple[float, float]) -> NDArray[np.uint8]:
    """Values spread over 0 to 255; same shape."""
    low, high = span
    scaled = (values.astype(np.float32) - low) * (255.0 / ((high - low) or 1.0))
    return np.nan_to_num(np.clip(scaled, 0, 255)).astype(np.uint8)


def _as_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Bytes as they are; wider numbers by their own full range."""
    if values.dtype == np.uint8:
        return values
    full = float(np.iinfo(values.dtype).max) if np.issubdtype(values.dtype, np.integer) else 1.0
    return stretch(values, (0.0, full))


def encode(rgba: NDArray[np.uint8], driver: str | None) -> Picture:
    """The picture in the format of the driver (PNG, JPEG, WEBP), or in what suits it."""
    driver = driver or ("JPEG" if rgba[3].min() == 255 else "PNG")
    bands = rgba[:3] if driver == "JPEG" else rgba
    image = ImageData(np.ma.MaskedArray(bands, mask=False))
    return Picture(image.render(add_mask=False, img_format=driver, **PROFILES[driver]), MIME[driver])
