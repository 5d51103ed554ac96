"""A textured model in one file (binary glTF 2.0) becomes a set of 3D tiles with one tile, in its place on the Earth.

OpenDroneMap writes its models as they are in its meshes: z is up, and the coordinates are those of the survey's
reference system less an offset. The offset is in the file (an extension meant for other coordinates, which is taken out,
since QGIS would add it to places on the globe), or beside it in coords.txt.
"""

from __future__ import annotations

import json
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Dict, List, Optional, Sequence, Tuple

from osgeo import osr
from qgis.PyQt.QtCore import QCoreApplication

from ...errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

TILESET, MODEL = "tileset.json", "model.glb"
_MAGIC, _JSON_CHUNK = b"glTF", 0x4E4F534A
_LIMIT = 256 * 1024 * 1024  # bytes of the description in a GLB
_OFFSET_EXTENSION = "CESIUM_RTC"
_EARTH = 4978  # EPSG code of places in metres from the centre of the Earth, WGS 84
_STEP = 10.0  # metres over which the reference system is taken as straight

Vector = Tuple[float, float, float]


@dataclass(frozen=True)
class GlbDescription:
    """content: of the JSON chunk. rest_at: where the other chunks begin, in bytes."""

    content: Dict[str, Any]
    rest_at: int

    @property
    def offset(self) -> Optional[Vector]:
        """What has to be added to its coordinates, where it says so."""
        centre = (self.content.get("extensions") or {}).get(_OFFSET_EXTENSION, {}).get("center")
        return (float(centre[0]), float(centre[1]), float(centre[2])) if centre else None

    def bounds(self) -> Tuple[Vector, Vector]:
        """The least and the largest coordinates of its places."""
        accessors = self.content["accessors"]
        used = {part["attributes"]["POSITION"] for mesh in self.content["meshes"] for part in mesh["primitives"]}
        corners = [(accessors[at]["min"], accessors[at]["max"]) for at in used]
        low = tuple(float(min(corner[0][axis] for corner in corners)) for axis in range(3))
        high = tuple(float(max(corner[1][axis] for corner in corners)) for axis in range(3))
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def wrap(source: Path, folder: Path, wkt: str, offset: Optional[Vector]) -> Path:
    """Write a GLB with its tileset to an empty folder; returns the path of the tileset.json.

    wkt: the reference system of its coordinates. offset: to be added to them, where the file does not say it.
    Raises NadirError.
    """
    try:
        description = read_glb(source)
        low, high = description.bounds()
        moved = description.offset or offset or (0.0, 0.0, 0.0)
        centre = tuple((low[axis] + high[axis]) / 2 for axis in range(3))
        place = (moved[0] + centre[0], moved[1] + centre[1], moved[2] + centre[2])
        matrix = _about(centre, to_earth(wkt, place))
        _write_glb(source, description, folder / MODEL)
        (folder / TILESET).write_text(json.dumps(_tileset(matrix, low, high)), encoding="utf-8")
    except OSError as error:
        raise NadirError(
            translate("Layers", "the model cannot be written to the cache."),
            translate("Layers", "Free some space on the disk."),
            str(error),
        ) from error
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error) as error:
        raise damaged(source.name, repr(error)) from error
    return folder / TILESET


def damaged(name: str, detail: str) -> NadirError:
    """What is told of a model that cannot be read."""
    return NadirError(
        translate("Layers", "{file} holds no model that QGIS can show.").format(file=name),
        translate("Layers", "Process the task again."),
        detail,
    )


def read_glb(path: Path) -> GlbDescription:
    """The description in a GLB. Raises ValueError, OSError."""
    with path.open("rb") as file:
        head = file.read(20)
        if len(head) < 20 or head[:4] != _MAGIC:
            raise ValueError("no glTF")
        length, kind = struct.unpack_from("<II", head, 12)
        if kind != _JSON_CHUNK or length > _LIMIT:
            raise ValueError("no description first")
        content = json.loads(file.read(length))
    if not isinstance(content, dict):
        raise ValueError("no description")
    return GlbDescription(content, 20 + length)


def _write_glb(source: Path, description: GlbDescription, target: Path) -> None:
    """The same model without the offset."""
    content = json.loads(json.dumps(description.content))
    (content.get("extensions") or {}).pop(_OFFSET_EXTENSION, None)
    for name in ("extensionsUsed", "extensionsRequired"):
        content[name] = [each for each in content.get(name, ()) if each != _OFFSET_EXTENSION]
        if not content[name]:
            del content[name]
    if not content.get("extensions"):
        content.pop("extensions", None)
    text = json.dumps(content, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    rest = source.stat().st_size - description.rest_at
    with source.open("rb") as old, target.open("wb") as new:
        old.seek(description.rest_at)
        new.write(struct.pack("<4sIIII", _MAGIC, 2, 20 + len(text) + rest, len(text), _JSON_CHUNK) + text)
        _copy(old, new)


def _copy(old: BinaryIO, new: BinaryIO) -> None:
    shutil.copyfileobj(old, new, 1024 * 1024)


def to_earth(wkt: str, place: Vector) -> List[Vector]:
    """How a survey's reference system lies on the Earth around a place: where the place is, and where one unit of each
    of its axes leads, in metres from the centre of the Earth. Raises ValueError.
    """
    system, earth = osr.SpatialReference(), osr.SpatialReference()
    try:
        system.ImportFromWkt(wkt)
        earth.ImportFromEPSG(_EARTH)
        for each in (system, earth):
            each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        system.PromoteTo3D()
        transform = osr.CoordinateTransformation(system, earth)
        origin = transform.TransformPoint(*place)
        axes: List[Vector] = []
        for axis in range(3):
            beside = [value + (_STEP if at == axis else 0.0) for at, value in enumerate(place)]
            there = transform.TransformPoint(*beside)
            x, y, z = ((there[at] - origin[at]) / _STEP for at in range(3))
            axes.append((x, y, z))
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    return [(origin[0], origin[1], origin[2]), *axes]


def _about(centre: Sequence[float], earth: List[Vector]) -> List[float]:
    """The 4 x 4 matrix, column by column, that brings the model's coordinates there: its centre lies at the place."""
    origin, *axes = earth
    start = [origin[at] - sum(axes[axis][at] * centre[axis] for axis in range(3)) for at in range(3)]
    return [*axes[0], 0.0, *axes[1], 0.0, *axes[2], 0.0, *start, 1.0]


def _tileset(matrix: List[float], low: Vector, high: Vector) -> Dict[str, Any]:
    """3D Tiles 1.1 with all of the model in one tile; z is up in it, which a field of version 1.0 says."""
    half = [max((high[axis] - low[axis]) / 2, 0.01) for axis in range(3)]
    centre = [(high[axis] + low[axis]) / 2 for axis in range(3)]
    box = [*centre, half[0], 0.0, 0.0, 0.0, half[1], 0.0, 0.0, 0.0, half[2]]
    root = {
        "boundingVolume": {"box": box},
        "transform": matrix,
        "geometricError": 0.0,
        "refine": "REPLACE",
        "content": {"uri": MODEL},
    }
    return {"asset": {"version": "1.1", "gltfUpAxis": "Z"}, "geometricError": 4.0 * max(half), "root": root}
