"""One photo made smaller."""
from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from nadir_server.resizing.segments import EXIF, XMP, Segment, segments_of, with_segments
from nadir_server.resizing.tags import Size, resized_exif, resized_xmp

SUFFIXES = (".jpg", ".jpeg")
QUALITY = 95
MOST_PIXELS = 600_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice as many; its default is smaller than an aerial camera


class NotResizable(Exception):
    """The file is no photo that can be read; the text says why."""


def size_of(path: Path) -> Size:
    """The size of a JPEG photo. Raises NotResizable."""
    try:
        with Image.open(path, formats=("JPEG",)) as image:
            return Size(*image.size)
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise NotResizable(str(error)) from error


def resize(path: Path, target: Path, longest_side: int) -> float:
    """Write the photo to `target` with at most so many pixels on its longer side; returns new over old size.

    1.0, and nothing is written, where it is small enough. EXIF with makers' notes, XMP and colour profile stay, with
    what they count in pixels at the new size; the photo stays turned as it was. Raises NotResizable and OSError.
    """
    old = size_of(path)
    if max(old.width, old.height) <= longest_side:
        return 1.0
    data = path.read_bytes()
    coded, new = _smaller(data, longest_side)
    kept = [_resized(segment, old, new) for segment in segments_of(data)]
    part = target.with_name(f"{target.name}.part")
    part.write_bytes(with_segments(coded, kept))
    times = path.stat()
    os.utime(part, ns=(times.st_atime_ns, times.st_mtime_ns))
    part.replace(target)
    return old.ratio_to(new)


def _smaller(data: bytes, longest_side: int) -> tuple[bytes, Size]:
    """The picture alone, at its new size."""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
            opened.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS, reducing_gap=3.0)
            picture = opened if opened.mode in ("RGB", "L") else opened.convert("RGB")
            picture.save(out, "JPEG", quality=QUALITY, exif=b"", icc_profile=None)
            return out.getvalue(), Size(*picture.size)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotResizable(str(error)) from error


def _resized(segment: Segment, old: Size, new: Size) -> Segment:
    marker, data = segment
    if data.startswith(EXIF):
        return marker, EXIF + resized_exif(data[len(EXIF) :], old, new)
    if data.startswith(XMP):
        return marker, XMP + resized_xmp(data[len(XMP) :], old.ratio_to(new))
    return segment
