"""Uploaded files take their place among a task's photos: whole, or put together from chunks."""
from __future__ import annotations

import shutil
from collections.abc import Iterable

from rest_framework.exceptions import ValidationError

from nadir_server.tasks.chunks import Done, Piece, keep_piece
from nadir_server.tasks.models import Task
from nadir_server.uploads.files import DiskFile
from nadir_server.uploads.names import safe_name


def store_files(task: Task, files: Iterable[DiskFile]) -> dict[str, int]:
    """Move whole files to the task's photos; returns name and size of each. The same name again replaces."""
    named = [(name_of(file), file) for file in files]  # a name that cannot be used is refused before any is moved
    task.folder.images.mkdir(parents=True, exist_ok=True)
    for name, file in named:
        file.move_to(task.folder.images / name)
    return {name: file.size for name, file in named}


def store_piece(task: Task, file: DiskFile, piece: Piece) -> dict[str, int]:
    """Keep a chunk. With the last one missing the file is put together; returns its name and size then, else {}."""
    name = name_of(file)
    target = task.folder.images / name
    folder = task.folder.chunks / piece.key(name)
    done = Done(folder)
    size = done.recall(piece)
    if size is not None and target.exists() and target.stat().st_size == int(size):
        return {name: int(size)}
    whole = keep_piece(folder, file, piece)
    if whole is None:
        return {}
    target.parent.mkdir(parents=True, exist_ok=True)
    whole.replace(target)
    shutil.rmtree(whole.parent)
    done.note(str(target.stat().st_size))
    return {name: target.stat().st_size}


def name_of(file: DiskFile) -> str:
    """The safe name of an uploaded file."""
    name = safe_name(file.name or "")
    if not name:
        raise ValidationError("A file has no usable name")
    return name
