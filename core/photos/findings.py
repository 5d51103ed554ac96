"""What should be known of photos before they are sent: each finding names its kind and its photos.

All is measured against the set itself, since nothing else is known of it: what is odd differs from nearly all others.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Dict, Hashable, List, Optional, Sequence, Tuple

import numpy as np

from .coverage import Coverage
from .groups import groups_in_line, groups_in_plane, odd_ones
from .photo import Photo
from .place import Frame, positions

FEWEST_PHOTOS = 2
FEW_PHOTOS = 5
LITTLE_OVERLAP = 0.4
"""A photo of whose ground less than this part is seen by three photos overlaps too little: the corner of a flight with
60 % of overlap ahead and 50 % aside just has it."""
_SET = 5  # the least number of photos in which one can be odd
_HOURS_APART = 3.0
_FAR = 200.0  # metres
_FAR_STEPS = 20.0  # times the usual distance between neighbours
_LOW, _HIGH = 0.3, 3.0  # times the usual height above ground
_BLURRED = 0.6  # times the usual sharpness
_DEVIATIONS = 4.0  # of sharpness, below which a photo is blurred
_LEAST_DEVIATION = 0.08  # of the logarithm of sharpness: sets of photos alike do not make a small difference large


class FindingKind(Enum):
    """In the order in which they are told."""

    UNUSABLE = "unusable"
    FEW = "few"
    DOUBLE = "double"
    SAME_NAME = "same name"
    BLURRED = "blurred"
    NO_POSITION = "no position"
    ODD_PLACE = "odd place"
    ODD_HEIGHT = "odd height"
    ODD_TIME = "odd time"
    ODD_CAMERA = "odd camera"
    LITTLE_OVERLAP = "little overlap"


@dataclass(frozen=True)
class Finding:
    """photos: those it speaks of, in the order of the set; none for what speaks of all."""

    kind: FindingKind
    photos: Tuple[Path, ...]


def findings(photos: Sequence[Photo], seen: Coverage, heights: np.ndarray) -> Tuple[Finding, ...]:
    """All there is to say of usable photos; `seen` and `heights` (n,) are theirs."""
    looks: Dict[FindingKind, List[int]] = {
        FindingKind.DOUBLE: doubles(photos),
        FindingKind.SAME_NAME: same_names(photos),
        FindingKind.BLURRED: blurred(photos),
        FindingKind.NO_POSITION: [index for index, photo in enumerate(photos) if not photo.has_position],
        FindingKind.ODD_PLACE: odd_places(photos),
        FindingKind.ODD_HEIGHT: odd_heights(heights),
        FindingKind.ODD_TIME: odd_times(photos),
        FindingKind.ODD_CAMERA: odd_cameras(photos),
    }
    odd = set(looks[FindingKind.ODD_PLACE]) | set(looks[FindingKind.DOUBLE])
    looks[FindingKind.LITTLE_OVERLAP] = [index for index in little_overlap(seen) if index not in odd]
    few = [Finding(FindingKind.FEW, ())] if 0 < len(photos) < FEW_PHOTOS else []
    told = [Finding(kind, tuple(photos[index].path for index in found)) for kind, found in looks.items() if found]
    return tuple(few + told)


def doubles(photos: Sequence[Photo]) -> List[int]:
    """Photos that are in the set before: by the content of the file, or by camera, moment and place."""
    found: List[int] = []
    known: set[Hashable] = set()
    for index, photo in enumerate(photos):
        keys = {key for key in (photo.fingerprint, _moment(photo)) if key}
        if keys & known:
            found.append(index)
        known |= keys
    return found


def _moment(photo: Photo) -> Optional[Hashable]:
    """What two photos taken one after the other do not share; the bands of a multispectral camera are not doubles."""
    if photo.taken_at is None or photo.longitude is None or photo.latitude is None:
        return None
    place = (round(photo.longitude, 7), round(photo.latitude, 7), photo.altitude)
    return photo.camera, photo.band, photo.path.suffix.lower(), photo.width, photo.height, photo.taken_at, place


def same_names(photos: Sequence[Photo]) -> List[int]:
    """Photos of one name in different folders that are not doubles; an upload gives all but one another name."""
    by_name: Dict[str, List[int]] = defaultdict(list)
    copies = set(doubles(photos))
    for index, photo in enumerate(photos):
        if index not in copies:
            by_name[photo.path.name.casefold()].append(index)
    return sorted(index for group in by_name.values() if len(group) > 1 for index in group)


def blurred(photos: Sequence[Photo]) -> List[int]:
    """Those far less sharp than most: beyond `_DEVIATIONS` robust deviations (of the median), and clearly so."""
    logs = np.array([math.log(photo.sharpness) if photo.sharpness else math.nan for photo in photos], dtype=float)
    known = logs[np.isfinite(logs)]
    if len(known) < _SET:
        return []
    usual = float(np.median(known))
    deviation = max(1.4826 * float(np.median(np.abs(known - usual))), _LEAST_DEVIATION)
    limit = usual + min(math.log(_BLURRED), -_DEVIATIONS * deviation)
    return [int(index) for index in np.flatnonzero(logs < limit)]


def odd_cameras(photos: Sequence[Photo]) -> List[int]:
    """Photos of another camera, or of another size, than nearly all."""
    if len(photos) < _SET:
        return []
    return odd_ones([(photo.camera, photo.band, *sorted((photo.width, photo.height))) for photo in photos])


def odd_times(photos: Sequence[Photo]) -> List[int]:
    """Photos taken hours before or after nearly all others."""
    dated = [index for index, photo in enumerate(photos) if photo.taken_at is not None]
    if len(dated) < _SET:
        return []
    start = datetime(2000, 1, 1)
    hours = np.array([((photos[index].taken_at or start) - start).total_seconds() / 3600.0 for index in dated])
    return [dated[index] for index in odd_ones(groups_in_line(hours, _HOURS_APART))]


def odd_places(photos: Sequence[Photo]) -> List[int]:
    """Photos taken far from nearly all others."""
    placed = [index for index, photo in enumerate(photos) if photo.has_position]
    if len(placed) < _SET:
        return []
    chosen = [photos[index] for index in placed]
    points = positions(chosen, Frame.around(chosen))
    steps = np.hypot(*np.diff(points, axis=0).T)
    gap = max(_FAR, _FAR_STEPS * float(np.median(steps)))
    return [placed[index] for index in odd_ones(groups_in_plane(points, gap))]


def odd_heights(heights: np.ndarray) -> List[int]:
    """Photos taken much nearer to the ground than most, as before the start, or much higher; `heights` (n,)."""
    known = np.isfinite(heights)
    if known.sum() < _SET:
        return []
    usual = float(np.median(heights[known]))
    with np.errstate(invalid="ignore"):
        groups = np.where(heights < _LOW * usual, 1, np.where(heights > _HIGH * usual, 2, 0))
    return odd_ones([int(group) for group in groups])


def little_overlap(seen: Coverage) -> List[int]:
    """Photos of whose ground too little is seen by others."""
    with np.errstate(invalid="ignore"):
        return [int(index) for index in np.flatnonzero(seen.shares < LITTLE_OVERLAP)]
