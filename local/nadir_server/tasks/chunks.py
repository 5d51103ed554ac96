"""Files that arrive in chunks. Each chunk is a file of its own until all are there: twice or out of order is the same."""
from __future__ import annotations

import filecmp
import hashlib
import shutil
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rest_framework.exceptions import ValidationError

from nadir_server.uploads.files import CHUNK, DiskFile

MOST_CHUNKS = 1_000_000
_keeping = threading.Lock()


@dataclass(frozen=True)
class Piece:
    """What the form fields say about a chunk."""

    upload: str
    index: int
    count: int
    total_size: int | None

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Piece | None:
        """The chunk that the form describes; None where it sends whole files."""
        if not all(form.get(name) for name in ("dzuuid", "dzchunkindex", "dztotalchunkcount")):
            return None
        total = form.get("dztotalfilesize")
        piece = cls(
            form["dzuuid"],
            _number(form["dzchunkindex"], "chunkIndex"),
            _number(form["dztotalchunkcount"], "totalChunkCount"),
            _number(total, "totalFileSize") if total else None,
        )
        if not 0 <= piece.index < piece.count <= MOST_CHUNKS:
            raise ValidationError("chunkIndex is out of range")
        return piece

    def key(self, *more: object) -> str:
        """A name for the folder of this upload: what a client calls it never becomes part of a path."""
        parts = (self.upload, self.count, *more)
        return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


def _number(text: str, name: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ValidationError(f"{name} is not an int") from error


def keep_piece(folder: Path, file: DiskFile, piece: Piece) -> Path | None:
    """Keep a chunk below the upload's own `folder`; with the last one missing, the whole file as a path, else None.

    The whole file lies in a folder of its own, which the caller removes. One thread alone gets it.
    """
    with _keeping:
        first = folder / "0"
        if piece.index == 0 and first.exists() and not filecmp.cmp(first, file.path, shallow=False):
            shutil.rmtree(folder)  # the client began anew: what came before is void
        folder.mkdir(parents=True, exist_ok=True)
        file.move_to(folder / str(piece.index))
        if any(not (folder / str(index)).exists() for index in range(piece.count)):
            return None
        joining = folder.with_name(f"{folder.name}-{uuid.uuid4().hex}")
        folder.rename(joining)
    try:
        return _join(joining, piece)
    except BaseException:
        shutil.rmtree(joining, ignore_errors=True)
        raise


def _join(folder: Path, piece: Piece) -> Path:
    """Append the chunks to the first one, each gone once it is appended: the disk holds the file once."""
    parts = [folder / str(index) for index in range(piece.count)]
    size = sum(part.stat().st_size for part in parts)
    if piece.total_size is not None and size != piece.total_size:
        raise ValidationError(f"The file has {size} bytes, not {piece.total_size}. Send it again.")
    with parts[0].open("ab") as out:
        for part in parts[1:]:
            with part.open("rb") as source:
                shutil.copyfileobj(source, out, CHUNK)
            part.unlink()
    return parts[0]


@dataclass(frozen=True)
class Done:
    """A note that an upload was complete: its last chunk may come again where the answer was lost on the way."""

    folder: Path

    @property
    def _note(self) -> Path:
        return self.folder.with_name(self.folder.name + ".done")

    def note(self, text: str) -> None:
        """Write down what the upload became."""
        part = self._note.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(self._note)

    def recall(self, piece: Piece) -> str | None:
        """What it became, if this chunk is one of an upload that is complete; a first chunk begins anew."""
        if piece.index == 0:
            self._note.unlink(missing_ok=True)
        if self.folder.exists() or not self._note.exists():
            return None
        return self._note.read_text(encoding="utf-8")
