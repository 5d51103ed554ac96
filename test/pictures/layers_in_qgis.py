"""Runs inside QGIS for `layers.py`: puts the two flights on the map, compares them, and takes a picture of each step."""

from __future__ import annotations

import json
import os
import time
import traceback
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np
from qgis.core import QgsApplication, QgsCoordinateTransform, QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QObject, QPoint, QRect, Qt, QTimer
from qgis.PyQt.QtGui import QCursor, QImage, QPixmap
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QApplication,
    QDialog,
    QDockWidget,
    QMenu,
    QPushButton,
    QRadioButton,
    QWidget,
)
from qgis.utils import iface

TOLD = json.loads(Path(os.environ["NADIR_PICTURES"]).read_text(encoding="utf-8"))
OUTPUT = Path(TOLD["output"])
MOST_BYTES, COLOURS, NARROWEST = 150_000, 128, 480
WINDOW = (0, 0, 1280, 800)
FIRST = "Flight of June"
PATIENCE = 120  # seconds


def wait(condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Let QGIS go on until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("nothing happened")
        QCoreApplication.processEvents()
        time.sleep(0.01)


def pause(seconds: float) -> None:
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


def until_painted() -> None:
    for _time in range(2):
        pause(1.5)
        wait(lambda: not iface.mapCanvas().isDrawing())


class Pictures:
    """The steps, one after the other."""

    def __init__(self) -> None:
        self.dock: Any = iface.mainWindow().findChild(QWidget, "NadirDock")
        self.dock.setUserVisible(True)
        wait(lambda: self.dock._is_built)
        self.tidy()

    def tidy(self) -> None:
        """Only the layers, the map and the panel."""
        window = iface.mainWindow()
        for dock in window.findChildren(QDockWidget):
            dock.setVisible(dock.objectName() in ("Layers", "NadirDock"))
        pause(0.5)
        window.setGeometry(*WINDOW)
        window.resizeDocks([window.findChild(QDockWidget, "Layers"), self.dock], [290, 290], Qt.Orientation.Horizontal)

    def take(self) -> None:
        """All of them."""
        job = self.dock.servers.add(TOLD["url"], *TOLD["login"], "Office", False)
        wait(lambda: not job.is_running())
        wait(lambda: self.find(FIRST).isValid())
        self.select(FIRST)
        self.action("loadAction").trigger()
        wait(lambda: len(QgsProject.instance().mapLayers()) >= 4)
        until_painted()
        self.save(iface.mainWindow().grab(), "group_in_qgis")
        self.heights()
        self.photos()
        self.compare()

    def heights(self) -> None:
        """The surface model as the server paints it: legend, menu, colours, and the offer of its values."""
        layer = self.layer("dsm")
        node = self.node(layer)
        node.setItemVisibilityChecked(True)
        node.setExpanded(True)
        iface.setActiveLayer(layer)
        until_painted()
        self.save(self.map_with_layers(), "dsm_with_legend")
        self.layer_menu()
        self.action("nadirLayer_colours").trigger()
        pause(1.5)
        self.save(self.dialog().grab(), "colours_and_range")
        self.dialog().reject()
        iface.actionIdentify().trigger()
        QTest.mouseClick(self.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 350))
        pause(1.5)
        self.tidy()
        pause(0.5)
        self.action("loadAction").trigger()  # zooms to what is on the map
        until_painted()
        self.save(self.map_only(), "offer")
        iface.messageBar().clearWidgets()
        iface.actionPan().trigger()
        node.setItemVisibilityChecked(False)
        node.setExpanded(False)

    def layer_menu(self) -> None:
        menu = iface.layerTreeView().menuProvider().createContextMenu()
        if hasattr(iface.layerTreeView(), "contextMenuAboutToShow"):
            iface.layerTreeView().contextMenuAboutToShow.emit(menu)
        menu.popup(iface.mainWindow().mapToGlobal(QPoint(120, 200)))
        menu.setActiveAction(next(each for each in menu.actions() if each.menu() and "Nadir" in each.text().replace("&", "")))
        pause(1)
        shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
        around = QRect()
        for each in shown:
            around = around.united(each.geometry())
        self.save(self.screen().copy(around.adjusted(-12, -12, 12, 12)), "layer_menu")
        for each in shown:
            each.close()

    def photos(self) -> None:
        self.action("add_moreAction").menu().aboutToShow.emit()
        next(each for each in self.dock.findChildren(QAction) if each.objectName() == "offer_photos").trigger()
        wait(lambda: self.layers("photos"))
        layer = self.layer("photos")
        iface.setActiveLayer(layer)
        until_painted()
        tips = next(each for each in iface.mainWindow().findChildren(QAction) if each.objectName() == "mActionMapTips")
        tips.setChecked(True)
        project = QgsProject.instance()
        photo = list(layer.getFeatures())[len(list(layer.getFeatures())) // 2]
        place = QgsCoordinateTransform(layer.crs(), project.crs(), project).transform(photo.geometry().asPoint())
        pixel = iface.mapCanvas().getCoordinateTransform().transform(place)
        for aside in (30, 0):
            QCursor.setPos(self.viewport().mapToGlobal(QPoint(round(pixel.x()) + aside, round(pixel.y()) + aside)))
            pause(0.5)
        pause(4)
        self.save(self.screen().copy(self.area()), "photos")
        tips.setChecked(False)
        self.node(layer).setItemVisibilityChecked(False)

    def compare(self) -> None:
        self.ask("differenceChoice")
        self.save(self.dialog().grab(), "compare_dialog")
        self.dialog().findChild(QRadioButton, "swipeChoice").click()
        self.accept()
        wait(lambda: self.viewport().findChild(QWidget, "swipeHandle"))
        until_painted()
        self.save(self.map_only(), "swipe")
        self.viewport().findChild(QWidget, "swipeEnd").click()
        self.ask("differenceChoice")
        self.accept()
        wait(lambda: self.layers("difference"))
        self.node(self.layer("difference")).setExpanded(True)
        until_painted()
        self.save(self.map_with_layers(), "difference")

    # Widgets

    def ask(self, choice: str) -> None:
        self.select(FIRST)
        self.action("compareAction").trigger()
        pause(1)
        self.dialog().findChild(QRadioButton, choice).click()
        pause(0.5)

    def accept(self) -> None:
        self.dialog().findChild(QPushButton, "acceptButton").click()
        pause(1)

    def dialog(self) -> QDialog:
        return next(each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible())

    def action(self, name: str) -> Any:
        return self.dock.findChild(QAction, name)

    def viewport(self) -> QWidget:
        return iface.mapCanvas().viewport()

    def find(self, text: str) -> QModelIndex:
        """The entry of the panel's tree that begins with a text."""
        tree = self.dock.findChild(QAbstractItemView, "projectTree")

        def below(parent: QModelIndex) -> QModelIndex:
            for row in range(tree.model().rowCount(parent)):
                index = tree.model().index(row, 0, parent)
                found = index if str(index.data()).startswith(text) else below(index)
                if found.isValid():
                    return found
            return QModelIndex()

        return below(QModelIndex())

    def select(self, text: str) -> None:
        self.dock.findChild(QAbstractItemView, "projectTree").setCurrentIndex(self.find(text))
        pause(0.5)

    def layers(self, kind: str) -> list[QgsMapLayer]:
        return [each for each in QgsProject.instance().mapLayers().values() if each.customProperty("nadir/kind") == kind]

    def layer(self, kind: str) -> QgsMapLayer:
        return self.layers(kind)[0]

    def node(self, layer: QgsMapLayer) -> Any:
        return QgsProject.instance().layerTreeRoot().findLayer(layer.id())

    # Pictures

    def screen(self) -> QPixmap:
        return QApplication.primaryScreen().grabWindow(0)

    def area(self) -> QRect:
        """Where the map is on the screen, which is where it is in the window."""
        return QRect(self.viewport().mapTo(iface.mainWindow(), QPoint(0, 0)), self.viewport().size())

    def map_only(self) -> QPixmap:
        return iface.mainWindow().grab(self.area())

    def map_with_layers(self) -> QPixmap:
        layers = iface.mainWindow().findChild(QDockWidget, "Layers")
        place = QRect(layers.mapTo(iface.mainWindow(), QPoint(0, 0)), layers.size())
        return iface.mainWindow().grab(place.united(self.area()))

    def save(self, picture: QPixmap, name: str) -> None:
        """As a PNG of few colours, made smaller until it is small enough."""
        image = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
        path = OUTPUT / f"{name}.png"
        width = image.width()
        while True:
            shown = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            with_few_colours(shown).save(str(path), "PNG", 0)
            if path.stat().st_size <= MOST_BYTES or width <= NARROWEST:
                return
            width = round(width * 0.9)


def with_few_colours(image: QImage) -> QImage:
    """Each pixel in the nearest of the colours that stand for all."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows, columns = image.height(), image.width()
    raw = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8).reshape(rows, image.bytesPerLine())
    pixels = raw[:, : 3 * columns].reshape(rows, columns, 3)
    colours = median_cut(pixels.reshape(-1, 3)[:: max(1, rows * columns // 60_000)].astype(np.float32))
    nearest = np.empty((rows, columns), np.uint8)
    for row in range(rows):
        away = (pixels[row, :, None].astype(np.float32) - colours[None]) ** 2
        nearest[row] = away.sum(axis=2).argmin(axis=1)
    few = QImage(nearest.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8)
    few.setColorTable([0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in colours])
    return few.copy()


def median_cut(pixels: np.ndarray) -> np.ndarray:
    """At most COLOURS colours that stand for pixels, (count, 3): the widest box of them is halved again and again."""
    boxes = [pixels]
    while len(boxes) < COLOURS:
        spans = [float((box.max(axis=0) - box.min(axis=0)).max()) * len(box) ** 0.5 if len(box) > 1 else 0.0 for box in boxes]
        widest = int(np.argmax(spans))
        if not spans[widest]:
            break
        box = boxes.pop(widest)
        axis = int((box.max(axis=0) - box.min(axis=0)).argmax())
        box = box[box[:, axis].argsort()]
        boxes += [box[: len(box) // 2], box[len(box) // 2 :]]
    return np.array([box.mean(axis=0) for box in boxes])


def run() -> None:
    """Take the pictures, write what went wrong, and end QGIS."""
    wrong = ""
    try:
        Pictures().take()
    except Exception:  # noqa: BLE001  whatever it was is the report
        wrong = traceback.format_exc()
    Path(os.environ["NADIR_PICTURES"]).with_name("report.txt").write_text(wrong, encoding="utf-8")
    QgsProject.instance().clear()  # QGIS asks about layers in temporary folders
    iface.actionExit().trigger()


starter: Optional[QObject] = QTimer(iface.mainWindow())
starter.setSingleShot(True)
starter.timeout.connect(run)
starter.start(3000)
QgsApplication.instance().setProperty("nadir_pictures", starter)  # kept alive: the script's own names go when it ends
