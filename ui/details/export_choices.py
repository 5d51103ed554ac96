"""What can be chosen for an export, and the options that a choice comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.exports import CLOUD_FORMATS, RASTER_FORMATS, ExportOptions, ExportProduct
from ...core.api.raster_metadata import Algorithm, RasterMetadata
from ...core.api.rasters import RasterKind
from ...core.errors import NadirError
from ...core.layers.tiles.plan import height_range

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

COLOURED = ("gtiff-rgb", "jpg", "png", "kmz")  # formats that hold the picture, not the values
AUTHORITY = "EPSG:"
RASTER_KINDS = {
    ExportProduct.ORTHOPHOTO: RasterKind.ORTHOPHOTO,
    ExportProduct.DSM: RasterKind.DSM,
    ExportProduct.DTM: RasterKind.DTM,
}


@dataclass(frozen=True)
class Choice:
    """What the user set. crs: invalid for that of the product. index, bands: '' for none. colours: '' for the server's.

    low, high: values at the ends of the colours, both None for the server's. shading: exaggeration of heights, 0 for
    none. distance: metres between the points of a cloud, 0 for all.
    """

    product: ExportProduct
    format: str
    crs: QgsCoordinateReferenceSystem
    index: str = ""
    bands: str = ""
    colours: str = ""
    low: Optional[float] = None
    high: Optional[float] = None
    shading: float = 0.0
    distance: float = 0.0


def formats_of(product: ExportProduct) -> tuple[str, ...]:
    """The formats that servers export a product to; the one that keeps most comes first."""
    return tuple(CLOUD_FORMATS if product is ExportProduct.POINT_CLOUD else RASTER_FORMATS)


def format_title(name: str) -> str:
    """`GeoTIFF, values`"""
    return {
        "gtiff": translate("Export", "GeoTIFF, with its values (.tif)"),
        "gtiff-rgb": translate("Export", "GeoTIFF, coloured (.tif)"),
        "jpg": translate("Export", "JPEG (.jpg)"),
        "png": translate("Export", "PNG (.png)"),
        "kmz": translate("Export", "KMZ for globes (.kmz)"),
        "laz": translate("Export", "LAZ, compressed (.laz)"),
        "las": translate("Export", "LAS (.las)"),
        "ply": translate("Export", "PLY (.ply)"),
        "csv": translate("Export", "Table (.csv)"),
    }.get(name, name)


def is_raster(product: ExportProduct) -> bool:
    """Whether it is no point cloud."""
    return product is not ExportProduct.POINT_CLOUD


def takes_index(choice_product: ExportProduct) -> bool:
    """Whether indices such as NDVI can be reckoned from it."""
    return choice_product is ExportProduct.ORTHOPHOTO


def takes_colours(product: ExportProduct, format_name: str, index: str) -> bool:
    """Whether colours stand for values in the file: heights, or an index."""
    return is_raster(product) and format_name in COLOURED and (product is not ExportProduct.ORTHOPHOTO or bool(index))


def takes_shading(product: ExportProduct, format_name: str) -> bool:
    """Whether it can be lit from the side."""
    return product in (ExportProduct.DSM, ExportProduct.DTM) and format_name in COLOURED


def ending_of(product: ExportProduct, format_name: str) -> str:
    """Of the file, such as '.tif'."""
    return ExportOptions(product, format_name).ending


def suggested_range(metadata: RasterMetadata, product: ExportProduct, index: Optional[Algorithm]) -> Optional[tuple[float, float]]:
    """Values that the colours should span: an index's own range, or nearly all of the heights; None where nobody knows."""
    if index is not None:
        return index.value_range
    if product is ExportProduct.ORTHOPHOTO:
        return None
    try:
        return height_range(metadata)
    except NadirError:  # the server knows no heights: it then chooses by itself
        return None


def options_of(choice: Choice) -> ExportOptions:
    """What to ask the server for; nothing that the choice of product and format leaves without a meaning."""
    coloured = takes_colours(choice.product, choice.format, choice.index)
    epsg, proj = _reference_system(choice.crs)
    index = choice.index if takes_index(choice.product) else ""
    known = choice.low is not None and choice.high is not None and choice.low < choice.high
    return ExportOptions(
        choice.product,
        choice.format,
        epsg=epsg,
        proj=proj,
        formula=index or None,
        bands=(choice.bands or "auto") if index else None,
        color_map=(choice.colours or None) if coloured else None,
        rescale=(choice.low, choice.high) if coloured and known else None,  # type: ignore[arg-type]
        hillshade=choice.shading or None if takes_shading(choice.product, choice.format) else None,
        resample=choice.distance or None if not is_raster(choice.product) else None,
    )


def _reference_system(crs: QgsCoordinateReferenceSystem) -> tuple[Optional[int], Optional[str]]:
    """By its EPSG code, else as a PROJ text."""
    if not crs.isValid():
        return None, None
    code = crs.authid()[len(AUTHORITY) :] if crs.authid().startswith(AUTHORITY) else ""
    return (int(code), None) if code.isdigit() else (None, crs.toProj() or None)
