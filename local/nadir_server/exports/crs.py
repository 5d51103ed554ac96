"""Reference systems that a request names."""
from __future__ import annotations

import re

import rasterio
from rasterio.crs import CRS
from rasterio.errors import CRSError

from nadir_server.api.numbers import whole_number

# Definitions only: neither a file name (`+nadgrids=/...`, `+init=/...`) nor an address can be written with these.
PROJ = re.compile(r"\+proj=[\w\s+=.,-]{1,500}")


def from_epsg(text: str) -> CRS | None:
    """The system of that code; None for what is no code or no system of the surface of the earth."""
    number = whole_number(text)
    if number is None:
        return None
    with rasterio.Env():
        try:
            return _of_surface(CRS.from_epsg(number))
        except (CRSError, OverflowError):
            return None


def from_proj(text: str) -> CRS | None:
    """The system that a PROJ text defines; None for what is none."""
    if not PROJ.fullmatch(text.strip()) or "+init" in text or "nadgrids" in text or "grids" in text:
        return None
    with rasterio.Env():
        try:
            return _of_surface(CRS.from_proj4(text.strip()))
        except CRSError:
            return None


def _of_surface(crs: CRS) -> CRS | None:
    return crs if crs.is_projected or crs.is_geographic else None
