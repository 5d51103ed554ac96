"""Stage `odm_dem`: surface and terrain model as cloud-optimised GeoTIFFs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.cog import write_height_cog
from nadir_engine.context import Run
from nadir_engine.coordinates import Georeference
from nadir_engine.dense import ground_sampling_distance
from nadir_engine.fill import filled
from nadir_engine.filtering import site_mask, trusted_cells
from nadir_engine.grid import Grid
from nadir_engine.ground import ground_of
from nadir_engine.reconstruction import load_reconstruction
from nadir_engine.surface_file import Surface, read_surface
from nadir_engine.views import views_of

Array = NDArray[np.float32]


def run(context: Run) -> None:
    """Writes dsm.tif and dtm.tif, those that are asked for."""
    georeference = Georeference.load(context.layout.georeference)
    if georeference.epsg is None or not (context.options.dsm or context.options.dtm):
        return
    surface = read_surface(context.layout.surface)
    site = site_mask(surface, context.options.crop)
    grid = surface.grid.with_cell(dem_cell(context))
    transform = grid.transform(georeference.origin)
    if context.options.dsm:
        context.progress(0.1, "Writing the surface model")
        heights = resampled(clean_heights(surface), site, surface.grid, grid)
        write_height_cog(context.layout.dsm, heights, transform, georeference.epsg, "DSM")
    if context.options.dtm:
        context.progress(0.5, "Looking for the ground")
        ground = ground_of(Surface(surface.grid, clean_heights(surface), surface.score), context.options)
        heights = resampled(ground, site, surface.grid, grid)
        context.progress(0.8, "Writing the terrain model")
        write_height_cog(context.layout.dtm, heights, transform, georeference.epsg, "DTM")


def dem_cell(context: Run) -> float:
    """Side of the models' cells in metres: as asked for, but not below twice the ground sampling distance."""
    wanted = context.options.dem_resolution / 100.0
    if context.options.ignore_gsd:
        return wanted
    reconstruction = load_reconstruction(context.layout.reconstruction)
    points = np.array([point.xyz for point in reconstruction.points3D.values()])
    gsd = ground_sampling_distance(views_of(reconstruction, context.photos()), points)
    if wanted < 2.0 * gsd:
        context.console.info(f"The elevation models' resolution is {200 * gsd:.1f} cm, twice that of the photos")
    return max(wanted, 2.0 * gsd)


def clean_heights(surface: Surface) -> Array:
    """The surface without outliers and holes, (rows, columns) in metres."""
    return filled(np.where(trusted_cells(surface), surface.height, np.nan).astype(np.float32))


def resampled(heights: Array, site: NDArray[np.bool_], source: Grid, target: Grid) -> Array:
    """Heights on another grid over the same area, bilinear, NaN outside the site."""
    size = (target.columns, target.rows)
    shrinks = target.cell > 1.5 * source.cell
    values = cv2.resize(heights, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    inside = cv2.resize(site.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    return np.where(inside, values, np.nan).astype(np.float32)
