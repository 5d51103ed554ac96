"""What is looked at in the pixels: blur and thumbnails."""

from __future__ import annotations

from pathlib import Path
from typing import Tuple

import numpy as np
import pytest
from nadir.core.photos import sharpness
from nadir.core.photos.thumbnails import thumbnail
from nadir.test.unit.photos.drone_photo import DroneTags, write_photo
from osgeo import gdal

BRIGHTON = Path(__file__).resolve().parents[4] / "shared" / "data" / "brighton_beach" / "images"


def scene(contrast: float, seed: int = 1) -> np.ndarray:
    """(3, 400, 600) with detail of all sizes, as ground has it; more or less of it by `contrast`."""
    rng = np.random.default_rng(seed)
    made = np.full((400, 600), 128.0)
    for step in (1, 2, 4, 8, 16):
        coarse = rng.normal(0.0, contrast, (400 // step + 1, 600 // step + 1))
        made += np.kron(coarse, np.ones((step, step)))[:400, :600]
    return np.clip(np.stack([made] * 3), 0, 255)


def moved(pixels: np.ndarray, by: int) -> np.ndarray:
    """As a drone that moves while the shutter is open sees it."""
    return np.mean([np.roll(pixels, shift, axis=2) for shift in range(by)], axis=0)


def measured(folder: Path, pixels: np.ndarray) -> float:
    found = sharpness.measure(write_photo(folder / "a.jpg", DroneTags(), pixels.astype(np.uint8)))
    assert found is not None
    return found


@pytest.mark.parametrize("contrast", [4.0, 20.0])
def test_the_more_a_photo_is_moved_the_less_sharp_it_is(tmp_path: Path, contrast: float) -> None:
    by = [measured(tmp_path, moved(scene(contrast), pixels)) for pixels in (1, 2, 3, 6)]
    assert by == sorted(by, reverse=True) and by[2] < 0.6 * by[0]


def test_what_is_in_the_photo_matters_little(tmp_path: Path) -> None:
    lawn, wood = measured(tmp_path, scene(5.0, 2)), measured(tmp_path, scene(20.0, 3))
    assert 0.7 < lawn / wood < 1.4


def test_one_colour_and_no_photo_have_no_sharpness(tmp_path: Path) -> None:
    flat = write_photo(tmp_path / "flat.jpg", DroneTags(), np.full((3, 400, 600), 90, dtype=np.uint8))
    assert sharpness.measure(flat) is None
    assert sharpness.measure(tmp_path / "gone.jpg") is None
    (tmp_path / "text.jpg").write_text("no photo")
    assert sharpness.measure(tmp_path / "text.jpg") is None


def halves(shape: Tuple[int, int]) -> np.ndarray:
    """(3, height, width) red on the left, blue on the right."""
    pixels = np.zeros((3, *shape), dtype=np.uint8)
    pixels[0, :, : shape[1] // 2], pixels[2, :, shape[1] // 2 :] = 255, 255
    return pixels


def test_a_thumbnail_keeps_the_shape_and_is_upright(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", DroneTags(), halves((300, 400)))
    upright, turned = thumbnail(path, 160), thumbnail(path, 160, 6)
    assert upright is not None and turned is not None
    assert upright.shape == (120, 160, 3) and turned.shape == (160, 120, 3)
    assert upright[60, 20, 0] > 200 and upright[60, 140, 2] > 200
    assert turned[20, 60, 0] > 200 and turned[140, 60, 2] > 200  # 6: turned to the right, the left side comes up
    mirrored = thumbnail(path, 160, 2)
    assert mirrored is not None and mirrored[60, 20, 2] > 200


def test_sixteen_bits_and_one_band_can_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "band.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 200, 100, 1, gdal.GDT_UInt16)
    dataset.WriteArray(np.tile(np.linspace(1000, 4000, 200, dtype=np.uint16), (100, 1)))
    del dataset
    found = thumbnail(path, 100)
    assert found is not None and found.shape == (50, 100, 3) and found[0, 0, 0] < 20 and found[0, -1, 0] > 235


def test_what_is_no_photo_has_no_thumbnail(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no photo")
    assert thumbnail(tmp_path / "text.jpg", 160) is None


@pytest.mark.skipif(not BRIGHTON.exists(), reason="sample photos are not here")
def test_the_bars_of_an_exif_thumbnail_are_cut_off() -> None:
    found = thumbnail(BRIGHTON / "DJI_0024.JPG", 160)
    assert found is not None and found.shape == (90, 160, 3)
    assert found[0].mean() > 20 and found[-1].mean() > 20
