"""What is found in folders of photos, good and bad."""

from __future__ import annotations

import shutil
import struct
from datetime import datetime
from pathlib import Path
from typing import Optional, Tuple

import numpy
import pytest
from nadir.core.errors import Cancelled, NadirError
from nadir.core.photos.folder import FolderReport, look_at, scan
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[3]
BRIGHTON = ROOT.parent / "shared" / "data" / "brighton_beach" / "images"


def jpeg(
    path: Path, position: Optional[Tuple[float, float]] = None, progressive: bool = False, side: int = 256
) -> Path:
    """A real JPEG of noise, with EXIF in which the position (longitude, latitude) is, where one is given."""
    values = numpy.random.default_rng(1).integers(0, 255, (3, side, side), dtype=numpy.uint8)
    memory = gdal.GetDriverByName("MEM").Create("", side, side, 3)
    memory.WriteArray(values)
    options = ["QUALITY=90"] + (["PROGRESSIVE=YES"] if progressive else [])
    made = gdal.GetDriverByName("JPEG").CreateCopy(str(path), memory, options=options)
    assert made is not None
    del made
    path.with_name(path.name + ".aux.xml").unlink(missing_ok=True)
    content = path.read_bytes()
    path.write_bytes(content[:2] + exif(position) + content[2:])
    return path


def exif(position: Optional[Tuple[float, float]]) -> bytes:
    """An APP1 segment with camera, time and, perhaps, position and a height of 12.5 m below sea level."""

    def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
        return struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")

    def degrees(value: float) -> bytes:
        seconds = round(abs(value) * 3600 * 10_000)
        whole, rest = divmod(seconds, 36_000_000)
        minutes, rest = divmod(rest, 600_000)
        return struct.pack("<6I", whole, 1, minutes, 1, rest, 10_000)

    count = 4 if position else 3
    ifd_size = 2 + 12 * count + 4
    texts = b"Nadir\0" + b"Test camera\0" + b"2026:05:17 12:34:56\0"
    at = 8 + ifd_size
    entries = [
        entry(0x010F, 2, 6, struct.pack("<I", at)),
        entry(0x0110, 2, 12, struct.pack("<I", at + 6)),
        entry(0x0132, 2, 20, struct.pack("<I", at + 18)),
    ]
    tail = texts
    if position:
        gps_at = at + len(texts)
        entries.append(entry(0x8825, 4, 1, struct.pack("<I", gps_at)))
        values_at = gps_at + 2 + 12 * 6 + 4
        longitude, latitude = position
        gps = [
            entry(1, 2, 2, b"N\0" if latitude >= 0 else b"S\0"),
            entry(2, 5, 3, struct.pack("<I", values_at)),
            entry(3, 2, 2, b"E\0" if longitude >= 0 else b"W\0"),
            entry(4, 5, 3, struct.pack("<I", values_at + 24)),
            entry(5, 1, 1, b"\x01"),
            entry(6, 5, 1, struct.pack("<I", values_at + 48)),
        ]
        tail += struct.pack("<H", 6) + b"".join(gps) + struct.pack("<I", 0)
        tail += degrees(latitude) + degrees(longitude) + struct.pack("<2I", 125, 10)
    ifd = struct.pack("<H", count) + b"".join(entries) + struct.pack("<I", 0)
    body = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + ifd + tail
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def look_through(folder: Path) -> FolderReport:
    return scan(folder, lambda fraction, text: None, lambda: False)


def test_positions_times_and_cameras_are_read(tmp_path: Path) -> None:
    jpeg(tmp_path / "b.JPG", (-70.5, -33.25))
    jpeg(tmp_path / "Überflug 東京.jpeg", (12.375, 51.3333))
    first, second = look_through(tmp_path).photos
    assert (first.longitude, first.latitude, first.altitude) == pytest.approx((-70.5, -33.25, -12.5))
    assert (second.path.name, second.longitude, second.latitude) == (
        "Überflug 東京.jpeg",
        12.375,
        pytest.approx(51.3333),
    )
    assert (first.make, first.model, first.width, first.height) == ("Nadir", "Test camera", 256, 256)
    assert first.taken_at == datetime(2026, 5, 17, 12, 34, 56)
    assert first.size_bytes == (tmp_path / "b.JPG").stat().st_size


