"""Files that are cut off, swapped or something else altogether are found by a look into them."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Callable, Dict

import numpy
import pytest
from nadir.core.errors import Cancelled
from nadir.core.transfers import rasters
from nadir.core.transfers.contents import DamagedDownload, check_content
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[3]
REFERENCE_CLOUD = ROOT.parent / "shared" / "data" / "brighton_beach" / "reference_cloud.laz"


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"tiles/{number}.png", numpy.random.default_rng(number).bytes(500))


def raster(path: Path, *options: str) -> None:
    values = numpy.random.default_rng(1).integers(0, 255, (3, 300, 400), dtype=numpy.uint8)
    memory = gdal.GetDriverByName("MEM").Create("", 400, 300, 3)
    memory.WriteArray(values)
    made = gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory, options=list(options))
    made.BuildOverviews("AVERAGE", [2])
    del made


def cloud_optimised(path: Path) -> None:
    raster(path.with_suffix(".plain.tif"))
    source = gdal.Open(str(path.with_suffix(".plain.tif")))
    made = gdal.GetDriverByName("COG").CreateCopy(str(path), source, options=["COMPRESS=DEFLATE", "BLOCKSIZE=128"])
    del made


def las(path: Path, points: int = 100, version: int = 2) -> None:
    size = 375 if version == 4 else 227
    head = bytearray(size)
    head[:4], head[24:26] = b"LASF", bytes((1, version))
    struct.pack_into("<HIIBHI", head, 94, size, size, 0, 3, 34, points if version < 4 else 0)
    if version == 4:
        struct.pack_into("<Q", head, 247, points)
    path.write_bytes(bytes(head) + b"\x01" * 34 * points)


def laz(path: Path) -> None:
    head = bytearray(227)
    head[:4], head[24:26] = b"LASF", b"\x01\x02"
    struct.pack_into("<HIIBHI", head, 94, 227, 227, 0, 3 | 0x80, 34, 100)
    path.write_bytes(bytes(head) + struct.pack("<q", 227 + 8 + 500) + b"\x02" * 500 + struct.pack("<II", 0, 1) + b"z")


def picture(path: Path) -> None:
    driver = {".png": "PNG", ".jpg": "JPEG"}[path.suffix]
    values = numpy.random.default_rng(1).integers(0, 255, (3, 100, 100), dtype=numpy.uint8)
    memory = gdal.GetDriverByName("MEM").Create("", 100, 100, 3)
    memory.WriteArray(values)
    made = gdal.GetDriverByName(driver).CreateCopy(str(path), memory)
    del made


def database(path: Path) -> None:
    opened = sqlite3.connect(path)
    opened.execute("create table tiles (content blob)")
    opened.executemany("insert into tiles values (?)", [(bytes(3000),)] * 20)
    opened.commit()
    opened.close()


def model(path: Path) -> None:
    path.write_bytes(b"glTF" + struct.pack("<II", 2, 512) + bytes(500))


MAKERS: Dict[str, Callable[[Path], None]] = {
    "all.zip": zipped,
    "orthophoto.tif": raster,
    "tiled.tif": lambda path: raster(path, "TILED=YES", "COMPRESS=LZW"),
    "big.tif": lambda path: raster(path, "BIGTIFF=YES", "COMPRESS=DEFLATE"),
    "motorola.tif": lambda path: raster(path, "ENDIANNESS=BIG"),
    "dsm.tif": cloud_optimised,
    "georeferenced_model.las": las,
    "new.las": lambda path: las(path, version=4),
    "georeferenced_model.laz": laz,
    "shots.geojson": lambda path: path.write_text(json.dumps({"type": "FeatureCollection", "features": []})),
    "orthophoto.png": picture,
    "orthophoto.jpg": picture,
    "report.pdf": lambda path: path.write_bytes(b"%PDF-1.4\n" + bytes(5000) + b"\nstartxref\n5\n%%EOF\n"),
    "orthophoto.mbtiles": database,
    "contours.gpkg": database,
    "textured_model.glb": model,
}


@pytest.fixture(params=sorted(MAKERS))
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    MAKERS[request.param](path)
    return path


def test_whole_files_pass(whole: Path) -> None:
    check_content(whole, whole.name)
    assert not list(whole.parent.glob("*.aux.xml")) or whole.suffix in (".png", ".jpg")


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_files_that_are_cut_off_do_not(whole: Path, kept: float) -> None:
    content = whole.read_bytes()
    length = min(int(len(content) * kept), len(content) - 8)
    whole.write_bytes(content[:length])
    with pytest.raises(DamagedDownload, match=f"{whole.name} is damaged"):
        check_content(whole, whole.name)


@pytest.mark.parametrize(
    "other", [b"<html><body>Please log in</body></html>", b'"busy"', b"\0" * 5000, b"%PDF", b"PK\x03\x04" + b"\1" * 99]
)
def test_something_else_does_not(whole: Path, other: bytes) -> None:
    if whole.suffix == ".geojson" and other == b'"busy"':
        pytest.skip("that is JSON")
    whole.write_bytes(other)
    with pytest.raises(DamagedDownload) as caught:
        check_content(whole, whole.name)
    assert f"{len(other)} bytes" in caught.value.detail


@pytest.mark.parametrize("name", ["tiled.tif", "big.tif", "dsm.tif"])
def test_pixels_that_cannot_be_decoded(name: str, tmp_path: Path) -> None:
    """The last quarter of the file is overwritten, and its length and its index are right."""
    path = tmp_path / name
    MAKERS[name](path)
    content = bytearray(path.read_bytes())
    start = len(content) * 3 // 4
    content[start : len(content) - 4096] = b"\xaa" * (len(content) - 4096 - start)
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedDownload):
        check_content(path, name)


def test_without_gdal_a_raster_that_is_cut_off_is_still_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script outside of QGIS may have none."""
    monkeypatch.setattr(rasters, "gdal", None)
    raster(tmp_path / "a.tif", "TILED=YES")
    check_content(tmp_path / "a.tif", "a.tif")
    content = (tmp_path / "a.tif").read_bytes()
    (tmp_path / "a.tif").write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedDownload, match="cut off"):
        check_content(tmp_path / "a.tif", "a.tif")


