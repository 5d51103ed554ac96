"""tiles.json, bounds, metadata, tiles and thumbnail."""
from __future__ import annotations

from typing import Any

import numpy as np
from django.http import HttpResponse
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rio_tiler.errors import RioTilerError

from nadir_server.api.numbers import whole_number
from nadir_server.rasters.algorithms import Formula, guess_order, usable
from nadir_server.rasters.colors import shown_ramps
from nadir_server.rasters.describe import describe_part
from nadir_server.rasters.encode import encode, suitable_driver
from nadir_server.rasters.models import Raster
from nadir_server.rasters.options import RasterOptions, copied_query, parse_span
from nadir_server.rasters.sources import OutsideOfBounds
from nadir_server.rasters.style import Span
from nadir_server.rasters.styling import style_of
from nadir_server.rasters.tiles import preview, tile
from nadir_server.rasters.warp import overlaps
from nadir_server.tasks.access import find_task

DRIVERS = {"": None, ".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP"}
LARGEST_THUMBNAIL = 2048


class RasterView(APIView):
    """A view of one raster of one task."""

    permission_classes = (AllowAny,)

    def raster(self, request: Request, project_id: str, task_id: str, kind: str) -> Raster:
        """The raster; raises NotFound for what is not there or not the user's."""
        task = find_task(request, project_id, task_id)
        raster = Raster.objects.filter(task=task, kind=kind).first()
        if raster is None:
            raise NotFound
        raster.task = task
        return raster

    def tiles_url(self, raster: Raster, query: str = "") -> str:
        """Relative, with placeholders, as clients expect it."""
        base = f"/api/projects/{raster.task.project_id}/tasks/{raster.task.pk}/{raster.kind}"
        return base + "/tiles/{z}/{x}/{y}" + query


class TileJson(RasterView):
    """GET tiles.json."""

    def get(self, request: Request, project_id: str, task_id: str, kind: str) -> Response:
        raster = self.raster(request, project_id, task_id, kind)
        return Response(
            {
                "tilejson": "2.1.0",
                "name": raster.task.name,
                "version": "1.0.0",
                "scheme": "xyz",
                "tiles": [self.tiles_url(raster, copied_query(request.query_params))],
                "minzoom": raster.minzoom,
                "maxzoom": raster.maxzoom,
                "bounds": raster.bounds,
            }
        )


class Bounds(RasterView):
    """GET bounds."""

    def get(self, request: Request, project_id: str, task_id: str, kind: str) -> Response:
        raster = self.raster(request, project_id, task_id, kind)
        return Response({"url": self.tiles_url(raster), "bounds": raster.bounds})


class Metadata(RasterView):
    """GET metadata: bands, statistics, colour ramps, and with a formula what else can be computed."""

    def get(self, request: Request, project_id: str, task_id: str, kind: str) -> Response:
        raster = self.raster(request, project_id, task_id, kind)
        options = RasterOptions.from_query(request.query_params, raster)
        span = parse_span(request.query_params.get("range", ""), "range")
        found = self.describe(raster, copied_query(request.query_params), options.formula, request.query_params.get("bands", ""))
        if options.shapes or options.formula:
            found["statistics"] = self.statistics_within(raster, options, span)
        return Response(found)

    def statistics_within(self, raster: Raster, options: RasterOptions, span: Span | None) -> dict[str, Any]:
        """Figures of what lies in the shapes, or of the formula; raises ValidationError where that is nothing."""
        try:
            return describe_part(raster.path, options.shapes, options.formula, span)
        except (RasterioError, RioTilerError, ValueError) as error:
            raise ValidationError("Nothing of the raster lies within the boundaries") from error

    def describe(self, raster: Raster, query: str, formula: Formula | None, order: str) -> dict[str, Any]:
        names = raster.band_names
        guess, is_certain = guess_order(formula.algorithm, names) if formula and order == "auto" else ("", None)
        return {
            "bounds": {"value": raster.bounds, "crs": raster.crs},
            "center": raster.center,
            "minzoom": raster.minzoom,
            "maxzoom": raster.maxzoom,
            **raster.metadata,
            "color_maps": shown_ramps(raster.kind, formula is not None),
            "algorithms": usable(len(names)) if formula else [],
            "auto_bands": {"filter": guess, "match": is_certain},
            "name": raster.task.name,
            "scheme": "xyz",
            "tiles": [self.tiles_url(raster, query)],
        }


class Tile(RasterView):
    """GET tiles/{z}/{x}/{y}[@2x][.png|.jpg|.webp]."""

    def get(
        self, request: Request, project_id: str, task_id: str, kind: str, z: str, x: str, y: str,
        scale: str | None = None, extension: str | None = None,
    ) -> HttpResponse:  # fmt: skip
        raster = self.raster(request, project_id, task_id, kind)
        options = RasterOptions.from_query(request.query_params, raster)
        place = (int(x), int(y), int(z))
        if not raster.minzoom <= place[2] <= raster.maxzoom:
            raise NotFound
        if options.size == 512:  # twice the size on the grid of the level above
            place = (place[0], place[1], place[2] - 1)
        if not overlaps(raster.bounds, *place):
            raise NotFound("Outside of bounds")
        try:
            rgba = tile(raster.path, place, options.size * int(scale or 1), style_of(raster, options), options.shapes)
        except OutsideOfBounds as error:
            raise NotFound("Outside of bounds") from error
        except FileNotFoundError as error:
            raise NotFound from error
        return self.answer(request, rgba, DRIVERS[(extension or "").lower()])

    def answer(self, request: Request, rgba: NDArray[np.uint8], driver: str | None) -> HttpResponse:
        """The tile in the format of the driver, or in one that suits picture and client."""
        takes_webp = "image/webp" in request.headers.get("Accept", "")
        picture = encode(rgba, driver or suitable_driver(rgba, takes_webp))
        response = HttpResponse(picture.data, content_type=picture.content_type)
        if driver is None:
            response["Vary"] = "Accept"
        return response


class Thumbnail(APIView):
    """GET thumbnail?size=: the orthophoto, or the heights where there is none, as a small PNG."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, project_id: str, task_id: str) -> HttpResponse:
        task = find_task(request, project_id, task_id)
        size = whole_number(request.query_params.get("size", "512"))
        if size is None or not 0 < size <= LARGEST_THUMBNAIL:
            raise ValidationError("Invalid size parameter")
        found = {raster.kind: raster for raster in Raster.objects.filter(task=task)}
        raster = found.get("orthophoto") or found.get("dsm") or found.get("dtm")
        if raster is None:
            raise NotFound
        raster.task = task
        options = RasterOptions()
        if raster.kind != "orthophoto":
            options = RasterOptions(rescale=raster.natural_span((1,)), color_map="viridis")
        try:
            picture = encode(preview(raster.path, size, options.style(raster)), "PNG")
        except FileNotFoundError as error:
            raise NotFound from error
        return HttpResponse(
            picture.data,
            content_type=picture.content_type,
            headers={"Content-Disposition": "inline", "Cache-Control": "no-store"},
        )
