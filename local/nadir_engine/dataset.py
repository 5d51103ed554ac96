"""Stage `dataset`: which photos there are, what they say about themselves, and which cannot be used."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from nadir_engine.camera_guess import FocalSource, focal_length
from nadir_engine.context import Run
from nadir_engine.errors import EngineError
from nadir_engine.image_size import DamagedPhoto, image_size
from nadir_engine.metadata import Metadata, read_metadata
from nadir_engine.photos import Photo, save_photos

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".tif", ".tiff", ".png")


def run(context: Run) -> None:
    """Reads every photo's metadata and writes images.json."""
    paths = photo_paths(context.photos_folder)
    context.console.info(f"{len(paths)} photos in the folder")
    read = context.map(lambda path: _read(path, context), paths, 0.0, 1.0, "Reading photos")
    photos = _one_focal_length_each_camera([photo for photo in read if photo is not None])
    photos = _with_altitudes(photos, context)
    if len(photos) < 2:
        raise EngineError(
            f"There are fewer than 2 photos that can be used ({len(photos)} of {len(paths)}).",
            "Give a folder with overlapping photos (JPEG, TIFF or PNG): at least 2, better 5 or more of each place.",
        )
    _tell_cameras(photos, context)
    _tell_positions(photos, context)
    save_photos(context.layout.images_json, photos)


def photo_paths(folder: Path) -> list[Path]:
    """Photos of a folder, by name; raises EngineError where there is no such folder."""
    if not folder.is_dir():
        raise EngineError(f"There is no folder {folder}.", "Check the path of the photos.")
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in PHOTO_SUFFIXES and path.is_file() and not path.name.startswith(".")
    )


def _read(path: Path, context: Run) -> Photo | None:
    try:
        width, height = image_size(path)
        about = read_metadata(path)
    except DamagedPhoto as damage:
        context.console.warning(f"{path.name} is left out: {damage}")
    except (OSError, cv2.error) as error:
        context.console.warning(f"{path.name} is left out: it cannot be read ({error})")
    else:
        if about.problem:
            context.console.warning(f"{path.name}: its EXIF is damaged and is not used ({about.problem})")
        return _photo(path, width, height, about)
    return None


def _photo(path: Path, width: int, height: int, about: Metadata) -> Photo:
    focal = focal_length(
        width, height, about.model, about.focal_mm, about.equivalent_mm,
        about.calibrated_focal_px, about.calibrated_centre_x,
    )  # fmt: skip
    return Photo(
        filename=path.name,
        path_file=str(path),
        width=width,
        height=height,
        camera_make=about.make,
        camera_model=about.model,
        focal_length=about.focal_mm,
        focal_length_px=focal.pixels,
        focal_source=focal.source.value,
        latitude=about.latitude,
        longitude=about.longitude,
        altitude=about.altitude,
        relative_altitude=about.relative_altitude,
        accuracy_horizontal=about.accuracy_horizontal,
        accuracy_vertical=about.accuracy_vertical,
        yaw=about.gimbal_yaw,
        pitch=about.gimbal_pitch,
        roll=about.gimbal_roll,
        taken_at=about.taken_at.isoformat() if about.taken_at else None,
    )


def _one_focal_length_each_camera(photos: list[Photo]) -> list[Photo]:
    """Photos of one camera and size whose focal lengths agree within 1 % share one: they are one camera to estimate."""
    shared: dict[tuple[str, str, int, int], list[float]] = {}
    result = []
    for photo in photos:
        known = shared.setdefault((photo.camera_make, photo.camera_model, photo.width, photo.height), [])
        near = [focal for focal in known if abs(focal / photo.focal_length_px - 1.0) < 0.01]
        if not near:
            known.append(photo.focal_length_px)
        result.append(replace(photo, focal_length_px=near[0]) if near else photo)
    return result


def _with_altitudes(photos: list[Photo], context: Run) -> list[Photo]:
    """Photos whose position lacks the altitude get that of the others; where none has one, the height above the start."""
    lacking = [photo for photo in photos if photo.latitude is not None and photo.altitude is None]
    if not lacking:
        return photos
    known = [photo.altitude for photo in photos if photo.altitude is not None]
    common = float(np.median(known)) if known else 0.0
    context.console.warning(
        f"{len(lacking)} of {len(photos)} photos have a position without an altitude"
        + ("." if known else ": heights are not above sea level.")
    )
    return [
        replace(photo, altitude=common if known else photo.relative_altitude or 0.0) if photo in lacking else photo
        for photo in photos
    ]


def _tell_cameras(photos: list[Photo], context: Run) -> None:
    for (camera, focal, source), count in Counter(
        (photo.camera_id, photo.focal_length_px, photo.focal_source) for photo in photos
    ).items():
        context.console.info(f"{count} photos by {camera}: focal length {focal:.0f} px, from {source}")
        if source in (FocalSource.ASSUMED.value, FocalSource.FULL_FRAME_EQUIVALENT.value):
            context.console.warning(
                f"The focal length of {camera} is not known exactly: heights may be several percent too large or small."
            )


def _tell_positions(photos: list[Photo], context: Run) -> None:
    without = [photo.filename for photo in photos if not photo.has_position]
    if len(without) == len(photos):
        context.console.warning(
            "No photo has a position (GPS): the result has no place on the map, and no orthophoto or elevation model "
            "is made."
        )
    elif without:
        names = ", ".join(without[:5]) + (" ..." if len(without) > 5 else "")
        context.console.warning(f"{len(without)} of {len(photos)} photos have no position (GPS): {names}")
