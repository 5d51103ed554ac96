"""Uploaded files on the data disk."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

CHUNK = 128 * 1024  # stays in the processor's cache while it is parsed: a third less work than with a megabyte


class DiskFile(UploadedFile):
    """A complete uploaded file that lies closed on the data disk until somebody moves it; closing it removes it."""

    def __init__(self, path: Path, name: str, content_type: str, size: int) -> None:
        super().__init__(file=None, name=name, content_type=content_type, size=size)
        self.path = path

    def move_to(self, target: Path) -> None:
        """Make it the file `target`, replacing what is there, in one step of the file system."""
        self.path.replace(target)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while data := file.read(chunk_size or CHUNK):
                yield data

    def close(self) -> None:
        """Called by Django at the end of the request."""
        self.path.unlink(missing_ok=True)
