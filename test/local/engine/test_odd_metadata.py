"""Photos whose EXIF or XMP makes no sense: they are used, and nothing of what they claim."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from nadir_engine.console import Console
from nadir_engine.context import Run
from nadir_engine.dataset import run
from nadir_engine.layout import Layout
from nadir_engine.metadata import read_metadata
from nadir_engine.options import EngineOptions

CUT_OFF = b"Exif\0\0II*\0"  # ends before it says where the first directory is
# One directory with one entry, which should say where the next directory is, and has no value.
NO_OFFSET = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\0\0\0\0\x1a\0\0\0\0"


def _photo(path: Path, *segments: bytes) -> Path:
    image = np.random.default_rng(1).integers(0, 255, (90, 120, 3)).astype(np.uint8)
    jpeg = cv2.imencode(".jpg", image)[1].tobytes()
    added = b"".join(b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment for segment in segments)
    path.write_bytes(jpeg[:2] + added + jpeg[2:])
    return path


def _xmp(**values: str) -> bytes:
    text = " ".join(f'drone:{name}="{value}"' for name, value in values.items())
    return b"http://ns.adobe.com/xap/1.0/\0" + f"<x:xmpmeta {text}></x:xmpmeta>".encode()


@pytest.mark.parametrize(
    "exif", [NO_OFFSET, CUT_OFF, CUT_OFF[:6], CUT_OFF + b"\x08\0\0\0\xff\xff", b"Exif\0\0MM\0*\xff\xff\xff\xff\0"]
)
def test_damaged_exif_does_not_end_the_run_and_is_told(exif: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    _photo(folder / "odd.jpg", exif)
    _photo(folder / "plain.jpg")
    told = io.StringIO()
    context = Run(folder, Layout(tmp_path / "output"), EngineOptions(), Console(told), "dataset", 0.0, 100.0)
    run(context)
    assert [photo.filename for photo in context.photos()] == ["odd.jpg", "plain.jpg"]
    warnings = [
        event["message"] for event in map(json.loads, told.getvalue().splitlines()) if event.get("level") == "warning"
    ]
    assert bool(read_metadata(folder / "odd.jpg").problem) == any(
        "odd.jpg: its EXIF" in message for message in warnings
    )


def test_the_failure_of_the_exif_reader_is_caught(tmp_path: Path) -> None:
    assert read_metadata(_photo(tmp_path / "odd.jpg", NO_OFFSET)).problem


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "", "1e999", "north"])
def test_what_is_no_number_is_not_known(value: str, tmp_path: Path) -> None:
    names = (
        "RelativeAltitude",
        "AbsoluteAltitude",
        "CalibratedFocalLength",
        "GimbalYawDegree",
        "RtkStdLon",
        "RtkStdHgt",
    )
    about = read_metadata(_photo(tmp_path / "odd.jpg", _xmp(**dict.fromkeys(names, value))))
    assert (about.relative_altitude, about.altitude, about.calibrated_focal_px) == (None, None, None)
    assert (about.gimbal_yaw, about.accuracy_horizontal, about.accuracy_vertical) == (None, None, None)


def test_xmp_serves_where_the_exif_is_damaged(tmp_path: Path) -> None:
    about = read_metadata(_photo(tmp_path / "odd.jpg", NO_OFFSET, _xmp(GimbalPitchDegree="-89.9")))
    assert about.gimbal_pitch == pytest.approx(-89.9)
