"""What was downloaded once is there the next time, within the limit, and never outside of the cache's folder."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from pathlib import Path
from typing import Iterator, List

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.core.api.task import Task
from nadir.core.errors import Cancelled
from nadir.core.transfers import cache as cache_module
from nadir.core.transfers.cache import Cache, run_of
from nadir.core.transfers.part_file import PartFile
from nadir.core.transfers.safe_names import is_safe, safe_name
from nadir.test.unit.api.scripted_server import Request, recording
from nadir.test.unit.transfers.file_server import FileServer, ServedFile

KILOBYTE = 1000


@pytest.fixture
def files() -> Iterator[FileServer]:
    server = FileServer({f"{number}.obj": ServedFile(bytes([number]) * 100 * KILOBYTE) for number in range(6)})
    yield server
    server.close()


@pytest.fixture
def client(files: FileServer) -> Iterator[Client]:
    session = Session(files.url, "admin", "secret", NetworkOptions(connect_timeout=5.0, read_timeout=5.0))
    yield Client(session)
    session.close()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 10**9)


def zipped(**contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def left(cache: Cache) -> List[str]:
    return sorted(path.name for path in cache.folder.rglob("*.obj") if path.is_file())


def test_the_second_time_nothing_is_downloaded(files: FileServer, client: Client, cache: Cache) -> None:
    first = cache.get(client, "1", "t", "run", "1.obj")
    assert cache.get(client, "1", "t", "run", "1.obj") == first
    assert first.read_bytes() == files.files["1.obj"].content
    assert len(files.asked) == 1
    assert cache.find(files.url, "t", "run", "1.obj") == first
    assert cache.folder in first.parents


def test_servers_tasks_and_runs_are_kept_apart(files: FileServer, client: Client, cache: Cache) -> None:
    other = FileServer({"1.obj": ServedFile(b"of another server")})
    try:
        elsewhere = Client(Session(other.url, "admin", "secret"))
        paths = {
            cache.get(client, "1", "t", "run 1", "1.obj"),
            cache.get(client, "1", "t", "run 2", "1.obj"),
            cache.get(client, "1", "T", "run 1", "1.obj"),
            cache.get(client, "1", "t", "run 1", "2.obj"),
            cache.get(elsewhere, "1", "t", "run 1", "1.obj"),
        }
    finally:
        other.close()
    assert len({str(path).casefold() for path in paths}) == 5


def test_a_task_that_ran_again_has_another_run() -> None:
    content = recording("task_get_completed")["body"]
    first = run_of(Task.from_json(content))
    assert run_of(Task.from_json({**content, "name": "renamed", "public": True})) == first
    assert run_of(Task.from_json({**content, "processing_time": content["processing_time"] + 1})) != first
    assert run_of(Task.from_json({**content, "uuid": "another"})) != first


def test_what_was_used_longest_ago_goes_first(client: Client, cache: Cache) -> None:
    paths = [cache.get(client, "1", "t", "run", f"{number}.obj") for number in range(5)]
    for age, path in zip((50, 40, 30, 20, 10), paths):
        os.utime(path.parent / ".used", (time.time() - age, time.time() - age))
    assert cache.find(client.session.url, "t", "run", "0.obj") == paths[0]  # and so it was used just now
    cache.limit_bytes = 350 * KILOBYTE
    assert cache.trim(in_use=[paths[2]]) == 200 * KILOBYTE
    assert left(cache) == ["0.obj", "2.obj", "4.obj"]
    cache.get(client, "1", "t", "run", "5.obj", in_use=[paths[0]])
    assert left(cache) == ["0.obj", "2.obj", "5.obj"], "a layer showed 2 after 4 was used, perhaps one of another window"


def test_a_file_larger_than_the_limit_is_there_for_whoever_asked(client: Client, cache: Cache) -> None:
    cache.limit_bytes = 0
    first = cache.get(client, "1", "t", "run", "1.obj")
    assert first.exists()
    assert cache.get(client, "1", "t", "run", "2.obj", in_use=[first]).exists() and first.exists()
    cache.trim()
    assert left(cache) == []


def test_emptying_spares_what_layers_show_and_leaves_no_empty_folders(client: Client, cache: Cache) -> None:
    kept = cache.get(client, "1", "t", "run", "1.obj")
    cache.get(client, "1", "u", "run", "2.obj")
    assert cache.size() == 200 * KILOBYTE
    assert cache.empty(in_use=[kept]) == 100 * KILOBYTE
    assert left(cache) == ["1.obj"]
    assert cache.empty() == 100 * KILOBYTE
    assert cache.size() == 0
    assert list(cache.folder.iterdir()) == []


def test_emptying_spares_what_is_being_downloaded(client: Client, cache: Cache) -> None:
    path = cache.get(client, "1", "t", "run", "1.obj")
    in_hand = PartFile.open_for(path, "another window")
    assert cache.empty() == 0
    assert path.exists()
    in_hand.discard()
    assert cache.empty() == 100 * KILOBYTE


def test_an_empty_cache_has_no_folder_and_no_size(cache: Cache) -> None:
    assert (cache.size(), cache.trim(), cache.empty()) == (0, 0, 0)
    cache.tidy()
    assert not cache.folder.exists()


def test_another_windows_download_is_waited_for(
    files: FileServer, client: Client, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_WAIT", 0.05)
    reached, go_on = threading.Event(), threading.Event()

    def hold(request: Request) -> None:
        if request.method == "GET":
            reached.set()
            go_on.wait(30)

    files.before = hold
    window = Cache(cache.folder, cache.limit_bytes)
    first = threading.Thread(target=lambda: window.get(client, "1", "t", "run", "1.obj"))
    first.start()
    assert reached.wait(30)
    asked: List[int] = []

    def cancelled() -> bool:
        asked.append(1)
        if len(asked) > 3:
            go_on.set()
        return False

    path = cache.get(client, "1", "t", "run", "1.obj", cancelled=cancelled)
    first.join(30)
    assert path.read_bytes() == files.files["1.obj"].content
    assert len(files.asked) == 1


def test_a_wait_for_another_window_is_cancelled(client: Client, cache: Cache) -> None:
    path = cache.get(client, "1", "t", "run", "1.obj")
    path.unlink()
    in_hand = PartFile.open_for(path, "another window")
    with pytest.raises(Cancelled):
        cache.get(client, "1", "t", "run", "1.obj", cancelled=lambda: True)
    in_hand.discard()


def test_a_download_that_fails_leaves_nothing_to_be_found(client: Client, cache: Cache) -> None:
    with pytest.raises(errors.NotFound):
        cache.get(client, "1", "t", "run", "missing.obj")
    assert cache.find(client.session.url, "t", "run", "missing.obj") is None
    assert cache.size() == 0


@pytest.mark.parametrize(
    "asset",
    ["../../../evil.obj", "..", ".", "/etc/passwd", "C:\\evil.obj", "a\\..\\..\\evil", "con.obj", "NUL", "x" * 300,
     "line\nbreak.obj", "ends in a dot.", "nul\0.obj", "\ud800.obj", "com¹.txt", "a:stream", ".hidden"],
)  # fmt: skip
def test_names_of_a_hostile_server_stay_in_the_cache(asset: str, cache: Cache) -> None:
    entry = cache._entry("http://x.test", asset, asset, asset)
    path = entry / safe_name(asset)
    assert is_safe(path.name) and is_safe(entry.name)
    assert len(path.relative_to(cache.folder).parts) == 5
    assert path.resolve().is_relative_to(cache.folder.resolve())


@given(st.text(max_size=150), st.text(max_size=150))
def test_any_two_names_are_safe_and_apart(one: str, other: str) -> None:
    assert is_safe(safe_name(one))
    assert safe_name(safe_name(one)) == safe_name(one)
    if one != other and not (is_safe(one) and is_safe(other)):
        assert safe_name(one) != safe_name(other)


def test_the_names_of_all_known_assets_stay_as_they_are() -> None:
    names = recording("task_get_completed")["body"]["available_assets"]
    assert len(names) > 10
    assert [safe_name(name) for name in names] == names


def test_an_archive_is_unpacked_once(files: FileServer, client: Client, cache: Cache) -> None:
    files.files["textured_model.zip"] = ServedFile(zipped(model__a=b"obj", texture=b"png"))
    folder = cache.unpacked(client, "1", "t", "run", "textured_model.zip")
    assert (folder / "model" / "a").read_bytes() == b"obj"
    assert cache.unpacked(client, "1", "t", "run", "textured_model.zip") == folder
    assert len(files.asked) == 1
    assert sorted(path.name for path in folder.parent.iterdir()) == [".used", "files"]
    assert cache.empty(in_use=[folder / "model" / "a"]) == 0
    assert cache.empty() > 0


def test_leftovers_of_dead_programs_go(client: Client, cache: Cache) -> None:
    path = cache.get(client, "1", "t", "run", "1.obj")
    old = PartFile.open_for(path.with_name("old.obj"), "x")
    old.begin('"tag"', 3)
    old.write(b"abc")
    old.flush()
    old.close()
    week_ago = time.time() - 8 * 24 * 3600
    for left_over in path.parent.glob(".old.obj*"):
        os.utime(left_over, (week_ago, week_ago))
    (cache.folder / ".gone-1" / "half").mkdir(parents=True)
    cache.tidy()
    assert sorted(item.name for item in path.parent.iterdir()) == [".used", "1.obj"]
    assert not (cache.folder / ".gone-1").exists()


def test_what_is_shown_is_asked_when_something_is_removed_not_when_a_download_begins(client: Client, cache: Cache) -> None:
    cache.limit_bytes = 0
    first = cache.get(client, "1", "t", "run", "1.obj")
    shown = []

    def ask() -> list:
        assert cache.find(client.session.url, "t", "run", "2.obj") is not None, "the download is there by now"
        return shown

    shown.append(first / "inside" / "an archive")
    second = cache.get(client, "1", "t", "run", "2.obj", in_use=ask)
    assert first.exists() and second.exists()


def test_nothing_is_removed_while_nobody_knows_what_is_shown(client: Client, cache: Cache) -> None:
    cache.limit_bytes = 0
    first = cache.get(client, "1", "t", "run", "1.obj")
    cache.get(client, "1", "t", "run", "2.obj", in_use=lambda: None)
    assert cache.trim(lambda: None) == cache.empty(lambda: None) == 0
    assert first.exists() and cache.empty(list) == 200 * KILOBYTE


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights there")
def test_a_layer_that_names_a_file_by_another_way_keeps_it(client: Client, cache: Cache, tmp_path: Path) -> None:
    path = cache.get(client, "1", "t", "run", "1.obj")
    other_way = tmp_path / "link"
    other_way.symlink_to(cache.folder, target_is_directory=True)
    assert cache.empty([other_way / path.relative_to(cache.folder)]) == 0
    assert path.exists()


def test_a_file_that_has_lost_its_end_is_downloaded_again(files: FileServer, client: Client, cache: Cache) -> None:
    path = cache.get(client, "1", "t", "run", "1.obj")
    path.write_bytes(path.read_bytes()[:-1])
    assert cache.find(files.url, "t", "run", "1.obj") is None
    assert cache.get(client, "1", "t", "run", "1.obj").read_bytes() == files.files["1.obj"].content
    path.write_bytes(path.read_bytes() + b"overviews")
    assert cache.find(files.url, "t", "run", "1.obj") == path
