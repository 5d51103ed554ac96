"""Points out of LAS and CSV files, block by block and no more of them than memory should hold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Dict, Iterator, List, Optional

import numpy as np
from qgis.PyQt.QtCore import QCoreApplication

from ...api.exchange import CancelCheck
from ...errors import Cancelled, NadirError
from .las import LasHeader, read_header

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

MOST_POINTS = 5_000_000  # about 600 MB while they are sorted
_BLOCK_POINTS = 500_000
_BLOCK_BYTES = 16 * 1024 * 1024
_AXES, _CHANNELS, _CLASS = ("x", "y", "z"), ("red", "green", "blue"), "classification"


@dataclass(frozen=True)
class Points:
    """xyz: (n, 3) float64 in the units of the reference system. rgb: (n, 3) uint16, classes: (n,) uint8, or None.

    total: how many points the file holds, which may be more.
    """

    xyz: Any
    rgb: Optional[Any]
    classes: Optional[Any]
    total: int


def read_points(path: Path, cancelled: CancelCheck, most: int = MOST_POINTS) -> Points:
    """The points of a LAS or CSV file; every second, third ... where there are more than `most`. Raises NadirError."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            header = read_header(head)
            file.seek(0)
            blocks = _csv_blocks(file, path, most) if header is None else _las_blocks(file, header, most)
            return _joined(blocks, cancelled)
    except OSError as error:
        raise NadirError(
            translate("Layers", "{file} cannot be read.").format(file=path.name),
            translate("Layers", "Download it again."),
            str(error),
        ) from error
    except (ValueError, IndexError) as error:
        raise _no_points(path, str(error)) from error


def _no_points(path: Path, detail: str) -> NadirError:
    return NadirError(
        translate("Layers", "There are no points in {file} that can be shown.").format(file=path.name),
        translate("Layers", "Process the task again."),
        detail,
    )


def _joined(blocks: Iterator[Points], cancelled: CancelCheck) -> Points:
    taken: List[Points] = []
    for block in blocks:
        if cancelled():
            raise Cancelled
        taken.append(block)
    count = sum(len(block.xyz) for block in taken)
    if not count:
        raise ValueError("no points")
    xyz = np.concatenate([block.xyz for block in taken])
    if not np.isfinite(xyz).all():
        raise ValueError("a place that is no number")
    rgb = None if taken[0].rgb is None else np.concatenate([block.rgb for block in taken])
    classes = None if taken[0].classes is None else np.concatenate([block.classes for block in taken])
    return Points(xyz, rgb, classes, sum(block.total for block in taken))


def _las_blocks(file: BinaryIO, header: LasHeader, most: int) -> Iterator[Points]:
    if header.packed:
        raise ValueError("its points are compressed")
    step = max(1, math.ceil(header.count / most))
    file.seek(header.points_at)
    for begin in range(0, header.count, _BLOCK_POINTS):
        wanted = min(_BLOCK_POINTS, header.count - begin)
        raw = np.frombuffer(file.read(wanted * header.length), np.uint8)
        if len(raw) < wanted * header.length:
            raise ValueError(f"cut off after {begin} of {header.count} points")
        records = raw.reshape(wanted, header.length)[(-begin) % step :: step]
        yield _las_points(records, header, wanted)


def _las_points(records: Any, header: LasHeader, total: int) -> Points:
    whole = np.ascontiguousarray(records[:, :12]).view("<i4")
    xyz = whole * np.array(header.scale) + np.array(header.offset)
    classes = records[:, header.class_at] & (0xFF if header.kind >= 6 else 0x1F)
    at = header.colours_at
    rgb = None if at is None else np.ascontiguousarray(records[:, at : at + 6]).view("<u2")
    return Points(xyz, rgb, classes, total)


def _csv_blocks(file: BinaryIO, path: Path, most: int) -> Iterator[Points]:
    """Lines of numbers between commas, semicolons, tabs or spaces; the first may name the columns, as PDAL's do."""
    first = file.readline()
    names = _names(first)
    columns = names or _usual_columns(len(first.replace(b",", b" ").replace(b";", b" ").split()))
    if not all(axis in columns for axis in _AXES):
        raise ValueError(f"no columns x, y and z: {sorted(columns)}")
    line = file.readline() if names else first
    file.seek(len(first) if names else 0)
    step = max(1, math.ceil(path.stat().st_size / max(len(line) * 0.8, 6.0) / most))
    width, rest, seen = len(columns), b"", 0
    while True:
        block = file.read(_BLOCK_BYTES)
        text, _, rest = (rest + block).rpartition(b"\n") if block else (rest, b"", b"")
        lines = [line for line in text.splitlines() if line.strip()]
        if lines:
            chosen = lines[(-seen) % step :: step]
            seen += len(lines)
            yield _csv_points(chosen, columns, width, len(lines))
        if not block:
            return


def _names(line: bytes) -> Dict[str, int]:
    """Where each column is, by its name in lower case; {} where the line holds numbers."""
    text = line.decode("utf-8-sig", "replace").strip().replace('"', "")
    parts = [part.strip().split(":")[0].lower() for part in text.replace(";", ",").replace("\t", ",").split(",")]
    if len(parts) == 1:
        parts = parts[0].split()
    return {} if not parts or _is_number(parts[0]) else {name: at for at, name in enumerate(parts)}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _usual_columns(width: int) -> Dict[str, int]:
    """Of a file that names none: places, then colours where there are six; what else comes is left out."""
    usual = (*_AXES, *_CHANNELS) if width >= 6 else _AXES[:width]
    rest = tuple(f"column {at}" for at in range(len(usual), width))
    return {name: at for at, name in enumerate((*usual, *rest))}


def _csv_points(lines: List[bytes], columns: Dict[str, int], width: int, total: int) -> Points:
    joined = b" ".join(lines).replace(b",", b" ").replace(b";", b" ").replace(b'"', b"")
    numbers = np.array(joined.split(), dtype=np.float64)
    if numbers.size != len(lines) * width:
        raise ValueError(f"lines that have not {width} columns")
    table = numbers.reshape(len(lines), width)
    xyz = table[:, [columns[axis] for axis in _AXES]]
    rgb = None
    if all(channel in columns for channel in _CHANNELS):
        rgb = np.clip(table[:, [columns[channel] for channel in _CHANNELS]], 0, 65_535).astype("<u2")
    classes = None if _CLASS not in columns else np.clip(table[:, columns[_CLASS]], 0, 255).astype("u1")
    return Points(xyz, rgb, classes, total)
