"""Small pictures of photos."""
from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

# What cameras write. Pillow would take more, PostScript among it, which is a program, and run that.
FORMATS = ("JPEG", "TIFF", "PNG", "WEBP", "JPEG2000", "BMP")
LARGEST_SIDE, LARGEST_PHOTO = 2048, 400_000_000  # pixels
_DECODED_AT_ONCE = threading.BoundedSemaphore(2)  # a photo of 100 megapixels takes 300 MB while it is decoded
Image.MAX_IMAGE_PIXELS = LARGEST_PHOTO // 2  # Pillow warns above, and refuses twice as many


class NotAPicture(Exception):
    """The file cannot be shown."""


@dataclass(frozen=True)
class View:
    """What to show of a photo: `zoom` times enlarged around a place (0 to 1 from its upper left), in so many pixels."""

    size: int = 512
    quality: int = 75
    zoom: float = 1.0
    center: tuple[float, float] = (0.5, 0.5)


def thumbnail(path: Path, view: View) -> bytes:
    """A JPEG picture, upright, of at most `view.size` pixels a side. Raises NotAPicture, FileNotFoundError."""
    try:
        with _DECODED_AT_ONCE, Image.open(path, formats=FORMATS) as photo:
            if photo.width * photo.height > LARGEST_PHOTO:
                raise NotAPicture(f"{path.name} has too many pixels")
            side = min(round(view.size * view.zoom), max(photo.size))
            photo.draft("RGB", (side, side))  # lets the JPEG decoder skip what is thrown away
            shown = _cut(ImageOps.exif_transpose(photo), view)
            shown.thumbnail((view.size, view.size), Image.Resampling.BICUBIC, reducing_gap=2.0)
            out = io.BytesIO()
            _as_rgb(shown).save(out, "JPEG", quality=view.quality)
    except FileNotFoundError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotAPicture(f"{path.name} is no picture that can be shown") from error
    return out.getvalue()


def _cut(photo: Image.Image, view: View) -> Image.Image:
    """The part that is looked at."""
    if view.zoom <= 1:
        return photo
    width, height = max(round(photo.width / view.zoom), 1), max(round(photo.height / view.zoom), 1)
    left = min(max(round(photo.width * view.center[0] - width / 2), 0), photo.width - width)
    top = min(max(round(photo.height * view.center[1] - height / 2), 0), photo.height - height)
    return photo.crop((left, top, left + width, top + height))


def _as_rgb(picture: Image.Image) -> Image.Image:
    """Eight bits a colour; thermal and multispectral bands stretched over their own range."""
    if not picture.mode.startswith(("I", "F")):
        return picture.convert("RGB")
    values = np.asarray(picture, dtype=np.float32)
    low, high = np.percentile(values, (1, 99))
    scaled = (values - low) * (255 / ((high - low) or 1.0))
    return Image.fromarray(np.nan_to_num(np.clip(scaled, 0, 255)).astype(np.uint8)).convert("RGB")
