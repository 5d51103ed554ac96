"""tiles.json, bounds, metadata, tiles and thumbnail."""
from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rasterio.errors import RasterioError
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rio_tiler.errors import RioTilerError, TileOutsideBounds

from nadir_server.api.numbers import whole_number
from nadir_server.rasters.colors import shown_ramps
from nadir_server.rasters.cut import Geometry
from nadir_server.rasters.describe import describe_part
from nadir_server.rasters.models import Raster
from nadir_server.rasters.options import RasterOptions, copied_query
from nadir_server.rasters.tiles import preview, tile
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
    """GET metadata: bands, statistics, colour ramps."""

    def get(self, request: Request, project_id: str, task_id: str, kind: str) -> Response:
        raster = self.raster(request, project_id, task_id, kind)
        options = RasterOptions.from_query(request.query_params, raster.task.crop)
        found = self.describe(raster, copied_query(request.query_params))
        if options.shapes:
            found["statistics"] = self.statistics_within(raster, options.shapes)
        return Response(found)

    def statistics_within(self, raster: Raster, shapes: tuple[Geometry, ...]) -> dict[str, Any]:
        """Figures of what lies in the shapes; raises ValidationError where that is nothing."""
        try:
            return describe_part(raster.path, shapes)
        except (RasterioError, RioTilerError, ValueError) as error:
            raise ValidationError("Nothing of the raster lies within the boundaries") from error

    def describe(self, raster: Raster, query: str) -> dict[str, Any]:
        return {
            "bounds": {"value": raster.bounds, "crs": raster.crs},
            "center": raster.center,
            "minzoom": raster.minzoom,
            "maxzoom": raster.maxzoom,
            **raster.metadata,
            "color_maps": shown_ramps(raster.kind),
            "algorithms": [],
            "auto_bands": {"filter": "", "match": None},
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
        options = RasterOptions.from_query(request.query_params, raster.task.crop)
        if not raster.minzoom <= int(z) <= raster.maxzoom or not raster.path.is_file():
            raise NotFound
        try:
            picture = tile(
                raster.path, int(x), int(y), int(z), options, int(scale or 1), DRIVERS[(extension or "").lower()]
            )
        except TileOutsideBounds as error:
            raise NotFound("Outside of bounds") from error
        return HttpResponse(picture.data, content_type=picture.content_type)


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
            low, high = raster.metadata["statistics"]["1"]["percentiles"]
            options = RasterOptions(rescale=(low, high), color_map="viridis")
        picture = preview(raster.path, size, options)
        return HttpResponse(
            picture.data,
            content_type=picture.content_type,
            headers={"Content-Disposition": "inline", "Cache-Control": "no-store"},
        )
