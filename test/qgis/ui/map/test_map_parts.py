"""What Nadir has around the map, put together: offers, 3D views and the swipe reach the user through it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from nadir.core.layers.life.notices import LayerNotice, NewerRun
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.products import LayerKind, result_version
from nadir.core.settings import Settings
from nadir.test.qgis.ui.actions.conftest import OFFICE, Desk, task
from nadir.ui.map.parts import MapParts
from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer


@pytest.fixture
def parts(desk: Desk, qgis_iface: Any, project: QgsProject) -> Iterator[MapParts]:
    made = MapParts(qgis_iface, desk.servers, desk.notifier, Settings(), desk.window)
    yield made
    made.uninstall()


def layer_of(desk: Desk, kind: LayerKind, *, version: str = "", asset: str = "") -> QgsMapLayer:
    dawn = task().task
    layer = QgsVectorLayer("Point", kind.title, "memory")
    url = desk.workspace.client.session.url
    write_mark(layer, Mark(kind, LayerForm.FILE, url, dawn.project_id, dawn.id, version or result_version(dawn), asset))
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_a_3d_view_shows_cloud_and_model_of_the_task(parts: MapParts, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("nadir.ui.map.parts.open_3d", lambda iface, layers, extent: opened.append((layers, extent)) or "")
    cloud = layer_of(desk, LayerKind.POINT_CLOUD)
    layer_of(desk, LayerKind.PHOTOS)
    parts.view_3d(desk.workspace, task().task)
    assert [layers for layers, _extent in opened] == [[cloud]]
    assert opened[0][1].crs().authid() == "EPSG:4326" and desk.message() == ""


def test_why_there_is_no_3d_view_is_said(parts: MapParts, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nadir.ui.map.parts.open_3d", lambda iface, layers, extent: "This QGIS was built without 3D views.")
    parts.view_3d(desk.workspace, task().task)
    assert desk.message() == "This QGIS was built without 3D views."


def test_each_product_of_a_later_run_is_loaded_once(parts: MapParts, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[LayerKind] = []
    started: list[str] = []
    job = desk.jobs.start("x", lambda control: None)
    monkeypatch.setattr(desk.workspace, "add_values", lambda task, kind: asked.append(kind) or job)
    parts.verbs.started.connect(lambda _job, title: started.append(title))
    layers = [layer_of(desk, LayerKind.DSM, version="0", asset="dsm.tif") for _ in range(2)]
    newer = NewerRun(task().task, OFFICE, tuple(layer.id() for layer in layers), LayerNotice("", "", []))
    parts._load_newest(newer)
    assert asked == [LayerKind.DSM] and len(started) == 1


def test_a_swipe_that_ends_by_itself_says_why(parts: MapParts, desk: Desk) -> None:
    parts._swipe.ended.emit("One of the sides was removed.")
    assert desk.message() == "One of the sides was removed."
    parts._swipe.ended.emit("")
    assert desk.message() == "One of the sides was removed."


def test_orthophotos_that_are_loaded_for_a_swipe_are_seen_to_be(
    parts: MapParts, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    parts.verbs.started.connect(lambda _job, title: started.append(title))
    loaded = SimpleNamespace(layers=())
    monkeypatch.setattr(desk.workspace, "load_results", lambda task, kinds: desk.jobs.start("x", lambda control: loaded))
    parts.swipe_flights(desk.workspace, task("a", "Dawn").task, task("b", "Noon").task)
    assert desk.turn(lambda: len(started) == 2, 5)
    assert started == ["Adding “Dawn” to the map", "Adding “Noon” to the map"]
    assert desk.turn(lambda: "not on the map" in desk.message(), 5)
