"""Downloads: resumed where that is possible, never mixed, never half under the final name."""

from __future__ import annotations

import errno
import gzip
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.exports import ExportOptions, ExportProduct
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.core.errors import Cancelled
from nadir.core.transfers import fetch, part_file
from nadir.core.transfers.contents import DamagedDownload
from nadir.core.transfers.download_queue import DownloadProgress, Downloads, WantedAsset
from nadir.core.transfers.downloads import Download, ExportDownload
from nadir.core.transfers.fetch import DownloadStopped
from nadir.core.transfers.part_file import DownloadInUse, part_path, remove_leftovers, state_path
from nadir.test.unit.api.scripted_server import RawServer, Reply, Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.file_server import FileServer, ServedFile

ROOT = Path(__file__).resolve().parents[3]
MODEL = "textured_model.obj"  # of a kind that is not looked into
CONTENT = bytes(range(256)) * 4000
LATER = bytes(reversed(range(256))) * 4000  # as long, and different everywhere
KEPT = '"one"'


@pytest.fixture
def files() -> Iterator[FileServer]:
    server = FileServer({MODEL: ServedFile(CONTENT)})
    yield server
    server.close()


@pytest.fixture
def client(files: FileServer) -> Iterator[Client]:
    session = Session(files.url, "admin", "secret", NetworkOptions(connect_timeout=5.0, read_timeout=5.0))
    yield Client(session)
    session.close()


def download(client: Client, target: Path, asset: str = MODEL) -> Download:
    return Download(client, "1", "t", asset, target, retry=QUICK)


def break_off(client: Client, files: FileServer, target: Path, after: int = 300_000) -> None:
    """Leave what a download has when QGIS closes in the middle of it."""

    def stopped() -> bool:
        if part_path(target).exists() and part_path(target).stat().st_size >= after:
            raise DownloadStopped("QGIS closes.")
        return False

    files.cuts = [after] + [0] * 50
    with pytest.raises(DownloadStopped):
        download(client, target).run(cancelled=stopped)
    files.cuts = []
    assert part_path(target).stat().st_size >= after


