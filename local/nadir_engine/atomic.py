"""Files that are either whole or not there: written beside their place, then renamed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PART = ".part"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to, renamed to `path` when all went well and deleted when not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _part_of_file(path)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty folder to fill, which replaces `path` when all went well and is deleted when not."""
    part = _part_of_folder(path)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        if path.exists():
            shutil.rmtree(path)
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _part_of_file(path: Path) -> Path:
    return path.with_name(f"{path.stem}{PART}{path.suffix}")


def _part_of_folder(path: Path) -> Path:
    return path.with_name(path.name + PART)


def write_json(path: Path, content: Any) -> None:
    """Writes `content` as JSON, whole or not at all."""
    with whole_file(path) as part:
        part.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def flat_scratch(path: Path) -> Path:
    """Where the plain raster lies from which the cloud-optimised one at `path` is made."""
    return path.with_name(f"{path.stem}{PART}.flat{path.suffix}")


def remove_parts(files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Deletes what a stopped run left half-written of its own `files` and `folders`, and nothing that only looks like it."""
    for path in files:
        remove(_part_of_file(path))
        remove(flat_scratch(path))
    for folder in folders:
        remove(_part_of_folder(folder))
        for part in [*folder.rglob(f"*{PART}"), *folder.rglob(f"*{PART}.*")]:
            remove(part)


def remove(path: Path) -> None:
    """Deletes a file or a folder with all that is in it, where there is one."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
