"""The dense surface between stages: a GeoTIFF in the site's own frame with height and score, NaN where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray

from nadir_engine.atomic import whole_file
from nadir_engine.grid import Grid


@dataclass(frozen=True)
class Surface:
    """`height` in metres of the site's frame and `score` -1..1, both (rows, columns)."""

    grid: Grid
    height: NDArray[np.float32]
    score: NDArray[np.float32]


def write_surface(path: Path, grid: Grid, height: NDArray[np.float32], score: NDArray[np.float32]) -> None:
    """Writes the surface, whole or not at all."""
    profile = {
        "driver": "GTiff", "width": grid.columns, "height": grid.rows, "count": 2, "dtype": "float32",
        "tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "zlevel": 1, "nodata": np.nan,
        "transform": grid.transform(np.zeros(3)),
    }  # fmt: skip
    with whole_file(path) as part, rasterio.open(part, "w", **profile) as target:
        target.write(height, 1)
        target.write(score, 2)


def read_surface(path: Path) -> Surface:
    """Reads what `write_surface` wrote."""
    with rasterio.open(path) as source:
        grid = Grid(source.transform.c, source.transform.f, source.transform.a, source.width, source.height)
        return Surface(grid, source.read(1), source.read(2))
