"""The files of a task in its context menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Tuple

import pytest
from nadir.core.layers.plan import LayerKind
from nadir.core.settings import Settings
from nadir.test.qgis.ui.conftest import Panel, make_project, make_task
from nadir.ui.details.task_files import suggested_name
from qgis.PyQt.QtWidgets import QFileDialog, QMenu

ASSETS = ("all.zip", "orthophoto.tif", "dsm.tif", "cameras.json")


def submenu(menu: QMenu, name: str) -> QMenu:
    found = menu.findChild(QMenu, name)
    assert found is not None
    return found


def open_menu(panel: Panel, task: Any) -> QMenu:
    panel.server.project_list = [make_project("1", task_ids=(task.id,))]
    panel.server.task_lists["1"] = [task]
    panel.open()
    panel.select("1", task.id)
    return panel.dock._actions.context_menu(panel.dock)


def test_a_file_is_saved_where_the_user_wants_it(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = open_menu(panel, make_task("a", "Morning: flight", available_assets=ASSETS))
    saved: List[Tuple[str, Path]] = []
    workspace = panel.dock._workspace
    monkeypatch.setattr(
        workspace,
        "download_asset",
        lambda task, asset, target: saved.append((asset, target)) or workspace.remove_leftovers(),
    )
    download = submenu(menu, "downloadMenu")
    assert [action.text() for action in download.actions()] == [f"{asset}…" for asset in ASSETS]
    download.actions()[2].trigger()
    (dialog,) = panel.dock.window().findChildren(QFileDialog, "NadirSaveDialog")
    assert dialog.selectedFiles()[0].endswith("Morning_ flight - dsm.tif")
    dialog.fileSelected.emit(str(tmp_path / "mine.tif"))
    dialog.done(0)
    assert saved == [("dsm.tif", tmp_path / "mine.tif")]
    assert Settings().last_download_folder == str(tmp_path)


def test_rasters_can_be_added_as_files(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    menu = open_menu(panel, make_task("a", available_assets=ASSETS))
    added: List[LayerKind] = []
    workspace = panel.dock._workspace
    monkeypatch.setattr(
        workspace, "add_file", lambda task, kind: added.append(kind) or workspace.remove_leftovers()
    )
    files = submenu(menu, "addFileMenu")
    assert [action.text() for action in files.actions()] == ["Orthophoto", "Surface model (DSM)"]
    files.actions()[1].trigger()
    assert added == [LayerKind.DSM]


def test_a_task_without_files_has_no_such_menus(panel: Panel) -> None:
    menu = open_menu(panel, make_task("a", status=20, available_assets=()))
    assert menu.findChild(QMenu, "downloadMenu") is None
    assert menu.findChild(QMenu, "addFileMenu") is None


def test_suggested_names_are_file_names() -> None:
    assert suggested_name(make_task("a", "a/b\\c\n."), "../x/all.zip") == "a_b_c_ - all.zip"
    assert suggested_name(make_task("a", " . "), "all.zip") == "task - all.zip"
