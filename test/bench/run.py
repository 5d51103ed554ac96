"""`make bench`: measures, and prints one line a figure: name, value, unit, bar, `ok` or `short`.

`run.py [PART]` or the environment variable ONLY measure one part. A part is a module beside this one with
`measure() -> dict[str, float]` that raises `NotMeasured` where it cannot run. A figure that is missing is short, and the
reason is told. The exit code is 1 if a figure is short.

Parts run in the local server's Python. What they need of the plugin they import as `nadir.core...`: its client and its
transfers, which are plain Python. Programs that they start find it too.
"""

from __future__ import annotations

import importlib
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parents[1] / ".dev"  # holds the repository as the package `nadir`


def main(argv: list[str]) -> int:
    """Measures the parts and prints their figures."""
    bars: dict[str, dict[str, dict[str, Any]]] = tomllib.loads((HERE / "bars.toml").read_text(encoding="utf-8"))
    wanted = argv[0] if argv else os.environ.get("ONLY", "")
    if wanted and wanted not in bars:
        sys.stderr.write(f"There is no part {wanted}; there are: {', '.join(bars)}\n")
        return 2
    sys.path.insert(0, str(HERE))
    _make_importable(PLUGIN)
    short = 0
    for part in [wanted] if wanted else list(bars):
        short += _measure(part, bars[part])
    return 1 if short else 0


def _make_importable(folder: Path) -> None:
    """For this process and for those that it starts."""
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), *([before] if before else [])])
    sys.path.insert(0, str(folder))


def _measure(part: str, bars: dict[str, dict[str, Any]]) -> int:
    """Prints the figures of a part; returns how many are short."""
    from measuring import NotMeasured

    figures: dict[str, float] = {}
    try:
        figures = importlib.import_module(part).measure()
    except NotMeasured as reason:
        sys.stderr.write(f"{part}: not measured, {reason}\n")
    lines = [_line(name, figures.get(name), bar) for name, bar in bars.items()]
    sys.stdout.write("".join(f"{line}\n" for line, _ in lines))
    sys.stdout.flush()
    return sum(not ok for _, ok in lines)


def _line(name: str, value: float | None, bar: dict[str, Any]) -> tuple[str, bool]:
    limit = bar.get("at_most", bar.get("at_least"))
    sign = "<=" if "at_most" in bar else ">="
    unit = bar["unit"] or "-"
    if value is None or value != value:  # NaN
        return f"{name} missing {unit} {sign}{limit} short", False
    ok = value <= limit if "at_most" in bar else value >= limit
    return f"{name} {value:.4g} {unit} {sign}{limit} {'ok' if ok else 'short'}", ok


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
