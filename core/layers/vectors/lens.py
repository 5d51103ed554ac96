"""The rays through the edge of a photo: from the lens that the reconstruction found (OpenSfM's camera models)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Tuple

import numpy as np

from ...api import fields
from .shots import Shot

_ROUNDS = 15  # of undoing a distortion, which cannot be solved for
_FISHEYE = ("fisheye", "fisheye_opencv", "fisheye62", "fisheye624")


@dataclass(frozen=True)
class Lens:
    """focal, centre: of the longer side of the photo, from its middle. radial: k1, k2, k3; tangential: p1, p2."""

    focal: Tuple[float, float]
    centre: Tuple[float, float] = (0.0, 0.0)
    radial: Tuple[float, float, float] = (0.0, 0.0, 0.0)
    tangential: Tuple[float, float] = (0.0, 0.0)
    is_fisheye: bool = False


def lenses_from_json(content: Mapping[str, Any]) -> Dict[Tuple[int, int], Lens]:
    """Those of cameras.json by the size of their photos; a size that two cameras share is left out, since it tells nothing."""
    found: Dict[Tuple[int, int], Lens] = {}
    shared = set()
    for data in content.values():
        lens = _lens(data) if isinstance(data, dict) else None
        if lens is None:
            continue
        size = (fields.integer(data, "width") or 0, fields.integer(data, "height") or 0)
        if size in found and found[size] != lens:
            shared.add(size)
        found[size] = lens
    return {size: lens for size, lens in found.items() if size not in shared}


def edge_rays(shot: Shot, lens: Lens, steps: int) -> np.ndarray:
    """(4 * steps, 3) rays through the edge of a photo, around from its upper left; right, down, forward of the camera."""
    longer = float(max(shot.width, shot.height))
    wide, tall = shot.width / longer / 2.0, shot.height / longer / 2.0
    corners = np.array([(-wide, -tall), (wide, -tall), (wide, tall), (-wide, tall)])
    parts = np.arange(steps)[None, :, None] / steps
    edge = (corners[:, None] * (1.0 - parts) + np.roll(corners, -1, axis=0)[:, None] * parts).reshape(-1, 2)
    seen = (edge - np.array(lens.centre)) / np.array(lens.focal)
    flat = _from_fisheye(seen) if lens.is_fisheye else _undistorted(seen, lens)
    return np.concatenate([flat, np.ones((len(flat), 1))], axis=1)


def _lens(data: Mapping[str, Any]) -> Any:
    focal = fields.number(data, "focal")
    across, along = fields.number(data, "focal_x") or focal, fields.number(data, "focal_y") or focal
    if across is None or along is None or not (0.05 < across < 100.0 and 0.05 < along < 100.0):
        return None
    numbers = {name: fields.number(data, name) or 0.0 for name in ("c_x", "c_y", "k1", "k2", "k3", "p1", "p2")}
    return Lens(
        (across, along),
        (numbers["c_x"], numbers["c_y"]),
        (numbers["k1"], numbers["k2"], numbers["k3"]),
        (numbers["p1"], numbers["p2"]),
        fields.text(data, "projection_type") in _FISHEYE,
    )


def _undistorted(seen: np.ndarray, lens: Lens) -> np.ndarray:
    """Where rays go without the lens's distortion; as seen where that cannot be undone."""
    k1, k2, k3 = lens.radial
    p1, p2 = lens.tangential
    found = seen.copy()
    with np.errstate(all="ignore"):
        for _ in range(_ROUNDS):
            x, y = found[:, 0], found[:, 1]
            square = x * x + y * y
            radial = 1.0 + square * (k1 + square * (k2 + square * k3))
            across = 2.0 * p1 * x * y + p2 * (square + 2.0 * x * x)
            along = 2.0 * p2 * x * y + p1 * (square + 2.0 * y * y)
            found = (seen - np.stack([across, along], axis=1)) / radial[:, None]
    far = ~np.isfinite(found).all(axis=1) | (np.abs(found - seen).max(axis=1) > 0.5)
    found[far] = seen[far]
    return found


def _from_fisheye(seen: np.ndarray) -> np.ndarray:
    """Of a lens whose angles grow evenly outwards (equidistant); 80 degrees from the middle is the most."""
    angle = np.minimum(np.linalg.norm(seen, axis=1), np.radians(80.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(seen * (np.tan(angle) / np.linalg.norm(seen, axis=1))[:, None])
