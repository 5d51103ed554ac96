"""Photos made smaller by the server: pixels, tags, ground control points, interruptions."""
from __future__ import annotations

import io
import signal
import struct
from pathlib import Path
from typing import Any

import exifread
import pytest
from fake_node import FakeNode
from nadir_server.resizing.ground_points import scaled
from nadir_server.resizing.photo import NotResizable, resize, size_of
from nadir_server.resizing.segments import XMP, segments_of, with_segments
from nadir_server.resizing.tags import Size, resized_exif, resized_xmp
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from running_server import ROOT, RunningServer

REAL_PHOTOS = ROOT.parent / "shared" / "data" / "brighton_beach" / "images"
PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description drone-dji:GimbalYawDegree="+31.20" '
    b'drone-dji:CalibratedFocalLength="3666.66" drone-dji:CalibratedOpticalCenterX="2000.0">'
    b"<drone-dji:DewarpData>2021-05-01;3600,3601,10,-8,-0.27,0.11</drone-dji:DewarpData></rdf:Description></x:xmpmeta>"
)


def photo(width: int, height: int, shade: int = 90) -> bytes:
    """A JPEG with EXIF (size, focal plane resolution, GPS), XMP and a colour profile."""
    image = Image.new("RGB", (width, height), (shade, 120, 60))
    image.putpixel((width - 1, height - 1), (255, 255, 255))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "DJI", "FC6310", 6
    exif.get_ifd(0x8769).update({0xA002: width, 0xA003: height, 0xA20E: IFDRational(40000, 132), 0x829D: IFDRational(28, 10)})
    exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 50.0, 31.5), 3: "W", 4: (91.0, 59.0, 38.1)})
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, exif=exif, icc_profile=b"a profile of colours")
    return with_segments(out.getvalue(), [(0xE1, XMP + PACKET)])


def tags_of(data: bytes) -> dict[str, str]:
    return {name: str(value) for name, value in exifread.process_file(io.BytesIO(data), details=False).items()}


def test_a_smaller_photo_says_what_the_large_one_said(tmp_path: Path) -> None:
    large, small = tmp_path / "a.JPG", tmp_path / "b.JPG"
    large.write_bytes(photo(1200, 900))
    assert resize(large, small, 400) == pytest.approx(1 / 3)
    with Image.open(small) as image:
        assert (image.size, image.info["icc_profile"]) == ((400, 300), b"a profile of colours")
    before, after = tags_of(large.read_bytes()), tags_of(small.read_bytes())
    assert (after["EXIF ExifImageWidth"], after["EXIF ExifImageLength"]) == ("400", "300")
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {"EXIF ExifImageWidth", "EXIF ExifImageLength", "EXIF FocalPlaneXResolution"}
    assert {"GPS GPSLatitude", "Image Orientation", "Image Make"} <= set(after)
    packet = next(data for _, data in segments_of(small.read_bytes()) if data.startswith(XMP))
    assert b'CalibratedFocalLength="1222.220000"' in packet
    assert b'GimbalYawDegree="+31.20"' in packet
    assert small.stat().st_mtime == large.stat().st_mtime
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_small_photo_stays_and_what_is_no_photo_is_told(tmp_path: Path) -> None:
    small, text, cut = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "c.jpg"
    small.write_bytes(photo(300, 200))
    text.write_text("no photo")
    cut.write_bytes(photo(1200, 900)[:3000])
    assert resize(small, tmp_path / "out.jpg", 300) == 1.0
    for path in (text, cut):
        with pytest.raises(NotResizable):
            resize(path, tmp_path / "out.jpg", 100)
    assert not (tmp_path / "out.jpg").exists()


def test_focal_lengths_in_pixels_follow_the_size() -> None:
    changed = resized_xmp(PACKET, 0.5)
    assert b'CalibratedFocalLength="1833.330000"' in changed
    assert b'CalibratedOpticalCenterX="1000.000000"' in changed
    assert b"2021-05-01;1800.000000,1800.500000,5.000000,-4.000000,-0.27,0.11<" in changed
    assert resized_xmp(b"", 0.5) == b""


@pytest.mark.parametrize("tiff", [b"", b"II", b"XX" + bytes(20), b"II*\0\xff\xff\xff\xff", b"MM\0*" + struct.pack(">I", 8) + b"\xff\xff"])
def test_nonsense_in_the_tags_stays_as_it_is(tiff: bytes) -> None:
    assert resized_exif(tiff, Size(100, 100), Size(50, 50)) == tiff


