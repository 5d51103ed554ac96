"""Photos that are made smaller before they are sent."""

from __future__ import annotations

import errno
import threading
import time
from pathlib import Path
from typing import Callable, List, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.errors import NadirError
from nadir.core.transfers.errors import PointsNotResized, UploadStopped
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.plan import plan_files
from nadir.core.transfers.smaller import FOLDER, SmallerCopies
from nadir.core.transfers.uploads import Upload, UploadPlan
from nadir.test.unit.api.scripted_server import Reply, Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, is_to

Photos = Callable[[int], Tuple[Path, ...]]


class Resizer:
    """Stands for the decoding of pictures, which these files are not; keeps count of what lies ready."""

    def __init__(self, damaged: Tuple[str, ...] = ()) -> None:
        self.most_ready = 0
        self.made: List[str] = []
        self._damaged = damaged
        self._lock = threading.Lock()

    def __call__(self, path: Path, target: Path, longest_side: int) -> Path:
        if path.name in self._damaged:
            raise NadirError(f"{path.name} cannot be made smaller: damaged.")
        target.write_bytes(path.read_bytes()[:longest_side])
        with self._lock:
            self.made.append(path.name)
            self.most_ready = max(self.most_ready, len(list(target.parent.iterdir())))
        return target


def upload_of(client: Client, journal: Journal, photos: Tuple[Path, ...], resizer: Resizer) -> Upload:
    plan = UploadPlan(client.session.url, "1", "Meadow", photos, resize_to=1000)
    return Upload(client, journal, plan, connections=2, retry=QUICK, resize=resizer)


def copies(journal: Journal) -> List[Path]:
    return [path for path in (journal.folder / FOLDER).rglob("*") if path.is_file()]


def test_smaller_copies_are_sent_confirmed_by_their_size_and_removed(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, tmp_path: Path
) -> None:
    files = photos(12)
    positions = tmp_path / "geo.txt"
    positions.write_text("EPSG:4326\n" * 500)
    resizer = Resizer()
    server.after = lambda request: time.sleep(0.02) if is_to(request, "upload") else None  # type: ignore[func-returns-value]
    upload_of(client, journal, (*files, positions), resizer).run()
    (stored,) = server.files.values()
    assert stored == {
        **{path.name: path.read_bytes()[:1000] for path in files},
        "geo.txt": positions.read_bytes(),
    }
    assert copies(journal) == [] and set(server.uploads.values()) == {1}
    assert resizer.most_ready <= 4 + 2 + 3, "ready, being sent, being made"
    assert len(resizer.made) == 12


