"""Tiles of servers of all ages: what old ones lack is done without, or said."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any, Dict, List, Optional
from urllib.parse import urlsplit

import pytest
from nadir.core.api.client import Client
from nadir.core.api.errors import NotFound
from nadir.core.api.network import NetworkOptions
from nadir.core.api.raster_metadata import RasterMetadata
from nadir.core.api.session import Session
from nadir.core.api.task import OrthophotoBand, Task
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles import address
from nadir.core.layers.tiles.indices import ask_indices, index_style, indices_of
from nadir.core.layers.tiles.layer import make_tiles
from nadir.core.layers.tiles.legend import TileLegend
from nadir.core.layers.tiles.plan import TilesPlan, plan_tiles
from nadir.core.layers.tiles.style import TileStyle, style_of
from nadir.test.qgis import hill
from nadir.test.qgis.layers.tiles_stage import BOX, Witness, paint
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, Answer, SurveyServer, recorded
from qgis.core import QgsProject

NEVER = lambda: False  # noqa: E731
OLD_ENDING = "{z}/{x}/{y}.png"


class OldServer(SurveyServer):
    """A server of the first generation: tiles without styles, and less and less beside them."""

    lacks: frozenset[str] = frozenset()
    from_south = False

    def answer(self, method: str, path: str, query: Dict[str, List[str]], headers: Any, body: bytes) -> Answer:
        for name, ending in (("tiles.json", "/tiles.json"), ("metadata", "/metadata"), ("twice", "@2x.png")):
            if name in self.lacks and path.endswith(ending):
                return 404, b"<h1>Not Found</h1>", "text/html"
        if "shading" in self.lacks and query.get("hillshade") and "/tiles/" in path:
            return 400, b'["Invalid hillshade value"]', "application/json"
        if self.from_south and "/tiles/" in path:
            zoom, column, row = path.split("/tiles/")[1].removesuffix(".png").split("/")
            path = path.split("/tiles/")[0] + f"/tiles/{zoom}/{column}/{2 ** int(zoom) - 1 - int(row)}.png"
        return super().answer(method, path, query, headers, body)

    def _tiles_json(self, kind: str, query: Dict[str, List[str]]) -> Dict[str, Any]:
        content = super()._tiles_json(kind, {})
        head = content["tiles"][0].split("/tiles/")[0]
        return {**content, "tiles": [f"{head}/tiles/{OLD_ENDING}"], "scheme": "tms" if self.from_south else "xyz"}


@pytest.fixture
def old_server(tmp_path: Path) -> Any:
    folder = tmp_path / "old"
    folder.mkdir()
    server = OldServer(folder)
    yield server
    server.close()


def open_task(server: SurveyServer, signer: RequestSigner) -> tuple[Client, Task]:
    session = Session(server.url, USER, PASSWORD, NetworkOptions())
    session.log_in()
    signer.add(session)
    server.tasks[TASK_ID]["extent"] = list(hill.bounds())
    client = Client(session)
    return client, client.tasks.get("1", TASK_ID)


def planned(server: SurveyServer, signer: RequestSigner, kind: LayerKind, **more: Any) -> TilesPlan:
    client, task = open_task(server, signer)
    return plan_tiles(client, task, kind, NEVER, **more)


def test_an_old_address_keeps_its_ending(old_server: OldServer, signer: RequestSigner, project: QgsProject) -> None:
    plan = planned(old_server, signer, LayerKind.ORTHOPHOTO)
    assert urlsplit(plan.tile_url).path.endswith(OLD_ENDING)
    assert paint([make_tiles(plan)], BOX)[128, 128, 3] == 255


@pytest.mark.parametrize("kind", [LayerKind.ORTHOPHOTO, LayerKind.DSM])
def test_tiles_are_found_without_tiles_json_and_metadata(
    old_server: OldServer, signer: RequestSigner, project: QgsProject, kind: LayerKind
) -> None:
    old_server.lacks = frozenset({"tiles.json", "metadata"})
    layer = make_tiles(planned(old_server, signer, kind))
    picture = paint([layer], BOX)
    assert (picture[20:-20, 20:-20, 3] == 255).all()
    assert style_of(layer) is None
    assert not isinstance(layer.legend(), TileLegend)  # nobody knows what its colours say
    assert "rescale" not in layer.source()


def test_a_later_server_that_knows_no_heights_says_so(
    survey_server: SurveyServer, signer: RequestSigner, project: QgsProject
) -> None:
    survey_server.refuse = {"/dsm/metadata": 404}
    with pytest.raises(NotFound):
        planned(survey_server, signer, LayerKind.DSM)


def test_a_task_without_tiles_and_extent_is_an_error(old_server: OldServer, signer: RequestSigner) -> None:
    old_server.lacks = frozenset({"tiles.json"})
    client, _task = open_task(old_server, signer)
    old_server.tasks[TASK_ID]["extent"] = None
    with pytest.raises(NotFound):
        plan_tiles(client, client.tasks.get("1", TASK_ID), LayerKind.ORTHOPHOTO, NEVER)


def test_rows_counted_from_the_south_come_right_way_up(
    old_server: OldServer, signer: RequestSigner, project: QgsProject
) -> None:
    old_server.from_south = True
    plan = planned(old_server, signer, LayerKind.ORTHOPHOTO)
    assert "{-y}" in plan.tile_url
    picture = paint([make_tiles(plan)], BOX)
    assert abs(picture[40, 128, 1] - 40) <= 3  # green counts rows
    assert abs(picture[200, 128, 1] - 200) <= 3


def test_a_server_that_cannot_shade_shows_flat_colours(
    old_server: OldServer, signer: RequestSigner, project: QgsProject
) -> None:
    old_server.lacks = frozenset({"shading"})
    plan = planned(old_server, signer, LayerKind.DSM)
    assert plan.style is not None
    assert plan.style.shading == 0.0
    assert "hillshade" not in plan.tile_url
    assert "rescale" in plan.tile_url


def test_a_server_without_dense_tiles_is_not_asked_for_them(
    old_server: OldServer, signer: RequestSigner, project: QgsProject
) -> None:
    old_server.lacks = frozenset({"twice"})
    assert not planned(old_server, signer, LayerKind.ORTHOPHOTO, twice=True).twice
    old_server.lacks = frozenset()
    assert planned(old_server, signer, LayerKind.ORTHOPHOTO, twice=True).twice


def test_the_range_that_the_user_chose_stays_when_the_task_ran_again(
    survey_server: SurveyServer, signer: RequestSigner, project: QgsProject
) -> None:
    chosen = TileStyle(1.0, 2.0, "jet", 0.0, "m")
    plan = planned(survey_server, signer, LayerKind.DSM, style=chosen)
    assert plan.style == chosen
    assert "rescale=1,2&color_map=jet" in plan.tile_url


def test_no_request_leaves_before_a_layer_is_painted(
    survey_server: SurveyServer, signer: RequestSigner, project: QgsProject
) -> None:
    plan = planned(survey_server, signer, LayerKind.DSM)
    witness = Witness()
    make_tiles(plan)
    witness.stop()
    assert witness.urls == []


def indices_metadata(**changes: Any) -> RasterMetadata:
    return RasterMetadata.from_json({**copy.deepcopy(recorded("orthophoto_metadata_formula")), **changes})


def bands(*names: str) -> tuple[OrthophotoBand, ...]:
    return tuple(OrthophotoBand(name) for name in names)


def test_a_plain_camera_begins_with_vari() -> None:
    offered = indices_of(indices_metadata(), bands("red", "green", "blue", "alpha"))
    assert (offered[0].name, offered[0].bands, offered[0].assumed) == ("VARI", "RGB", False)
    ndvi = next(index for index in offered if index.name == "NDVI")
    assert (ndvi.bands, ndvi.assumed) == ("RGN", True)
    assert len(offered) == len(recorded("orthophoto_metadata_formula")["algorithms"])


def test_near_infrared_begins_with_ndvi_in_the_order_of_its_bands() -> None:
    offered = indices_of(indices_metadata(), bands("green", "red", "rededge", "nir"))
    assert (offered[0].name, offered[0].bands, offered[0].assumed) == ("NDVI", "GRReN", False)
    assert next(index for index in offered if index.name == "VARI").assumed


def test_indices_are_found_on_a_thermal_orthophoto(
    survey_server: SurveyServer, signer: RequestSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    thermal = {
        **recorded("orthophoto_metadata_formula"),
        "colorinterp": ["gray"],
        "band_descriptions": [["1", "lwir"]],
        "algorithms": [{"id": "Celsius", "filters": ["L"], "expr": "L", "help": ""}],
        "statistics": {"1": {"min": 3.0, "max": 40.0, "percentiles": [10.0, 30.0]}},
    }
    plain = survey_server._product

    def product(rest: str, query: Dict[str, List[str]]) -> Answer:
        if rest != "orthophoto/metadata":
            return plain(rest, query)
        wanted: Optional[str] = query.get("formula", [None])[0]  # type: ignore[list-item]
        if wanted == "Celsius":
            return 200, json.dumps(thermal).encode(), "application/json"
        return 400, b'["Cannot find band R"]', "application/json"

    monkeypatch.setattr(survey_server, "_product", product)
    client, task = open_task(survey_server, signer)
    offered = ask_indices(client, task, NEVER)
    assert [(index.name, index.unit, index.ramp) for index in offered] == [("Celsius", "°C", "inferno")]
    style = index_style(offered[0], RasterMetadata.from_json(thermal))
    assert (style.low, style.high, style.unit) == (10.0, 30.0, "°C")


def test_an_index_that_saturates_is_cut_closer() -> None:
    metadata = indices_metadata()
    vari = indices_of(metadata)[0]
    assert metadata.bands[0].percentile_98 == vari.value_range[1] == 1.0  # type: ignore[index]
    style = index_style(vari, metadata)
    assert style.high < 0.5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("http://h/t/{z}/{x}/{y}.png?v=1", "http://h/t/{z}/{x}/{y}@2x.png?v=1"),
        ("http://h/t/{z}/{x}/{y}?v=1", "http://h/t/{z}/{x}/{y}@2x?v=1"),
        ("http://h/a@2x/{z}/{x}/{y}", "http://h/a@2x/{z}/{x}/{y}@2x"),
    ],
)
def test_dense_addresses_go_there_and_back(before: str, after: str) -> None:
    assert address.twice(before) == after
    assert address.twice(after) == after
    assert address.once(after) == before
    assert address.once(before) == before


def test_a_new_style_replaces_the_old_and_nothing_else() -> None:
    url = "http://h/t/{z}/{x}/{y}.png?formula=NDVI&bands=RGN&rescale=-1%2C1&color_map=rdylgn&hillshade=3&v=7f"
    styled = address.styled(url, TileStyle(0.0, 0.5, "viridis", 0.0, "").raster_style())
    assert styled == "http://h/t/{z}/{x}/{y}.png?formula=NDVI&bands=RGN&rescale=0,0.5&color_map=viridis&v=7f"
