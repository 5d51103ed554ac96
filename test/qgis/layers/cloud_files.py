"""Point clouds as files, written by hand: the hill as LAS and CSV, and its EPT changed."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any, Callable, Dict, Optional, Tuple

import numpy as np
from nadir.test.qgis import hill
from nadir.test.qgis.conftest import turn_until
from qgis.core import QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage


def hill_points(step: int = 2) -> Tuple[Any, Any]:
    """Places (n, 3) in metres and colours (n, 3) of 16 bits."""
    rows, columns = (part.ravel() for part in np.mgrid[0 : hill.SIZE : step, 0 : hill.SIZE : step])
    x, y = hill.WEST + (columns + 0.5) * hill.PIXEL, hill.NORTH - (rows + 0.5) * hill.PIXEL
    rgb = hill.colours()[:, rows, columns].T.astype("u2") * 257
    return np.stack([x, y, hill.heights()[rows, columns].astype(float)], axis=1), rgb


def write_las(path: Path, xyz: Any, rgb: Any) -> None:
    """LAS 1.2, point format 2."""
    points = np.zeros(len(xyz), dtype=[("xyz", "<i4", 3), ("rest", "u1", 8), ("rgb", "<u2", 3)])
    points["xyz"] = np.round((xyz - xyz.min(axis=0)) / 0.001)
    points["rgb"] = rgb
    head = bytearray(227)
    head[:4], head[24:26] = b"LASF", b"\x01\x02"
    struct.pack_into("<HIIBHI", head, 94, 227, 227, 0, 2, 26, len(points))
    low, high = xyz.min(axis=0), xyz.max(axis=0)
    bounds = [number for axis in range(3) for number in (high[axis], low[axis])]
    struct.pack_into("<12d", head, 131, 0.001, 0.001, 0.001, *low, *bounds)
    path.write_bytes(bytes(head) + points.tobytes())


def write_csv(path: Path, xyz: Any, rgb: Any, header: str = '"X","Y","Z","Intensity","Red","Green","Blue"') -> None:
    """As PDAL writes it; without a header, as LAStools do."""
    lines = [header] if header else []
    for place, colour in zip(xyz, rgb):
        numbers = [f"{value:.3f}" for value in place] + (["0.000"] if header else []) + [f"{value}" for value in colour]
        lines.append(",".join(numbers))
    path.write_text("\n".join(lines) + "\n")


def change_ept(folder: Path, change: Callable[[Dict[str, Any]], None]) -> None:
    """Change the description of the EPT that the survey server has."""
    path = folder / "entwine_pointcloud" / "ept.json"
    description = json.loads(path.read_text())
    change(description)
    path.write_text(json.dumps(description))


def forget_statistics(description: Dict[str, Any]) -> None:
    """As clouds have it that were not made by Entwine."""
    for dimension in description["schema"]:
        for name in ("count", "minimum", "maximum", "mean", "stddev", "variance"):
            dimension.pop(name, None)


def paint_black(folder: Path) -> None:
    """Take the colours of all points away, not the dimensions that hold them."""
    for node in (folder / "entwine_pointcloud" / "ept-data").glob("*.bin"):
        records = np.frombuffer(node.read_bytes(), np.uint8).reshape(-1, 18).copy()
        records[:, 12:] = 0
        node.write_bytes(records.tobytes())


def settings_of(layer: QgsMapLayer, pixels: int = 300) -> QgsMapSettings:
    """A picture of the layer alone, of its extent."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(pixels, pixels))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    return settings


def picture(layer: QgsMapLayer, settings: Optional[QgsMapSettings] = None) -> QImage:
    """The second picture: QGIS 3.40 leaves the coarsest points out of the first one of a cloud on a server."""
    for _time in range(2):
        job = QgsMapRendererParallelJob(settings or settings_of(layer))
        job.start()
        assert turn_until(lambda painting=job: not painting.isActive(), 60)
    return job.renderedImage()


def share_painted(image: QImage) -> float:
    """How much of a picture is not empty, 0 to 1."""
    places = [(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    return sum(QColor.fromRgba(image.pixel(x, y)).alpha() > 0 for x, y in places) / len(places)
