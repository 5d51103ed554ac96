"""Figures of a raster: extent, zoom levels, bands, statistics."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rio_tiler.io import Reader

from nadir_server.rasters.algorithms import Formula
from nadir_server.rasters.cut import LONGITUDE_LATITUDE, Geometry, common_box, hide_outside
from nadir_server.rasters.opening import open_geotiff
from nadir_server.rasters.sources import Identity
from nadir_server.rasters.style import Span

BINS = 255
PERCENTILES = [2, 98]
LARGEST_SIDE = 1024  # pixels that statistics are computed from


def describe_raster(path: Path) -> dict[str, Any]:
    """The fields of a `Raster` but for its task and kind. Raises RasterioError or ValueError for what is no map."""
    with open_geotiff(path) as dataset, Reader(str(path), dataset=dataset) as reader:
        if reader.dataset.crs is None:
            raise ValueError(f"{path.name} has no reference system")
        epsg = reader.dataset.crs.to_epsg()
        return {
            "crs": f"EPSG:{epsg}" if epsg else reader.dataset.crs.to_wkt(),
            "bounds": [float(value) for value in reader.get_geographic_bounds("EPSG:4326")],
            "native_minzoom": int(reader.minzoom),
            "native_maxzoom": int(reader.maxzoom),
            "metadata": {**describe_bands(reader), "statistics": statistics(reader)},
        }


def describe_bands(reader: Reader) -> dict[str, Any]:
    """What the file says of itself."""
    dataset = reader.dataset
    alpha = ColorInterp.alpha in dataset.colorinterp
    nodata = float(dataset.nodata) if dataset.nodata is not None else None
    return {
        "band_metadata": [[str(band), {}] for band in dataset.indexes],
        "band_descriptions": [
            [str(band), text or ""] for band, text in zip(dataset.indexes, dataset.descriptions, strict=True)
        ],
        "dtype": dataset.dtypes[0],
        "nodata_type": "Alpha" if alpha else "Nodata" if nodata is not None else "None",
        "colorinterp": [interpretation.name for interpretation in dataset.colorinterp],
        "scale": None,
        "offset": None,
        "colormap": None,
        "count": dataset.count,
        "width": dataset.width,
        "height": dataset.height,
        "overviews": dataset.overviews(1),
        "driver": dataset.driver,
        **({} if nodata is None else {"nodata_value": nodata}),
    }


def statistics(reader: Reader, shapes: tuple[Geometry, ...] = ()) -> dict[str, Any]:
    """Figures by band number, without alpha, of the pixels that lie in all of the shapes.

    Raises ValueError where a band has no valid pixel, or infinite ones: JSON has no word for their figures.
    """
    kinds = zip(reader.dataset.indexes, reader.dataset.colorinterp, strict=True)
    bands = tuple(band for band, kind in kinds if kind != ColorInterp.alpha)
    pixels = read_pixels(reader, bands, shapes)
    return {str(band): figures(values.compressed(), values.size) for band, values in zip(bands, pixels, strict=True)}


def describe_part(
    path: Path, shapes: tuple[Geometry, ...] = (), formula: Formula | None = None, span: Span | None = None
) -> dict[str, Any]:
    """Figures of the pixels in all of the shapes, or of a formula of them, within the span if one is given.

    Raises ValueError where there are none.
    """
    with open_geotiff(path) as dataset, Reader(str(path), dataset=dataset) as reader:
        if formula is None:
            return statistics(reader, shapes)
        pixels = read_pixels(reader, formula.numbers, shapes)
    mask = np.ma.getmaskarray(pixels).any(axis=0)
    values = formula.compute(np.moveaxis(pixels.data, 0, -1))
    is_valid = ~mask & np.isfinite(values)
    limits = span or formula.algorithm.range
    found = np.clip(values[is_valid], *limits) if limits else values[is_valid]
    return {"1": figures(found, values.size, limits)}


@lru_cache(maxsize=64)
def formula_span(key: Identity, formula: Formula) -> Span:
    """Where most values of the formula lie on the raster of that identity. Raises ValueError where there are none."""
    low, high = describe_part(Path(key[0]), (), formula)["1"]["percentiles"]
    return low, high


def read_pixels(reader: Reader, bands: tuple[int, ...], shapes: tuple[Geometry, ...]) -> np.ma.MaskedArray[Any, Any]:
    """(bands, rows, columns) of the raster, or of what lies in all of the shapes; so many that figures come out right."""
    if not shapes:
        return reader.read(indexes=bands, max_size=LARGEST_SIDE).array
    # In degrees, as the shapes are: one that is far away cannot be transformed to where the raster is.
    box = common_box(shapes, reader.get_geographic_bounds(LONGITUDE_LATITUDE))
    image = reader.part(box, dst_crs=LONGITUDE_LATITUDE, indexes=bands, max_size=LARGEST_SIDE)
    hide_outside(image, shapes)
    return image.array


def figures(values: NDArray[Any], total: int, limits: Span | None = None) -> dict[str, Any]:
    """Percentiles (2, 98), extremes, deviation, histogram, share of valid pixels. `limits` are the ends of the histogram.

    values: (n,) those of `total` pixels that are valid. Raises ValueError where there are none or infinite ones.
    """
    if values.size == 0 or not np.isfinite(values).all():
        raise ValueError("it holds no values")
    low, high = limits or (float(values.min()), float(values.max()))
    counts, edges = np.histogram(values, bins=BINS, range=(low, high if high > low else low + 1))
    return {
        "percentiles": [float(value) for value in np.percentile(values, PERCENTILES)],
        "min": low,
        "max": high,
        "mean": float(values.mean(dtype=np.float64)),
        "std": float(values.std(dtype=np.float64)),
        "histogram": [[float(count) for count in counts], [float(edge) for edge in edges]],
        "valid_percent": 100.0 * values.size / total,
    }