def names(folder: Path) -> List[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_whole_with_progress(files: FileServer, client: Client, tmp_path: Path) -> None:
    seen: List[Tuple[int, Optional[int]]] = []
    target = tmp_path / "Ausgabe für alle" / "Modell é.obj"
    assert download(client, target).run(lambda *step: seen.append(step)) == target
    assert target.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert names(target.parent) == ["Modell é.obj"]
    assert os.access(target, os.W_OK) and (target.stat().st_mode & 0o600) == 0o600


def test_what_breaks_off_goes_on_where_it_was(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.cuts = [100_000, 200_000, 1, 0, 300_000]
    target = tmp_path / MODEL
    download(client, target).run()
    assert target.read_bytes() == CONTENT
    assert files.ranges == ["", "bytes=100000-", "bytes=300000-", "bytes=300001-", "bytes=300001-", "bytes=600001-"]
    assert {request.headers.get("if-range", "") for request in files.asked[1:]} == {KEPT}
    assert names(tmp_path) == [MODEL]


def test_a_bad_line_ends_nothing_as_long_as_each_try_brings_something(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    files.cuts = [40_000] * 20  # far more tries than the policy allows in a row
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT


def test_a_server_without_ranges_is_asked_from_the_start(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files[MODEL] = ServedFile(CONTENT, tag="", ranges=False)
    files.cuts = [100_000, 500_000]
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT
    assert files.ranges == ["", "", ""]


def test_a_server_that_ignores_the_range_starts_again(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files[MODEL] = ServedFile(CONTENT, ranges=False)
    files.cuts = [100_000]
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT
    assert files.ranges == ["", "bytes=100000-"]


def test_a_time_of_change_serves_where_it_is_old_enough(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files[MODEL] = ServedFile(CONTENT, tag="", changed_at=time.time() - 3600)
    files.cuts = [100_000]
    download(client, tmp_path / MODEL).run()
    assert files.ranges == ["", "bytes=100000-"]
    assert (tmp_path / MODEL).read_bytes() == CONTENT


@pytest.mark.parametrize("weak", [ServedFile(CONTENT, tag='W/"one"'), ServedFile(CONTENT, tag="", changed_at=None)])
def test_without_a_firm_name_of_the_version_nothing_is_added(
    weak: ServedFile, files: FileServer, client: Client, tmp_path: Path
) -> None:
    files.files[MODEL] = weak
    files.cuts = [100_000]
    download(client, tmp_path / MODEL).run()
    assert files.ranges == ["", ""]
    assert (tmp_path / MODEL).read_bytes() == CONTENT


def test_a_file_that_changed_just_now_may_change_again_in_the_same_second(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    files.files[MODEL] = ServedFile(CONTENT, tag="", changed_at=time.time() - 1)
    files.cuts = [100_000]
    download(client, tmp_path / MODEL).run()
    assert files.ranges == ["", ""]


def test_a_file_that_changes_between_two_tries_is_fetched_anew(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    break_off(client, files, tmp_path / MODEL)
    files.files[MODEL] = ServedFile(LATER, tag='"two"')
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == LATER
    assert files.ranges[-1].startswith("bytes=")  # it was asked to go on, and said that it cannot


def test_an_interrupted_download_goes_on_another_day(files: FileServer, client: Client, tmp_path: Path) -> None:
    break_off(client, files, tmp_path / MODEL)
    assert not (tmp_path / MODEL).exists()
    before = len(files.asked)
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT
    assert len(files.asked) == before + 1
    assert files.ranges[-1].startswith("bytes=") and files.ranges[-1] != "bytes=0-"
    assert names(tmp_path) == [MODEL]


def test_what_another_asset_left_is_not_added_to(files: FileServer, client: Client, tmp_path: Path) -> None:
    target = tmp_path / "model"
    break_off(client, files, target)
    files.files["other.obj"] = ServedFile(LATER)
    download(client, target, "other.obj").run()
    assert target.read_bytes() == LATER
    assert files.ranges[-1] == ""


def test_a_torn_note_means_a_start_from_nothing(files: FileServer, client: Client, tmp_path: Path) -> None:
    break_off(client, files, tmp_path / MODEL)
    state_path(tmp_path / MODEL).write_bytes(b'{"source": "htt')
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT
    assert files.ranges[-1] == ""


def test_bytes_that_a_power_cut_may_have_taken_are_fetched_again(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    """After a power cut the file can be as long as it was, and hold zeros at its end."""
    break_off(client, files, tmp_path / MODEL)
    part, saved = part_path(tmp_path / MODEL), 300_000
    with part.open("r+b") as stream:
        stream.truncate(saved)
        stream.truncate(900_000)
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT


def test_a_download_that_was_killed_after_its_last_byte_ends_with_one_more(
    files: FileServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise DownloadStopped("killed")

    with monkeypatch.context() as patch:
        patch.setattr(fetch, "check_content", killed)
        with pytest.raises(DownloadStopped):
            download(client, tmp_path / MODEL).run()
    download(client, tmp_path / MODEL).run()
    assert files.ranges == ["", f"bytes={len(CONTENT) - 1}-"]
    assert (tmp_path / MODEL).read_bytes() == CONTENT


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Range": f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}"},
        {"Content-Range": f"bytes 300001-{len(CONTENT) - 1}/{len(CONTENT)}"},
        {"Content-Range": f"bytes 300000-{len(CONTENT) - 1}/{len(CONTENT) + 1}"},
        {"Content-Range": f"bytes 300000-{len(CONTENT) - 1}/{len(CONTENT)}", "ETag": '"another"'},
        {"Content-Range": f"bytes 300000-300009/{len(CONTENT)}"},
        {"Content-Range": "nonsense"},
        {"Content-Range": f"bytes 30000\u00b2-{len(CONTENT) - 1}/{len(CONTENT)}"},
        {"Content-Type": "multipart/byteranges; boundary=x"},
    ],
)
def test_a_range_that_does_not_fit_is_not_added(
    headers: dict, files: FileServer, client: Client, tmp_path: Path
) -> None:
    def lie(request: Request) -> Optional[Reply]:
        if "range" not in request.headers:
            return None
        return Reply(206, LATER[:700_000], {"Content-Type": "x/y", "ETag": KEPT, **headers})

    files.cuts = [300_000]
    files.before = lie
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT
    assert files.ranges == ["", "bytes=300000-", ""]


def test_a_range_that_was_not_asked_for_is_refused(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.before = lambda request: (
        Reply(206, CONTENT[10:], {"Content-Range": f"bytes 10-{len(CONTENT) - 1}/{len(CONTENT)}"})
        if request.method == "GET"
        else None
    )
    with pytest.raises(errors.UnexpectedAnswer, match="only a part"):
        download(client, tmp_path / MODEL).run()
    assert names(tmp_path) == []


def test_416_starts_again(files: FileServer, client: Client, tmp_path: Path) -> None:
    break_off(client, files, tmp_path / MODEL)
    files.files[MODEL] = ServedFile(b"much shorter", tag=KEPT)  # a server that names two versions alike
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == b"much shorter"


def test_a_server_that_never_sends_all_leaves_the_old_file(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files[MODEL] = ServedFile(CONTENT, tag="")
    files.cuts = [5] * 50
    target = tmp_path / MODEL
    target.write_bytes(b"the old one")
    with pytest.raises(errors.ConnectionLost):
        download(client, target).run()
    assert target.read_bytes() == b"the old one"
    assert names(tmp_path) == [MODEL]


def test_a_server_that_does_not_come_back_leaves_what_can_be_added_to(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    files.cuts = [300_000, 0, 0, 0, 0, 0, 0]
    with pytest.raises(errors.ConnectionLost):
        download(client, tmp_path / MODEL).run()
    assert names(tmp_path) == sorted([part_path(tmp_path / MODEL).name, state_path(tmp_path / MODEL).name])
    files.cuts = []
    download(client, tmp_path / MODEL).run()
    assert files.ranges[-1] == "bytes=300000-"
    assert names(tmp_path) == [MODEL]


def test_a_cancelled_download_leaves_nothing(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.cuts = [300_000] + [0] * 50
    with pytest.raises(Cancelled):
        download(client, tmp_path / MODEL).run(cancelled=part_path(tmp_path / MODEL).exists)
    assert names(tmp_path) == []


def test_a_busy_server_is_asked_again(files: FileServer, client: Client, tmp_path: Path) -> None:
    answers = [Reply(502, b"busy", {"Content-Type": "text/plain"}), Reply(429, b"", {"Retry-After": "0"})]
    files.before = lambda request: answers.pop(0) if answers and request.method == "GET" else None
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT


def test_what_is_not_there_is_asked_for_once(files: FileServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound):
        download(client, tmp_path / "dsm.tif", "dsm.tif").run()
    assert len(files.asked) == 1
    assert names(tmp_path) == []


def test_a_page_of_a_proxy_for_a_server_that_restarts_costs_no_bytes(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    target = tmp_path / MODEL
    break_off(client, files, target)
    files.before = lambda request: Reply(404, b"<html>404 page not found</html>", {"Content-Type": "text/html"})
    with pytest.raises(errors.NotFound):
        download(client, target).run()
    files.before = lambda request: None
    download(client, target).run()
    assert target.read_bytes() == CONTENT and files.ranges[-1].startswith("bytes=")


def test_a_disk_that_fails_while_the_file_is_looked_into(
    files: FileServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, name: str, cancelled: object) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(fetch, "check_content", fail)
    with pytest.raises(errors.FileUnwritable, match="Input/output error"):
        download(client, tmp_path / MODEL).run()
    assert names(tmp_path) == []


def test_a_web_page_is_no_product(files: FileServer, client: Client, tmp_path: Path) -> None:
    """Even one with status 200, as a log-in page before the server has it, and of a kind that is not looked into."""
    files.files[MODEL] = ServedFile(b"<html>Please log in</html>", kind="text/html; charset=utf-8")
    with pytest.raises(errors.ApiError, match="web page"):
        download(client, tmp_path / MODEL).run()
    assert names(tmp_path) == []


def test_a_log_in_page_in_the_middle_costs_no_bytes(files: FileServer, client: Client, tmp_path: Path) -> None:
    break_off(client, files, tmp_path / MODEL)
    page = Reply(200, b"<html>hotspot</html>", {"Content-Type": "text/html"})
    files.before = lambda request: page if request.method == "GET" else None
    with pytest.raises(errors.ApiError):
        download(client, tmp_path / MODEL).run()
    assert not (tmp_path / MODEL).exists()
    files.before = lambda request: None
    download(client, tmp_path / MODEL).run()
    assert files.ranges[-1] != ""
    assert (tmp_path / MODEL).read_bytes() == CONTENT


def test_an_error_with_status_200_is_no_product(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files["dsm.tif"] = ServedFile(b'{"error": "busy"}', kind="application/json")
    with pytest.raises(DamagedDownload, match="no TIFF") as caught:
        download(client, tmp_path / "dsm.tif", "dsm.tif").run()
    assert "busy" in caught.value.detail
    assert names(tmp_path) == []


def test_a_damaged_mixture_is_fetched_once_more(files: FileServer, client: Client, tmp_path: Path) -> None:
    """A server that calls two versions by one name: only a look into the file tells."""

    def zipped(content: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("model.bin", content)
        return buffer.getvalue()

    old, new = zipped(CONTENT), zipped(LATER)
    files.files["model.zip"] = ServedFile(old)
    files.cuts = [500_000]

    def swap(request: Request) -> Optional[Reply]:
        if "range" in request.headers:
            files.files["model.zip"] = ServedFile(new)
        return None

    files.before = swap
    download(client, tmp_path / "model.zip", "model.zip").run()
    assert (tmp_path / "model.zip").read_bytes() == new
    assert files.ranges == ["", "bytes=500000-", ""]


def test_gzip_that_nobody_asked_for(files: FileServer, client: Client, tmp_path: Path) -> None:
    packed = gzip.compress(CONTENT)
    answers = [packed[: len(packed) // 2], packed]

    def pack(request: Request) -> Optional[Reply]:
        if request.method != "GET":
            return None
        headers = {"Content-Encoding": "gzip", "ETag": KEPT, "Content-Length": str(len(packed))}
        return Reply(200, answers.pop(0), {"Content-Type": "x/y", **headers})

    files.before = pack
    download(client, tmp_path / MODEL).run()
    assert (tmp_path / MODEL).read_bytes() == CONTENT
    assert files.ranges == ["", ""]


@pytest.mark.parametrize("cut", [False, True])
def test_chunks_without_a_length(cut: bool, files: FileServer, client: Client, tmp_path: Path) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: x/y\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, 3000, 1000):
            connection.sendall(b"3e8\r\n" + CONTENT[start : start + 1000] + b"\r\n")
        if not cut:
            connection.sendall(b"0\r\n\r\n")

    other = RawServer(talk)
    files.on("GET", f"/api/projects/1/tasks/t/download/{MODEL}", Reply(302, None, {"Location": other.url + "/x.obj"}))
    try:
        if cut:
            with pytest.raises(errors.ConnectionLost):
                download(client, tmp_path / MODEL).run()
            assert names(tmp_path) == []
        else:
            download(client, tmp_path / MODEL).run()
            assert (tmp_path / MODEL).read_bytes() == CONTENT[:3000]
    finally:
        other.close()


def test_a_redirect_to_a_store_resumes_there_without_the_token(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    store = FileServer({MODEL: ServedFile(CONTENT)}, cuts=[400_000])
    moved = Reply(302, None, {"Location": f"{store.url}/api/projects/9/tasks/9/download/{MODEL}"})
    files.on("GET", f"/api/projects/1/tasks/t/download/{MODEL}", moved)
    try:
        download(client, tmp_path / MODEL).run()
        assert store.ranges == ["", "bytes=400000-"]
        assert [request.headers.get("authorization") for request in store.asked] == [None, None]
    finally:
        store.close()
    assert (tmp_path / MODEL).read_bytes() == CONTENT


def test_two_downloads_to_one_place_are_kept_apart(files: FileServer, client: Client, tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(request: Request) -> None:
        if request.method == "GET":
            reached.set()
            go_on.wait(30)

    files.before = hold
    first = threading.Thread(target=download(client, tmp_path / MODEL).run)
    first.start()
    assert reached.wait(30)
    with pytest.raises(DownloadInUse, match="being downloaded already"):
        download(client, tmp_path / MODEL).run()
    go_on.set()
    first.join(30)
    assert (tmp_path / MODEL).read_bytes() == CONTENT
    assert names(tmp_path) == [MODEL]


PROGRAM = """
import sys
from pathlib import Path
from nadir.core.api.client import Client
from nadir.core.api.session import Session
from nadir.core.transfers.downloads import Download

url, target = sys.argv[1:]
Download(Client(Session(url, "admin", "secret")), "1", "t", "textured_model.obj", Path(target)).run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is what POSIX calls it")
def test_a_download_killed_half_way_goes_on(
    files: FileServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = os.urandom(1024) * 40 * 1024
    files.files[MODEL] = ServedFile(content)
    files.cuts = [len(content) - 10]  # the last try waits for its answer when the blow falls
    stuck, over = threading.Event(), threading.Event()

    def hold(request: Request) -> None:
        if "range" in request.headers:
            stuck.set()
            over.wait(60)

    files.before = hold
    target = tmp_path / MODEL
    command = [sys.executable, "-c", PROGRAM, files.url, str(target)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / ".dev")}) as program:
        assert stuck.wait(60)
        with pytest.raises(DownloadInUse):
            download(client, target).run()
        program.send_signal(signal.SIGKILL)
        program.wait(20)
    over.set()
    files.before = lambda request: None
    assert not target.exists()
    download(client, target).run()
    assert target.read_bytes() == content
    assert int(files.ranges[-1][6:-1]) >= 32 * 1024 * 1024  # not more than the last 16 MB come again
    assert names(tmp_path) == [MODEL]


def test_leftovers_go_when_nobody_has_them_in_hand(files: FileServer, client: Client, tmp_path: Path) -> None:
    break_off(client, files, tmp_path / "old.obj")
    held = part_file.PartFile.open_for(tmp_path / "held.obj", "x")
    held.begin(KEPT, 3)
    held.write(b"abc")
    held.flush()
    (tmp_path / "mine.part").write_bytes(b"not ours")
    (tmp_path / ".half.nadir.part" / "unpacked").mkdir(parents=True)
    remove_leftovers(tmp_path, older_than=3600)
    assert part_path(tmp_path / "old.obj").exists()
    remove_leftovers(tmp_path, older_than=-1)
    assert names(tmp_path) == sorted(
        ["mine.part", part_path(tmp_path / "held.obj").name, state_path(tmp_path / "held.obj").name]
    )
    held.close()


def test_a_full_disk_is_told_before_a_byte_is_written(
    files: FileServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr(fetch.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(errors.FileUnwritable, match="no room for textured_model.obj"):
        download(client, tmp_path / MODEL).run()
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_meanwhile(
    files: FileServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_file.PartFile, "_open_stream", _open_full)
    with pytest.raises(errors.FileUnwritable, match="The disk is full"):
        download(client, tmp_path / MODEL).run()
    assert names(tmp_path) == []


def _open_full(part: part_file.PartFile, mode: str) -> None:
    part._stream = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115 - as the real one, it is closed by the part file


def test_a_folder_that_cannot_be_made(files: FileServer, client: Client, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(errors.FileUnwritable, match="folder cannot be made"):
        download(client, tmp_path / "file" / "folder" / MODEL).run()


def test_a_whole_file_that_cannot_take_its_name_is_not_fetched_again(
    files: FileServer, client: Client, tmp_path: Path
) -> None:
    """As on Windows, while a layer shows the old file."""
    target = tmp_path / MODEL
    target.mkdir()
    with pytest.raises(errors.FileUnwritable, match="cannot be written"):
        download(client, target).run()
    target.rmdir()
    download(client, target).run()
    assert files.ranges == ["", f"bytes={len(CONTENT) - 1}-"]
    assert target.read_bytes() == CONTENT
    assert names(tmp_path) == [MODEL]


def test_names_as_long_as_file_systems_take(files: FileServer, client: Client, tmp_path: Path) -> None:
    target = tmp_path / ("é" * 120 + ".obj")
    download(client, target).run()
    assert names(tmp_path) == [target.name]


def test_several_downloads_with_the_progress_of_all(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files = {f"{number}.obj": ServedFile(CONTENT[: 1000 * number]) for number in range(1, 6)}
    files.files["unknown.obj"] = ServedFile(CONTENT)
    wanted = [WantedAsset("1", "t", name, tmp_path / name) for name in files.files]
    wanted.append(WantedAsset("1", "t", "missing.obj", tmp_path / "missing.obj"))
    seen: List[DownloadProgress] = []
    report = Downloads(client, wanted, retry=QUICK).run(seen.append)
    assert sorted(path.name for path in report.files) == sorted(files.files)
    assert {path.name: path.read_bytes() for path in report.files} == {
        name: file.content for name, file in files.files.items()
    }
    ((failed, error),) = report.failures
    assert (failed.asset, type(error)) == ("missing.obj", errors.NotFound)
    assert (seen[-1].files_done, seen[-1].files_total) == (6, 7)
    assert seen[-1].bytes_done == seen[-1].bytes_total == 15_000 + len(CONTENT)
    assert seen[-1].fraction == 1.0


def test_several_downloads_that_are_cancelled(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files = {f"{number}.obj": ServedFile(CONTENT) for number in range(6)}
    go_on = threading.Event()

    def hold(request: Request) -> None:
        if request.method == "GET" and not request.path.endswith("/0.obj"):
            go_on.wait(30)

    files.before = hold
    wanted = [WantedAsset("1", "t", name, tmp_path / name) for name in files.files]
    with pytest.raises(Cancelled):
        Downloads(client, wanted, retry=QUICK).run(cancelled=lambda: (tmp_path / "0.obj").exists())
    go_on.set()
    assert names(tmp_path) == ["0.obj"]


def test_several_downloads_that_the_disk_does_not_hold(
    files: FileServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": len(CONTENT) * 2 - 1})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    files.files = {"a.obj": ServedFile(CONTENT), "b.obj": ServedFile(CONTENT)}
    wanted = [WantedAsset("1", "t", name, tmp_path / name) for name in files.files]
    with pytest.raises(errors.FileUnwritable, match="no room for these files"):
        Downloads(client, wanted, retry=QUICK).run()
    assert files.asked == []


EXPORT = "/api/projects/1/tasks/t/georeferenced_model/export"
PLY = ExportOptions(ExportProduct.POINT_CLOUD, "ply")


def test_an_export_is_made_waited_for_and_fetched(files: FileServer, client: Client, tmp_path: Path) -> None:
    cloud = b"ply\nformat ascii 1.0\nend_header\n" + CONTENT
    files.on("POST", EXPORT, Reply(200, {"celery_task_id": "w-1", "filename": "Flug-georeferenced_model.ply"}))
    files.on("GET", "/api/workers/check/w-1", Reply(200, {"ready": False}), Reply(200, {"ready": True}))
    answers = [Reply(502, b"busy"), Reply(200, cloud[:500], {"Content-Length": str(len(cloud))}), Reply(200, cloud)]
    files.on("GET", "/api/workers/get/w-1", *answers)
    ExportDownload(client, "1", "t", PLY, tmp_path / "cloud.ply", retry=QUICK).run()
    assert (tmp_path / "cloud.ply").read_bytes() == cloud
    assert files.asked[-1].query == {"filename": "Flug-georeferenced_model.ply"}


def test_an_export_that_is_there_already(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.files["georeferenced_model.ply"] = ServedFile(b"ply\nend_header\n")
    url = "/api/projects/1/tasks/t/download/georeferenced_model.ply"
    files.on("POST", EXPORT, Reply(200, {"url": url, "filename": "x.ply"}))
    ExportDownload(client, "1", "t", PLY, tmp_path / "cloud.ply", retry=QUICK).run()
    assert (tmp_path / "cloud.ply").read_bytes() == b"ply\nend_header\n"


def test_an_export_that_comes_as_something_else(files: FileServer, client: Client, tmp_path: Path) -> None:
    files.on("POST", EXPORT, Reply(200, {"celery_task_id": "w-1", "filename": "x.ply"}))
    files.on("GET", "/api/workers/check/w-1", Reply(200, {"ready": True}))
    files.on("GET", "/api/workers/get/w-1", Reply(200, {"error": "Invalid task"}))
    with pytest.raises(DamagedDownload, match="no PLY"):
        ExportDownload(client, "1", "t", PLY, tmp_path / "cloud.ply", retry=QUICK).run()
    assert names(tmp_path) == []
