"""Stage `odm_georeferencing`: the point cloud as LAZ and, where the site has a place on the map, as Entwine Point Tiles."""

from __future__ import annotations

from pathlib import Path

import laspy
import numpy as np
import rasterio

from nadir_engine.atomic import whole_file, whole_folder
from nadir_engine.cloud import PointCloud
from nadir_engine.context import Run
from nadir_engine.coordinates import Georeference
from nadir_engine.ept import write_ept
from nadir_engine.errors import EngineError
from nadir_engine.filtering import surface_points
from nadir_engine.ground import ground_of, is_ground
from nadir_engine.surface_file import read_surface

LAS_GROUND, LAS_UNCLASSIFIED = 2, 1


def run(context: Run) -> None:
    """Writes the LAZ and the EPT."""
    georeference = Georeference.load(context.layout.georeference)
    cloud = _cloud(context, georeference)
    context.console.info(f"Point cloud: {len(cloud.xyz)} points")
    context.progress(0.3, "Writing the point cloud")
    write_laz(context.layout.point_cloud, cloud, georeference)
    if georeference.epsg is not None:
        context.progress(0.6, "Writing Entwine Point Tiles")
        with whole_folder(context.layout.ept) as part:
            write_ept(part, cloud, georeference)


def _cloud(context: Run, georeference: Georeference) -> PointCloud:
    surface = read_surface(context.layout.surface)
    with rasterio.open(context.layout.colours) as source:
        colours = source.read()
    chosen = colours[3] > 0
    if not chosen.any():
        raise EngineError("The point cloud is empty.", "Give sharper photos that overlap by 70 % or more.")
    xyz = surface_points(surface.grid, surface.height, chosen) + georeference.origin
    classes = np.full(len(xyz), LAS_UNCLASSIFIED, np.uint8)
    if context.options.pc_classify:
        ground = ground_of(surface, context.options)
        classes[is_ground(surface.height, ground, surface.grid.cell, context.options)[chosen]] = LAS_GROUND
    return PointCloud(xyz, np.ascontiguousarray(colours[:3, chosen].T), classes)


def write_laz(path: Path, cloud: PointCloud, georeference: Georeference) -> None:
    """Writes the cloud as LAZ, whole or not at all."""
    with whole_file(path) as part:
        cloud.las(georeference).write(str(part), do_compress=True, laz_backend=laspy.LazBackend.LazrsParallel)
