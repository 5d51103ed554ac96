"""Laying a reconstruction on the positions of its photos."""

from __future__ import annotations

import numpy as np
import pytest
from nadir_engine.alignment import robust_similarity
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

DOWN = np.array([0.0, 0.0, -1.0])


def _own_frame(positions: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], Rotation]:
    """Positions as a reconstruction might have them: turned, shrunk and moved; and its lines of sight, straight down."""
    turn = Rotation.from_euler("xyz", [20, -35, 70], degrees=True)
    centres = turn.apply(positions) * 0.1 + [3.0, -2.0, 1.0]
    looks = np.tile(turn.apply(DOWN * 40.0) * 0.1, (len(positions), 1))
    return centres, looks, turn


def _wanted_looks(count: int) -> NDArray[np.float64]:
    return np.tile(DOWN * 4.0, (count, 1))


def test_a_wrong_position_does_not_pull_the_others() -> None:
    x, y = np.meshgrid(np.arange(4) * 15.0, np.arange(3) * 20.0)
    positions = np.column_stack([x.ravel(), y.ravel(), np.full(12, 100.0)])
    centres, looks, _ = _own_frame(positions)
    told = positions.copy()
    told[5] += [200.0, -80.0, 30.0]
    found = robust_similarity(centres, told, looks, _wanted_looks(12))
    moved = found.scale * centres @ found.rotation.matrix().T + found.translation
    assert found.scale == pytest.approx(10.0, rel=0.01)
    assert np.abs(np.delete(moved - positions, 5, axis=0)).max() < 0.5


def test_photos_in_one_line_get_their_roll_from_where_they_look() -> None:
    positions = np.column_stack([np.arange(6) * 12.0, np.zeros(6), np.full(6, 100.0)])
    centres, looks, turn = _own_frame(positions)
    found = robust_similarity(centres, positions, looks, _wanted_looks(6))
    assert found.rotation.matrix() @ turn.apply(DOWN) == pytest.approx(DOWN, abs=0.01)
