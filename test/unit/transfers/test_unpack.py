"""Archives are unpacked whole or not at all, and never outside of their folder."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path
from typing import Callable

import pytest
from nadir.core.api import errors
from nadir.core.errors import Cancelled
from nadir.core.transfers import unpack as unpack_module
from nadir.core.transfers.unpack import UnsafeArchive, unpack

Fill = Callable[[zipfile.ZipFile], None]


def archive(path: Path, fill: Fill) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        fill(opened)
    return path


def model(opened: zipfile.ZipFile) -> None:
    opened.writestr("odm_textured_model_geo.obj", b"v 0 0 0\n" * 1000)
    opened.writestr("Ordner é/", b"")
    opened.writestr("Ordner é/tiles/0/0.b3dm", b"tile")
    opened.writestr("windows\\style.txt", b"backslash")


def test_everything_is_unpacked_with_progress(tmp_path: Path) -> None:
    seen: list[float] = []
    folder = unpack(archive(tmp_path / "m.zip", model), tmp_path / "there" / "m", seen.append)
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "Ordner é/tiles/0/0.b3dm", "odm_textured_model_geo.obj", "windows/style.txt",
    ]  # fmt: skip
    assert (folder / "odm_textured_model_geo.obj").stat().st_size == 8000
    assert seen[-1] == 1.0
    assert [path.name for path in folder.parent.iterdir()] == ["m"]


def test_an_older_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "old").write_bytes(b"")
    unpack(archive(tmp_path / "m.zip", lambda opened: opened.writestr("new", b"")), tmp_path / "m")
    assert [path.name for path in (tmp_path / "m").iterdir()] == ["new"]


def link(opened: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    opened.writestr(info, b"/etc/passwd")


def lie(opened: zipfile.ZipFile) -> None:
    opened.writestr("big", b"0" * 3_000_000)
    opened.filelist[0].file_size = 100


@pytest.mark.parametrize(
    ("fill", "reason"),
    [
        (lambda opened: opened.writestr("../evil", b"x"), "leads out"),
        (lambda opened: opened.writestr("a/../../evil", b"x"), "leads out"),
        (lambda opened: opened.writestr("/tmp/evil", b"x"), "leads out"),
        (lambda opened: opened.writestr("..\\evil", b"x"), "leads out"),
        (lambda opened: opened.writestr("C:\\evil", b"x"), "leads out"),
        (link, "is a link"),
        (lambda opened: (opened.writestr("A.txt", b"x"), opened.writestr("a.txt", b"y")), "two of its files"),
        (lambda opened: opened.writestr("zeros", b"0" * 3_000_000), "would unpack to 3 MB"),
    ],
)
def test_what_would_do_harm_is_refused(fill: Fill, reason: str, tmp_path: Path) -> None:
    source = archive(tmp_path / "m.zip", fill)
    with pytest.raises(UnsafeArchive, match=reason):
        unpack(source, tmp_path / "in" / "m", limit=2_000_000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "m.zip"]
    assert list((tmp_path / "in").iterdir()) == []


def test_an_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive):
        unpack(archive(tmp_path / "m.zip", lie), tmp_path / "m", limit=2_000_000)
    assert [path.name for path in tmp_path.iterdir()] == ["m.zip"]


def test_names_that_windows_has_not_are_changed(tmp_path: Path) -> None:
    def fill(opened: zipfile.ZipFile) -> None:
        opened.writestr("con", b"1")
        opened.writestr("a?b.png", b"2")

    folder = unpack(archive(tmp_path / "m.zip", fill), tmp_path / "m")
    names = sorted(path.name for path in folder.iterdir())
    assert [name[:4] for name in names] == ["a_b-", "con-"] and names[0].endswith(".png")


@pytest.mark.parametrize("cut", [10, 200])
def test_a_damaged_archive_leaves_nothing(cut: int, tmp_path: Path) -> None:
    source = archive(tmp_path / "m.zip", model)
    source.write_bytes(source.read_bytes()[:-cut])
    with pytest.raises(UnsafeArchive, match="damaged"):
        unpack(source, tmp_path / "m")
    assert [path.name for path in tmp_path.iterdir()] == ["m.zip"]


def test_a_wrong_check_sum_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "m.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("a", b"tile")
    content = bytearray(source.read_bytes())
    content[content.index(b"tile")] ^= 1
    source.write_bytes(bytes(content))
    with pytest.raises(UnsafeArchive, match="damaged"):
        unpack(source, tmp_path / "m")
    assert [path.name for path in tmp_path.iterdir()] == ["m.zip"]


def test_no_room_and_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = archive(tmp_path / "m.zip", model)
    with pytest.raises(Cancelled):
        unpack(source, tmp_path / "m", cancelled=lambda: True)
    monkeypatch.setattr(unpack_module.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1000}))
    with pytest.raises(errors.FileUnwritable, match="no room to unpack m.zip"):
        unpack(source, tmp_path / "m")
    assert [path.name for path in tmp_path.iterdir()] == ["m.zip"]
