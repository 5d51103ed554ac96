"""What the heights of a surface or terrain model count from, as far as the server tells; said plainly where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Dict, Iterator, Optional

from osgeo import osr
from qgis.PyQt.QtCore import QCoreApplication

from ...api.fields import finite
from ...api.raster_metadata import RasterMetadata
from ...api.task import Task
from ..marks import PREFIX

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

COUNTED_FROM = f"{PREFIX}heights"  # custom property: the sentences of a HeightReference
NEAR_ZERO = 20.0  # metres; so low lies the ground of hardly any survey but one that counts from its take-off, or at the coast
_LONGEST_NAME = 80  # characters
_ELLIPSOIDAL_DATUM = 2002  # VERT_DATUM's type in WKT 1 (OGC 01-009)


class HeightDatum(Enum):
    """What heights count from."""

    ELLIPSOID = "ellipsoid"
    GEOID = "geoid"
    TAKE_OFF = "take-off"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class HeightReference:
    """What heights count from, and how that is known.

    name: of the vertical reference system, '' where none is named. certain: whether a file or the server says so; else it
    is a guess, and `text` says that it is. text: whole sentences for the user, without names of the user's.
    """

    datum: HeightDatum
    text: str
    name: str = ""
    certain: bool = False


def height_reference(task: Task, metadata: Optional[RasterMetadata] = None, *, wkt: str = "") -> HeightReference:
    """What a task's heights count from. Asks no server.

    wkt: the reference system inside the file, where the file is there: it says more than the server. metadata: of the
    surface or terrain model, whose range of heights gives a take-off point away.
    """
    for system in _systems(task, wkt):
        found = _vertical(system)
        if found is not None:
            return found
    return _of_positions(task, metadata)


def wkt_of(dataset: object) -> str:
    """The reference system inside an open GDAL dataset as WKT 2, which keeps a third axis; '' for none."""
    system = getattr(dataset, "GetSpatialRef", lambda: None)()
    return str(system.ExportToWkt(["FORMAT=WKT2_2018"])) if system is not None else ""


def _systems(task: Task, wkt: str) -> Iterator[osr.SpatialReference]:
    """The reference systems that are named, the most trustworthy first."""
    for text in (wkt, task.wkt, f"EPSG:{task.epsg}" if task.epsg else ""):
        system = _system(text)
        if system is not None:
            yield system


def _system(text: str) -> Optional[osr.SpatialReference]:
    if not text:
        return None
    system = osr.SpatialReference()
    try:
        code = system.SetFromUserInput(text)
    except RuntimeError:  # with GDAL's exceptions on; a text that names no system
        return None
    return system if code == 0 else None


def _vertical(system: osr.SpatialReference) -> Optional[HeightReference]:
    """What a reference system says of heights; None where it has two axes only."""
    if system.IsCompound() or system.IsVertical():
        name = _short(system.GetAttrValue("VERT_CS"))
        kind = system.GetAttrValue("VERT_DATUM", 1)
        if kind == str(_ELLIPSOIDAL_DATUM) or "ellipsoid" in name.lower():
            return _ellipsoid(name)
        text = translate("Heights", "Heights above the geoid (mean sea level): {system}.").format(system=name)
        return HeightReference(HeightDatum.GEOID, text, name, True)
    if system.GetAxesCount() == 3 and not system.IsGeocentric():
        return _ellipsoid(_short(system.GetName()))
    return None


def _short(name: Optional[str]) -> str:
    """A name out of a file, which may hold anything, on one line."""
    return " ".join((name or "").split())[:_LONGEST_NAME]


def _ellipsoid(name: str) -> HeightReference:
    text = translate("Heights", "Heights above the ellipsoid: {system}.").format(system=name)
    return HeightReference(HeightDatum.ELLIPSOID, text, name, True)


def _of_positions(task: Task, metadata: Optional[RasterMetadata]) -> HeightReference:
    """By what placed the survey on the ground, since no vertical reference system is named."""
    options: Dict[str, object] = {option.name: option.value for option in task.options}
    unknown = translate("Heights", "The server does not say what the heights count from.")
    if "gcp" in task.statistics.spatial_refs or options.get("gcp"):
        how = translate("Heights", "The control points placed the survey: heights are as in their file.")
    elif options.get("geo"):
        how = translate("Heights", "A geolocation file placed the survey: heights are as in that file.")
    elif options.get("align"):
        how = translate("Heights", "The survey was aligned with another one: heights are as in that one.")
    elif "gps" in task.statistics.spatial_refs and _is_near_zero(metadata):
        return _take_off(options)
    elif "gps" in task.statistics.spatial_refs:
        how = translate(
            "Heights",
            "The cameras' GPS placed the survey: drones write heights above the ellipsoid (mostly those with RTK) or roughly "
            "above sea level, often some metres off."
        )
    else:
        how = ""
    parts = (unknown, how, _offset(options))
    return HeightReference(HeightDatum.UNKNOWN, " ".join(part for part in parts if part))


def _take_off(options: Dict[str, object]) -> HeightReference:
    guess = translate(
        "Heights",
        "Heights probably count from the place of take-off: the ground lies near zero. At the coast it may be sea level; the "
        "server does not say."
    )
    return HeightReference(HeightDatum.TAKE_OFF, " ".join(part for part in (guess, _offset(options)) if part))


def _offset(options: Dict[str, object]) -> str:
    """The heights of the photos may have been shifted on purpose."""
    try:
        metres = finite(float(str(options.get("gps-z-offset", 0))))
    except ValueError:
        return ""
    if not metres:
        return ""
    return translate("Heights", "The task's options shift them by {metres:+g} m.").format(metres=metres)


def _is_near_zero(metadata: Optional[RasterMetadata]) -> bool:
    if metadata is None or not metadata.bands:
        return False
    band = metadata.bands[0]
    return abs(band.percentile_2 + band.percentile_98) / 2.0 <= NEAR_ZERO and band.percentile_2 < NEAR_ZERO / 4.0
