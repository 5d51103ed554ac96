"""The node's tasks, each a folder below `<data>/tasks/<uuid>` with its state in `task.json`.

```
tasks/<uuid>/task.json    what is known of the task
             options.json the options, as the engine reads them
             console.txt  what the engine said, a line each
             images/      the photos
             extras/      text files that came with them (control points, positions, image groups)
             output/      the engine's products, laid out as OpenDroneMap does
             all.zip      the products, packed
```
"""

from __future__ import annotations

import enum
import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from pathlib import Path
from typing import Any

LOG = logging.getLogger(__name__)


class Status(enum.IntEnum):
    """NodeODM's status codes."""

    QUEUED = 10
    RUNNING = 20
    FAILED = 30
    COMPLETED = 40
    CANCELED = 50


FINISHED = frozenset({Status.FAILED, Status.COMPLETED, Status.CANCELED})


class TaskNotFoundError(LookupError):
    """There is no task of this id; the text is NodeODM's."""

    def __init__(self, uuid: str) -> None:
        super().__init__(f"{uuid} not found")


def now_ms() -> int:
    """Milliseconds since 1970, as NodeODM dates things."""
    return int(time.time() * 1000)


@dataclass(frozen=True)
class Task:
    """One task. Times are in ms since 1970; `options` are name/value pairs that passed the engine's checks."""

    uuid: str
    name: str
    date_created: int
    queued_at: int
    images_count: int
    options: tuple[tuple[str, Any], ...] = ()
    outputs: tuple[str, ...] = ()
    webhook: str = ""
    status: Status = Status.QUEUED
    error: str = ""
    progress: float = 0.0
    started_at: int = 0
    finished_at: int = 0
    interruptions: int = 0
    process_id: int = 0
    process_started: float = 0.0

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to the task by itself."""
        return self.status in FINISHED

    def processing_time(self) -> int:
        """Milliseconds of processing so far; -1 before it starts and for a cancelled task, as NodeODM tells it."""
        if not self.started_at or self.status in (Status.QUEUED, Status.CANCELED):
            return -1
        return (self.finished_at or now_ms()) - self.started_at

    def info(self) -> dict[str, Any]:
        """The body of `GET /task/{uuid}/info`."""
        status: dict[str, Any] = {"code": int(self.status)}
        if self.error:
            status["errorMessage"] = self.error
        return {
            "uuid": self.uuid,
            "name": self.name,
            "dateCreated": self.date_created,
            "processingTime": self.processing_time(),
            "status": status,
            "options": [{"name": name, "value": value} for name, value in self.options],
            "imagesCount": self.images_count,
            "progress": round(self.progress, 2),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Task:
        """A task as `task.json` keeps it."""
        known = {field.name for field in fields(cls)}
        task = cls(**{name: value for name, value in values.items() if name in known})
        return replace(
            task,
            status=Status(task.status),
            options=tuple((name, value) for name, value in task.options),
            outputs=tuple(task.outputs),
        )


class TaskStore:
    """All tasks of the node: kept in memory, written to disk before a change is told to anybody."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._tasks: dict[str, Task] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.iterdir()):
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            task = Task.from_json(json.loads((path / "task.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            # A folder without a readable state was never announced as a task, or its removal was cut short.
            LOG.warning("removing the remains of a task, %s: %s", path.name, error)
            shutil.rmtree(path, ignore_errors=True)
            return
        self._tasks[task.uuid] = task

    def folder(self, uuid: str) -> Path:
        """The task's folder. `uuid` is one of ours or a checked UUID, never a client's free text."""
        return self._folder / uuid

    def images(self, uuid: str) -> Path:
        """Where the photos are."""
        return self.folder(uuid) / "images"

    def extras(self, uuid: str) -> Path:
        """Where the text files are that came with the photos."""
        return self.folder(uuid) / "extras"

    def output(self, uuid: str) -> Path:
        """Where the engine writes."""
        return self.folder(uuid) / "output"

    def engine_options(self, uuid: str) -> Path:
        """The options file that the engine reads."""
        return self.folder(uuid) / "options.json"

    def archive(self, uuid: str) -> Path:
        """Where `all.zip` is."""
        return self.folder(uuid) / "all.zip"

    def all(self) -> tuple[Task, ...]:
        """Every task, oldest first."""
        with self._lock:
            return tuple(sorted(self._tasks.values(), key=lambda task: (task.date_created, task.uuid)))

    def get(self, uuid: str) -> Task:
        """The task `uuid`; raises TaskNotFoundError."""
        with self._lock:
            if uuid not in self._tasks:
                raise TaskNotFoundError(uuid)
            return self._tasks[uuid]

    def __contains__(self, uuid: str) -> bool:
        with self._lock:
            return uuid in self._tasks

    def add(self, task: Task) -> None:
        """Take in a new task whose folder is filled."""
        with self._lock:
            self._write(task)
            self._tasks[task.uuid] = task

    def update(self, uuid: str, **changes: Any) -> Task:
        """Change the task on disk and in memory; raises TaskNotFoundError.

        A full disk must not leave a task running for ever: the change then holds in memory, and the older state on disk
        is taken up at the next start.
        """
        with self._lock:
            task = replace(self.get(uuid), **changes)
            try:
                self._write(task)
            except OSError:
                LOG.exception("the state of task %s cannot be written", uuid)
            self._tasks[uuid] = task
            return task

    def update_if(self, uuid: str, condition: Callable[[Task], bool], **changes: Any) -> bool:
        """Change the task only while `condition` holds for it; returns whether it did."""
        with self._lock:
            if uuid not in self._tasks or not condition(self._tasks[uuid]):
                return False
            self.update(uuid, **changes)
            return True

    def set_progress(self, uuid: str, percent: float) -> None:
        """Progress, which only grows while a task runs. Not written: a task that was cut short starts again."""
        with self._lock:
            task = self._tasks.get(uuid)
            if task is not None and task.status is Status.RUNNING and percent > task.progress:
                self._tasks[uuid] = replace(task, progress=min(percent, 100.0))

    def remove(self, uuid: str) -> None:
        """Forget the task and delete its folder; raises OSError where files cannot be deleted."""
        with self._lock:
            self.get(uuid)
            del self._tasks[uuid]
        (self.folder(uuid) / "task.json").unlink(missing_ok=True)  # cut short here, the rest goes at the next start
        shutil.rmtree(self.folder(uuid))

    def _write(self, task: Task) -> None:
        path = self.folder(task.uuid) / "task.json"
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as stream:
            json.dump(asdict(task), stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())  # else a power cut may leave the new name with nothing in it
        part.replace(path)

    def append_lines(self, uuid: str, lines: list[str]) -> None:
        """Add to the task's console. A full disk costs lines, not the task."""
        try:
            with (self.folder(uuid) / "console.txt").open("a", encoding="utf-8") as console:
                console.writelines(line + "\n" for line in lines)
        except OSError as error:
            LOG.warning("console of task %s: %s", uuid, error)

    def lines(self, uuid: str, start: int = 0) -> list[str]:
        """The console from line `start` on; a negative one counts from the end."""
        path = self.folder(uuid) / "console.txt"
        if not path.exists():
            return []
        with path.open(encoding="utf-8") as console:
            if start >= 0:
                return [line.rstrip("\n") for line in islice(console, start, None)]
            return [line.rstrip("\n") for line in console][start:]

    def clear_lines(self, uuid: str) -> None:
        """Empty the task's console."""
        (self.folder(uuid) / "console.txt").unlink(missing_ok=True)