def test_what_was_sent_smaller_is_not_sent_again(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(5)
    server.before = lambda request: Reply(502, b"") if is_to(request, "commit") else None
    upload = upload_of(client, journal, files, Resizer())
    with pytest.raises(UploadStopped):
        upload.run()
    assert copies(journal) == []
    assert {file.sent_size for file in journal.load(upload.id).files} == {1000}
    server.before = lambda request: None
    resizer = Resizer()
    Upload.resume(client, journal, upload.id, retry=QUICK, resize=resizer).run()
    assert resizer.made == [] and server.commits


@pytest.mark.parametrize("name", ["gcp_list.txt", "Control.TXT"])
def test_control_points_do_not_go_with_smaller_photos(
    name: str, server: TaskServer, client: Client, journal: Journal, photos: Photos, tmp_path: Path
) -> None:
    points = tmp_path / name
    points.write_text("EPSG:4326\n")
    with pytest.raises(PointsNotResized, match=name):
        upload_of(client, journal, (*photos(2), points), Resizer()).run()
    assert journal.all_ids() == () and server.requests == []


def test_a_damaged_photo_is_named_and_stops_no_other(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(4)
    with pytest.raises(UploadStopped, match="cannot be made smaller") as caught:
        upload_of(client, journal, files, Resizer(damaged=(files[2].name,))).run()
    assert [trouble.name for trouble in caught.value.troubles] == [files[2].name]
    (stored,) = server.files.values()
    assert len(stored) == 3 and copies(journal) == []


def test_a_full_disk_stops_the_upload_and_blames_no_photo(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    def full(path: Path, target: Path, longest_side: int) -> Path:
        raise NadirError("The disk is full.", "Make room.") from OSError(errno.ENOSPC, "No space left on device")

    upload = Upload(
        client,
        journal,
        UploadPlan(client.session.url, "1", "Meadow", photos(9), resize_to=1000),
        connections=2,
        retry=QUICK,
        resize=full,
    )
    with pytest.raises(UploadStopped, match="disk is full") as caught:
        upload.run()
    assert caught.value.troubles == ()
    Upload.resume(client, journal, upload.id, retry=QUICK, resize=Resizer()).run()
    (stored,) = server.files.values()
    assert len(stored) == 9


def test_a_copy_that_a_virus_scanner_holds_stops_nothing(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if FOLDER in path.parts:
            raise PermissionError(13, "The process cannot access the file", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    upload_of(client, journal, photos(3), Resizer()).run()
    assert set(server.uploads.values()) == {1} and server.commits


def test_a_photo_that_changed_after_its_copy_was_made_is_made_again(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jpg" for number in range(2)]
    for path in paths:
        path.write_bytes(b"old")
    first, second = plan_files(paths)
    copies_made = SmallerCopies(tmp_path / "copies", 1000, Resizer())
    copies_made.take(first, [second], lambda: False)
    paths[1].write_bytes(b"newer")
    copy = copies_made.take(second.as_it_is(), [], lambda: False)
    assert copy.read_bytes() == b"newer"
    copies_made.close()


def test_copies_of_a_program_that_was_killed_go_with_the_next_start(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    left = journal.folder / FOLDER / "an upload that is no more"
    left.mkdir(parents=True)
    (left / "0.jpg").write_bytes(b"left")
    upload_of(client, journal, photos(2), Resizer()).run()
    assert not left.exists()


def test_real_photos_are_made_smaller_with_what_they_say_of_themselves(
    server: TaskServer, client: Client, journal: Journal, tmp_path: Path
) -> None:
    gdal = pytest.importorskip("osgeo.gdal")
    paths = []
    for number in range(2):
        paths.append(tmp_path / f"{number}.jpg")
        memory = gdal.GetDriverByName("MEM").Create("", 640, 480, 3)
        for band in (1, 2, 3):
            memory.GetRasterBand(band).Fill(60 * band + number)
        gdal.GetDriverByName("JPEG").CreateCopy(str(paths[-1]), memory)
    plan = UploadPlan(client.session.url, "1", "Meadow", tuple(paths), resize_to=320)
    Upload(client, journal, plan, retry=QUICK).run()
    (stored,) = server.files.values()
    for name, content in stored.items():
        gdal.FileFromMemBuffer(f"/vsimem/{name}", content)
        picture = gdal.Open(f"/vsimem/{name}")
        assert (picture.RasterXSize, picture.RasterYSize) == (320, 240)
        gdal.Unlink(f"/vsimem/{name}")


def test_cancelling_does_not_wait_for_a_photo_that_is_being_made(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    begun, released = threading.Event(), threading.Event()

    def slow(path: Path, target: Path, longest_side: int) -> Path:
        begun.set()
        released.wait(20)
        return path

    def note(request: Request) -> None:
        assert not is_to(request, "upload")

    server.before = note
    plan = UploadPlan(client.session.url, "1", "Meadow", photos(4), resize_to=1000)
    upload = Upload(client, journal, plan, retry=QUICK, resize=slow)
    started: List[float] = []

    def cancelled() -> bool:
        if begun.is_set() and not started:
            started.append(time.monotonic())
        return bool(started)

    with pytest.raises(NadirError):
        upload.run(cancelled=cancelled)
    seconds = time.monotonic() - started[0]
    released.set()
    assert seconds < 5


def test_a_task_says_what_the_server_is_to_do_with_its_photos(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, tmp_path: Path
) -> None:
    """Photos go as they are, with the ground control points under the name that nodes know."""
    points = tmp_path / "site.csv.txt"
    points.write_text("EPSG:4326\n")
    files = photos(3)
    plan = UploadPlan(
        client.session.url, "1", "Meadow", files, resize_on_server=1000, align_to="auto", gcp_file=points
    )
    Upload(client, journal, plan, connections=2, retry=QUICK).run()
    made = next(request.json() for request in server.requests if request.body.startswith(b"{") and b"Meadow" in request.body)
    assert (made["resize_to"], made["align_to"]) == (1000, "auto")
    (stored,) = server.files.values()
    assert stored == {**{path.name: path.read_bytes() for path in files}, "gcp_list.txt": points.read_bytes()}
