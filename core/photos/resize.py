"""Smaller copies of photos for a faster upload, which say of themselves what the originals said.

Kept are EXIF with its maker notes and thumbnail, XMP with its extensions, GPS, colour profile, comments, and the way
the photo is turned. What is counted in pixels follows the new size, so that focal lengths stay right. Left out is what
only the old pixels need: previews behind the picture, and the index that points to them.
"""

from __future__ import annotations

import errno
import os
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple

from osgeo import gdal

from ..errors import NadirError
from . import exif_pixels, xmp_pixels
from .exif_pixels import SizeChange
from .jpeg import jpeg_problem
from .segments import APP1, LONGEST, Header, NotAJpeg, Segment, joined, read_header
from .tiff_tags import PixelFormat, with_tags_of

_LEAST_QUALITY, _BEST_QUALITY = 92, 98
_EXIF_MARK, _XMP_MARK = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_OPTIONS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # else each photo's whole folder is listed for files beside it
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_JPEG_TO_RGB": "YES",
}


class ResizeFailed(NadirError):
    """A photo could not be made smaller. Nothing was written."""


@dataclass(frozen=True)
class ResizedPhoto:
    """path: the file to use, which is the original where that was small enough; sizes in pixels, as stored."""

    path: Path
    width: int
    height: int
    original_width: int
    original_height: int

    @property
    def is_smaller(self) -> bool:
        return (self.width, self.height) != (self.original_width, self.original_height)


def resize(path: Path, target: Path, longest_side: int) -> ResizedPhoto:
    """Write a photo (JPEG or TIFF) to `target` with at most `longest_side` pixels on its longer side.

    A photo that is small enough is not copied: the result names the original. `target`, whose folder exists, gets its
    name only once it is whole, has the original's time, and is the same bytes whenever it is made again. Takes about
    three times the original's pixels in memory at most. Thread-safe. Raises `ResizeFailed`, which names the file.
    """
    if longest_side < 1:
        raise ResizeFailed(f"Photos cannot be made {longest_side} pixels wide.", "Choose a larger size.")
    try:
        with _quiet_gdal():
            if _is_jpeg(path):
                change, content = _smaller_jpeg(path, longest_side)
            else:
                change, content = _smaller_tiff(path, longest_side)
        if content:
            _write(target, content, path)
    except _Undecodable as error:
        raise ResizeFailed(
            f"{path.name} cannot be made smaller: {error}.", "Leave the photo out or copy it again.", str(path)
        ) from error
    except OSError as error:
        raise _failed(path, target, error) from error
    return ResizedPhoto(target if content else path, change.width, change.height, change.old_width, change.old_height)


class _Undecodable(Exception):
    """The text says what is wrong with the file, in a few words."""


def _is_jpeg(path: Path) -> bool:
    """By what the file holds: endings are many."""
    with path.open("rb") as stream:
        return stream.read(2) == b"\xff\xd8"


def _smaller_jpeg(path: Path, longest_side: int) -> Tuple[SizeChange, bytes]:
    """The change of size, and the new file's content: empty where the photo is small enough."""
    problem = jpeg_problem(path)
    if problem:
        raise _Undecodable(problem)
    try:
        with path.open("rb") as stream:
            header = read_header(stream)
    except NotAJpeg as error:
        raise _Undecodable(str(error)) from error
    change = _change(header.width, header.height, longest_side)
    if _is_none(change):
        return change, b""
    quality = min(max(header.quality, _LEAST_QUALITY), _BEST_QUALITY)
    pixels = _smaller_pixels(_opened(path, "JPEG"), change)
    coded = _encoded(pixels, "JPEG", [f"QUALITY={quality}"])
    return change, _with_segments_of(header, coded, change)


def _smaller_tiff(path: Path, longest_side: int) -> Tuple[SizeChange, bytes]:
    dataset = _opened(path, "GTiff")
    change = _change(dataset.RasterXSize, dataset.RasterYSize, longest_side)
    if _is_none(change):
        return change, b""
    options = PixelFormat.of(path, dataset).options
    return change, with_tags_of(path, _encoded(_smaller_pixels(dataset, change), "GTiff", options), change)


def _change(width: int, height: int, longest_side: int) -> SizeChange:
    ratio = min(1.0, longest_side / max(width, height, 1))
    return SizeChange(width, height, max(1, round(width * ratio)), max(1, round(height * ratio)))


def _is_none(change: SizeChange) -> bool:
    return (change.width, change.height) == (change.old_width, change.old_height)


