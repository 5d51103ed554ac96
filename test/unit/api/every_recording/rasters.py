"""Recorded exchanges about tiles, their values, and pictures."""

from __future__ import annotations

from typing import Any, Dict

import pytest
from nadir.core.api import errors
from nadir.core.api.images import TaskImage
from nadir.core.api.raster_metadata import RasterMetadata
from nadir.core.api.raster_style import PLAIN, RasterStyle
from nadir.core.api.rasters import RasterKind, TileJson
from nadir.test.unit.api.every_recording.rows import (
    COMPLETED,
    TASK,
    Row,
    Sent,
    bare,
    equal,
    many,
    nothing,
    starting_with,
    streamed,
    with_fields,
)

ORTHOPHOTO, DSM, DTM = RasterKind.ORTHOPHOTO, RasterKind.DSM, RasterKind.DTM
PLACE = (20, 256336, 369483)
PNG, JPG, WEBP = starting_with(b"\x89PNG"), starting_with(b"\xff\xd8\xff"), starting_with(b"RIFF")
VARI = RasterStyle(formula="VARI", bands="RGB", color_map="rdylgn")
CORNER = ((-91.9941, 46.8424), (-91.9937, 46.8424), (-91.9937, 46.8427), (-91.9941, 46.8427), (-91.9941, 46.8424))
_EXTENT = (-91.99459588583771, 46.84213999103752, -91.99316322149909, 46.843034207126834)


def _tile(
    expected: Any, kind: RasterKind = ORTHOPHOTO, style: RasterStyle = PLAIN, place: Any = PLACE, **more: Any
) -> Row:
    return Row(lambda client, _: client.rasters.tile("1", COMPLETED, kind, place, style, **more), expected)


def _tiles(expected: Any, kind: RasterKind = ORTHOPHOTO, style: RasterStyle = PLAIN) -> Row:
    return Row(lambda client, _: client.rasters.tiles("1", COMPLETED, kind, style), expected)


def _metadata(expected: Any, kind: RasterKind = ORTHOPHOTO, style: RasterStyle = PLAIN) -> Row:
    return Row(lambda client, _: client.rasters.metadata("1", COMPLETED, kind, style), expected)


def _bare_tile(expected: Any, query: str = "", name: str = "369483.png") -> Row:
    """A tile as the client never asks for one: without an ending, of an odd size, with another `Accept`."""

    def call(client: Any, _folder: Any) -> bytes:
        return client.session.get_bytes(f"{TASK}orthophoto/tiles/{name}{query}")

    return Row(call, expected, Sent.BARE)


def _heights(result: Any) -> None:
    assert type(result) is RasterMetadata
    assert (result.width, result.height, result.dtype, result.nodata) == (1080, 980, "float32", -9999.0)
    assert (result.minzoom, result.maxzoom, result.overviews) == (15, 23, (2, 4, 8))
    assert result.bounds == pytest.approx(_EXTENT, abs=1e-4)  # degrees, though the server says EPSG:32615
    assert result.bands[0].valid_percent == pytest.approx(38.65, abs=0.01)
    assert len(result.bands[0].histogram) == 255
    viridis = next(item for item in result.palette if item.key == "viridis")
    assert (viridis.label, len(viridis.colors), viridis.colors[0]) == ("Viridis", 256, (68, 1, 84, 255))


def _index(auto_bands: str) -> Any:
    def check(result: Any) -> None:
        assert type(result) is RasterMetadata
        assert len(result.algorithms) == 24
        ndvi = result.algorithms[0]
        assert (ndvi.id, ndvi.expression, ndvi.value_range) == ("NDVI", "(N - R) / (N + R)", (-1, 1))
        assert "rdylgn" in result.color_maps
        assert result.auto_bands == auto_bands
        assert (result.bands[0].minimum, result.bands[0].maximum) == (-1, 1)

    return check


def _address(end: str) -> Any:
    def check(result: Any) -> None:
        assert type(result) is TileJson
        assert result.tile_url.endswith(end)
        assert result.bounds == pytest.approx(_EXTENT, abs=1e-4)

    return check


def _thumbnail(filename: str, expected: Any, **more: Any) -> Row:
    return Row(lambda client, _: client.images.thumbnail("1", COMPLETED, filename, **more), expected)


def _bounds(kind: RasterKind) -> Row:
    return Row(
        lambda client, _: client.rasters.bounds("1", COMPLETED, kind), equal(pytest.approx(_EXTENT, abs=1e-4))
    )


