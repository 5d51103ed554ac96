"""A set of photos in a few figures: what is sent, what to expect of it, and what is to be said against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Callable, Optional, Sequence, Tuple

import numpy as np

from .coverage import coverage
from .findings import Finding, findings
from .footprints import footprints
from .photo import Photo

_SQUARE_METRES = 10_000.0  # of a hectare


@dataclass(frozen=True)
class PhotoReport:
    """Of usable photos. None for what their files do not tell.

    positions: how many have one. gsd_cm: centimetres of ground in a pixel, as the median. area_ha: hectares that are
    seen well enough to be mapped. views: in how many photos a point of the ground is, on average. cameras: most used
    first. height_m: above the ground, as the median. first, last: when they were taken.
    """

    photos: Tuple[Photo, ...] = ()
    size_bytes: int = 0
    positions: int = 0
    gsd_cm: Optional[float] = None
    area_ha: Optional[float] = None
    views: Optional[float] = None
    height_m: Optional[float] = None
    cameras: Tuple[str, ...] = ()
    first: Optional[datetime] = None
    last: Optional[datetime] = None
    findings: Tuple[Finding, ...] = ()

    @property
    def count(self) -> int:
        """How many photos."""
        return len(self.photos)

    @property
    def paths(self) -> Tuple[Path, ...]:
        """Where they lie."""
        return tuple(photo.path for photo in self.photos)


def assess(photos: Sequence[Photo], cancelled: Callable[[], bool] = lambda: False) -> PhotoReport:
    """Look at usable photos as a set; about a second for 5,000 of them. Raises Cancelled."""
    prints = footprints(photos)
    seen = coverage(prints, cancelled)
    times = sorted(photo.taken_at for photo in photos if photo.taken_at is not None)
    cameras = Counter(photo.camera for photo in photos if photo.camera)
    known = bool(prints.known.any())
    return PhotoReport(
        photos=tuple(photos),
        size_bytes=sum(photo.size_bytes for photo in photos),
        positions=sum(photo.has_position for photo in photos),
        gsd_cm=_median(prints.gsd * 100.0),
        area_ha=seen.area_m2 / _SQUARE_METRES if known else None,
        views=seen.views if known else None,
        height_m=_median(prints.heights),
        cameras=tuple(name for name, _count in cameras.most_common()),
        first=times[0] if times else None,
        last=times[-1] if times else None,
        findings=findings(photos, seen, prints.heights),
    )


def _median(values: np.ndarray) -> Optional[float]:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None
