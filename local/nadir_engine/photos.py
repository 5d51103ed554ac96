"""The photos of a run: one record each, kept in images.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from nadir_engine.atomic import write_json


@dataclass(frozen=True)
class Photo:
    """One usable photo. Angles in degrees, altitudes and accuracies in metres, None for what is not known.

    `path_file` is where it lies now, which images.json does not hold.
    """

    filename: str
    path_file: str
    width: int
    height: int
    camera_make: str
    camera_model: str
    focal_length: float | None
    focal_length_px: float
    focal_source: str
    latitude: float | None
    longitude: float | None
    altitude: float | None
    relative_altitude: float | None
    accuracy_horizontal: float | None
    accuracy_vertical: float | None
    yaw: float | None
    pitch: float | None
    roll: float | None
    taken_at: str | None

    @property
    def has_position(self) -> bool:
        """Whether it can tie the site to the ground."""
        return self.latitude is not None and self.longitude is not None and self.altitude is not None

    @property
    def camera_id(self) -> str:
        """Photos with the same id are taken to come from one camera at one focal length."""
        make_model = f"{self.camera_make} {self.camera_model}".strip().lower() or "unknown camera"
        focal = self.focal_length_px / max(self.width, self.height)
        return f"{make_model} {self.width} {self.height} perspective {focal:.4f}"


def save_photos(path: Path, photos: Sequence[Photo]) -> None:
    """Writes images.json, without where the photos lie: folders are moved, and the file goes to others."""
    entries = [asdict(photo) for photo in photos]
    for entry in entries:
        del entry["path_file"]
    write_json(path, entries)


def load_photos(path: Path, folder: Path) -> list[Photo]:
    """Reads images.json, for photos that lie in `folder`; names that a later version added are left out."""
    known = {item.name for item in fields(Photo)}
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [
        Photo(
            **{name: value for name, value in entry.items() if name in known}
            | {"path_file": str(folder / entry["filename"])}
        )
        for entry in entries
    ]
