"""The photos of a finished task: where each was taken, which way it looked, when, and through what lens."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Mapping, Optional, Tuple

import numpy as np
from qgis.PyQt.QtCore import QCoreApplication

from ...api import fields
from ...api.errors import AnswerTooLarge, NotFound
from ...api.images import TaskImage
from ..products import LayerKind
from .plan import Source, nothing_in, read_json_file
from .pose import rotation_matrix
from .storage import plain

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

ASSET = "shots.geojson"
_IMAGES = "images.json"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Shot:
    """A photo and its camera. longitude, latitude in degrees, altitude in metres; rotation: see `pose`, None where unknown.

    focal: of the longer side of the photo. taken_at: by the camera's clock where it has no zone.
    """

    filename: str
    longitude: float
    latitude: float
    altitude: Optional[float] = None
    rotation: Optional[np.ndarray] = field(default=None, compare=False)
    width: int = 0
    height: int = 0
    focal: Optional[float] = None
    camera: str = ""
    taken_at: Optional[datetime] = None


@dataclass(frozen=True)
class Shots:
    """Photos in the order they were taken. adjusted: placed by the reconstruction, else where the drone said it was.

    note: how many were left out and why.
    """

    shots: Tuple[Shot, ...]
    adjusted: bool
    note: str = ""


def read_shots(source: Source) -> Shots:
    """Those of a task, in the order of their times, else of their names. Raises what the client raises, and NadirError."""
    images = _images(source)
    adjusted = ASSET in source.task.available_assets
    if adjusted:
        found, skipped = _from_features(read_json_file(source.asset(ASSET)))
    else:  # of an old server
        listed = source.client.images.list(source.task.project_id, source.task.id, cancelled=source.cancelled)
        found, skipped = _from_images(listed)
    if not found:
        raise nothing_in(LayerKind.PHOTOS.title, f"{ASSET}: {skipped} features")
    known = [_with_image(shot, images.get(shot.filename, {})) for shot in found]
    return Shots(tuple(sorted(known, key=_order)), adjusted, _left_out(skipped))


def _from_features(content: Mapping[str, Any]) -> Tuple[List[Shot], int]:
    items = content.get("features")
    features = items if isinstance(items, list) else []
    shots: Dict[str, Shot] = {}
    for item in features:
        shot = _shot(item) if isinstance(item, dict) else None
        if shot is not None:
            shots.setdefault(shot.filename, shot)
    return list(shots.values()), len(features) - len(shots)


def _shot(feature: Mapping[str, Any]) -> Optional[Shot]:
    """None for a feature without a name or a place on the earth."""
    properties = fields.child(feature, "properties")
    place = fields.position(fields.child(feature, "geometry").get("coordinates"))
    filename = plain(fields.text(properties, "filename"))
    if place is None or not filename or not is_on_earth(place[0], place[1]):
        return None
    return Shot(
        filename,
        place[0],
        place[1],
        place[2],
        rotation_matrix(properties.get("rotation")),
        max(fields.integer(properties, "width") or 0, 0),
        max(fields.integer(properties, "height") or 0, 0),
        fields.number(properties, "focal"),
        plain(fields.text(properties, "camera")),
        _since_1970(fields.number(properties, "capture_time")),
    )


def _from_images(images: Tuple[TaskImage, ...]) -> Tuple[List[Shot], int]:
    shots = [
        Shot(plain(image.filename), image.longitude, image.latitude, image.altitude, None, image.width or 0, image.height or 0)
        for image in images
        if image.longitude is not None and image.latitude is not None and is_on_earth(image.longitude, image.latitude)
    ]
    return shots, len(images) - len(shots)


def is_on_earth(longitude: float, latitude: float) -> bool:
    """Whether these are degrees, and not the (0, 0) of cameras that do not know."""
    return abs(longitude) <= 180.0 and abs(latitude) <= 90.0 and not (longitude == 0.0 and latitude == 0.0)


def _images(source: Source) -> Dict[str, Mapping[str, Any]]:
    """What the node knows of the photos' files, by name; nothing where a server keeps no such list."""
    try:
        content = json.loads(
            source.client.assets.read_raw(
                source.task.project_id, source.task.id, _IMAGES, cancelled=source.cancelled
            )
        )
    except (NotFound, AnswerTooLarge, ValueError, RecursionError):
        return {}
    items = content if isinstance(content, list) else []
    return {plain(fields.text(item, "filename")): item for item in items if isinstance(item, dict)}


def _with_image(shot: Shot, image: Mapping[str, Any]) -> Shot:
    """A photo with what its file tells and the reconstruction does not."""
    make, model = plain(fields.text(image, "camera_make")), plain(fields.text(image, "camera_model"))
    camera = model if model.startswith(make) else f"{make} {model}"
    milliseconds = fields.number(image, "utc_time")
    taken_at = shot.taken_at or _moment(fields.text(image, "taken_at"))
    if taken_at is None and milliseconds is not None:
        taken_at = _since_1970(milliseconds / 1000.0)
    return replace(shot, camera=camera or shot.camera, taken_at=taken_at)


def _moment(text: str) -> Optional[datetime]:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _since_1970(seconds: Optional[float]) -> Optional[datetime]:
    """None for the 0 that stands for unknown, and for what no calendar holds."""
    if seconds is None or not 0.0 < seconds < 4e9:
        return None
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)


def _order(shot: Shot) -> Tuple[float, List[Tuple[int, str]]]:
    """By time, then by name as people count: DJI_2 before DJI_10."""
    moment = shot.taken_at
    seconds = math.inf if moment is None else moment.replace(tzinfo=moment.tzinfo or timezone.utc).timestamp()
    parts = [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in _DIGITS.split(shot.filename)]
    return seconds, parts


def _left_out(skipped: int) -> str:
    if not skipped:
        return ""
    return translate("Layers", "Left out, since their place cannot be read or comes twice: {count}.").format(count=skipped)
