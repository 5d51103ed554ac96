"""XMP's properties that are counted in pixels, brought to another size of the photo; all else stays as it is written.

Makers give the calibration of a camera in pixels of its photos: focal length, centres, and the coefficients of
polynomials in pixels. A program that takes them for those of a resized photo would get every length wrong.
Sources: DJI's image processing guide for the P4 Multispectral, Pix4D's and MicaSense's lists of camera tags.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Dict, Match, Tuple

from .exif_pixels import SizeChange

_POLYNOMIAL = (-1, -2, -3, -4, -5, -6)
_POWERS: Dict[bytes, Tuple[int, ...]] = {
    b"CalibratedFocalLength": (1,),
    b"CalibratedOpticalCenterX": (1,),
    b"CalibratedOpticalCenterY": (1,),
    b"RelativeOpticalCenterX": (1,),
    b"RelativeOpticalCenterY": (1,),
    b"DewarpData": (1, 1, 1, 1, 0),  # fx, fy, cx, cy, then distortion, which has no unit
    b"CalibratedHMatrix": (0, 0, 1, 0, 0, 1, -1, -1, 0),
    b"DewarpHMatrix": (0, 0, 1, 0, 0, 1, -1, -1, 0),
    b"VignettingData": _POLYNOMIAL,
    b"VignettingPolynomial": _POLYNOMIAL,
    b"VignettingCenter": (1,),
    b"FisheyeAffineMatrix": (1,),
    b"RadiometricCalibration": (0, -1, -1),
    b"FocalPlaneXResolution": (1,),
    b"FocalPlaneYResolution": (1,),
    b"SubjectArea": (1,),
}
"""The power of the ratio of sizes by which each number of a property is multiplied; the last one goes for the rest."""
_SIDES = {b"PixelXDimension": True, b"PixelYDimension": False, b"ImageWidth": True, b"ImageLength": False}

_NAMES = b"|".join((*_POWERS, *_SIDES))
_ATTRIBUTE = re.compile(rb"(?P<head>[\w-]+:(?P<name>" + _NAMES + rb")\s*=\s*(?P<quote>[\"']))(?P<value>[^\"'<]*)")
_ELEMENT = re.compile(
    rb"(?P<head><(?P<full>[\w-]+:(?P<name>" + _NAMES + rb"))(?:\s[^<>]*)?>)(?P<value>.*?)(?=</(?P=full)\s*>)", re.DOTALL
)
_NUMBER = re.compile(rb"(?P<sign>[+-]?)(?P<whole>\d+)(?P<rest>(?:\.\d*)?(?:[eE][+-]?\d+)?)")
_PADDING = re.compile(rb"\s+(?=<\?xpacket end)")


def with_new_size(packet: bytes, change: SizeChange) -> bytes:
    """An XMP packet of a photo that was resized."""
    changed = _ATTRIBUTE.sub(partial(_attribute, change=change), packet)
    return _ELEMENT.sub(partial(_element, change=change), changed)


def without_padding(packet: bytes) -> bytes:
    """The same packet without the room that writers leave at its end."""
    return _PADDING.sub(b"\n", packet)


def _attribute(found: Match[bytes], change: SizeChange) -> bytes:
    return found["head"] + _Numbers(found["name"], change).replaced_in(found["value"])


def _element(found: Match[bytes], change: SizeChange) -> bytes:
    """A property that is an element, with its text or with a list of `rdf:li`."""
    numbers = _Numbers(found["name"], change)
    parts = re.split(rb"(<[^<>]*>)", found["value"])
    return found["head"] + b"".join(part if part.startswith(b"<") else numbers.replaced_in(part) for part in parts)


class _Numbers:
    """Changes the numbers of one property, from its first on."""

    def __init__(self, name: bytes, change: SizeChange) -> None:
        self._name, self._change = name, change
        self._index = 0

    def replaced_in(self, text: bytes) -> bytes:
        date, separator, values = text.rpartition(b";")  # DJI puts the date of the calibration before its numbers
        return date + separator + re.sub(rb"[^\s,;]+", self._item, values)

    def _item(self, found: Match[bytes]) -> bytes:
        """One number, or a fraction such as 4000/3."""
        text = found[0]
        number = _NUMBER.match(text)
        if number is None or text[number.end() : number.end() + 1] not in (b"", b"/"):
            return text
        index, self._index = self._index, self._index + 1
        if self._name in _SIDES:
            return b"%d" % self._change.side(int(number["whole"]), _SIDES[self._name])
        powers = _POWERS[self._name]
        ratio = self._change.ratio ** powers[min(index, len(powers) - 1)]
        if ratio == 1.0:
            return text
        denominator = text[number.end() :]
        return _scaled(number, ratio, finer=bool(denominator)) + (denominator + b"000" if denominator else b"")


def _scaled(number: Match[bytes], ratio: float, finer: bool) -> bytes:
    """A number times the ratio, written as it was; `finer`: a numerator, whose denominator gets three zeros."""
    value = float(number[0]) * ratio
    if finer:
        return b"%d" % round(value * 1000.0)
    sign = "+" if number["sign"] == b"+" else ""
    decimals = len(number["rest"]) - 1
    if b"e" in number["rest"].lower() or ratio > 1.0:  # coefficients, whose digits count from the first that is not 0
        return f"{value:{sign}.12g}".encode()
    return f"{value:{sign}.{max(decimals, 3)}f}".encode()
