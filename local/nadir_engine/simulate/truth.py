"""What is true of the simulated survey, in files that a test or a person can compare products with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray

from nadir_engine.grid import Grid
from nadir_engine.simulate.camera import Camera
from nadir_engine.simulate.flight import Exposure
from nadir_engine.simulate.targets import ControlPoint

CONVENTIONS = (
    "Coordinates are metres in the CRS. rotation turns them to the camera's axes (right, down, forward of the photo), row by "
    "row; position is the camera's place. Pixels: x to the right, y down, the middle of the first pixel is 0.5, 0.5."
)
Observation = tuple[ControlPoint, str, float, float]


def write_rasters(
    folder: Path, grid: Grid, crs: str, origin: NDArray[np.float64],
    surface: NDArray[np.float32], ground: NDArray[np.float32], colour: NDArray[np.uint8],
) -> None:  # fmt: skip
    """dsm.tif, dtm.tif (metres) and orthophoto.tif, as they would come out of perfect processing."""
    common = {
        "driver": "GTiff", "width": grid.columns, "height": grid.rows, "crs": crs, "transform": grid.transform(origin),
        "tiled": True, "compress": "deflate", "zlevel": 1, "num_threads": "all_cpus",
    }  # fmt: skip
    for name, heights in (("dsm", surface), ("dtm", ground)):
        with rasterio.open(folder / f"{name}.tif", "w", count=1, dtype="float32", predictor=3, **common) as raster:
            raster.write(heights, 1)
    with rasterio.open(
        folder / "orthophoto.tif", "w", count=3, dtype="uint8", predictor=2, photometric="rgb", **common
    ) as raster:
        raster.write(np.moveaxis(colour, 2, 0))


def write_cameras(
    folder: Path, crs: str, origin: NDArray[np.float64], camera: Camera, exposures: Mapping[str, Exposure]
) -> None:
    """cameras.json: the camera and where it was for each photo."""
    photos = [
        {
            "name": name,
            "position": (exposure.pose.position + origin).round(4).tolist(),
            "rotation": exposure.pose.rotation.round(9).tolist(),
        }
        for name, exposure in exposures.items()
    ]
    lens = {"width": camera.width, "height": camera.height, "focal": camera.focal, "centre": camera.centre}
    _write_json(folder / "cameras.json", {"crs": crs, "conventions": CONVENTIONS, "camera": lens, "photos": photos})


def write_control_points(
    folder: Path, crs: str, origin: NDArray[np.float64],
    points: Sequence[ControlPoint], observations: Sequence[Observation],
) -> None:  # fmt: skip
    """control_points.json, and gcp_list.txt as OpenDroneMap reads it."""
    entries = [
        {
            "name": point.name,
            "position": _on_map(point, origin),
            "seen": [{"photo": photo, "x": x, "y": y} for seen, photo, x, y in observations if seen is point],
        }
        for point in points
    ]
    _write_json(folder / "control_points.json", {"crs": crs, "conventions": CONVENTIONS, "points": entries})
    lines = [crs]
    for point, photo, x, y in observations:
        east, north, height = _on_map(point, origin)
        lines.append(f"{east:.4f} {north:.4f} {height:.4f} {x:.3f} {y:.3f} {photo} {point.name}")
    (folder / "gcp_list.txt").write_text("\n".join(lines) + "\n", "utf-8")


def _on_map(point: ControlPoint, origin: NDArray[np.float64]) -> list[float]:
    return [float(value) for value in (np.array([point.x, point.y, point.z]) + origin).round(4)]


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", "utf-8")
