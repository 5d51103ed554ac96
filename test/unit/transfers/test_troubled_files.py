"""Files that cannot be sent, or not as they are: each told by name, and no other stopped."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Callable, List, Optional, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.api.local_files import extended, status_of
from nadir.core.errors import Cancelled
from nadir.core.transfers.errors import TooFewPhotos, UploadStopped
from nadir.core.transfers.files import files_as_they_are
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.plan import FileState, PlannedFile, remote_names
from nadir.core.transfers.uploads import Upload, UploadPlan
from nadir.test.unit.api.scripted_server import Reply, Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, form_file, is_to

Photos = Callable[[int], Tuple[Path, ...]]


def upload_of(client: Client, journal: Journal, photos: Tuple[Path, ...], connections: int = 2) -> Upload:
    plan = UploadPlan(client.session.url, "1", "Meadow", photos)
    return Upload(client, journal, plan, connections=connections, retry=QUICK)


def unplug(path: Path) -> Callable[[Request], None]:
    """The file goes with the first photo that is sent."""

    def act(request: Request) -> None:
        if is_to(request, "upload"):
            path.unlink(missing_ok=True)

    return act


def the_names(server: TaskServer) -> set[str]:
    (files,) = server.files.values()
    return set(files)


def test_photos_that_cannot_be_read_stop_no_others_and_are_named(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(7)
    gone, empty = files[0], files[1]  # the smallest: the last to be sent
    empty.write_bytes(b"")
    server.before = unplug(gone)
    upload = upload_of(client, journal, files)
    with pytest.raises(UploadStopped, match="2 photos could not be sent") as caught:
        upload.run()
    assert the_names(server) == {path.name for path in files[2:]}
    troubles = {trouble.name: trouble.reason for trouble in caught.value.troubles}
    assert set(troubles) == {gone.name, empty.name}
    assert "No such file" in troubles[gone.name] and "is empty" in troubles[empty.name]
    states = {file.name: (file.state, file.reason) for file in upload.files()}
    assert states[gone.name] == (FileState.FAILED, troubles[gone.name])
    (unfinished,) = journal.unfinished(client.session.url)
    assert (unfinished.files_done, unfinished.files_failed, unfinished.files_total) == (5, 2, 7)
    assert server.commits == []

    again = Upload.resume(client, journal, upload.id, retry=QUICK)
    again.leave_out([gone.name, empty.name])
    task = again.run()
    assert server.commits == [task.id] and the_names(server) == {path.name for path in files[2:]}


def test_what_is_put_back_is_sent(server: TaskServer, client: Client, journal: Journal, photos: Photos) -> None:
    files = photos(4)
    server.before = unplug(files[0])
    upload = upload_of(client, journal, files)
    with pytest.raises(UploadStopped, match=files[0].name):
        upload.run()
    files[0].write_bytes(b"back again")
    server.before = lambda request: None
    Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert the_names(server) == {path.name for path in files}
    assert sum(server.uploads.values()) == 4


def test_two_photos_have_to_remain(server: TaskServer, client: Client, journal: Journal, photos: Photos) -> None:
    files = photos(3)
    server.before = lambda request: Reply(400, ["no"]) if is_to(request, "upload") else None
    upload = upload_of(client, journal, files)
    with pytest.raises(UploadStopped):
        upload.run()
    with pytest.raises(TooFewPhotos, match="at least 2"):
        upload.leave_out([files[0].name, str(files[1])])
    upload.leave_out([files[0].name])
    assert [file.state for file in journal.load(upload.id).files].count(FileState.LEFT_OUT) == 1


def test_a_photo_that_is_left_out_after_the_server_took_it_is_told(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(4)

    def refuse(request: Request) -> Optional[Reply]:
        is_odd = is_to(request, "upload") and form_file(request)[0] == files[1].name
        return Reply(400, {"detail": "Not an image"}) if is_odd else None

    server.after = refuse  # having stored it
    upload = upload_of(client, journal, files)
    with pytest.raises(UploadStopped):
        upload.run()
    again = Upload.resume(client, journal, upload.id, retry=QUICK)
    again.leave_out([files[1].name])
    again.run()
    assert len(again.notices) == 1 and f"has {files[1].name} all the same" in again.notices[0]


def test_a_photo_that_the_server_refuses_does_not_remove_the_task(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(4)
    server.before = lambda request: (
        Reply(400, {"detail": "Not an image"})
        if is_to(request, "upload") and form_file(request)[0] == files[1].name
        else None
    )
    with pytest.raises(UploadStopped, match="Not an image"):
        upload_of(client, journal, files).run()
    assert len(server.tasks) == 1 and the_names(server) == {path.name for path in files} - {files[1].name}


def test_a_server_that_refuses_all_photos_is_not_asked_for_each(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    server.before = lambda request: Reply(400, {"detail": "Read only"}) if is_to(request, "upload") else None
    with pytest.raises(UploadStopped, match="Read only") as caught:
        upload_of(client, journal, photos(30)).run()
    assert caught.value.troubles == ()
    assert sum(is_to(request, "upload") for request in server.requests) <= 7
    assert len(server.tasks) == 1


def test_a_file_that_something_writes_to_is_sent_once_it_keeps_still(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(3)
    growing, times = files[2], [0]

    def grow(request: Request) -> None:
        if is_to(request, "upload") and form_file(request)[0] == growing.name and times[0] < 2:
            times[0] += 1
            with growing.open("ab") as stream:
                stream.write(b"more")

    server.after = grow
    upload_of(client, journal, files, connections=1).run()
    (stored,) = server.files.values()
    assert stored[growing.name] == growing.read_bytes()
    assert server.uploads[growing.name] == 3


def test_a_file_that_never_keeps_still_is_named(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(3)

    def grow(request: Request) -> None:
        if is_to(request, "upload") and form_file(request)[0] == files[2].name:
            with files[2].open("ab") as stream:
                stream.write(b"more")

    server.after = grow
    with pytest.raises(UploadStopped, match=r"DJI_0002 é\.JPG changed while it was being sent"):
        upload_of(client, journal, files).run()


def test_a_file_that_was_only_touched_is_not_sent_again(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(4)
    server.before = lambda request: Reply(502, b"") if is_to(request, "commit") else None
    upload = upload_of(client, journal, files)
    with pytest.raises(UploadStopped):
        upload.run()
    os.utime(files[1], ns=(1, 1))
    files[2].write_bytes(bytes(reversed(files[2].read_bytes())))  # of the same size
    os.utime(files[2], ns=(1, 1))
    files[3].unlink()  # the server has it
    server.before = lambda request: None
    Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert [server.uploads[path.name] for path in files] == [1, 1, 2, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes of this kind")
def test_a_pipe_is_not_read_for_ever(client: Client, journal: Journal, photos: Photos, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    with pytest.raises(Exception, match=r"cannot be found: pipe\.jpg"):
        upload_of(client, journal, (*photos(2), pipe)).run()


def test_names_differ_on_every_server() -> None:
    paths = [
        Path("a/DJI_1.JPG"),
        Path("b/dji_1.jpg"),
        Path("c/caf\u00e9.jpg"),
        Path("d/cafe\u0301.jpg"),
        Path("e/x&amp;y.jpg"),
        Path("f/x&y.jpg"),
        Path("g/one\\two.jpg"),
        Path("h/tab\there\x7f.jpg"),
        Path("i/" + "東" * 120 + ".jpg"),
        Path("j/" + "東" * 121 + ".jpg"),
        Path("k/🛩️ №5.jpg"),
    ]
    names = remote_names(paths)
    assert names[:4] == ("DJI_1.JPG", "dji_1_1.jpg", "caf\u00e9.jpg", "cafe\u0301_1.jpg")
    assert names[4:8] == ("x&amp;y.jpg", "x&y_1.jpg", "one_two.jpg", "tab_here_.jpg")
    assert all(len(name.encode()) <= 200 and name.endswith(".jpg") for name in names[8:10])
    assert names[8] != names[9] and names[10] == "🛩️ №5.jpg"


def test_paths_that_are_too_long_for_windows_get_its_form_without_a_limit() -> None:
    folder = "C:\\" + "survey\\" * 40
    assert extended("C:\\photos\\a.jpg") == "C:\\photos\\a.jpg"
    assert extended(folder + "a.jpg") == "\\\\?\\" + folder + "a.jpg"
    assert extended("\\\\server\\share\\" + "x" * 240) == "\\\\?\\UNC\\server\\share\\" + "x" * 240
    assert extended("\\\\?\\" + folder) == "\\\\?\\" + folder


@pytest.mark.skipif(sys.platform == "win32", reason="made by relative steps, which Windows counts as one path")
def test_a_photo_deep_in_folders_arrives(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, tmp_path: Path
) -> None:
    folder = tmp_path.joinpath(*["a folder of a survey with a long name"] * 20)
    folder.mkdir(parents=True)
    (folder / "deep.jpg").write_bytes(b"photo")
    assert status_of(folder / "deep.jpg").st_size == 5
    upload_of(client, journal, (*photos(1), folder / "deep.jpg")).run()
    assert "deep.jpg" in the_names(server)


def test_the_largest_go_first_and_the_smallest_last(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    order: List[str] = []
    lock = threading.Lock()

    def note(request: Request) -> None:
        if is_to(request, "upload"):
            with lock:
                order.append(form_file(request)[0])

    server.before = note
    files = photos(6)
    upload_of(client, journal, files, connections=1).run()
    assert order == [path.name for path in reversed(files)]


def test_a_long_look_at_touched_files_can_be_cancelled(photos: Photos) -> None:
    (path,) = photos(1)
    size = path.stat().st_size
    sent = PlannedFile(0, path, path.name, size, 1, FileState.CONFIRMED, sent_size=size, crc32="00000000")
    answers = iter([False, True])  # before the file, while it is read
    with pytest.raises(Cancelled):
        files_as_they_are([sent], lambda: next(answers))
