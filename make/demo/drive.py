"""Runs inside QGIS and uses the Nadir panel as a person would: it clicks and types in widgets and reads the map, nothing else.

Steps are generators that yield while they wait, so that QGIS's event loop always turns; a heartbeat measures how long it ever did not.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QElapsedTimer, QObject, QPoint, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPixmap
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)
from qgis.utils import iface

IMAGES = Path(os.environ["NADIR_DEMO_IMAGES"])
OUTPUT = Path(os.environ["NADIR_DEMO_OUTPUT"])
KINDS = ("orthophoto", "dsm", "dtm", "pointcloud")
OVERVIEW, CONSOLE, FILES = range(3)  # tabs of a task's details
PROJECTS, NODES = range(2)  # tabs of the panel
PATIENCE = 120  # seconds without any change on the panel after which a step has failed


class DemoError(Exception):
    """A step did not lead where it should; the text says what was seen."""


class Heartbeat(QObject):
    """The longest time for which the main thread did not come round to its events, in milliseconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.longest = 0
        self.over: list[dict[str, Any]] = []
        self.phase = ""
        self._clock = QElapsedTimer()
        self._main = threading.get_ident()
        self._seen = ""
        self._running = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._clock.start()
        self._timer.start(10)
        self._running = True
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        self._timer.stop()
        self._running = False

    def _watch(self) -> None:
        """Note what the main thread is at when it has not come round for a while: the Python line, or that it is in Qt."""
        while self._running:
            time.sleep(0.03)
            if self._clock.elapsed() > 70:
                frame = sys._current_frames().get(self._main)
                lines = traceback.extract_stack(frame)[-6:] if frame else []
                self._seen = " > ".join(f"{Path(line.filename).name}:{line.lineno}" for line in lines) or "QGIS itself"

    def skip(self) -> None:
        """What the demo itself did until now (taking a picture) is not the plugin's doing."""
        self._clock.restart()

    def _beat(self) -> None:
        gap = int(self._clock.restart())
        self.longest = max(self.longest, gap)
        if gap > 100:
            self.over.append({"ms": gap, "phase": self.phase, "at": self._seen})
        self._seen = ""


