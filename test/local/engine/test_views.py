"""Views: each photo at the size at which it shows the ground as fine as is wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from nadir_engine.imagery import undistorted
from nadir_engine.views import View


def _view(name: str, focal: float, width: int, height: int, altitude: float) -> View:
    """A photo taken looking straight down."""
    return View(
        name, Path(name), np.diag([1.0, -1.0, -1.0]), np.array([0.0, 0.0, altitude]), focal,
        width / 2.0, height / 2.0, width, height, (0.0, 0.0, 0.0, 0.0), max(width, height),
    )  # fmt: skip


def test_photos_of_two_cameras_get_the_same_pixels_on_the_ground() -> None:
    wide = _view("wide", 2300.0, 4000, 3000, 140.0)
    tele = _view("tele", 9000.0, 8000, 6000, 180.0)
    ground, metres = 100.0, 0.08
    sizes = []
    for view in (wide, tele):
        sized = view.with_pixel(metres, ground)
        assert sized.pixel_on(ground) == pytest.approx(metres, rel=0.01)
        sizes.append(sized.width)
    assert sizes[0] == round(4000 * 40.0 / 2300.0 / metres)
    assert sizes[1] == round(8000 * 80.0 / 9000.0 / metres)


@pytest.mark.parametrize(("altitude", "side"), [(140.0, 1000), (141.5, 1000), (138.0, 1000), (144.0, 1100)])
def test_a_size_near_one_that_decoders_give_becomes_it(altitude: float, side: int) -> None:
    view = _view("photo", 2000.0, 4000, 3000, altitude)
    assert view.with_pixel(0.08, 100.0).width == side


def test_a_photo_is_never_enlarged_nor_made_tiny() -> None:
    view = _view("photo", 2000.0, 4000, 3000, 140.0)
    assert view.with_pixel(0.001, 100.0).width == 4000
    assert view.with_pixel(50.0, 100.0).width == 64


@pytest.mark.parametrize("distortion", [(0.0, 0.0, 0.0, 0.0), (1e-9, 0.0, 0.0, 0.0)])
@pytest.mark.parametrize("longer_side", [400, 397, 403, 317])
def test_pixels_lie_where_the_view_says_at_any_size(
    longer_side: int, distortion: tuple[float, float, float, float], tmp_path: Path
) -> None:
    image = np.zeros((600, 800), np.uint8)
    cv2.circle(image, (760, 560), 12, 255, -1)
    cv2.imwrite(str(tmp_path / "photo.jpg"), image)
    view = replace(_view("photo", 900.0, 800, 600, 100.0), path=tmp_path / "photo.jpg", distortion=distortion)
    sized = view.resized(longer_side)
    pixels = undistorted(sized, colour=False)
    assert pixels.shape == (sized.height, sized.width)
    rows, columns = np.nonzero(pixels > 127)
    assert columns.mean() + 0.5 == pytest.approx(760.5 * sized.width / 800, abs=0.3)
    assert rows.mean() + 0.5 == pytest.approx(560.5 * sized.height / 600, abs=0.3)
