"""Files of a multipart request, streamed to the data disk.

Django's own handlers keep small files in memory and hold every large one open: 300 photos fill the memory or exceed
the limit of open files. Here each file is closed as soon as it is complete, and moved, not copied, to its place.
"""
from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

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


class DiskUploadHandler(FileUploadHandler):
    """Writes each file of the request to a file of its own below the data folder."""

    chunk_size = CHUNK

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.path = Path(settings.FILE_UPLOAD_TEMP_DIR) / f"upload-{uuid.uuid4().hex}"
        self.file: BinaryIO | None = self.path.open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        cast(BinaryIO, self.file).write(raw_data)

    def file_complete(self, file_size: int) -> DiskFile:
        self._close()
        return DiskFile(self.path, self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        if getattr(self, "file", None):
            self._close()
            self.path.unlink(missing_ok=True)

    def _close(self) -> None:
        cast(BinaryIO, self.file).close()
        self.file = None
