"""A request body as it arrives: a small one stays in memory, a large one becomes a file that can be a photo as it is.

A photo comes as a form: some lines about it, the photo, a closing line. The lines stay in memory, so that the file begins
where the photo does, and has only to be cut at the photo's end to be the photo. Where lines that part the form stand is
noted while the bytes pass. Who reads the body as a stream sees nothing of this.
"""
from __future__ import annotations

import io
import uuid
import weakref
from pathlib import Path
from typing import IO, Any

LONGEST_HEAD = 1024  # bytes of the lines about one part of a form
MOST_MARKS = 100_000  # positions that are noted: a body of nothing but parting lines must not fill the memory


class Body:
    """What waitress appends a body to, and the application reads it from."""

    def __init__(self, folder: Path, small: int) -> None:
        self._folder, self._small = folder, small
        self._size = 0
        self._start: bytearray | None = bytearray()
        self._file: BodyFile | None = None

    def append(self, data: bytes | memoryview) -> None:
        """The next bytes; raises OSError where the disk does not take them."""
        self._size += len(data)
        if self._file is not None:
            self._file.append(data)
        elif self._start is not None:
            self._start += data
            if len(self._start) > self._small:
                self._file = BodyFile(self._folder, self._start)
                self._start = None

    def __len__(self) -> int:
        return self._size

    def getfile(self) -> io.BufferedIOBase:
        """The whole body, from its beginning."""
        if self._file is not None:
            return io.BufferedReader(BodyReader(self._file))
        return io.BytesIO(self._start or b"")

    def close(self) -> None:
        """The body is needed no more; what was taken out of it stays."""
        self._start = None
        if self._file is not None:
            self._file.close()


class BodyFile:
    """A large body: `head`, then a file of its own. It removes the file when it is closed or forgotten, unless taken."""

    def __init__(self, folder: Path, start: bytearray) -> None:
        split = _first_file(start)
        self.path = folder / f"upload-{uuid.uuid4().hex}"
        self.head = bytes(memoryview(start)[:split])
        self.size = len(self.head)  # of the body, head and file
        self._file = self.path.open("x+b", buffering=0)
        self._remove = weakref.finalize(self, remove, self._file, self.path)
        self.separator = _separator(start)
        self.marks: list[int] = []  # where the separator stands in the body, ascending
        self._tail = b""  # the last bytes, in which a separator may have begun
        self._note(self.head, 0)
        self.append(memoryview(start)[split:])

    def append(self, data: bytes | memoryview) -> None:
        """The next bytes."""
        self._note(data, self.size)
        self.size += len(data)
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def read(self, position: int, buffer: Any) -> int:
        """Fill the buffer from a position of the body on; returns how many bytes, 0 at the end."""
        view = memoryview(buffer).cast("B")
        if position >= self.size:
            return 0
        if position < len(self.head):
            piece = self.head[position : position + len(view)]
            view[: len(piece)] = piece
            return len(piece)
        self._file.seek(position - len(self.head))
        return self._file.readinto(view) or 0

    def bytes_between(self, start: int, end: int) -> bytes:
        """Some bytes of the body, fewer where it ends before."""
        found = bytearray()
        while start + len(found) < end:
            block = bytearray(end - start - len(found))
            count = self.read(start + len(found), block)
            if not count:
                break
            found += block[:count]
        return bytes(found)

    def take(self, size: int) -> Path:
        """The file, cut to its first bytes, is the caller's."""
        self._file.truncate(size)
        self._file.close()
        self._remove.detach()
        return self.path

    def close(self) -> None:
        """Remove the file, unless it was taken."""
        self._remove()

    def _note(self, data: bytes | memoryview, position: int) -> None:
        """Note the separators that end in these bytes, which stand at a position of the body."""
        overlap = len(self.separator) - 1
        if overlap < 1 or len(self.marks) > MOST_MARKS:
            return
        seam = self._tail + bytes(data[:overlap])
        self._search(seam, position - len(self._tail))
        data = bytes(data)  # the same object where it is one already
        self._search(data, position)
        self._tail = (seam if len(data) < overlap else data)[-overlap:]

    def _search(self, data: bytes, position: int) -> None:
        found = data.find(self.separator)
        while found >= 0 and len(self.marks) <= MOST_MARKS:
            self.marks.append(position + found)
            found = data.find(self.separator, found + len(self.separator))


class BodyReader(io.RawIOBase):
    """A body as a stream."""

    def __init__(self, file: BodyFile) -> None:
        super().__init__()
        self.file = file
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self.file.read(self._position, buffer)
        self._position += count
        return count

    def tell(self) -> int:
        return self._position

    def exhaust(self) -> None:
        """What it had was taken in another way."""
        self._position = self.file.size


def _separator(start: bytes | bytearray) -> bytes:
    """The line that parts a form, which is its first; b"" where this is no form."""
    end = start.find(b"\r\n", 0, LONGEST_HEAD)
    return bytes(start[:end]) if end > 2 and start.startswith(b"--") else b""


def _first_file(start: bytearray) -> int:
    """Where the content of the form's first file begins; 0 where it has none near its beginning."""
    separator = _separator(start)
    part = 0
    while separator and part >= 0:
        head_end = start.find(b"\r\n\r\n", part, part + LONGEST_HEAD)
        if head_end < 0:
            return 0
        if b"filename" in start[part:head_end].lower():
            return head_end + 4
        part = start.find(separator, head_end)
    return 0


def remove(file: IO[bytes], path: Path) -> None:
    """Close a file and remove it."""
    file.close()
    path.unlink(missing_ok=True)
