"""Previews from servers, and lines that are written to files."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from nadir.core.errors import NadirError
from nadir.core.layers.downloading import write_lines
from nadir.core.layers.pictures import decode
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, Qt
from qgis.PyQt.QtGui import QImage


def picture(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content)


def png_that_claims(width: int, height: int) -> bytes:
    """The beginning of a PNG of that size, with nothing in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def test_pictures_are_made_to_fit() -> None:
    small, large = decode(picture(40, 30), 200), decode(picture(400, 300), 200)
    assert (small.width(), small.height()) == (40, 30)
    assert (large.width(), large.height()) == (200, 150)


@pytest.mark.parametrize("content", [b"", b"<html></html>", picture(40, 30)[:30], png_that_claims(100_000, 100_000)])
def test_what_cannot_be_shown_is_refused(content: bytes) -> None:
    with pytest.raises(NadirError, match="preview"):
        decode(content, 200)


def test_lines_are_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "log.txt"
    target.write_text("old")
    assert write_lines(["Höhe", "b"], target) == target
    assert target.read_bytes() == "Höhe\nb\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "log.txt").mkdir()
    with pytest.raises(NadirError, match="cannot be written"):
        write_lines(["a"], tmp_path / "log.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["log.txt"]
