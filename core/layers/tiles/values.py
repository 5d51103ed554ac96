"""What a server knows of a raster's values, kept on its layer: range and colours are changed without asking again."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Iterator, Optional, Sequence, Tuple

from qgis.core import QgsMapLayer

from ...api.raster_metadata import BandStatistics, RasterMetadata
from ..marks import PREFIX
from . import ramps
from .ramps import Ramp

VALUES = f"{PREFIX}values"
BINS = 64
MOST_RAMPS = 32
_MOST_CHARACTERS = 200_000


@dataclass(frozen=True)
class RasterValues:
    """minimum, maximum: of all pixels. low, high: without the outermost 2 % at each side.

    histogram: pixels in each of some bins of the same width between `minimum` and `maximum`, () where unknown.
    choices: the ramps that the server offers.
    """

    minimum: float
    maximum: float
    low: float
    high: float
    histogram: Tuple[float, ...] = ()
    choices: Tuple[Ramp, ...] = ()

    @classmethod
    def of(cls, metadata: RasterMetadata) -> Optional[RasterValues]:
        """Of the first band, or of the index that was asked for; None where the server knows nothing of it."""
        if not metadata.bands:
            return None
        band = metadata.bands[0]
        low, high = usable_range(band)
        offered = (Ramp.of(item) for item in metadata.palette[:MOST_RAMPS] if item.key)
        return cls(band.minimum, band.maximum, low, high, _bins(band), tuple(ramp for ramp in offered if ramp.stops))

    def cut(self, percent: float) -> Tuple[float, float]:
        """The range without the outermost `percent` at each side; out of the histogram where it is not the usual 2."""
        if percent <= 0:
            return _with_width(self.minimum, self.maximum)
        if not self.histogram or abs(percent - 2.0) < 1e-9:
            return self.low, self.high
        share = min(percent, 49.0) / 100.0
        return _with_width(self._quantile(share), self._quantile(1.0 - share))

    def _quantile(self, share: float) -> float:
        """The value below which that share of the pixels lies, straight within a bin."""
        wanted, before = sum(self.histogram) * share, 0.0
        width = (self.maximum - self.minimum) / len(self.histogram)
        for number, count in enumerate(self.histogram):
            if count > 0 and before + count >= wanted:
                return self.minimum + width * (number + (wanted - before) / count)
            before += count
        return self.maximum

    def to_text(self) -> str:
        """As JSON, for a custom property."""
        numbers = {"minimum": self.minimum, "maximum": self.maximum, "low": self.low, "high": self.high}
        offered = [[ramp.key, ramp.label, ramps.to_text(ramp.stops)] for ramp in self.choices]
        content = {**numbers, "histogram": [round(count) for count in self.histogram], "ramps": offered}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: object) -> Optional[RasterValues]:
        """The same back; None for a text that is damaged."""
        if not isinstance(text, str) or not 0 < len(text) <= _MOST_CHARACTERS:
            return None
        try:
            data = json.loads(text)
            numbers = [float(data[name]) for name in ("minimum", "maximum", "low", "high")]
            histogram = tuple(float(count) for count in data["histogram"])
            choices = tuple(_ramps(data["ramps"]))
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
            return None
        known = all(math.isfinite(number) for number in (*numbers, *histogram)) and numbers[2] < numbers[3]
        return cls(numbers[0], numbers[1], numbers[2], numbers[3], histogram[:BINS], choices) if known else None


def usable_range(band: BandStatistics) -> Tuple[float, float]:
    """The range that a ramp spans: without the outermost 2 % at each side, and never nothing."""
    low, high = band.percentile_2, band.percentile_98
    if not low < high:
        low, high = band.minimum, band.maximum
    return _with_width(low, high)


def values_of(layer: QgsMapLayer) -> Optional[RasterValues]:
    """What is known of the values of a layer of ours."""
    return RasterValues.from_text(layer.customProperty(VALUES))


def write_values(layer: QgsMapLayer, values: Optional[RasterValues]) -> None:
    """Keep on a layer what is known of its values."""
    if values is not None:
        layer.setCustomProperty(VALUES, values.to_text())


def _with_width(low: float, high: float) -> Tuple[float, float]:
    low, high = round(low, 3), round(high, 3)
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def _bins(band: BandStatistics) -> Tuple[float, ...]:
    """The server's bins put together to `BINS` between the extremes."""
    span = band.maximum - band.minimum
    if len(band.histogram) < 2 or not span > 0:
        return ()
    width = band.histogram[1][0] - band.histogram[0][0]
    counts = [0.0] * BINS
    for left, count in band.histogram:
        place = int((left + width / 2 - band.minimum) / span * BINS)
        counts[min(max(place, 0), BINS - 1)] += max(count, 0.0)
    return tuple(counts)


def _ramps(content: Sequence[Any]) -> Iterator[Ramp]:
    for key, label, stops in content[:MOST_RAMPS]:
        found = ramps.from_text(stops)
        if found:
            yield Ramp(str(key)[:40], str(label)[:60], found)
