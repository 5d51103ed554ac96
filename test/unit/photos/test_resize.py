"""Smaller copies of photos: the pixels fewer, the story the same."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy
import pytest
from nadir.core.photos.exif import read_photo
from nadir.core.photos.resize import ResizeFailed, resize
from nadir.core.photos.segments import APP0, APP1, APP2, APP14, Segment, joined, read_header
from nadir.test.unit.photos.exif_writer import (
    ASCII,
    BYTE,
    LONG,
    RATIONAL,
    SHORT,
    UNDEFINED,
    ExifWriter,
    read_tags,
)
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[3]
BRIGHTON = ROOT.parent / "shared" / "data" / "brighton_beach" / "images"
LOCAL_PYTHON = ROOT / ".venv-local" / "bin" / "python"
XMP_MARK, EXTENDED_MARK = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
WIDTH, HEIGHT = 1200, 900
SIZES = {("exif", 0xA002), ("exif", 0xA003), ("related", 0x1001), ("related", 0x1002)}
PIXEL_TAGS = SIZES | {("exif", 0xA20E), ("exif", 0xA20F), ("exif", 0x9214)}

XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description drone-dji:GimbalYawDegree="+12.30" drone-dji:GimbalPitchDegree="-89.90"
  drone-dji:GimbalRollDegree="+0.00" drone-dji:RelativeAltitude="+39.80" drone-dji:RtkStdLon="0.01"
  drone-dji:CalibratedFocalLength="1000.500000" drone-dji:CalibratedOpticalCenterX="600.000"
  drone-dji:CalibratedOpticalCenterY="450.000" exif:PixelXDimension="1200" tiff:ImageLength="900"
  drone-dji:DewarpData="2021-05-14;1000.50,1000.50,7.02,-8.72,-0.11,0.10,0.0001,0.0002,-0.03"
  xmpNote:HasExtendedXMP="0123456789ABCDEF0123456789ABCDEF">
  <Camera:VignettingCenter><rdf:Seq><rdf:li>600.5</rdf:li><rdf:li>450</rdf:li></rdf:Seq></Camera:VignettingCenter>
  <Camera:VignettingPolynomial><rdf:Seq><rdf:li>-1.5e-05</rdf:li><rdf:li>2e-08</rdf:li></rdf:Seq>
  </Camera:VignettingPolynomial><Camera:PerspectiveFocalLength>8.8</Camera:PerspectiveFocalLength>
 </rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def picture(bands: int = 3, kind: type = numpy.uint8, top: int = 255) -> numpy.ndarray:
    """(bands, HEIGHT, WIDTH): soft shapes, so that a good resize can be told from a bad one."""
    rows, columns = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    waves = [0.5 + 0.5 * numpy.sin(rows / (20.0 + 9 * band)) * numpy.cos(columns / 31.0) for band in range(bands)]
    return (numpy.stack(waves) * top).astype(kind)


def written(path: Path, driver: str, values: numpy.ndarray, options: Tuple[str, ...] = ()) -> Path:
    kind = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32}[values.dtype.name]
    memory = gdal.GetDriverByName("MEM").Create("", values.shape[2], values.shape[1], values.shape[0], kind)
    memory.WriteArray(values)
    made = gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=list(options))
    assert made is not None
    del made
    path.with_name(path.name + ".aux.xml").unlink(missing_ok=True)
    return path


def exif_of(order: str, orientation: int = 6) -> bytes:
    """What a drone writes, with everything that could be lost."""
    image = {
        0x010E: (ASCII, "Survey of the harbour"), 0x010F: (ASCII, "DJI"), 0x0110: (ASCII, "FC6310"),
        0x0112: (SHORT, orientation), 0x011A: (RATIONAL, (72, 1)), 0x0132: (ASCII, "2026:05:17 12:34:56"),
        0x8298: (ASCII, "(c) a surveyor"),
    }  # fmt: skip
    exif = {
        0x829A: (RATIONAL, (1, 800)), 0x9003: (ASCII, "2026:05:17 12:34:56"), 0x920A: (RATIONAL, (880, 100)),
        0x927C: (UNDEFINED, b"DJI\0" + bytes(range(200))), 0xA002: (LONG, WIDTH), 0xA003: (SHORT, HEIGHT),
        0xA20E: (RATIONAL, (9090909, 1000)), 0xA20F: (RATIONAL, (9090909, 1000)), 0xA210: (SHORT, 3),
        0x9214: (SHORT, (600, 450, 120, 90)), 0xA405: (SHORT, 24), 0xA431: (ASCII, "SN-0001"),
    }  # fmt: skip
    gps = {
        0: (BYTE, b"\2\3\0\0"), 1: (ASCII, "N"), 2: (RATIONAL, ((46, 1), (50, 1), (337796, 10000))),
        3: (ASCII, "W"), 4: (RATIONAL, ((91, 1), (59, 1), (404156, 10000))), 5: (BYTE, b"\0"),
        6: (RATIONAL, (198309, 1000)),
    }  # fmt: skip
    related = {1: (ASCII, "R98"), 0x1001: (SHORT, WIDTH), 0x1002: (SHORT, HEIGHT)}
    return ExifWriter(order).finished(image, exif, gps, related, thumbnail=b"\xff\xd8small\xff\xd9")


def photo(path: Path, order: str = "<") -> Path:
    """A JPEG with EXIF, XMP with its extension, a colour profile, a comment, and a preview behind the picture."""
    written(path, "JPEG", picture(), ("QUALITY=95",))
    content = path.read_bytes()
    with path.open("rb") as stream:
        header = read_header(stream)
    own = [segment for segment in header.segments if segment.code != APP0]
    told = [
        Segment(APP1, b"Exif\0\0" + exif_of(order)),
        Segment(APP1, XMP_MARK + XMP),
        Segment(APP1, EXTENDED_MARK + b"0123456789ABCDEF0123456789ABCDEF" + bytes(8) + b"<more/>"),
        Segment(APP2, b"ICC_PROFILE\0\1\1" + b"profile" * 50),
        Segment(APP2, b"MPF\0II*\0" + bytes(40)),
        Segment(0xE4, b"the maker's own segment"),
        Segment(0xED, b"Photoshop 3.0\0" + b"caption"),
        Segment(0xFE, b"a comment"),
    ]
    path.write_bytes(joined(told + own) + content[header.scan_at :] + b"\xff\xd8preview\xff\xd9")
    return path


def segments(path: Path) -> List[Segment]:
    with path.open("rb") as stream:
        return list(read_header(stream).segments)


def exif_in(path: Path) -> bytes:
    return next(segment.data[6:] for segment in segments(path) if segment.is_exif)


@pytest.mark.parametrize("order", ["<", ">"])
def test_every_tag_but_the_sizes_stays(order: str, tmp_path: Path) -> None:
    source = photo(tmp_path / "DJI_0001 é.JPG", order)
    small = resize(source, tmp_path / "small.jpg", 600)
    assert (small.path, small.width, small.height) == (tmp_path / "small.jpg", 600, 450)
    before, after = read_tags(exif_in(source)), read_tags(exif_in(small.path))
    assert len(before) > 30
    assert {tag: value for tag, value in after.items() if tag not in PIXEL_TAGS} == {
        tag: value for tag, value in before.items() if tag not in PIXEL_TAGS
    }
    assert {tag: after[tag] for tag in SIZES} == {
        ("exif", 0xA002): (600,), ("exif", 0xA003): (450,), ("related", 0x1001): (600,), ("related", 0x1002): (450,),
    }  # fmt: skip
    assert after["exif", 0x9214] == (300, 225, 60, 45)


def test_the_sensor_is_as_wide_as_before(tmp_path: Path) -> None:
    """Photogrammetry takes its width from pixels and pixels per millimetre."""
    source = photo(tmp_path / "a.jpg")
    small = resize(source, tmp_path / "small.jpg", 500).path
    widths = []
    for path in (source, small):
        tags = read_tags(exif_in(path))
        numerator, denominator = tags["exif", 0xA20E]
        widths.append(tags["exif", 0xA002][0] / (numerator / denominator))
    assert widths[1] == pytest.approx(widths[0], rel=1e-6)


def test_maker_notes_lie_where_they_lay(tmp_path: Path) -> None:
    """They hold offsets from the start of the EXIF data."""
    source = photo(tmp_path / "a.jpg")
    small = resize(source, tmp_path / "small.jpg", 600).path
    before, after = exif_in(source), exif_in(small)
    assert len(before) == len(after)
    assert before.index(b"DJI\0" + bytes(range(200))) == after.index(b"DJI\0" + bytes(range(200)))
    assert sum(one != other for one, other in zip(before, after)) <= 32


def test_all_other_segments_stay_and_stale_ones_go(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.jpg")
    small = resize(source, tmp_path / "small.jpg", 600).path
    kept = [segment for segment in segments(small) if segment.tells_of_the_photo]
    before = [segment for segment in segments(source) if segment.tells_of_the_photo]
    assert [segment for segment in before if segment not in kept and not segment.is_exif] == [
        Segment(APP1, XMP_MARK + XMP),
        Segment(APP2, b"MPF\0II*\0" + bytes(40)),
    ]
    assert [segment.code for segment in kept] == [APP1, APP1, APP1, APP2, 0xE4, 0xED, 0xFE]
    assert b"preview" not in small.read_bytes()
    assert small.read_bytes().endswith(b"\xff\xd9")


def test_xmp_keeps_its_angles_and_scales_its_pixels(tmp_path: Path) -> None:
    small = resize(photo(tmp_path / "a.jpg"), tmp_path / "small.jpg", 600).path
    packet = next(segment.data for segment in segments(small) if segment.data.startswith(XMP_MARK)).decode()
    for kept in (
        'GimbalYawDegree="+12.30"', 'GimbalPitchDegree="-89.90"', 'RelativeAltitude="+39.80"', 'RtkStdLon="0.01"',
        'HasExtendedXMP="0123456789ABCDEF0123456789ABCDEF"', ">8.8<",
    ):  # fmt: skip
        assert kept in packet
    for scaled in (
        'CalibratedFocalLength="500.250000"', 'CalibratedOpticalCenterX="300.000"', 'PixelXDimension="600"',
        'ImageLength="450"', '"2021-05-14;500.250,500.250,3.510,-4.360,-0.11,0.10,0.0001,0.0002,-0.03"',
        "<rdf:li>300.250</rdf:li><rdf:li>225.000</rdf:li>", "<rdf:li>-3e-05</rdf:li><rdf:li>8e-08</rdf:li>",
    ):  # fmt: skip
        assert scaled in packet


def test_a_packet_that_fills_its_segment_gives_up_its_padding(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    packet = XMP.replace(b'Y="450.000"', b'Y="451"').replace(b"<?xpacket end", b" " * 70000 + b"<?xpacket end")
    packet = packet[: packet.index(b" " * 100)] + b" " * (65533 - len(XMP_MARK) - len(XMP) + 4) + b'<?xpacket end="w"?>'
    written(source, "JPEG", picture())
    with source.open("rb") as stream:
        header = read_header(stream)
    content = source.read_bytes()
    full = Segment(APP1, XMP_MARK + packet)
    source.write_bytes(joined([full, *header.segments]) + content[header.scan_at :])
    small = resize(source, tmp_path / "small.jpg", 600).path
    (found,) = [segment.data for segment in segments(small) if segment.data.startswith(XMP_MARK)]
    assert b'CalibratedOpticalCenterY="225.500"' in found and b'GimbalYawDegree="+12.30"' in found


def test_orientation_is_kept_and_not_applied(tmp_path: Path) -> None:
    small = resize(photo(tmp_path / "a.jpg"), tmp_path / "small.jpg", 600)
    assert (small.width, small.height) == (600, 450)
    assert read_tags(exif_in(small.path))["image", 0x0112] == (6,)


def test_the_picture_is_that_of_the_original(tmp_path: Path) -> None:
    small = resize(photo(tmp_path / "a.jpg"), tmp_path / "small.jpg", 600).path
    pixels = gdal.Open(str(small)).ReadAsArray().astype(float)
    truth = picture().astype(float).reshape(3, 450, 2, 600, 2).mean(axis=(2, 4))
    assert numpy.sqrt(((pixels - truth) ** 2).mean()) < 3.0
    assert abs((pixels - truth).mean()) < 0.5


def test_quality_is_that_of_the_original_or_better(tmp_path: Path) -> None:
    for quality, least in ((60, 92), (96, 96)):
        source = written(tmp_path / f"{quality}.jpg", "JPEG", picture(), (f"QUALITY={quality}",))
        small = resize(source, tmp_path / "small.jpg", 600).path
        with small.open("rb") as stream:
            assert read_header(stream).quality == least


def test_a_small_photo_is_not_touched(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.jpg")
    before = source.read_bytes()
    result = resize(source, tmp_path / "small.jpg", 1200)
    assert (result.path, result.is_smaller) == (source, False)
    assert source.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


def test_the_same_bytes_and_time_whenever_it_is_made(tmp_path: Path) -> None:
    """An upload that goes on after a crash makes the file again and relies on it."""
    source = photo(tmp_path / "a.jpg")
    os.utime(source, ns=(1_700_000_000_000_000_000, 1_700_000_000_000_000_000))
    first = resize(source, tmp_path / "1.jpg", 500).path
    second = resize(source, tmp_path / "2.jpg", 500).path
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mtime_ns == 1_700_000_000_000_000_000


@pytest.mark.parametrize("bands", [1, 3])
def test_grey_and_colour(bands: int, tmp_path: Path) -> None:
    source = written(tmp_path / "a.jpg", "JPEG", picture(bands))
    small = resize(source, tmp_path / "small.jpg", 300).path
    assert gdal.Open(str(small)).RasterCount == bands


def test_printing_inks_become_colours(tmp_path: Path) -> None:
    """With a profile of inks, and Adobe's note on how they are coded, the new file would be shown wrongly."""
    source = written(tmp_path / "a.jpg", "JPEG", picture(4))
    content = source.read_bytes()
    with source.open("rb") as stream:
        header = read_header(stream)
    profile = Segment(APP2, b"ICC_PROFILE\0\1\1inks")
    source.write_bytes(joined([profile, *header.segments]) + content[header.scan_at :])
    small = resize(source, tmp_path / "small.jpg", 300).path
    assert gdal.Open(str(small)).RasterCount == 3
    assert not any(segment.is_colour_profile or segment.code == APP14 for segment in segments(small))


