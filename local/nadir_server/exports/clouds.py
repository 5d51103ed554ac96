"""Point clouds in other formats and reference systems, converted piece by piece: memory stays bounded."""
from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import laspy
import numpy as np
from laspy.errors import LaspyException
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from nadir_server.exports.errors import CannotExport

PIECE = 1_000_000  # points
FINE_SCALE, DEGREE_SCALE = 0.001, 1e-9  # of stored coordinates: a millimetre, a tenth of one
FULL = 65535  # a LAS colour has 16 bits
_DAMAGE = (LaspyException, ValueError, OSError, struct.error, RuntimeError)
Look = Callable[[], None]


@dataclass(frozen=True)
class CloudExport:
    """What to make of a point cloud. `crs`: WKT, '' as it is; `resample`: metres between points at least, 0 all of them."""

    format: str  # laz, las, ply, csv
    crs: str = ""
    resample: float = 0.0


def export_cloud(source: Path, target: Path, wanted: CloudExport, look: Look) -> None:
    """Make the file `target` from a LAS or LAZ file; `look` is called for each piece and may raise to stop.

    Raises CannotExport.
    """
    try:
        with laspy.open(source) as reader:
            moved = _transformer(reader.header, wanted.crs)
            pieces = _pieces(reader, moved, wanted.resample, look)
            if wanted.format == "ply":
                _write_ply(target, pieces)
            elif wanted.format == "csv":
                _write_csv(target, pieces, "red" in set(reader.header.point_format.dimension_names))
            else:
                _write_las(target, reader.header, pieces, wanted)
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise CannotExport(f"The point cloud could not be converted: {error}") from error


@dataclass
class Piece:
    """Some points: coordinates (n, 3) in the new system, and the record that they come from."""

    xyz: NDArray[np.float64]
    points: Any

    def colors(self) -> NDArray[np.uint8] | None:
        """(n, 3) bytes, None where the file has no colours."""
        names = set(self.points.point_format.dimension_names)
        if "red" not in names:
            return None
        rgb = np.stack([np.asarray(self.points[name]) for name in ("red", "green", "blue")], axis=1)
        return (rgb >> 8 if rgb.size and rgb.max() > 255 else rgb).astype(np.uint8)


def _transformer(header: laspy.LasHeader, wkt: str) -> Transformer | None:
    if not wkt:
        return None
    try:
        own = header.parse_crs()
        if own is None:
            raise CannotExport("The point cloud does not say in which reference system it is.")
        own = own.sub_crs_list[0] if own.is_compound else own
        return Transformer.from_crs(own, CRS.from_wkt(wkt), always_xy=True)
    except (CRSError, ProjError) as error:
        raise CannotExport(f"The point cloud cannot be moved to that reference system: {error}") from error


def _pieces(reader: laspy.LasReader, moved: Transformer | None, resample: float, look: Look) -> Iterator[Piece]:
    thin = _Thinned(resample) if resample else None
    for points in reader.chunk_iterator(PIECE):
        look()
        xyz = np.stack([np.asarray(points[axis], dtype=np.float64) for axis in ("x", "y", "z")], axis=1)
        if thin is not None:
            kept = thin.take(xyz)
            xyz, points = xyz[kept], points[kept]
        if moved is not None:
            xyz = np.stack(moved.transform(xyz[:, 0], xyz[:, 1], xyz[:, 2]), axis=1)
            if not np.isfinite(xyz).all():
                raise CannotExport("The point cloud lies outside the area of that reference system.")
        yield Piece(xyz, points)


class _Thinned:
    """Keeps the first point of each cell of a grid."""

    def __init__(self, cell: float) -> None:
        self._cell = cell
        self._seen = np.empty(0, np.int64)

    def take(self, xyz: NDArray[np.float64]) -> NDArray[np.intp]:
        """Indices of the points that are the first in their cells, in order."""
        cells = np.floor(xyz / self._cell).astype(np.int64) & ((1 << 21) - 1)
        keys, first = np.unique(cells[:, 0] << 42 | cells[:, 1] << 21 | cells[:, 2], return_index=True)
        is_new = ~np.isin(keys, self._seen, assume_unique=True)
        self._seen = np.concatenate([self._seen, keys[is_new]])
        return np.sort(first[is_new])