def _opened(path: Path, driver: str) -> gdal.Dataset:
    # Without its overviews, which a JPEG decoder makes by cutting frequencies, and among which is the thumbnail.
    options = ["USE_INTERNAL_OVERVIEWS=NO"] if driver == "JPEG" else []
    dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=[driver], open_options=options)
    if dataset is None:
        path.stat()  # where the file is missing, that is the error
        raise _Undecodable("damaged (cannot be opened)")
    return dataset


def _smaller_pixels(dataset: gdal.Dataset, change: SizeChange) -> gdal.Dataset:
    """The picture at its new size, in memory, with the meaning of its bands."""
    values = dataset.ReadAsArray(
        buf_xsize=change.width, buf_ysize=change.height, resample_alg=gdal.GRIORA_Lanczos, interleave="band"
    )
    if values is None:
        raise _Undecodable("damaged (cannot be decoded)")
    bands = dataset.RasterCount
    kind = dataset.GetRasterBand(1).DataType
    memory = gdal.GetDriverByName("MEM").Create("", change.width, change.height, bands, kind)
    memory.WriteArray(values)
    for band in range(1, bands + 1):
        memory.GetRasterBand(band).SetColorInterpretation(dataset.GetRasterBand(band).GetColorInterpretation())
    return memory


def _encoded(pixels: gdal.Dataset, driver: str, options: Sequence[str]) -> bytes:
    """The picture as a file of GDAL's making."""
    name = f"/vsimem/nadir-{uuid.uuid4().hex}"
    try:
        made = gdal.GetDriverByName(driver).CreateCopy(name, pixels, options=list(options))
        if made is None:
            raise _Undecodable(f"its kind cannot be written ({gdal.GetLastErrorMsg()})")
        del made  # closed, and so complete
        return _content(name)
    finally:
        gdal.Unlink(name)


def _content(name: str) -> bytes:
    stream = gdal.VSIFOpenL(name, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, gdal.VSIStatL(name).size, stream))
    finally:
        gdal.VSIFCloseL(stream)


def _with_segments_of(original: Header, coded: bytes, change: SizeChange) -> bytes:
    """The coded picture, with what the original's segments say of the photo in place of its own."""
    made = read_header(BytesIO(coded))
    kept = [_resized(s, change) for s in original.segments if s.tells_of_the_photo and not s.is_of_the_coding]
    if original.components == 4:  # decoded to RGB, for which a profile of printing inks is wrong
        kept = [segment for segment in kept if not segment.is_colour_profile]
    if not any(segment.is_exif or segment.is_jfif for segment in kept):
        kept = [segment for segment in made.segments if segment.is_jfif] + kept
    of_the_coding = [segment for segment in made.segments if not segment.tells_of_the_photo]
    return joined([*kept, *of_the_coding]) + coded[made.scan_at :]


def _resized(segment: Segment, change: SizeChange) -> Segment:
    if segment.is_exif:
        return Segment(APP1, _EXIF_MARK + exif_pixels.with_new_size(segment.data[len(_EXIF_MARK) :], change))
    if segment.code == APP1 and segment.data.startswith(_XMP_MARK):
        packet = xmp_pixels.with_new_size(segment.data[len(_XMP_MARK) :], change)
        if len(packet) > LONGEST - len(_XMP_MARK):
            packet = xmp_pixels.without_padding(packet)
        return segment if len(packet) > LONGEST - len(_XMP_MARK) else Segment(APP1, _XMP_MARK + packet)
    return segment


def _write(target: Path, content: bytes, original: Path) -> None:
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    times = original.stat()
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.utime(part, ns=(times.st_atime_ns, times.st_mtime_ns))
        part.replace(target)
    finally:
        with suppress(FileNotFoundError):  # it has become the target
            part.unlink()


def _failed(path: Path, target: Path, error: OSError) -> ResizeFailed:
    reason = error.strerror or type(error).__name__
    if error.errno == errno.ENOSPC:
        return ResizeFailed(f"The disk is full: {target.parent}", "Make room, then try again.", str(error))
    return ResizeFailed(f"{path.name} cannot be made smaller: {reason}.", "Check the file and its folder.", str(error))


@contextmanager
def _quiet_gdal() -> Iterator[None]:
    """GDAL with our options on this thread only, its messages in `gdal.GetLastErrorMsg()`, its exceptions as ours."""
    before: List[Tuple[str, str]] = [(name, gdal.GetThreadLocalConfigOption(name)) for name in _OPTIONS]
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    for name, value in _OPTIONS.items():
        gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    except RuntimeError as error:  # where somebody switched GDAL's exceptions on
        raise _Undecodable(f"damaged ({error})") from error
    finally:
        for name, value in before:
            gdal.SetThreadLocalConfigOption(name, value)
        gdal.PopErrorHandler()
