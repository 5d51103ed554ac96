"""cameras.json: the cameras in OpenSfM's normalised form, which OpenDroneMap writes and its option `cameras` reads."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pycolmap

from nadir_engine.atomic import write_json
from nadir_engine.errors import EngineError
from nadir_engine.photos import Photo

# OpenSfM's lenses that Brown's distortion can express.
PROJECTIONS = ("perspective", "simple_radial", "radial", "brown")
# Pixels are square but for so much.
SQUARE = 0.01
RADII = 100
UNKNOWN = "unknown camera"
REMEDY = "Give the content or the path of another run's cameras.json."


@dataclass(frozen=True)
class KnownCamera:
    """`name`: make and model in lower case; `width`, `height` of the photos in pixels. `focal` and `centre` (from the middle)
    are fractions of the longer side; `distortion`: Brown's k1, k2, k3, p1, p2."""

    name: str
    width: int
    height: int
    focal: float
    centre: tuple[float, float]
    distortion: tuple[float, ...]

    def fits(self, photo: Photo) -> bool:
        """Whether it is the camera of a photo, by make, model and size."""
        make, model = photo.camera_make.lower(), photo.camera_model.lower()
        shorter = model.replace(make, "") if make else model  # OpenSfM does not repeat the make
        names = {_words(make, model), _words(make, shorter)}
        return self.name in names and (photo.width, photo.height) == (self.width, self.height)

    def params(self, width: int, height: int) -> list[float]:
        """Parameters of COLMAP's OPENCV model for photos of `width` x `height` pixels."""
        longer = max(width, height)
        k1, k2, k3, p1, p2 = self.distortion
        corner = float(np.hypot(width, height)) / 2.0 / (self.focal * longer)
        k1, k2 = _without_third(k1, k2, k3, corner)
        cx, cy = (side / 2.0 + offset * longer for side, offset in zip((width, height), self.centre, strict=True))
        return [self.focal * longer, self.focal * longer, cx, cy, k1, k2, p1, p2]


def _words(make: str, model: str) -> str:
    """Make and model as they stand in an id."""
    return " ".join(f"{make} {model}".split()) or UNKNOWN


def _without_third(k1: float, k2: float, k3: float, corner: float) -> tuple[float, float]:
    """The k1, k2 that bend most like k1, k2, k3 up to the photo's corner, at the radius `corner`."""
    if k3 == 0.0:
        return k1, k2
    r = np.linspace(0.0, corner, RADII)
    add, *_ = np.linalg.lstsq(np.column_stack([r**3, r**5]), k3 * r**7, rcond=None)
    return k1 + float(add[0]), k2 + float(add[1])


def known_cameras(option: str) -> list[KnownCamera]:
    """Cameras of the option `cameras`, JSON text or the path of a file with it; raises EngineError."""
    if not option.strip():
        return []
    try:
        text = option if option.lstrip().startswith("{") else Path(option).read_text(encoding="utf-8")
        return [_known(name, entry) for name, entry in json.loads(text).items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"The option cameras cannot be read ({error}).", REMEDY) from error


def known_camera_of(photo: Photo, known: Sequence[KnownCamera]) -> KnownCamera | None:
    """The one that took a photo; of several (zoom lenses) that with the nearest focal length. None where none did."""
    focal = photo.focal_length_px / max(photo.width, photo.height)
    return min((camera for camera in known if camera.fits(photo)), key=lambda one: abs(one.focal - focal), default=None)


def _known(camera_id: str, entry: dict[str, Any]) -> KnownCamera:
    """A camera by its id ("v2 make model width height projection focal", where "v2" may lack) and parameters."""
    projection = str(entry.get("projection_type", "perspective"))
    if projection not in PROJECTIONS:
        raise EngineError(
            f"The option cameras gives {camera_id} the lens {projection}, which the engine does not know.",
            f"Lenses can be: {', '.join(PROJECTIONS)}.",
        )
    focal_x = _finite(entry, "focal_x" if "focal_x" in entry else "focal")
    focal_y = _finite(entry, "focal_y", focal_x)
    if focal_x <= 0.0 or abs(focal_y / focal_x - 1.0) > SQUARE:
        raise EngineError(
            f"The option cameras gives {camera_id} the focal lengths {focal_x:g} and {focal_y:g}.",
            "They have to be positive and the same in both directions.",
        )
    words = camera_id.lower().split()
    about = " ".join(words[1 if words[:1] == ["v2"] else 0 : -4])
    return KnownCamera(
        UNKNOWN if about == "unknown unknown" else about,
        int(entry["width"]),
        int(entry["height"]),
        (focal_x + focal_y) / 2.0,
        (_finite(entry, "c_x", 0.0), _finite(entry, "c_y", 0.0)),
        tuple(_finite(entry, parameter, 0.0) for parameter in ("k1", "k2", "k3", "p1", "p2")),
    )


def _finite(entry: dict[str, Any], name: str, otherwise: float | None = None) -> float:
    """A number of an entry; raises KeyError where there is none, ValueError where it is not finite."""
    value = float(entry[name] if otherwise is None else entry.get(name, otherwise))
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}")
    return value


def save_cameras(path: Path, reconstruction: pycolmap.Reconstruction, photos: Sequence[Photo]) -> None:
    """Writes cameras.json."""
    ids = {photo.filename: photo.camera_id for photo in photos}
    cameras = {}
    for image_id in reconstruction.reg_image_ids():
        image = reconstruction.image(image_id)
        camera = reconstruction.camera(image.camera_id)
        longer = max(camera.width, camera.height)
        cameras[ids[image.name]] = {
            "projection_type": "brown",
            "width": camera.width,
            "height": camera.height,
            "focal_x": camera.params[0] / longer,
            "focal_y": camera.params[1] / longer,
            "c_x": (camera.params[2] - camera.width / 2.0) / longer,
            "c_y": (camera.params[3] - camera.height / 2.0) / longer,
            **dict(zip(("k1", "k2", "p1", "p2"), camera.params[4:].tolist(), strict=True)),
            "k3": 0.0,
        }
    write_json(path, cameras)
