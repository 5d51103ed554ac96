"""What is found of a set of photos: each finding where it should be, and none where all is well."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import List, Sequence

import pytest
from nadir.core.errors import Cancelled
from nadir.core.photos.collecting import find_files, measure_sharpness, read_photos
from nadir.core.photos.findings import FindingKind
from nadir.core.photos.photo import Photo
from nadir.core.photos.report import PhotoReport, assess
from nadir.test.unit.photos.drone_photo import START, grid, photo

BRIGHTON = Path(__file__).resolve().parents[4] / "shared" / "data" / "brighton_beach"


def found(photos: Sequence[Photo]) -> dict[FindingKind, List[int]]:
    """Kinds of findings with the rows of their photos."""
    rows = {each.path: row for row, each in enumerate(photos)}
    return {each.kind: [rows[path] for path in each.photos] for each in assess(photos).findings}


def flight() -> List[Photo]:
    return grid(4, 8)


@pytest.mark.parametrize(("ahead", "aside"), [(0.85, 0.75), (0.75, 0.65), (0.6, 0.6), (0.6, 0.5)])
def test_a_usual_flight_has_no_findings(ahead: float, aside: float) -> None:
    assert found(grid(6, 12, ahead, aside)) == {}


def test_a_copy_is_a_double_and_the_first_one_is_not() -> None:
    photos = flight()
    photos[9] = replace(photos[9], fingerprint=photos[3].fingerprint)
    assert found(photos) == {FindingKind.DOUBLE: [9]}


def test_one_moment_and_place_of_one_camera_is_a_double() -> None:
    photos = flight()
    edited = replace(photos[3], path=Path("/flight/copy.jpg"), fingerprint="edited", size_bytes=1)
    assert found([*photos, edited]) == {FindingKind.DOUBLE: [32]}


def test_bands_of_one_moment_are_no_doubles() -> None:
    photos = [
        replace(each, band=band, path=Path(f"/flight/{row}_{band}.tif"), fingerprint=f"{row} {band}")
        for row, each in enumerate(flight())
        for band in ("Red", "NIR")
    ]
    assert found(photos) == {}


def test_a_burst_without_positions_is_no_double() -> None:
    photos = [replace(each, longitude=None, latitude=None, taken_at=START) for each in flight()]
    assert list(found(photos)) == [FindingKind.NO_POSITION]


def test_one_name_in_two_folders_is_told() -> None:
    photos = flight()
    photos[9] = replace(photos[9], path=Path("/other/dji_0002.jpg"))
    assert found(photos) == {FindingKind.SAME_NAME: [2, 9]}


def test_a_blurred_photo_is_found_by_the_others() -> None:
    photos = flight()
    photos[5] = replace(photos[5], sharpness=0.45)
    assert found(photos) == {FindingKind.BLURRED: [5]}


def test_a_set_of_soft_photos_is_not_blurred_and_neither_are_few() -> None:
    soft = [replace(each, sharpness=(each.sharpness or 0) * 0.3) for each in flight()]
    assert found(soft) == {}
    varied = [replace(each, sharpness=0.4 + 1.2 * (row % 8) / 7) for row, each in enumerate(flight())]
    assert found(varied) == {}
    assert FindingKind.BLURRED not in found([replace(photo(0), sharpness=0.1), photo(1), photo(2)])


def test_photos_without_position_are_told() -> None:
    photos = flight()
    photos[4] = replace(photos[4], longitude=None, latitude=None)
    assert found(photos)[FindingKind.NO_POSITION] == [4]


def test_a_photo_of_another_camera_or_size_is_odd() -> None:
    photos = flight()
    photos[4], photos[6] = replace(photos[4], model="FC330"), replace(photos[6], width=1920, height=1080)
    assert found(photos)[FindingKind.ODD_CAMERA] == [4, 6]


def test_a_photo_that_is_turned_is_not_odd() -> None:
    photos = flight()
    photos[4] = replace(photos[4], width=3000, height=4000)
    assert found(photos) == {}


def test_two_cameras_that_share_the_work_are_not_odd() -> None:
    photos = [replace(each, model="FC330") if row % 2 else each for row, each in enumerate(flight())]
    assert found(photos) == {}


@pytest.mark.parametrize("hours", [-20.0, 5.0, 24.0 * 300])
def test_a_photo_of_another_time_is_odd(hours: float) -> None:
    photos = flight()
    photos[4] = replace(photos[4], taken_at=START + timedelta(hours=hours))
    assert found(photos) == {FindingKind.ODD_TIME: [4]}


def test_a_pause_for_a_battery_and_a_second_day_are_not_odd() -> None:
    paused = [replace(each, taken_at=(each.taken_at or START) + timedelta(hours=2 * (row > 27))) for row, each in enumerate(flight())]
    assert found(paused) == {}
    days = [replace(each, taken_at=(each.taken_at or START) + timedelta(days=row // 16)) for row, each in enumerate(flight())]
    assert found(days) == {}


def test_a_photo_far_away_is_odd_and_that_it_overlaps_none_is_not_told_again() -> None:
    photos = flight()
    photos[4] = replace(photos[4], latitude=48.5)
    assert found(photos) == {FindingKind.ODD_PLACE: [4]}


def test_two_sites_are_not_odd() -> None:
    second = [
        replace(each, path=Path(f"/second/{row}.JPG"), fingerprint=f"s{row}", longitude=(each.longitude or 0) + 0.1)
        for row, each in enumerate(flight())
    ]
    assert found([*flight(), *second]) == {}


def test_a_flight_across_the_180th_meridian_is_one_place() -> None:
    photos = [replace(each, longitude=_around((each.longitude or 0) - 11.5 + 179.9995)) for each in flight()]
    assert {round(each.longitude or 0) for each in photos} == {180, -180}
    assert found(photos) == {} and (assess(photos).area_ha or 0) == pytest.approx(assess(flight()).area_ha, rel=0.05)


def test_a_photo_from_before_the_start_is_odd_in_height() -> None:
    photos = flight()
    photos[0] = replace(photos[0], relative_altitude=3.0)
    assert found(photos)[FindingKind.ODD_HEIGHT] == [0]


def test_photos_that_hardly_overlap_are_told() -> None:
    assert len(found(grid(6, 12, 0.3, 0.3))[FindingKind.LITTLE_OVERLAP]) == 72


def test_a_photo_beside_the_flight_overlaps_too_little() -> None:
    photos = flight()
    photos[31] = replace(photos[31], longitude=(photos[31].longitude or 0) + 0.0012)  # 90 m to the east
    assert found(photos) == {FindingKind.LITTLE_OVERLAP: [31]}


def test_few_photos_are_told_and_none_are_not() -> None:
    assert FindingKind.FEW in found(flight()[:4]) and FindingKind.FEW not in found(flight()[:5])
    assert assess([]) == PhotoReport()


def test_the_ground_resolution_and_the_area_follow_from_height_and_lens() -> None:
    report = assess(grid(6, 12, 0.75, 0.65))
    assert report.gsd_cm == pytest.approx(100 * 80.0 / 3000.0) and report.height_m == 80.0
    across, along = 106.7 * (1 + 5 * 0.35), 80.0 * (1 + 11 * 0.25)
    assert across * along * 0.8 < (report.area_ha or 0) * 10_000 < across * along
    assert report.views == pytest.approx(72 * 106.7 * 80.0 / (across * along), rel=0.05)


def test_a_tilted_camera_sees_coarser() -> None:
    tilted = [replace(each, pitch=-45.0) for each in flight()]
    assert assess(tilted).gsd_cm == pytest.approx(100 * 80.0 * math.sqrt(2) / 3000.0)


def test_without_height_or_lens_it_is_said_to_be_unknown() -> None:
    for unknown in ({"relative_altitude": None}, {"focal_length_px": None}):
        report = assess([replace(each, **unknown) for each in flight()])  # type: ignore[arg-type]
        assert report.gsd_cm is None and report.area_ha is None and report.views is None and report.findings == ()


def test_photos_that_tell_no_height_get_the_ground_of_the_others() -> None:
    photos = [replace(each, relative_altitude=None) if row % 2 else each for row, each in enumerate(flight())]
    assert assess(photos).area_ha == assess(flight()).area_ha


def test_the_comparison_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        assess(flight(), lambda: True)


@pytest.mark.skipif(not BRIGHTON.exists(), reason="sample photos are not here")
def test_real_photos_have_no_findings_and_what_is_expected_comes_true() -> None:
    """The engine measured 1.57 to 1.61 cm a pixel on them, and its orthophoto covers 8,912 square metres."""
    files = find_files([BRIGHTON], lambda fraction, text: None, lambda: False)
    photos = list(read_photos(files.photos, lambda fraction, text: None, lambda: False))
    report = assess(list(measure_sharpness(photos, lambda fraction, text: None, lambda: False)))
    assert report.count == 18 and report.findings == () and report.cameras == ("DJI FC300S",)
    assert report.gsd_cm == pytest.approx(1.6, rel=0.1)
    assert (report.area_ha or 0) * 10_000 == pytest.approx(8912, rel=0.1)


def _around(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0
