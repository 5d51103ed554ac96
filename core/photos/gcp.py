"""Ground control points: a file as OpenDroneMap reads it, checked against the photos before it is sent.

The first line names the reference system; each other one says where a point is, and at which pixel of which photo:
`x y z column row photo [name]`. Lines that begin with # are comments.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np
from osgeo import gdal, osr

from ..errors import NadirError
from .photo import Photo
from .place import Frame, positions

LARGEST_FILE = 20_000_000  # bytes; a line takes about eighty
FEWEST_POINTS = 3  # that fix a model in space
GOOD_POINTS = 5
GOOD_PHOTOS = 3  # of one point
FAR_METRES = 1_000.0  # from the nearest photo; drones see less far
_FIELDS = 6
_UTM = re.compile(r"^WGS\s*84\s+UTM\s+(\d{1,2})\s*([NS])$", re.IGNORECASE)
_EPSG = re.compile(r"^EPSG\s*:\s*(\d{3,6})$", re.IGNORECASE)
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class Observation:
    """One line: a point, x and y in the file's reference system, z in metres, at a pixel of a photo."""

    line: int
    x: float
    y: float
    z: float
    column: float
    row: float
    photo: str
    name: str = ""

    @property
    def point(self) -> str:
        """What says which point it is: its name, or its place for one without."""
        return self.name or f"{self.x} {self.y} {self.z}"


@dataclass(frozen=True)
class Problem:
    """Something that is wrong with the file. line: from 1, 0 for the whole file. severe: so that it cannot be used."""

    text: str
    line: int = 0
    severe: bool = True

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}" if self.line else self.text


@dataclass(frozen=True)
class ControlPoints:
    """What a file holds, and what is wrong with it, in the order of its lines.

    crs: as the file names it. points, photos: how many of them are of use with the photos that it was checked against.
    """

    path: Path
    crs: str = ""
    observations: Tuple[Observation, ...] = ()
    problems: Tuple[Problem, ...] = ()
    points: int = 0
    photos: int = 0

    @property
    def errors(self) -> Tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severe)

    @property
    def warnings(self) -> Tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.severe)


def read_control_points(path: Path, photos: Sequence[Photo]) -> ControlPoints:
    """A file checked against the photos that it goes with. Raises `NadirError` where it cannot be read as text at all."""
    return check_control_points(path, _text(path), photos)


def check_control_points(path: Path, text: str, photos: Sequence[Photo]) -> ControlPoints:
    """The same for the text of a file."""
    lines = text.strip().splitlines()
    first = len(text[: len(text) - len(text.lstrip())].splitlines()) + 1 if lines else 1
    if not lines:
        return ControlPoints(path, problems=(Problem("The file is empty."),))
    crs_text = lines[0].strip()
    system, crs_problem = reference_system(crs_text)
    problems: List[Problem] = [] if crs_problem is None else [Problem(crs_problem, first)]
    observations, malformed = _observations(lines[1:], first + 1)
    problems += malformed
    if not observations and not malformed:
        problems.append(Problem("There are no ground control points in it, only the reference system."))
    used, of_lines = _against_photos(observations, photos)
    problems += of_lines
    if used:
        problems += _of_points(used)
    if used and system is not None:
        problems += _of_places(used, photos, system)
    return ControlPoints(
        path,
        crs_text,
        tuple(observations),
        tuple(sorted(problems, key=lambda problem: (not problem.severe, problem.line == 0, problem.line))),
        len({each.point for each in used}),
        len({each.photo for each in used}),
    )


def reference_system(text: str) -> Tuple[Optional[osr.SpatialReference], Optional[str]]:
    """What the first line names, as nodes understand it: `EPSG:32615`, `WGS84 UTM 15N` or `+proj=...`; or the problem."""
    system = osr.SpatialReference()
    utm, epsg = _UTM.match(text), _EPSG.match(text)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        if utm and 1 <= int(utm.group(1)) <= 60:
            south = utm.group(2).upper() == "S"
            code = system.ImportFromEPSG((32700 if south else 32600) + int(utm.group(1)))
        elif epsg:
            code = system.ImportFromEPSG(int(epsg.group(1)))
        elif text.startswith("+proj"):
            code = system.ImportFromProj4(text)
        else:
            return None, _no_system(text)
    except RuntimeError:  # where GDAL was told to raise
        code = 1
    finally:
        gdal.PopErrorHandler()
    if code != 0:
        return None, f"The reference system “{_short(text)}” is not known."
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system, None


