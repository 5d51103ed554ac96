"""Points in memory, and as LAS."""

from __future__ import annotations

from dataclasses import dataclass

import laspy
import numpy as np
from numpy.typing import NDArray

from nadir_engine.coordinates import Georeference

# Metres of the last digit that is stored.
SCALE = 0.001
# LAS colours have 16 bits: 255 becomes 65535.
COLOUR_FACTOR = 257


@dataclass(frozen=True)
class PointCloud:
    """`xyz` (n, 3) in metres on the map, `rgb` (n, 3) uint8, `classification` (n,) LAS classes."""

    xyz: NDArray[np.float64]
    rgb: NDArray[np.uint8]
    classification: NDArray[np.uint8]

    def las(self, georeference: Georeference, origin: NDArray[np.float64] | None = None) -> laspy.LasData:
        """The cloud as LAS 1.2, point format 3, millimetres: what every program reads (QGIS 3.22 takes any for format 3)."""
        header = laspy.LasHeader(point_format=3, version="1.2")
        header.scales = np.full(3, SCALE)
        header.offsets = np.floor(self.xyz.min(axis=0)) if origin is None else origin
        crs = georeference.crs()
        if crs is not None:
            header.add_crs(crs)
        las = laspy.LasData(header)
        las.x, las.y, las.z = self.xyz.T
        las.red, las.green, las.blue = self.rgb.T.astype(np.uint16) * COLOUR_FACTOR
        las.classification = self.classification
        return las

    def part(self, chosen: NDArray[np.integer]) -> PointCloud:
        """Some of the points, by index."""
        return PointCloud(self.xyz[chosen], self.rgb[chosen], self.classification[chosen])
