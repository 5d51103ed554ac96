"""How much an upload sends, and how long that may take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Optional

from ...core.photos.photo import Photo
from ...core.settings import Settings

_LEAST = 1000.0  # bytes a second, below which no line is worth a promise
_MOST_KEPT = 50  # servers whose speed is remembered


def bytes_to_send(photos: Sequence[Photo], resize_to: Optional[int]) -> int:
    """Of all photos; resize_to: longest side in pixels that they are made smaller to before, which is an estimate then:
    the size of a JPEG goes about with its number of pixels.
    """
    return round(sum(photo.size_bytes * _share(photo, resize_to) for photo in photos))


def _share(photo: Photo, resize_to: Optional[int]) -> float:
    longest = max(photo.width, photo.height)
    if resize_to is None or not longest or resize_to >= longest:
        return 1.0
    return (resize_to / longest) ** 2


def seconds_to_send(byte_count: int, speed: Optional[float], limit: Optional[int]) -> Optional[float]:
    """None where nothing is known. speed: bytes a second of earlier uploads; limit: those that may be sent, which alone
    gives the least time.
    """
    speeds = [each for each in (speed, limit) if each]
    return byte_count / min(speeds) if speeds else None


def remembered_speed(settings: Settings, connection_id: str) -> Optional[float]:
    """Bytes a second that the last uploads to a server had; None where there were none."""
    speed = _speeds(settings).get(connection_id, 0.0)
    return speed if speed >= _LEAST else None


def remember_speed(settings: Settings, connection_id: str, speed: float) -> None:
    """Keep what an upload had. Writes settings: not on the main thread."""
    speeds = _speeds(settings)
    before = speeds.pop(connection_id, speed)
    speeds[connection_id] = round((before + speed) / 2)
    settings.upload_speeds = json.dumps(dict(list(speeds.items())[-_MOST_KEPT:]))


def _speeds(settings: Settings) -> dict[str, float]:
    try:
        known = json.loads(settings.upload_speeds or "{}")
    except ValueError:  # somebody edited it; it is only what estimates are made of
        return {}
    if not isinstance(known, dict):
        return {}
    return {str(key): float(value) for key, value in known.items() if isinstance(value, (int, float))}
