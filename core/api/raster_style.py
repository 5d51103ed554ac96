"""How a raster is drawn into tiles: the same words in every address that has to do with tiles."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from .geojson import Polygon, feature_to_json


@dataclass(frozen=True)
class RasterStyle:
    """formula, bands: an index such as ('VARI', 'RGB'), bands 'auto' for what the server makes of the camera.

    color_map: a name out of the raster's metadata. rescale: values at the two ends of the colours; without it DSM and
    DTM come out nearly flat grey. hillshade: exaggeration of the heights in the shading, None for none. crop: only what
    the task's own crop leaves. boundaries: only what lies in this area, which servers do not copy into tiles.json.
    """

    formula: str = ""
    bands: str = ""
    color_map: str = ""
    rescale: Optional[Tuple[float, float]] = None
    hillshade: Optional[float] = None
    crop: bool = False
    boundaries: Optional[Polygon] = None

    def params(self) -> Dict[str, str]:
        """As a query, in the order in which servers write it into addresses."""
        words = {"formula": self.formula, "bands": self.bands}
        params = {name: value for name, value in words.items() if value}
        if self.rescale is not None:
            params["rescale"] = f"{self.rescale[0]:.10g},{self.rescale[1]:.10g}"
        if self.color_map:
            params["color_map"] = self.color_map
        if self.hillshade is not None:
            params["hillshade"] = f"{self.hillshade:.10g}"
        if self.crop:
            params["crop"] = "1"
        if self.boundaries is not None:
            params["boundaries"] = json.dumps(feature_to_json(self.boundaries))
        return params

    @property
    def only_in_tiles(self) -> Dict[str, str]:
        """What a server does not copy into the address that tiles.json gives."""
        return {name: value for name, value in self.params().items() if name in ("crop", "boundaries")}


PLAIN = RasterStyle()
