"""Uploaded files take their place among a task's photos: whole, or put together from chunks."""
from __future__ import annotations

import filecmp
import hashlib
import shutil
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rest_framework.exceptions import ValidationError

from nadir_server.tasks.models import Task
from nadir_server.uploads.handler import CHUNK, DiskFile
from nadir_server.uploads.names import safe_name

_assembling = threading.Lock()


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
        if not 0 <= piece.index < piece.count:
            raise ValidationError("chunkIndex is out of range")
        return piece


def _number(text: str, name: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ValidationError(f"{name} is not an int") from error


def store_files(task: Task, files: Iterable[DiskFile]) -> dict[str, int]:
    """Move whole files to the task's photos; returns name and size of each. The same name again replaces."""
    task.folder.images.mkdir(parents=True, exist_ok=True)
    stored = {}
    for file in files:
        name = _name_of(file)
        file.move_to(task.folder.images / name)
        stored[name] = file.size
    return stored


def store_piece(task: Task, file: DiskFile, piece: Piece) -> dict[str, int]:
    """Keep a chunk. With the last one missing the file is put together; returns its name and size then, else {}.

    Every chunk is a file of its own under its index: sent twice or out of order, the result is the same.
    """
    name = _name_of(file)
    key = hashlib.sha256(f"{piece.upload}\0{name}\0{piece.count}".encode()).hexdigest()[:32]
    folder = task.folder.chunks / key
    with _assembling:
        _keep(file, folder, piece.index)
        if any(not (folder / str(index)).exists() for index in range(piece.count)):
            return {}
        size = _put_together(folder, piece, task.folder.images / name)
    return {name: size}


def _keep(file: DiskFile, folder: Path, index: int) -> None:
    """A different first chunk under the same id means that the client began anew: what came before is void."""
    first = folder / "0"
    if index == 0 and first.exists() and not filecmp.cmp(first, file.path, shallow=False):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    file.move_to(folder / str(index))


def _put_together(folder: Path, piece: Piece, target: Path) -> int:
    """Join the chunks of `folder` to the file `target`; returns its size in bytes."""
    whole = folder / "whole"
    with whole.open("wb") as out:
        for index in range(piece.count):
            with (folder / str(index)).open("rb") as part:
                shutil.copyfileobj(part, out, CHUNK)
    size = whole.stat().st_size
    if piece.total_size is not None and size != piece.total_size:
        shutil.rmtree(folder)
        raise ValidationError(f"The file has {size} bytes, not {piece.total_size}. Send it again.")
    target.parent.mkdir(parents=True, exist_ok=True)
    whole.replace(target)
    shutil.rmtree(folder)
    return size


def _name_of(file: DiskFile) -> str:
    name = safe_name(file.name or "")
    if not name:
        raise ValidationError("A file has no usable name")
    return name