def test_progressive_photos(tmp_path: Path) -> None:
    source = written(tmp_path / "a.jpg", "JPEG", picture(), ("PROGRESSIVE=YES",))
    assert resize(source, tmp_path / "small.jpg", 300).height == 225


@pytest.mark.parametrize("order", ["LITTLE", "BIG"])
@pytest.mark.parametrize(("kind", "top"), [(numpy.uint8, 255), (numpy.uint16, 65535), (numpy.float32, 1.0)])
def test_tiffs_keep_their_kind_of_values(order: str, kind: type, top: int, tmp_path: Path) -> None:
    options = (f"ENDIANNESS={order}", "COMPRESS=LZW")
    source = written(tmp_path / "a.tif", "GTiff", picture(1, kind, top), options)
    small = gdal.Open(str(resize(source, tmp_path / "small.tif", 600).path))
    assert small.ReadAsArray().dtype == kind
    assert small.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "LZW"
    truth = picture(1, kind, top)[0].astype(float).reshape(450, 2, 600, 2).mean(axis=(1, 3))
    assert numpy.abs(small.ReadAsArray() - truth).max() < 0.02 * top


@pytest.mark.parametrize("order", ["<", ">"])
def test_tiffs_keep_every_tag_but_the_sizes(order: str, tmp_path: Path) -> None:
    """The file is laid out as multispectral cameras do it: the directory behind the pixels."""
    source = camera_tiff(tmp_path / "IMG_0001_1.tif", order)
    small = resize(source, tmp_path / "small.tif", 600).path
    before, after = read_tags(source.read_bytes()), read_tags(small.read_bytes())
    stored = {254, 256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 317, 339, 700}
    wanted = {key: value for key, value in before.items() if key not in PIXEL_TAGS and key[1] not in stored}
    assert len(wanted) > 15
    assert {key: after.get(key) for key in wanted} == wanted
    assert (after["exif", 0xA002], after["exif", 0xA003]) == ((600,), (450,))
    assert b'CalibratedFocalLength="500.250000"' in after["image", 700]
    told = read_photo(small, 1)
    assert (told.latitude, told.longitude, told.altitude) == pytest.approx((46.842717, -91.994560, 198.309), abs=1e-5)
    assert (told.make, told.model, told.focal_length_mm, told.width) == ("MicaSense", "RedEdge-M", 5.4, 600)
    assert told.taken_at == datetime(2026, 5, 17, 12, 34, 56)
    truth = picture(1, numpy.uint16, 60000)[0].astype(float).reshape(450, 2, 600, 2).mean(axis=(1, 3))
    assert numpy.abs(gdal.Open(str(small)).ReadAsArray() - truth).max() < 1200


