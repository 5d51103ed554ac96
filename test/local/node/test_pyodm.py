"""The client that everyone uses, unchanged, drives a task from photos to products."""

from __future__ import annotations

import http.server
import json
import queue
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rasterio
from pyodm import Node
from pyodm.exceptions import NodeResponseError, TaskFailedError
from pyodm.types import TaskStatus

REAL_PHOTOS = Path(__file__).resolve().parents[4] / "shared" / "data" / "brighton_beach" / "images"
OPTIONS = {"dsm": True, "dtm": True, "pc-quality": "low", "feature-quality": "low"}
PRODUCTS = {
    "odm_orthophoto/odm_orthophoto.tif",
    "odm_dem/dsm.tif",
    "odm_dem/dtm.tif",
    "odm_georeferencing/odm_georeferenced_model.laz",
    "entwine_pointcloud/ept.json",
    "odm_report/stats.json",
    "odm_report/shots.geojson",
    "cameras.json",
    "images.json",
    "task_output.txt",
}


@pytest.fixture
def client(start_node: Callable[..., Any]) -> Node:
    node = start_node(token="secret")
    return Node("127.0.0.1", node.port, token="secret")


@pytest.fixture
def hook() -> Iterator[tuple[str, queue.Queue[dict[str, Any]]]]:
    """An address that takes webhook calls, and what was sent to it."""
    received: queue.Queue[dict[str, Any]] = queue.Queue()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            received.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", received
    server.shutdown()
    server.server_close()


def check_products(folder: Path) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names >= PRODUCTS
    assert any(name.startswith("entwine_pointcloud/ept-data/") for name in names)
    for name in ("odm_orthophoto/odm_orthophoto.tif", "odm_dem/dsm.tif", "odm_dem/dtm.tif"):
        with rasterio.open(folder / name) as raster:
            assert raster.crs.is_projected
            assert (raster.dataset_mask() > 0).any()


def test_simulated_photos_to_all_zip(client: Node, survey: tuple[Path, ...], hook: Any, tmp_path: Path) -> None:
    url, received = hook
    progress: list[float] = []
    task = client.create_task([str(path) for path in survey], OPTIONS, "simulated", progress.append, webhook=url)
    assert progress[-1] == 100
    seen: list[float] = []
    task.wait_for_completion(status_callback=lambda info: seen.append(info.progress), interval=0.5)
    info = task.info()
    assert info.status is TaskStatus.COMPLETED
    assert info.images_count == len(survey)
    assert info.processing_time > 0
    assert seen == sorted(seen)
    assert len(set(seen)) > 3
    assert task.output()[-1] == "Compressing all.zip"
    check_products(Path(task.download_assets(str(tmp_path / "products"))))
    call = received.get(timeout=10)
    assert (call["uuid"], call["status"]["code"], len(call["images"])) == (task.uuid, 40, len(survey))
    single = client.get(f"/task/{task.uuid}/download/orthophoto.tif", stream=True)
    assert single.content == (tmp_path / "products/odm_orthophoto/odm_orthophoto.tif").read_bytes()
    assert task.restart({**OPTIONS, "rerun-from": "odm_orthophoto"})
    task.wait_for_completion(interval=0.5)
    assert task.remove()
    with pytest.raises(NodeResponseError, match="not found"):
        task.info()


def test_chosen_outputs_only(client: Node, survey: tuple[Path, ...], tmp_path: Path) -> None:
    options = {"fast-orthophoto": True, "feature-quality": "low"}
    task = client.create_task([str(path) for path in survey], options, outputs=["cameras.json", "../task.json", "images"])
    task.wait_for_completion(interval=0.5)
    with zipfile.ZipFile(task.download_zip(str(tmp_path))) as archive:
        assert archive.namelist() == ["cameras.json"]


def test_a_failure_reaches_the_client(client: Node, tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(b"nothing of a photo")
    task = client.create_task([str(tmp_path / "1.jpg")])
    with pytest.raises(TaskFailedError):
        task.wait_for_completion(interval=0.2)
    assert task.info().last_error
    with pytest.raises(NodeResponseError, match="Cannot download"):
        task.download_assets(str(tmp_path / "products"))


def test_the_node_describes_itself(client: Node) -> None:
    info = client.info()
    assert (info.engine, info.max_parallel_tasks) == ("nadir", 1)
    assert client.version_greater_or_equal_than("1.4.0")
    assert {"dsm", "dtm", "orthophoto-resolution"} <= {option.name for option in client.options()}


@pytest.mark.skipif(not REAL_PHOTOS.is_dir(), reason=f"no real photos in {REAL_PHOTOS}")
def test_real_photos_to_all_zip(client: Node, tmp_path: Path) -> None:
    photos = sorted(str(path) for path in REAL_PHOTOS.iterdir() if path.suffix.lower() == ".jpg")[:6]
    task = client.create_task(photos, OPTIONS, "real")
    task.wait_for_completion(interval=1)
    check_products(Path(task.download_assets(str(tmp_path / "products"))))
