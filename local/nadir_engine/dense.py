"""Stage `openmvs`: the dense surface, a height for each cell of a grid, by a height sweep from coarse to fine.

Tiles bound the memory, and no more of them are worked on at a time than there is memory for.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from nadir_engine.context import Run
from nadir_engine.errors import EngineError
from nadir_engine.fill import filled
from nadir_engine.grid import Grid, cut, grid_over, padded
from nadir_engine.imagery import Imagery
from nadir_engine.reconstruction import load_reconstruction
from nadir_engine.surface_file import write_surface
from nadir_engine.sweep import SweepResult, normalised, normalised_bytes, sweep, sweep_bytes
from nadir_engine.views import View, views_of

# Pixels of the longer side with which the sweep works, as a fraction of the photo's or, for smaller photos, of USUAL_SIDE.
PHOTO_FRACTION = {"ultra": 1.0, "high": 0.5, "medium": 0.25, "low": 0.125, "lowest": 0.0625}
USUAL_SIDE = 4000
# A cell's side in pixels of those photos.
PIXELS_PER_CELL = 1.5
TILE_SIDE = 192
VIEWS_PER_TILE = 8
# For each level, coarse to fine: side of the aggregation's window in cells, and how many of its own steps it looks above
# and below the coarser level's surface (the first looks everywhere).
WINDOW = (7, 7, 5)
REACH = (0, 15, 7)
LEVELS = len(WINDOW)
MAX_COARSE_HEIGHTS = 160
# What may stand on the ground between sparse points, as a part of the flying height.
HEADROOM = 0.25
# What fits into 2 GB of memory up to the point cloud.
MAX_CELLS = 20_000_000


def run(context: Run) -> None:
    """Writes surface.tif: height and score of each cell."""
    photos = context.photos()
    reconstruction = load_reconstruction(context.layout.reconstruction)
    points = np.array([point.xyz for point in reconstruction.points3D.values()])
    full = views_of(reconstruction, photos)
    ground = float(np.median(points[:, 2]))
    pixel = _usual_pixel(full, ground, PHOTO_FRACTION[context.options.pc_quality])
    grid = site_grid(full, points, pixel * PIXELS_PER_CELL)
    if grid.columns * grid.rows > MAX_CELLS:
        grid = grid.with_cell(grid.cell * (grid.columns * grid.rows / MAX_CELLS) ** 0.5)
        context.console.warning(f"The site is large: its surface is measured in cells of {grid.cell * 100:.0f} cm")
    cell = grid.cell
    context.console.info(f"Surface: {grid.columns} x {grid.rows} cells of {cell * 100:.1f} cm, {len(full)} photos")
    base, reach = sparse_surface(points, grid.with_cell(cell * 2 ** (LEVELS - 1)))
    headroom = HEADROOM * float(np.median([view.height_over(ground) for view in full]))
    if context.options.fast_orthophoto:
        surface = cv2.resize(base, (grid.columns, grid.rows), interpolation=cv2.INTER_LINEAR)
        write_surface(context.layout.surface, grid, surface, np.ones_like(surface))
        return
    result = _coarse_to_fine(context, full, grid, base, (-reach, reach + headroom), ground)
    write_surface(context.layout.surface, grid, result.height, result.score)


def ground_sampling_distance(views: Sequence[View], points: NDArray[np.float64]) -> float:
    """Metres on the ground that one pixel of a whole photo shows, in the middle of the site's heights."""
    ground = float(np.median(points[:, 2]))
    return float(np.median([view.pixel_on(ground) for view in views]))


def _usual_pixel(views: Sequence[View], ground: float, fraction: float) -> float:
    """Metres that a pixel of most photos shows at `fraction` of their size, or of USUAL_SIDE where they are smaller."""
    pixels = [view.pixel_on(ground) / min(1.0, fraction * max(1.0, USUAL_SIDE / view.full_side)) for view in views]
    return float(np.median(pixels))


def site_grid(views: Sequence[View], points: NDArray[np.float64], cell: float) -> Grid:
    """The grid over what was photographed: where sparse points lie, and as far as the photos reach beyond them."""
    low, high = np.percentile(points[:, :2], 0.5, axis=0), np.percentile(points[:, :2], 99.5, axis=0)
    prints = np.concatenate([view.footprint(float(np.median(points[:, 2]))) for view in views])
    prints = prints[~np.isnan(prints).any(axis=1)]
    reach = 0.25 * (high - low)
    if len(prints):
        low = np.maximum(prints.min(axis=0), low - reach)
        high = np.minimum(prints.max(axis=0), high + reach)
    if not np.isfinite([*low, *high]).all() or (high - low).min() < 4 * cell:
        raise EngineError("The photos do not show an area from above.", "Give photos that were taken looking down.")
    return grid_over(float(low[0]), float(low[1]), float(high[0]), float(high[1]), cell)