def camera_tiff(path: Path, order: str) -> Path:
    """A 16-bit grey TIFF with EXIF, GPS and XMP."""
    values = picture(1, numpy.uint16, 60000).astype(f"{order}u2").tobytes()
    stored: Dict[int, Any] = {
        256: (LONG, WIDTH), 257: (LONG, HEIGHT), 258: (SHORT, 16), 259: (SHORT, 1), 262: (SHORT, 1),
        273: (LONG, 8), 277: (SHORT, 1), 278: (LONG, HEIGHT), 279: (LONG, len(values)), 284: (SHORT, 1),
        339: (SHORT, 1), 700: (BYTE, XMP),
    }  # fmt: skip

    image = {
        0x010E: (ASCII, "Survey of the harbour"), 0x010F: (ASCII, "MicaSense"), 0x0110: (ASCII, "RedEdge-M"),
        0x0112: (SHORT, 1), 0x0132: (ASCII, "2026:05:17 12:34:56"), 0xC621: (RATIONAL, ((1, 3), (2, 3))), **stored,
    }  # fmt: skip
    exif = {
        0x920A: (RATIONAL, (540, 100)), 0x927C: (UNDEFINED, bytes(range(200))), 0xA002: (LONG, WIDTH),
        0xA003: (LONG, HEIGHT), 0xA20E: (RATIONAL, (2666666, 10000)), 0xA210: (SHORT, 3), 0xA431: (ASCII, "RM01"),
    }  # fmt: skip
    gps = {
        1: (ASCII, "N"), 2: (RATIONAL, ((46, 1), (50, 1), (337796, 10000))), 3: (ASCII, "W"),
        4: (RATIONAL, ((91, 1), (59, 1), (404156, 10000))), 5: (BYTE, b"\0"), 6: (RATIONAL, (198309, 1000)),
        18: (ASCII, "WGS-84"),
    }  # fmt: skip
    path.write_bytes(ExifWriter(order, first=values).finished(image, exif, gps, {1: (ASCII, "R98")}))
    return path


