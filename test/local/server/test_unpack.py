"""Archives that a node may send: damaged ones are told from unsafe ones and from those that do not fit."""
from __future__ import annotations

import shutil
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest
from nadir_server.tasks.lifecycle import unpack as module
from nadir_server.tasks.lifecycle.unpack import ArchiveTooLarge, DamagedArchive, UnsafeArchive, unpack

CONTENT = b"".join(b"line %d of a text that packs well\n" % number for number in range(20_000))


def nothing() -> None:
    """Nobody wants to interrupt."""


def archive_of(folder: Path, method: int = zipfile.ZIP_DEFLATED, name: str = "cameras.json") -> Path:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(name, CONTENT)
    return path


def data_start(path: Path) -> int:
    """Where the packed bytes of the first entry begin."""
    raw = path.read_bytes()
    return 30 + int.from_bytes(raw[26:28], "little") + int.from_bytes(raw[28:30], "little")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_whole_archives_are_unpacked_whatever_their_method(tmp_path: Path, method: int) -> None:
    unpack(archive_of(tmp_path, method), tmp_path / "out", nothing)
    assert (tmp_path / "out" / "cameras.json").read_bytes() == CONTENT


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("offset", [0, 5, 60, 500])
def test_flipped_bytes_are_damage(tmp_path: Path, method: int, offset: int) -> None:
    path = archive_of(tmp_path, method)
    raw, at = bytearray(path.read_bytes()), data_start(path) + offset
    raw[at : at + 8] = bytes(byte ^ 0xFF for byte in raw[at : at + 8])
    path.write_bytes(raw)
    with pytest.raises(DamagedArchive):
        unpack(path, tmp_path / "out", nothing)


@pytest.mark.parametrize(("offset", "value"), [(6, 1), (8, 97)], ids=["encrypted", "unknown method"])
def test_what_cannot_be_read_is_damage(tmp_path: Path, offset: int, value: int) -> None:
    path = archive_of(tmp_path)
    raw = bytearray(path.read_bytes())
    raw[offset] = value
    directory = raw.rfind(b"PK\x01\x02")
    raw[directory + offset + 2] = value
    path.write_bytes(raw)
    with pytest.raises(DamagedArchive):
        unpack(path, tmp_path / "out", nothing)


def test_half_an_archive_is_damage(tmp_path: Path) -> None:
    path = archive_of(tmp_path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DamagedArchive):
        unpack(path, tmp_path / "out", nothing)


def test_what_does_not_fit_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    path = archive_of(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(0, 0, module.KEPT_FREE + len(CONTENT) - 1))
    with pytest.raises(ArchiveTooLarge, match="MB unpacked.*Free some space"):
        unpack(path, tmp_path / "out", nothing)
    assert list((tmp_path / "out").iterdir()) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(0, 0, module.KEPT_FREE + len(CONTENT)))
    unpack(path, tmp_path / "fits", nothing)


def test_an_entry_that_says_it_is_small_stays_small(tmp_path: Path) -> None:
    path = archive_of(tmp_path)
    raw = bytearray(path.read_bytes())
    directory = raw.rfind(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(raw)
    with pytest.raises(DamagedArchive):
        unpack(path, tmp_path / "out", nothing)
    assert (tmp_path / "out" / "cameras.json").stat().st_size <= 1000


def test_a_link_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(UnsafeArchive):
        unpack(path, tmp_path / "out", nothing)
