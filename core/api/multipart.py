"""multipart/form-data streamed from disk: constant memory, a known length, and sendable twice."""

from __future__ import annotations

import io
import os
import time
import uuid
import zlib
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Deque, Iterator, List, Optional, Sequence, Tuple, Union

from .errors import FileChanged
from .local_files import reachable, status_of, unreadable

_SMALL_BLOCK = 128 * 1024  # bytes; a slow line moves one well within the time-out
_LARGE_BLOCK = 1024 * 1024  # a fast one costs less with these
_FAST = 0.05  # seconds within which a block is gone on a fast line
_free_buffers: Deque[memoryview] = deque(maxlen=8)
Grant = Callable[[int], int]
"""Asked before bytes are sent, with how many there are; returns how many may go now, after a wait where need be."""


def unlimited(wanted: int) -> int:
    """The default of every `grant`."""
    return wanted


@contextmanager
def _buffer() -> Iterator[memoryview]:
    """A large block. Those that were used are kept for the next body: the system clears what it gives out anew."""
    try:
        buffer = _free_buffers.pop()
    except IndexError:
        buffer = memoryview(bytearray(_LARGE_BLOCK))
    try:
        yield buffer
    finally:
        _free_buffers.append(buffer)


class Fingerprint:
    """CRC-32 of a file, taken from its bytes as they are sent, in one body or in several one after the other.

    It is to tell by accident changed files, not forged ones: a cryptographic hash would take longer than the sending.
    A body may be sent twice, as after the end of a session: what it added counts only once `keep` is called.
    """

    def __init__(self) -> None:
        self._kept = self._running = 0

    def begin(self) -> None:
        """A body begins, perhaps again."""
        self._running = self._kept

    def take(self, block: memoryview) -> None:
        self._running = zlib.crc32(block, self._running)

    def keep(self) -> None:
        """The server has the body."""
        self._kept = self._running

    def hexdigest(self) -> str:
        return f"{self._kept:08x}"


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
        with _buffer() as buffer:
            full, used = _SMALL_BLOCK, 0
            for source in self._sources():
                while True:
                    count = source.readinto(buffer[used:full])
                    if not count:
                        break
                    used += count
                    if used == full:
                        begun = time.monotonic()
                        yield buffer[:used]
                        is_fast = time.monotonic() - begun < _FAST
                        full, used = (_LARGE_BLOCK if is_fast else _SMALL_BLOCK), 0
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
