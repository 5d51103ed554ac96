"""What goes on the map: the first results, any product by itself, and why one cannot be had."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from nadir.core.api.rasters import RasterKind
from nadir.core.errors import NadirError
from nadir.core.layers.products import FIRST_KINDS, LayerKind
from nadir.core.layers.tiles.indices import PlantIndex
from nadir.core.layers.time import Timeline
from nadir.core.verbs.map_projects import LoadedProject
from nadir.core.workspace import FLIGHT_KINDS
from nadir.test.qgis.ui.actions.conftest import Desk, project, task
from nadir.ui.actions.mapping import chosen_kinds
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QMenu


def offers(desk: Desk) -> dict[str, Any]:
    """The entries of *Add more to map* by their names, as when the user opens it."""
    menu: QMenu = desk.actions["add_more"].menu()
    menu.aboutToShow.emit()
    found = [*menu.actions(), *(action for each in menu.findChildren(QMenu) for action in each.actions())]
    return {each.objectName().removeprefix("offer_"): each for each in found if each.objectName().startswith("offer_")}


def test_the_options_say_what_add_to_map_adds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    job = desk.jobs.start("x", lambda control: None)
    monkeypatch.setattr(desk.workspace, "load_results", lambda task, kinds: asked.append(kinds) or job)
    desk.select(task())
    desk.run("load")
    QgsSettings().setValue("nadir/map_products", "dsm,orthophoto")
    try:
        desk.run("load")
    finally:
        QgsSettings().remove("nadir/map_products")
    assert asked == [FIRST_KINDS, (LayerKind.ORTHOPHOTO, LayerKind.DSM)]


def test_settings_that_name_nothing_known_mean_all() -> None:
    assert chosen_kinds("") == chosen_kinds("hologram") == FIRST_KINDS


def test_each_product_can_be_added_by_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    started: list[str] = []
    job = desk.jobs.start("x", lambda control: None)
    monkeypatch.setattr(desk.workspace, "load_results", lambda task, kinds: asked.append((task.name, kinds)) or job)
    desk.actions.work_started.connect(lambda _job, title: started.append(title))
    desk.select(task(available_assets=["dsm.tif"]))
    offers(desk)["dsm"].trigger()
    assert asked == [("Dawn", (LayerKind.DSM,))]
    assert started == ["Adding Surface model (DSM) of “Dawn” to the map"]


def test_what_a_task_has_not_got_is_grey_and_says_why(desk: Desk) -> None:
    options = [{"name": "dtm", "value": True}]
    desk.select(task(available_assets=["orthophoto.tif"], options=options))
    found = offers(desk)
    assert found["orthophoto"].isEnabled()
    assert not found["dsm"].isEnabled() and found["dsm"].statusTip() == "The task was processed without it."
    assert not found["dtm"].isEnabled()
    assert found["dtm"].statusTip() == "The task was to make it, but did not. Its console says more."


def test_of_several_tasks_those_that_have_it_are_added(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    job = desk.jobs.start("x", lambda control: None)
    monkeypatch.setattr(desk.workspace, "load_results", lambda task, kinds: asked.append(task.name) or job)
    desk.select(task("a", "Dawn", available_assets=["dsm.tif"]), task("b", "Noon", available_assets=["all.zip"]))
    offers(desk)["dsm"].trigger()
    assert asked == ["Dawn"]


def test_nothing_is_offered_before_there_are_results(desk: Desk) -> None:
    desk.select(task(status=20))
    assert desk.reason("add_more") == "There are no results before the task is completed."
    desk.select(project())
    assert desk.reason("add_more") == "Select a task first."


def test_hostile_names_stay_one_line_in_the_panel(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    job = desk.jobs.start("x", lambda control: None)
    monkeypatch.setattr(desk.workspace, "load_results", lambda task, kinds: job)
    desk.actions.work_started.connect(lambda _job, title: started.append(title))
    desk.select(task(name="a\n<b>b</b>" + "x" * 300, available_assets=["dsm.tif"]))
    offers(desk)["dsm"].trigger()
    assert "\n" not in started[0] and len(started[0]) < 150


@pytest.mark.parametrize(
    ("name", "verb", "arguments"),
    [
        ("orthophoto_values", "add_values", (LayerKind.ORTHOPHOTO,)),
        ("dtm_values", "add_values", (LayerKind.DTM,)),
        ("offline", "add_offline", ()),
        ("photos", "add_photos", ()),
        ("flightpath", "add_flight_path", ()),
        ("footprints", "add_footprints", ()),
        ("controlpoints", "add_control_points", ()),
    ],
)
def test_every_entry_starts_its_verb(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, verb: str, arguments: Any) -> None:
    assets = ["orthophoto.tif", "dtm.tif", "orthophoto.mbtiles", "shots.geojson", "ground_control_points.geojson"]
    asked = noting(desk, monkeypatch, verb)
    desk.select(task(available_assets=assets))
    offers(desk)[name].trigger()
    assert asked == [("Dawn", *arguments)]


def test_entries_that_a_task_cannot_have_give_their_own_reason(desk: Desk) -> None:
    desk.select(task(available_assets=["orthophoto.tif"], images_count=0))
    found = offers(desk)
    reasons = {name: found[name].statusTip() for name in ("photos", "controlpoints", "contours", "offline")}
    assert "neither the photos" in reasons["photos"] and "without control points" in reasons["controlpoints"]
    assert "surface or terrain model" in reasons["contours"] and "no such file" in reasons["offline"]
    assert not any(found[name].isEnabled() for name in reasons)


def test_contours_ask_of_what_and_how_far_apart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = noting(desk, monkeypatch, "add_contours")
    desk.select(task(available_assets=["dsm.tif", "dtm.tif"]))
    offers(desk)["contours"].trigger()
    dialog = desk.dialog("NadirContoursDialog")
    model, interval = dialog.findChild(QComboBox, "contoursModelCombo"), dialog.findChild(QDoubleSpinBox, "contoursIntervalSpin")
    assert [model.itemText(row) for row in range(model.count())] == ["Terrain model (DTM)", "Surface model (DSM)"]
    model.setCurrentIndex(1)
    interval.setValue(0.25)
    dialog.accept_button.click()
    assert asked == [("Dawn", RasterKind.DSM, 0.25)] and desk.gone()
    offers(desk)["contours"].trigger()
    dialog = desk.dialog("NadirContoursDialog")
    assert dialog.findChild(QDoubleSpinBox, "contoursIntervalSpin").text() == "automatic"
    dialog.accept_button.click()
    assert asked[-1] == ("Dawn", RasterKind.DTM, None)


def test_indices_are_asked_for_when_their_menu_opens_and_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    indices = (PlantIndex("VARI", "(G-R)/(G+R-B)", "RGB"), PlantIndex("ND<b>VI", "(N-R)/(N+R)", "RGN", assumed=True))
    asked: list[str] = []
    added = noting(desk, monkeypatch, "add_index")

    def ask(wanted: Any) -> Any:
        asked.append(wanted.name)
        return desk.jobs.start("x", lambda control: indices)

    monkeypatch.setattr(desk.workspace, "indices", ask)
    desk.select(task(available_assets=["orthophoto.tif"]))
    inner = offers(desk)["index"].menu()
    assert asked == []
    inner.aboutToShow.emit()
    assert [action.text() for action in inner.actions()] == ["Asking the server…"]
    assert desk.turn(lambda: len(inner.actions()) == 2, 5)
    others = inner.findChild(QMenu, "otherIndicesMenu")
    assert [action.text() for action in inner.actions()] == ["VARI", "Of a camera with other bands"]
    assert [action.text() for action in others.actions()] == ["ND<b>VI (if the bands are RGN)"]
    inner.actions()[0].trigger()
    assert added == [("Dawn", indices[0])]
    inner = offers(desk)["index"].menu()
    inner.aboutToShow.emit()
    assert len(inner.actions()) == 2 and asked == ["Dawn"]


def test_why_there_are_no_indices_stands_in_their_menu(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_control: Any) -> None:
        raise NadirError("The server is on holiday.")

    answers = iter([fail, lambda control: ()])
    monkeypatch.setattr(desk.workspace, "indices", lambda wanted: desk.jobs.start("x", next(answers)))
    desk.select(task(available_assets=["orthophoto.tif"]))
    for text in ("The server is on holiday.", "The server knows none for the bands of this orthophoto."):
        inner = offers(desk)["index"].menu()
        inner.aboutToShow.emit()
        assert desk.turn(lambda inner=inner, text=text: [action.text() for action in inner.actions()] == [text], 5)
        assert not inner.actions()[0].isEnabled()


def test_indices_that_come_after_the_menu_has_gone_harm_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(desk.workspace, "indices", lambda wanted: desk.jobs.start("x", lambda control: release.wait(10) and ()))
    desk.select(task(available_assets=["orthophoto.tif"]))
    offers(desk)["index"].menu().aboutToShow.emit()
    desk.actions["add_more"].menu().clear()
    release.set()
    desk.quiet()


def test_a_project_goes_on_the_map_with_all_its_flights(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = noting(desk, monkeypatch, "add_whole_project", result=LoadedProject(None, (), (), Timeline(2, 2, "2 flights")))
    started: list[str] = []
    desk.actions.work_started.connect(lambda _job, title: started.append(title))
    desk.select(project(task_ids=("a", "b")))
    desk.run("add_project")
    assert asked == [("Quarry", list(FLIGHT_KINDS))] and started == ["Adding all flights of “Quarry” to the map"]
    assert desk.turn(lambda: desk.message() == "2 flights", 5)


def test_extents_of_several_projects_are_added(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = noting(desk, monkeypatch, "add_extents")
    desk.select(project("1", "Quarry", task_ids=("a",)), project("2", "Empty"))
    desk.run("add_extents")
    assert asked == [("Quarry",)]
    desk.select(project("2", "Empty"))
    assert desk.reason("add_extents") == "The project has no tasks yet."


def noting(desk: Desk, monkeypatch: pytest.MonkeyPatch, verb: str, *, result: Any = None) -> list[Any]:
    """What a verb of the workspace is called with, the task or project by its name; it is not carried out."""
    called: list[Any] = []

    def note(subject: Any, *rest: Any) -> Any:
        called.append((subject.name, *rest))
        return desk.jobs.start("x", lambda control: result)

    monkeypatch.setattr(desk.workspace, verb, note)
    return called


def test_a_qgis_without_3d_models_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    row = task(available_assets=["3d_tiles_model.zip"])
    monkeypatch.setattr("nadir.ui.map.offers.opens_models", lambda: False)
    desk.select(row)
    assert "3.34" in offers(desk)["model"].statusTip()
    monkeypatch.setattr("nadir.ui.map.offers.opens_models", lambda: True)
    asked = noting(desk, monkeypatch, "add_model")
    offers(desk)["model"].trigger()
    assert asked == [("Dawn",)]
    desk.select(task(available_assets=["all.zip"]))
    assert offers(desk)["model"].statusTip() == "The task was processed without a 3D model."


def test_what_is_on_the_map_is_seen_in_3d_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[Any] = []
    row = task(available_assets=["georeferenced_model.laz"])
    desk.actions.view_wanted.connect(lambda *what: wanted.append(what))
    monkeypatch.setattr(desk.workspace, "kinds_on_map", lambda task: {LayerKind.POINT_CLOUD, LayerKind.DSM})
    desk.select(row)
    desk.run("view_3d")
    assert wanted == [(desk.workspace, row.task)]


def test_the_point_cloud_comes_to_the_map_before_it_is_seen_in_3d(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[Any] = []
    desk.actions.view_wanted.connect(lambda *what: wanted.append(what))
    asked = noting(desk, monkeypatch, "load_results")
    desk.select(task(available_assets=["georeferenced_model.laz", "dsm.tif"]))
    desk.run("view_3d")
    assert asked == [("Dawn", (LayerKind.POINT_CLOUD,))]
    assert desk.turn(lambda: len(wanted) == 1, 5)


def test_heights_alone_open_no_3d_view(desk: Desk) -> None:
    desk.select(task(available_assets=["dsm.tif"]))
    assert desk.reason("view_3d") == "The task has no point cloud, and no 3D model that this QGIS shows."
