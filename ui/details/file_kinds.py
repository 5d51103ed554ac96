"""The files that tasks have: what people call them, which belong together, and what can be done with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.exports import ExportProduct
from ...core.layers.products import LayerKind
from ...core.layers.values.files import VECTOR_SUFFIXES

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class FileGroup(Enum):
    """Files that belong together, in the order in which they are listed."""

    MAP = "map"
    ELEVATION = "elevation"
    POINT_CLOUD = "point-cloud"
    MODEL = "model"
    REPORT = "report"
    EVERYTHING = "everything"

    @property
    def title(self) -> str:
        """The heading above them."""
        return {
            FileGroup.MAP: translate("Files", "Map"),
            FileGroup.ELEVATION: translate("Files", "Elevation"),
            FileGroup.POINT_CLOUD: translate("Files", "Point cloud"),
            FileGroup.MODEL: translate("Files", "3D model"),
            FileGroup.REPORT: translate("Files", "Report and cameras"),
            FileGroup.EVERYTHING: translate("Files", "Everything"),
        }[self]


@dataclass(frozen=True)
class TaskFile:
    """One of a task's files. layer: as what it goes on the map; is_vector: as positions; product: what of it the server exports."""

    asset: str
    title: str
    group: FileGroup
    layer: Optional[LayerKind] = None
    is_vector: bool = False
    product: Optional[ExportProduct] = None


_GROUPS = {
    "orthophoto.tif": FileGroup.MAP,
    "orthophoto.png": FileGroup.MAP,
    "orthophoto.mbtiles": FileGroup.MAP,
    "orthophoto_tiles.zip": FileGroup.MAP,
    "dsm.tif": FileGroup.ELEVATION,
    "dtm.tif": FileGroup.ELEVATION,
    "dsm_tiles.zip": FileGroup.ELEVATION,
    "dtm_tiles.zip": FileGroup.ELEVATION,
    "georeferenced_model.laz": FileGroup.POINT_CLOUD,
    "georeferenced_model.las": FileGroup.POINT_CLOUD,
    "georeferenced_model.ply": FileGroup.POINT_CLOUD,
    "georeferenced_model.csv": FileGroup.POINT_CLOUD,
    "3d_tiles_pointcloud.zip": FileGroup.POINT_CLOUD,
    "textured_model.glb": FileGroup.MODEL,
    "textured_model.zip": FileGroup.MODEL,
    "3d_tiles_model.zip": FileGroup.MODEL,
    "report.pdf": FileGroup.REPORT,
    "shots.geojson": FileGroup.REPORT,
    "ground_control_points.geojson": FileGroup.REPORT,
    "cameras.json": FileGroup.REPORT,
    "all.zip": FileGroup.EVERYTHING,
}
_ENDINGS = {
    ".tif": FileGroup.MAP, ".png": FileGroup.MAP, ".jpg": FileGroup.MAP, ".mbtiles": FileGroup.MAP, ".gpkg": FileGroup.MAP,
    ".laz": FileGroup.POINT_CLOUD, ".las": FileGroup.POINT_CLOUD, ".ply": FileGroup.POINT_CLOUD, ".csv": FileGroup.POINT_CLOUD,
    ".glb": FileGroup.MODEL, ".obj": FileGroup.MODEL,
    ".pdf": FileGroup.REPORT, ".json": FileGroup.REPORT, ".geojson": FileGroup.REPORT,
}  # fmt: skip
_LAYERS = {
    "orthophoto.tif": LayerKind.ORTHOPHOTO,
    "dsm.tif": LayerKind.DSM,
    "dtm.tif": LayerKind.DTM,
    "georeferenced_model.laz": LayerKind.POINT_CLOUD,
    "georeferenced_model.las": LayerKind.POINT_CLOUD,
}
_PRODUCTS = {
    LayerKind.ORTHOPHOTO: ExportProduct.ORTHOPHOTO,
    LayerKind.DSM: ExportProduct.DSM,
    LayerKind.DTM: ExportProduct.DTM,
    LayerKind.POINT_CLOUD: ExportProduct.POINT_CLOUD,
}


def files_of(assets: Iterable[str]) -> tuple[TaskFile, ...]:
    """The files in the order in which they are listed: by group, the known ones first."""
    order = {asset: number for number, asset in enumerate(_GROUPS)}
    groups = list(FileGroup)
    found = [_file(asset) for asset in dict.fromkeys(assets)]
    return tuple(sorted(found, key=lambda file: (groups.index(file.group), order.get(file.asset, len(order)), file.asset)))


def products_of(assets: Iterable[str]) -> tuple[ExportProduct, ...]:
    """What of a task the server can export."""
    found = {file.product for file in files_of(assets)}
    return tuple(product for product in ExportProduct if product in found)


def product_title(product: ExportProduct) -> str:
    """`Surface model (DSM)`"""
    return next(kind.title for kind, each in _PRODUCTS.items() if each is product)


def _file(asset: str) -> TaskFile:
    layer = _LAYERS.get(asset)
    suffix = PurePosixPath(asset).suffix.lower()
    group = _GROUPS.get(asset) or _ENDINGS.get(suffix, FileGroup.EVERYTHING)
    return TaskFile(asset, _title(asset), group, layer, suffix in VECTOR_SUFFIXES, _PRODUCTS[layer] if layer is not None else None)


def _title(asset: str) -> str:
    titles = {
        "orthophoto.tif": translate("Files", "Orthophoto"),
        "orthophoto.png": translate("Files", "Orthophoto as a picture"),
        "orthophoto.mbtiles": translate("Files", "Orthophoto as tiles (MBTiles)"),
        "orthophoto_tiles.zip": translate("Files", "Orthophoto as tiles"),
        "dsm.tif": translate("Files", "Surface model (DSM)"),
        "dtm.tif": translate("Files", "Terrain model (DTM)"),
        "dsm_tiles.zip": translate("Files", "Surface model as tiles"),
        "dtm_tiles.zip": translate("Files", "Terrain model as tiles"),
        "georeferenced_model.laz": translate("Files", "Point cloud"),
        "georeferenced_model.las": translate("Files", "Point cloud, not compressed"),
        "georeferenced_model.ply": translate("Files", "Point cloud (PLY)"),
        "georeferenced_model.csv": translate("Files", "Point cloud as a table"),
        "3d_tiles_pointcloud.zip": translate("Files", "Point cloud as 3D tiles"),
        "textured_model.glb": translate("Files", "Textured model"),
        "textured_model.zip": translate("Files", "Textured model (OBJ)"),
        "3d_tiles_model.zip": translate("Files", "Textured model as 3D tiles"),
        "report.pdf": translate("Files", "Quality report"),
        "shots.geojson": translate("Files", "Camera positions"),
        "ground_control_points.geojson": translate("Files", "Ground control points"),
        "cameras.json": translate("Files", "Camera parameters"),
        "all.zip": translate("Files", "All files in one archive"),
    }
    return titles.get(asset, asset)
