"""The photos are what a drone would have written."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import exifread
import numpy as np
import pytest
from nadir_engine.metadata import read_metadata
from nadir_engine.simulate.main import main
from pyproj import Transformer


def position_of(tags: dict[str, Any]) -> tuple[float, float, float]:
    """Longitude, latitude, altitude of EXIF tags."""

    def degrees(name: str) -> float:
        parts = [float(part) for part in tags[f"GPS GPS{name}"].values]
        sign = -1 if str(tags[f"GPS GPS{name}Ref"]) in "SW" else 1
        return sign * (parts[0] + parts[1] / 60 + parts[2] / 3600)

    return degrees("Longitude"), degrees("Latitude"), float(tags["GPS GPSAltitude"].values[0])


def test_exif_is_whole(survey: Any) -> None:
    assert len(survey.photos) == 6
    moments = []
    for path in survey.photos:
        with path.open("rb") as stream:
            tags = exifread.process_file(stream)
        assert str(tags["Image Make"]) == "Nadir"
        assert float(tags["EXIF FocalLength"].values[0]) == pytest.approx(4.49)
        assert (tags["EXIF ExifImageWidth"].values[0], tags["EXIF ExifImageLength"].values[0]) == (1000, 750)
        assert survey.pixels(path.name).shape == (750, 1000, 3)
        moments.append(datetime.strptime(str(tags["EXIF DateTimeOriginal"]), "%Y:%m:%d %H:%M:%S"))
    assert moments == sorted(set(moments))


def test_positions_lie_near_the_truth_but_not_on_it(survey: Any) -> None:
    to_map = Transformer.from_crs("EPSG:4326", survey.cameras["crs"], always_xy=True)
    errors = []
    for photo in survey.cameras["photos"]:
        with (survey.folder / "images" / photo["name"]).open("rb") as stream:
            longitude, latitude, altitude = position_of(exifread.process_file(stream))
        errors.append(np.array([*to_map.transform(longitude, latitude), altitude]) - photo["position"])
    assert 0.1 < np.abs(np.mean(errors, axis=0)).max() < 5.0
    assert 0.1 < np.std(errors - np.mean(errors, axis=0)) < 0.5


def test_the_engine_reads_the_camera_from_the_photo(survey: Any) -> None:
    metadata = read_metadata(survey.photos[0])
    assert metadata.calibrated_focal_px == pytest.approx(survey.cameras["camera"]["focal"], abs=1e-4)
    assert metadata.calibrated_centre_x == 500
    assert metadata.gimbal_pitch == pytest.approx(-90, abs=6)
    assert metadata.relative_altitude == pytest.approx(60, abs=3)
    assert metadata.longitude is not None


def test_a_seed_gives_the_same_photos_and_another_one_others(tmp_path: Path) -> None:
    digests = []
    for folder, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        assert main(["--output", str(tmp_path / folder), "--photos", "2", "--width", "320", "--seed", seed]) == 0
        contents = b"".join(path.read_bytes() for path in sorted((tmp_path / folder / "images").iterdir()))
        digests.append(hashlib.sha256(contents).hexdigest())
    assert digests[0] == digests[1] != digests[2]


def test_a_folder_with_photos_is_left_alone(survey: Any, capsys: pytest.CaptureFixture[str]) -> None:
    before = [path.stat().st_mtime_ns for path in survey.photos]
    assert main(["--output", str(survey.folder), "--photos", "2", "--width", "320"]) == 1
    error = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert error["event"] == "error"
    assert "not empty" in error["message"]
    assert error["remedy"]
    assert [path.stat().st_mtime_ns for path in survey.photos] == before


@pytest.mark.parametrize("option", [["--photos", "1"], ["--width", "100"], ["--seed", "-1"], ["--photos", "many"]])
def test_impossible_surveys_are_refused(tmp_path: Path, option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--output", str(tmp_path), *option])
    assert stopped.value.code == 2
    assert option[0] in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
