"""The presets that every server has, in the order of their ids. Names and values are those that clients know."""
from __future__ import annotations

from typing import Any

_BOUNDARY = ("auto-boundary", True)
_PRESETS: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = (
    ("Multispectral", (_BOUNDARY, ("radiometric-calibration", "camera"))),
    ("Volume Analysis", (_BOUNDARY, ("dsm", True), ("dem-resolution", "2"), ("pc-quality", "high"))),
    (
        "3D Model",
        (_BOUNDARY, ("mesh-octree-depth", "12"), ("use-3dmesh", True), ("pc-quality", "high"), ("mesh-size", "300000")),
    ),
    ("Buildings", (_BOUNDARY, ("mesh-size", "300000"), ("feature-quality", "high"), ("pc-quality", "high"))),
    ("Forest", (_BOUNDARY, ("min-num-features", "18000"), ("use-3dmesh", True), ("feature-quality", "medium"))),
    ("DSM + DTM", (_BOUNDARY, ("dsm", True), ("dtm", True))),
    ("Field", (("sfm-algorithm", "planar"), ("fast-orthophoto", True), ("matcher-neighbors", 4))),
    ("Fast Orthophoto", (_BOUNDARY, ("fast-orthophoto", True))),
    ("High Resolution", (_BOUNDARY, ("dsm", True), ("dem-resolution", "1.0"), ("orthophoto-resolution", "1.0"))),
    ("Default", (_BOUNDARY, ("dsm", True))),
)
SYSTEM_PRESETS = {
    preset: [{"name": name, "value": value} for name, value in options] for preset, options in _PRESETS
}
