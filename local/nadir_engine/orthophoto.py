"""Stage `odm_orthophoto`: the orthophoto, painted over a smoothed surface (over the raw one trees would swirl)."""

from __future__ import annotations

import cv2
import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from nadir_engine.cog import COLOUR_BANDS, copy_as_cog, flat_colour_profile
from nadir_engine.context import Run
from nadir_engine.coordinates import Georeference
from nadir_engine.dem import clean_heights
from nadir_engine.dense import ground_sampling_distance, nearest_views
from nadir_engine.filtering import site_mask
from nadir_engine.grid import Grid
from nadir_engine.imagery import Imagery, undistorted
from nadir_engine.radiometry import load_gains
from nadir_engine.reconstruction import load_reconstruction
from nadir_engine.rendering import render
from nadir_engine.surface_file import Surface, read_surface
from nadir_engine.views import View, views_of

# Radius in metres over which the surface is smoothed: where the photos agree on it, and where they do not.
SMOOTHING_M, UNSURE_SMOOTHING_M = 1.5, 7.0
UNSURE_SCORE, SURE_SCORE = 0.12, 0.25
TILE_SIDE = 512
PIXELS_PER_CELL = 1.25


def run(context: Run) -> None:
    """Writes odm_orthophoto.tif: red, green, blue, alpha."""
    georeference = Georeference.load(context.layout.georeference)
    if context.options.skip_orthophoto or georeference.epsg is None:
        return
    surface = read_surface(context.layout.surface)
    reconstruction = load_reconstruction(context.layout.reconstruction)
    full = views_of(reconstruction, context.photos())
    points = np.array([point.xyz for point in reconstruction.points3D.values()])
    gsd = ground_sampling_distance(full, points)
    grid = surface.grid.with_cell(_cell(context, gsd))
    context.console.info(f"Orthophoto: {grid.columns} x {grid.rows} pixels of {grid.cell * 100:.1f} cm")
    views = [view.with_pixel(grid.cell / PIXELS_PER_CELL, float(np.median(points[:, 2]))) for view in full]
    flat = context.layout.orthophoto.with_name("odm_orthophoto.part.flat.tif")
    flat.parent.mkdir(parents=True, exist_ok=True)
    try:
        profile = flat_colour_profile(grid.columns, grid.rows, grid.transform(georeference.origin), georeference.epsg)
        with rasterio.open(flat, "w", **profile) as target:
            target.colorinterp = COLOUR_BANDS
            _paint(context, target, grid, surface, views)
        context.progress(0.8, "Writing the orthophoto")
        copy_as_cog(flat, context.layout.orthophoto, context.options.orthophoto_compression, "AVERAGE")
    finally:
        flat.unlink(missing_ok=True)


def _cell(context: Run, gsd: float) -> float:
    """Side of a pixel in metres: as asked for, but not below the ground sampling distance."""
    wanted = context.options.orthophoto_resolution / 100.0
    if context.options.ignore_gsd or wanted >= gsd:
        return wanted
    context.console.info(f"The orthophoto's resolution is {100 * gsd:.1f} cm, that of the photos")
    return gsd


def _paint(context: Run, target: rasterio.io.DatasetWriter, grid: Grid, surface: Surface, views: list[View]) -> None:
    site = site_mask(surface, context.options.crop)
    heights = smooth_surface(surface)
    factors = {view.name: np.ones(3, np.float32) for view in views}
    if not context.options.texturing_skip_global_seam_leveling:
        factors = load_gains(context.layout.gains)
    imagery = Imagery(lambda view: undistorted(view, colour=True))

    def work(tile: Window) -> tuple[Window, NDArray[np.uint8] | None]:
        part = grid.part(tile)
        inside = _under(site.astype(np.float32), surface.grid, part) > 0.5
        if not inside.any():
            return tile, None
        part_heights = _under(heights, surface.grid, part)
        chosen = nearest_views(views, part, float(np.median(part_heights)))
        if not chosen:
            return tile, None
        colour, seen = render(part, part_heights, chosen, imagery, factors)
        alpha = (inside & seen).astype(np.uint8) * 255
        colour[alpha == 0] = 0
        return tile, np.stack([colour[..., 2], colour[..., 1], colour[..., 0], alpha])

    for tile, bands in context.stream(work, grid.tiles(TILE_SIDE), 0.0, 0.8, "Painting the orthophoto"):
        if bands is not None:
            target.write(bands, window=tile)


def smooth_surface(surface: Surface) -> NDArray[np.float32]:
    """The surface without what is small, (rows, columns) in metres: smoother where the photos do not agree on it (trees)."""
    heights = clean_heights(surface)
    cell = surface.grid.cell
    sure = np.clip((surface.score - UNSURE_SCORE) / (SURE_SCORE - UNSURE_SCORE), 0.0, 1.0).astype(np.float32)
    sure = _blurred(sure, SMOOTHING_M / cell)
    return sure * _blurred(heights, SMOOTHING_M / cell) + (1.0 - sure) * _blurred(heights, UNSURE_SMOOTHING_M / cell)


def _blurred(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Gaussian of `sigma` cells after a median, done at a fraction of the size where it is wide."""
    factor = max(1.0, sigma / 3.0)
    small = (max(1, round(values.shape[1] / factor)), max(1, round(values.shape[0] / factor)))
    coarse = cv2.medianBlur(cv2.resize(values, small, interpolation=cv2.INTER_AREA), 5)
    coarse = cv2.GaussianBlur(coarse, (0, 0), sigma / factor)
    return np.asarray(cv2.resize(coarse, values.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _under(values: NDArray[np.float32], source: Grid, part: Grid) -> NDArray[np.float32]:
    """Values of one grid at the cells of another, bilinear."""
    x, y = part.centres()
    columns = np.broadcast_to(((x - source.west) / source.cell - 0.5).astype(np.float32), part.shape)
    rows = np.broadcast_to(((source.north - y) / source.cell - 0.5).astype(np.float32), part.shape)
    return np.asarray(
        cv2.remap(
            values,
            np.ascontiguousarray(columns),
            np.ascontiguousarray(rows),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
    )
