"""Files of a multipart request, streamed to the data disk.

Django's own handlers keep small files in memory and hold every large one open: 300 photos fill the memory or exceed
the limit of open files. Here each file is closed as soon as it is complete, and moved, not copied, to its place.
"""
from __future__ import annotations

import uuid
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from nadir_server.uploads.body import BodyReader, remove
from nadir_server.uploads.files import CHUNK, DiskFile
from nadir_server.uploads.outline import Form, read_form


class DiskUploadHandler(FileUploadHandler):
    """Writes each file of the request to a file of its own below the data folder."""

    chunk_size = CHUNK

    def handle_raw_input(
        self, input_data: Any, META: Mapping[str, Any], content_length: int, boundary: bytes, encoding: str | None = None
    ) -> Form | None:
        """Take the form's files out of a body that lies in a file already; None where Django has to read it."""
        reader = getattr(META.get("wsgi.input"), "raw", None)
        if not isinstance(reader, BodyReader) or reader.tell() != 0 or reader.file.size != content_length:
            return None
        form = read_form(reader.file, META, boundary, encoding)
        if form is not None:
            reader.exhaust()
        return form

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.path = Path(settings.FILE_UPLOAD_TEMP_DIR) / f"upload-{uuid.uuid4().hex}"
        self.file: BinaryIO | None = self.path.open("xb")
        self._remove = weakref.finalize(self, remove, self.file, self.path)  # Django tells of few of its refusals

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        cast(BinaryIO, self.file).write(raw_data)

    def file_complete(self, file_size: int) -> DiskFile:
        self._close()
        self._remove.detach()
        return DiskFile(self.path, self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        if getattr(self, "file", None):
            self.file = None
            self._remove()

    def _close(self) -> None:
        cast(BinaryIO, self.file).close()
        self.file = None
