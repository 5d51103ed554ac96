"""The entries on our layers in QGIS's layer tree, and what they do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

import pytest
from nadir.core.api.rasters import RasterKind
from nadir.core.jobs import Jobs
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.style import TileStyle, write_style
from nadir.test.qgis.ui.actions.conftest import OFFICE, TASK, Desk, task
from nadir.ui.map.layer_menu import MENU, LayerMenu, layer_types
from nadir.ui.map.layer_verbs import LayerVerbs
from nadir.ui.selection import Item
from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QDialog, QWidget


class LayerTree(QObject):
    """What QGIS does with entries of its layer tree's menu: by type of layer, for all of a type or for single ones."""

    currentLayerChanged = pyqtSignal(object)  # noqa: N815 - QGIS's name

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[tuple[QAction, str, Any, bool]] = []
        self.layers: dict[str, set[str]] = {}
        self.current: QgsMapLayer | None = None
        self.window = QWidget()

    def addCustomActionForLayerType(self, action: QAction, menu: str, of_type: Any, all_layers: bool) -> None:  # noqa: N802, FBT001
        self.entries.append((action, menu, of_type, all_layers))

    def addCustomActionForLayer(self, action: QAction, layer: QgsMapLayer) -> None:  # noqa: N802
        assert any(action is known and of_type == layer.type() for known, _menu, of_type, _all in self.entries)
        self.layers.setdefault(layer.id(), set()).add(action.objectName().removeprefix("nadirLayer_"))

    def removeCustomActionForLayerType(self, action: QAction) -> bool:  # noqa: N802
        found = next((entry for entry in self.entries if entry[0] is action), None)
        if found is not None:
            self.entries.remove(found)
        return found is not None

    def activeLayer(self) -> QgsMapLayer | None:  # noqa: N802
        return self.current

    def mainWindow(self) -> QWidget:  # noqa: N802
        return self.window

    def layerTreeView(self) -> object:  # noqa: N802
        return object()

    def select(self, layer: QgsMapLayer) -> None:
        self.current = layer
        self.currentLayerChanged.emit(layer)

    def action(self, name: str) -> QAction:
        return next(action for action, *_rest in self.entries if action.objectName() == f"nadirLayer_{name}")


