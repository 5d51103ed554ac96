"""What would grow with the square of the number of photos, and does not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from nadir_engine.features import Features
from nadir_engine.matching import ROUGH_PARTNERS, _pairs_of_unplaced
from nadir_engine.radiometry import PARTNERS, gains, load_gains, partners, save_gains
from nadir_engine.views import View
from running_engine import Outcome


def test_a_photo_is_compared_with_those_that_share_most() -> None:
    photos = 150
    seen = np.zeros((photos, photos * 10 + 400), bool)
    for index in range(photos):
        seen[index, index * 10 : index * 10 + 400] = True
    pairs = partners(seen)
    assert len(pairs) <= photos * PARTNERS
    assert {(index, index + 1) for index in range(photos - 1)} <= set(pairs)
    assert max(b - a for a, b in pairs) <= PARTNERS
    assert all((seen[a] & seen[b]).sum() >= 20 for a, b in pairs)


def test_photos_that_share_nothing_are_not_compared() -> None:
    assert partners(np.eye(5, 500, dtype=bool)) == []


def _photo(folder: Path, name: str, ground: np.ndarray[Any, np.dtype[np.uint8]], brightness: float) -> View:
    path = folder / name
    cv2.imwrite(str(path), np.clip(ground * brightness, 0, 255).astype(np.uint8))
    return View(
        name, path, np.diag([1.0, -1.0, -1.0]), np.array([0.0, 0.0, 50.0]), 200.0, 100.0, 100.0, 200, 200,
        (0.0, 0.0, 0.0, 0.0), 200,
    )  # fmt: skip


def test_a_dark_photo_is_made_brighter_and_the_factors_are_kept(tmp_path: Path) -> None:
    ground = cv2.GaussianBlur(np.random.default_rng(1).uniform(0, 255, (200, 200, 3)), (0, 0), 4.0) * 0.8
    views = [_photo(tmp_path, "bright.png", ground, 1.0), _photo(tmp_path, "dark.png", ground, 0.8)]
    x, y = np.meshgrid(np.linspace(-20, 20, 60), np.linspace(-20, 20, 60))
    factors = gains(views, np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)]))
    assert (factors["dark.png"] > 1.02).all()
    assert (factors["bright.png"] < 0.98).all()
    assert factors["bright.png"] / factors["dark.png"] == pytest.approx([0.8] * 3, abs=0.08)
    save_gains(tmp_path / "gains.json", factors)
    kept = load_gains(tmp_path / "gains.json")
    assert all(np.array_equal(kept[name], values) for name, values in factors.items())


def test_the_features_of_photos_without_position_are_read_once() -> None:
    count, read = 90, Counter[int]()
    random = np.random.default_rng(4)

    def features(index: int) -> Features:
        read[index] += 1
        descriptors = random.integers(0, 120, (400, 128)).astype(np.uint8)
        return Features(np.zeros((400, 2), np.float32), descriptors)

    context: Any = SimpleNamespace(map=lambda work, items, *_: [work(item) for item in items])
    pairs = _pairs_of_unplaced(context, list(range(count)), features, count, 0.0, 1.0)
    assert read == Counter(range(count))
    assert 0 < len(pairs) <= count * ROUGH_PARTNERS


def test_a_run_keeps_the_factors_of_its_photos(outcome: Outcome) -> None:
    assert len(load_gains(outcome.output / "openmvs" / "gains.json")) == 6
