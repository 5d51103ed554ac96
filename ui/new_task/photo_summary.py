"""What a look at a folder of photos showed, in a few lines of plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...core.photos.folder import FolderReport
from ...core.photos.photo import Photo
from ..common import wording

translate = wording.translate


def summary(report: FolderReport) -> str:
    """Count and size, when they were taken, with which camera, and whether all know where; one fact a line.

    Photos without a position are a warning of the report itself.
    """
    lines = [
        translate("Nadir", "{photos}, {size}").format(
            photos=wording.photo_count(len(report.photos)), size=wording.size(report.size_bytes)
        )
    ]
    lines.extend(line for line in (_taken(report.photos), _cameras(report.photos)) if line)
    if all(photo.has_position for photo in report.photos):
        lines.append(translate("Nadir", "All with GPS position"))
    if report.ignored:
        lines.append(translate("Nadir", "Other files, left out: {n}").format(n=report.ignored))
    return "\n".join(lines)


def _taken(photos: Sequence[Photo]) -> str:
    times = sorted(photo.taken_at for photo in photos if photo.taken_at is not None)
    if not times:
        return ""
    first, last = times[0], times[-1]
    if first.date() == last.date():
        span = f"{wording.date(first)}, {wording.clock(first)} – {wording.clock(last)}"
    else:
        span = f"{wording.date(first)} – {wording.date(last)}"
    return translate("Nadir", "Taken: {span}").format(span=span)


def _cameras(photos: Sequence[Photo]) -> str:
    names = Counter(" ".join(part for part in (photo.make, photo.model) if part) for photo in photos)
    names.pop("", None)
    if not names:
        return ""
    found = ", ".join(wording.one_line(name, 60) for name, _count in names.most_common(3))
    more = "…" if len(names) > 3 else ""
    return translate("Nadir", "Camera: {names}").format(names=found + more)
