"""The part `tiles`: map tiles, the list of many projects, and uploads of a real server process, as a client sees them.

Every tile is another one, over kept connections. The rasters are made of the survey's photos. A server that keeps no
pictures has nothing to gain from a tile that was asked for before; the list of projects is asked for again and again.
"""

from __future__ import annotations

import http.client
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import NotMeasured

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PHOTOS = ROOT.parent / "shared" / "data" / "brighton_beach" / "images"
sys.path.insert(0, str(ROOT / "test" / "local" / "server"))

from fake_node import FakeNode, zip_of  # noqa: E402
from running_server import RunningServer  # noqa: E402

USER, PROJECTS, TASKS = "pilot", 1000, 10
CLIENTS = 6
TILES, TILES_FOR_ALL, WARM_UP = 60, 180, 8
LISTS = 9
UPLOADS = 7  # of the photos to each side, by turns
PARALLEL = ("--parallel", "--parallel-immediate", "--parallel-max", "4")
MORE_ZOOMS = 3  # that tiles.json adds to the zoom of the data
RELIEF = "?rescale=150,170&color_map=viridis&hillshade=2"
HEIGHTS = "?rescale=150,170&color_map=viridis"
LEAST_BYTES = 2000  # of a tile that shows something


def measure() -> dict[str, float]:
    """Figures by name."""
    photos = sorted(PHOTOS.glob("*.JPG"))
    if not photos:
        raise NotMeasured("the photos of the survey are missing: ../shared/data/brighton_beach/images")
    if shutil.which("curl") is None:
        raise NotMeasured("there is no curl to compare with")
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    try:
        with _served(photos, scratch) as server:
            figures = _tiles(_Survey.of(server))
            figures["projects_list"] = _projects_list(server)
            figures["upload_ratio"] = _upload_ratio(server, photos, scratch)
        return figures
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _served(photos: list[Path], scratch: Path) -> Iterator[RunningServer]:
    """A server with many projects, the first of which has a task with the rasters."""
    from tile_products import write_products

    products = write_products(photos, scratch)
    node = FakeNode(zip_of({name: path.read_bytes() for name, path in products.items()}))
    server = RunningServer(scratch / "data", node.port)
    _fill(server.data)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        node.close()


def _fill(data: Path) -> None:
    data.mkdir(mode=0o700)
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_SERVER_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "nadir_server.settings",
    }  # fmt: skip
    command = [sys.executable, str(HERE / "many_projects.py"), USER, str(PROJECTS), str(TASKS)]
    subprocess.run(command, check=True, env=environment)  # noqa: S603


@dataclass
class _Survey:
    """A finished task, and its tiles at the zoom of the data, each of which is asked for once."""

    server: RunningServer
    path: str
    orthophoto: list[str]
    dsm: list[str]

    @classmethod
    def of(cls, server: RunningServer) -> _Survey:
        project = server.new_project("Tiles")
        task = server.json(
            "POST", f"/api/projects/{project}/tasks/",
            files=[("images", (f"{number}.JPG", b"\xff\xd8" + bytes(1000))) for number in range(2)],
        )["id"]  # fmt: skip
        found = server.wait_for(project, task, 30, 40)
        if found["status"] != 40:
            raise NotMeasured(f"the rasters did not arrive: {found['last_error']}")
        path = f"/api/projects/{project}/tasks/{task}/"
        return cls(server, path, _addresses(server, path, "orthophoto"), _addresses(server, path, "dsm"))

    def take(self, addresses: list[str], count: int) -> list[str]:
        """So many addresses that nobody has had."""
        if len(addresses) < count:
            raise NotMeasured("the rasters have too few tiles")
        taken = addresses[:count]
        del addresses[:count]
        return taken


def _addresses(server: RunningServer, path: str, kind: str) -> list[str]:
    """The tiles that lie within the raster, shuffled."""
    found = server.json("GET", f"{path}{kind}/tiles.json")
    zoom = found["maxzoom"] - MORE_ZOOMS
    west, south, east, north = found["bounds"]
    left, right = (math.ceil((west + 180) / 360 * 2**zoom), math.floor((east + 180) / 360 * 2**zoom))
    top, bottom = math.ceil(_row(north, zoom)), math.floor(_row(south, zoom))
    places = [(x, y) for x in range(left, right) for y in range(top, bottom)]
    random.Random(0).shuffle(places)  # noqa: S311
    return [f"{path}{kind}/tiles/{zoom}/{x}/{y}.png" for x, y in places]


