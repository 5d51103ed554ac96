"""From longitude, latitude, altitude to metres: the UTM zone of the site, and an origin near it so that numbers stay small."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from nadir_engine.atomic import write_json

WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class Georeference:
    """CRS (None for a local frame in no known place) and the coordinates there of the reconstruction's origin, in metres."""

    epsg: int | None
    x: float
    y: float
    z: float

    @property
    def origin(self) -> NDArray[np.float64]:
        return np.array([self.x, self.y, self.z])

    def crs(self) -> CRS | None:
        return None if self.epsg is None else CRS.from_epsg(self.epsg)

    def to_lonlat(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (n, 3) of the reconstruction to longitude, latitude, altitude (n, 3)."""
        if self.epsg is None:
            raise ValueError("a local frame has no longitude and latitude")
        transformer = Transformer.from_crs(f"EPSG:{self.epsg}", WGS84, always_xy=True)
        absolute = points + self.origin
        longitude, latitude = transformer.transform(absolute[:, 0], absolute[:, 1])
        return np.column_stack([longitude, latitude, absolute[:, 2]])

    def save(self, path: Path) -> None:
        write_json(path, asdict(self))

    @classmethod
    def load(cls, path: Path) -> Georeference:
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def utm_epsg(longitude: float, latitude: float) -> int:
    """EPSG code of the WGS 84 UTM zone of a place, on either hemisphere."""
    zone = int((longitude + 180.0) // 6.0) % 60 + 1
    return (32600 if latitude >= 0 else 32700) + zone


def georeference_of(longitudes: Sequence[float], latitudes: Sequence[float]) -> Georeference:
    """UTM zone and a round origin (whole 10 m, height 0) in the middle of some positions in degrees."""
    longitude, latitude = _middle_longitude(longitudes), float(np.median(latitudes))
    epsg = utm_epsg(longitude, latitude)
    easting, northing = Transformer.from_crs(WGS84, f"EPSG:{epsg}", always_xy=True).transform(longitude, latitude)
    return Georeference(epsg, round(easting, -1), round(northing, -1), 0.0)


def _middle_longitude(longitudes: Sequence[float]) -> float:
    """Median of longitudes in degrees, in -180 up to 180, also of places on both sides of the 180th meridian."""
    angles = np.radians(longitudes)
    mean = np.degrees(np.arctan2(np.sin(angles).mean(), np.cos(angles).mean()))
    from_mean = (np.asarray(longitudes) - mean + 180.0) % 360.0 - 180.0
    return float((mean + np.median(from_mean) + 180.0) % 360.0 - 180.0)


def to_local(
    georeference: Georeference, longitudes: Sequence[float], latitudes: Sequence[float], altitudes: Sequence[float]
) -> NDArray[np.float64]:
    """Positions in degrees and metres to the reconstruction's frame, (n, 3) in metres."""
    transformer = Transformer.from_crs(WGS84, f"EPSG:{georeference.epsg}", always_xy=True)
    easting, northing = transformer.transform(longitudes, latitudes)
    return np.column_stack([easting, northing, altitudes]) - georeference.origin