def sparse_surface(points: NDArray[np.float64], grid: Grid) -> tuple[NDArray[np.float32], float]:
    """A smooth surface (rows, columns) through sparse points (n, 3), and how far (metres) points lie from it at most."""
    west, south, east, north = grid.bounds
    coarse = grid.with_cell(max(grid.cell, (east - west) / 24.0, (north - south) / 24.0))
    rows, columns = coarse.indices(points[:, 0], points[:, 1])
    inside = (rows >= 0) & (rows < coarse.rows) & (columns >= 0) & (columns < coarse.columns)
    points, index = points[inside], rows[inside] * coarse.columns + columns[inside]
    order = np.argsort(index, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(index[order]) > 0])
    medians = np.full(coarse.rows * coarse.columns, np.nan, np.float32)
    for cells in np.split(order, starts[1:]):
        medians[index[cells[0]]] = np.median(points[cells, 2])
    surface = cv2.GaussianBlur(filled(medians.reshape(coarse.shape)), (0, 0), 1.0)
    residual = np.abs(points[:, 2] - surface.ravel()[index])
    reach = float(np.percentile(residual, 99.5)) * 1.5 + 2.0 * grid.cell
    return cv2.resize(surface, (grid.columns, grid.rows), interpolation=cv2.INTER_LINEAR), reach


def _coarse_to_fine(
    context: Run, full: list[View], grid: Grid, base: NDArray[np.float32], span: tuple[float, float], ground: float
) -> SweepResult:
    """The sweep at each level over the surface of the one before; the first over `base` + `span` (low, high) metres."""
    count = int(np.clip(np.ceil((span[1] - span[0]) / (grid.cell * 2 ** (LEVELS - 1))) + 1, 3, MAX_COARSE_HEIGHTS))
    offsets: NDArray[np.float64] = np.linspace(*span, count)
    shares = (0.0, 0.2, 0.5, 1.0)
    for level in range(LEVELS):
        shrink = 2 ** (LEVELS - 1 - level)
        now = grid.with_cell(grid.cell * shrink)
        views = [view.with_pixel(now.cell / PIXELS_PER_CELL, ground) for view in full]
        if level > 0:
            base = cv2.resize(base, (now.columns, now.rows), interpolation=cv2.INTER_LINEAR)
            offsets = np.arange(-REACH[level], REACH[level] + 1, dtype=np.float64) * now.cell
        result = _level(context, views, now, base, offsets, level, shares[level], shares[level + 1])
        base = cv2.medianBlur(filled(np.where(result.score > 0.0, result.height, np.nan)), 5)
    return result


def _level(
    context: Run, views: list[View], grid: Grid, base: NDArray[np.float32], offsets: NDArray[np.float64],
    level: int, begin: float, end: float,
) -> SweepResult:  # fmt: skip
    """One level of the pyramid, tile by tile."""
    window = WINDOW[level]
    imagery = Imagery(normalised)
    height = np.full(grid.shape, np.nan, np.float32)
    score = np.full(grid.shape, -1.0, np.float32)
    cv2.setNumThreads(1)  # the tiles are the parallel part

    def work(tile: Window) -> tuple[Window, SweepResult | None]:
        wide = padded(tile, window)
        part, part_base = grid.part(wide), filled(cut(base, wide))
        chosen = nearest_views(views, part, float(np.median(part_base)))
        if len(chosen) < 2:
            return tile, None
        return tile, sweep(part, part_base, offsets, chosen, imagery, window)

    wide_side = TILE_SIDE + 2 * window
    bytes_each = sweep_bytes(len(offsets), wide_side, wide_side) + max(normalised_bytes(view) for view in views)
    for tile, result in context.stream(work, grid.tiles(TILE_SIDE), begin, end, "Measuring heights", bytes_each):
        if result is not None:
            rows, columns = tile.toslices()
            inner = slice(window, window + tile.height), slice(window, window + tile.width)
            height[rows, columns], score[rows, columns] = result.height[inner], result.score[inner]
    return SweepResult(height, score)


def nearest_views(views: Sequence[View], grid: Grid, z: float) -> list[View]:
    """The views that see most of a tile from nearest above."""
    west, south, east, north = grid.bounds
    xs, ys = np.meshgrid(np.linspace(west, east, 5), np.linspace(south, north, 5))
    scored = []
    for view in views:
        u, v = view.project(xs, ys, np.full_like(xs, z))
        cover = float(((u > 0) & (u < view.width) & (v > 0) & (v < view.height)).mean())
        if cover > 0.0:
            middle = np.array([(west + east) / 2, (south + north) / 2, z]) - view.centre
            away = float(np.arccos(np.clip(-middle[2] / np.linalg.norm(middle), -1.0, 1.0)))
            scored.append((away - 0.7 * cover, view.name, view))
    return [view for _, _, view in sorted(scored, key=lambda item: item[:2])[:VIEWS_PER_TILE]]
