"""Forms whose body lies in a file: Django reads their outline, and the files are taken out of the body at once.

The outline is the form with a number in place of each file's content. What the form means is so decided by Django's own
parser, whatever it makes of names, fields and nonsense; but it sees a few hundred bytes and not a survey. A form that is
not plain in every way is none for this module, and Django reads it whole.
"""
from __future__ import annotations

import io
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from nadir_server.uploads.body import LONGEST_HEAD, MOST_MARKS, BodyFile
from nadir_server.uploads.files import DiskFile

LONGEST_OUTLINE = 16 * 1024 * 1024  # bytes: a head for each of some ten thousand photos
BLOCK = 1024 * 1024

Form = tuple[QueryDict, "MultiValueDict[str, DiskFile]"]


@dataclass(frozen=True)
class Part:
    """Where in a body the content of a file stands."""

    start: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.start


class NotPlain(Exception):
    """The form is one for Django alone."""


def read_form(body: BodyFile, meta: Mapping[str, Any], boundary: bytes, encoding: str | None) -> Form | None:
    """Fields and files of the form, the first of which takes over the body's file; None where the form is not plain."""
    try:
        outline, parts = _outline(body, b"--" + boundary)
        handler = _FilesOfOutline(body, parts)
        meta = {**meta, "CONTENT_LENGTH": len(outline)}
        fields, files = MultiPartParser(meta, io.BytesIO(outline), [handler], encoding).parse()
    except (NotPlain, MultiPartParserError, SuspiciousOperation):
        return None  # the same refusal, if it is one, is Django's to word
    if len(handler.found) != len(parts):
        return None
    extract(body, handler.found)
    return fields, files


class _FilesOfOutline(FileUploadHandler):
    """Makes each file of an outline one whose content is yet to come."""

    def __init__(self, body: BodyFile, parts: list[Part]) -> None:
        super().__init__()
        self._body, self._parts = body, parts
        self._number = b""
        self.found: list[tuple[DiskFile, Part]] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._number = b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._number += raw_data

    def file_complete(self, file_size: int) -> DiskFile:
        if not self._number.isdigit():
            raise NotPlain
        part = self._parts[int(self._number)]
        file = file_of(self._body, part, self.file_name, self.content_type)
        self.found.append((file, part))
        return file


def _outline(body: BodyFile, separator: bytes) -> tuple[bytes, list[Part]]:
    """The form with numbers for contents, and what they stand for."""
    outline = bytearray()
    files: list[Part] = []
    for head, content in parts_of(body, separator):
        outline += separator + head + b"\r\n\r\n"
        if b"filename" in head.lower():
            outline += b"%d" % len(files)
            files.append(content)
        elif content.size <= LONGEST_OUTLINE:
            outline += body.bytes_between(content.start, content.end)
        else:
            raise NotPlain
        outline += b"\r\n"
        if len(outline) > LONGEST_OUTLINE:
            raise NotPlain
    return bytes(outline) + separator + b"--\r\n", files


def parts_of(body: BodyFile, separator: bytes) -> Iterator[tuple[bytes, Part]]:
    """The lines about each part, from the break before them on, and where its content stands. Raises NotPlain."""
    if separator != body.separator or not 2 <= len(body.marks) <= MOST_MARKS:
        raise NotPlain
    closing = body.bytes_between(body.marks[-1], body.size) if body.size - body.marks[-1] < LONGEST_HEAD else b""
    if closing not in (separator + b"--", separator + b"--\r\n"):
        raise NotPlain
    for mark, following in zip(body.marks, body.marks[1:]):
        start = mark + len(separator)
        head, separated, _ = body.bytes_between(start, min(start + LONGEST_HEAD, following)).partition(b"\r\n\r\n")
        if not separated or not head.startswith(b"\r\n") or b"transfer-encoding" in head.lower():
            raise NotPlain
        content = Part(start + len(head) + 4, following - 2)
        if content.size < 0 or body.bytes_between(content.end, following) != b"\r\n":
            raise NotPlain
        yield head, content


def file_of(body: BodyFile, part: Part, name: str, content_type: str) -> DiskFile:
    """A file of the form, to be extracted: the one that the body's file begins with has its place already."""
    is_body = part.start == len(body.head)
    path = body.path if is_body else Path(settings.FILE_UPLOAD_TEMP_DIR) / f"upload-{uuid.uuid4().hex}"
    return DiskFile(path, name, content_type, part.size)


def extract(body: BodyFile, found: list[tuple[DiskFile, Part]]) -> None:
    """Write each file's content to its path; the one that the body's file begins with stays there. All, or none."""
    try:
        for file, part in found:
            if file.path != body.path:
                _copy(body, part, file.path)
    except BaseException:
        for file, _ in found:
            if file.path != body.path:
                file.close()
        raise
    for file, part in found:
        if file.path == body.path:
            body.take(part.size)


def _copy(body: BodyFile, part: Part, path: Path) -> None:
    block = memoryview(bytearray(min(BLOCK, part.size)))
    position = part.start
    with path.open("xb", buffering=0) as file:
        while position < part.end:
            count = body.read(position, block[: part.end - position])
            if not count:
                raise OSError(f"The body ends at {position} instead of {part.end}")
            position += count
            rest = block[:count]
            while rest:
                rest = rest[file.write(rest) :]
