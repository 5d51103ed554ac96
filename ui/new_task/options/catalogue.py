"""How processing options are called and sorted for people: human names, units, and the usual ones by section.

Only display. What an option takes comes from the node; one that is not named here gets its name from its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from qgis.PyQt.QtCore import QCoreApplication

from ....core.api.options import NodeOption

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_WORDS = {
    "2d": "2D",
    "3d": "3D",
    "3dmesh": "3D mesh",
    "3dmodel": "3D model",
    "bg": "background",
    "cog": "COG",
    "copc": "COPC",
    "csv": "CSV",
    "dem": "DEM",
    "dsm": "DSM",
    "dtm": "DTM",
    "ept": "EPT",
    "exif": "EXIF",
    "gcp": "GCP",
    "gltf": "glTF",
    "gps": "GPS",
    "gpu": "GPU",
    "gsd": "GSD",
    "kmz": "KMZ",
    "las": "LAS",
    "num": "number of",
    "pc": "point cloud",
    "png": "PNG",
    "sfm": "SfM",
    "sm": "split-merge",
    "smrf": "SMRF",
}
"""What the parts of an option's name stand for."""

_UNITS = {
    "auto-boundary-distance": "m",
    "crop": "m",
    "dem-resolution": "cm/pixel",
    "gps-accuracy": "m",
    "orthophoto-resolution": "cm/pixel",
    "pc-sample": "m",
    "rolling-shutter-readout": "ms",
    "smrf-threshold": "m",
    "smrf-window": "m",
    "split-overlap": "m",
}
"""Units that nodes name in their help only."""

_USUAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("outputs", ("dsm", "dtm", "skip-orthophoto", "skip-3dmodel", "pc-classify", "orthophoto-cutline", "3d-tiles", "tiles")),
    ("quality", ("fast-orthophoto", "pc-quality", "feature-quality", "min-num-features", "mesh-size", "use-3dmesh")),
    ("resolution", ("orthophoto-resolution", "dem-resolution", "ignore-gsd")),
    ("area", ("boundary", "auto-boundary", "auto-boundary-distance", "crop")),
    ("camera", ("camera-lens", "gps-accuracy", "rolling-shutter", "radiometric-calibration", "sky-removal", "cameras")),
)
MORE = "more"


@dataclass(frozen=True)
class Section:
    """Options that are shown together. usual: open from the start."""

    key: str
    title: str
    options: tuple[NodeOption, ...]
    usual: bool


@cache
def _names() -> dict[str, str]:
    """Names better than what the parts of the real name give."""
    return {
        "auto-boundary": translate("OptionNames", "Automatic boundary"),
        "boundary": translate("OptionNames", "Boundary (GeoJSON)"),
        "camera-lens": translate("OptionNames", "Camera lens"),
        "cameras": translate("OptionNames", "Camera parameters (cameras.json)"),
        "cog": translate("OptionNames", "Cloud-optimized GeoTIFF (COG)"),
        "crop": translate("OptionNames", "Crop at the edges"),
        "dem-resolution": translate("OptionNames", "DEM resolution"),
        "dsm": translate("OptionNames", "Surface model (DSM)"),
        "dtm": translate("OptionNames", "Terrain model (DTM)"),
        "fast-orthophoto": translate("OptionNames", "Fast orthophoto"),
        "feature-quality": translate("OptionNames", "Feature quality"),
        "gps-accuracy": translate("OptionNames", "GPS accuracy"),
        "ignore-gsd": translate("OptionNames", "Do not limit to the GSD"),
        "mesh-size": translate("OptionNames", "Mesh size (triangles)"),
        "min-num-features": translate("OptionNames", "Fewest features per photo"),
        "orthophoto-cutline": translate("OptionNames", "Orthophoto cutline"),
        "orthophoto-resolution": translate("OptionNames", "Orthophoto resolution"),
        "pc-classify": translate("OptionNames", "Classify the point cloud"),
        "pc-quality": translate("OptionNames", "Point cloud quality"),
        "radiometric-calibration": translate("OptionNames", "Radiometric calibration"),
        "rolling-shutter": translate("OptionNames", "Correct rolling shutter"),
        "skip-3dmodel": translate("OptionNames", "Skip the 3D model"),
        "skip-orthophoto": translate("OptionNames", "Skip the orthophoto"),
        "tiles": translate("OptionNames", "Orthophoto and DEM tiles"),
        "use-3dmesh": translate("OptionNames", "Use the full 3D mesh"),
    }


def _titles() -> dict[str, str]:
    return {
        "outputs": translate("OptionNames", "Results"),
        "quality": translate("OptionNames", "Quality"),
        "resolution": translate("OptionNames", "Resolution"),
        "area": translate("OptionNames", "Area"),
        "camera": translate("OptionNames", "Camera"),
        MORE: translate("OptionNames", "More"),
    }


def human_name(name: str) -> str:
    """`dem-resolution` becomes `DEM resolution`."""
    known = _names().get(name)
    if known is not None:
        return known
    words = " ".join(_WORDS.get(part, part) for part in name.replace("_", "-").split("-") if part)
    return words[:1].upper() + words[1:] if words else name


def label(name: str) -> str:
    """The human name with the unit that its numbers are in."""
    unit = _UNITS.get(name)
    return f"{human_name(name)} ({unit})" if unit else human_name(name)


def sections(definitions: Sequence[NodeOption], hidden: Sequence[str] = ()) -> tuple[Section, ...]:
    """The usual options by subject, in the order of the table, then the rest by name; sections without options are none."""
    by_name = {option.name: option for option in definitions if option.name not in hidden}
    titles, found = _titles(), []
    for key, names in _USUAL:
        options = tuple(by_name.pop(name) for name in names if name in by_name)
        if options:
            found.append(Section(key, titles[key], options, usual=True))
    rest = tuple(sorted(by_name.values(), key=lambda option: human_name(option.name).casefold()))
    if rest:
        found.append(Section(MORE, titles[MORE] if found else translate("OptionNames", "Options"), rest, usual=not found))
    return tuple(found)
