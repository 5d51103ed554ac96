"""Photos on their way in: everything lies below the data folder from the first byte on.

A body's files are written to `<data>/incoming/*.part` while it is read, and moved to `<data>/uploads/<uuid>/images`
once the whole request has come. A commit moves that folder to the task's. All of it is one file system.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import shutil
import tempfile
import threading
import time
import uuid as uuids
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, cast

from werkzeug.datastructures import FileStorage

from nadir_engine.serve.names import safe_name, safe_relative_path
from nadir_engine.serve.task_options import Values, parse
from nadir_engine.serve.tasks import Task, TaskStore, now_ms

LOG = logging.getLogger(__name__)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
NEED_FILE = "Need at least 1 file."


class UploadError(ValueError):
    """What a client sent cannot be taken; the text goes into `error`. `retry` is False where trying again is no use."""

    def __init__(self, message: str, *, retry: bool = True) -> None:
        super().__init__(message)
        self.retry = retry


@dataclass(frozen=True)
class TaskRequest:
    """What a client asks for, its photos aside; texts as they came in the form."""

    name: str = ""
    options: str = ""
    outputs: str = ""
    webhook: str = ""
    date_created: str = ""

    def checked_options(self) -> Values:
        """The options; raises BadOptionsError."""
        return parse(self.options)

    def checked_outputs(self) -> tuple[str, ...]:
        """Paths for the archive; those that leave the project are dropped, as is what is no JSON list."""
        try:
            paths = json.loads(self.outputs or "[]")
        except ValueError as error:
            raise UploadError(f"The outputs are not valid JSON: {error}") from error
        names = (safe_relative_path(path) for path in paths if isinstance(path, str)) if isinstance(paths, list) else ()
        return tuple(filter(None, names))

    def creation_time(self) -> int:
        """The client's own date in ms, else now."""
        digits = re.match(r"\d{1,15}", self.date_created.strip())
        return int(digits.group()) if digits else now_ms()

    def task_name(self) -> str:
        """The name, or one with the date for a task without."""
        return self.name or "Task of " + time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Uploads:
    """The uploads that are not tasks yet."""

    def __init__(self, data: Path, store: TaskStore) -> None:
        self._store = store
        self._folder = data / "uploads"
        self._incoming = data / "incoming"
        self._lock = threading.Lock()
        self._folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._incoming, ignore_errors=True)  # what a killed node was receiving
        self._incoming.mkdir()

    def incoming_file(self) -> IO[bytes]:
        """A file that a request's body is written to while it is read."""
        handle = tempfile.NamedTemporaryFile(dir=self._incoming, suffix=".part", delete=False)  # noqa: SIM115
        return cast("IO[bytes]", handle)

    def choose_uuid(self, wanted: str | None) -> str:
        """The id that a client set, or a new one; raises UploadError."""
        if not wanted:
            return str(uuids.uuid4())
        taken = wanted in self._store or (_UUID.fullmatch(wanted) and (self._folder / wanted).exists())
        if not _UUID.fullmatch(wanted) or taken:
            raise UploadError(f"Invalid set-uuid: {wanted}")
        return wanted

    def open(self, uuid: str, request: TaskRequest) -> None:
        """Begin an upload; raises UploadError or BadOptionsError, and leaves nothing then."""
        request.checked_options()
        request.checked_outputs()
        folder = self._folder / uuid
        (folder / "images").mkdir(parents=True)
        (folder / "request.json").write_text(json.dumps(asdict(request)), "utf-8")

    def is_open(self, uuid: str) -> bool:
        """Whether files can be added to this id."""
        return bool(_UUID.fullmatch(uuid)) and (self._folder / uuid / "request.json").exists()

    def add(self, uuid: str, files: Sequence[FileStorage]) -> None:
        """Take a request's files in, a later one of the same name in the earlier one's place; raises UploadError."""
        if not files:
            raise UploadError(NEED_FILE, retry=False)
        named = [(_checked_name(file.filename or ""), file) for file in files]
        names = [name for name, _ in named]
        doubles = {name for name in names if names.count(name) > 1}
        if doubles:
            raise UploadError(f"Two files of the same name: {min(doubles)}", retry=False)
        with self._lock:
            if not self.is_open(uuid):
                raise UploadError("Invalid uuid (not found)")
            for name, file in named:
                file.stream.close()
                Path(cast("str", getattr(file.stream, "name"))).replace(self._folder / uuid / "images" / name)  # noqa: B009

    def commit(self, uuid: str) -> Task:
        """Make the upload a queued task; raises UploadError or BadOptionsError, and drops the upload then."""
        with self._lock:
            if not self.is_open(uuid):
                raise UploadError("Invalid uuid (not found)")
            folder = self._folder / uuid
            try:
                request = TaskRequest(**json.loads((folder / "request.json").read_text("utf-8")))
                if not any((folder / "images").iterdir()):
                    raise UploadError(NEED_FILE)
                return self._make_task(uuid, request)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def discard(self, uuid: str) -> None:
        """Drop an upload."""
        with self._lock:
            shutil.rmtree(self._folder / uuid, ignore_errors=True)

    def _make_task(self, uuid: str, request: TaskRequest) -> Task:
        options, outputs = request.checked_options(), request.checked_outputs()
        target = self._store.folder(uuid)
        target.mkdir(parents=True)
        (self._folder / uuid / "images").replace(target / "images")
        extras = _set_extras_apart(target / "images", target / "extras")
        task = Task(
            uuid=uuid,
            name=request.task_name(),
            date_created=request.creation_time(),
            queued_at=now_ms(),
            images_count=sum(1 for _ in (target / "images").iterdir()),
            options=options,
            outputs=outputs,
            webhook=request.webhook,
        )
        self._store.add(task)
        unused = [f"[WARNING] {name} is kept but not used: this engine does not read it." for name in extras]
        self._store.append_lines(uuid, unused)
        return task

    def remove_older_than(self, seconds: float) -> None:
        """Drop uploads that nobody added to for so long."""
        for folder in self._folder.iterdir():
            newest = max((path.stat().st_mtime for path in (folder, folder / "images") if path.exists()), default=0.0)
            if time.time() - newest > seconds:
                LOG.info("removing upload %s, which was never committed", folder.name)
                self.discard(folder.name)

    @staticmethod
    def forget_part(stream: IO[bytes]) -> None:
        """Close a request's file, and delete it where it was not taken in."""
        with contextlib.suppress(OSError):  # the disk may be full, or the file moved: both leave nothing to do here
            stream.close()
        Path(stream.name).unlink(missing_ok=True)


def _checked_name(name: str) -> str:
    clean = safe_name(name)
    if not clean:
        raise UploadError(f"A file has no usable name: {name!r}", retry=False)
    if clean.lower().endswith(".zip"):
        raise UploadError(f"{clean}: archives are not unpacked here, send the photos themselves", retry=False)
    return clean


def _set_extras_apart(images: Path, extras: Path) -> list[str]:
    """Move text files (control points, positions, groups) out of the photos; returns their names."""
    texts = sorted(path for path in images.iterdir() if path.suffix.lower() == ".txt")
    if texts:
        extras.mkdir()
    for path in texts:
        path.replace(extras / path.name)
    return [path.name for path in texts]
