"""What goes on the map: the first results, any product by itself, and why one cannot be had."""

from __future__ import annotations

from typing import Any

import pytest
from nadir.core.layers.products import FIRST_KINDS, LayerKind
from nadir.test.qgis.ui.actions.conftest import Desk, project, task
from nadir.ui.actions.mapping import chosen_kinds
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QMenu


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
