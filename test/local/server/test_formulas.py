"""Indices are computed as their expressions say, and shown and described as asked for."""
from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from conftest import Finished
from nadir_server.rasters.algorithms import ALGORITHMS, BY_ID, find_formula, guess_order, usable
from nadir_server.rasters.paint import paint
from nadir_server.rasters.style import Style
from rest_framework.exceptions import ValidationError
from shapes import differences
from test_rasters import colours, pixels, tile_at

Recording = Callable[[str], dict[str, Any]]
R, G, B, N, L = (np.full((2, 2), value, np.float32) for value in (0.2, 0.35, 0.1, 0.6, 21.5))
# By a pocket calculator, from the definitions in the literature.
KNOWN = {
    "NDVI": 0.5, "NDYI": 0.5556, "NDWI": -0.26316, "NDVI (Blue)": 0.71429, "ENDVI": 0.65217, "VARI": 0.33333,
    "MPRI": 0.27273, "EXG": 0.4, "BAI": 3.31565, "GLI": 0.4, "GNDVI": 0.26316, "GRVI": 1.71429, "SAVI": 0.46154,
    "MNLI": 0.22642, "MSR": 0.73205, "RDVI": 0.44721, "TDVI": 0.58267, "OSAVI": 0.41667, "EVI": 0.48780, "ARVI": 0.27273,
    "LAI": 1.64687, "Celsius": 21.5, "Kelvin": 29465.0,
    "vNDVI": 0.5268 * 0.2**-0.1294 * 0.35**0.3389 * 0.1**-0.3118,
}  # fmt: skip


@pytest.mark.parametrize("name", BY_ID)
def test_an_index_is_what_its_definition_says(name: str) -> None:
    value = BY_ID[name].compute({"R": R, "G": G, "B": B, "N": N, "L": L})
    assert value.shape == (2, 2) and value.dtype == np.float32
    assert math.isclose(value[0, 0], KNOWN[name], rel_tol=2e-4)


def test_the_algorithms_are_those_that_are_recorded(recording: Recording) -> None:
    known = recording("orthophoto_metadata_formula")["body"]["algorithms"]
    found = usable(3)
    assert len(known) == len(ALGORITHMS) == 24
    for ours, theirs in zip(found, known, strict=True):
        for key in ("id", "filters", "expr", "range"):
            assert ours.get(key) == theirs.get(key), theirs["id"]


def test_bands_are_found_by_their_order_or_their_names() -> None:
    names = ["Blue", "Green", "Red", "NIR", "Rededge"]
    assert find_formula("NDVI", "auto", names).bands == (("N", 4), ("R", 3))
    assert find_formula("NDVI", "BGRReN", names).bands == (("N", 5), ("R", 3))
    assert guess_order(BY_ID["NDVI"], names) == ("BGRNRe", True)
    assert guess_order(BY_ID["NDVI"], ["", "", ""]) == ("RGN", False)
    assert find_formula("", "RGB", names) is None


