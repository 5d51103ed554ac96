"""Moving the data of the local server: whatever happens, one whole data folder is there, and nothing is lost."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.errors import Cancelled, NadirError
from nadir.core.local import moving
from nadir.core.local.data import contents_of, has_data, remove_if_empty, remove_owned, size_of

PROGRAM = Path(__file__).with_name("moving_program.py")
DEV = Path(__file__).resolve().parents[3] / ".dev"


def never() -> bool:
    return False


def nothing(fraction: float, text: str) -> None:
    """Takes progress and does not show it."""


def no_switch() -> None:
    raise AssertionError("the data were given out to lie in the new folder")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A data folder as a local server leaves it, with a photo of two names, an empty folder, a link and somebody else's file."""
    folder = tmp_path / "old"
    task = folder / "server" / "tasks" / "a1" / "images"
    task.mkdir(parents=True)
    (folder / "server" / "nadir.sqlite3").write_bytes(b"database" * 100)
    (folder / "server" / "login.json").write_text("{}")
    (folder / "server" / "login.json").chmod(0o600)
    (task / "DJI_0001.JPG").write_bytes(os.urandom(50_000))
    copy = folder / "server" / "tasks" / "b2" / "images"
    copy.mkdir(parents=True)
    os.link(task / "DJI_0001.JPG", copy / "DJI_0001.JPG")
    (folder / "node" / "tasks").mkdir(parents=True)
    (folder / "node" / "latest").symlink_to("tasks")
    (folder / "server.out").write_text("ready\n")
    (folder / "holiday.jpg").write_bytes(b"mine")
    return folder


def seen(folder: Path) -> dict[str, Any]:
    """Everything of the local server's in a folder: paths with contents, modes and times."""
    found: dict[str, Any] = {}
    for name in ("server", "node", "server.out", "node.out"):
        entry = folder / name
        for path in [entry, *sorted(entry.rglob("*"))] if entry.exists() else []:
            status = path.lstat()
            content: object = path.read_bytes() if path.is_file() else "folder"
            if path.is_symlink():
                content = path.readlink()
            found[str(path.relative_to(folder))] = (content, status.st_mode, 0 if path.is_symlink() else status.st_mtime_ns)
    return found


@pytest.fixture(params=["link", "copy"])
def linking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """On one disk, and as between two."""
    if request.param == "copy":
        real = os.link

        def refuse(source: Any, target: Any) -> None:
            if str(source).split(os.sep + "server")[0] != str(target).split(os.sep + "server")[0]:
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            real(source, target)

        monkeypatch.setattr(os, "link", refuse)
    return str(request.param)


def test_everything_is_there_afterwards_and_nothing_of_it_in_the_old_folder(old: Path, tmp_path: Path, linking: str) -> None:
    before, new, told = seen(old), tmp_path / "new", []
    left = moving.move(old, new, lambda: told.append(seen(new) == before), nothing, never)
    assert left == ""
    assert told == [True]
    assert seen(new) == before
    assert sorted(each.name for each in new.iterdir()) == ["node", "server", "server.out"]
    assert [each.name for each in old.iterdir()] == ["holiday.jpg"]
    photos = [new / "server" / "tasks" / task / "images" / "DJI_0001.JPG" for task in ("a1", "b2")]
    assert photos[0].samefile(photos[1])


def test_the_progress_only_grows_and_ends_at_one(old: Path, tmp_path: Path, linking: str) -> None:
    told: list[float] = []
    moving.move(old, tmp_path / "new", lambda: None, lambda fraction, text: told.append(fraction), never)
    assert told == sorted(told)
    assert told[-1] == 1.0


def settle_and_judge(old: Path, new: Path, setting: Path, before: dict[str, Any]) -> None:
    """What a next start finds: the folder that is set is whole, and nothing of the other one is left."""
    data, other = (new, old) if setting.exists() else (old, new)
    moving.settle(data)
    assert seen(data) == before, data
    assert not seen(other), other
    assert not list(old.glob("nadir-move*")) and not list(new.glob("nadir-move*"))
    assert (old / "holiday.jpg").read_bytes() == b"mine"


@pytest.mark.parametrize("how", ["link", "copy"])
def test_killed_at_any_moment_it_leaves_one_whole_folder(old: Path, tmp_path: Path, how: str) -> None:
    before, kept, kills, sides = seen(old), tmp_path / "kept", 0, set()
    subprocess.run(["cp", "-a", str(old), str(kept)], check=True)
    while True:
        where = tmp_path / f"kill-{kills}"
        where.mkdir()
        subprocess.run(["cp", "-a", str(kept), str(where / "old")], check=True)
        command = [sys.executable, str(PROGRAM), str(where / "old"), str(where / "new"), str(where / "setting"), str(kills), how]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(DEV)}, capture_output=True, text=True)
        assert done.returncode in (0, 9), done.stderr
        sides.add((where / "setting").exists())
        (where / "new").mkdir(exist_ok=True)
        settle_and_judge(where / "old", where / "new", where / "setting", before)
        shutil.rmtree(where)
        if done.returncode == 0:
            break
        kills += 1
    assert kills > 20
    assert sides == {True, False}


def test_after_a_kill_the_same_move_can_be_made_again(old: Path, tmp_path: Path) -> None:
    before = seen(old)
    command = [sys.executable, str(PROGRAM), str(old), str(tmp_path / "new"), str(tmp_path / "setting")]
    environment = {**os.environ, "PYTHONPATH": str(DEV)}
    assert subprocess.run([*command, "9", "copy"], env=environment).returncode == 9
    assert subprocess.run([*command, "1000", "copy"], env=environment).returncode == 0
    assert seen(tmp_path / "new") == before


