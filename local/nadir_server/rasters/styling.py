"""The style of a request, with the range that a formula has on this raster where nobody gave one."""
from __future__ import annotations

from rest_framework.exceptions import ValidationError

from nadir_server.rasters.describe import formula_span
from nadir_server.rasters.models import Raster
from nadir_server.rasters.options import RasterOptions
from nadir_server.rasters.sources import identity
from nadir_server.rasters.style import Style


def style_of(raster: Raster, options: RasterOptions) -> Style:
    """How to paint the raster; raises ValidationError where a formula has no value anywhere."""
    formula = options.formula
    if formula is None or formula.algorithm.range or options.rescale:
        return options.style(raster)
    try:
        return options.style(raster, formula_span(identity(raster.path), formula))
    except ValueError as error:
        raise ValidationError("The formula has no value anywhere on this raster") from error