def test_a_cut_off_photo_among_good_ones_is_found(tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        jpeg(tmp_path / name, (10.0, 50.0))
    content = (tmp_path / "2.jpg").read_bytes()
    (tmp_path / "2.jpg").write_bytes(content[: len(content) * 2 // 3])
    report = look_through(tmp_path)
    assert [photo.path.name for photo in report.photos] == ["1.jpg", "3.jpg"]
    assert [(photo.path.name, photo.problem) for photo in report.damaged] == [("2.jpg", "damaged (cut off)")]
    assert report.warnings == ("2.jpg is damaged (cut off) and is left out.",)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.001, 0.01, 0.3, 0.9, 0.9999])
def test_wherever_a_photo_is_cut_it_is_found(share: float, progressive: bool, tmp_path: Path) -> None:
    photo = jpeg(tmp_path / "x.jpg", (10.0, 50.0), progressive)
    content = photo.read_bytes()
    photo.write_bytes(content[: int(len(content) * share)])
    assert look_at(photo).problem


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("tail", [b"", b"\0" * 1000, b"\xff\xd8\xff\xe0 a preview without end", b"maker's own data"])
def test_what_follows_a_whole_photo_does_no_harm(tail: bytes, progressive: bool, tmp_path: Path) -> None:
    photo = jpeg(tmp_path / "x.jpg", (10.0, 50.0), progressive)
    photo.write_bytes(photo.read_bytes() + tail)
    assert look_at(photo).problem == ""


def test_a_photo_that_a_card_left_blank_is_found(tmp_path: Path) -> None:
    photo = jpeg(tmp_path / "x.jpg", side=1024)
    content = bytearray(photo.read_bytes())
    middle = len(content) // 2
    content[middle:-2] = bytes(len(content) - 2 - middle)
    photo.write_bytes(content)
    assert look_at(photo).problem == "damaged (parts are blank)"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"hello", "not a JPEG file"),
        (b"\xff\xd8", "cut off"),
        (b"\xff\xd8\xff\xff\xff", "cut off"),
    ],
)
def test_what_is_no_photo(content: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    assert problem in look_at(tmp_path / "x.jpg").problem


def test_tiffs_whole_and_cut_off(tmp_path: Path) -> None:
    values = numpy.random.default_rng(1).integers(0, 255, (3, 200, 200), dtype=numpy.uint8)
    for name in ("1.tif", "2.TIFF", "3.tif"):
        made = gdal.GetDriverByName("GTiff").Create(str(tmp_path / name), 200, 200, 3)
        made.WriteArray(values)
        del made
    content = (tmp_path / "3.tif").read_bytes()
    (tmp_path / "3.tif").write_bytes(content[: len(content) // 2])
    report = look_through(tmp_path)
    assert [photo.path.name for photo in report.photos] == ["1.tif", "2.TIFF"]
    assert [photo.path.name for photo in report.damaged] == ["3.tif"]


def test_photos_without_a_position_are_a_warning(tmp_path: Path) -> None:
    jpeg(tmp_path / "1.jpg", (10.0, 50.0))
    jpeg(tmp_path / "2.jpg")
    jpeg(tmp_path / "3.jpg", (0.0, 0.0))  # what a drone writes that had no fix
    report = look_through(tmp_path)
    assert report.warnings == ("2 of 3 photos have no position (GPS).",)
    (tmp_path / "1.jpg").unlink()
    assert look_through(tmp_path).warnings[0].startswith("None of the photos has a position (GPS)")


def told(folder: Path) -> str:
    with pytest.raises(NadirError) as caught:
        look_through(folder)
    assert caught.value.remedy
    return caught.value.summary


def test_folders_of_which_no_task_can_be_made(tmp_path: Path) -> None:
    assert "does not exist" in told(tmp_path / "nowhere")
    assert "folder is empty" in told(tmp_path)
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "more.txt").write_text("more")
    (tmp_path / "._DJI_1.JPG").write_bytes(b"left by macOS")
    assert "no photos" in told(tmp_path)
    assert "2 files of other kinds" in told(tmp_path)
    assert "a file, not a folder" in told(tmp_path / "notes.txt")
    jpeg(tmp_path / "1.jpg")
    assert "only one photo" in told(tmp_path)
    (tmp_path / "2.jpg").write_text("no photo")
    assert "only one usable photo" in told(tmp_path)
    assert "2.jpg (not a JPEG file)" in told(tmp_path)


def test_photos_in_subfolders_are_pointed_to(tmp_path: Path) -> None:
    (tmp_path / "100MEDIA").mkdir()
    jpeg(tmp_path / "100MEDIA" / "1.jpg")
    assert "100MEDIA" in told(tmp_path)


def test_other_files_are_counted_and_left_alone(tmp_path: Path) -> None:
    jpeg(tmp_path / "1.jpg", (10.0, 50.0))
    jpeg(tmp_path / "2.jpg", (10.0, 50.0))
    (tmp_path / "flight.log").write_text("x")
    before = sorted(path.name for path in tmp_path.iterdir())
    assert look_through(tmp_path).ignored == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before  # no .aux.xml beside the user's photos


def test_progress_is_told_and_cancel_obeyed(tmp_path: Path) -> None:
    for number in range(3):
        jpeg(tmp_path / f"{number}.jpg", (10.0, 50.0))
    seen: list[float] = []
    scan(tmp_path, lambda fraction, text: seen.append(fraction), lambda: False)
    assert seen == [0.0, pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0]
    with pytest.raises(Cancelled):
        scan(tmp_path, lambda fraction, text: None, lambda: True)


@pytest.mark.skipif(not BRIGHTON.is_dir(), reason="the Brighton Beach photos are not beside the project")
def test_real_photos_of_a_drone(tmp_path: Path) -> None:
    report = look_through(BRIGHTON)
    assert (len(report.photos), report.damaged, report.warnings) == (18, (), ())
    for photo in report.photos:
        assert (photo.model, photo.width, photo.height, photo.focal_length_mm) == ("FC300S", 4000, 2250, 3.61)
        assert photo.longitude == pytest.approx(-91.994, abs=0.002)
        assert photo.latitude == pytest.approx(46.8425, abs=0.002)
    cut = tmp_path / "cut.jpg"
    shutil.copyfile(report.photos[0].path, cut)
    with cut.open("r+b") as stream:
        stream.truncate(report.photos[0].size_bytes // 2)
    assert look_at(cut).problem == "damaged (cut off)"
