"""The difference of two surfaces: after minus before, as a GeoTIFF, with the volumes that were cut and filled.

Block by block: memory does not grow with the surfaces. The result has its name only once it is whole.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import numpy as np
from osgeo import gdal
from qgis.PyQt.QtCore import QCoreApplication

from ...api.exchange import CancelCheck, never
from ...errors import Cancelled, NadirError
from .grid import Grid, common_grid, horizontal, no_overlap, open_heights, unreadable
from .tally import PERCENTS, Figures, Tally

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

NO_DATA = -9999.0
HIGHEST = 9900.0  # metres from zero; heights beyond are fillings such as -9999 or 1e38 that a file does not declare
BLOCK = 1024  # pixels a side; a multiple of the file's tiles
_WARP_MEMORY = 64 * 1024 * 1024  # bytes
_TILE_OPTIONS = ("TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=3", "ZLEVEL=3", "NUM_THREADS=2", "BIGTIFF=IF_SAFER")
_SMALLEST_OVERVIEW = 256  # pixels
_OVERVIEWS = 0.1  # of the progress

Progress = Callable[[float], None]


@dataclass(frozen=True)
class DifferenceResult:
    """Heights are after minus before, in metres: positive where the ground rose.

    cut_m3, fill_m3: volumes below and above the ground of before, both positive; net_m3: fill minus cut. area_m2: where
    both have heights. ignored_m: what changed less counts neither as cut nor as fill. low, high: 2nd and 98th percentile.
    percentiles: pairs of percent and metres. offset_m: how far the ground that did not change lies from zero; `levelled`:
    whether that was taken off, and all figures are without it. pixel_m: width of a pixel.
    """

    path: Path
    cut_m3: float
    fill_m3: float
    net_m3: float
    area_m2: float
    ignored_m: float
    low: float
    high: float
    lowest: float
    highest: float
    mean: float
    deviation: float
    median: float
    percentiles: Tuple[Tuple[int, float], ...]
    offset_m: float
    levelled: bool
    pixel_m: float


def difference(
    before: Path,
    after: Path,
    target: Path,
    cancelled: CancelCheck = never,
    progress: Progress = lambda fraction: None,
    *,
    level: bool = False,
    ignore: float = 0.0,
) -> DifferenceResult:
    """Write the difference of two rasters of heights to `target`.

    level: whether to take off the vertical offset between them, which is estimated on the ground that did not change.
    ignore: metres of change below which nothing is counted as cut or fill, since matching is not more exact.
    Raises NadirError (no overlap, unreadable, no space), Cancelled; then nothing of the target is left behind.
    """
    with _quiet_gdal():
        first, second = open_heights(before), open_heights(after)
        grid = common_grid(first, second)
        pair = _Pair(grid, (before, after), (_on_grid(first, grid, before), _on_grid(second, grid, after)))
        share = 0.5 if level else 1.0
        offset = _offset(pair, cancelled, lambda done: progress(share * done * (1 - _OVERVIEWS))) if level else 0.0
        begin = (1.0 - share) * (1 - _OVERVIEWS)
        part = target.with_name(f".{target.name}.part")
        try:
            told: Progress = lambda done: progress(begin + share * done * (1 - _OVERVIEWS))  # noqa: E731
            figures = _write(pair, part, offset, Tally(ignore), cancelled, told)
            _add_overviews(part, cancelled, lambda done: progress(1 - _OVERVIEWS + _OVERVIEWS * done))
            part.replace(target)
            progress(1.0)
        except OSError as error:
            raise _unwritable(target, str(error)) from error
        finally:
            part.unlink(missing_ok=True)
    return _result(target, grid, figures, offset if level else None, ignore)


class _Pair:
    """Two rasters on one grid."""

    def __init__(self, grid: Grid, paths: Tuple[Path, Path], datasets: Tuple[Any, Any]) -> None:
        self.grid = grid
        self._paths = paths
        self._datasets = datasets

    def blocks(self) -> List[Tuple[int, int, int, int]]:
        """(column, row, columns, rows) of all blocks."""
        columns, rows = self.grid.columns, self.grid.rows
        return [
            (column, row, min(BLOCK, columns - column), min(BLOCK, rows - row))
            for row in range(0, rows, BLOCK)
            for column in range(0, columns, BLOCK)
        ]

    def differences(self, block: Tuple[int, int, int, int]) -> Tuple[Any, Any]:
        """(rows, columns) float64 metres and which of them are there."""
        before, after = (self._read(number, block) for number in (0, 1))
        valid = _known(before) & _known(after)
        return np.where(valid, after - before, 0.0), valid

    def _read(self, number: int, block: Tuple[int, int, int, int]) -> Any:
        band = self._datasets[number].GetRasterBand(1)
        try:
            values, mask = band.ReadAsArray(*block), band.GetMaskBand().ReadAsArray(*block)
        except RuntimeError as error:
            raise unreadable(self._paths[number], str(error)) from error
        if values is None or mask is None:
            raise unreadable(self._paths[number], gdal.GetLastErrorMsg())
        return np.where(mask > 0, values.astype(np.float64), np.nan)


def _known(heights: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return np.isfinite(heights) & (np.abs(heights) < HIGHEST)


def _on_grid(dataset: gdal.Dataset, grid: Grid, path: Path) -> gdal.Dataset:
    """A raster as it is on a grid, worked out where it is read. Finer ones are averaged, coarser ones interpolated; one that
    has the grid already is read as it is.
    """
    window = grid.window_in(dataset)
    options: Dict[str, Any] = {
        "format": "VRT",
        "srcSRS": horizontal(dataset).ExportToWkt(),
        "dstSRS": grid.wkt,
        "outputBounds": grid.bounds,
        "width": grid.columns,
        "height": grid.rows,
        "resampleAlg": "bilinear",
        "outputType": gdal.GDT_Float32,
        "dstNodata": NO_DATA,
        "warpMemoryLimit": _WARP_MEMORY,
    }
    try:
        same = window is not None
        warped = gdal.Translate("", dataset, format="VRT", srcWin=window) if same else gdal.Warp("", dataset, **options)
    except RuntimeError as error:
        raise unreadable(path, str(error)) from error
    if warped is None:
        raise unreadable(path, gdal.GetLastErrorMsg())
    return warped


def _offset(pair: _Pair, cancelled: CancelCheck, progress: Progress) -> float:
    """Where the ground that did not change lies."""
    tally = Tally()
    blocks = pair.blocks()
    for number, block in enumerate(blocks):
        _stop_if(cancelled)
        values, valid = pair.differences(block)
        tally.add(values[valid])
        progress((number + 1) / len(blocks))
    if not tally.count:
        raise no_overlap()
    return tally.stable()


def _write(
    pair: _Pair, part: Path, offset: float, tally: Tally, cancelled: CancelCheck, progress: Progress
) -> Figures:
    """Write all blocks; their figures."""
    raster = _create(part, pair.grid)
    band = raster.GetRasterBand(1)
    blocks = pair.blocks()
    try:
        for number, block in enumerate(blocks):
            _stop_if(cancelled)
            values, valid = pair.differences(block)
            values -= offset
            tally.add(values[valid])
            _put(band, np.where(valid, values, NO_DATA).astype(np.float32), block, part)
            progress((number + 1) / len(blocks))
        if not tally.count:
            raise no_overlap()
        figures = tally.figures()
        band.SetStatistics(figures.lowest, figures.highest, figures.mean, figures.deviation)
        _flushed(raster, part)
    finally:
        del band, raster  # Windows removes no file that is open, and an error would keep it so
    return figures


def _create(part: Path, grid: Grid) -> gdal.Dataset:
    driver = gdal.GetDriverByName("GTiff")
    try:
        raster = driver.Create(str(part), grid.columns, grid.rows, 1, gdal.GDT_Float32, list(_TILE_OPTIONS))
    except RuntimeError as error:
        raise _unwritable(part, str(error)) from error
    if raster is None:
        raise _unwritable(part, gdal.GetLastErrorMsg())
    raster.SetProjection(grid.wkt)
    raster.SetGeoTransform(grid.transform)
    band = raster.GetRasterBand(1)
    band.SetNoDataValue(NO_DATA)
    band.SetDescription("Difference of heights")
    band.SetUnitType("m")
    return raster


def _put(band: gdal.Band, values: Any, block: Tuple[int, int, int, int], part: Path) -> None:
    try:
        failed = band.WriteArray(values, block[0], block[1])
    except RuntimeError as error:
        raise _unwritable(part, str(error)) from error
    if failed:
        raise _unwritable(part, gdal.GetLastErrorMsg())


def _flushed(raster: gdal.Dataset, part: Path) -> None:
    """Have all of it on the disk; a full one shows only now, since tiles are written late."""
    gdal.ErrorReset()
    try:
        raster.FlushCache()
    except RuntimeError as error:
        raise _unwritable(part, str(error)) from error
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise _unwritable(part, gdal.GetLastErrorMsg())


def _add_overviews(part: Path, cancelled: CancelCheck, progress: Progress) -> None:
    """Smaller versions inside of the file, so that the whole of it shows at once."""

    def tell(done: float, _message: str, _data: Any) -> int:
        progress(done)
        return 0 if cancelled() else 1

    raster = gdal.OpenEx(str(part), gdal.OF_RASTER | gdal.OF_UPDATE)
    longest, factors = max(raster.RasterXSize, raster.RasterYSize), [2]
    while longest / factors[-1] > _SMALLEST_OVERVIEW:
        factors.append(factors[-1] * 2)
    try:
        failed = longest > _SMALLEST_OVERVIEW and raster.BuildOverviews("AVERAGE", factors, callback=tell)
        _stop_if(cancelled)
        if failed:
            raise _unwritable(part, gdal.GetLastErrorMsg())
        _flushed(raster, part)
    except RuntimeError as error:
        _stop_if(cancelled)
        raise _unwritable(part, str(error)) from error
    finally:
        del raster


def _result(path: Path, grid: Grid, figures: Figures, removed: Optional[float], ignored: float) -> DifferenceResult:
    """removed: the offset that was taken off; None where none was."""
    area = grid.pixel_area
    percentiles = tuple(zip(PERCENTS, figures.percentiles))
    at = dict(percentiles)
    return DifferenceResult(
        path=path,
        cut_m3=figures.cut * area,
        fill_m3=figures.fill * area,
        net_m3=(figures.fill - figures.cut) * area,
        area_m2=figures.count * area,
        ignored_m=ignored,
        low=at[2],
        high=at[98],
        lowest=figures.lowest,
        highest=figures.highest,
        mean=figures.mean,
        deviation=figures.deviation,
        median=at[50],
        percentiles=percentiles,
        offset_m=figures.stable if removed is None else removed,
        levelled=removed is not None,
        pixel_m=area**0.5,
    )


def _stop_if(cancelled: CancelCheck) -> None:
    if cancelled():
        raise Cancelled


def _unwritable(path: Path, detail: str) -> NadirError:
    name = path.name[1:].rsplit(".part", 1)[0] if path.name.endswith(".part") else path.name
    return NadirError(
        translate("Compare", "“{file}” cannot be written.").format(file=name),
        translate("Compare", "Choose another folder, or free some space on the disk."),
        f"{path}: {detail}",
    )


@contextmanager
def _quiet_gdal() -> Iterator[None]:
    """What GDAL has to say goes into our errors, not to the terminal."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
