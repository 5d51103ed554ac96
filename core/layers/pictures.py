"""Small pictures that servers send, decoded on the thread that fetched them and never larger than asked for."""

from __future__ import annotations

from qgis.PyQt.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, Qt
from qgis.PyQt.QtGui import QImage, QImageReader

from ..errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LARGEST_EDGE = 8192  # pixels; a small file can claim to hold a picture that takes gigabytes


def decode(content: bytes, edge: int) -> QImage:
    """A picture that fits into a square of `edge` pixels. Raises NadirError for what is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isEmpty() or max(size.width(), size.height()) > LARGEST_EDGE:
        raise _unreadable(f"{size.width()} x {size.height()} pixels, {len(content)} bytes")
    if max(size.width(), size.height()) > edge:
        reader.setScaledSize(size.scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise _unreadable(reader.errorString())
    return image


def _unreadable(detail: str) -> NadirError:
    return NadirError(translate("Layers", "The server's preview cannot be read."), "", detail)
