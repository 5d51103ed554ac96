"""The files of a task in its context menu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nadir.core.jobs import Job, Jobs
from nadir.test.qgis.ui.conftest import make_project, make_task
from nadir.test.qgis.ui.details_stage import DetailsServer, Stage
from nadir.ui.details.export_dialog import ExportDialog
from nadir.ui.details.saving import file_name
from nadir.ui.details.task_files import add_file_menus
from qgis.PyQt.QtWidgets import QAction, QApplication, QFileDialog, QMenu

ASSETS = ("all.zip", "orthophoto.tif", "dsm.tif", "cameras.json")


@pytest.fixture
def stage(jobs: Jobs, qgis_app: Any) -> Iterator[Stage]:
    made = Stage(jobs, DetailsServer(project_list=[make_project()]))
    yield made
    made.close()
    QApplication.processEvents()


def menu_of(stage: Stage, followed: list[Job], **changes: Any) -> QMenu:
    menu = QMenu(stage.window)
    task = make_task("a", "Morning: flight", **changes)
    add_file_menus(menu, stage.window, stage.workspace, task, followed.append)
    return menu


def texts(menu: QMenu, name: str) -> list[str]:
    return [action.text() for action in menu.findChild(QMenu, name).actions()]


def test_a_file_is_saved_where_the_user_wants_it(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[tuple[str, Path]] = []
    job = stage.workspace.jobs.start("x", lambda control: None)
    monkeypatch.setattr(stage.workspace, "download_asset", lambda task, asset, path: saved.append((asset, path)) or job)
    followed: list[Job] = []
    menu = menu_of(stage, followed, available_assets=ASSETS)
    assert texts(menu, "downloadMenu") == [
        "Orthophoto (orthophoto.tif)…",
        "Surface model (DSM) (dsm.tif)…",
        "Camera parameters (cameras.json)…",
        "All files in one archive (all.zip)…",
    ]
    menu.findChild(QMenu, "downloadMenu").actions()[1].trigger()
    (dialog,) = stage.window.findChildren(QFileDialog, "NadirSaveDialog")
    dialog.fileSelected.emit(str(tmp_path / "mine.tif"))
    dialog.done(0)
    assert saved == [("dsm.tif", tmp_path / "mine.tif")]
    assert followed == [job]


def test_products_can_be_exported(stage: Stage) -> None:
    menu = menu_of(stage, [], available_assets=ASSETS)
    menu.findChild(QAction, "exportAction").trigger()
    (dialog,) = stage.window.findChildren(ExportDialog)
    dialog.reject()


def test_a_task_without_files_has_no_such_menus(stage: Stage) -> None:
    assert menu_of(stage, [], status=20, available_assets=()).actions() == []


def test_names_do_not_become_keys_of_the_menu(stage: Stage) -> None:
    menu = menu_of(stage, [], available_assets=("a&b.zip",))
    assert texts(menu, "downloadMenu") == ["a&&b.zip…"]


def test_suggested_names_are_file_names() -> None:
    assert file_name("a/b\\c\n.", "../x/all.zip") == "a_b_c_ - all.zip"
    assert file_name("  ", "all.zip") == "task - all.zip"
    assert len(file_name("x" * 500, "all.zip")) < 100