@pytest.mark.skipif(not REAL_PHOTOS.is_dir(), reason="the photos of a real flight are not in this checkout's shared folder")
def test_a_real_photo_keeps_its_makers_notes(tmp_path: Path) -> None:
    source = sorted(REAL_PHOTOS.glob("*.JPG"))[0]
    target = tmp_path / source.name
    ratio = resize(source, target, 1000)
    assert ratio == pytest.approx(1000 / max(size_of(source).width, size_of(source).height), rel=1e-3)
    with source.open("rb") as old, target.open("rb") as new:
        before, after = (exifread.process_file(file, details=True) for file in (old, new))
    missing = set(before) - set(after) - {"JPEGThumbnail"}
    assert missing == set()
    assert str(after["GPS GPSLatitude"]) == str(before["GPS GPSLatitude"])


def test_ground_control_points_follow_the_photos() -> None:
    text = "EPSG:32615\n576000.5 5188000.25 180.1 2000 1500.5 DJI_1.JPG gcp1\n1 2 3 10 10 other.jpg\n\nx y z im_x im_y DJI_1.JPG"
    assert scaled(text, {"dji_1.jpg": 0.5}) == (
        "EPSG:32615\n576000.5 5188000.25 180.1 1000.000 750.250 DJI_1.JPG gcp1\n1 2 3 10 10 other.jpg\n\nx y z im_x im_y DJI_1.JPG"
    )


def new_task(server: RunningServer, project: int, count: int = 3, **fields: Any) -> str:
    files = [("images", (f"DJI_{number}.JPG", photo(800, 600, 40 + number))) for number in range(count)]
    points = b"EPSG:32615\n1 2 3 400 300 DJI_0.JPG\n"
    files += [("images", ("gcp_list.txt", points)), ("images", ("broken.jpg", b"\xff\xd8no photo"))]
    made = server.json("POST", f"/api/projects/{project}/tasks/", files=files, data=fields)
    assert (made["pending_action"], made["resize_progress"]) == (4, 0.0)
    return made["id"]


def sent(node: FakeNode) -> dict[str, int]:
    """Names and bytes of what reached the node last."""
    return list(node.tasks.values())[-1]["files"]


def test_the_node_gets_the_smaller_photos(server: RunningServer, node: FakeNode) -> None:
    project = server.new_project()
    task = server.wait_for(project, new_task(server, project, resize_to="400"), 40, 30)
    assert (task["status"], task["resize_to"], task["resize_progress"], task["images_count"]) == (40, 400, 1.0, 5)
    images = server.data / "tasks" / task["id"] / "images"
    assert {path.name: path.stat().st_size for path in images.iterdir()} == sent(node)
    assert size_of(images / "DJI_0.JPG") == Size(400, 300)
    assert (images / "gcp_list.txt").read_text() == "EPSG:32615\n1 2 3 200.000 150.000 DJI_0.JPG\n"
    assert (images / "broken.jpg").read_bytes() == b"\xff\xd8no photo"
    assert list((server.data / "tasks" / task["id"]).glob("resized*")) == []


def test_photos_uploaded_one_by_one_are_resized_at_commit(server: RunningServer, node: FakeNode) -> None:
    project = server.new_project()
    body = {"partial": True, "resize_to": 200, "name": "slow"}
    made = server.json("POST", f"/api/projects/{project}/tasks/", json=body)
    assert (made["pending_action"], made["partial"]) == (None, True)
    path = f"/api/projects/{project}/tasks/{made['id']}/"
    server.json("POST", path + "upload/", files=[("images", ("a.jpg", photo(500, 250)))])
    committed = server.json("POST", path + "commit/")
    assert (committed["pending_action"], committed["partial"]) == (4, False)
    task = server.wait_for(project, made["id"], 40, 30)
    assert (task["status"], task["resize_progress"]) == (40, 1.0)
    assert size_of(server.data / "tasks" / made["id"] / "images" / "a.jpg") == Size(200, 100)


def test_a_killed_server_goes_on_resizing(own_server: RunningServer, own_node: FakeNode) -> None:
    project = own_server.new_project()
    task = new_task(own_server, project, 60, resize_to=300)
    own_server.stop(signal.SIGKILL)
    own_server.start()
    done = own_server.wait_for(project, task, 40, 30)
    assert (done["status"], done["resize_progress"]) == (40, 1.0)
    images = own_server.data / "tasks" / task / "images"
    assert {size_of(path) for path in images.glob("DJI_*.JPG")} == {Size(300, 225)}
    assert (images / "gcp_list.txt").read_text().endswith("1 2 3 150.000 112.500 DJI_0.JPG\n")
    assert len(sent(own_node)) == 62
