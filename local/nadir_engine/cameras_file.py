"""cameras.json: the cameras in OpenSfM's normalised form, which OpenDroneMap writes and its option `cameras` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycolmap

from nadir_engine.atomic import write_json
from nadir_engine.errors import EngineError
from nadir_engine.photos import Photo


@dataclass(frozen=True)
class KnownCamera:
    """Focal length as a fraction of the photo's longer side; Brown's distortion k1, k2, p1, p2."""

    focal: float
    distortion: tuple[float, ...]

    def params(self, width: int, height: int) -> list[float]:
        """Parameters of COLMAP's OPENCV model."""
        focal = self.focal * max(width, height)
        return [focal, focal, width / 2.0, height / 2.0, *self.distortion]


def known_cameras(option: str) -> dict[str, KnownCamera]:
    """Cameras by id from the option `cameras`, JSON text or the path of a file with it; raises EngineError."""
    if not option.strip():
        return {}
    try:
        text = option if option.lstrip().startswith("{") else Path(option).read_text(encoding="utf-8")
        return {name: _known(entry) for name, entry in json.loads(text).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(
            f"The option cameras cannot be read ({error}).",
            "Give the content or the path of another run's cameras.json.",
        ) from error


def _known(entry: dict[str, Any]) -> KnownCamera:
    focal = entry["focal_x"] if "focal_x" in entry else entry["focal"]
    return KnownCamera(float(focal), tuple(float(entry.get(name, 0.0)) for name in ("k1", "k2", "p1", "p2")))


def save_cameras(path: Path, reconstruction: pycolmap.Reconstruction, photos: Sequence[Photo]) -> None:
    """Writes cameras.json."""
    ids = {photo.filename: photo.camera_id for photo in photos}
    cameras = {}
    for image_id in reconstruction.reg_image_ids():
        image = reconstruction.image(image_id)
        camera = reconstruction.camera(image.camera_id)
        cameras[ids[image.name]] = {
            "projection_type": "brown",
            "width": camera.width,
            "height": camera.height,
            "focal_x": camera.params[0] / max(camera.width, camera.height),
            "focal_y": camera.params[1] / max(camera.width, camera.height),
            "c_x": 0.0,
            "c_y": 0.0,
            **dict(zip(("k1", "k2", "p1", "p2"), camera.params[4:].tolist(), strict=True)),
            "k3": 0.0,
        }
    write_json(path, cameras)
