"""Two flights compared: which tasks the dialog has, and what becomes of what is chosen there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from nadir.core.layers.comparing.work import DifferenceRequest
from nadir.core.layers.products import LayerKind
from nadir.test.qgis.ui.actions.conftest import Desk, project, task
from nadir.ui.map.compare_dialog import CompareDialog
from nadir.ui.selection import Item
from qgis.PyQt.QtWidgets import QComboBox


def flights() -> tuple[Item, Item, Item]:
    """Dawn and Noon, both completed, of a project of two."""
    inside = project(task_ids=("a", "b"))
    return inside, task("a", "Dawn", inside=inside), task("b", "Noon", inside=inside)


def known(desk: Desk, monkeypatch: pytest.MonkeyPatch, *items: Item, looked: bool = True) -> list[str]:
    """What the monitor knows of the project; gives which projects are asked for beside it."""
    asked: list[str] = []
    tasks = tuple(item.task for item in items)
    monkeypatch.setattr(desk.workspace.monitor, "is_known", lambda project_id: looked)
    monkeypatch.setattr(desk.workspace.monitor, "tasks", lambda project_id: tasks)
    monkeypatch.setattr(
        desk.workspace, "list_tasks", lambda project_id: asked.append(project_id) or desk.jobs.start("x", lambda control: tasks)
    )
    return asked


def chosen(dialog: CompareDialog) -> list[str]:
    return [dialog.findChild(QComboBox, name).currentText().split(": ")[-1] for name in ("beforeCombo", "afterCombo")]


def test_the_two_that_are_selected_are_chosen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _inside, dawn, noon = flights()
    known(desk, monkeypatch, dawn, noon)
    desk.select(dawn, noon)
    desk.run("compare")
    assert sorted(chosen(desk.dialog("NadirCompareDialog"))) == ["Dawn", "Noon"]


def test_a_project_that_nobody_has_looked_into_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, dawn, noon = flights()
    asked = known(desk, monkeypatch, dawn, noon, looked=False)
    desk.select(inside)
    desk.run("compare")
    assert desk.turn(lambda: desk.window.findChildren(CompareDialog), 5)
    assert asked == ["1"] and sorted(chosen(desk.dialog("NadirCompareDialog"))) == ["Dawn", "Noon"]


def test_one_flight_alone_cannot_be_compared(desk: Desk) -> None:
    desk.select(project(task_ids=("a",)))
    assert desk.reason("compare") == "The project has no two flights that could be compared."


def test_what_is_chosen_goes_to_the_map_or_to_the_server(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _inside, dawn, noon = flights()
    known(desk, monkeypatch, dawn, noon)
    swiped: list[Any] = []
    compared: list[Any] = []
    titles: list[str] = []
    outcome = SimpleNamespace(text="Cut 5 m³.")
    monkeypatch.setattr(
        desk.workspace, "difference", lambda request: compared.append(request) or desk.jobs.start("x", lambda control: outcome)
    )
    desk.actions.flights_wanted.connect(lambda *what: swiped.append(what))
    desk.actions.work_started.connect(lambda _job, title: titles.append(title))
    desk.select(dawn)
    desk.run("compare")
    dialog = desk.dialog("NadirCompareDialog")
    dialog.swipe_wanted.emit(dawn.task, noon.task)
    assert swiped == [(desk.workspace, dawn.task, noon.task)]
    request = DifferenceRequest(dawn.task, noon.task, LayerKind.DSM, tmp_path / "difference.tif")
    dialog.difference_wanted.emit(request)
    assert compared == [request] and titles == ["Comparing the heights of “Dawn” and “Noon”"]
    assert desk.turn(lambda: desk.message() == "Cut 5 m³.", 5)