@pytest.mark.parametrize(("name", "order", "words"), [
    ("NOPE", "RGB", "Cannot find algorithm NOPE"), ("NDVI", "RGB", "Cannot find band N in RGB"),
    ("NDVI", "RGBReN", "Cannot find band N in RGBReN"), ("VARI", "rgb", "Invalid bands: rgb"),
    ("VARI", "RRGB", "Invalid bands: RRGB"), ("__import__", "RGB", "Cannot find algorithm __import__"),
    ("R + G", "RGB", "Cannot find algorithm R + G"),
])  # fmt: skip
def test_what_cannot_be_computed_is_refused(name: str, order: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        find_formula(name, order, ["", "", ""])
    assert refused.value.detail == [words]


def test_where_an_index_is_not_defined_nothing_is_shown() -> None:
    formula = find_formula("VARI", "RGB", ["", "", ""])
    values = np.array([[[10, 10, 20], [10, 90, 20], [90, 10, 20]]], np.uint8)
    rgba = paint(values[..., [2, 1, 0]], np.ones((1, 3), bool), Style((3, 2, 1), formula, (-1, 1), "rdylgn"), 1.0)
    assert rgba[0, :, 3].tolist() == [0, 255, 255]
    assert rgba[0, 1, 1] > rgba[0, 1, 0] and rgba[0, 2, 0] > rgba[0, 2, 1]


def test_a_formula_paints_the_orthophoto(finished: Finished) -> None:
    address = tile_at(finished, "orthophoto", 20) + ".png"
    plain = pixels(finished.get(address)).astype(np.float32)
    shown = pixels(finished.get(address + "?formula=MPRI&bands=RGB&color_map=rdylgn&rescale=-0.3,0.3"))
    with np.errstate(all="ignore"):
        index = (plain[1] - plain[0]) / (plain[1] + plain[0])
    green, red = index > 0.2, index < -0.2
    assert (shown[1].astype(int) - shown[0])[green].mean() > 60
    assert (shown[0].astype(int) - shown[1])[red].mean() > 60
    assert colours(pixels(finished.get(address + "?formula=EXG&bands=auto"))) > 30  # a range of its own is found


@pytest.mark.parametrize(("name", "query"), [
    ("orthophoto_metadata_formula", "formula=VARI&bands=RGB&color_map=rdylgn"),
    ("orthophoto_metadata_formula_auto", "formula=VARI&bands=auto"),
    ("orthophoto_metadata_badformula", "formula=NOPE&bands=RGB"),
])  # fmt: skip
def test_metadata_of_a_formula_is_as_recorded(finished: Finished, recording: Recording, name: str, query: str) -> None:
    answer, known = finished.get(f"orthophoto/metadata?{query}"), recording(name)
    assert answer.status_code == known["status"]
    found = answer.json()
    if known["status"] == 400:
        assert found == known["body"]
        return
    assert [text for text in differences(known["body"], found) if ".mean " not in text] == []
    assert found["auto_bands"] == known["body"]["auto_bands"]
    assert (found["statistics"]["1"]["min"], found["statistics"]["1"]["max"]) == (-1, 1)
    assert [ramp["key"] for ramp in found["color_maps"]] == [ramp["key"] for ramp in known["body"]["color_maps"]]


def test_the_range_of_the_histogram_can_be_chosen(finished: Finished) -> None:
    found = finished.get("orthophoto/metadata?formula=EXG&bands=RGB&range=-50,50").json()["statistics"]["1"]
    assert (found["histogram"][1][0], found["histogram"][1][-1]) == (-50, 50)
    assert finished.get("orthophoto/metadata?formula=EXG&bands=RGB&range=x").status_code == 400


def test_the_format_of_a_tile_suits_what_is_accepted(finished: Finished) -> None:
    edge = tile_at(finished, "orthophoto", 17)
    for accept, kind in (("image/webp,*/*", "image/webp"), ("*/*", "image/png")):
        answer = finished.get(edge, headers={"Accept": accept})
        assert (answer.headers["Content-Type"], answer.headers["Vary"]) == (kind, "Accept")
        assert (pixels(answer)[3] == 0).any()


@pytest.mark.parametrize("query", [
    "rescale=1e300,-1e300", "rescale=nan,1", "rescale=5,5", "rescale=9,1", "hillshade=1e11&rescale=150,170", "hillshade=-3",
    "formula=Kelvin&bands=L", "formula=BAI&bands=RGN", "color_map=" + "x" * 4000, "color_map=../../x", "size=1e9", "size=-1",
    "boundaries=" + "[" * 3000, "boundaries=" + json.dumps({"type": "Polygon", "coordinates": [[[0, 0]] * 4]}),
    "bands=%00", "formula=%F0%9F%92%A3&bands=RGB", "crop=1",
])  # fmt: skip
def test_odd_questions_have_answers(finished: Finished, query: str) -> None:
    for kind in ("orthophoto", "dsm"):
        for path in (tile_at(finished, kind, 20) + ".png", f"{kind}/metadata", f"{kind}/tiles.json"):
            assert finished.get(f"{path}?{query}").status_code in (200, 400), path


@pytest.mark.parametrize("place", ["0/0/0", "22/4194303/4194303", "20/999999999/999999999", "99/1/1", "20/0/0", "17/131071/0"])
def test_odd_places_are_outside(finished: Finished, place: str) -> None:
    assert finished.get(f"orthophoto/tiles/{place}.png").status_code == 404
    assert finished.get(f"orthophoto/tiles/{place}@2x.webp?size=512").status_code == 404


def test_at_the_edge_of_the_tile_grid_there_is_no_upper_level(finished: Finished) -> None:
    zoom = finished.get("orthophoto/tiles.json").json()["minzoom"]
    assert finished.get(tile_at(finished, "orthophoto", zoom) + ".png?size=512").status_code in (200, 404)
