"""multipart/form-data streamed from disk: constant memory, a known length, and sendable twice."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Sequence, Tuple

from .errors import FileChanged, FileUnreadable

_BLOCK = 128 * 1024  # bytes; small enough that a slow line moves one well within the time-out


@dataclass(frozen=True)
class FilePart:
    """One file of a form: the field, the name that the server shall see, the file, and its size in bytes."""

    field: str
    name: str
    path: Path
    size: int

    @classmethod
    def of(cls, path: Path, *, field: str = "images", name: str = "") -> FilePart:
        """The part for a file as it is now. Raises `FileUnreadable`."""
        try:
            return cls(field, name or path.name, path, path.stat().st_size)
        except OSError as error:
            raise _unreadable(path, error) from error


class MultipartBody:
    """The body of a form post, as an iterable with a length, which is what `requests` streams.

    `on_sent` is called with the number of bytes handed to the socket since iteration began, on the sending thread.
    """

    def __init__(
        self,
        fields: Sequence[Tuple[str, str]],
        files: Sequence[FilePart],
        on_sent: Callable[[int], None] = lambda sent: None,
    ) -> None:
        self._boundary = uuid.uuid4().hex
        self._files = tuple(files)
        self._heads = tuple(self._file_head(part) for part in self._files)
        self._fields = b"".join(self._field(name, value) for name, value in fields)
        self._tail = f"--{self._boundary}--\r\n".encode()
        self._on_sent = on_sent

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self._boundary}"

    def __len__(self) -> int:
        files = sum(len(head) + part.size + 2 for head, part in zip(self._heads, self._files))
        return len(self._fields) + files + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        for block in self._blocks():
            yield block
            sent += len(block)
            self._on_sent(sent)

    def _blocks(self) -> Iterator[bytes]:
        if self._fields:
            yield self._fields
        for head, part in zip(self._heads, self._files):
            yield head
            yield from _read(part)
            yield b"\r\n"
        yield self._tail

    def _field(self, name: str, value: str) -> bytes:
        head = f'--{self._boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'
        return head.encode() + value.encode("utf-8", "replace") + b"\r\n"

    def _file_head(self, part: FilePart) -> bytes:
        head = (
            f"--{self._boundary}\r\n"
            f'Content-Disposition: form-data; name="{_quoted(part.field)}"; filename="{_quoted(part.name)}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        return head.encode("utf-8", "replace")


def _read(part: FilePart) -> Iterator[bytes]:
    """Exactly the announced number of bytes; a file that became shorter ends the request, one that grew is cut."""
    left = part.size
    try:
        with part.path.open("rb") as stream:
            while left:
                block = stream.read(min(_BLOCK, left))
                if not block:
                    raise FileChanged(
                        f"{part.path.name} became shorter while it was being sent.",
                        "Wait until nothing writes to the folder any more, then try again.",
                        str(part.path),
                    )
                left -= len(block)
                yield block
            grown = os.fstat(stream.fileno()).st_size != part.size
    except OSError as error:  # must not pass for a failure of the network
        raise _unreadable(part.path, error) from error
    if grown:
        raise FileChanged(
            f"{part.path.name} grew while it was being sent.",
            "Wait until nothing writes to the folder any more, then try again.",
            str(part.path),
        )


def _quoted(name: str) -> str:
    """As browsers write it: UTF-8 as it is, only what would end the header or the quotes is escaped."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _unreadable(path: Path, error: OSError) -> FileUnreadable:
    reason = error.strerror or type(error).__name__
    return FileUnreadable(f"{path.name} cannot be read: {reason}.", "Check the file, then try again.", str(path))
