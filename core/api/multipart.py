"""multipart/form-data streamed from disk: constant memory, a known length, and sendable twice."""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Sequence, Tuple, Union

from .errors import FileChanged
from .local_files import reachable, status_of, unreadable

BLOCK = 256 * 1024  # bytes; small enough that a slow line moves one well within the time-out
Grant = Callable[[int], int]
"""Asked before bytes are sent, with how many there are; returns how many may go now, after a wait where need be."""


def unlimited(wanted: int) -> int:
    """The default of every `grant`."""
    return wanted


class Fingerprint:
    """SHA-256 of a file, taken from its bytes as they are sent, in one body or in several one after the other.

    A body may be sent twice, as after the end of a session: what it added counts only once `keep` is called.
    """

    def __init__(self) -> None:
        self._kept = hashlib.sha256()
        self._running = self._kept

    def begin(self) -> None:
        """A body begins, perhaps again."""
        self._running = self._kept.copy()

    def take(self, block: memoryview) -> None:
        self._running.update(block)

    def keep(self) -> None:
        """The server has the body."""
        self._kept = self._running

    def hexdigest(self) -> str:
        return self._kept.hexdigest()


@dataclass(frozen=True)
class FilePart:
    """One file of a form, or a stretch of it: `size` bytes from `offset` on of a file of `whole` bytes.

    field, name: of the form's field, and of the file as the server shall see it.
    """

    field: str
    name: str
    path: Path
    size: int
    offset: int = 0
    whole: int = -1

    @classmethod
    def of(cls, path: Path, *, field: str = "images", name: str = "") -> FilePart:
        """The part for a file as it is now. Raises `FileUnreadable`."""
        size = status_of(path).st_size
        return cls(field, name or path.name, path, size, whole=size)

    def stretch(self, offset: int, size: int) -> FilePart:
        """Some of the file."""
        return FilePart(self.field, self.name, self.path, size, offset, self.whole)


class MultipartBody:
    """The body of a form post, as an iterable with a length, which is what `requests` streams.

    `on_sent` is called with the number of bytes handed to the socket since iteration began, on the sending thread. A
    block is good until the next is asked for: one buffer serves them all.
    """

    def __init__(
        self,
        fields: Sequence[Tuple[str, str]],
        files: Sequence[FilePart],
        on_sent: Callable[[int], None] = lambda sent: None,
        *,
        grant: Grant = unlimited,
        fingerprint: Optional[Fingerprint] = None,
    ) -> None:
        self._boundary = f"nadir-{uuid.uuid4().hex}"
        self._files = tuple(files)
        self._heads = tuple(self._file_head(part) for part in self._files)
        self._fields = b"".join(self._field(name, value) for name, value in fields)
        self._tail = f"--{self._boundary}--\r\n".encode()
        self._on_sent = on_sent
        self._grant = grant
        self._fingerprint = fingerprint

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self._boundary}"

    def __len__(self) -> int:
        files = sum(len(head) + part.size + 2 for head, part in zip(self._heads, self._files))
        return len(self._fields) + files + len(self._tail)

    def __iter__(self) -> Iterator[memoryview]:
        if self._fingerprint is not None:
            self._fingerprint.begin()
        sent = 0
        for block in self._blocks():
            left = block
            while left:
                count = self._grant(len(left))
                yield left[:count]
                sent += count
                self._on_sent(sent)
                left = left[count:]

    def _blocks(self) -> Iterator[memoryview]:
        """Full blocks but for the last: what frames a small file goes in the same packets as the file."""
        buffer = memoryview(bytearray(min(BLOCK, len(self))))
        used = 0
        for source in self._sources():
            while True:
                count = source.readinto(buffer[used:])
                if not count:
                    break
                used += count
                if used == len(buffer):
                    yield buffer
                    used = 0
        if used:
            yield buffer[:used]

    def _sources(self) -> Iterator[Union[io.BytesIO, _Stretch]]:
        yield io.BytesIO(self._fields)
        for head, part in zip(self._heads, self._files):
            yield io.BytesIO(head)
            with _Stretch(part, self._fingerprint) as stretch:
                yield stretch
            yield io.BytesIO(b"\r\n")
        yield io.BytesIO(self._tail)

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


class _Stretch:
    """Reads exactly the announced bytes; a file that became shorter ends the request, one that grew is told."""

    def __init__(self, part: FilePart, fingerprint: Optional[Fingerprint]) -> None:
        self._part = part
        self._fingerprint = fingerprint
        self._left = part.size
        try:  # errors of the disk must not pass for failures of the network
            self._stream = reachable(part.path).open("rb", buffering=0)
            if part.offset:
                self._stream.seek(part.offset)
        except OSError as error:
            raise unreadable(part.path, error) from error

    def __enter__(self) -> _Stretch:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer, or some of it; 0 at the end."""
        if not self._left:
            return self._end()
        room = buffer[: self._left]
        try:
            count = self._stream.readinto(room)
        except OSError as error:
            raise unreadable(self._part.path, error) from error
        if not count:
            raise self._changed("became shorter")
        self._left -= count
        if self._fingerprint is not None:
            self._fingerprint.take(room[:count])
        return int(count)

    def _end(self) -> int:
        part = self._part
        try:
            size = os.fstat(self._stream.fileno()).st_size
        except OSError as error:
            raise unreadable(part.path, error) from error
        if part.whole >= 0 and size != part.whole:
            raise self._changed("grew" if size > part.whole else "became shorter")
        return 0

    def _changed(self, how: str) -> FileChanged:
        return FileChanged(
            f"{self._part.path.name} {how} while it was being sent.",
            "Wait until nothing writes to the folder any more, then try again.",
            str(self._part.path),
        )


def file_parts(paths: Sequence[Path], names: Sequence[str] = ()) -> List[FilePart]:
    """Parts for whole files, under these names or their own. Raises `FileUnreadable`."""
    return [FilePart.of(path, name=name) for path, name in zip(paths, names or [path.name for path in paths])]


def _quoted(name: str) -> str:
    """As browsers write it: UTF-8 as it is, only what would end the header or the quotes is escaped."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
