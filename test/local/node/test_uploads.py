"""Files arrive whole, where they belong, and nowhere else."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from nadir_engine.serve.names import safe_name, safe_relative_path

SMALL = b"\xff\xd8\xff\xd9"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("DJI_0001.JPG", "DJI_0001.JPG"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Fotos\\Übersicht 1.jpg", "Übersicht 1.jpg"),
        ("..", ""),
        ("a/..", ""),
        ("...", ""),
        ("a\x00b\n.jpg", "a_b_.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("what?.jpg", "what_.jpg"),
        ("trailing. ", "trailing"),
        ("航拍.jpg", "航拍.jpg"),
        ("", ""),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_long_names_keep_their_suffix() -> None:
    name = safe_name("ä" * 300 + ".jpg")
    assert len(name.encode()) <= 200
    assert name.endswith("ä.jpg")


@pytest.mark.parametrize(
    ("path", "kept"),
    [("odm_dem/dsm.tif", "odm_dem/dsm.tif"), ("a\\b", "a/b"), ("../x", ""), ("/etc/passwd", ""), ("C:/x", ""), ("./a", "a")],
)
def test_output_paths_stay_inside(path: str, kept: str) -> None:
    assert safe_relative_path(path) == kept


def images(node: Any, uuid: str) -> Path:
    return node.data / "tasks" / uuid / "images"


def test_a_hundred_files_in_one_request(node: Any) -> None:
    files = [(f"DJI_{number:04}.JPG", os.urandom(20_000)) for number in range(100)]
    uuid = node.post("/task/new", files)["uuid"]
    assert node.get(f"/task/{uuid}/info")["imagesCount"] == 100
    for name, content in files:
        assert (images(node, uuid) / name).read_bytes() == content
    assert not any((node.data / "incoming").iterdir())


def test_names_cannot_leave_the_folder(node: Any) -> None:
    uuid = node.post("/task/new", [("../../../escaped.jpg", SMALL), ("/etc/other.jpg", SMALL)])["uuid"]
    assert sorted(path.name for path in images(node, uuid).iterdir()) == ["escaped.jpg", "other.jpg"]
    assert len(list(node.data.parent.rglob("escaped.jpg"))) == 1


def test_two_files_of_one_name_are_refused_rather_than_lost(node: Any) -> None:
    answer = node.post("/task/new", [("a/1.jpg", SMALL), ("b/1.jpg", SMALL)])
    assert answer == {"error": "Two files of the same name: 1.jpg", "noRetry": True}
    assert node.get("/task/list") == []
    assert not any((node.data / "uploads").iterdir())


def test_a_file_that_is_sent_again_takes_the_place_of_the_first(node: Any) -> None:
    uuid = node.post("/task/new/init")["uuid"]
    for content in (b"half", b"whole"):
        assert node.post(f"/task/new/upload/{uuid}", [("1.jpg", content)]) == {"success": True}
    node.post(f"/task/new/commit/{uuid}")
    assert (images(node, uuid) / "1.jpg").read_bytes() == b"whole"


def test_files_may_come_at_the_same_time(node: Any) -> None:
    uuid = node.post("/task/new/init")["uuid"]
    contents = {f"{number}.jpg": os.urandom(300_000) for number in range(12)}
    send = [
        threading.Thread(target=node.post, args=(f"/task/new/upload/{uuid}", [(name, content)]))
        for name, content in contents.items()
    ]
    for thread in send:
        thread.start()
    for thread in send:
        thread.join()
    assert node.post(f"/task/new/commit/{uuid}") == {"uuid": uuid}
    assert {path.name: path.read_bytes() for path in images(node, uuid).iterdir()} == contents


def test_text_files_are_kept_beside_the_photos(node: Any) -> None:
    uuid = node.post("/task/new", [("1.jpg", SMALL), ("gcp_list.txt", b"EPSG:32632\n")])["uuid"]
    assert node.get(f"/task/{uuid}/info")["imagesCount"] == 1
    assert (node.data / "tasks" / uuid / "extras" / "gcp_list.txt").read_bytes() == b"EPSG:32632\n"
    assert "gcp_list.txt is kept but not used" in node.get(f"/task/{uuid}/output")[0]


def test_archives_are_refused_in_words(node: Any) -> None:
    assert "archives are not unpacked" in node.post("/task/new", [("photos.zip", b"PK")])["error"]


BOUNDARY = "nadir-test"


def large_body(size: int, digest: Any) -> Iterator[bytes]:
    """A multipart body with one file of `size` MiB, never whole in memory."""
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="images"; filename="large.tif"\r\n\r\n'.encode()
    block = os.urandom(1 << 20)
    for _ in range(size):
        digest.update(block)
        yield block
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def test_a_large_upload_never_leaves_the_data_disk_nor_fills_the_memory(node: Any) -> None:
    digest = hashlib.sha256()
    seen: set[str] = set()
    done = threading.Event()
    watcher = threading.Thread(target=watch_open_files, args=(node.process.pid, seen, done))
    watcher.start()
    response = requests.post(
        f"http://127.0.0.1:{node.port}/task/new",
        data=large_body(300, digest),
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        timeout=120,
    )
    done.set()
    watcher.join()
    uuid = response.json()["uuid"]
    assert file_digest(images(node, uuid) / "large.tif") == digest.hexdigest()
    assert seen
    assert all(path.startswith(str(node.data)) for path in seen), seen
    assert peak_memory(node.process.pid) < 400 << 20
    assert not any((node.data / "incoming").iterdir())


def file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        digest = hashlib.sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def watch_open_files(process_id: int, seen: set[str], done: threading.Event) -> None:
    """Collect the regular files that the process has open, deleted ones too."""
    folder = Path(f"/proc/{process_id}/fd")
    if not folder.exists():
        pytest.skip("this system does not show which files a process has open")
    while not done.is_set():
        for link in folder.iterdir():
            if link.name in ("0", "1", "2"):
                continue  # the test's own
            try:
                target = str(link.readlink())
            except OSError:
                continue  # closed meanwhile
            if target.startswith("/") and not target.startswith("/dev/"):
                seen.add(target)
        time.sleep(0.01)


def peak_memory(process_id: int) -> int:
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")


def test_what_was_never_committed_goes_in_time(start_node: Callable[..., Any]) -> None:
    node = start_node()
    uuid = node.post("/task/new/init")["uuid"]
    node.post(f"/task/new/upload/{uuid}", [("1.jpg", SMALL)])
    node.stop()
    node = start_node(arguments=["--cleanup-tasks-after", "0.0001"])
    end = time.monotonic() + 10
    while (node.data / "uploads" / uuid).exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not (node.data / "uploads" / uuid).exists()


def test_an_upload_goes_on_after_the_node_was_killed(node: Any) -> None:
    uuid = node.post("/task/new/init", name="goes on")["uuid"]
    node.post(f"/task/new/upload/{uuid}", [("1.jpg", SMALL)])
    node.stop(9)
    node.start()
    assert node.post(f"/task/new/upload/{uuid}", [("2.jpg", SMALL)]) == {"success": True}
    node.post(f"/task/new/commit/{uuid}")
    info = node.get(f"/task/{uuid}/info")
    assert (info["name"], info["imagesCount"]) == ("goes on", 2)
