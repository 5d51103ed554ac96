"""The server is killed at random moments, and nothing is lost and nothing stuck."""
from __future__ import annotations

from pathlib import Path

from killing import Killing

KILLS = 5


def test_killed_again_and_again(tmp_path: Path) -> None:
    killing = Killing(tmp_path, seed=1)
    try:
        for _ in range(KILLS):
            killing.round()
    finally:
        killing.close()
    assert killing.outcome.kills == KILLS
    assert killing.outcome.tasks > KILLS and killing.outcome.exports > KILLS
    assert killing.outcome.lost == []
    assert killing.outcome.stuck == []
