"""Import and backup: chosen in a dialog, carried out in the background, told in the panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nadir.core.api.imports import ExternalKind
from nadir.core.settings import Settings
from nadir.test.qgis.ui.actions.conftest import TASK, Desk, project, task
from nadir.test.unit.api.scripted_server import Reply, recorded
from nadir.ui.actions.carrying import backup_name
from nadir.ui.actions.import_dialog import _task_name
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QLineEdit

IMPORT = "/api/projects/1/tasks/import"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Any:
    Settings().last_download_folder = str(tmp_path)
    yield
    QgsSettings().remove("nadir")


def dialog_of(desk: Desk) -> Any:
    desk.server.on("GET", "/api/projects/1/tasks/", Reply(200, []))
    desk.select(project())
    desk.run("import")
    return desk.dialog("NadirImportDialog")


def test_a_zip_is_imported_under_a_name_taken_from_its_folder(desk: Desk, tmp_path: Path) -> None:
    desk.server.on("POST", IMPORT, recorded("import_backup_file"))
    started: list[str] = []
    desk.actions.work_started.connect(lambda _job, title: started.append(title))
    path = tmp_path / "Dawn" / "all.zip"
    path.parent.mkdir()
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    dialog = dialog_of(desk)
    assert not dialog.accept_button.isEnabled()
    dialog._zip.setFilePath(str(path))
    assert dialog.findChild(QLineEdit, "nameEdit").text() == "Dawn"
    dialog.accept_button.click()
    assert desk.turn(lambda: desk.server.requests_to(IMPORT, "POST"), 5) and started == ["Importing “Dawn”"]
    body = desk.server.requests_to(IMPORT, "POST")[0].body
    assert b"PK\x05\x06" in body and b"Dawn" in body
    desk.quiet()
    assert desk.message() == "" and Settings().last_download_folder == str(path.parent)


def test_an_address_is_fetched_by_the_server(desk: Desk) -> None:
    desk.server.on("POST", IMPORT, recorded("import_backup_file"))
    dialog = dialog_of(desk)
    dialog._tabs.setCurrentIndex(1)
    dialog._url.setText("ftp://x/y.zip")
    assert "http" in dialog.findChild(QLabel, "problemLabel").text() and not dialog.accept_button.isEnabled()
    dialog._url.setText("http://[")
    assert not dialog.accept_button.isEnabled()
    dialog._url.setText("https://example.org/flights/Dusk.zip?key=1")
    dialog.accept_button.click()
    assert desk.sent("POST", IMPORT) == {"url": "https://example.org/flights/Dusk.zip?key=1", "name": "Dusk"}


def test_rasters_from_elsewhere_become_a_task(desk: Desk, tmp_path: Path) -> None:
    for name in ("init", "upload", "commit"):
        recording = {"init": "import_ext_init", "upload": "import_ext_upload_ortho", "commit": "import_ext_commit"}[name]
        desk.server.on("POST", f"{IMPORT}/external/{name}", recorded(recording))
    (tmp_path / "site.tif").write_bytes(b"II*\0")
    dialog = dialog_of(desk)
    dialog._tabs.setCurrentIndex(2)
    dialog._products[ExternalKind.ORTHOPHOTO].setFilePath(str(tmp_path / "site.tif"))
    dialog.accept_button.click()
    assert desk.sent("POST", f"{IMPORT}/external/commit")["name"] == "site"
    desk.quiet()
    assert desk.message() == ""


def test_a_server_that_takes_no_rasters_is_told_once_and_then_not_offered_any(desk: Desk, tmp_path: Path) -> None:
    desk.server.replay("project_get")  # all else is not found there, in the API's own words
    (tmp_path / "site.tif").write_bytes(b"II*\0")
    dialog = dialog_of(desk)
    dialog._tabs.setCurrentIndex(2)
    dialog._products[ExternalKind.DSM].setFilePath(str(tmp_path / "site.tif"))
    dialog.accept_button.click()
    assert desk.turn(lambda: "This server cannot import rasters and models." in desk.message(), 5)
    desk.quiet()
    assert desk.gone()
    again = dialog_of(desk)
    assert not again._tabs.isTabEnabled(2) and again._tabs.isTabEnabled(0)


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    dialog = dialog_of(desk)
    dialog._zip.setFilePath("/nowhere/<b>x</b>.zip")
    assert dialog.findChild(QLabel, "problemLabel").text() == "There is no such file: /nowhere/<b>x</b>.zip"
    assert not dialog.accept_button.isEnabled()


def test_a_typed_name_is_not_replaced(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"x")
    dialog = dialog_of(desk)
    dialog.findChild(QLineEdit, "nameEdit").setText("Mine")
    dialog._zip.setFilePath(str(tmp_path / "b.zip"))
    assert dialog.findChild(QLineEdit, "nameEdit").text() == "Mine"


def test_a_refused_import_is_told(desk: Desk) -> None:
    desk.server.on("POST", IMPORT, recorded("import_url_bad"))
    dialog = dialog_of(desk)
    dialog._tabs.setCurrentIndex(1)
    dialog._url.setText("https://example.org/a.zip")
    dialog.accept_button.click()
    assert desk.turn(lambda: "Invalid URL" in desk.message(), 5)


def test_a_task_is_backed_up_where_the_user_wants_it(desk: Desk, tmp_path: Path) -> None:
    content = b"PK\x05\x06" + bytes(18)
    path = f"/api/projects/1/tasks/{TASK}/backup"
    desk.server.on("GET", path, Reply(200, content, {"Content-Type": "application/zip"}))
    started: list[str] = []
    desk.actions.work_started.connect(lambda _job, title: started.append(title))
    desk.select(task(name="Dawn / <1>"))
    desk.run("back_up")
    dialog = desk.window.findChild(QFileDialog, "NadirBackUpDialog")
    target = tmp_path / "kept.zip"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    assert desk.turn(lambda: "is backed up to" in desk.message(), 5)
    assert target.read_bytes() == content and started == ["Backing up “Dawn / <1>”"]


def test_an_old_server_has_no_backups(desk: Desk, tmp_path: Path) -> None:
    desk.server.replay("project_get")
    page = Reply(404, b"<h1>Not Found</h1>", {"Content-Type": "text/html"})
    desk.server.on("GET", f"/api/projects/1/tasks/{TASK}/backup", page)
    desk.select(task())
    desk.run("back_up")
    dialog = desk.window.findChild(QFileDialog, "NadirBackUpDialog")
    dialog.fileSelected.emit(str(tmp_path / "kept.zip"))
    dialog.close()
    assert desk.turn(lambda: "This server cannot back tasks up." in desk.message(), 5)
    assert list(tmp_path.glob("*.zip*")) == []
    assert desk.turn(lambda: not desk.actions["back_up"].isEnabled(), 5)


def test_viewers_cannot_import(desk: Desk) -> None:
    desk.select(project(owned=False, permissions=frozenset({"view"})))
    assert desk.reason("import") == "You have no permission to change this project."
    desk.select(task(status=20))
    assert desk.reason("back_up") == "The task has not ended yet."


def test_names_of_files() -> None:
    assert backup_name('a/b:"c".') == "a_b__c_ - backup.zip" and backup_name("..") == "task - backup.zip"
    assert _task_name("/flights/Dawn/all.zip") == "Dawn" and _task_name("C/x.zip") == "x" and _task_name("") == ""
