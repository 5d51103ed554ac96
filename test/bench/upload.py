"""The part `upload`: 500 photos of 5 MB to a local server, beside curl; over a slow line; and into a bare sink.

curl sends the same files the same way in the same run: a partial task is made, one request a file over four
connections, then the commit. Photos are random bytes behind a JPEG's first two: nobody looks at a pixel.
NADIR_BENCH_PHOTOS makes the part smaller while one works on it.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import PAGE, NotMeasured

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "test" / "local" / "server"))

from running_server import RunningServer  # noqa: E402

PHOTOS, PHOTO_BYTES = int(os.environ.get("NADIR_BENCH_PHOTOS", "500")), 5_000_000
GB = PHOTOS * PHOTO_BYTES / 1e9
ROUNDS = 2  # of each over loopback, by turns
SINK_ROUNDS = 3
LOOK_SECONDS = 0.05
BOUNDARY = "nadir-bench-b8f1c2"
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Taken:
    """What one upload took. growth: of the resident memory, in bytes."""

    seconds: float
    cpu: float
    growth: int


def measure() -> dict[str, float]:
    """Figures by name."""
    if shutil.which("curl") is None:
        raise NotMeasured("there is no curl to compare with")
    if not Path("/proc/self/statm").is_file():
        raise NotMeasured("the memory of a process is read from /proc, which this system has not")
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    server = RunningServer(scratch / "data")
    try:
        photos = _make_photos(scratch / "photos")
        server.start()
        figures = _over_loopback(server, photos, scratch)
        figures.update(_over_a_slow_line(server, photos, scratch))
        server.stop()
        figures.update(_into_the_sink(photos, scratch))
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()
        shutil.rmtree(scratch, ignore_errors=True)
    return figures


def _make_photos(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"DJI_{number:04}.JPG" for number in range(PHOTOS)]
    for path in paths:
        path.write_bytes(b"\xff\xd8" + secrets.token_bytes(PHOTO_BYTES - 2))
    return paths


def _over_loopback(server: RunningServer, photos: list[Path], scratch: Path) -> dict[str, float]:
    ours: list[Taken] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(_ours(server, server.port, photos, scratch))
        theirs.append(_curl(server, server.port, photos, scratch))
    return {
        "upload_vs_curl": sum(each.seconds for each in ours) / sum(theirs),
        "upload_memory": max(each.growth for each in ours) / 1e6,
        "upload_cpu": statistics.mean(each.cpu for each in ours) / GB,
    }


def _over_a_slow_line(server: RunningServer, photos: list[Path], scratch: Path) -> dict[str, float]:
    with running_program("slow_line.py", str(server.port)) as port:
        ours = _ours(server, port, photos, scratch)
        theirs = _curl(server, port, photos, scratch)
    return {"upload_vs_curl_slow": ours.seconds / theirs}


def _ours(server: RunningServer, port: int, photos: list[Path], scratch: Path) -> Taken:
    """One upload by the plugin's own client, checked byte by byte, and removed."""
    project = server.new_project("Bench")
    taken, task = _client_run(f"http://127.0.0.1:{port}", server.login, project, photos, scratch)
    _check_and_remove(server, project, task, photos)
    return taken


