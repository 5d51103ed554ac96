"""The engine as another program starts it, and what a run left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
SURVEY = ROOT.parent / "shared" / "data" / "brighton_beach" / "images"
# Small photos and coarse products: seconds instead of a minute.
QUICK = (
    "--feature-quality",
    "medium",
    "--pc-quality",
    "low",
    "--orthophoto-resolution",
    "10",
    "--dem-resolution",
    "20",
)


@dataclass(frozen=True)
class Outcome:
    """What a run left: its exit code, the events on its standard output, and its folder."""

    code: int
    events: list[dict[str, Any]]
    output: Path

    def messages(self, level: str) -> list[str]:
        """Log messages of a level."""
        return [event["message"] for event in self.events if event.get("level") == level]

    @property
    def error(self) -> dict[str, Any]:
        """The error that the run told."""
        return next(event for event in self.events if event["event"] == "error")

    @property
    def stats(self) -> dict[str, Any]:
        """The report."""
        content: dict[str, Any] = json.loads((self.output / "odm_report" / "stats.json").read_text(encoding="utf-8"))
        return content

    def leftovers(self) -> list[Path]:
        """Half-written files."""
        return list(self.output.rglob("*.part*")) if self.output.exists() else []


def engine_command(*arguments: str) -> list[str]:
    """The engine as a user's program starts it."""
    return [sys.executable, "-m", "nadir_engine", *arguments]


def engine_environment() -> dict[str, str]:
    """The environment in which the engine is found."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "local")}


def run_engine(photos: Path, output: Path, *options: str) -> Outcome:
    """Runs the engine to its end."""
    command = engine_command("run", str(photos), "--output", str(output), *options)
    done = subprocess.run(
        command, env=engine_environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Outcome(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], output)
