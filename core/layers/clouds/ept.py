"""What the description of a point cloud (`ept.json`, Entwine Point Tile 1.0) says of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

PATH = "entwine_pointcloud/ept.json"
ROOT_HIERARCHY = "ept-hierarchy/0-0-0-0.json"
ENDINGS = {"laszip": "laz", "binary": "bin", "zstandard": "zst"}  # of the files with points, by the dataType
CHANNELS = ("Red", "Green", "Blue")

Box = Tuple[float, float, float, float, float, float]  # least x, y, z and largest x, y, z


@dataclass(frozen=True)
class Dimension:
    """One attribute of all points. minimum, maximum: None where the description does not say."""

    name: str
    kind: str  # signed, unsigned or float
    size: int  # bytes
    minimum: Optional[float] = None
    maximum: Optional[float] = None


@dataclass(frozen=True)
class EptDescription:
    """bounds: of the points, in the reference system of `wkt` ('' if it names none). dimensions: by their names."""

    points: int
    data_type: str
    bounds: Box
    wkt: str
    dimensions: Mapping[str, Dimension] = field(hash=False)

    @property
    def node_ending(self) -> str:
        """Of the files with points; '' for a kind that is not known."""
        return ENDINGS.get(self.data_type, "")

    @property
    def has_channels(self) -> bool:
        return all(name in self.dimensions for name in CHANNELS)


def read_description(content: bytes) -> EptDescription:
    """What an ept.json says. Raises NadirError."""
    try:
        data = json.loads(content)
        dimensions = (_dimension(each) for each in data["schema"])
        wkt = (data.get("srs") or {}).get("wkt")
        return EptDescription(
            int(data["points"]),
            str(data.get("dataType", "")),
            _box(data),
            str(wkt or ""),
            {dimension.name: dimension for dimension in dimensions},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NadirError(
            translate("Layers", "its description on the server is damaged."),
            translate("Layers", "Restart the task."),
            str(error),
        ) from error


def _dimension(data: Mapping[str, Any]) -> Dimension:
    return Dimension(
        str(data["name"]), str(data["type"]), int(data["size"]), _number(data.get("minimum")), _number(data.get("maximum"))
    )


def _number(value: object) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) else None


def _box(data: Mapping[str, Any]) -> Box:
    numbers = [float(number) for number in data.get("boundsConforming") or data["bounds"]]
    if len(numbers) != 6:
        raise ValueError(f"bounds: {numbers}")
    west, south, low, east, north, high = numbers
    return west, south, low, east, north, high


def make_description(
    *, bounds: Box, cube: Box, points: int, span: int, wkt: str, schema: Tuple[Dict[str, Any], ...]
) -> bytes:
    """An ept.json for points that lie uncompressed in the files of their nodes."""
    content = {
        "bounds": list(cube),
        "boundsConforming": list(bounds),
        "dataType": "binary",
        "hierarchyType": "json",
        "points": points,
        "schema": list(schema),
        "span": span,
        "srs": {"wkt": wkt} if wkt else {},
        "version": "1.0.0",
    }
    return json.dumps(content).encode()
