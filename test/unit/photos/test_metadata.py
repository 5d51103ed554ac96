"""What is read from a photo's EXIF and XMP, exactly."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from nadir.core.photos import lens
from nadir.core.photos.collecting import read_photos
from nadir.core.photos.photo import Photo
from nadir.core.photos.xmp import DroneProperties
from nadir.test.unit.photos.drone_photo import DroneTags, write_photo

BRIGHTON = Path(__file__).resolve().parents[4] / "shared" / "data" / "brighton_beach" / "images"


def read(path: Path) -> Photo:
    (found,) = read_photos([path], lambda fraction, text: None, lambda: False)
    return found


@pytest.mark.parametrize("order", ["<", ">"])
def test_all_that_a_drone_tells_is_read(tmp_path: Path, order: str) -> None:
    xmp = {"RelativeAltitude": "+79.60", "GimbalYawDegree": "-45.50", "GimbalPitchDegree": "-89.90", "GimbalRollDegree": "+0.10"}
    found = read(write_photo(tmp_path / "a.jpg", DroneTags(-91.9945599, -46.8426071, -3.25, xmp=xmp), order=order))
    assert found.longitude == pytest.approx(-91.9945599, abs=1e-9) and found.latitude == pytest.approx(-46.8426071, abs=1e-9)
    assert found.altitude == -3.25 and found.relative_altitude == 79.6
    assert (found.yaw, found.pitch, found.roll) == (-45.5, -89.9, 0.1)
    assert found.taken_at == datetime(2026, 5, 17, 9, 0, 0) and found.camera == "DJI FC6310"
    assert found.focal_length_mm == 8.8 and found.equivalent_focal_mm == 24
    assert (found.width, found.height) == (64, 48) and found.fingerprint and not found.problem


def test_what_is_not_told_is_unknown(tmp_path: Path) -> None:
    found = read(write_photo(tmp_path / "a.jpg", DroneTags(None, None, None, None, "", "", equivalent_mm=None)))
    assert not found.has_position and found.altitude is None and found.relative_altitude is None
    assert found.taken_at is None and found.camera == "" and found.focal_length_px is None and found.yaw is None


def test_the_drones_own_heading_serves_where_no_gimbal_tells_one() -> None:
    assert DroneProperties(b'<a drone-dji:FlightYawDegree="+12.5" drone-dji:FlightPitchDegree="+3"/>').yaw == 12.5
    assert DroneProperties(b'<a drone-dji:FlightPitchDegree="+3"/>').pitch is None


def test_properties_may_be_elements_and_nonsense_is_unknown() -> None:
    found = DroneProperties(b"<Camera:BandName>NIR</Camera:BandName><d:RelativeAltitude>nan</d:RelativeAltitude>")
    assert found.band == "NIR" and found.relative_altitude is None
    assert DroneProperties(b"\xff\xfe broken").yaw is None


def test_the_calibration_follows_the_size_of_the_photo() -> None:
    assert lens.from_calibration(4000, 2900.0, 2010.0) == 2900.0
    assert lens.from_calibration(2000, 2900.0, 2000.0) == 1450.0
    assert lens.from_calibration(4000, None, None) is None


def test_the_equivalent_of_a_wide_photo_is_that_of_the_whole_sensor() -> None:
    whole = lens.from_equivalent(4000, 3000, 20.0)
    assert whole == pytest.approx(2311.2, abs=0.1) and lens.from_equivalent(4000, 2250, 20.0) == whole
    assert lens.from_equivalent(2250, 4000, 20.0) == whole


def test_the_pixel_pitch_gives_the_focal_length() -> None:
    assert lens.from_pixel_pitch(8.8, 4166.667, 3.0) == pytest.approx(3666.7, abs=0.1)  # 2.4 micrometres, in centimetres
    assert lens.from_pixel_pitch(8.8, 72.0, 2.0) is None  # a print's resolution, not the sensor's
    assert lens.from_pixel_pitch(8.8, float("nan"), 2.0) is None


@pytest.mark.skipif(not BRIGHTON.exists(), reason="sample photos are not here")
def test_a_real_photo_is_read() -> None:
    found = read(BRIGHTON / "DJI_0018.JPG")
    assert found.relative_altitude == 39.8 and found.yaw == 45.0 and found.pitch == -89.9
    assert found.longitude == pytest.approx(-91.994559889, abs=1e-8) and found.focal_length_px == pytest.approx(2311.2, abs=0.1)
