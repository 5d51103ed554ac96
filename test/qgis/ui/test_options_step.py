"""The options step on a scripted server: presets, nodes, boundary, control points, size and alignment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nadir.core.api.errors import PermissionRefused, Unreachable
from nadir.core.api.nodes import ProcessingNode
from nadir.core.api.options import NodeOption, TaskOption
from nadir.core.api.presets import Preset
from nadir.core.api.task import Task
from nadir.core.connections import Connection
from nadir.core.jobs import Jobs
from nadir.core.photos.photo import Photo
from nadir.core.photos.report import PhotoReport
from nadir.core.workspace import Workspace
from nadir.ui.new_task.options.choice import AUTOMATIC
from nadir.ui.new_task.options.preset_dialog import PresetDialog
from nadir.ui.new_task.options.size_choice import BEFORE, ON_SERVER
from nadir.ui.new_task.options.step import OptionsStep
from nadir.ui.new_task.summary import SummaryStep
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QApplication, QLabel, QMessageBox

from .option_recordings import option_lists, recorded_body

OPTIONS = max(option_lists(), key=len)
DEFAULT = (TaskOption("auto-boundary", True), TaskOption("dsm", True))


def node(number: int, **changes: Any) -> ProcessingNode:
    values: dict[str, Any] = {"online": True, "engine": "odm", "label": f"Node {number}", "available_options": OPTIONS}
    return ProcessingNode(str(number), f"node{number}", 3000, **{**values, **changes})


@dataclass
class Server:
    """What stands behind the client, and what it was asked."""

    nodes: tuple[ProcessingNode, ...] = (node(1),)
    options: tuple[NodeOption, ...] = OPTIONS
    presets: list[Preset] = field(
        default_factory=lambda: [Preset.from_json(item) for item in recorded_body("webodm/presets_list")]
    )
    tasks: tuple[Task, ...] = ()
    asked: list[tuple] = field(default_factory=list)
    failure: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)

    def client(self) -> Any:
        server = self

        class Nodes:
            def list(self, *, cancelled: Any) -> tuple:
                return server.answer(server.nodes)

            def options(self, *, cancelled: Any) -> tuple:
                server.gate.wait(5)
                return server.answer(server.options)

        class Presets:
            def list(self, *, cancelled: Any) -> tuple:
                return server.answer(tuple(server.presets))

            def create(self, name: str, options: Any, *, cancelled: Any) -> Preset:
                server.asked.append(("create", name, tuple(options)))
                return server.answer(Preset("new", name, tuple(options)))

            def patch(self, preset_id: str, *, name: str, options: Any, cancelled: Any) -> Preset:
                server.asked.append(("patch", preset_id, name, tuple(options)))
                return server.answer(Preset(preset_id, name, tuple(options)))

            def delete(self, preset_id: str, *, cancelled: Any) -> None:
                server.asked.append(("delete", preset_id))
                server.answer(None)

        class Tasks:
            def list(self, project_id: str, **asked: Any) -> tuple:
                server.asked.append(("tasks", project_id, int(asked["status"]), asked["available_assets"]))
                return server.answer(server.tasks)

        session = type("Session", (), {"url": "http://drones.example.org", "username": "pilot", "close": lambda self: None})()
        return type("Client", (), {"session": session, "nodes": Nodes(), "presets": Presets(), "tasks": Tasks()})()

    def answer(self, value: Any) -> Any:
        if self.failure is not None:
            raise self.failure
        return value


@dataclass
class Stage:
    """A step on a server, with photos."""

    step: OptionsStep
    server: Server
    turn: Callable[..., bool]
    photos: list[Photo]

    def message(self, name: str) -> str:
        label = self.step.findChild(QLabel, name)
        return label.text() if label.isVisible() else ""

    def names(self) -> list[str]:
        combo = self.step.presets.combo
        return [combo.itemText(index) for index in range(combo.count())]

    def choose_preset(self, name: str) -> None:
        combo = self.step.presets.combo
        index = self.names().index(name)
        combo.setCurrentIndex(index)
        combo.activated.emit(index)

    def click(self, option: str) -> None:
        self.step.form.show_option(option)
        self.step.form.findChild(object, f"editor_{option}").click()

    def options(self) -> set[TaskOption]:
        return set(self.step.choice().options)

    def show_photos(self, *photos: Photo) -> None:
        self.photos[:] = photos
        self.step.photos_changed()


@pytest.fixture
def stage(qgis_app: Any, jobs: Jobs, turn: Callable[..., bool], project: QgsProject) -> Iterator[Callable[..., Stage]]:
    """`stage(server)`: a step that has seen all of the server."""
    made: list[Stage] = []

    def make(server: Server | None = None, *, wait: bool = True) -> Stage:
        server = server or Server()
        photos: list[Photo] = []
        workspace = Workspace(Connection("office", "Office", "http://drones.example.org"), server.client(), jobs)
        step = OptionsStep(workspace, lambda: PhotoReport(tuple(photos)))
        step.resize(1000, 800)
        step.show()
        result = Stage(step, server, turn, photos)
        made.append(result)
        if wait:
            server.gate.set()
            assert turn(lambda: not step.problem() and not step._looking._jobs)
        return result

    yield make
    for each in made:
        each.server.gate.set()
        each.step.close_looks()
        each.step.close()
        each.step.deleteLater()
    QApplication.processEvents()


def photo(number: int = 0, **changes: Any) -> Photo:
    values: dict[str, Any] = {"width": 4000, "height": 3000, "longitude": 9.0 + number * 1e-4, "latitude": 48.0}
    return Photo(Path(f"/s/DJI_{number:04}.JPG"), 8_000_000, **{**values, **changes})


# Presets


def test_it_begins_with_the_servers_preset_of_that_name(stage: Callable[..., Stage]) -> None:
    found = stage()
    choice = found.step.choice()
    assert set(choice.options) == set(DEFAULT) and choice.preset == "Default"
    assert found.names()[0] == "Default" and found.names()[-1] == "The node’s defaults" and len(found.names()) == 11


def test_nothing_starts_before_the_options_are_known(stage: Callable[..., Stage]) -> None:
    found = stage(wait=False)
    assert "being looked at" in found.step.problem()
    found.server.gate.set()
    assert found.turn(lambda: found.step.problem() == "")


def test_a_changed_preset_says_so_and_can_be_had_back(stage: Callable[..., Stage]) -> None:
    found = stage()
    found.click("dtm")
    assert found.names()[0] == "Default (changed)"
    found.choose_preset("Forest")
    assert TaskOption("dtm", True) not in found.options() and "Default" in found.names()
    found.choose_preset("My last changes")
    assert found.options() == {*DEFAULT, TaskOption("dtm", True)} and found.step.choice().preset == ""
    found.choose_preset("The node’s defaults")
    assert found.options() == set()


def test_a_value_set_back_by_hand_is_no_change(stage: Callable[..., Stage]) -> None:
    found = stage()
    found.click("dtm")
    found.click("dtm")
    assert found.names()[0] == "Default"


def test_a_preset_is_saved_under_a_name_that_is_free(stage: Callable[..., Stage]) -> None:
    found = stage()
    found.click("dtm")
    found.step.presets.save_action.trigger()
    dialog = found.step.findChild(PresetDialog)
    assert dialog.edit.text() == "My Default" and dialog.save_button.isEnabled()
    for bad in ("", "   ", "forest"):
        dialog.edit.setText(bad)
        assert not dialog.save_button.isEnabled()
    assert "a preset of the server" in dialog.message.text()
    dialog.edit.setText(" Quarry ")
    dialog.save_button.click()
    saved = {TaskOption("dtm", True), *DEFAULT}
    assert found.turn(lambda: found.server.asked != [])
    assert found.server.asked[0][:2] == ("create", "Quarry") and set(found.server.asked[0][2]) == saved
    assert found.turn(lambda: found.names()[0] == "Quarry") and found.step.choice().preset == "Quarry"
    assert "was saved" in found.message("presetMessage")


def test_an_own_preset_is_updated_and_deleted_after_a_question(stage: Callable[..., Stage]) -> None:
    server = Server()
    server.presets.append(Preset("77", "Quarry <b>", (TaskOption("dsm", True),)))
    found = stage(server)
    assert not found.step.presets.delete_action.isVisible()
    found.choose_preset("Quarry <b>")
    assert not found.step.presets.update_action.isEnabled()
    found.click("dtm")
    found.step.presets.update_action.trigger()
    assert found.turn(lambda: server.asked != [] and found.names()[0] == "Quarry <b>")
    assert server.asked[0][:3] == ("patch", "77", "Quarry <b>") and TaskOption("dtm", True) in server.asked[0][3]
    found.step.presets.delete_action.trigger()
    box = found.step.findChild(QMessageBox)
    assert "Quarry <b>" in box.text() and server.asked[-1][0] == "patch"
    next(button for button in box.buttons() if button.objectName() == "confirmButton").click()
    assert found.turn(lambda: "Quarry <b>" not in found.names()) and server.asked[-1] == ("delete", "77")
    assert TaskOption("dtm", True) in found.options()


def test_saving_over_an_own_preset_says_that_it_is_replaced(stage: Callable[..., Stage]) -> None:
    server = Server()
    server.presets.append(Preset("77", "Quarry", ()))
    found = stage(server)
    found.step.presets.save_action.trigger()
    dialog = found.step.findChild(PresetDialog)
    dialog.edit.setText("quarry")
    assert dialog.save_button.text() == "&Replace" and dialog.save_button.isEnabled()
    dialog.save_button.click()
    assert found.turn(lambda: server.asked != []) and server.asked[0][:3] == ("patch", "77", "quarry")


def test_a_refusal_is_told_and_nothing_is_lost(stage: Callable[..., Stage]) -> None:
    found = stage()
    found.click("dtm")
    found.server.failure = PermissionRefused("This preset belongs to the server.", "Save a copy.", "403")
    found.step._preset_verbs._save("Quarry", None)
    assert found.turn(lambda: "belongs to the server" in found.message("presetMessage"))
    assert TaskOption("dtm", True) in found.options()


def test_what_a_preset_has_and_the_node_does_not_know_is_left_out_with_a_word(stage: Callable[..., Stage]) -> None:
    known = tuple(option for option in OPTIONS if option.name != "auto-boundary")
    found = stage(Server(options=known, nodes=(node(1, available_options=known),)))
    assert found.options() == {TaskOption("dsm", True)} and found.step.choice().unknown == ()
    found.step.form.unknown.boxes["auto-boundary"].click()
    assert found.options() == set(DEFAULT) and found.step.choice().unknown == ("auto-boundary",)


# Nodes


def test_an_account_that_sees_no_nodes_gets_the_usual_options(stage: Callable[..., Stage]) -> None:
    found = stage(Server(nodes=(), options=()))
    assert "not known to your account" in found.message("optionsMessage")
    assert set(found.step.form.chosen.definitions) >= {"dsm", "dtm", "pc-quality", "boundary"}
    assert set(found.step.choice().options) == set(DEFAULT) and found.step.choice().node_id is None


def test_offline_nodes_cannot_be_chosen_and_say_why(stage: Callable[..., Stage]) -> None:
    gone = node(2, online=False, last_refreshed=datetime(2026, 3, 4, 12, 30))
    found = stage(Server(nodes=(node(1, queue_count=3, max_images=50), gone, node(3, online=False))))
    combo = found.step.node.combo
    assert [combo.itemText(index) for index in range(4)] == ["Automatic", "Node 1 (3 in the queue)", "Node 2 (offline)", "Node 3 (offline)"]
    assert [combo.model().item(index).isEnabled() for index in range(4)] == [True, True, False, False]
    assert "reached it last at" in combo.itemData(2, 3) and "never reached it" in combo.itemData(3, 3)
    found.step.node.select("1")
    assert found.step.choice().node_id == "1" and "at most 50 photos" in found.message("nodeChoiceMessage")


def test_a_limit_below_the_number_of_photos_stands_in_the_way(stage: Callable[..., Stage]) -> None:
    found = stage(Server(nodes=(node(1, max_images=3), node(2, max_images=10))))
    found.show_photos(*(photo(number) for number in range(5)))
    assert found.step.problem() == "" and "“Node 1” may not take 5 photos" in found.step.choice().notes[0]
    found.step.node.select("1")
    assert "takes at most 3 photos, and there are 5" in found.step.problem()
    found.step.node.select("2")
    assert found.step.problem() == ""
    found.show_photos(*(photo(number) for number in range(11)))
    found.step.node.combo.setCurrentIndex(0)
    found.step.node._chosen()
    assert "No processing node takes 11 photos; the largest takes 10" in found.step.problem()


def test_a_nodes_own_options_are_shown(stage: Callable[..., Stage]) -> None:
    found = stage(Server(nodes=(node(1), node(2, available_options=(*OPTIONS, NodeOption("magic", "bool", "false"))))))
    assert "magic" not in found.step.form.chosen.definitions
    found.step.node.select("2")
    found.click("magic")
    assert TaskOption("magic", True) in found.options()
    found.step.node.select("1")
    assert TaskOption("magic", True) not in found.options() and "magic" in found.step.form.unknown.boxes


def test_no_node_online_is_told(stage: Callable[..., Stage]) -> None:
    found = stage(Server(nodes=(node(1, online=False),)))
    assert "waits until one is" in found.step.choice().notes[0] and found.step.problem() == ""


def test_a_server_that_cannot_be_reached_is_told(stage: Callable[..., Stage]) -> None:
    server = Server(failure=Unreachable("The server cannot be reached.", "Check the network.", "x"))
    server.gate.set()
    found = stage(server, wait=False)
    assert found.turn(lambda: "cannot be reached" in found.message("optionsMessage"))


# Boundary


def fields_layer(shape: str, crs: str = "EPSG:4326") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "Fields", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(shape))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


AROUND = "POLYGON((8.999 47.999, 9.00025 47.999, 9.00025 48.001, 8.999 48.001, 8.999 47.999))"


def test_a_layer_becomes_the_boundary(stage: Callable[..., Stage]) -> None:
    found = stage()
    found.show_photos(*(photo(number) for number in range(5)))
    found.step.boundary.combo.setLayer(fields_layer(AROUND))
    assert "being looked at" in found.step.problem()
    assert found.turn(lambda: found.step.problem() == "")
    sent = {option.name: option.value for option in found.step.choice().options}
    assert '"type":"Polygon"' in str(sent["boundary"]) and "3 of 5 photos within" in found.message("boundaryChoiceMessage")
    assert "Default" in found.names()  # a layer is no change of the preset, nor part of one
    found.step.boundary.combo.setLayer(None)
    assert "boundary" not in {option.name for option in found.step.choice().options}


def test_a_boundary_elsewhere_stands_in_the_way_until_it_is_moved(stage: Callable[..., Stage]) -> None:
    found = stage()
    found.show_photos(*(photo(number) for number in range(5)))
    layer = fields_layer("POLYGON((10 47, 10.1 47, 10.1 47.1, 10 47))")
    found.step.boundary.combo.setLayer(layer)
    assert found.turn(lambda: "None of the photos was taken near the boundary" in found.step.problem())
    assert "boundary" not in {option.name for option in found.step.choice().options}
    layer.startEditing()
    layer.changeGeometry(next(layer.getFeatures()).id(), QgsGeometry.fromWkt(AROUND))
    assert found.turn(lambda: found.step.problem() == "")
    layer.rollBack()


def test_selection_counts_as_it_changes(stage: Callable[..., Stage]) -> None:
    found = stage()
    layer = fields_layer(AROUND)
    found.step.boundary.combo.setLayer(layer)
    found.step.boundary.selected.click()
    assert found.turn(lambda: "No feature of Fields is selected" in found.step.problem())
    layer.selectAll()
    assert found.turn(lambda: found.step.problem() == "")


def test_a_layer_that_is_removed_takes_the_boundary_with_it(stage: Callable[..., Stage]) -> None:
    found = stage()
    layer = fields_layer(AROUND)
    found.step.boundary.combo.setLayer(layer)
    assert found.turn(lambda: "boundary" in {option.name for option in found.step.choice().options})
    QgsProject.instance().removeMapLayer(layer.id())
    assert found.turn(lambda: "boundary" not in {option.name for option in found.step.choice().options})
    assert found.step.problem() == ""


def test_a_node_without_such_an_option_is_told(stage: Callable[..., Stage]) -> None:
    known = tuple(option for option in OPTIONS if option.name != "boundary")
    found = stage(Server(options=known, nodes=(node(1, available_options=known),)))
    assert not found.step.boundary.combo.isEnabled() and "has no option" in found.message("boundaryChoiceMessage")
    assert found.step.choice().notes == ()


def test_a_boundary_that_the_node_cannot_use_is_told_in_the_summary(stage: Callable[..., Stage]) -> None:
    without = tuple(option for option in OPTIONS if option.name != "boundary")
    found = stage(Server(nodes=(node(1), node(2, available_options=without))))
    found.step.boundary.combo.setLayer(fields_layer(AROUND))
    assert found.turn(lambda: found.step.problem() == "")
    found.step.node.select("2")
    assert any("has no option" in note for note in found.step.choice().notes)


# Ground control points


def gcp_file(folder: Path, *, column: int = 100) -> Path:
    """Five points, each on three photos."""
    lines = [
        f"{9 + point * 1e-4} 48.0 100 {column} 100 DJI_{point + each:04}.JPG P{point}" for point in range(5) for each in range(3)
    ]
    path = folder / "points.txt"
    path.write_text("\n".join(["EPSG:4326", *lines]))
    return path


def test_a_good_file_goes_with_the_photos(stage: Callable[..., Stage], tmp_path: Path) -> None:
    found = stage()
    found.show_photos(*(photo(number) for number in range(8)))
    path = gcp_file(tmp_path)
    found.step.points.picker.setFilePath(str(path))
    assert "being looked at" in found.step.problem()
    assert found.turn(lambda: found.step.problem() == "")
    assert found.step.choice().gcp_file == path and found.step.choice().notes == ()
    assert "5 points on 7 photos, EPSG:4326" in found.message("controlPointsChoiceMessage")


def test_a_bad_file_stands_in_the_way_with_its_lines(stage: Callable[..., Stage], tmp_path: Path) -> None:
    found = stage()
    found.show_photos(*(photo(number) for number in range(8)))
    found.step.points.picker.setFilePath(str(gcp_file(tmp_path, column=9999)))
    assert found.turn(lambda: "Line 2: The pixel 9999, 100 is outside of DJI_0000.JPG" in found.step.problem())
    assert "… +" in found.message("controlPointsChoiceMessage")
    found.step.points.picker.setFilePath(str(tmp_path / "none.txt"))
    assert found.turn(lambda: "cannot be read" in found.step.problem())
    found.step.points.picker.setFilePath("")
    assert found.step.problem() == "" and found.step.choice().gcp_file is None


def test_an_engine_that_does_not_say_whether_it_uses_points_is_told(stage: Callable[..., Stage], tmp_path: Path) -> None:
    found = stage(Server(nodes=(node(1, engine="nadir"),)))
    found.show_photos(*(photo(number) for number in range(8)))
    found.step.points.picker.setFilePath(str(gcp_file(tmp_path)))
    assert found.turn(lambda: found.step.problem() == "")
    assert any("it may ignore them" in note for note in found.step.choice().notes)


# Size


def test_sizes_are_chosen_and_what_they_save_is_said(stage: Callable[..., Stage], tmp_path: Path) -> None:
    found = stage()
    found.show_photos(*(photo(number) for number in range(10)))
    assert (found.step.choice().resize_to, found.step.choice().resize_on_server) == (None, False)
    size = found.step.size_choice
    size.combo.setCurrentIndex(size.combo.findData(BEFORE))
    size.spin.setValue(2000)
    assert (found.step.choice().resize_to, found.step.choice().resize_on_server) == (2000, False)
    assert "About 20.0 MB to upload instead of 80.0 MB" in found.message("sizeChoiceMessage")
    size.spin.setValue(5000)
    assert "None of the photos is larger" in found.message("sizeChoiceMessage")
    found.step.points.picker.setFilePath(str(tmp_path / "points.txt"))
    assert "Make them smaller on the server" in size.problem()
    size.combo.setCurrentIndex(size.combo.findData(ON_SERVER))
    assert size.problem() == "" and found.step.choice().resize_on_server


# Alignment


def test_finished_tasks_of_the_project_can_be_aligned_to(stage: Callable[..., Stage]) -> None:
    server = Server(tasks=(Task(id="a", project_id="1", name="March"), Task(id="b", project_id="1", name="<i>May</i>")))
    found = stage(server)
    assert not found.step.align.combo.isEnabled() and "new project" in found.message("alignChoiceMessage")
    found.step.set_project("1")
    assert found.turn(lambda: found.step.align.combo.count() == 4)
    assert server.asked == [("tasks", "1", 40, ("georeferenced_model.laz",))]
    combo = found.step.align.combo
    for index, wanted in ((0, None), (1, AUTOMATIC), (3, "b")):
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        assert found.step.choice().align_to == wanted
    found.step.set_project(None)
    assert found.step.choice().align_to is None


def test_another_server_is_looked_at_from_the_beginning(stage: Callable[..., Stage], jobs: Jobs) -> None:
    found = stage()
    found.click("dtm")
    other = Server(nodes=(node(9, label="Elsewhere"),), presets=[])
    other.gate.set()
    workspace = Workspace(Connection("b", "B", "http://b.example.org"), replace(other).client(), jobs)
    found.step.set_workspace(workspace)
    assert found.turn(lambda: not found.step._looking._jobs)
    assert found.step.node.combo.itemText(1).startswith("Elsewhere") and found.step.choice().options == ()


# Room


def test_in_a_small_window_the_form_has_the_room_and_the_rest_folds(stage: Callable[..., Stage]) -> None:
    found = stage(Server(nodes=(node(1, max_images=1),)))
    step = found.step
    step.resize(500, 400)
    QApplication.processEvents()
    assert step.form.height() > step.height() / 2 and not step.node.isVisible() and step._fold.isVisible()
    step._fold.click()
    QApplication.processEvents()
    assert step.node.isVisible() and step.form.isVisible()
    step._fold.click()
    assert not step.node.isVisible()
    found.show_photos(photo(1), photo(2))  # more than any node takes: what stands in the way is shown
    assert step.node.isVisible() and "No processing node takes" in found.message("nodeChoiceMessage")
    step.resize(1000, 800)
    assert not step._fold.isVisible() and step.node.isVisible()


def test_the_queue_before_the_task_is_told(stage: Callable[..., Stage]) -> None:
    found = stage(Server(nodes=(node(1, queue_count=7), node(2, queue_count=3), node(3, queue_count=0, online=False))))
    assert found.step.choice().queue == 3
    found.step.node.select("1")
    assert found.step.choice().queue == 7
    summary = SummaryStep(True)
    assert "its queue before this one: 7" in summary._node(found.step.choice())
    found.step.node.set_nodes((node(1),))
    assert "queue" not in summary._node(found.step.choice())