def _no_system(text: str) -> str:
    looks_like_point = len(text.split()) >= _FIELDS and _number(text.split()[0]) is not None
    what = "a point" if looks_like_point else f"“{_short(text)}”"
    return (
        f"The first line has to name the reference system, such as EPSG:32632, WGS84 UTM 32N or +proj=..., and it is {what}."
    )


def _observations(lines: Sequence[str], first: int) -> Tuple[List[Observation], List[Problem]]:
    found: List[Observation] = []
    problems: List[Problem] = []
    for number, line in enumerate(lines, first):
        if not line.strip() or line.strip().startswith("#"):
            continue
        parts = line.split()
        values = [_number(part) for part in parts[:5]]
        if len(parts) < _FIELDS:
            problems.append(Problem(f"It has {len(parts)} of the six values x y z column row photo.", number))
        elif None in values:
            wrong = parts[values.index(None)]
            hint = " Use a point, not a comma, for decimals." if "," in wrong else ""
            problems.append(Problem(f"“{_short(wrong)}” is not a number.{hint}", number))
        else:
            x, y, z, column, row = (value if value is not None else math.nan for value in values)
            found.append(Observation(number, x, y, z, column, row, parts[5], " ".join(parts[6:])))
    return found, problems


def _number(text: str) -> Optional[float]:
    """A finite number; None for anything else."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _against_photos(
    observations: Sequence[Observation], photos: Sequence[Photo]
) -> Tuple[List[Observation], List[Problem]]:
    """Those of the photos that there are, and what is wrong with the others."""
    by_name: Dict[str, List[Photo]] = {}
    for photo in photos:
        by_name.setdefault(photo.path.name, []).append(photo)
    other_case = {name.casefold(): name for name in by_name}
    used: List[Observation] = []
    problems: List[Problem] = []
    missing: Dict[str, int] = {}
    for each in observations:
        there = by_name.get(each.photo, [])
        if not there:
            missing.setdefault(each.photo, each.line)
            continue
        problem = _of_photo(each, there)
        if problem is not None:
            problems.append(problem)
        if problem is None or not problem.severe:
            used.append(each)
    problems += _missing(missing, other_case, severe=bool(observations) and not used and not problems)
    return used, problems


def _of_photo(each: Observation, there: Sequence[Photo]) -> Optional[Problem]:
    photo = there[0]
    if len(there) > 1:
        return Problem(f"{len(there)} of the photos are called {each.photo}; it is not clear which is meant.", each.line)
    known = photo.width > 0 and photo.height > 0
    if known and not (0 <= each.column <= photo.width and 0 <= each.row <= photo.height):
        pixel = f"{each.column:g}, {each.row:g}"
        return Problem(f"The pixel {pixel} is outside of {each.photo} ({photo.width} × {photo.height}).", each.line)
    return None


def _missing(missing: Dict[str, int], other_case: Dict[str, str], *, severe: bool) -> List[Problem]:
    """One problem for names in other letters, one for all that are not there: a file is often made for a larger flight."""
    problems = [
        Problem(f"The photo is called {other_case[name.casefold()]}, not {name}: letters have to be alike.", line)
        for name, line in missing.items()
        if name.casefold() in other_case
    ]
    gone = [name for name in missing if name.casefold() not in other_case]
    if gone and severe:
        problems.append(Problem(f"None of its photos is among yours: {_some(gone)}."))
    elif gone:
        first = min(missing[name] for name in gone)
        are = "is not among the photos; its lines are" if len(gone) == 1 else "are not among the photos; their lines are"
        problems.append(Problem(f"{_some(gone)} {are} of no use.", first, severe=False))
    return problems


def _of_points(used: Sequence[Observation]) -> List[Problem]:
    """Too few points, too few photos of one, and contradictions."""
    problems: List[Problem] = []
    photos_of: Dict[str, set[str]] = {}
    seen: Dict[Tuple[str, str], Observation] = {}
    place: Dict[str, Observation] = {}
    for each in used:
        photos_of.setdefault(each.point, set()).add(each.photo)
        twice = seen.setdefault((each.point, each.photo), each)
        if twice is not each:
            problems.append(Problem(f"This point is on {each.photo} in line {twice.line} already.", each.line, severe=False))
        before = place.setdefault(each.point, each)
        if (before.x, before.y, before.z) != (each.x, each.y, each.z):
            problems.append(Problem(f"{each.name} lies elsewhere in line {before.line}.", each.line))
    if len(photos_of) < FEWEST_POINTS:
        count = "one point is" if len(photos_of) == 1 else f"{len(photos_of)} points are"
        problems.append(Problem(f"Only {count} on your photos; {FEWEST_POINTS} are needed, {GOOD_POINTS} or more are better."))
    elif len(photos_of) < GOOD_POINTS:
        text = f"There are {len(photos_of)} points; {GOOD_POINTS} or more, spread over the area, are better."
        problems.append(Problem(text, severe=False))
    few = [name for name, names in photos_of.items() if len(names) < GOOD_PHOTOS]
    if few:
        word = "is" if len(few) == 1 else "are"
        problems.append(Problem(f"{_some(few)} {word} on fewer than {GOOD_PHOTOS} photos.", severe=False))
    return problems


def _of_places(used: Sequence[Observation], photos: Sequence[Photo], system: osr.SpatialReference) -> List[Problem]:
    """Points that lie far from all photos, and whether x and y may have been taken for each other."""
    placed = [photo for photo in photos if photo.has_position]
    if not placed:
        return []
    frame = Frame.around(placed)
    cameras = positions(placed, frame)
    first: Dict[str, Observation] = {}
    for each in used:
        first.setdefault(each.point, each)
    far = _far(list(first.values()), cameras, frame, system)
    if not far:
        return []
    if len(far) < len(first):
        return [
            Problem(f"{each.name or 'The point'} lies {_distance(metres)} from the nearest photo.", each.line, severe=False)
            for each, metres in far
        ]
    turned = [Observation(e.line, e.y, e.x, e.z, e.column, e.row, e.photo, e.name) for e in first.values()]
    if not _far(turned, cameras, frame, system):
        return [Problem("x and y seem to be swapped: x is the easting or longitude and comes first.")]
    nearest = min(metres for _each, metres in far)
    return [Problem(f"All points lie {_distance(nearest)} or more from the photos. Check the reference system.")]


def _far(
    points: Sequence[Observation], cameras: np.ndarray, frame: Frame, system: osr.SpatialReference
) -> List[Tuple[Observation, float]]:
    """Those farther than FAR_METRES from every photo, with how far; infinite for one that cannot be on the Earth."""
    degrees = _degrees(points, system)
    places = frame.to_metres(degrees[:, 0], degrees[:, 1])
    found: List[Tuple[Observation, float]] = []
    for point, place in zip(points, places):
        metres = float(np.hypot(*(cameras - place).T).min()) if np.isfinite(place).all() else math.inf
        if metres > FAR_METRES:
            found.append((point, metres))
    return found


def _degrees(points: Sequence[Observation], system: osr.SpatialReference) -> np.ndarray:
    """Array (n, 2) of longitude and latitude; infinite for what cannot be transformed."""
    world = osr.SpatialReference()
    world.ImportFromEPSG(4326)
    world.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    result = np.full((len(points), 2), math.inf)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        change = osr.CoordinateTransformation(system, world)
        for index, point in enumerate(points):
            try:
                result[index] = change.TransformPoint(point.x, point.y, point.z)[:2]
            except RuntimeError:  # outside of what the system is good for
                continue
    finally:
        gdal.PopErrorHandler()
    result[(np.abs(result[:, 0]) > 360.0) | (np.abs(result[:, 1]) > 90.0)] = math.inf
    return result


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NadirError(f"{path.name} is too large for a list of ground control points.", "Choose another file.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NadirError(f"{path.name} cannot be read ({reason}).", "Choose another file.", str(error)) from error
    except UnicodeDecodeError as error:
        raise NadirError(f"{path.name} is not a text file.", "Save it as plain text (UTF-8).", str(error)) from error


def _distance(metres: float) -> str:
    if not math.isfinite(metres):
        return "immeasurably far"
    return f"{metres / 1000:,.1f} km" if metres < 100_000 else f"{metres / 1000:,.0f} km"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(_short(name) for name in names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return shown if more <= 0 else f"{shown} and {more} more"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
