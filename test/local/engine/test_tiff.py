"""TIFF and PNG photos of more than 8 bits, and those that cannot be used."""

from __future__ import annotations

import subprocess
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import pytest
from nadir_engine.decode import decode
from nadir_engine.image_size import DamagedPhoto, image_size
from numpy.typing import NDArray
from rasterio.io import MemoryFile
from running_engine import QUICK, engine_command, engine_environment

FORMATS = [
    *product(("uint8", "12 bits", "uint16"), (1, 3, 4), (".tif", ".png")),
    *product(("float32",), (1, 3), (".tif",)),
]


def _scene() -> NDArray[np.float32]:
    """Values 0..1 (rows, columns, 3)."""
    noise = np.random.default_rng(1).random((90, 120, 3)).astype(np.float32)
    return cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 3.0), None, 0.0, 1.0, cv2.NORM_MINMAX)


def _values(kind: str) -> NDArray[np.generic]:
    scene = _scene()
    if kind == "float32":
        return 20.0 + 15.0 * scene
    factor = {"uint8": 255, "12 bits": 4095, "uint16": 65535}[kind]
    return (scene * factor).astype(np.uint8 if kind == "uint8" else np.uint16)


@pytest.mark.parametrize(("kind", "bands", "suffix"), FORMATS)
def test_any_depth_uses_the_whole_range(kind: str, bands: int, suffix: str, tmp_path: Path) -> None:
    values = _values(kind)
    values = values[..., 0] if bands == 1 else values
    if bands == 4:
        values = np.dstack([values, np.full(values.shape[:2], np.iinfo(values.dtype).max, values.dtype)])
    path = tmp_path / f"photo{suffix}"
    path.write_bytes(cv2.imencode(suffix, values)[1].tobytes())
    assert image_size(path) == (120, 90)
    expected = (_scene() * 255)[..., 0] if bands == 1 else (_scene() * 255)
    colour = decode(path, 120, 120, colour=True)
    assert (colour.shape, colour.dtype) == ((90, 120, 3), np.uint8)
    assert np.corrcoef(colour.ravel(), (np.dstack([expected] * 3) if bands == 1 else expected).ravel())[0, 1] > 0.99
    assert colour.max() - colour.min() > 200
    grey = decode(path, 120, 60, colour=False)
    assert grey.shape == (45, 60)
    assert grey.std() > 20


def test_what_is_no_number_is_black(tmp_path: Path) -> None:
    values = _values("float32")[..., 0]
    values[:10] = np.nan
    path = tmp_path / "thermal.tif"
    path.write_bytes(cv2.imencode(".tif", values)[1].tobytes())
    grey = decode(path, 120, 120, colour=False)
    assert grey[:10].max() == 0
    assert grey[10:].std() > 20


@pytest.mark.parametrize("bands", [2, 5])
def test_bands_that_are_not_supported_are_told(bands: int, tmp_path: Path) -> None:
    path = tmp_path / "multispectral.tif"
    _write_bands(path, bands)
    with pytest.raises(DamagedPhoto, match=f"{bands} bands are not supported"):
        image_size(path)


def _write_bands(path: Path, bands: int) -> None:
    profile = {"driver": "GTiff", "width": 120, "height": 90, "count": bands, "dtype": "uint16"}
    with MemoryFile() as memory:
        with memory.open(**profile) as target:
            target.write(np.random.default_rng(1).integers(0, 4095, (bands, 90, 120)).astype(np.uint16))
        path.write_bytes(memory.read())


def test_twelve_bits_in_sixteen_are_put_together_without_a_word_of_the_decoder(photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for path in sorted(photos.iterdir())[:3]:
        photo = cv2.imread(str(path), cv2.IMREAD_REDUCED_COLOR_4)
        (folder / f"{path.stem}.tif").write_bytes(cv2.imencode(".tif", photo.astype(np.uint16) * 16)[1].tobytes())
    _write_bands(folder / "multispectral.tif", 5)
    arguments = ("run", str(folder), "--output", str(tmp_path / "output"), *QUICK, "--end-with", "opensfm")
    done = subprocess.run(
        engine_command(*arguments), env=engine_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "3 of 3 photos put together" in done.stdout
    assert "multispectral.tif is left out: 5 bands are not supported" in done.stdout
    assert done.stderr == ""
