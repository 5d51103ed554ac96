"""What a server knows of a raster: its values, its colours, the indices that can be reckoned from its bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple

from . import fields
from .fields import Bounds, Json

Rgba = Tuple[int, int, int, int]


@dataclass(frozen=True)
class BandStatistics:
    """Values of one band, in its own unit (metres for DSM and DTM); percentiles leave out the outliers.

    histogram: (value at the left end, pixels) of each bin. valid_percent: of the pixels that hold a value.
    """

    minimum: float
    maximum: float
    percentile_2: float
    percentile_98: float
    std: Optional[float] = None
    valid_percent: Optional[float] = None
    histogram: Tuple[Tuple[float, float], ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Optional[BandStatistics]:
        minimum, maximum = fields.number(data, "min"), fields.number(data, "max")
        if minimum is None or maximum is None:
            return None
        percentiles = data.get("percentiles")
        ends = [fields.finite(item) for item in percentiles] if isinstance(percentiles, list) else []
        low, high = (ends[0], ends[-1]) if len(ends) >= 2 else (None, None)
        return cls(
            minimum,
            maximum,
            minimum if low is None else low,
            maximum if high is None else high,
            fields.number(data, "std"),
            fields.number(data, "valid_percent"),
            _histogram(data.get("histogram")),
        )


@dataclass(frozen=True)
class ColorMap:
    """A colour map by the name that tiles are asked with. colors: red, green, blue, opacity of 0 to 255, mostly 256."""

    key: str
    label: str = ""
    colors: Tuple[Rgba, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> ColorMap:
        packed = data.get("color_map")
        numbers = [item for item in packed if isinstance(item, int)] if isinstance(packed, list) else []
        key = fields.text(data, "key")
        return cls(key, fields.text(data, "label") or key, tuple(_unpacked(number) for number in numbers))


@dataclass(frozen=True)
class Algorithm:
    """An index that tiles can be asked for, such as NDVI. filters: orders of bands that it can do with, such as 'RGN'.

    expression: as people read it. value_range: what it can come to, None where the server does not say.
    """

    id: str
    help: str = ""
    expression: str = ""
    filters: Tuple[str, ...] = ()
    value_range: Optional[Tuple[float, float]] = None

    @classmethod
    def from_json(cls, data: Json) -> Algorithm:
        ends = data.get("range")
        numbers = [fields.finite(item) for item in ends] if isinstance(ends, list) else []
        low, high = (numbers[0], numbers[1]) if len(numbers) == 2 else (None, None)
        return cls(
            id=fields.text(data, "id"),
            help=fields.text(data, "help"),
            expression=fields.text(data, "expr"),
            filters=fields.texts(data, "filters"),
            value_range=None if low is None or high is None else (low, high),
        )


@dataclass(frozen=True)
class RasterMetadata:
    """What a server knows of a raster.

    bounds: in degrees, whatever reference system the server names beside them. color_maps: the names that tiles can be
    asked in; palette: the same with their colours. auto_bands: the order of bands that 'auto' stands for, ''
    where the server found none; auto_bands_match: whether it is sure. colors: what each band is, such as 'red'.
    overviews: factors of the smaller copies inside the file. center: longitude, latitude, zoom.
    """

    bands: Tuple[BandStatistics, ...]
    bounds: Optional[Bounds] = None
    center: Optional[Tuple[float, float, int]] = None
    nodata: Optional[float] = None
    nodata_type: str = ""
    minzoom: Optional[int] = None
    maxzoom: Optional[int] = None
    width: Optional[int] = None
    height: Optional[int] = None
    dtype: str = ""
    driver: str = ""
    band_descriptions: Tuple[str, ...] = ()
    colors: Tuple[str, ...] = ()
    overviews: Tuple[int, ...] = ()
    palette: Tuple[ColorMap, ...] = ()
    algorithms: Tuple[Algorithm, ...] = ()
    auto_bands: str = ""
    auto_bands_match: Optional[bool] = None

    @property
    def color_maps(self) -> Tuple[str, ...]:
        return tuple(item.key for item in self.palette)

    @classmethod
    def from_json(cls, content: Any) -> RasterMetadata:
        data = fields.mapping(content, "description of a raster")
        automatic = fields.child(data, "auto_bands")
        match = automatic.get("match")
        overviews = data.get("overviews")
        return cls(
            bands=_bands(fields.child(data, "statistics")),
            bounds=fields.bounds(fields.child(data, "bounds").get("value")),
            center=_center(data.get("center")),
            nodata=fields.number(data, "nodata_value"),
            nodata_type=fields.text(data, "nodata_type"),
            minzoom=fields.integer(data, "minzoom"),
            maxzoom=fields.integer(data, "maxzoom"),
            width=fields.integer(data, "width"),
            height=fields.integer(data, "height"),
            dtype=fields.text(data, "dtype"),
            driver=fields.text(data, "driver"),
            band_descriptions=_descriptions(data.get("band_descriptions")),
            colors=fields.texts(data, "colorinterp"),
            overviews=tuple(item for item in overviews if isinstance(item, int)) if isinstance(overviews, list) else (),
            palette=tuple(ColorMap.from_json(item) for item in fields.objects(data, "color_maps")),
            algorithms=tuple(Algorithm.from_json(item) for item in fields.objects(data, "algorithms")),
            auto_bands=fields.text(automatic, "filter"),
            auto_bands_match=match if isinstance(match, bool) else None,
        )


def _bands(statistics: Json) -> Tuple[BandStatistics, ...]:
    numbered = sorted(
        (int(key), value)
        for key, value in statistics.items()
        if key.isascii() and key.isdigit() and len(key) < 6 and isinstance(value, dict)
    )
    bands = (BandStatistics.from_json(value) for _number, value in numbered)
    return tuple(band for band in bands if band is not None)


def _histogram(content: Any) -> Tuple[Tuple[float, float], ...]:
    """[[pixels in each bin], [edges, one more]]"""
    if not isinstance(content, list) or len(content) != 2 or not all(isinstance(item, list) for item in content):
        return ()
    counts, edges = ([fields.finite(item) for item in half] for half in content)
    return tuple((edge, count) for edge, count in zip(edges, counts) if edge is not None and count is not None)


def _descriptions(content: Any) -> Tuple[str, ...]:
    """[["1", "red"], ...] to ('red', ...)"""
    pairs = content if isinstance(content, list) else []
    return tuple(str(pair[1] or "") for pair in pairs if isinstance(pair, list) and len(pair) == 2)


def _center(content: Any) -> Optional[Tuple[float, float, int]]:
    numbers = [fields.finite(item) for item in content] if isinstance(content, list) else []
    known = [item for item in numbers if item is not None]
    return (known[0], known[1], int(known[2])) if len(numbers) == len(known) == 3 else None


def _unpacked(number: int) -> Rgba:
    """0xRRGGBBAA"""
    return ((number >> 24) & 255, (number >> 16) & 255, (number >> 8) & 255, number & 255)
