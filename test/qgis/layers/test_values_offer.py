"""Whoever identifies a picture of heights is offered real values: once, in the message bar, by the real tool and real clicks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest
from nadir.core.layers.marks import LayerForm, Mark, read_mark, write_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.values.elevation import is_terrain, knows_terrain
from nadir.core.settings import Settings
from nadir.test.qgis import hill
from nadir.ui.common.notifier import MessageItem, Notifier
from nadir.ui.map.values_offer import ValuesOffer
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle, QgsSettings
from qgis.gui import QgsMapCanvas, QgsMapToolIdentify, QgsMapToolPan, QgsMessageBar
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QToolButton, QWidget

Turn = Callable[..., bool]


class Trial:
    """A canvas with the offer on it."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.canvas = QgsMapCanvas(self.window)
        self.canvas.setRenderFlag(False)
        self.canvas.resize(400, 400)
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(f"EPSG:{hill.EPSG}"))
        self.bar = QgsMessageBar(self.window)
        self.loaded: List[Mark] = []
        self.reason = ""
        self.settings = Settings()
        self.settings.offer_values = True
        self.notifier = Notifier(QgsMessageBar(self.window), self.bar, self.window)
        self.offer = ValuesOffer(
            self.canvas, self.notifier, self.loaded.append, lambda mark: self.reason, self.settings, self.window
        )
        self.identify = QgsMapToolIdentify(self.canvas)
        self.canvas.setMapTool(self.identify)
        self.window.show()

    def look_at(self, layer: QgsRasterLayer, *, current: bool = True) -> None:
        QgsProject.instance().addMapLayer(layer)
        self.canvas.setLayers([layer])
        self.canvas.setExtent(QgsRectangle(hill.WEST, hill.NORTH - 64, hill.WEST + 64, hill.NORTH))
        self.canvas.setCurrentLayer(layer if current else None)

    def click(self, turn: Turn, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> List[str]:
        QTest.mouseClick(self.canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
        turn(lambda: False, 0.1)
        return self.texts()

    def texts(self) -> List[str]:
        return [item.text() for item in self.bar.items() if isinstance(item, MessageItem)]

    def press(self, label: str) -> None:
        (button,) = [each for each in self.bar.findChildren(QToolButton) if each.text() == label]
        button.click()

    def close(self) -> None:
        self.offer.uninstall()
        self.notifier.close()
        self.settings.offer_values = True
        self.canvas.unsetMapTool(self.identify)
        self.window.close()


@pytest.fixture
def trial(project: QgsProject) -> Iterator[Trial]:
    QgsSettings().remove("Map/identifyMode")
    made = Trial()
    yield made
    QgsSettings().remove("Map/identifyMode")
    made.close()


def picture(folder: Path, kind: LayerKind = LayerKind.DSM, form: LayerForm = LayerForm.TILES, name: str = "Surface") -> QgsRasterLayer:
    """A layer that is marked as tiles; what is behind it makes no difference to the offer."""
    folder.mkdir(exist_ok=True)
    hill.write(folder)
    layer = QgsRasterLayer(str(folder / "dsm.tif"), name)
    write_mark(layer, Mark(kind, form, "http://127.0.0.1:1", "1", "t", "v"))
    return layer


def test_a_click_on_a_picture_of_heights_offers_the_values_once(trial: Trial, tmp_path: Path, turn: Turn) -> None:
    layer = picture(tmp_path / "a")
    trial.look_at(layer)
    assert len(trial.click(turn)) == 1 and "“Surface”" in trial.texts()[0]
    assert len(trial.click(turn)) == 1, "not again"
    trial.press("Load real values")
    assert trial.loaded == [read_mark(layer)] and trial.texts() == []
    assert trial.click(turn) == []
    trial.look_at(picture(tmp_path / "b", LayerKind.DTM, name="Terrain"))
    assert len(trial.click(turn)) == 1 and "“Terrain”" in trial.texts()[0]


def test_the_tool_gets_the_click_too(trial: Trial, tmp_path: Path, turn: Turn) -> None:
    got: List[Any] = []

    class Tool(QgsMapToolIdentify):
        def canvasReleaseEvent(self, event: Any) -> None:  # noqa: N802 - QGIS's name
            got.append(event.pos())

    tool = Tool(trial.canvas)
    trial.canvas.setMapTool(tool)
    trial.look_at(picture(tmp_path))
    assert trial.click(turn) and got == [QPoint(200, 200)]
    trial.canvas.unsetMapTool(tool)


def test_other_tools_layers_and_buttons_offer_nothing(trial: Trial, tmp_path: Path, turn: Turn) -> None:
    trial.look_at(picture(tmp_path / "o", LayerKind.ORTHOPHOTO))
    assert trial.click(turn) == []
    plain = QgsRasterLayer(str(tmp_path / "o" / "dsm.tif"), "Not ours")
    trial.look_at(plain)
    assert trial.click(turn) == []
    trial.look_at(picture(tmp_path / "a"))
    assert trial.click(turn, Qt.MouseButton.RightButton) == []
    pan = QgsMapToolPan(trial.canvas)
    trial.canvas.setMapTool(pan)
    assert trial.click(turn) == []
    trial.canvas.setMapTool(trial.identify)
    assert len(trial.click(turn)) == 1
    trial.canvas.unsetMapTool(pan)


def test_nothing_is_offered_that_cannot_be_had_or_is_not_wanted(trial: Trial, tmp_path: Path, turn: Turn) -> None:
    trial.look_at(picture(tmp_path))
    trial.reason = "Its real values are on the map already."
    assert trial.click(turn) == []
    trial.reason, trial.settings.offer_values = "", False
    assert trial.click(turn) == []
    trial.settings.offer_values = True
    assert len(trial.click(turn)) == 1, "once it can be had, it is offered"


@pytest.mark.parametrize("mode", [2, "TopDownAll"])
def test_where_the_tool_looks_at_all_layers_the_topmost_picture_there_counts(
    trial: Trial, tmp_path: Path, turn: Turn, mode: Any
) -> None:
    layer = picture(tmp_path)
    trial.look_at(layer, current=False)
    assert trial.click(turn) == [], "the tool looks at the current layer only, and there is none"
    QgsSettings().setValue("Map/identifyMode", mode)
    trial.canvas.setExtent(QgsRectangle(hill.WEST + 500, hill.NORTH, hill.WEST + 564, hill.NORTH + 64))
    assert trial.click(turn) == [], "beside it"
    trial.canvas.setExtent(layer.extent())
    assert len(trial.click(turn)) == 1


def test_a_name_is_shown_as_it_is(trial: Trial, tmp_path: Path, turn: Turn) -> None:
    trial.look_at(picture(tmp_path, name="<b>bold</b>\n" + "x" * 500))
    (text,) = trial.click(turn)
    assert "<b>bold</b> x" in text and len(text) < 250


def test_values_that_come_onto_the_map_may_become_the_terrain(trial: Trial, tmp_path: Path, project: QgsProject, turn: Turn) -> None:
    if not knows_terrain():
        pytest.skip("projects have no terrain in this QGIS")
    layer = picture(tmp_path, form=LayerForm.FILE, name="Heights")
    project.addMapLayer(layer)
    assert turn(lambda: trial.texts())
    trial.press("Use as terrain")
    assert is_terrain(layer) and trial.texts() == []


def test_a_project_that_is_opened_offers_no_terrain(trial: Trial, tmp_path: Path, project: QgsProject, turn: Turn) -> None:
    trial.offer.uninstall()
    project.addMapLayer(picture(tmp_path, form=LayerForm.FILE))
    path = str(tmp_path / "saved.qgz")
    assert project.write(path)
    project.clear()
    trial.offer = ValuesOffer(trial.canvas, trial.notifier, trial.loaded.append, lambda mark: "", trial.settings, trial.window)
    assert project.read(path)
    turn(lambda: False, 0.2)
    assert trial.texts() == []


def test_taken_back_it_sees_nothing_more(trial: Trial, tmp_path: Path, turn: Turn) -> None:
    trial.look_at(picture(tmp_path))
    trial.offer.uninstall()
    assert trial.click(turn) == []
    trial.offer = ValuesOffer(trial.canvas, trial.notifier, trial.loaded.append, lambda mark: "", trial.settings, trial.window)
    assert len(trial.click(turn)) == 1