ROWS: Dict[str, Row] = {
    "orthophoto_tilesjson": _tiles(_address("/orthophoto/tiles/{z}/{x}/{y}.png")),
    "orthophoto_tilesjson_formula": _tiles(
        _address("/{y}.png?formula=VARI&bands=RGB&rescale=-1%2C1&color_map=rdylgn"),
        style=RasterStyle("VARI", "RGB", "rdylgn", rescale=(-1, 1)),
    ),
    "public_tile_noauth": _tiles(with_fields(TileJson, name="Multipart 18 renamed", minzoom=15, maxzoom=24)),
    "dtm_tilesjson": _tiles(_address("/dtm/tiles/{z}/{x}/{y}.png"), DTM),
    "tile_badtype": bare("tile_badtype", errors.ServerFailed),
    "orthophoto_bounds": _bounds(ORTHOPHOTO),
    "dsm_bounds": _bounds(DSM),
    "orthophoto_metadata": _metadata(with_fields(RasterMetadata, colors=("red", "green", "blue", "alpha"), driver="GTiff")),
    "orthophoto_metadata_formula": _metadata(_index(""), style=VARI),
    "orthophoto_metadata_formula_auto": _metadata(_index("RGB"), style=RasterStyle("VARI", "auto")),
    "orthophoto_metadata_badformula": _metadata(errors.InvalidRequest, style=RasterStyle("NOPE", "RGB")),
    "dsm_metadata": _metadata(_heights, DSM),
    "dtm_metadata": _metadata(_heights, DTM),
    "tile_ortho_png": _tile(PNG),
    "accept_tile_any_any": _tile(PNG),
    "accept_tile_application_json": _tile(PNG),
    "accept_tile_image_webp_any_any": _tile(PNG),
    "accept_tile_image_png": _tile(errors.InvalidRequest),
    "tile_ortho_jpg": _tile(JPG, extension="jpg"),
    "tile_ortho_webp": _tile(WEBP, extension="webp"),
    "tile_ortho_2x": _tile(PNG, size=512),
    "tile_ortho_512": _bare_tile(errors.NotFound, name="20/256336/369483.png"),
    "tile_ortho_512_zplus1": _bare_tile(PNG, name="21/256336/369483.png"),
    "tile_ortho_size300": _bare_tile(errors.InvalidRequest, name="20/256336/369483.png"),
    "tile_ortho_noext": _bare_tile(PNG, name="20/256336/369483"),
    "tile_ortho_noext_acceptwebp": _bare_tile(errors.InvalidRequest, name="20/256336/369483"),
    "tile_ortho_vari": _tile(PNG, style=RasterStyle("VARI", "RGB", "rdylgn", rescale=(-0.3, 0.3))),
    "tile_ortho_boundaries": _tile(PNG, style=RasterStyle(boundaries=(CORNER,))),
    "tile_ortho_badcmap": _tile(errors.InvalidRequest, style=RasterStyle("VARI", "RGB", "zzz")),
    "tile_ortho_badrescale": _bare_tile(errors.InvalidRequest, name="20/256336/369483.png"),
    "tile_dsm_default": _tile(PNG, DSM),
    "tile_dsm_viridis": _tile(PNG, DSM, RasterStyle(color_map="viridis", rescale=(156, 169))),
    "tile_dsm_hillshade": _tile(PNG, DSM, RasterStyle(color_map="viridis", rescale=(156, 169), hillshade=6)),
    "tile_dtm_gray": _tile(PNG, DTM, RasterStyle(rescale=(156, 169))),
    "tile_outside": _tile(nothing, place=(20, 1, 1)),
    "tile_zoom_too_low": _tile(nothing, place=(5, 7, 11)),
    "tile_noauth": _tile(nothing),
    "task_thumbnail": Row(lambda client, _: client.images.task_thumbnail("1", COMPLETED, 200), PNG),
    "image_thumbnail": _thumbnail("DJI_0018.JPG", JPG, size=256, quality=80),
    "image_thumbnail_missing": _thumbnail("nope.JPG", errors.NotFound),
    "image_download": Row(
        lambda client, _: streamed(lambda start: client.images.file("1", COMPLETED, "DJI_0018.JPG").stream(start)), JPG
    ),
    "assets_raw_images_json": Row(lambda client, _: client.images.list("1", COMPLETED), many(TaskImage, 1)),
    "assets_raw_shots": Row(
        lambda client, _: client.images.list("1", COMPLETED),
        many(TaskImage, 18),
        others={f"GET {TASK}assets/images.json": None},
    ),
}
