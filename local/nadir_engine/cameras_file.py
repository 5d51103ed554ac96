"""cameras.json: the cameras in OpenSfM's normalised form, which OpenDroneMap writes and its option `cameras` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pycolmap

from nadir_engine.atomic import write_json
from nadir_engine.errors import EngineError
from nadir_engine.photos import Photo


@dataclass(frozen=True)
class KnownCamera:
    """Focal length as a fraction of the photo's longer side, and radial distortion."""

    focal: float
    k1: float
    k2: float

    def params(self, width: int, height: int) -> list[float]:
        """Parameters of COLMAP's RADIAL model."""
        return [self.focal * max(width, height), width / 2.0, height / 2.0, self.k1, self.k2]


def known_cameras(option: str) -> dict[str, KnownCamera]:
    """Cameras by id from the option `cameras`, JSON text or the path of a file with it; raises EngineError."""
    if not option.strip():
        return {}
    try:
        text = option if option.lstrip().startswith("{") else Path(option).read_text(encoding="utf-8")
        return {
            name: KnownCamera(float(entry["focal"]), float(entry.get("k1", 0.0)), float(entry.get("k2", 0.0)))
            for name, entry in json.loads(text).items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(
            f"The option cameras cannot be read ({error}).", "Give the content or the path of another run's cameras.json."
        ) from error


def save_cameras(path: Path, reconstruction: pycolmap.Reconstruction, photos: Sequence[Photo]) -> None:
    """Writes cameras.json."""
    ids = {photo.filename: photo.camera_id for photo in photos}
    cameras = {}
    for image_id in reconstruction.reg_image_ids():
        image = reconstruction.image(image_id)
        camera = reconstruction.camera(image.camera_id)
        cameras[ids[image.name]] = {
            "projection_type": "perspective",
            "width": camera.width,
            "height": camera.height,
            "focal": camera.params[0] / max(camera.width, camera.height),
            "k1": camera.params[3],
            "k2": camera.params[4],
        }
    write_json(path, cameras)