class Stage:
    """The menu on a desk with one open server."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        self.desk, self.tree = desk, LayerTree()
        self.verbs = LayerVerbs(desk.servers, desk.notifier, desk.window)
        self.menu = LayerMenu(self.tree, self.verbs, desk.window)
        self.url = desk.workspace.client.session.url

    def tiles(self, kind: LayerKind, *, url: str = "", task_id: str = TASK) -> QgsRasterLayer:
        layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png&zmin=0&zmax=3", kind.title, "wms")
        write_mark(layer, Mark(kind, LayerForm.TILES, url or self.url, "1", task_id, "a"))
        if kind is not LayerKind.ORTHOPHOTO:
            write_style(layer, TileStyle(10.0, 20.0))
        QgsProject.instance().addMapLayer(layer)
        return layer

    def entries(self, layer: QgsMapLayer) -> set[str]:
        return self.tree.layers.get(layer.id(), set())

    def reason(self, name: str) -> str:
        assert not self.tree.action(name).isEnabled()
        return self.tree.action(name).statusTip()


@pytest.fixture
def stage(desk: Desk, jobs: Jobs, project: QgsProject) -> Iterator[Stage]:
    made = Stage(desk, jobs)
    yield made
    if made.tree.entries:
        made.menu.uninstall()


def test_entries_stand_on_our_layers_and_no_others(stage: Stage) -> None:
    other = QgsVectorLayer("Point", "trees", "memory")
    QgsProject.instance().addMapLayer(other)
    dsm, orthophoto = stage.tiles(LayerKind.DSM), stage.tiles(LayerKind.ORTHOPHOTO)
    assert stage.entries(other) == set()
    assert stage.entries(dsm) == {"openInPanel", "loadValues", "colours", "zoomToTask"}
    assert stage.entries(orthophoto) == {"openInPanel", "loadValues", "zoomToTask"}
    assert all(menu == MENU and not for_all for _action, menu, _type, for_all in stage.tree.entries)


def test_layers_that_were_there_before_the_plugin_have_them_too(stage: Stage, desk: Desk) -> None:
    dsm = stage.tiles(LayerKind.DSM)
    stage.menu.uninstall()
    again = LayerTree()
    menu = LayerMenu(again, stage.verbs, desk.window)
    assert "openInPanel" in again.layers[dsm.id()]
    menu.uninstall()


def test_unloading_takes_all_of_them_back(stage: Stage) -> None:
    assert len(stage.tree.entries) == 5 * len(layer_types())
    stage.menu.uninstall()
    assert stage.tree.entries == []
    layer = stage.tiles(LayerKind.DSM)
    assert stage.entries(layer) == set()


def test_a_layer_leads_to_its_task_in_the_panel(stage: Stage) -> None:
    wanted: list[Item] = []
    stage.verbs.reveal_wanted.connect(wanted.append)
    stage.tree.select(stage.tiles(LayerKind.DSM))
    stage.tree.action("openInPanel").trigger()
    assert wanted[0].connection_id == OFFICE
    assert (wanted[0].task.id, wanted[0].task.project_id) == (TASK, "1")


def test_a_server_that_is_not_open_is_shown_instead(stage: Stage) -> None:
    wanted: list[Item] = []
    stage.verbs.reveal_wanted.connect(wanted.append)
    layer = stage.tiles(LayerKind.DSM)
    stage.desk.servers.open.clear()
    stage.tree.select(layer)
    assert stage.reason("loadValues") == "“Office” is not connected."
    stage.tree.action("openInPanel").trigger()
    assert (wanted[0].connection_id, wanted[0].task) == (OFFICE, None)


def test_a_server_that_nobody_knows_is_said(stage: Stage) -> None:
    stage.tree.select(stage.tiles(LayerKind.DSM, url="https://elsewhere.example.org"))
    assert stage.reason("openInPanel") == "Its server is not in the Nadir panel: https://elsewhere.example.org"
    assert "elsewhere.example.org" in stage.reason("loadValues")


def test_real_values_are_loaded_of_the_task_as_it_is_now(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, turn: Callable[..., bool]
) -> None:
    asked: list[Any] = []
    started: list[str] = []
    recorded, job = task().task, stage.desk.jobs.start("y", lambda control: None)
    monkeypatch.setattr(stage.desk.workspace, "find_task", lambda *ids: stage.desk.jobs.start("x", lambda control: recorded))
    monkeypatch.setattr(stage.desk.workspace, "add_values", lambda task, kind: asked.append((task, kind)) or job)
    stage.verbs.started.connect(lambda _job, title: started.append(title))
    stage.tree.select(stage.tiles(LayerKind.DSM))
    stage.tree.action("loadValues").trigger()
    assert turn(lambda: asked == [(recorded, LayerKind.DSM)], 5)
    assert started == ["Adding Surface model (DSM), real values of “Dawn” to the map"]


def test_values_that_are_there_already_are_not_loaded_again(stage: Stage) -> None:
    tiles = stage.tiles(LayerKind.DSM)
    values = QgsVectorLayer("Point", "values", "memory")  # any layer: it is known by what is written on it
    write_mark(values, Mark(LayerKind.DSM, LayerForm.FILE, stage.url, "1", TASK, "a"))
    QgsProject.instance().addMapLayer(values)
    stage.tree.select(tiles)
    assert stage.reason("loadValues") == "Its real values are on the map already."
    assert stage.entries(values) == {"openInPanel", "zoomToTask"}


def test_a_task_that_is_gone_is_told(stage: Stage, turn: Callable[..., bool]) -> None:
    stage.tree.select(stage.tiles(LayerKind.DSM, task_id="gone"))
    stage.tree.action("loadValues").trigger()
    assert turn(lambda: stage.desk.message() != "", 5)


def test_colours_open_on_the_layer(stage: Stage) -> None:
    stage.tree.select(stage.tiles(LayerKind.DTM))
    stage.tree.action("colours").trigger()
    (dialog,) = stage.tree.window.findChildren(QDialog, "NadirColoursDialog")
    dialog.reject()


def test_entries_have_icons_names_and_different_letters(stage: Stage) -> None:
    actions = {action.objectName(): action for action, *_rest in stage.tree.entries}.values()
    letters = [action.text()[action.text().index("&") + 1].lower() for action in actions]
    assert len(set(letters)) == len(actions)
    assert all(not action.icon().isNull() for action in actions)


def of_file(stage: Stage, kind: LayerKind, asset: str = "", detail: str = "") -> QgsVectorLayer:
    layer = QgsVectorLayer("Point", kind.title, "memory")
    write_mark(layer, Mark(kind, LayerForm.FILE, stage.url, "1", TASK, "0", asset, detail))
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.mark.parametrize(
    ("kind", "asset", "detail", "verb", "arguments"),
    [
        (LayerKind.DSM, "dsm.tif", "", "add_values", (LayerKind.DSM,)),
        (LayerKind.ORTHOPHOTO, "orthophoto.mbtiles", "offline", "add_offline", ()),
        (LayerKind.PHOTOS, "shots.geojson", "", "add_photos", ()),
        (LayerKind.CONTOURS, "dtm.tif", "0.5 m DTM", "add_contours", (RasterKind.DTM, 0.5)),
    ],
)
def test_the_same_is_loaded_of_the_latest_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, turn: Any, kind: LayerKind, asset: str, detail: str, verb: str, arguments: Any
) -> None:
    asked: list[Any] = []
    assets = ["dsm.tif", "dtm.tif", "orthophoto.mbtiles", "shots.geojson"]
    now, workspace = task(available_assets=assets).task, stage.desk.workspace
    monkeypatch.setattr(workspace.monitor, "tasks", lambda project_id: (now,))
    monkeypatch.setattr(workspace, "find_task", lambda *ids: stage.desk.jobs.start("x", lambda control: now))
    monkeypatch.setattr(workspace, verb, lambda *what: asked.append(what) or stage.desk.jobs.start("y", lambda control: None))
    layer = of_file(stage, kind, asset, detail)
    stage.tree.select(layer)
    assert stage.tree.action("latestRun").isEnabled(), stage.tree.action("latestRun").statusTip()
    stage.tree.action("latestRun").trigger()
    assert turn(lambda: asked == [(now, *arguments)], 5)


def test_a_layer_of_the_latest_run_has_nothing_newer(stage: Stage) -> None:
    stage.tree.select(of_file(stage, LayerKind.PHOTOS))
    assert stage.reason("latestRun") == "The layer shows the latest run that Nadir knows of."
