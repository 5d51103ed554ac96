"""Tiles are painted, coloured and cut as asked."""
from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from conftest import Finished
from rasterio.io import MemoryFile


def tile_at(finished: Finished, kind: str, zoom: int, row: int = 0, column: int = 0) -> str:
    """Address of the tile in the middle of the raster (or next to it)."""
    west, south, east, north = finished.get(f"{kind}/tiles.json").json()["bounds"]
    longitude, latitude = (west + east) / 2, math.radians((south + north) / 2)
    x = int((longitude + 180) / 360 * 2**zoom) + column
    y = int((1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * 2**zoom) + row
    return f"{kind}/tiles/{zoom}/{x}/{y}"


def pixels(answer: Any) -> np.ndarray:
    """(bands, rows, columns) of a picture."""
    assert answer.status_code == 200, answer.text
    with MemoryFile(answer.content) as memory, memory.open() as picture:
        return picture.read()


def colours(picture: np.ndarray) -> int:
    return len(np.unique(picture[:3].reshape(3, -1), axis=1).T)


def test_the_orthophoto_is_painted(finished: Finished) -> None:
    picture = pixels(finished.get(tile_at(finished, "orthophoto", 20) + ".png"))
    assert picture.shape == (4, 256, 256)
    assert picture[3].mean() > 128
    assert colours(picture) > 100


@pytest.mark.parametrize("kind", ["dsm", "dtm"])
def test_heights_are_flat_grey_without_a_range_and_not_with_one(finished: Finished, kind: str) -> None:
    statistics = finished.get(f"{kind}/metadata").json()["statistics"]["1"]
    assert 150 < statistics["min"] < statistics["percentiles"][0] < statistics["percentiles"][1] < statistics["max"] < 171
    address = tile_at(finished, kind, 20) + ".png"
    low, high = statistics["percentiles"]
    flat = colours(pixels(finished.get(address)))
    ramp = pixels(finished.get(f"{address}?rescale={low},{high}&color_map=viridis"))
    assert flat < 8
    assert colours(ramp) > 80
    grey = pixels(finished.get(f"{address}?rescale={low},{high}"))
    assert (grey[0] == grey[1]).all() and colours(grey) > 80


def test_relief_shades_without_seams(finished: Finished) -> None:
    query = ".png?rescale=156,169&color_map=viridis&hillshade=6"
    plain = pixels(finished.get(tile_at(finished, "dsm", 20) + ".png?rescale=156,169&color_map=viridis"))
    one = pixels(finished.get(tile_at(finished, "dsm", 20) + query)).astype(int)
    next_one = pixels(finished.get(tile_at(finished, "dsm", 20, column=1) + query)).astype(int)
    assert np.abs(plain[:3].astype(int) - one[:3]).mean() > 3
    within = np.abs(one[:3, :, -1] - one[:3, :, -2]).mean()
    across = np.abs(one[:3, :, -1] - next_one[:3, :, 0]).mean()
    assert across < 3 * within + 3


def test_outside_the_data_pixels_are_transparent(finished: Finished) -> None:
    picture = pixels(finished.get(tile_at(finished, "orthophoto", 17) + ".png"))
    assert picture[3].min() == 0 and picture[3].max() == 255


@pytest.mark.parametrize(
    ("ending", "kind", "side"),
    [(".png", "image/png", 256), (".jpg", "image/jpeg", 256), (".webp", "image/webp", 256), ("@2x.png", "image/png", 512),
     ("", "image/jpeg", 256)],
)  # fmt: skip
def test_formats(finished: Finished, ending: str, kind: str, side: int) -> None:
    answer = finished.get(tile_at(finished, "orthophoto", 21) + ending)
    assert answer.headers["Content-Type"] == kind
    assert pixels(answer).shape[1:] == (side, side)


def test_without_an_ending_transparency_makes_a_png(finished: Finished) -> None:
    assert finished.get(tile_at(finished, "orthophoto", 17)).headers["Content-Type"] == "image/png"


def test_size_512_is_the_grid_of_the_level_above(finished: Finished) -> None:
    address = tile_at(finished, "orthophoto", 20)
    zoomed = address.replace("/tiles/20/", "/tiles/21/")
    assert finished.get(address + ".png?size=512").json() == {"detail": "Outside of bounds"}
    assert (pixels(finished.get(zoomed + ".png?size=512")) == pixels(finished.get(address + "@2x.png"))).all()


def test_tiles_json_carries_the_style_on(finished: Finished) -> None:
    found = finished.get("dsm/tiles.json?rescale=156,169&color_map=viridis&size=512").json()
    assert found["tiles"][0].endswith("/dsm/tiles/{z}/{x}/{y}?rescale=156,169&color_map=viridis")
    assert found["maxzoom"] - found["minzoom"] >= 6


def test_the_thumbnail_shows_something(finished: Finished) -> None:
    picture = pixels(finished.get("thumbnail?size=120"))
    assert max(picture.shape[1:]) == 120 and colours(picture) > 50
    assert finished.get("thumbnail?size=0").status_code == 400


def test_a_raster_that_is_not_there_is_not_found(finished: Finished) -> None:
    for path in ("plant/tiles.json", "orthophoto/tiles/99/0/0.png", "orthophoto/tiles/20/0/0.gif"):
        assert finished.get(path).status_code == 404


def western_half(finished: Finished, kind: str = "dsm") -> dict[str, Any]:
    """A polygon over the western half of the raster, longitude and latitude."""
    west, south, east, north = finished.get(f"{kind}/tiles.json").json()["bounds"]
    middle = (west + east) / 2
    ring = [[west, south], [middle, south], [middle, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def visible(answer: Any) -> np.ndarray:
    return pixels(answer)[3] > 0


@pytest.mark.parametrize("style", ["?rescale=156,169", "?rescale=156,169&hillshade=6", "?rescale=156,169&color_map=jet"])
def test_boundaries_cut_the_tile(finished: Finished, style: str) -> None:
    west, south, east, north = finished.get("dsm/tiles.json").json()["bounds"]
    address = tile_at(finished, "dsm", 18) + ".png" + style
    feature = {"type": "Feature", "properties": {}, "geometry": western_half(finished)}
    whole = visible(finished.get(address))
    part = visible(finished.get(f"{address}&boundaries={json.dumps(feature)}"))
    x, zoom = int(address.split("/")[-2]), 18
    column = ((west + east) / 2 + 180) / 360 * 2**zoom - x
    columns = (np.arange(part.shape[1]) + 0.5) / part.shape[1]
    assert 0 < column < 1
    assert (part == whole & (columns < column)).mean() > 0.999
    assert 0 < part.sum() < whole.sum()


def test_the_crop_of_a_task_cuts_where_it_is_asked_for(finished: Finished) -> None:
    half = western_half(finished)
    address = tile_at(finished, "dsm", 18) + ".png?rescale=156,169"
    whole, cut = visible(finished.get(address)), visible(finished.get(f"{address}&boundaries={json.dumps(half)}"))
    assert (visible(finished.get(address + "&crop=1")) == whole).all()
    assert finished.server.json("PATCH", finished.path, json={"crop": half})["crop"] == half
    try:
        assert (visible(finished.get(address + "&crop=1")) == cut).all()
        assert (visible(finished.get(address)) == whole).all()
        statistics = finished.get("dsm/metadata?crop=1").json()["statistics"]["1"]
        everything = finished.get("dsm/metadata").json()["statistics"]["1"]
        assert statistics["valid_percent"] > 90
        assert everything["min"] <= statistics["min"] < statistics["max"] <= everything["max"]
        assert abs(statistics["mean"] - everything["mean"]) > 0.05
    finally:
        assert finished.server.json("PATCH", finished.path, json={"crop": None})["crop"] is None


def test_a_cut_beside_the_raster_leaves_nothing(finished: Finished) -> None:
    away = {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}
    world = {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]}
    address = tile_at(finished, "orthophoto", 20)
    assert not visible(finished.get(f"{address}.png?boundaries={json.dumps(away)}")).any()
    assert visible(finished.get(f"{address}.png?boundaries={json.dumps(world)}")).any()
    assert finished.get(f"orthophoto/metadata?boundaries={json.dumps(world)}").status_code == 200
    answer = finished.get(f"orthophoto/metadata?boundaries={json.dumps(away)}")
    assert (answer.status_code, answer.json()) == (400, ["Nothing of the raster lies within the boundaries"])


@pytest.mark.parametrize("query", [
    "boundaries=x", "boundaries={}", "boundaries=[]", 'boundaries={"type":"Point","coordinates":[1,2]}', "crop=maybe",
    'boundaries={"type":"Polygon","coordinates":[[[900,1],[2,1],[2,2],[900,1]]]}', "formula=NOPE&bands=RGB",
    "formula=NDVI&bands=RGB", "formula=VARI&bands=R,G,B", "formula=VARI&bands=RGBRGB",
    "formula=VARI&bands=RGN&rescale=0,1e400", "hillshade=inf",
    'boundaries={"type":"Polygon","coordinates":[[["a",1],[2,1],[2,2],["a",1]]]}',
])  # fmt: skip
def test_what_cannot_be_done_is_refused(finished: Finished, query: str) -> None:
    for path in (tile_at(finished, "orthophoto", 20) + ".png?", "orthophoto/metadata?"):
        answer = finished.get(path + query)
        assert answer.status_code == 400 and isinstance(answer.json(), list), path


@pytest.mark.parametrize("crop", [
    "x", [], {"type": "Polygon"}, {"type": "Polygon", "coordinates": [[[900, 1], [2, 1], [2, 2], [900, 1]]]},
    {"type": "Point", "coordinates": [1, 2]},
])  # fmt: skip
def test_a_crop_is_a_polygon(finished: Finished, crop: Any) -> None:
    answer = finished.server.call("PATCH", finished.path, json={"crop": crop})
    assert (answer.status_code, set(answer.json())) == (400, {"crop"})
