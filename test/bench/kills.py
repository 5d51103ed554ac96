"""The part `kills`: the server is killed at random moments of upload, processing and export, and started again.

After each kill everything that it had acknowledged must be there, whole, and come to its end. What is not is told on
standard error.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test" / "local" / "server"))

from killing import Killing  # noqa: E402

KILLS = 50


def measure() -> dict[str, float]:
    """Fifty kills; what was lost and what got stuck, over all of them."""
    seed = secrets.randbits(32)
    sys.stderr.write(f"kills: seed {seed}\n")
    with tempfile.TemporaryDirectory(prefix="nadir-kills-") as folder:
        killing = Killing(Path(folder), seed)
        try:
            for _ in range(KILLS):
                killing.round()
        finally:
            killing.close()
    outcome = killing.outcome
    for words in (*outcome.lost, *outcome.stuck):
        sys.stderr.write(f"kills: {words}\n")
    return {"kills_done": outcome.kills, "kills_lost": len(outcome.lost), "kills_stuck": len(outcome.stuck)}
