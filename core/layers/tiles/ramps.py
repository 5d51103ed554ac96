"""Colour ramps: out of a server's palette of 256 colours into few stops, and on to QGIS."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import List, Optional, Sequence, Tuple

from qgis.core import QgsColorRamp, QgsGradientColorRamp, QgsGradientStop, QgsStyle
from qgis.PyQt.QtGui import QColor

from ...api.raster_metadata import ColorMap, Rgba

MOST_STOPS = 256
TOLERANCE = 1.0  # of 255, in each channel
VIRIDIS = "viridis"

Stop = Tuple[float, Rgba]  # position 0..1; red, green, blue, opacity 0..255
Stops = Tuple[Stop, ...]

_VIRIDIS: Stops = tuple(
    (number / 8, (*colour, 255))
    for number, colour in enumerate(
        (
            (68, 1, 84),
            (71, 45, 123),
            (59, 82, 139),
            (44, 114, 142),
            (33, 145, 140),
            (40, 174, 128),
            (94, 201, 98),
            (173, 220, 48),
            (253, 231, 37),
        )
    )
)
_STOP = re.compile(r"(0|1|0?\.\d{1,5}):([0-9a-f]{6}|[0-9a-f]{8})")


@dataclass(frozen=True)
class Ramp:
    """A colour ramp that a server can draw with. key: its name there; label: as people read it."""

    key: str
    label: str
    stops: Stops

    @classmethod
    def of(cls, color_map: ColorMap) -> Ramp:
        """Out of the metadata of a raster."""
        return cls(color_map.key, color_map.label, _stops_of_server(color_map.colors))


def stops_of(palette: Sequence[Rgba]) -> Stops:
    """The fewest stops (found greedily) between which a straight line misses no colour by more than `TOLERANCE`.

    Steps of a stepped palette stay steps: two stops, one place of the palette apart.
    """
    if len(palette) < 2:
        return ()
    last = len(palette) - 1
    chosen = [0]
    while chosen[-1] < last:
        chosen.append(_end_of_line(palette, chosen[-1]))
    return tuple((round(place / last, 5), palette[place]) for place in chosen)


@lru_cache(maxsize=256)
def _stops_of_server(palette: Tuple[Rgba, ...]) -> Stops:
    """Kept: a server names the same palettes for every raster."""
    return stops_of(palette)


def _end_of_line(palette: Sequence[Rgba], begin: int) -> int:
    """The place up to which a straight line from `begin` is good, without a gap: for each channel, the range of slopes
    that miss no colour passed so far gets narrower on the way.
    """
    first = palette[begin]
    lowest, highest = [-math.inf] * 4, [math.inf] * 4
    end = begin + 1
    for place in range(begin + 1, len(palette)):
        step = place - begin
        rises = [colour - start for colour, start in zip(palette[place], first)]
        if not all(low <= rise / step <= high for low, rise, high in zip(lowest, rises, highest)):
            break
        end = place
        lowest = [max(low, (rise - TOLERANCE) / step) for low, rise in zip(lowest, rises)]
        highest = [min(high, (rise + TOLERANCE) / step) for high, rise in zip(highest, rises)]
    return end


def known_stops(key: str) -> Stops:
    """Stops of a ramp whose colours the server does not tell: QGIS's ramp of that name; () where there is none."""
    if key == VIRIDIS:
        return _VIRIDIS
    style = QgsStyle.defaultStyle()
    name = next((name for name in style.colorRampNames() if name.lower() == key.lower()), None)
    ramp = style.colorRamp(name) if name is not None else None
    return tuple((place / 32, _rgba(ramp.color(place / 32))) for place in range(33)) if ramp is not None else ()


def to_qgis(stops: Stops) -> QgsGradientColorRamp:
    """The ramp as QGIS paints it; viridis where there are no stops."""
    found = stops if len(stops) >= 2 else _VIRIDIS
    between = [QgsGradientStop(place, QColor(*colour)) for place, colour in found[1:-1]]
    return QgsGradientColorRamp(QColor(*found[0][1]), QColor(*found[-1][1]), False, between)


def colour_at(ramp: QgsColorRamp, low: float, high: float, value: float) -> QColor:
    """The colour of a value; those outside have that of the nearer end."""
    return ramp.color(min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0))


def to_text(stops: Stops) -> str:
    """`0:440154,.5:21918c,1:fde725`"""
    return ",".join(f"{_position(place)}:{_hexadecimal(colour)}" for place, colour in stops)


def from_text(text: object) -> Stops:
    """The same back; () for a text that is damaged."""
    if not isinstance(text, str) or not text:
        return ()
    found: List[Stop] = []
    for part in text.split(",")[: MOST_STOPS + 1]:
        match = _STOP.fullmatch(part)
        if match is None:
            return ()
        found.append((float(match[1]), _colour(match[2])))
    ordered = all(one[0] < other[0] for one, other in zip(found, found[1:]))
    whole = 2 <= len(found) <= MOST_STOPS and found[0][0] == 0.0 and found[-1][0] == 1.0
    return tuple(found) if ordered and whole else ()


def best(ramps: Sequence[Ramp], wanted: Sequence[str]) -> Optional[Ramp]:
    """The first of the wanted ramps that there is, else the first at all."""
    by_key = {ramp.key: ramp for ramp in reversed(ramps)}
    return next((by_key[key] for key in wanted if key in by_key), ramps[0] if ramps else None)


def _position(place: float) -> str:
    text = f"{place:.5f}".rstrip("0").rstrip(".")
    return text[1:] if text.startswith("0.") else text


def _hexadecimal(colour: Rgba) -> str:
    return "".join(f"{channel:02x}" for channel in (colour if colour[3] < 255 else colour[:3]))


def _colour(text: str) -> Rgba:
    channels = [int(text[place : place + 2], 16) for place in range(0, len(text), 2)]
    return channels[0], channels[1], channels[2], channels[3] if len(channels) > 3 else 255


def _rgba(colour: QColor) -> Rgba:
    return colour.red(), colour.green(), colour.blue(), colour.alpha()
