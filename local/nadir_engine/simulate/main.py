"""`python -m nadir_engine simulate`: the photos of a survey over a known terrain, and the truth beside them."""

from __future__ import annotations

import argparse
from pathlib import Path

from nadir_engine.console import Console
from nadir_engine.simulate.survey import Survey, simulate

SMALLEST_WIDTH, LARGEST_WIDTH, MOST_PHOTOS = 320, 8000, 2000


def main(argv: list[str]) -> int:
    """Simulate a survey. Returns 0, or 1 where its files cannot be written."""
    arguments = _parse(argv)
    console = Console()
    survey = Survey(arguments.photos, arguments.width, arguments.seed)
    try:
        _refuse_full_folder(arguments.output)
        simulate(survey, arguments.output, lambda part, text: console.progress("simulate", 100 * part, text))
    except OSError as error:
        console.error(f"The simulated photos cannot be written: {error}", "Choose an empty folder that can be written to.")
        return 1
    return 0


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nadir_engine simulate", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder for images/ and truth/")
    parser.add_argument("--photos", type=_between(2, MOST_PHOTOS), default=15, help="how many (default %(default)s)")
    parser.add_argument("--seed", type=_between(0, 1 << 31), default=1, help="another one gives another site")
    parser.add_argument(
        "--width",
        type=_between(SMALLEST_WIDTH, LARGEST_WIDTH),
        default=1600,
        help="of a photo in pixels; its height is three quarters of that (default %(default)s)",
    )
    return parser.parse_args(argv)


class _between:  # noqa: N801 named as what argparse prints
    """A whole number within bounds."""

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, high

    def __call__(self, text: str) -> int:
        number = int(text)
        if not self._low <= number <= self._high:
            raise argparse.ArgumentTypeError(f"{number} is not between {self._low} and {self._high}")
        return number


def _refuse_full_folder(folder: Path) -> None:
    """Photos of another survey among these would spoil both."""
    images = folder / "images"
    if images.is_dir() and any(images.iterdir()):
        raise FileExistsError(f"{images} is not empty")
