"""Points to a folder in the form that every QGIS with point clouds opens: EPT, uncompressed.

Each node of the octree holds at most one point of each cell of a grid over it, and the finer ones go to its eight
parts (Entwine Point Tile 1.0), so that QGIS reads no more points than it paints.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import numpy as np

from ...api.exchange import CancelCheck
from ...errors import Cancelled
from ...transfers.part_file import PART, remove_leftovers
from .ept import CHANNELS, ROOT_HIERARCHY, Box, make_description
from .looks import CLASSES
from .points import Points

SPAN = 128  # cells along each edge of a node
DEEPEST = 12
_WHOLE_FROM = 4_000  # points that are not worth parts of their own
_SCALE = 0.001  # of what places are counted in: millimetres, where units are metres


def write_ept(points: Points, wkt: str, folder: Path, cancelled: CancelCheck) -> Path:
    """Write points as EPT to `folder`, which takes that name once it is whole; returns the path of its ept.json."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder.parent)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=PART, dir=folder.parent))
    try:
        _write(points, wkt, part, cancelled)
        part.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part)
        raise
    return folder / "ept.json"


def _write(points: Points, wkt: str, folder: Path, cancelled: CancelCheck) -> None:
    low, high = points.xyz.min(axis=0), points.xyz.max(axis=0)
    edge = float(max((high - low).max(), 1.0)) * 1.001
    corner = np.floor((low + high) / 2 - edge / 2)
    cube: Box = (*corner.tolist(), *(corner + edge).tolist())
    middle = np.round(corner + edge / 2)
    records, schema = _records(points, middle)
    (folder / "ept-data").mkdir()
    (folder / ROOT_HIERARCHY).parent.mkdir()
    counts: Dict[str, int] = {}
    for key, chosen in _nodes((points.xyz - corner) / edge):
        if cancelled():
            raise Cancelled
        (folder / "ept-data" / f"{key}.bin").write_bytes(records[chosen].tobytes())
        counts[key] = len(chosen)
    (folder / ROOT_HIERARCHY).write_text(json.dumps(counts))
    bounds: Box = (*low.tolist(), *high.tolist())
    count = len(points.xyz)
    content = make_description(bounds=bounds, cube=cube, points=count, span=SPAN, wkt=wkt, schema=schema)
    (folder / "ept.json").write_bytes(content)


def _nodes(places: Any) -> Iterator[Tuple[str, Any]]:
    """Keys of nodes and the points that they hold, as indices. places: (n, 3), 0..1 within the cube."""
    left = np.arange(len(places))
    for depth in range(DEEPEST + 1):
        if not len(left):
            return
        cells = np.minimum((places[left] * (SPAN << depth)).astype(np.int64), (SPAN << depth) - 1)
        nodes = cells // SPAN
        node_ids = _numbered(nodes, depth)
        chosen = np.zeros(len(left), bool)
        chosen[np.unique(_numbered(cells, depth + 7), return_index=True)[1]] = True
        ids, first, inverse, counts = np.unique(node_ids, return_index=True, return_inverse=True, return_counts=True)
        small = counts <= _WHOLE_FROM
        chosen |= small[inverse.reshape(-1)] | (depth == DEEPEST)
        order = np.argsort(node_ids[chosen], kind="stable")
        picked, picked_ids = left[chosen][order], node_ids[chosen][order]
        edges = np.searchsorted(picked_ids, ids, "right")
        begin = 0
        for at, end in zip(first, edges):
            x, y, z = nodes[at]
            yield f"{depth}-{x}-{y}-{z}", picked[begin:end]
            begin = int(end)
        left = left[~chosen]


def _numbered(cells: Any, bits: int) -> Any:
    """One number for three, of at most `bits` bits each."""
    return (cells[:, 0] << (2 * bits)) | (cells[:, 1] << bits) | cells[:, 2]


def _records(points: Points, middle: Any) -> Tuple[Any, Tuple[Dict[str, Any], ...]]:
    """The points as they lie in files, and the schema that says how."""
    whole = np.round((points.xyz - middle) / _SCALE).astype("<i4")
    fields: List[Tuple[str, str]] = [(axis, "<i4") for axis in "XYZ"]
    columns = [whole[:, axis] for axis in range(3)]
    if points.rgb is not None:
        fields += [(name, "<u2") for name in CHANNELS]
        columns += [points.rgb[:, channel] for channel in range(3)]
    if points.classes is not None:
        fields.append((CLASSES, "u1"))
        columns.append(points.classes)
    records = np.empty(len(whole), dtype=fields)
    schema = []
    for (name, kind), values in zip(fields, columns):
        records[name] = values
        entry: Dict[str, Any] = {"name": name, "type": "signed" if "i" in kind else "unsigned", "size": int(kind[-1])}
        if name in ("X", "Y", "Z"):
            offset = float(middle["XYZ".index(name)])
            entry.update(scale=_SCALE, offset=offset, **_statistics(values * _SCALE + offset))
        else:
            entry.update(_statistics(values))
        if name == CLASSES:
            found, counts = np.unique(values, return_counts=True)
            entry["counts"] = [{"value": int(value), "count": int(number)} for value, number in zip(found, counts)]
        schema.append(entry)
    return records, tuple(schema)


def _statistics(values: Any) -> Dict[str, float]:
    return {
        "count": len(values),
        "minimum": float(values.min()),
        "maximum": float(values.max()),
        "mean": float(values.mean()),
        "stddev": float(values.std()),
        "variance": float(values.var()),
    }
