"""The files of a task: named, grouped, sized, and put to use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.exports import ExportProduct
from nadir.core.jobs import JobControl, Jobs
from nadir.core.layers.products import LayerKind
from nadir.core.settings import Settings
from nadir.test.qgis.ui.conftest import make_project, make_task
from nadir.test.qgis.ui.details_stage import DetailsServer, Stage, completed_task, recorded, running_task
from nadir.ui.details.export_dialog import ExportDialog
from nadir.ui.details.file_delegate import SECOND_LINE
from nadir.ui.details.file_kinds import FileGroup, files_of, products_of
from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QFileDialog, QTreeWidgetItem

Turn = Callable[..., bool]
POINT = {
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [11.5, 48.1]}}],
}
ALL = tuple(recorded("task_get_completed")["available_assets"])


@pytest.fixture
def stage(jobs: Jobs, qgis_app: Any) -> Iterator[Stage]:
    QgsSettings().remove("nadir")
    made = Stage(jobs, DetailsServer(project_list=[make_project()]))
    yield made
    made.close()
    QApplication.processEvents()


def open_files(stage: Stage, **changes: Any) -> None:
    stage.show(completed_task(**changes))
    stage.pane.task_page.tabs.setCurrentWidget(stage.pane.task_page.files)


def rows(stage: Stage) -> dict[str, QTreeWidgetItem]:
    """The rows by their asset."""
    found = {}
    files = stage.find("fileList")
    for number in range(files.topLevelItemCount()):
        heading = files.topLevelItem(number)
        for place in range(heading.childCount()):
            found[heading.child(place).data(0, Qt.ItemDataRole.UserRole).asset] = heading.child(place)
    return found


def questions(stage: Stage) -> int:
    return len([asked for asked in stage.server.asked if asked[0] == "size"])


def choose(stage: Stage, asset: str) -> None:
    stage.find("fileList").setCurrentItem(rows(stage)[asset])


def noting(stage: Stage, monkeypatch: pytest.MonkeyPatch, verb: str) -> list[tuple]:
    """What a verb of the workspace is called with, in place of the verb."""
    calls: list[tuple] = []

    def do(*arguments: Any) -> Any:
        calls.append(arguments[1:])
        return stage.workspace.jobs.start(verb, lambda control: None)

    monkeypatch.setattr(stage.workspace, verb, do)
    return calls


def test_every_recorded_asset_has_a_name_and_a_group() -> None:
    found = files_of(ALL)
    assert sorted(file.asset for file in found) == sorted(ALL)
    assert all(file.title != file.asset for file in found)
    assert [file.asset for file in found if file.group is FileGroup.ELEVATION] == [
        "dsm.tif", "dtm.tif", "dsm_tiles.zip", "dtm_tiles.zip",
    ]  # fmt: skip
    assert found[-1].asset == "all.zip"


def test_unknown_files_are_listed_as_they_are() -> None:
    (file,) = files_of(("new_product.laz",))
    assert (file.title, file.group, file.layer) == ("new_product.laz", FileGroup.POINT_CLOUD, None)


def test_products_that_the_server_exports() -> None:
    assert products_of(("dtm.tif", "orthophoto.tif", "report.pdf")) == (ExportProduct.ORTHOPHOTO, ExportProduct.DTM)
    assert products_of(("report.pdf",)) == ()


def test_sizes_come_once_the_list_is_seen(stage: Stage, turn: Turn) -> None:
    stage.server.sizes = {"orthophoto.tif": 5_830_698}
    stage.show(completed_task())
    assert not turn(lambda: questions(stage), 0.3), "nobody looks at the files yet"
    stage.pane.task_page.tabs.setCurrentWidget(stage.pane.task_page.files)
    assert turn(lambda: rows(stage)["ground_control_points.geojson"].data(0, SECOND_LINE).endswith("size unknown"))
    assert rows(stage)["orthophoto.tif"].data(0, SECOND_LINE) == "orthophoto.tif · 5.8 MB"
    asked = questions(stage)
    stage.show(running_task())
    stage.show(completed_task())
    assert not turn(lambda: questions(stage) > asked, 0.3), "they are known"
    assert rows(stage)["orthophoto.tif"].data(0, SECOND_LINE) == "orthophoto.tif · 5.8 MB"


def test_hiding_the_list_ends_the_questions(stage: Stage, turn: Turn) -> None:
    stage.server.hold = 0.2
    open_files(stage)
    assert turn(lambda: questions(stage) >= 2)
    stage.window.hide()
    assert turn(lambda: not stage.workspace.jobs.running())
    assert questions(stage) < len(ALL)


def test_tasks_without_files_say_why(stage: Stage) -> None:
    files = stage.pane.task_page.files
    stage.pane.task_page.tabs.setCurrentWidget(files)
    texts = {}
    for name, task in (
        ("running", running_task()),
        ("failed", make_task("f", status=30)),
        ("completed", make_task("c", status=40)),
        ("cancelled", make_task("x", status=50)),
    ):
        stage.show(task)
        assert files._pages.currentWidget() is files._empty
        texts[name] = files._empty._text.text()
    assert "when the task is completed" in texts["running"]
    assert "failed" in texts["failed"]
    assert "no results" in texts["completed"]
    assert "cancelled" in texts["cancelled"]


def test_a_raster_goes_on_the_map_as_a_file(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    added = noting(stage, monkeypatch, "add_values")
    started: list[str] = []
    stage.pane.job_started.connect(lambda _job, title: started.append(title))
    open_files(stage)
    choose(stage, "dsm.tif")
    stage.find("addFileButton").click()
    assert added == [(LayerKind.DSM,)]
    assert started == ["Adding Surface model (DSM) of “Morning flight” to the map"]


def test_a_point_cloud_is_streamed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = noting(stage, monkeypatch, "load_results")
    open_files(stage)
    choose(stage, "georeferenced_model.laz")
    stage.find("addFileButton").click()
    assert loaded == [((LayerKind.POINT_CLOUD,),)]


def test_what_is_no_layer_says_so(stage: Stage) -> None:
    open_files(stage)
    choose(stage, "report.pdf")
    assert not stage.find("addFileButton").isEnabled()
    assert "does not show this kind of file" in stage.find("addFileButton").toolTip()
    assert not stage.find("exportFileButton").isEnabled()
    assert stage.find("saveFileButton").isEnabled()


def test_a_task_without_a_place_on_the_map_says_so(stage: Stage) -> None:
    open_files(stage, available_assets=["georeferenced_model.laz"], extent=None, epsg=None, srs=None)
    assert not stage.find("addFileButton").isEnabled()
    assert "no place on the map" in stage.find("addFileButton").toolTip()


def test_return_puts_a_file_on_the_map_or_saves_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    added = noting(stage, monkeypatch, "add_values")
    open_files(stage)
    choose(stage, "orthophoto.tif")
    QTest.keyClick(stage.find("fileList"), Qt.Key.Key_Return)
    assert added == [(LayerKind.ORTHOPHOTO,)]
    choose(stage, "report.pdf")
    QTest.keyClick(stage.find("fileList"), Qt.Key.Key_Return)
    (dialog,) = stage.window.findChildren(QFileDialog, "NadirSaveDialog")
    dialog.reject()


def test_ctrl_s_saves_the_file_where_the_user_wants_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, turn: Turn, tmp_path: Path
) -> None:
    saved = noting(stage, monkeypatch, "download_asset")
    open_files(stage, name="Morning: flight")
    choose(stage, "dsm.tif")
    QTest.keyClick(stage.find("fileList"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = stage.window.findChildren(QFileDialog, "NadirSaveDialog")
    assert dialog.selectedFiles()[0].endswith("Morning_ flight - dsm.tif")
    dialog.fileSelected.emit(str(tmp_path / "mine.tif"))
    dialog.done(0)
    assert saved == [("dsm.tif", tmp_path / "mine.tif")]
    assert turn(lambda: Settings().last_download_folder == str(tmp_path))


def test_what_was_saved_is_named(stage: Stage, monkeypatch: pytest.MonkeyPatch, turn: Turn, tmp_path: Path) -> None:
    path = tmp_path / "mine.tif"
    monkeypatch.setattr(
        stage.workspace, "download_asset", lambda task, asset, target: stage.workspace.jobs.start("x", lambda control: target)
    )
    open_files(stage)
    stage.find("saveFileButton").click()
    (dialog,) = stage.window.findChildren(QFileDialog, "NadirSaveDialog")
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    assert turn(lambda: stage.message() == "Saved “mine.tif”.")


def offered(stage: Stage) -> list[QAbstractButton]:
    """Buttons of messages that put a file on the map."""
    buttons = stage.window.findChildren(QAbstractButton)
    return [each for each in buttons if each.text() == "Add to map" and not stage.pane.isAncestorOf(each)]


def test_what_was_saved_can_go_on_the_map(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, turn: Turn, tmp_path: Path, project: QgsProject
) -> None:
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps(POINT))
    stage.pane._tell_saved(tmp_path / "report.pdf")
    assert offered(stage) == []
    stage.pane._tell_saved(path)
    offered(stage)[0].click()
    (layer,) = project.mapLayers().values()
    assert layer.isValid() and layer.name() == "mine" and layer.featureCount() == 1
    path.unlink()
    stage.pane._add_saved(path)
    assert "mine.geojson" in stage.message() and len(project.mapLayers()) == 1


@pytest.mark.parametrize(
    ("asset", "verb"),
    [
        ("shots.geojson", "add_photos"),
        ("ground_control_points.geojson", "add_control_points"),
        ("orthophoto.mbtiles", "add_offline"),
        ("georeferenced_model.csv", "load_results"),
    ],
)
def test_a_file_goes_on_the_map_as_what_it_holds(stage: Stage, monkeypatch: pytest.MonkeyPatch, asset: str, verb: str) -> None:
    added = noting(stage, monkeypatch, verb)
    open_files(stage, available_assets=["all.zip", asset])
    choose(stage, asset)
    stage.find("addFileButton").click()
    assert added == [((LayerKind.POINT_CLOUD,),) if verb == "load_results" else ()]


def test_positions_that_nobody_knows_go_on_the_map_as_they_are(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    added = noting(stage, monkeypatch, "add_vector")
    open_files(stage, available_assets=["trees.geojson"])
    choose(stage, "trees.geojson")
    stage.find("addFileButton").click()
    assert added == [("trees.geojson", "trees.geojson")]


def test_failures_are_told(stage: Stage, monkeypatch: pytest.MonkeyPatch, turn: Turn) -> None:
    def fail(_control: JobControl) -> None:
        raise OSError("the disk is on fire")

    monkeypatch.setattr(stage.workspace, "add_values", lambda task, kind: stage.workspace.jobs.start("x", fail))
    open_files(stage)
    choose(stage, "dsm.tif")
    stage.find("addFileButton").click()
    assert turn(lambda: "went wrong" in stage.message())


def test_export_is_offered_for_products(stage: Stage) -> None:
    open_files(stage)
    choose(stage, "dtm.tif")
    stage.find("exportFileButton").click()
    (dialog,) = stage.window.findChildren(ExportDialog)
    assert dialog.product is ExportProduct.DTM
    dialog.reject()


def test_the_chosen_file_stays_when_others_come(stage: Stage) -> None:
    open_files(stage, available_assets=["orthophoto.tif", "dsm.tif"])
    choose(stage, "dsm.tif")
    stage.show(completed_task(available_assets=["orthophoto.tif", "dsm.tif", "dtm.tif"]))
    assert stage.pane.task_page.files.current.asset == "dsm.tif"


def test_hostile_names_are_plain(stage: Stage) -> None:
    name = "<b>x</b>\n%n" + "y" * 10_000 + ".tif"
    open_files(stage, available_assets=[name])
    row = rows(stage)[name]
    assert row.text(0).startswith("<b>x</b> %n")
    assert len(row.text(0)) <= 120
