"""The three rasters of a task and where they lie below its assets."""
from __future__ import annotations

RASTER_PATHS = {
    "orthophoto": "odm_orthophoto/odm_orthophoto.tif",
    "dsm": "odm_dem/dsm.tif",
    "dtm": "odm_dem/dtm.tif",
}
