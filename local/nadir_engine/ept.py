"""Entwine Point Tiles (entwine.io/entwine-point-tile): an octree of LAZ files that maps stream."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import laspy
import numpy as np
from numpy.typing import NDArray

from nadir_engine.atomic import write_json
from nadir_engine.cloud import COLOUR_FACTOR, SCALE, PointCloud
from nadir_engine.coordinates import Georeference

# Voxels along a node's side: at most one point each, so a node of a surface holds about SPAN x SPAN points.
SPAN_BITS = 7
SPAN = 1 << SPAN_BITS
# A node with no more points than this left keeps them all: no crumbs of files.
LEAF_POINTS = 12000
MAX_DEPTH = 20

Key = tuple[int, int, int, int]


def write_ept(folder: Path, cloud: PointCloud, georeference: Georeference) -> None:
    """Writes ept.json, ept-data and ept-hierarchy below `folder`."""
    low, side = _cube(cloud.xyz)
    nodes = octree(cloud.xyz, low, side)
    data = folder / "ept-data"
    data.mkdir(parents=True)
    (folder / "ept-hierarchy").mkdir()
    origin = np.floor(low)
    for key, indices in nodes.items():
        name = "-".join(map(str, key))
        cloud.part(indices).las(georeference, origin).write(
            str(data / f"{name}.laz"), do_compress=True, laz_backend=laspy.LazBackend.Lazrs
        )
    hierarchy = {"-".join(map(str, key)): len(indices) for key, indices in nodes.items()}
    write_json(folder / "ept-hierarchy" / "0-0-0-0.json", hierarchy)
    write_json(folder / "ept.json", _description(cloud, georeference, low, side, origin))


def octree(xyz: NDArray[np.float64], low: NDArray[np.float64], side: float) -> dict[Key, NDArray[np.int32]]:
    """Depth, x, y, z of each node to the indices of its points, every point in exactly one node.

    Of each voxel of a node one point stays, the others go down. Node by node: what is needed beside the points themselves is
    16 bytes for each of them, and the table of one node's voxels.
    """
    # Places as whole numbers: a bit for each level, and SPAN_BITS more for the voxels of the deepest.
    places = ((xyz - low) * (2.0 ** (MAX_DEPTH + SPAN_BITS) / side)).astype(np.int32)
    np.clip(places, 0, 2 ** (MAX_DEPTH + SPAN_BITS) - 1, out=places)
    # A random order makes each level a fair sample, not the corner of each voxel.
    todo: list[tuple[Key, NDArray[np.int32]]] = [
        ((0, 0, 0, 0), np.random.default_rng(1).permutation(len(xyz)).astype(np.int32))
    ]
    table = np.full(SPAN**3, -1, np.int32)
    nodes: dict[Key, NDArray[np.int32]] = {}
    while todo:
        key, members = todo.pop()
        if len(members) <= LEAF_POINTS or key[0] == MAX_DEPTH:
            nodes[key] = np.sort(members)
            continue
        shift = MAX_DEPTH - key[0]
        first = _first_of_each_voxel(places[members] >> shift, table)
        nodes[key] = np.sort(members[first])
        rest = np.delete(members, first)
        octant = (places[rest] >> (shift + SPAN_BITS - 1)) & 1
        number = octant[:, 0] * 4 + octant[:, 1] * 2 + octant[:, 2]
        for child in range(8):
            chosen = rest[number == child]
            if len(chosen):
                todo.append((_child(key, child), chosen))
    return nodes


def _first_of_each_voxel(places: NDArray[np.int32], table: NDArray[np.int32]) -> NDArray[np.int32]:
    """Index of the first point in each voxel. `table` (SPAN**3) holds -1 everywhere, and does again afterwards."""
    voxel = places & (SPAN - 1)
    number = (voxel[:, 0] * SPAN + voxel[:, 1]) * SPAN + voxel[:, 2]
    table[number[::-1]] = np.arange(len(number) - 1, -1, -1, dtype=np.int32)  # the last that is written stays
    first = np.flatnonzero(table[number] == np.arange(len(number), dtype=np.int32)).astype(np.int32)
    table[number] = -1
    return first


def _child(key: Key, number: int) -> Key:
    return key[0] + 1, 2 * key[1] + (number >> 2), 2 * key[2] + (number >> 1 & 1), 2 * key[3] + (number & 1)


def _cube(xyz: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Low corner and side of a cube round all points, in whole metres."""
    lowest, highest = xyz.min(axis=0), xyz.max(axis=0)
    side = float(np.ceil((highest - lowest).max())) + 2.0
    return np.floor((lowest + highest) / 2 - side / 2), side


def _description(
    cloud: PointCloud, georeference: Georeference, low: NDArray[np.float64], side: float, origin: NDArray[np.float64]
) -> dict[str, Any]:
    crs = georeference.crs()
    srs = {"authority": "EPSG", "horizontal": str(georeference.epsg), "wkt": crs.to_wkt("WKT1_GDAL")} if crs else {}
    return {
        "version": "1.0.0",
        "bounds": [*low.tolist(), *(low + side).tolist()],
        "boundsConforming": [*cloud.xyz.min(axis=0).tolist(), *cloud.xyz.max(axis=0).tolist()],
        "dataType": "laszip",
        "hierarchyType": "json",
        "points": len(cloud.xyz),
        "span": SPAN,
        "srs": srs,
        "schema": _schema(cloud, origin),
    }


def _schema(cloud: PointCloud, origin: NDArray[np.float64]) -> list[dict[str, Any]]:
    """The dimensions of the files (LAS point format 3), with the statistics from which programs take their ranges."""
    zeros = np.zeros(1)
    schema = [
        {"name": name, "type": "signed", "size": 4, "scale": SCALE, "offset": float(origin[axis])}
        | _statistics(cloud.xyz[:, axis], len(cloud.xyz))
        for axis, name in enumerate("XYZ")
    ]
    unused = {"Intensity": 2, "ReturnNumber": 1, "NumberOfReturns": 1, "ScanDirectionFlag": 1, "EdgeOfFlightLine": 1}
    count = len(cloud.xyz)
    for name, size in unused.items():
        schema.append({"name": name, "type": "unsigned", "size": size} | _statistics(zeros, count))
    schema.append({"name": "Classification", "type": "unsigned", "size": 1} | _statistics(cloud.classification, count))
    schema.append({"name": "ScanAngleRank", "type": "float", "size": 4} | _statistics(zeros, count))
    schema.append({"name": "UserData", "type": "unsigned", "size": 1} | _statistics(zeros, count))
    schema.append({"name": "PointSourceId", "type": "unsigned", "size": 2} | _statistics(zeros, count))
    schema.append({"name": "GpsTime", "type": "float", "size": 8} | _statistics(zeros, count))
    for band, name in enumerate(("Red", "Green", "Blue")):
        values = cloud.rgb[:, band].astype(np.float64) * COLOUR_FACTOR
        schema.append({"name": name, "type": "unsigned", "size": 2} | _statistics(values, count))
    return schema


def _statistics(values: NDArray[Any], count: int) -> dict[str, float]:
    return {
        "count": count,
        "minimum": float(values.min()),
        "maximum": float(values.max()),
        "mean": float(values.mean()),
        "stddev": float(values.std()),
        "variance": float(values.var()),
    }