def test_a_wrong_check_sum_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("dsm.tif", b"elevation" * 100)
    content = bytearray(path.read_bytes())
    content[content.index(b"elevation") + 300] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedDownload, match="not whole"):
        check_content(path, "all.zip")


def test_an_archive_that_promises_the_impossible_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(100))
    content = buffer.getvalue()
    huge = content.replace(struct.pack("<III", zlib.crc32(bytes(100)), len(zlib.compress(bytes(100))[2:-4]), 100),
                           struct.pack("<III", zlib.crc32(bytes(100)), len(zlib.compress(bytes(100))[2:-4]), 2**31))  # fmt: skip
    assert huge != content
    path.write_bytes(huge)
    with pytest.raises(DamagedDownload, match="more than it can hold"):
        check_content(path, "all.zip")


def test_a_look_into_a_large_file_is_cancelled(tmp_path: Path) -> None:
    for name in ("all.zip", "orthophoto.tif"):
        MAKERS[name](tmp_path / name)
        with pytest.raises(Cancelled):
            check_content(tmp_path / name, name, cancelled=lambda: True)


def test_what_is_not_known_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "model.obj").write_bytes(b"")
    check_content(tmp_path / "model.obj", "model.obj")


@pytest.mark.skipif(not REFERENCE_CLOUD.exists(), reason="the reference cloud of brighton_beach is not here")
def test_a_real_point_cloud(tmp_path: Path) -> None:
    check_content(REFERENCE_CLOUD, REFERENCE_CLOUD.name)
    content = REFERENCE_CLOUD.read_bytes()
    for length in (len(content) // 2, len(content) - 10_000):
        (tmp_path / "cut.laz").write_bytes(content[:length])
        with pytest.raises(DamagedDownload, match="cut off"):
            check_content(tmp_path / "cut.laz", "cut.laz")
