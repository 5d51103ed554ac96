"""What layers say of themselves: complete, and harmless wherever QGIS shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Iterator

import pytest
from nadir.core.api.task import Task, TaskStatistics, TaskStatus
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.metadata import plain, write_metadata
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.layer import make_tiles
from nadir.core.layers.tiles.plan import TilesPlan
from nadir.core.layers.tiles.style import TileStyle
from nadir.core.settings import Settings
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QTextDocument

SERVER = "https://maps.example.org"
EXTENT = (-92.0, 46.84, -91.99, 46.85)
TASK = Task(
    "8344e82d",
    "7",
    "Brighton Beach",
    status=TaskStatus.COMPLETED,
    status_code=40,
    images_count=18,
    created_at=datetime(2026, 11, 20, 12, tzinfo=timezone.utc),
    extent=EXTENT,
    epsg=32615,
    srs_name="WGS 84 / UTM zone 15N",
    statistics=TaskStatistics(1.61, 7277.5, 779989, datetime(2016, 6, 23, 16, 31), datetime(2016, 6, 23, 16, 34)),
)
HOSTILE = '<img src="http://evil.example/x.png"><a href="javascript:alert(1)">click</a>&lt;b&gt;\u202e\nsecond line'


@pytest.fixture
def licence() -> Iterator[None]:
    before = Settings().licence
    Settings().licence = "CC BY 4.0"
    yield
    Settings().licence = before


def described(task: Task, kind: LayerKind = LayerKind.DSM, detail: str = "") -> QgsRasterLayer:
    url = f"{SERVER}/api/projects/7/tasks/8344e82d/dsm/tiles/{{z}}/{{x}}/{{y}}.png"
    style = TileStyle(155.0, 172.5) if kind is LayerKind.DSM else None
    layer = make_tiles(TilesPlan(kind, url, 14, 21, EXTENT, style=style, detail=detail))
    write_mark(layer, Mark.of(task, SERVER, kind, LayerForm.TILES, detail=detail))
    write_metadata(layer, task)
    return layer


def test_all_that_is_known_is_there(project: QgsProject, licence: None) -> None:
    metadata = described(TASK).metadata()
    assert "Brighton Beach" in metadata.title()
    assert "DSM" in metadata.title()
    for part in ("18", "1.6", "0.73", "UTM zone 15N", "155.0"):
        assert part in metadata.abstract(), part
    assert [link.url for link in metadata.links()] == [f"{SERVER}/map/project/7/task/8344e82d/"]
    assert metadata.licenses() == ["CC BY 4.0"]
    assert metadata.crs().authid() == "EPSG:3857"
    box = metadata.extent().spatialExtents()[0].bounds.toRectangle()
    assert box.width() > 900
    flight = metadata.extent().temporalExtents()[0]
    assert flight.begin().date().toString("yyyy-MM-dd") == "2016-06-23"
    assert metadata.identifier().startswith(SERVER)
    assert metadata.type() == "dataset"


def test_what_nobody_knows_is_left_out(project: QgsProject) -> None:
    bare = Task("1", "1", "Bare", status=TaskStatus.COMPLETED, status_code=40)
    metadata = described(bare, LayerKind.ORTHOPHOTO).metadata()
    assert "Bare" in metadata.abstract()
    assert "None" not in metadata.abstract()
    assert metadata.extent().temporalExtents() == []
    assert metadata.licenses() == []


def test_each_product_of_each_run_has_its_own_identifier(project: QgsProject) -> None:
    again = replace(TASK, processing_time_ms=99)
    found = {
        described(TASK).metadata().identifier(),
        described(again).metadata().identifier(),
        described(TASK, LayerKind.INDEX, "NDVI").metadata().identifier(),
        described(TASK, LayerKind.INDEX, "VARI").metadata().identifier(),
    }
    assert len(found) == 4


def test_names_from_a_server_are_no_markup_where_qgis_shows_html(project: QgsProject) -> None:
    layer = described(replace(TASK, name=HOSTILE, srs_name=HOSTILE), LayerKind.INDEX, "<b>NDVI</b>")
    shown = layer.htmlMetadata()
    assert "<img" not in shown.split("Identification")[-1]
    for text in (layer.metadata().title(), layer.metadata().abstract()):
        assert "<" not in text
        assert "http://evil" not in text
        assert "\u202e" not in text
        document = QTextDocument()
        document.setHtml(text)
        assert "click" in document.toPlainText()
        assert "href" in document.toPlainText()  # literally


def test_what_the_user_wrote_stays(project: QgsProject, licence: None) -> None:
    layer = described(TASK)
    own = layer.metadata()
    own.setLicenses(["All rights reserved"])
    own.setCategories(["Beaches"])
    own.setRights(["Harbour office"])
    layer.setMetadata(own)
    write_metadata(layer, TASK)
    again = layer.metadata()
    assert (again.licenses(), again.categories(), again.rights()) == (["All rights reserved"], ["Beaches"], ["Harbour office"])


def test_a_layer_that_is_not_ours_is_left_alone(project: QgsProject) -> None:
    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png", "Other", "wms")
    before = layer.metadata()
    write_metadata(layer, TASK)
    assert layer.metadata() == before


@pytest.mark.parametrize("text", ["a" * 5000, "line\nline\r\n\tline", "\x00\x07", "<b>"])
def test_texts_become_one_harmless_line(text: str) -> None:
    made = plain(text)
    assert len(made) <= 300
    assert made.isprintable()
    assert not set(made) & set('<>"')
