"""All photos of a task made smaller, in the background, before they go to a node.

The smaller photos are made beside the others and take their places only when all are there: ground control points, which
count in pixels, always fit the photos. Interrupted at any point, it goes on where it was.
"""
from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from nadir_server.resizing.ground_points import scaled
from nadir_server.resizing.photo import SUFFIXES, NotResizable, resize, size_of
from nadir_server.tasks.lifecycle.interrupt import Watch
from nadir_server.tasks.models import PendingAction, Task

logger = logging.getLogger(__name__)
READY = ".ready"  # lies beside the smaller photos when all are made
MOST_THREADS = 4
LARGEST_TEXT = 16 * 1024 * 1024  # bytes of a ground control point file


def needs_resizing(task: Task) -> bool:
    """Whether its photos are still to be made smaller."""
    return task.resize_to > 0 and task.resize_progress < 1.0


def resize_photos(task: Task) -> None:
    """Make the photos smaller. Raises Interrupted and OSError."""
    folder = task.folder.root / f"resized-{task.resize_to}"
    if not (folder / READY).exists():
        folder.mkdir(parents=True, exist_ok=True)
        ratios = make_smaller(task, folder)
        scale_ground_points(task, folder, ratios)
        (folder / READY).touch()
    take_places(folder, task.folder.images)
    task.count_files()
    task.change(resize_progress=1.0)
    task.finish(PendingAction.RESIZE)


def make_smaller(task: Task, folder: Path) -> dict[str, float]:
    """Smaller copies in `folder` of the photos that are too large; returns new over old size by name in lower case."""
    photos = [path for path in task.folder.image_files() if path.suffix.lower() in SUFFIXES]
    watch = Watch(task, "resize_progress", PendingAction.RESIZE)
    ratios: dict[str, float] = {}
    threads = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1), "resize")
    try:
        jobs = {threads.submit(one_smaller, photo, folder / photo.name, task.resize_to): photo for photo in photos}
        for done, job in enumerate(as_completed(jobs)):
            ratios[jobs[job].name.lower()] = job.result()
            watch(min(100 * done / len(photos), 99.0))
    finally:
        threads.shutdown(wait=True, cancel_futures=True)
    return ratios


def one_smaller(photo: Path, target: Path, longest_side: int) -> float:
    """New over old size. A photo that cannot be read stays as it is: the node says what it thinks of it."""
    try:
        if target.exists():  # made before an interruption
            return size_of(photo).ratio_to(size_of(target))
        return resize(photo, target, longest_side)
    except NotResizable as error:
        logger.warning("The photo %s is not resized: %s", photo.name, error)
        return 1.0


def scale_ground_points(task: Task, folder: Path, ratios: dict[str, float]) -> None:
    """The ground control point files for the smaller photos."""
    for path in text_files(task.folder.images):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        changed = scaled(text, ratios)
        if changed != text:
            (folder / path.name).write_bytes(changed.encode("utf-8", "surrogateescape"))


def text_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*")) if path.suffix.lower() == ".txt" and path.stat().st_size < LARGEST_TEXT)


def take_places(folder: Path, images: Path) -> None:
    """Each file in `folder` replaces the one of its name; done again, it goes on where it was."""
    for path in folder.iterdir():
        if path.name != READY and path.suffix != ".part":
            path.replace(images / path.name)
    shutil.rmtree(folder)
