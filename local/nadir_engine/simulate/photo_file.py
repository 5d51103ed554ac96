"""A photo as a drone writes it: JPEG with EXIF and with the XMP that tells the gimbal's angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from nadir_engine.simulate.camera import FOCAL_MM, SENSOR_WIDTH_MM, Camera

MAKE = "Nadir"
MODEL = "Simulated drone camera"
QUALITY = 92
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_FULL_FRAME_DIAGONAL_MM = 43.267


@dataclass(frozen=True)
class Labels:
    """What the drone knows of a photo: degrees, metres; `relative_altitude` over the place of take-off."""

    taken_at: datetime
    longitude: float
    latitude: float
    altitude: float
    relative_altitude: float
    gimbal_yaw: float
    gimbal_pitch: float
    gimbal_roll: float


def write_photo(path: Path, pixels: NDArray[np.uint8], camera: Camera, labels: Labels) -> None:
    """Write `pixels` (height, width, 3), red first."""
    image = Image.fromarray(pixels)
    exif = image.getexif()
    exif.update(_image_tags(labels, path.name))
    exif.get_ifd(_EXIF_IFD).update(_exposure_tags(camera, labels))
    exif.get_ifd(_GPS_IFD).update(_gps_tags(labels))
    image.save(path, "JPEG", quality=QUALITY, subsampling="4:2:0", exif=exif, xmp=_xmp(camera, labels).encode("utf-8"))


def _image_tags(labels: Labels, name: str) -> Mapping[int, Any]:
    return {
        0x010E: name,  # ImageDescription
        0x010F: MAKE,
        0x0110: MODEL,
        0x0112: 1,  # Orientation
        0x0131: "nadir_engine simulate",  # Software
        0x0132: _date(labels.taken_at),
    }


def _exposure_tags(camera: Camera, labels: Labels) -> Mapping[int, Any]:
    diagonal = float(np.hypot(camera.width, camera.height)) * SENSOR_WIDTH_MM / camera.width
    return {
        0x829A: IFDRational(1, 800),  # ExposureTime
        0x829D: IFDRational(28, 10),  # FNumber
        0x8827: 100,  # ISO
        0x9000: b"0231",  # ExifVersion
        0x9003: _date(labels.taken_at),  # DateTimeOriginal
        0x9004: _date(labels.taken_at),  # DateTimeDigitized
        0x920A: _rational(FOCAL_MM, 100),
        0xA001: 1,  # sRGB
        0xA002: camera.width,
        0xA003: camera.height,
        0xA405: round(FOCAL_MM * _FULL_FRAME_DIAGONAL_MM / diagonal),  # FocalLengthIn35mmFilm
    }


def _gps_tags(labels: Labels) -> Mapping[int, Any]:
    return {
        0: b"\x02\x03\x00\x00",
        1: "N" if labels.latitude >= 0 else "S",
        2: _degrees(labels.latitude),
        3: "E" if labels.longitude >= 0 else "W",
        4: _degrees(labels.longitude),
        5: b"\x00" if labels.altitude >= 0 else b"\x01",
        6: _rational(abs(labels.altitude), 1000),
        18: "WGS-84",
    }


def _rational(value: float, denominator: int) -> IFDRational:
    return IFDRational(Fraction(round(value * denominator), denominator))


def _degrees(angle: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and seconds, to a tenth of a millimetre or so."""
    total = round(abs(angle) * 3600 * 100000)
    degrees, rest = divmod(total, 3600 * 100000)
    minutes, seconds = divmod(rest, 60 * 100000)
    return IFDRational(degrees, 1), IFDRational(minutes, 1), IFDRational(seconds, 100000)


def _date(moment: datetime) -> str:
    return moment.strftime("%Y:%m:%d %H:%M:%S")


def _xmp(camera: Camera, labels: Labels) -> str:
    values = {
        "AbsoluteAltitude": f"{labels.altitude:+.2f}",
        "RelativeAltitude": f"{labels.relative_altitude:+.2f}",
        "GimbalRollDegree": f"{labels.gimbal_roll:+.2f}",
        "GimbalYawDegree": f"{labels.gimbal_yaw:+.2f}",
        "GimbalPitchDegree": f"{labels.gimbal_pitch:+.2f}",
        "FlightRollDegree": f"{labels.gimbal_roll:+.2f}",
        "FlightYawDegree": f"{labels.gimbal_yaw:+.2f}",
        "FlightPitchDegree": "+0.00",
        "CalibratedFocalLength": f"{camera.focal:.6f}",
        "CalibratedOpticalCenterX": f"{camera.centre[0]:.6f}",
        "CalibratedOpticalCenterY": f"{camera.centre[1]:.6f}",
        "RtkFlag": "0",
    }
    properties = "\n".join(f'   drone-dji:{name}="{value}"' for name, value in values.items())
    day = labels.taken_at.strftime("%Y-%m-%d")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="Nadir simulation"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"
   xmp:CreateDate="{day}"
   tiff:Make="{MAKE}"
   tiff:Model="{MODEL}"
   dc:format="image/jpeg"
{properties}>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
