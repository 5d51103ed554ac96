"""Options of OpenDroneMap that its engines have had for years, for accounts that see no processing node to ask.

Types, defaults and meaning as NodeODM lists them.
"""

from __future__ import annotations

from ....core.api.options import Limits, NodeOption

_QUALITIES = ("ultra", "high", "medium", "low", "lowest")
_ABOVE_ZERO = Limits(minimum=0.0, open_minimum=True)

WELL_KNOWN = (
    NodeOption("dsm", "bool", "false", help="Build a DSM (digital surface model: ground and what stands on it)."),
    NodeOption("dtm", "bool", "false", help="Build a DTM (digital terrain model: the ground only)."),
    NodeOption("fast-orthophoto", "bool", "false", help="Skip the dense cloud and the 3D model: quick, less exact."),
    NodeOption("pc-quality", "enum", "medium", _QUALITIES, help="Density of the point cloud. A step up takes about four times as long."),
    NodeOption("feature-quality", "enum", "high", _QUALITIES, help="Size of the photos in which features are looked for."),
    NodeOption(
        "orthophoto-resolution", "float", "5", (), "float > 0.0", "Orthophoto resolution in cm / pixel.", _ABOVE_ZERO
    ),
    NodeOption("dem-resolution", "float", "5", (), "float > 0.0", "DSM and DTM resolution in cm / pixel.", _ABOVE_ZERO),
    NodeOption("auto-boundary", "bool", "false", help="Limit the area by where the photos were taken."),
    NodeOption("boundary", "string", "", (), "json", "GeoJSON polygon that limits the area."),
)
