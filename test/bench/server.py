"""The part `server`: a task made from 300 photos in one multipart request, on a server process of its own.

The photos are random bytes: the server looks at no pixel. The time is the client's, from the first byte to the answer,
and beside it stands that of a plain copy of the same files on the same disk.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from measuring import PAGE, NotMeasured

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test" / "local" / "server"))

from running_server import RunningServer  # noqa: E402

PHOTOS, PHOTO_BYTES = 300, 5_000_000
TOTAL_MB = PHOTOS * PHOTO_BYTES / 1e6
MB = 1024 * 1024
LOOK_SECONDS = 0.02
BOUNDARY = "nadir-bench-b8f1c2"


def measure() -> dict[str, float]:
    """One create with all photos; figures by name."""
    if not Path("/proc/self/fdinfo").is_dir():
        raise NotMeasured("memory and open files of a process are read from /proc, which this system has not")
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    system_temporary = scratch / "system-tmp"  # what the process takes for the system's own
    system_temporary.mkdir()
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(system_temporary)
    server = RunningServer(scratch / "data")
    try:
        photos = _make_photos(scratch / "photos")
        copied = _copy_seconds(photos, scratch / "copy")
        server.start()
        return _create(server, photos, copied)
    finally:
        if server.process is not None:
            server.stop()
        _restore("TMPDIR", before)
        shutil.rmtree(scratch, ignore_errors=True)


def _restore(name: str, value: str | None) -> None:
    if value is None:
        del os.environ[name]
    else:
        os.environ[name] = value


def _make_photos(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"DJI_{number:04}.JPG" for number in range(PHOTOS)]
    for path in paths:
        path.write_bytes(b"\xff\xd8" + secrets.token_bytes(PHOTO_BYTES - 2))
    return paths


def _copy_seconds(photos: list[Path], folder: Path) -> float:
    """A plain copy of the files, by reading and writing as the server must; seconds."""
    folder.mkdir()
    started = time.monotonic()
    for photo in photos:
        with photo.open("rb") as source, (folder / photo.name).open("wb") as target:
            shutil.copyfileobj(source, target, MB)
    seconds = time.monotonic() - started
    shutil.rmtree(folder)
    return seconds


def _create(server: RunningServer, photos: list[Path], copied: float) -> dict[str, float]:
    project = server.new_project("Bench")
    with _Watch(server) as watch:
        started = time.monotonic()
        task = _post(server, f"/api/projects/{project}/tasks/", photos)
        seconds = time.monotonic() - started
    stored = server.data / "tasks" / task["id"] / "images"
    damaged = sum((stored / photo.name).read_bytes() != photo.read_bytes() for photo in photos)
    return {
        "create_photos": task["images_count"] - damaged,
        "create_seconds": seconds,
        "create_speed": TOTAL_MB / seconds,
        "create_to_copy": copied / seconds,
        "create_growth": (watch.peak - watch.start) / 1e6,
        "create_outside": len(watch.outside) + sum(1 for _ in (server.data.parent / "system-tmp").iterdir()),
    }


def _post(server: RunningServer, path: str, photos: list[Path]) -> dict[str, object]:
    """The request as a browser sends it, streamed from the files."""
    length = sum(len(piece) for piece in _frame(photos)) + sum(photo.stat().st_size for photo in photos)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    headers = {
        "Authorization": f"JWT {server.token}",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(length),
    }
    connection.request("POST", path, _body(photos), headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status != http.client.CREATED:
        raise RuntimeError(f"the server answered {answer.status}: {text[:500]!r}")
    created: dict[str, object] = json.loads(text)
    return created


def _frame(photos: list[Path]) -> list[bytes]:
    """What stands before each file, and what ends the request."""
    field = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="auto_processing_node"\r\n\r\nfalse'
    heads = [
        f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="images"; filename="{photo.name}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
        for photo in photos
    ]
    return [text.encode() for text in (field + heads[0], *heads[1:], f"\r\n--{BOUNDARY}--\r\n")]


def _body(photos: list[Path]) -> Iterator[bytes]:
    *heads, end = _frame(photos)
    for head, photo in zip(heads, photos, strict=True):
        yield head
        with photo.open("rb") as file:
            while data := file.read(MB):
                yield data
    yield end


class _Watch:
    """Looks at the server's memory and open files while the block runs. Needs /proc.

    `start`, `peak`: resident bytes; `outside`: files that it opened for writing meanwhile outside its data folder.
    """

    def __init__(self, server: RunningServer) -> None:
        if server.process is None:
            raise RuntimeError("the server does not run")
        self._folder = Path("/proc") / str(server.process.pid)
        self._data = str(server.data.resolve())
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self.start = self.peak = self._resident()
        self.outside: set[str] = set()
        self._open_before: set[str] = set()
        self._open_before = self._written_outside()

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self.peak = max(self.peak, self._resident())
            self.outside |= self._written_outside()

    def _resident(self) -> int:
        return int((self._folder / "statm").read_text(encoding="ascii").split()[1]) * PAGE

    def _written_outside(self) -> set[str]:
        """The regular files outside the data folder that are open for writing now and were not at the start."""
        found = set()
        for handle in (self._folder / "fd").iterdir():
            try:
                target, status = str(handle.readlink()), handle.stat()
                flags = int((self._folder / "fdinfo" / handle.name).read_text().split("flags:")[1].split()[0], 8)
            except OSError:  # closed meanwhile
                continue
            is_written = flags & os.O_ACCMODE != os.O_RDONLY and stat.S_ISREG(status.st_mode)
            if is_written and not target.startswith(self._data + "/"):
                found.add(target)
        return found - self._open_before
