"""Views: each photo at the size at which it shows the ground as fine as is wanted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
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


def test_a_photo_is_never_enlarged_nor_made_tiny() -> None:
    view = _view("photo", 2000.0, 4000, 3000, 140.0)
    assert view.with_pixel(0.001, 100.0).width == 4000
    assert view.with_pixel(50.0, 100.0).width == 64
