"""Polygons that cut a raster: the crop of a task, the boundaries of a request. GeoJSON, longitude and latitude."""
from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.features import bounds, is_valid_geom, rasterize
from rasterio.transform import Affine
from rasterio.warp import transform_geom
from rest_framework.exceptions import ValidationError
from rio_tiler.models import ImageData

LONGITUDE_LATITUDE = CRS.from_epsg(4326)
Geometry = dict[str, Any]


def is_polygon(value: Any, kinds: tuple[str, ...] = ("Polygon",)) -> bool:
    """Whether it is a GeoJSON geometry of one of the kinds, with every corner in degrees."""
    if not isinstance(value, dict) or value.get("type") not in kinds or not is_valid_geom(value):
        return False
    polygons = [value["coordinates"]] if value["type"] == "Polygon" else value["coordinates"]
    return all(_in_degrees(corner) for polygon in polygons for ring in polygon for corner in ring)


def _in_degrees(corner: Any) -> bool:
    longitude, latitude = corner[:2]
    numbers = all(isinstance(number, (int, float)) for number in (longitude, latitude))
    return numbers and -180 <= longitude <= 180 and -90 <= latitude <= 90


def parse_boundaries(text: str) -> Geometry:
    """The polygon of a GeoJSON feature, or a bare one. Raises ValidationError for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError("Invalid boundaries parameter") from error
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not is_polygon(found, ("Polygon", "MultiPolygon")):
        raise ValidationError("Invalid boundaries parameter")
    return dict(found)


def common_box(shapes: tuple[Geometry, ...], box: Sequence[float]) -> tuple[float, float, float, float]:
    """West, south, east, north of what the shapes and the box have in common. Raises ValueError where that is nothing."""
    boxes = [box, *(bounds(shape) for shape in shapes)]
    west, south = (max(one[side] for one in boxes) for side in (0, 1))
    east, north = (min(one[side] for one in boxes) for side in (2, 3))
    if west >= east or south >= north:
        raise ValueError("they have nothing in common")
    return west, south, east, north


def inside(shape: Geometry, size: tuple[int, ...], transform: Affine, crs: Any) -> NDArray[np.bool_]:
    """(rows, columns): whether the centre of a pixel lies in the shape, for pixels of that size and place."""
    crs = CRS.from_user_input(crs)
    moved = shape if crs == LONGITUDE_LATITUDE else transform_geom(LONGITUDE_LATITUDE, crs, shape)
    return np.asarray(rasterize([moved], out_shape=size, transform=transform, dtype="uint8")).astype(bool)


def hide_outside(image: ImageData, shapes: tuple[Geometry, ...]) -> None:
    """Mask the pixels of the image whose centres lie outside one of the shapes."""
    for shape in shapes:
        within = inside(shape, (image.height, image.width), image.transform, image.crs)
        image.array.mask = np.ma.getmaskarray(image.array) | ~within
