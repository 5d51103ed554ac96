"""What is found of photos, said to the user: a title and an explanation for each kind, figures of a set in a line."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QLocale

from ....core.photos.findings import FindingKind
from ....core.photos.photo import Photo
from ....core.photos.report import PhotoReport
from ...common import wording

translate = wording.translate
SEPARATOR = " · "


def title(kind: FindingKind) -> str:
    """What it is called, in two words or three."""
    return {
        FindingKind.UNUSABLE: translate("Nadir", "Cannot be used"),
        FindingKind.FEW: translate("Nadir", "Few photos"),
        FindingKind.DOUBLE: translate("Nadir", "Doubles"),
        FindingKind.SAME_NAME: translate("Nadir", "Same name"),
        FindingKind.BLURRED: translate("Nadir", "Blurred"),
        FindingKind.NO_POSITION: translate("Nadir", "No position"),
        FindingKind.ODD_PLACE: translate("Nadir", "Far from the others"),
        FindingKind.ODD_HEIGHT: translate("Nadir", "At another height"),
        FindingKind.ODD_TIME: translate("Nadir", "At another time"),
        FindingKind.ODD_CAMERA: translate("Nadir", "Other camera"),
        FindingKind.LITTLE_OVERLAP: translate("Nadir", "Little overlap"),
    }[kind]


def explanation(kind: FindingKind) -> str:
    """What it means for the results."""
    return {
        FindingKind.UNUSABLE: translate("Nadir", "These files are damaged or empty. They are not sent."),
        FindingKind.FEW: translate("Nadir", "With fewer than five photos the results are small, if any."),
        FindingKind.DOUBLE: translate("Nadir", "Copies of photos that are in the list. They add nothing but time."),
        FindingKind.SAME_NAME: translate(
            "Nadir", "Different photos in different folders that share a name. They are sent with a number added to it."
        ),
        FindingKind.BLURRED: translate("Nadir", "Far less sharp than the other photos. They make results worse."),
        FindingKind.NO_POSITION: translate(
            "Nadir", "No GPS position. They are placed by what they show; where no photo has one, nothing lies in its place."
        ),
        FindingKind.ODD_PLACE: translate("Nadir", "Taken far away from nearly all others, perhaps of another site."),
        FindingKind.ODD_HEIGHT: translate(
            "Nadir", "Taken much lower or higher above the ground than most, such as before the start."
        ),
        FindingKind.ODD_TIME: translate("Nadir", "Taken hours before or after nearly all others. Light and shadows differ."),
        FindingKind.ODD_CAMERA: translate("Nadir", "Taken with another camera, or of another size, than nearly all others."),
        FindingKind.LITTLE_OVERLAP: translate(
            "Nadir", "Most of what they show is seen by fewer than three photos. Expect gaps there."
        ),
    }[kind]


def photo_line(photo: Photo, kinds: Sequence[FindingKind]) -> str:
    """What is to be said of one photo, in a line."""
    if photo.problem:
        return translate("Nadir", "Cannot be used: {problem}").format(problem=wording.one_line(photo.problem))
    if kinds:
        return ", ".join(title(kind) for kind in kinds)
    return translate("Nadir", "With position") if photo.has_position else translate("Nadir", "No position")


def photo_tooltip(photo: Photo, kinds: Sequence[FindingKind]) -> str:
    """All that is known of one photo, a line each, and what its findings mean."""
    lines = [str(photo.path)]
    if photo.taken_at is not None:
        lines.append(wording.date_and_time(photo.taken_at))
    if photo.camera:
        lines.append(wording.one_line(photo.camera, 60))
    if photo.width:
        lines.append(translate("Nadir", "{width} × {height} pixels").format(width=photo.width, height=photo.height))
    if photo.latitude is not None and photo.longitude is not None:
        lines.append(f"{photo.latitude:.6f}, {photo.longitude:.6f}")
    lines.extend(explanation(kind) for kind in kinds if kind is not FindingKind.UNUSABLE)
    return "\n".join([*lines, photo.problem] if photo.problem else lines)


def summary(report: PhotoReport) -> str:
    """Number and size of the photos that are to be sent."""
    return SEPARATOR.join((wording.photo_count(report.count), wording.size(report.size_bytes)))


def expectation(report: PhotoReport) -> str:
    """What the photos let expect: resolution, area, overlap; what is not known is said to be so."""
    if not report.count:
        return ""
    if report.gsd_cm is None:
        resolution = translate("Nadir", "Ground resolution unknown")
    else:
        resolution = translate("Nadir", "{gsd} cm per pixel").format(gsd=_figure(report.gsd_cm))
    parts = [resolution]
    if report.area_ha is None:
        parts.append(translate("Nadir", "area unknown"))
    else:
        parts.append(translate("Nadir", "{area} ha").format(area=_figure(report.area_ha)))
    if report.views is not None:
        parts.append(translate("Nadir", "each point in {views} photos").format(views=_figure(report.views)))
    return SEPARATOR.join(_unbroken(part) for part in parts)


def origin(report: PhotoReport, others: int) -> str:
    """When and with what they were taken; and how many files beside them are no photos."""
    parts = [_span(report)]
    if report.cameras:
        more = "…" if len(report.cameras) > 2 else ""
        parts.append(", ".join(wording.one_line(name, 60) for name in report.cameras[:2]) + more)
    if report.count and report.positions == report.count:
        parts.append(translate("Nadir", "all with position"))
    if others:
        parts.append(translate("Nadir", "other files, not sent: {n}").format(n=QLocale().toString(others)))
    return SEPARATOR.join(part for part in parts if part)


def _span(report: PhotoReport) -> str:
    if report.first is None or report.last is None:
        return ""
    if report.first.date() == report.last.date():
        return f"{wording.date(report.first)}, {wording.clock(report.first)} – {wording.clock(report.last)}"
    return f"{wording.date(report.first)} – {wording.date(report.last)}"


def _figure(value: float) -> str:
    """Two significant digits, as exact as an estimate from angles and heights is."""
    return QLocale().toString(value, "f", 0 if value >= 10 else 1 if value >= 1 else 2)


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")
