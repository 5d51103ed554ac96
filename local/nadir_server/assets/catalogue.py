"""The assets of a task by their documented names, and what stands behind each: a file, or a folder to be zipped."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Asset:
    """One downloadable asset. `path` is below the task's assets; a folder is there if it holds `holds`."""

    name: str
    path: str
    is_folder: bool = False
    holds: str = ""

    def is_there(self, assets: Path) -> bool:
        if not self.is_folder:
            return (assets / self.path).is_file()
        folder = assets / self.path
        return (folder / self.holds).exists() if self.holds else folder.is_dir() and any(folder.iterdir())


CATALOGUE = (
    Asset("all.zip", "", is_folder=True),
    Asset("orthophoto.tif", "odm_orthophoto/odm_orthophoto.tif"),
    Asset("orthophoto.png", "odm_orthophoto/odm_orthophoto.png"),
    Asset("orthophoto.mbtiles", "odm_orthophoto/odm_orthophoto.mbtiles"),
    Asset("georeferenced_model.las", "odm_georeferencing/odm_georeferenced_model.las"),
    Asset("georeferenced_model.laz", "odm_georeferencing/odm_georeferenced_model.laz"),
    Asset("georeferenced_model.ply", "odm_georeferencing/odm_georeferenced_model.ply"),
    Asset("georeferenced_model.csv", "odm_georeferencing/odm_georeferenced_model.csv"),
    Asset("textured_model.zip", "odm_texturing", is_folder=True),
    Asset("textured_model.glb", "odm_texturing/odm_textured_model_geo.glb"),
    Asset("3d_tiles_model.zip", "3d_tiles/model", is_folder=True, holds="tileset.json"),
    Asset("3d_tiles_pointcloud.zip", "3d_tiles/pointcloud", is_folder=True, holds="tileset.json"),
    Asset("dtm.tif", "odm_dem/dtm.tif"),
    Asset("dsm.tif", "odm_dem/dsm.tif"),
    Asset("dtm_tiles.zip", "dtm_tiles", is_folder=True),
    Asset("dsm_tiles.zip", "dsm_tiles", is_folder=True),
    Asset("orthophoto_tiles.zip", "orthophoto_tiles", is_folder=True),
    Asset("cameras.json", "cameras.json"),
    Asset("shots.geojson", "odm_report/shots.geojson"),
    Asset("report.pdf", "odm_report/report.pdf"),
    Asset("ground_control_points.geojson", "odm_georeferencing/ground_control_points.geojson"),
)
BY_NAME = {asset.name: asset for asset in CATALOGUE}


def available_assets(assets: Path) -> list[str]:
    """Names of the assets that are there."""
    return [asset.name for asset in CATALOGUE if asset.is_there(assets)]
