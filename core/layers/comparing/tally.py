"""Figures of a surface of differences, gathered block by block in memory that does not grow with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Tuple

import numpy as np

STEP = 0.001  # metres: how fine the differences are counted
REACH = 100.0  # metres; what lies farther from zero is counted there for percentiles, and as it is for all else
PERCENTS = (1, 2, 5, 25, 50, 75, 95, 98, 99)


@dataclass(frozen=True)
class Figures:
    """Of all differences (after minus before), in metres and pixels.

    cut, fill: sums of the negative and of the positive ones that are counted, both as positive numbers. percentiles: at PERCENTS.
    stable: where the ground that did not change lies, see `Tally.stable`.
    """

    count: int
    cut: float
    fill: float
    mean: float
    deviation: float
    lowest: float
    highest: float
    percentiles: Tuple[float, ...]
    stable: float


class Tally:
    """Takes differences in any number of pieces, then gives the figures of all."""

    def __init__(self, ignore: float = 0.0) -> None:
        """ignore: metres below which a difference counts neither as cut nor as fill."""
        self._ignore = ignore
        self._count = 0
        self._cut = self._fill = self._sum = self._squares = 0.0
        self._lowest, self._highest = np.inf, -np.inf
        self._histogram = np.zeros(2 * round(REACH / STEP) + 1, dtype=np.int64)

    @property
    def count(self) -> int:
        """How many differences there were."""
        return self._count

    def add(self, differences: Any) -> None:
        """differences: (n,) metres, all finite."""
        if not len(differences):
            return
        values = np.asarray(differences, dtype=np.float64)
        self._count += len(values)
        self._fill += float(values[(values > 0) & (values >= self._ignore)].sum())
        self._cut -= float(values[(values < 0) & (values <= -self._ignore)].sum())
        self._sum += float(values.sum())
        self._squares += float(np.square(values).sum())
        self._lowest, self._highest = min(self._lowest, float(values.min())), max(self._highest, float(values.max()))
        places = np.rint((np.clip(values, -REACH, REACH) + REACH) / STEP).astype(np.int64)
        self._histogram += np.bincount(places, minlength=len(self._histogram))

    def figures(self) -> Figures:
        """Of all that was added, which must not be nothing."""
        mean = self._sum / self._count
        deviation = max(0.0, self._squares / self._count - mean * mean) ** 0.5
        percentiles = tuple(self._percentile(percent) for percent in PERCENTS)
        return Figures(
            self._count, self._cut, self._fill, mean, deviation, self._lowest, self._highest, percentiles, self.stable()
        )

    def stable(self) -> float:
        """The level of the ground that did not change: the mean of the narrowest band that holds half of all differences.

        Unlike the median it stays where it is when a pile or a pit covers a large part, as long as half of the area is
        unchanged (the shorth: Andrews et al., Robust Estimates of Location, 1972).
        """
        below = np.concatenate([[0], np.cumsum(self._histogram)])
        half = (self._count + 1) // 2
        ends = np.searchsorted(below, below[:-1] + half)
        begins = np.flatnonzero(ends < len(below))
        widths = ends[begins] - begins
        narrowest = begins[widths == widths.min()]
        begin = int(narrowest[len(narrowest) // 2])
        band = slice(begin, int(ends[begin]))
        return float(np.average(_metres(np.arange(band.start, band.stop)), weights=self._histogram[band]))

    def _percentile(self, percent: float) -> float:
        place = np.searchsorted(np.cumsum(self._histogram), max(1.0, self._count * percent / 100.0))
        return float(min(max(_metres(place), self._lowest), self._highest))


def _metres(places: Any) -> Any:
    return places * STEP - REACH
