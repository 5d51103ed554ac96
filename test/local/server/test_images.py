"""Photos of a task: thumbnails and the files themselves."""
from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from PIL import Image
from running_server import RunningServer

UPRIGHT, TURNED = "DJI_0018.JPG", "DJI_0019.JPG"


def photo(orientation: int) -> bytes:
    """800 x 600 stored pixels: red left, green right, with a white square in the middle."""
    values = np.zeros((600, 800, 3), np.uint8)
    values[:, :400, 0] = values[:, 400:, 1] = 200
    values[290:310, 390:410] = 255
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.fromarray(values).save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def thermal() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.linspace(28000, 31000, 64 * 80).reshape(64, 80).astype(np.uint16)).save(out, "TIFF")
    return out.getvalue()


@dataclass(frozen=True)
class Photos:
    server: RunningServer
    path: str

    def get(self, path: str, **arguments: Any) -> Any:
        return self.server.call("GET", self.path + path, **arguments)

    def picture(self, name: str, query: str = "") -> Image.Image:
        answer = self.get(f"images/thumbnail/{name}{query}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg"), answer.text
        return Image.open(io.BytesIO(answer.content))


@pytest.fixture(scope="module")
def uploaded(pair: tuple[RunningServer, Any]) -> Iterator[Photos]:
    server = pair[0]
    project = server.new_project("Photos")
    task = server.json("POST", f"/api/projects/{project}/tasks/", json={"partial": True})["id"]
    path = f"/api/projects/{project}/tasks/{task}/"
    files = {UPRIGHT: photo(1), TURNED: photo(6), "IR_1.TIF": thermal(), "gcp_list.txt": b"EPSG:32615\n", "bad.JPG": photo(1)[:900]}
    server.json("POST", path + "upload/", files=[("images", item) for item in files.items()])
    yield Photos(server, path)


def test_a_thumbnail_is_as_large_as_asked_for(uploaded: Photos) -> None:
    assert uploaded.picture(UPRIGHT).size == (512, 384)
    assert uploaded.picture(UPRIGHT, "?size=100").size == (100, 75)
    small, large = (uploaded.get(f"images/thumbnail/{UPRIGHT}?quality={quality}").content for quality in (10, 95))
    assert len(small) < len(large)


def test_a_turned_photo_is_shown_upright(uploaded: Photos) -> None:
    picture = uploaded.picture(TURNED, "?size=200")
    assert picture.size == (150, 200)
    upper, lower = picture.getpixel((75, 20)), picture.getpixel((75, 180))
    assert upper[0] > 150 > upper[1] and lower[1] > 150 > lower[0]


def test_zoom_enlarges_around_a_place(uploaded: Photos) -> None:
    near = np.asarray(uploaded.picture(UPRIGHT, "?size=200&zoom=20"))
    assert (near.min(axis=2) > 200).mean() > 0.2
    left = np.asarray(uploaded.picture(UPRIGHT, "?size=200&zoom=4&center_x=0&center_y=0"))
    assert left[..., 0].min() > 150 and left[..., 1].max() < 80


def test_thermal_photos_are_stretched(uploaded: Photos) -> None:
    values = np.asarray(uploaded.picture("IR_1.TIF", "?size=64"))
    assert values.min() < 20 and values.max() > 235


def test_a_photo_comes_back_as_it_was_sent(uploaded: Photos) -> None:
    answer = uploaded.get(f"images/download/{UPRIGHT}")
    assert (answer.content, answer.headers["Content-Type"]) == (photo(1), "image/jpeg")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={UPRIGHT}"
    part = uploaded.get(f"images/download/{UPRIGHT}", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, photo(1)[10:20])


def test_what_is_no_photo_is_not_shown(uploaded: Photos, recording: Callable[[str], dict[str, Any]]) -> None:
    missing = uploaded.get("images/thumbnail/nope.JPG")
    assert (missing.status_code, missing.json()) == (404, recording("image_thumbnail_missing")["body"])
    for name in ("gcp_list.txt", "bad.JPG"):
        answer = uploaded.get(f"images/thumbnail/{name}")
        assert answer.status_code == 400 and isinstance(answer.json(), list), answer.text
    assert uploaded.get("images/download/gcp_list.txt").content == b"EPSG:32615\n"


@pytest.mark.parametrize("query", [
    "size=0", "size=-1", "size=99999999", "size=x", "quality=0", "quality=101", "zoom=nan", "zoom=1e9", "zoom=-1",
    "center_x=2", "center_y=x",
])  # fmt: skip
def test_odd_sizes_are_refused(uploaded: Photos, query: str) -> None:
    assert uploaded.get(f"images/thumbnail/{UPRIGHT}?{query}").status_code == 400


@pytest.mark.parametrize("name", ["..%2Fconsole.txt", "%2e%2e", "..%5Cx", "a%00b", "x" * 3000, "%2Fetc%2Fpasswd", ""])
def test_no_name_leaves_the_folder_of_the_photos(uploaded: Photos, name: str) -> None:
    for place in ("thumbnail", "download"):
        assert uploaded.get(f"images/{place}/{name}").status_code == 404


def test_a_link_is_no_photo(uploaded: Photos) -> None:
    task = uploaded.path.split("/")[-2]
    link = uploaded.server.data / "tasks" / task / "images" / "link.JPG"
    link.symlink_to(uploaded.server.data / "login.json")
    try:
        for place in ("thumbnail", "download"):
            assert uploaded.get(f"images/{place}/link.JPG").status_code == 404
    finally:
        link.unlink()


@pytest.mark.parametrize("kind", ["EPS", "PPM", "GIF"])
def test_only_what_cameras_write_is_decoded(uploaded: Photos, kind: str) -> None:
    """PostScript is a program, for which Pillow starts an interpreter."""
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "red").save(out, kind)
    uploaded.server.json("POST", f"{uploaded.path}upload/", files={"images": ("odd.JPG", out.getvalue())})
    assert uploaded.get("images/thumbnail/odd.JPG").status_code == 400


def test_strangers_see_no_photos(uploaded: Photos) -> None:
    for place in ("thumbnail", "download"):
        assert uploaded.get(f"images/{place}/{UPRIGHT}", auth="").json() == {"detail": "Not found."}
