"""Figures of a raster: extent, zoom levels, bands, statistics."""
from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from rasterio.enums import ColorInterp
from rio_tiler.io import Reader

from nadir_server.rasters.cut import LONGITUDE_LATITUDE, Geometry, common_box, hide_outside

BINS = 255
PERCENTILES = [2, 98]
LARGEST_SIDE = 1024  # pixels that statistics are computed from


def describe_raster(path: Path) -> dict[str, Any]:
    """The fields of a `Raster` but for its task and kind. Raises RasterioError or ValueError for what is no map."""
    with Reader(str(path)) as reader:
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


def describe_part(path: Path, shapes: tuple[Geometry, ...]) -> dict[str, Any]:
    """Statistics of the pixels that lie in all of the shapes (at least one). Raises ValueError where there are none."""
    with Reader(str(path)) as reader:
        return statistics(reader, shapes)


def statistics(reader: Reader, shapes: tuple[Geometry, ...] = ()) -> dict[str, Any]:
    """By band number, without alpha: percentiles (2, 98), extremes, deviation, histogram, share of valid pixels.

    Raises ValueError where a band has no valid pixel, or infinite ones: JSON has no word for their figures.
    """
    kinds = zip(reader.dataset.indexes, reader.dataset.colorinterp, strict=True)
    bands = [band for band, kind in kinds if kind != ColorInterp.alpha]
    if shapes:
        # In degrees, as the shapes are: one that is far away cannot be transformed to where the raster is.
        box = common_box(shapes, reader.get_geographic_bounds(LONGITUDE_LATITUDE))
        image = reader.part(box, dst_crs=LONGITUDE_LATITUDE, indexes=bands, max_size=LARGEST_SIDE)
        hide_outside(image, shapes)
    else:
        image = reader.read(indexes=bands, max_size=LARGEST_SIDE)
    found = image.statistics(percentiles=PERCENTILES, hist_options={"bins": BINS})
    if not all(math.isfinite(figure) for values in found.values() for figure in (values.min, values.max, values.mean)):
        raise ValueError("it holds no values")
    return {
        str(band): {
            "percentiles": [float(values.percentile_2), float(values.percentile_98)],
            "min": float(values.min),
            "max": float(values.max),
            "mean": float(values.mean),
            "std": float(values.std),
            "histogram": [[float(value) for value in row] for row in values.histogram],
            "valid_percent": float(values.valid_percent),
        }
        for band, values in zip(bands, found.values(), strict=True)
    }