Failing = Callable[[pytest.MonkeyPatch], None]


def full_disk(patch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr(moving, "_transfer", fail)


def damaged_copy(patch: pytest.MonkeyPatch) -> None:
    real = shutil.copystat

    def damage(source: Any, target: Any) -> None:
        real(source, target)
        if Path(target).suffix == ".JPG":
            data = bytearray(Path(target).read_bytes())
            data[1000] ^= 1
            Path(target).write_bytes(data)

    patch.setattr(shutil, "copystat", damage)


def no_room(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(moving, "SPARE", 10**18)


def unreadable(patch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    patch.setattr(moving, "files_below", fail)


@pytest.mark.parametrize(
    ("fault", "words"),
    [(full_disk, "became full"), (damaged_copy, "reads differently"), (no_room, "not enough room"), (unreadable, "could not be moved")],
)
def test_a_fault_takes_everything_back(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Failing, words: str
) -> None:
    before, new = seen(old), tmp_path / "new"
    monkeypatch.setattr(moving, "_linked", lambda source, target: False)
    fault(monkeypatch)
    with pytest.raises(NadirError, match=words):
        moving.move(old, new, no_switch, nothing, never)
    monkeypatch.undo()
    assert seen(old) == before
    assert not new.exists()
    assert not list(old.glob("nadir-move*"))


def test_a_switch_that_fails_takes_everything_back(old: Path, tmp_path: Path, linking: str) -> None:
    before = seen(old)

    def fail() -> None:
        raise NadirError("QGIS's settings cannot be written.")

    with pytest.raises(NadirError, match="settings"):
        moving.move(old, tmp_path / "new", fail, nothing, never)
    assert seen(old) == before
    assert not (tmp_path / "new").exists()


def test_cancel_takes_everything_back_at_every_look(old: Path, tmp_path: Path, linking: str) -> None:
    before, looks = seen(old), 0
    (tmp_path / "new").mkdir()
    while True:
        answers = itertools.chain([False] * looks, itertools.repeat(True))
        try:
            moving.move(old, tmp_path / "new", lambda: None, nothing, answers.__next__)
        except Cancelled:
            assert seen(old) == before
            assert not list((tmp_path / "new").iterdir())
            looks += 1
            continue
        break
    assert looks > 8


def test_what_cannot_be_removed_afterwards_is_told_and_the_new_folder_counts(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, new = seen(old), tmp_path / "new"

    def fail(_folder: Path) -> None:
        raise NadirError("Not all data could be removed.", "", "node/latest is in use")

    with monkeypatch.context() as patch:
        patch.setattr(moving, "remove_owned", fail)
        assert "in use" in moving.move(old, new, lambda: None, nothing, never)
    assert seen(new) == before
    moving.settle(new)
    assert not has_data(old)


def test_half_a_copy_is_no_data_folder(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    moving._note(new, {"from": str(old), "whole": False})
    with pytest.raises(NadirError, match="half a copy"):
        moving.settle(new)


def test_a_copy_is_void_once_somebody_works_in_the_old_folder_again(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    (new / "server").mkdir(parents=True)
    moving._note(new, {"from": str(old), "whole": True})
    moving._note(old, {"to": str(new)})
    before = seen(old)
    moving.settle(old)
    assert seen(old) == before
    assert not has_data(new)


def test_an_old_copy_that_is_chosen_by_hand_never_removes_newer_data(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    (new / "server").mkdir(parents=True)
    moving._note(new, {"from": str(old), "whole": True})  # left on a disk that was not there when the move was given up
    before = seen(old)
    moving.settle(new)
    assert seen(old) == before


@pytest.mark.parametrize("where", ["old", "old/within", "."])
def test_folders_within_each_other_are_refused(old: Path, tmp_path: Path, where: str) -> None:
    with pytest.raises(NadirError):
        moving.move(old, tmp_path / where, no_switch, nothing, never)


def test_a_file_a_half_path_and_a_full_folder_are_refused(old: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("x")
    for target, words in ((tmp_path / "file", "is a file"), (Path("half"), "whole path"), (tmp_path / "full", "other files")):
        with pytest.raises(NadirError, match=words):
            moving.check_target(old, target)


def test_a_folder_with_other_things_gets_one_within(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    assert moving.target_in(tmp_path) == tmp_path / moving.SUBFOLDER
    (tmp_path / "empty").mkdir()
    assert moving.target_in(tmp_path / "empty") == tmp_path / "empty"
    assert moving.target_in(tmp_path / "none") == tmp_path / "none"


def test_sizes_count_a_photo_of_two_names_once_and_can_be_cancelled(old: Path) -> None:
    size, files = size_of(old / "server", never)
    assert (size, files) == (50_000 + 800 + 2, 4)
    found = contents_of(old, never)
    assert found.size > 50_802
    assert (found.projects, found.tasks) == (None, None)  # the database here is none
    with pytest.raises(Cancelled):
        size_of(old, lambda: True)


def test_removing_leaves_what_is_not_the_local_servers(old: Path) -> None:
    remove_owned(old)
    remove_if_empty(old)
    assert [each.name for each in old.iterdir()] == ["holiday.jpg"]
    (old / "holiday.jpg").unlink()
    remove_if_empty(old)
    assert not old.exists()
