"""Ground control points are checked against the photos line by line, before hours are spent on a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from nadir.core.errors import NadirError
from nadir.core.photos.gcp import ControlPoints, check_control_points, read_control_points
from nadir.core.photos.photo import Photo
from osgeo import osr

EAST, NORTH, ZONE = 500_000.0, 5_400_000.0, 32632
FILE = Path("gcp_list.txt")


def photos(count: int = 12) -> tuple[Photo, ...]:
    """A strip of photos, 10 m apart, around longitude 9 in zone 32."""
    utm, world = osr.SpatialReference(), osr.SpatialReference()
    utm.ImportFromEPSG(ZONE)
    world.ImportFromEPSG(4326)
    for each in (utm, world):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(utm, world)
    made = []
    for number in range(count):
        longitude, latitude, _height = change.TransformPoint(EAST + 10 * number, NORTH, 0)
        path = Path("/survey") / f"DJI_{number:04}.JPG"
        made.append(Photo(path, 1000, 4000, 3000, longitude=longitude, latitude=latitude))
    return tuple(made)


def line(point: int, photo: int, *, east: float = EAST, north: float = NORTH, column: float = 2000, name: str = "") -> str:
    return f"{east + 10 * point} {north + point} 100.5 {column} 1500 DJI_{photo:04}.JPG {name or f'P{point}'}"


def good(points: int = 5, seen_by: int = 3) -> list[str]:
    return [line(point, point + each) for point in range(points) for each in range(seen_by)]


def check(lines: list[str], crs: str = f"EPSG:{ZONE}", of: tuple[Photo, ...] | None = None) -> ControlPoints:
    return check_control_points(FILE, "\n".join([crs, *lines]), photos() if of is None else of)


def said(found: ControlPoints) -> list[str]:
    return [str(problem) for problem in found.problems]


def test_a_good_file_has_nothing_against_it() -> None:
    found = check(good())
    assert said(found) == [] and (found.points, found.photos) == (5, 7)


@pytest.mark.parametrize(
    "crs", ["EPSG:32632", "epsg: 32632", "WGS84 UTM 32N", "WGS 84 utm 32n", "+proj=utm +zone=32 +datum=WGS84 +units=m"]
)
def test_reference_systems_are_taken_as_nodes_take_them(crs: str) -> None:
    assert said(check(good(), crs)) == []


@pytest.mark.parametrize("crs", ["EPSG:999999", "+proj=nonsense", "WGS84 UTM 61N", "GDA94", "# EPSG:32632"])
def test_a_reference_system_that_is_not_known_stands_in_line_one(crs: str) -> None:
    found = check(good(), crs)
    assert found.errors[0].line == 1 and len(found.errors) == 1


def test_a_file_without_a_reference_system_is_told_what_belongs_there() -> None:
    found = check_control_points(FILE, "\n".join(good()), photos())
    assert found.errors[0].line == 1 and "EPSG:32632" in str(found.errors[0]) and "a point" in str(found.errors[0])


def test_lines_are_counted_as_an_editor_does() -> None:
    text = "\n".join(["", f"EPSG:{ZONE}", "# a comment", "", "1 2 3", *good()])
    found = check_control_points(FILE, text, photos())
    assert said(found) == ["Line 5: It has 3 of the six values x y z column row photo."]


def test_a_decimal_comma_is_told() -> None:
    broken = good()
    broken[4] = broken[4].replace("100.5", "100,5")
    assert said(check(broken))[0] == "Line 6: “100,5” is not a number. Use a point, not a comma, for decimals."


@pytest.mark.parametrize("value", ["nan", "inf", "1e999"])
def test_what_is_no_finite_number_is_refused(value: str) -> None:
    broken = good()
    broken[0] = broken[0].replace("100.5", value)
    assert "is not a number" in said(check(broken))[0]


def test_a_photo_that_is_missing_is_a_warning_as_long_as_others_are_there() -> None:
    found = check([*good(), line(1, 77)])
    assert not found.errors
    assert said(found) == ["Line 17: DJI_0077.JPG is not among the photos; its lines are of no use."]


def test_a_file_of_another_flight_is_an_error() -> None:
    found = check([line(point, 70 + point) for point in range(5)])
    assert said(found) == [
        "None of its photos is among yours: DJI_0070.JPG, DJI_0071.JPG, DJI_0072.JPG and 2 more."
    ]


def test_letters_of_another_case_are_an_error_that_names_the_right_ones() -> None:
    lines = good()
    lines[0] = lines[0].replace(".JPG", ".jpg")
    assert said(check(lines))[0] == "Line 2: The photo is called DJI_0000.JPG, not DJI_0000.jpg: letters have to be alike."


def test_two_photos_of_one_name_are_an_error() -> None:
    first = photos()[0]
    twice = (*photos(), Photo(Path("/other") / first.path.name, 10, 4000, 3000))
    assert "2 of the photos are called DJI_0000.JPG" in said(check(good(), of=twice))[0]


@pytest.mark.parametrize(("column", "fine"), [(0, True), (4000, True), (4000.5, False), (-1, False)])
def test_a_pixel_has_to_lie_in_its_photo(column: float, fine: bool) -> None:
    found = check([*good(), line(0, 5, column=column)])
    assert bool(found.errors) is not fine
    if not fine:
        assert str(found.errors[0]) == f"Line 17: The pixel {column:g}, 1500 is outside of DJI_0005.JPG (4000 × 3000)."


def test_photos_of_unknown_size_take_any_pixel() -> None:
    unknown = tuple(Photo(photo.path, 10) for photo in photos())
    assert said(check([*good(), line(0, 5, column=90_000)], of=unknown)) == []


def test_too_few_points_and_too_few_photos_of_one() -> None:
    assert "Only 2 points are on your photos; 3 are needed" in said(check(good(2)))[0]
    assert said(check(good(4))) == ["There are 4 points; 5 or more, spread over the area, are better."]
    found = check([*good(5), line(6, 6), line(6, 7)])
    assert said(found) == ["P6 is on fewer than 3 photos."]


def test_contradictions_are_found() -> None:
    assert "P0 lies elsewhere in line 2" in said(check([*good(), line(1, 9, name="P0")]))[0]
    assert said(check([*good(), line(0, 0)])) == ["Line 17: This point is on DJI_0000.JPG in line 2 already."]


def test_points_without_a_name_are_told_apart_by_their_place() -> None:
    found = check([" ".join(each.split()[:6]) for each in good()])
    assert said(found) == [] and found.points == 5


def test_all_points_far_away_mean_a_wrong_reference_system() -> None:
    assert "Check the reference system" in said(check(good(), "EPSG:32633"))[0]


def test_swapped_coordinates_are_recognised() -> None:
    swapped = [" ".join([each.split()[1], each.split()[0], *each.split()[2:]]) for each in good()]
    assert said(check(swapped)) == ["x and y seem to be swapped: x is the easting or longitude and comes first."]


def test_one_point_far_away_is_a_warning_with_its_line() -> None:
    far = [line(7, photo, east=EAST + 20_000) for photo in range(3)]
    found = check([*good(), *far])
    assert not found.errors and said(found) == ["Line 17: P7 lies 20.0 km from the nearest photo."]


def test_photos_without_positions_are_not_held_against_the_points() -> None:
    nowhere = tuple(Photo(photo.path, 10, 4000, 3000) for photo in photos())
    assert said(check(good(), "EPSG:32633", nowhere)) == []


@pytest.mark.parametrize("text", ["", "\n \n", f"EPSG:{ZONE}", f"EPSG:{ZONE}\n# nothing\n"])
def test_files_with_nothing_in_them(text: str) -> None:
    assert check_control_points(FILE, text, photos()).errors


def test_what_is_no_text_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(NadirError, match="cannot be read"):
        read_control_points(tmp_path / "none.txt", photos())
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0\x00")
    with pytest.raises(NadirError, match="not a text file"):
        read_control_points(tmp_path / "picture.txt", photos())


def test_windows_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "gcp.txt"
    path.write_bytes(("\ufeff" + "\r\n".join([f"EPSG:{ZONE}", *good()])).encode())
    assert said(read_control_points(path, photos())) == []