def _write_las(target: Path, source: laspy.LasHeader, pieces: Iterator[Piece], wanted: CloudExport) -> None:
    """LAS or, by the name's ending, LAZ."""
    first = next(pieces, None)
    header = laspy.LasHeader(point_format=source.point_format, version=source.version)
    header.scales, header.offsets = np.array(source.scales), np.array(source.offsets)
    for dimension in source.point_format.extra_dimensions:
        if dimension.name not in set(header.point_format.extra_dimension_names):
            header.add_extra_dim(laspy.ExtraBytesParams(dimension.name, dimension.dtype))
    own = CRS.from_wkt(wanted.crs) if wanted.crs else source.parse_crs()
    if own is not None:
        header.add_crs(own)
    if wanted.crs and first is not None and len(first.xyz):
        scale = DEGREE_SCALE if own is not None and own.is_geographic else FINE_SCALE
        header.scales = np.array([scale, scale, FINE_SCALE])
        header.offsets = np.floor(first.xyz.min(axis=0))
    with laspy.open(target, "w", header=header, do_compress=wanted.format == "laz") as out:
        while first is not None:
            record = laspy.ScaleAwarePointRecord.zeros(len(first.xyz), header=header)
            record.copy_fields_from(first.points)
            record.x, record.y, record.z = first.xyz.T
            out.write_points(record)
            first = next(pieces, None)


def _write_ply(target: Path, pieces: Iterator[Piece]) -> None:
    """Binary PLY; the number of points is written once it is known."""
    count, columns = 0, [("x", "<f8"), ("y", "<f8"), ("z", "<f8")]
    with target.open("wb") as out:
        place = 0
        for piece in pieces:
            colors = piece.colors()
            if count == 0:
                columns += [(name, "u1") for name in ("red", "green", "blue")] if colors is not None else []
                place = _begin_ply(out, [name for name, _ in columns])
            table = np.empty(len(piece.xyz), dtype=columns)
            for number, axis in enumerate("xyz"):
                table[axis] = piece.xyz[:, number]
            for number, name in enumerate(("red", "green", "blue") if colors is not None else ()):
                table[name] = colors[:, number]  # type: ignore[index]
            out.write(table.tobytes())
            count += len(table)
        if count == 0:
            raise CannotExport("The point cloud has no points.")
        out.seek(place)
        out.write(f"{count:<12}".encode())


def _begin_ply(out: BinaryIO, names: list[str]) -> int:
    """Write the head; returns where the number of points stands."""
    out.write(b"ply\nformat binary_little_endian 1.0\nelement vertex ")
    place = out.tell()
    kinds = ("double" if name in "xyz" else "uchar" for name in names)
    properties = "".join(f"property {kind} {name}\n" for kind, name in zip(kinds, names, strict=True))
    out.write(f"{0:<12}\n{properties}end_header\n".encode())
    return place


def _write_csv(target: Path, pieces: Iterator[Piece], has_colors: bool) -> None:
    """One point a line: X, Y, Z and, where there are any, Red, Green, Blue."""
    names = ["X", "Y", "Z", *(("Red", "Green", "Blue") if has_colors else ())]
    with target.open("w", encoding="ascii", newline="\n") as out:
        out.write(",".join(names) + "\n")
        for piece in pieces:
            colors = piece.colors()
            table = piece.xyz if colors is None else np.hstack([piece.xyz, colors])
            form = ["%.9g" if abs(piece.xyz[:, :2]).max(initial=0) <= 360 else "%.3f"] * 2
            np.savetxt(out, table, fmt=[*form, "%.3f", *["%d"] * (table.shape[1] - 3)], delimiter=",")