class Demo(QObject):
    """The demo's steps, one after the other."""

    def __init__(self) -> None:
        super().__init__(iface.mainWindow())
        self.seconds: dict[str, float] = {}
        self.layers: list[dict[str, Any]] = []
        self.pictures: dict[str, QImage] = {}
        self.heartbeat = Heartbeat(self)
        self._steps = self._all_steps()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._shots = 0
        self._widgets: dict[str, QWidget] = {}
        self._exception = ""
        sys.excepthook = self._remember

    def _remember(self, kind: Any, error: Any, trace: Any) -> None:
        """An exception that nobody caught would open a dialog of QGIS; here it ends the demo."""
        self._exception = self._exception or "".join(traceback.format_exception(kind, error, trace))

    def start(self) -> None:
        self._timer.start(50)

    def _go_on(self) -> None:
        self._timer.stop()
        try:
            next(self._steps)
        except StopIteration:
            self._end("")
        except Exception as error:  # noqa: BLE001  whatever went wrong is the demo's result
            self.shot("failed")
            self._end(str(error) if isinstance(error, DemoError) else traceback.format_exc())
        else:
            self._timer.start(50)

    def _all_steps(self) -> Iterator[None]:
        for name, step in (
            ("start_qgis", self.show_panel),
            ("this_computer", self.use_this_computer),
            ("new_task", self.fill_in_new_task),
            ("upload_and_process", self.wait_for_the_task),
            ("load", self.add_to_map),
            ("pictures", self.picture_each_layer),
        ):
            began = float(os.environ["NADIR_DEMO_STARTED"]) if name == "start_qgis" else time.time()
            self.heartbeat.phase = name
            yield from step()
            self.seconds[name] = round(time.time() - began, 1)

    def show_panel(self) -> Iterator[None]:
        window = iface.mainWindow()
        window.setGeometry(0, 0, 1600, 1000)
        yield from self.pause(2)
        dock = self.widget("NadirDock")
        if not dock.isVisible():
            iface.mainWindow().findChild(QObject, "NadirAction").trigger()
        for other in ("Browser", "Layers"):
            self.keep_only(other)
        window.resizeDocks([dock], [420], Qt.Orientation.Horizontal)
        yield from self.pause(1)
        self.heartbeat.start()
        self.shot("welcome")

    def keep_only(self, name: str) -> None:
        """Close QGIS's Browser panel, so that the layer tree has room."""
        panel = iface.mainWindow().findChild(QWidget, name)
        if panel is not None and name == "Browser":
            panel.close()

    def use_this_computer(self) -> Iterator[None]:
        yield from self.until(lambda: self.is_shown("localStartButton") and self.widget("localStartButton").isEnabled(), "This computer")
        self.click("localStartButton")
        yield from self.until(lambda: self.widget("newTaskButton").isEnabled(), "the local server")
        yield from self.pause(1.5)
        self.shot("connected")

    def fill_in_new_task(self) -> Iterator[None]:
        self.click("newTaskButton")
        yield from self.until(lambda: self.is_shown("NadirNewTaskDialog"), "the dialog for a new task")
        yield from self.pause(0.5)
        self.shot("new-task")
        self.click("emptyAddFolderButton")
        yield from self.until(lambda: self.is_shown("fileNameEdit"), "the dialog for a folder")
        yield from self.pause(1)  # it fills in the folder that it begins with once it has read it
        edit: QLineEdit = self.widget("fileNameEdit")  # type: ignore[assignment]
        while edit.text() != str(IMAGES):  # the dialog completes what is typed, also to something else
            edit.selectAll()
            QTest.keyClicks(edit, str(IMAGES))
            yield from self.pause(0.5)
        buttons: QDialogButtonBox = edit.window().findChild(QDialogButtonBox)
        QTimer.singleShot(0, buttons.button(QDialogButtonBox.StandardButton.Open).click)
        yield from self.until(lambda: self.is_shown("photoList") and not self.is_shown("photosScanRow"), "the look at the photos")
        yield from self.pause(2)
        self.shot("photos")
        self.click("nextButton")
        yield from self.until(lambda: self.is_shown("NadirOptionsForm"), "the options")
        yield from self.until(lambda: self.is_shown("editor_dtm"), "the node's options")
        self.click("editor_dtm")
        yield from self.pause(1)
        self.shot("options")
        self.click("nextButton")
        yield from self.until(lambda: self.is_shown("startButton") and self.widget("startButton").isEnabled(), "the summary")
        self.shot("summary")
        self.click("startButton")
        yield from self.until(lambda: not self.is_shown("NadirNewTaskDialog"), "the start of the task")

    def wait_for_the_task(self) -> Iterator[None]:
        """The panel selects the task by itself; its results come onto the map by themselves, too."""
        yield from self.pause(1)
        self.shot("uploading")
        yield from self.until(lambda: self.is_shown("taskTabs"), "the task's details")
        yield from self.pause(2)
        self.shot("task")
        self.click_tab("taskTabs", CONSOLE)
        began = time.monotonic()
        shots = [15.0, 45.0]
        while not self.nadir_layers():
            if shots and time.monotonic() - began > shots[0]:
                shots.pop(0)
                self.shot("processing")
            yield from self.until_changed(
                lambda: self.nadir_layers() or bool(shots) and time.monotonic() - began > shots[0]
            )
        yield from self.pause(1)
        self.shot("finished")

    def add_to_map(self) -> Iterator[None]:
        yield from self.until(lambda: len(self.nadir_layers()) >= len(KINDS), "four layers on the map")
        yield from self.until_painted()
        self.shot("map")
        iface.mapCanvas().grab().save(str(OUTPUT / "map.png"))
        self.heartbeat.skip()
        for kind in ("dsm", "pointcloud"):
            self.tick(kind)
            yield from self.until_painted()
            self.shot(f"map-{kind}")
            self.tick(kind)
        yield from self.look_around()

    def look_around(self) -> Iterator[None]:
        """The other pages of the panel."""
        for number, name in ((OVERVIEW, "overview"), (FILES, "files")):
            self.click_tab("taskTabs", number)
            yield from self.pause(2)
            self.shot(name)
        for number, name in ((NODES, "nodes"), (PROJECTS, "")):
            self.click_tab("panelTabs", number)
            yield from self.pause(2)
            if name:
                self.shot(name)

    def until_painted(self) -> Iterator[None]:
        """Until the map has its picture, tiles that came late too."""
        yield from self.pause(1)
        yield from self.until(lambda: not iface.mapCanvas().isDrawing(), "the map's picture")
        yield from self.pause(2)
        yield from self.until(lambda: not iface.mapCanvas().isDrawing(), "the map's picture")

    def tick(self, kind: str) -> None:
        """Click the box of a layer in the layer tree, which shows or hides it."""
        layer = next(layer for layer in self.nadir_layers() if layer.customProperty("nadir/kind") == kind)
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        node.setItemVisibilityChecked(not node.itemVisibilityChecked())

    def picture_each_layer(self) -> Iterator[None]:
        for layer in self.nadir_layers():
            kind = str(layer.customProperty("nadir/kind"))
            job = QgsMapRendererParallelJob(map_settings_of(layer))
            job.start()
            yield from self.until(lambda job=job: not job.isActive(), f"a picture of {kind}")
            self.pictures[kind] = job.renderedImage()
            self.layers.append(
                {
                    "name": layer.name(),
                    "kind": kind,
                    "provider": layer.dataProvider().name(),
                    "valid": layer.isValid(),
                    "extent": extent_in_degrees(layer),
                }
            )
        self.heartbeat.stop()

    def nadir_layers(self) -> list[QgsMapLayer]:
        """The layers on the map that show a product, in the order of KINDS."""
        layers = [
            layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty("nadir/kind") in KINDS
        ]
        return sorted(layers, key=lambda layer: KINDS.index(layer.customProperty("nadir/kind")))

    def click_tab(self, name: str, number: int) -> None:
        """Click on a tab of a tab bar, or of a widget that has one."""
        owner: Any = self.widget(name)
        bar: QTabBar = owner if isinstance(owner, QTabBar) else owner.tabBar()
        QTest.mouseClick(
            bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, bar.tabRect(number).center()
        )

    def widget(self, name: str) -> QWidget:
        """The widget with an object name, among the windows too; looked for once, since QGIS has thousands."""
        known = self._widgets.get(name)
        if known is None or sip.isdeleted(known):
            found = iface.mainWindow().findChild(QWidget, name)
            found = found or next((w for w in QApplication.topLevelWidgets() if w.objectName() == name), None)
            if found is None:
                raise DemoError(f"there is no widget {name}")
            self._widgets[name] = found
            self.heartbeat.skip()
        return self._widgets[name]

    def is_shown(self, name: str) -> bool:
        try:
            return self.widget(name).isVisible()
        except DemoError:
            self.heartbeat.skip()
            return False

    def click(self, name: str) -> None:
        button = self.widget(name)
        if not button.isVisible() or not button.isEnabled():
            raise DemoError(f"{name} cannot be clicked: visible {button.isVisible()}, enabled {button.isEnabled()}")
        self.scroll_to(button)
        centre = QPoint(min(15, button.width() // 2), button.height() // 2)
        if isinstance(button, QAbstractButton):
            centre = button.rect().center()
        # Posted, since a click that opens a dialog must not hold up the step that made it.
        QTimer.singleShot(
            0, lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
        )

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a widget to where it can be seen."""
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()

    def pause(self, seconds: float) -> Iterator[None]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            yield

    def until(self, condition: Callable[[], object], what: str) -> Iterator[None]:
        end = time.monotonic() + PATIENCE
        while not condition():
            self.fail_on_error()
            if time.monotonic() > end:
                raise DemoError(f"waited {PATIENCE} s for {what}")
            yield

    def until_changed(self, condition: Callable[[], object]) -> Iterator[None]:
        """Wait for the condition; give up only where the console has stood still for a long time."""
        last, end = "", time.monotonic() + 10 * PATIENCE
        while not condition():
            self.fail_on_error()
            text = self.console_text()
            if text != last:
                last, end = text, time.monotonic() + 10 * PATIENCE
            if time.monotonic() > end:
                raise DemoError("the task stands still; its console ends: " + text[-300:])
            yield

    def console_text(self) -> str:
        console: Any = self.widget("consoleView")
        return "\n".join(console.all_lines()) if console.isVisible() else ""

    def fail_on_error(self) -> None:
        """An exception, or an error in the panel's message bar, ends the demo with its text."""
        if self._exception:
            raise DemoError(self._exception)
        bar: Any = self.widget("messageBar")
        item = bar.currentItem() if bar.isVisible() and hasattr(bar, "currentItem") else None
        if item is not None and int(item.level()) == 2:
            raise DemoError(f"the panel says: {item.title()} {item.text()}")

    def shot(self, name: str) -> None:
        """A picture of QGIS with its open dialogs."""
        window = iface.mainWindow()
        picture: QPixmap = window.grab()
        painter = QPainter(picture)
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                painter.drawPixmap(dialog.geometry().topLeft() - window.geometry().topLeft(), dialog.grab())
        painter.end()
        self._shots += 1
        picture.save(str(OUTPUT / f"{self._shots:02}-{name}.png"))
        self.heartbeat.skip()

    def _end(self, error: str) -> None:
        self.heartbeat.stop()
        for layer in self.layers:
            picture = self.pictures[layer["kind"]]
            picture.save(str(OUTPUT / f"{layer['kind']}.png"))
            layer["painted"], layer["colours"] = painted_and_colours(picture)
        stalls = {"longest_ms": self.heartbeat.longest, "over_100_ms": self.heartbeat.over}
        report = {"seconds": self.seconds, "layers": self.layers, "main_thread": stalls, "error": error}
        (OUTPUT / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
        QgsProject.instance().setDirty(False)
        iface.actionExit().trigger()


def map_settings_of(layer: QgsMapLayer) -> QgsMapSettings:
    """A picture of one layer alone, of exactly its extent in the project's coordinates, on nothing."""
    project = QgsProject.instance()
    extent: QgsRectangle = QgsCoordinateTransform(layer.crs(), project.crs(), project).transformBoundingBox(
        layer.extent()
    )
    scale = 900 / max(extent.width(), extent.height())
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(project.crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(max(1, round(extent.width() * scale)), max(1, round(extent.height() * scale))))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    settings.setTransformContext(project.transformContext())
    return settings


def extent_in_degrees(layer: QgsMapLayer) -> list[float]:
    """[west, south, east, north] in degrees."""
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    box = QgsCoordinateTransform(layer.crs(), degrees, QgsProject.instance()).transformBoundingBox(layer.extent())
    return [round(value, 7) for value in (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())]


def painted_and_colours(picture: QImage) -> tuple[float, int]:
    """Which part of a picture is painted at all, and in how many colours."""
    picture = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(picture.constBits().asstring(picture.sizeInBytes()), dtype=np.uint8)
    pixels = pixels.reshape(picture.height(), picture.bytesPerLine() // 4, 4)[:, : picture.width()]
    painted = pixels[..., 3] > 0
    colours = pixels[painted][:, :3].astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    return round(float(painted.mean()), 3), int(np.unique(colours).size)


demo: Optional[Demo] = Demo()
demo.start()
QgsApplication.instance().setProperty("nadir_demo", demo)  # kept alive: the script's own names go when it ends
