"""The dialog that compares: what it offers for which flights, what is missing and why, and what it asks for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest
from nadir.core.api.options import TaskOption
from nadir.core.api.task import Task, TaskStatistics, TaskStatus
from nadir.core.layers.comparing.work import DifferenceRequest
from nadir.core.layers.products import LayerKind
from nadir.core.settings import Settings
from nadir.test.qgis.survey_server import TASK_ID
from nadir.ui.map.compare_dialog import CompareDialog
from nadir.ui.map.swipe import SwipeTool
from nadir.ui.map.swipe_flights import swipe_flights
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsFileWidget, QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QPushButton, QRadioButton, QWidget

EXTENT = (-92.01, 46.84, -92.0, 46.85)
ALL = ("orthophoto.tif", "dsm.tif", "dtm.tif")


def task(name: str, day: str, **changes: Any) -> Task:
    told = TaskStatistics.from_json({"start_date": f"{day} at 14:30:00", "end_date": f"{day} at 14:50:00"})
    options = (TaskOption("dsm", True), TaskOption("dtm", True))
    made = Task(name, "1", name, TaskStatus.COMPLETED, 40, statistics=told, available_assets=ALL, options=options, extent=EXTENT)
    return replace(made, **changes)


MAY, JUNE, JULY = task("May", "12/05/2024"), task("June", "03/06/2024"), task("July", "01/07/2024")


@pytest.fixture
def window(project: QgsProject) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()


class Opened:
    """The dialog with its parts by name."""

    def __init__(self, window: QWidget, tasks: List[Task], chosen: Any = ()) -> None:
        self.dialog = CompareDialog(window, tasks, chosen)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.told: list = []
        self.dialog.swipe_wanted.connect(lambda *what: self.told.append(what))
        self.dialog.sides_wanted.connect(lambda *what: self.told.append(what))
        self.dialog.difference_wanted.connect(lambda *what: self.told.append(what))
        self.dialog.show()

    def part(self, kind: Any, name: str) -> Any:
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def choose(self, name: str) -> None:
        self.part(QRadioButton, name).setChecked(True)

    def combo(self, name: str) -> QComboBox:
        return self.part(QComboBox, name)

    def reason(self, name: str) -> str:
        label = self.part(QLabel, name)
        return label.text() if label.isVisible() else ""

    @property
    def button(self) -> QPushButton:
        return self.part(QPushButton, "acceptButton")


def test_flights_are_sorted_by_date_and_the_two_latest_chosen(window: QWidget) -> None:
    opened = Opened(window, [JULY, MAY, JUNE])
    combo = opened.combo("beforeCombo")
    assert [combo.itemText(row).split(": ")[-1] for row in range(3)] == ["May", "June", "July"]
    assert "2024" in combo.itemText(0) or "24" in combo.itemText(0)
    assert combo.currentIndex() == 1
    assert opened.combo("afterCombo").currentIndex() == 2
    opened.button.click()
    assert opened.told == [(JUNE, JULY)]


@pytest.mark.parametrize(
    ("chosen", "pair"), [([JULY, MAY], (MAY, JULY)), ([JUNE], (MAY, JUNE)), ([MAY], (MAY, JUNE)), ([], (JUNE, JULY))]
)
def test_what_is_selected_is_compared(window: QWidget, chosen: Any, pair: Any) -> None:
    opened = Opened(window, [MAY, JUNE, JULY], chosen)
    opened.button.click()
    assert opened.told == [pair]


def test_a_difference_is_asked_for_with_its_file(window: QWidget, tmp_path: Path) -> None:
    opened = Opened(window, [MAY, JUNE])
    opened.choose("differenceChoice")
    file = opened.part(QgsFileWidget, "differenceFile")
    assert Path(file.filePath()).name == "DSM difference 2024-05-12 to 2024-06-03.tif"
    opened.combo("modelCombo").setCurrentIndex(1)
    assert Path(file.filePath()).name.startswith("DTM")
    file.setFilePath(str(tmp_path / "mine"))
    opened.combo("modelCombo").setCurrentIndex(0)  # the name is the user's now
    opened.part(QCheckBox, "levelCheck").setChecked(True)
    opened.part(QDoubleSpinBox, "ignoreSpin").setValue(0.05)
    opened.button.click()
    assert opened.told == [(DifferenceRequest(MAY, JUNE, LayerKind.DSM, tmp_path / "mine.tif", True, 0.05),)]


def test_a_difference_never_goes_into_the_folder_that_qgis_runs_in(window: QWidget) -> None:
    Settings().last_download_folder = ""
    opened = Opened(window, [MAY, JUNE])
    opened.choose("differenceChoice")
    file = opened.part(QgsFileWidget, "differenceFile")
    assert Path(file.filePath()).parent == Path.home()
    file.setFilePath("mine")
    opened.button.click()
    (request,) = opened.told[0]
    assert request.target == Path.home() / "mine.tif"


def test_without_a_file_there_is_no_difference(window: QWidget) -> None:
    opened = Opened(window, [MAY, JUNE])
    opened.choose("differenceChoice")
    opened.part(QgsFileWidget, "differenceFile").setFilePath("")
    assert not opened.button.isEnabled()


def test_what_is_missing_is_said_with_a_reason_and_a_way(window: QWidget) -> None:
    flat = replace(JUNE, options=(), available_assets=("orthophoto.tif",))
    opened = Opened(window, [MAY, flat])
    assert opened.button.isEnabled()
    opened.choose("differenceChoice")
    assert not opened.button.isEnabled()
    assert "“June”" in opened.reason("whyNoDifference")
    assert "“dsm”" in opened.reason("whyNoDifference")
    broken = replace(JUNE, available_assets=("orthophoto.tif", "dtm.tif"))
    opened = Opened(window, [MAY, broken])
    opened.choose("differenceChoice")
    opened.combo("modelCombo").setCurrentIndex(0)
    assert "console" in opened.reason("whyNoDifference")
    opened.combo("modelCombo").setCurrentIndex(1)
    assert opened.reason("whyNoDifference") == ""
    assert opened.button.isEnabled()


@pytest.mark.parametrize(
    ("tasks", "text"),
    [
        ([], "fewer than two"),
        ([MAY], "fewer than two"),
        ([MAY, replace(JUNE, status=TaskStatus.RUNNING)], "fewer than two"),
        ([MAY, replace(JUNE, extent=(10.0, 50.0, 10.1, 50.1))], "do not overlap"),
        ([MAY, replace(JUNE, extent=None, available_assets=("georeferenced_model.laz",))], "no place"),
    ],
)
def test_flights_that_cannot_be_compared_say_why(window: QWidget, tasks: Any, text: str) -> None:
    opened = Opened(window, tasks)
    assert not opened.button.isEnabled()
    assert text in opened.reason("whyNoSwipe")


def test_the_same_flight_twice_is_no_pair(window: QWidget) -> None:
    opened = Opened(window, [MAY, JUNE])
    opened.combo("beforeCombo").setCurrentIndex(1)
    assert "two different" in opened.reason("whyNoSwipe")
    assert not opened.button.isEnabled()


def test_unfinished_flights_are_named(window: QWidget) -> None:
    opened = Opened(window, [MAY, JUNE, replace(JULY, status=TaskStatus.RUNNING)])
    assert "“July”" in opened.part(QLabel, "unfinishedLabel").text()


def test_hostile_names_are_plain_text(window: QWidget) -> None:
    name = "<img src='http://evil.example'>\n" + "x" * 500
    opened = Opened(window, [replace(MAY, name=name), replace(JUNE, available_assets=())])
    for label in opened.dialog.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or "<img" not in label.text()
    assert "\n" not in opened.combo("beforeCombo").itemText(0)
    assert opened.dialog.sizeHint().width() < 1200


def test_two_layers_or_groups_of_the_map_are_compared(window: QWidget, project: QgsProject) -> None:
    root = project.layerTreeRoot()
    group = root.addGroup("Flight")
    layers = [QgsVectorLayer("Point?crs=EPSG:3857", name, "memory") for name in ("one", "two")]
    for layer, parent in zip(layers, (group, root)):
        project.addMapLayer(layer, False)
        parent.addLayer(layer)
    opened = Opened(window, [])
    assert opened.part(QRadioButton, "layersChoice").isChecked()
    first = opened.combo("firstCombo")
    assert [first.itemText(row).strip() for row in range(first.count())] == ["Flight", "one", "two"]
    assert opened.combo("secondCombo").currentIndex() == 2  # what lies in the group is no other side
    opened.button.click()
    sides = opened.told[0]
    assert [side.layers() for side in sides] == [[layers[0]], [layers[1]]]


def test_the_same_layer_twice_is_refused(window: QWidget, project: QgsProject) -> None:
    for name in ("one", "two"):
        project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:3857", name, "memory"))
    opened = Opened(window, [])
    opened.combo("secondCombo").setCurrentIndex(0)
    assert "two different layers" in opened.reason("whyNoLayers")
    assert not opened.button.isEnabled()


def test_every_part_is_reached_by_tab_and_has_a_name(window: QWidget) -> None:
    opened = Opened(window, [MAY, JUNE])
    opened.choose("differenceChoice")
    buddies = {label.buddy() for label in opened.dialog.findChildren(QLabel) if label.buddy() is not None}
    for name in ("beforeCombo", "afterCombo", "modelCombo"):
        part = opened.combo(name)
        assert part in buddies or part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert opened.part(QgsFileWidget, "differenceFile").lineEdit().accessibleName()


def test_orthophotos_are_put_on_the_map_and_then_compared(
    workspace: Any, survey_server: Any, project: QgsProject, turn: Callable[..., bool]
) -> None:
    """Two tasks of a server, none of which is on the map yet."""
    twin = "6aba71e7-3164-4f65-8aa0-2896f7f33840"
    survey_server.tasks[twin] = {**survey_server.tasks[TASK_ID], "id": twin, "name": "Twin"}
    tasks = []
    for task_id in (TASK_ID, twin):
        job = workspace.find_task("1", task_id)
        assert turn(lambda job=job: not job.is_running())
        tasks.append(job.result)
    canvas = QgsMapCanvas()
    canvas.setRenderFlag(False)
    tool, failed = SwipeTool(canvas), []
    swipe_flights(workspace, tool, *tasks, failed.append)
    assert turn(lambda: tool.is_on or failed)
    assert not failed
    assert len(project.mapLayers()) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not tool.is_on
