"""Widths of drone cameras' sensors: what turns a focal length in millimetres into pixels.

A camera that looks straight down from one height does not tell its focal length: every height scales with it. So it has
to be known beforehand. The widths are those of the full-width photo, from the makers' data sheets (sensor size, or pixel
pitch times pixels); 16:9 photos of these cameras use the full width and lose height.
"""

from __future__ import annotations

# Lower-case EXIF model -> sensor width in mm.
SENSOR_WIDTH_MM: dict[str, float] = {
    "fc200": 6.17,  # Phantom 2 Vision+
    "fc300s": 6.17,  # Phantom 3 Advanced / Professional: 1/2.3", 1.54 um pixels
    "fc300x": 6.17,
    "fc300xw": 6.17,
    "fc300c": 6.17,
    "fc300se": 6.17,
    "fc330": 6.17,  # Phantom 4
    "fc350": 6.17,  # X3
    "fc350z": 6.17,  # Z3
    "fc220": 6.17,  # Mavic Pro
    "fc2103": 6.17,  # Mavic Air
    "fc1102": 6.17,  # Spark
    "fc7203": 6.17,  # Mavic Mini
    "fc7303": 6.17,  # Mini 2
    "fc3170": 6.4,  # Air 2: 1/2", 0.8 um x 8000
    "fc3411": 13.2,  # Air 2S
    "fc3582": 9.6,  # Mini 3 Pro: 1/1.3"
    "fc8482": 9.6,  # Mini 4 Pro
    "fc6310": 13.2,  # Phantom 4 Pro: 1"
    "fc6310s": 13.2,
    "fc6310r": 13.2,  # Phantom 4 RTK
    "fc6360": 4.87,  # Phantom 4 Multispectral
    "l1d-20c": 13.2,  # Mavic 2 Pro
    "l2d-20c": 17.3,  # Mavic 3
    "fc2204": 6.17,  # Mavic 2 Zoom
    "m3e": 17.3,
    "m3t": 6.4,
    "mavic2-enterprise-advanced": 6.4,
    "fc550": 17.3,  # X5
    "fc550raw": 17.3,
    "fc6510": 13.2,  # X4S
    "fc6520": 17.3,  # X5S
    "fc6540": 23.5,  # X7
    "zenmusep1": 35.9,
    "zenmusel1": 13.2,
    "zh20": 6.17,
    "zh20t": 6.17,
    "evo ii": 6.4,
    "xt701": 6.4,
    "xl720": 13.2,
    "xt709": 13.2,
    "anafi": 5.92,
    "anafi 4k": 5.92,
    "hero4 black": 6.17,
    "dsc-rx1rm2": 35.9,
    "ilce-6000": 23.5,
    "ilce-7rm4": 35.7,
    "dsc-wx220": 6.17,
    "s.o.d.a.": 12.75,
    "cgo3+": 6.2,
    "e90": 13.2,
}


def sensor_width_mm(model: str) -> float | None:
    """Sensor width of a camera by its EXIF model, or None where the table does not have it."""
    return SENSOR_WIDTH_MM.get(model.strip().lower())
