"""Pictures of layers as arrays, and how they compare."""

from __future__ import annotations

from typing import Callable, Optional, Sequence, Tuple

import numpy as np
from nadir.core.layers.places import transformed
from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

Turn = Callable[..., bool]
SIZE = (900, 700)  # pixels
SECONDS = 90.0


def extent_in(layer: QgsMapLayer, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
    """What a layer covers, in another reference system."""
    return transformed(layer.extent(), layer.crs(), crs)


def picture(
    layers: Sequence[QgsMapLayer], extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, turn: Turn, size: Tuple[int, int] = SIZE
) -> np.ndarray:
    """The layers, first on top, as RGBA: rows x columns x 4, 0..255, not premultiplied."""
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(crs)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(*size))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    assert turn(lambda: not job.isActive(), SECONDS), "the picture never came"
    return pixels(job.renderedImage())


def pixels(image: QImage) -> np.ndarray:
    """Rows x columns x 4, 0..255."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = image.constBits().asstring(image.sizeInBytes() if hasattr(image, "sizeInBytes") else image.byteCount())
    return np.frombuffer(data, "u1").reshape(image.height(), image.width(), 4).copy()


def painted(array: np.ndarray) -> float:
    """The share of a picture that shows something."""
    return float((array[..., 3] > 0).mean())


def colours(array: np.ndarray) -> int:
    """How many there are."""
    return len(np.unique(array[array[..., 3] > 0][:, :3], axis=0))


def offset(one: np.ndarray, other: np.ndarray, most: int = 5) -> Optional[Tuple[int, int]]:
    """Rows and columns by which the second picture has to be moved to lie on the first: where they agree best.

    None where none of the places is better than the others.
    """
    first, second = _grey(one), _grey(other)
    inner = (slice(most, -most, 2), slice(most, -most, 2))  # a quarter of the pixels says as much
    best: Optional[Tuple[int, int]] = None
    score = 0.2
    for row in range(-most, most + 1):
        for column in range(-most, most + 1):
            moved = np.roll(second, (row, column), (0, 1))[inner]
            both = np.isfinite(first[inner]) & np.isfinite(moved)
            if both.sum() < 1000:
                continue
            agreement = float(np.corrcoef(first[inner][both], moved[both])[0, 1])
            if agreement > score:
                best, score = (row, column), agreement
    return best


def _grey(array: np.ndarray) -> np.ndarray:
    grey = array[..., :3].astype("f4").mean(axis=2)
    grey[array[..., 3] == 0] = np.nan
    return grey