def _row(latitude: float, zoom: int) -> float:
    return (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * float(2**zoom)


def _tiles(survey: _Survey) -> dict[str, float]:
    """Medians in milliseconds of one client, and tiles a second of several."""
    server = survey.server
    for addresses, query in ((survey.orthophoto, ""), (survey.dsm, HEIGHTS), (survey.dsm, RELIEF)):
        _one_client(server, [address + query for address in survey.take(addresses, WARM_UP)])
    orthophoto = _one_client(server, survey.take(survey.orthophoto, TILES))
    dsm = _one_client(server, [address + HEIGHTS for address in survey.take(survey.dsm, TILES)])
    relief = _one_client(server, [address + RELIEF for address in survey.take(survey.dsm, TILES)])
    return {
        "tile_ortho": statistics.median(orthophoto) * 1000,
        "tile_dsm": statistics.median(dsm) * 1000,
        "tile_hillshade": statistics.median(relief) * 1000,
        "tiles_per_second": _many_clients(server, survey.take(survey.orthophoto, TILES_FOR_ALL)),
    }


def _one_client(server: RunningServer, addresses: list[str]) -> list[float]:
    """Seconds of each tile, one after the other over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Authorization": f"JWT {server.token or server.log_in()}"}
    taken = []
    for address in addresses:
        started = time.perf_counter()
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        taken.append(time.perf_counter() - started)
        if answer.status != http.client.OK or len(data) < LEAST_BYTES:
            raise NotMeasured(f"{address} answered {answer.status} with {len(data)} bytes")
    connection.close()
    return taken


def _many_clients(server: RunningServer, addresses: list[str]) -> float:
    """Tiles a second of all clients together, each with its own connection and its own tiles."""
    failed: list[BaseException] = []

    def work(mine: list[str]) -> None:
        try:
            _one_client(server, mine)
        except (NotMeasured, OSError) as error:
            failed.append(error)

    clients = [threading.Thread(target=work, args=(addresses[number::CLIENTS],)) for number in range(CLIENTS)]
    started = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seconds = time.perf_counter() - started
    if failed:
        raise NotMeasured(str(failed[0]))
    return len(addresses) / seconds


def _projects_list(server: RunningServer) -> float:
    """Median in milliseconds of the whole list: of the administrator or of the owner, whoever waits longer."""
    login = server.json("POST", "/api/token-auth/", auth="", json={"username": USER, "password": USER})
    medians = []
    for token in (f"JWT {login['token']}", f"JWT {server.token}"):
        taken = [_list_seconds(server, token) for _ in range(LISTS)]
        medians.append(statistics.median(taken) * 1000)
    return max(medians)


def _list_seconds(server: RunningServer, token: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", "/api/projects/", headers={"Authorization": token})
    data = connection.getresponse().read()
    seconds = time.perf_counter() - started
    connection.close()
    found = json.loads(data)
    if len(found) < PROJECTS or len(found[-1]["tasks"]) != TASKS:
        raise NotMeasured("the list of projects is not whole")
    return seconds


def _upload_ratio(server: RunningServer, photos: list[Path], scratch: Path) -> float:
    """Seconds of curl's upload of the photos to the server, over those of the same command to a bare sink; medians.

    The sink takes the bytes and keeps nothing: what is measured is all that a server adds to the way of the bytes.
    """
    project = server.new_project("Uploads")
    with _sink() as port:
        kept, bare = [], []
        for _ in range(UPLOADS):
            task = server.json("POST", f"/api/projects/{project}/tasks/", json={"partial": True})["id"]
            path = f"/api/projects/{project}/tasks/{task}/upload/"
            bare.append(_curl_seconds(port, path, photos, scratch, ""))
            kept.append(_curl_seconds(server.port, path, photos, scratch, server.token))
            stored = server.data / "tasks" / task / "images"
            if any((stored / photo.name).read_bytes() != photo.read_bytes() for photo in photos):
                raise NotMeasured("a photo arrived damaged")
    return statistics.median(kept) / statistics.median(bare)


@contextmanager
def _sink() -> Iterator[int]:
    command = [sys.executable, str(HERE / "sink.py")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        if process.stdout is None:
            raise NotMeasured("the sink does not say its port")
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def _curl_seconds(port: int, path: str, photos: list[Path], scratch: Path, token: str) -> float:
    """One request a photo; the settings are in a file, which no list of processes shows."""
    requests = [
        f'url = "http://127.0.0.1:{port}{path}"\nform = "images=@{photo}"\noutput = "{os.devnull}"\n'
        f'header = "Expect:"\nheader = "Authorization: JWT {token}"\nfail\nsilent\nshow-error\n'
        for photo in photos
    ]
    settings = scratch / "curl.txt"
    settings.write_text("next\n".join(requests), encoding="utf-8")
    command = ["curl", "--no-progress-meter", "--noproxy", "*", *PARALLEL]
    started = time.perf_counter()
    subprocess.run([*command, "--config", str(settings)], check=True)  # noqa: S603
    return time.perf_counter() - started