def test_what_a_file_is_does_not_go_by_its_ending(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.jpg").rename(tmp_path / "a.jpe")
    assert resize(source, tmp_path / "small.jpe", 600).width == 600


@pytest.mark.parametrize("name", ["a.jpg", "a.tif"])
@pytest.mark.parametrize("content", [b"", b"not a photo", b"\xff\xd8\xff\xe1", b"II*\0\x08\0\0\0"])
def test_what_is_no_photo_is_told_by_name(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ResizeFailed, match=name):
        resize(tmp_path / name, tmp_path / "small", 600)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_photo_that_was_cut_off(tmp_path: Path) -> None:
    source = written(tmp_path / "a.jpg", "JPEG", picture())
    source.write_bytes(source.read_bytes()[:-5000])
    with pytest.raises(ResizeFailed, match="a.jpg cannot be made smaller: damaged"):
        resize(source, tmp_path / "small.jpg", 600)


def test_a_missing_photo_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ResizeFailed, match="gone.jpg.*No such file"):
        resize(tmp_path / "gone.jpg", tmp_path / "small.jpg", 600)
    with pytest.raises(ResizeFailed, match="gone.tif.*No such file"):
        resize(tmp_path / "gone.tif", tmp_path / "small.tif", 600)
    with pytest.raises(ResizeFailed, match="a.jpg"):
        resize(photo(tmp_path / "a.jpg"), tmp_path / "nowhere" / "small.jpg", 600)
    with pytest.raises(ResizeFailed, match="0 pixels"):
        resize(tmp_path / "a.jpg", tmp_path / "small.jpg", 0)


