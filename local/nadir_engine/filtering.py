"""Stage `odm_filterpoints`: what of the dense surface is trusted, where the site ends, and its colours."""

from __future__ import annotations

import cv2
import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window
from scipy import ndimage

from nadir_engine.atomic import whole_file
from nadir_engine.context import Run
from nadir_engine.dense import nearest_views
from nadir_engine.errors import EngineError
from nadir_engine.fill import filled
from nadir_engine.grid import Grid
from nadir_engine.imagery import Imagery, undistorted
from nadir_engine.radiometry import gains, save_gains
from nadir_engine.reconstruction import load_reconstruction
from nadir_engine.rendering import render
from nadir_engine.surface_file import Surface, read_surface
from nadir_engine.views import views_of

# Agreement of the photos below which a height is a guess.
TRUSTED_SCORE = 0.06
# A height this many cells away from the median round it is an outlier.
OUTLIER_CELLS = 8.0
TILE_SIDE = 512
PIXELS_PER_CELL = 1.2


def run(context: Run) -> None:
    """Writes colours.tif: the colour of each cell, and in its fourth band whether the cell is a point of the cloud."""
    surface = read_surface(context.layout.surface)
    photos = context.photos()
    full = views_of(load_reconstruction(context.layout.reconstruction), photos)
    trusted, whole = trusted_cells(surface), filled(surface.height)
    site = site_mask(surface, context.options.crop)
    if not (trusted & site).any():
        raise EngineError(
            "The photos show too little in common to measure a surface.",
            "Give sharper photos that overlap by 70 % or more.",
        )
    views = [view.with_pixel(surface.grid.cell / PIXELS_PER_CELL, float(np.nanmedian(whole))) for view in full]
    factors = gains(views, surface_points(surface.grid, whole, site))
    save_gains(context.layout.gains, factors)
    imagery = Imagery(lambda view: undistorted(view, colour=True))
    profile = {"driver": "GTiff", "width": surface.grid.columns, "height": surface.grid.rows, "count": 4, "dtype": "uint8",
               "tiled": True, "interleave": "pixel", "transform": surface.grid.transform(np.zeros(3))}  # fmt: skip

    def work(tile: Window) -> tuple[Window, NDArray[np.uint8] | None]:
        rows, columns = tile.toslices()
        inside = site[rows, columns]
        if not inside.any():
            return tile, None
        part, heights = surface.grid.part(tile), whole[rows, columns]
        chosen = nearest_views(views, part, float(np.median(heights)))
        if not chosen:
            return tile, None
        colour, seen = render(part, heights, chosen, imagery, factors)
        point = (trusted[rows, columns] & inside & seen).astype(np.uint8) * 255
        return tile, np.stack([colour[..., 2], colour[..., 1], colour[..., 0], point])

    with whole_file(context.layout.colours) as path, rasterio.open(path, "w", **profile) as target:
        for tile, bands in context.stream(work, surface.grid.tiles(TILE_SIDE), 0.0, 1.0, "Colouring points"):
            if bands is not None:
                target.write(bands, window=tile)


def trusted_cells(surface: Surface) -> NDArray[np.bool_]:
    """Cells whose height the photos agree on and that do not stick out of what surrounds them."""
    whole = filled(surface.height)
    around = cv2.medianBlur(whole, 5)
    near = np.abs(whole - around) < OUTLIER_CELLS * surface.grid.cell
    return ~np.isnan(surface.height) & (surface.score > TRUSTED_SCORE) & near


def site_mask(surface: Surface, crop_m: float) -> NDArray[np.bool_]:
    """Cells that belong to the site: the largest piece that two photos or more see, shrunk by `crop_m` metres.

    A gap inside it, where the photos agree on nothing (water, a moving tree), belongs to it: it is filled from around.
    """
    seen = (~np.isnan(surface.height)).astype(np.uint8)
    close = max(1, round(1.0 / surface.grid.cell))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * close + 1, 2 * close + 1))
    seen = cv2.morphologyEx(np.pad(seen, close), cv2.MORPH_CLOSE, kernel)[close:-close, close:-close]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(seen)
    if count < 2:
        return np.zeros(seen.shape, bool)
    site = ndimage.binary_fill_holes(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()))
    inside = cv2.distanceTransform(np.pad(site, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    inner = inside * surface.grid.cell > crop_m
    return inner if inner.any() else site


def surface_points(grid: Grid, heights: NDArray[np.float32], site: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Points (n, 3) in metres of the cells of the site."""
    rows, columns = np.nonzero(site)
    x, y = grid.centres()
    return np.column_stack([x[0, columns], y[rows, 0], heights[rows, columns]])
