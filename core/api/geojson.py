"""Areas on the ground as GeoJSON: crops, boundaries, the ground under a volume. Longitude first, in degrees."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from . import fields
from .errors import InvalidRequest
from .fields import Bounds

Ring = Tuple[Tuple[float, float], ...]
"""(longitude, latitude) of the corners; the first comes again at the end."""
Polygon = Tuple[Ring, ...]
"""The outline, then the holes."""


def polygon_from_json(content: Any, extent: Optional[Bounds] = None) -> Optional[Polygon]:
    """The polygon of a geometry or feature; None where there is none that can be read.

    Servers were seen to give back latitude first what they were sent longitude first. `extent` (west, south, east,
    north) is where the polygon must lie, by which this is seen and put right.
    """
    geometry = fields.child(content, "geometry") if isinstance(content, dict) and "geometry" in content else content
    if not isinstance(geometry, dict) or geometry.get("type") != "Polygon":
        return None
    coordinates = geometry.get("coordinates")
    rings = [_ring(item) for item in coordinates] if isinstance(coordinates, list) else []
    known = tuple(ring for ring in rings if ring is not None)
    if not known or len(known) != len(rings):
        return None
    return _swapped(known) if _is_swapped(known, extent) else known


def polygon_to_json(polygon: Polygon) -> Dict[str, Any]:
    """A geometry of type Polygon. Raises `InvalidRequest` for what is no area in degrees."""
    if not polygon or any(len(ring) < 4 or ring[0] != ring[-1] for ring in polygon):
        raise InvalidRequest("The area is not closed, or has less than three corners.", "Draw it again.")
    for longitude, latitude in (point for ring in polygon for point in ring):
        if not (-180.0 <= longitude <= 180.0 and -90.0 <= latitude <= 90.0):
            raise InvalidRequest(
                "The area is not in longitude and latitude.",
                "Give it in degrees (EPSG:4326), longitude first.",
                f"{longitude}, {latitude}",
            )
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring] for ring in polygon]}


def feature_to_json(polygon: Polygon) -> Dict[str, Any]:
    """The same as a Feature, which some of the API wants instead."""
    return {"type": "Feature", "properties": {}, "geometry": polygon_to_json(polygon)}


def _ring(content: Any) -> Optional[Ring]:
    points = [_point(item) for item in content] if isinstance(content, list) else []
    known = tuple(point for point in points if point is not None)
    return known if known and len(known) == len(points) else None


def _point(content: Any) -> Optional[Tuple[float, float]]:
    place = fields.position(content)
    return None if place is None else (place[0], place[1])


def _is_swapped(polygon: Polygon, extent: Optional[Bounds]) -> bool:
    if any(abs(latitude) > 90.0 for ring in polygon for _longitude, latitude in ring):
        return True
    if extent is None:
        return False
    return not _touches(polygon, extent) and _touches(_swapped(polygon), extent)


def _swapped(polygon: Polygon) -> Polygon:
    return tuple(tuple((second, first) for first, second in ring) for ring in polygon)


def _touches(polygon: Polygon, extent: Bounds) -> bool:
    """Whether the boxes around the two overlap."""
    west, south, east, north = extent
    longitudes = [longitude for longitude, _latitude in polygon[0]]
    latitudes = [latitude for _longitude, latitude in polygon[0]]
    return (
        min(longitudes) <= east and max(longitudes) >= west and min(latitudes) <= north and max(latitudes) >= south
    )