def _client_run(
    url: str, login: dict[str, str], project: int, photos: list[Path], scratch: Path
) -> tuple[Taken, str]:
    order = {"url": url, **login, "project": project, "photos": str(photos[0].parent)}
    order["profile"] = str(scratch / f"profile-{secrets.token_hex(4)}")
    path = scratch / "order.json"
    path.write_text(json.dumps(order), encoding="utf-8")
    os.sync()
    command = [sys.executable, str(HERE / "upload_client.py"), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        if process.stdin is None or process.stdout is None or process.stdout.readline() != "ready\n":
            raise NotMeasured("the client did not start")
        with _peak_of(process.pid) as growth:
            process.stdin.write("go\n")
            process.stdin.flush()
            line = process.stdout.readline()
    if not line:
        raise NotMeasured("the client failed")
    said = json.loads(line)
    sys.stderr.write(f"ours {said['seconds']:.2f} s, CPU {said['cpu']:.2f} s, connections {said['connections'][-40:]}\n")
    return Taken(said["seconds"], said["cpu"], growth()), said["task"]


@contextmanager
def _peak_of(pid: int) -> Iterator[Callable[[], int]]:
    """How much the resident memory of a process grows while the block runs."""
    status = Path("/proc") / str(pid) / "statm"
    ended = threading.Event()
    start = peak = _resident(status)

    def look() -> None:
        nonlocal peak
        while not ended.wait(LOOK_SECONDS):
            peak = max(peak, _resident(status))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield lambda: peak - start
    finally:
        ended.set()
        looking.join()


def _resident(status: Path) -> int:
    try:
        return int(status.read_text(encoding="ascii").split()[1]) * PAGE
    except (OSError, IndexError):  # it has ended
        return 0


def _curl(server: RunningServer, port: int, photos: list[Path], scratch: Path) -> float:
    """The same by curl; wall seconds of it all."""
    project = server.new_project("Bench")
    os.sync()
    tasks = f"http://127.0.0.1:{port}/api/projects/{project}/tasks/"
    header = f"Authorization: JWT {server.token}"
    started = time.monotonic()
    made = _run_curl("-H", header, "-H", "Content-Type: application/json", "-d", '{"partial": true, "name": "x"}', tasks)
    task = json.loads(made)["id"]
    config = scratch / "curl.config"
    config.write_text("next\n".join(_curl_request(f"{tasks}{task}/upload/", header, photo) for photo in photos))
    _run_curl("--parallel", "--parallel-max", "4", "--config", str(config))
    _run_curl("-H", header, "-X", "POST", f"{tasks}{task}/commit/")
    seconds = time.monotonic() - started
    sys.stderr.write(f"curl {seconds:.2f} s\n")
    _check_and_remove(server, project, task, photos)
    return seconds


def _curl_request(url: str, header: str, photo: Path) -> str:
    lines = {"url": url, "header": header, "form": f"images=@{photo}", "output": "/dev/null"}
    settings = "".join(f'{name} = "{value}"\n' for name, value in lines.items())
    return f'{settings}header = "Expect:"\nsilent\nfail\n'


def _run_curl(*arguments: str) -> str:
    command = ["curl", "--silent", "--fail", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _check_and_remove(server: RunningServer, project: int, task: str, photos: list[Path]) -> None:
    stored = server.data / "tasks" / task / "images"
    if {path.name for path in stored.iterdir()} != {photo.name for photo in photos}:
        raise RuntimeError("the server has other photos than were sent")
    if any((stored / photo.name).read_bytes() != photo.read_bytes() for photo in photos):
        raise RuntimeError("a photo is damaged")
    server.call("DELETE", f"/api/projects/{project}/")
    ends_at = time.monotonic() + 60
    while stored.exists() and time.monotonic() < ends_at:
        time.sleep(0.1)


@contextmanager
def running_program(name: str, *arguments: str) -> Iterator[int]:
    """One of the programs beside this module, which prints its port."""
    command = [sys.executable, str(HERE / name), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            if process.stdout is None:
                raise NotMeasured(f"{name} did not start")
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _into_the_sink(photos: list[Path], scratch: Path) -> dict[str, float]:
    """Megabytes per second into a server that does nothing with them, as a ratio to Python's own HTTP client."""
    ours: list[float] = []
    plain: list[float] = []
    login: dict[str, Any] = {"username": "bench", "password": "bench"}  # nosec B105 - the sink asks for none
    with running_program("sink.py") as port:
        for _ in range(SINK_ROUNDS):
            plain.append(_http_client(port, photos))
            ours.append(_client_run(f"http://127.0.0.1:{port}", login, 1, photos, scratch)[0].seconds)
    sys.stderr.write(f"sink: ours {[round(GB * 1000 / each) for each in ours]} MB/s, ")
    sys.stderr.write(f"http.client {[round(GB * 1000 / each) for each in plain]} MB/s\n")
    return {"upload_sink": min(plain) / min(ours)}


def _http_client(port: int, photos: list[Path]) -> float:
    """One request a photo over one connection; wall seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    started = time.monotonic()
    for photo in photos:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="images"; filename="{photo.name}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(len(head) + photo.stat().st_size + len(tail)),
        }
        connection.request("POST", "/api/projects/1/tasks/sink/upload/", _body(head, photo, tail), headers)
        answer = connection.getresponse()
        if answer.status != http.client.OK or not answer.read():
            raise RuntimeError("the sink did not answer")
    connection.close()
    return time.monotonic() - started


def _body(head: bytes, photo: Path, tail: bytes) -> Iterator[bytes]:
    yield head
    with photo.open("rb") as file:
        while data := file.read(BLOCK):
            yield data
    yield tail