def test_many_threads_at_once(tmp_path: Path) -> None:
    sources = [photo(tmp_path / f"{number}.jpg", "<>"[number % 2]) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda path: resize(path, tmp_path / f"small {path.name}", 500), sources))
    assert len({result.path.read_bytes() for result in results[::2]}) == 1
    assert len({result.path.read_bytes() for result in results}) == 2


def test_gdal_is_left_as_it_was(tmp_path: Path) -> None:
    before = [gdal.GetConfigOption(name) for name in ("GDAL_DISABLE_READDIR_ON_OPEN", "GDAL_PAM_ENABLED")]
    gdal.UseExceptions()
    try:
        resize(photo(tmp_path / "a.jpg"), tmp_path / "small.jpg", 600)
        with pytest.raises(ResizeFailed):
            (tmp_path / "b.tif").write_bytes(b"II*\0nonsense")
            resize(tmp_path / "b.tif", tmp_path / "small.tif", 600)
        assert gdal.GetUseExceptions()
    finally:
        gdal.DontUseExceptions()
    assert before == [gdal.GetConfigOption(name) for name in ("GDAL_DISABLE_READDIR_ON_OPEN", "GDAL_PAM_ENABLED")]


ENGINE = """
import dataclasses, json, sys
from pathlib import Path
import exifread
from nadir_engine.metadata import read_metadata
for name in sys.argv[1:]:
    with open(name, "rb") as stream:
        tags = {key: str(value) for key, value in exifread.process_file(stream).items() if key != "JPEGThumbnail"}
    print(json.dumps([dataclasses.asdict(read_metadata(Path(name))), tags], default=str))
"""


@pytest.mark.skipif(not BRIGHTON.is_dir(), reason="the photos of brighton_beach are not here")
@pytest.mark.skipif(not LOCAL_PYTHON.exists(), reason="the engine's environment is not made")
def test_the_engine_sees_real_photos_as_before(tmp_path: Path) -> None:
    sources = sorted(BRIGHTON.iterdir())[::6]
    small = [resize(path, tmp_path / path.name, 1600).path for path in sources]
    command = [str(LOCAL_PYTHON), "-c", ENGINE, *map(str, (*sources, *small))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "local")}
    output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    seen = [json.loads(line) for line in output.splitlines()]
    for (before, tags), (after, tags_after) in zip(seen[: len(sources)], seen[len(sources) :]):
        assert before == after
        assert before["gimbal_yaw"] is not None and before["latitude"] is not None and before["focal_mm"] == 3.61
        changed = {key for key in tags if tags[key] != tags_after.get(key)}
        assert (len(tags) > 70, changed) == (True, {"EXIF ExifImageWidth", "EXIF ExifImageLength"})
        assert (tags_after["EXIF ExifImageWidth"], tags_after["EXIF ExifImageLength"]) == ("1600", "900")
