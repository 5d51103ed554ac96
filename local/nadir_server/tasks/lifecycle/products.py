"""What the results of a task hold: figures that are computed once, when they arrive."""
from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasterio.crs import CRS
from rasterio.errors import CRSError, RasterioError

from nadir_server.rasters.describe import describe_raster
from nadir_server.rasters.kinds import RASTER_PATHS
from nadir_server.tasks.models import no_reference_system

logger = logging.getLogger(__name__)
UNITS = {"metre": "m", "meter": "m", "foot": "ft", "US survey foot": "US-ft", "degree": "degrees"}


@dataclass
class Products:
    """Figures of a task's results; lists and None where there is nothing."""

    rasters: list[dict[str, Any]] = field(default_factory=list)
    statistics: dict[str, Any] = field(default_factory=dict)
    extent: list[float] | None = None
    epsg: int | None = None
    wkt: str | None = None
    srs: dict[str, Any] = field(default_factory=no_reference_system)
    orthophoto_bands: list[dict[str, Any]] = field(default_factory=list)


def describe_products(assets: Path) -> Products:
    """Look at rasters, point cloud and report."""
    products = Products(statistics=read_statistics(assets))
    for kind, path in RASTER_PATHS.items():
        if not (assets / path).is_file():
            continue
        try:
            products.rasters.append({"kind": kind, **describe_raster(assets / path)})
        except (RasterioError, ValueError) as error:
            logger.warning("The %s cannot be shown: %s", kind, error)
    for raster in products.rasters[:1]:
        products.extent = raster["bounds"]
        set_reference_system(products, raster["crs"])
    products.orthophoto_bands = [
        {"name": name, "description": None}
        for raster in products.rasters
        if raster["kind"] == "orthophoto"
        for name in raster["metadata"]["colorinterp"]
    ]
    if products.extent is None:
        take_point_cloud_reference(products, assets)
    return products


def set_reference_system(products: Products, text: str) -> None:
    """EPSG code where there is one, else the WKT, and a name to show."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        logger.warning("The reference system %.80s is not understood", text)
        return
    products.epsg = crs.to_epsg()
    products.wkt = None if products.epsg else crs.to_wkt()
    name = crs.to_wkt().split('"')[1] if '"' in crs.to_wkt() else ""
    units = crs.linear_units or "m"
    products.srs = {"name": name, "units": UNITS.get(units, units)}


def take_point_cloud_reference(products: Products, assets: Path) -> None:
    """Without a raster the point cloud says where the task is."""
    wkt = section(read_json(assets / "entwine_pointcloud/ept.json"), "srs").get("wkt")
    if isinstance(wkt, str) and wkt:
        set_reference_system(products, wkt)


def read_statistics(assets: Path) -> dict[str, Any]:
    """Points, ground sampling distance (cm), area (m2) and dates, as far as the reports say."""
    stats = read_json(assets / "odm_report/stats.json")
    ept = read_json(assets / "entwine_pointcloud/ept.json")
    processing = section(stats, "processing_statistics")
    reconstruction = section(stats, "reconstruction_statistics")
    found: dict[str, Any] = {
        "pointcloud": {"points": ept.get("points")} if ept.get("points") else None,
        "gsd": section(stats, "odm_processing_statistics").get("average_gsd"),
        "area": processing.get("area"),
        "start_date": processing.get("start_date"),
        "end_date": processing.get("end_date"),
        "spatial_refs": [name for name in ("gps", "gcp") if reconstruction.get(f"has_{name}")] or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def section(report: dict[str, Any], name: str) -> dict[str, Any]:
    """The object of that name in a report, {} where there is none."""
    found = report.get(name)
    return found if isinstance(found, dict) else {}


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object, {} where there is none that can be read. NaN, which JSON does not have, is read as None."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda word: None)
    except ValueError:
        logger.warning("%s is not valid JSON", path.name)
        return {}
    return found if isinstance(found, dict) else {}
