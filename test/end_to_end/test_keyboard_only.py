"""A whole task with the keyboard alone: keys go to whatever has the focus, as they do for a person without a mouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.settings import Settings
from nadir.plugin import NadirPlugin
from pytest_qgis.qgis_interface import QgisInterface
from qgis.core import QgsProject, QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog, QMainWindow, QWidget

from .test_photos_to_layers import project, turn_until

__all__ = ["project"]  # a fixture

BRIGHTON = Path(__file__).resolve().parents[3] / "shared" / "data" / "brighton_beach" / "images"
FEW = 8  # photos, in a strip
MOST_TABS = 150
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Presses keys where the focus is; sees what a person sees: what has the focus."""

    @property
    def focus(self) -> QWidget:
        """What has it. Without a screen there is no window manager, which gives it to the window that has just opened."""
        if QApplication.focusWidget() is None:
            shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
            dialogs = [each for each in shown if isinstance(each, QDialog)]
            (QApplication.activeModalWidget() or [*shown, *dialogs][-1]).activateWindow()
            turn_until(lambda: QApplication.focusWidget() is not None, 5)
        return QApplication.focusWidget()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        QTest.keyClick(self.focus, key, modifier)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)
        QApplication.processEvents()

    def go_to(self, name: str) -> None:
        """Tab until the control of that object name has the focus."""
        way = []
        for _ in range(MOST_TABS):
            if self.focus.objectName() == name:
                return
            way.append(self.focus.objectName() or type(self.focus).__name__)
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"no way to {name} by Tab: {' > '.join(way[:60])}")

    def use(self, name: str) -> None:
        """Go to a button and press it."""
        self.go_to(name)
        assert self.focus.isEnabled(), name
        self.press(Qt.Key.Key_Space)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with a strip of real photos."""
    if not BRIGHTON.is_dir():
        pytest.skip(f"the photos of Brighton Beach are not at {BRIGHTON}")
    folder = tmp_path / "Brighton"
    folder.mkdir()
    for path in sorted(BRIGHTON.glob("*.JPG"))[:FEW]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def window(
    environment: Path, project: QgsProject, qgis_canvas: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[QMainWindow]:
    """QGIS's window with the plugin in it, its panel closed; the local server has data of its own."""
    monkeypatch.setattr("nadir.core.verbs.uploads.data_folder", lambda: tmp_path / "profile")
    QgsSettings().remove("nadir")
    settings = Settings()
    settings.local_environment_folder, settings.local_data_folder = str(environment), str(tmp_path / "data")
    settings.load_when_finished = settings.local_goes_on = False
    made = QMainWindow()
    made.setCentralWidget(QWidget())
    made.resize(1200, 900)
    interface = QgisInterface(qgis_canvas, QgsMessageBar(made), made)
    interface.addDockWidget = made.addDockWidget
    plugin = NadirPlugin(interface)
    plugin.initGui()
    made.findChild(QWidget, "NadirDock").hide()
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    yield made
    project.clear()
    plugin.unload()
    made.close()
    made.deleteLater()
    QApplication.processEvents()
    QgsSettings().remove("nadir")


def is_shown(window: QMainWindow, name: str) -> Callable[[], bool]:
    """Whether a widget is there and seen."""

    def look() -> bool:
        found = window.findChild(QWidget, name)
        return found is not None and found.isVisible()

    return look


def add_photos(keys: Keyboard, window: QMainWindow, folder: Path) -> None:
    turn_until(is_shown(window, "NadirNewTaskDialog"), 20)
    turn_until(lambda: keys.focus.window().objectName() == "NadirNewTaskDialog", 5)
    keys.use("emptyAddFolderButton")
    turn_until(lambda: keys.focus.objectName() == "fileNameEdit", 20)
    keys.press(Qt.Key.Key_A, CONTROL)
    keys.write(str(folder))
    keys.press(Qt.Key.Key_Return)
    turn_until(lambda: is_shown(window, "photoList")() and not is_shown(window, "photosScanRow")(), 60)


@pytest.mark.timeout(600)
def test_from_the_panel_to_layers_without_a_mouse(window: QMainWindow, photos: Path, project: QgsProject) -> None:
    keys = Keyboard()
    window.findChild(QAction, "NadirAction").trigger()  # which QGIS has in its menu
    turn_until(is_shown(window, "localStartButton"), 30)
    assert keys.focus.objectName() == "projectTree"
    keys.use("localStartButton")
    new_task = window.findChild(QWidget, "newTaskButton")
    turn_until(new_task.isEnabled, 90)
    keys.use("newTaskButton")
    add_photos(keys, window, photos)

    keys.press(Qt.Key.Key_2, ALT)
    turn_until(is_shown(window, "editor_fast-orthophoto"), 30)
    keys.go_to("optionSearch")
    keys.write("fast")
    keys.use("editor_fast-orthophoto")
    keys.press(Qt.Key.Key_3, ALT)
    turn_until(is_shown(window, "startButton"), 5)
    keys.use("startButton")

    turn_until(is_shown(window, "taskTabs"), 90)
    load = window.findChild(QWidget, "loadButton")
    turn_until(load.isEnabled, 300)
    assert not project.mapLayers()
    keys.use("loadButton")
    turn_until(lambda: "orthophoto" in kinds(project), 60)
    assert all(layer.isValid() for layer in project.mapLayers().values())


def kinds(project: QgsProject) -> set[str]:
    """What the layers on the map show."""
    return {str(layer.customProperty("nadir/kind")) for layer in project.mapLayers().values()}
