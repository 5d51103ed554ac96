"""Takes the pictures of one way to look at the panel: `panel.py WAY PORT SERVER_PID FOLDER`. For QGIS's own Python."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any, Iterator, Optional

from nadir.core.settings import Settings
from nadir.core.surveys import Survey
from nadir.ui.new_task.decision import NewTask
from panel_in_qgis import Panel
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QModelIndex, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPixmap
from qgis.PyQt.QtWidgets import QAction, QTabBar, QTabWidget, QTreeView, QWidget

ROOT = Path(__file__).resolve().parents[2]
SIZE, NARROW = QSize(440, 1000), QSize(260, 900)
DIALOG = QSize(860, 640)
PHOTOS, PHOTO, PHOTO_BYTES = 24, QSize(320, 240), 2_400_000


class Shots:
    """The pictures of one run."""

    def __init__(self, way: str, port: str, server: int, folder: Path) -> None:
        self.way, self.url, self.server, self.folder = way, f"http://127.0.0.1:{port}", server, folder
        self.panel = Panel()
        if way == "dark":
            QgsApplication.setStyle("Fusion")
            QgsApplication.setPalette(_dark())
        if way == "mirrored":
            QgsApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.panel.open()
        self.panel.dock.setFloating(True)
        self.resize(NARROW if way == "narrow" else SIZE)

    def take(self) -> None:
        """All pictures; where a way shows nothing new, only some."""
        self.panel.turn_for(1)
        if self.way == "light":
            self.shot("empty")
        self.workspace: Any = self.panel.connect_to(self.url)
        self.expand("Large office")
        self.select("Large office")
        self.panel.turn_for(2)
        self.shot("many-projects")
        self.expand("Brighton beach")
        self.panel.turn_until(lambda: self.find("Night flight") is not None)
        states = {"done": "Spring flight", "running": "Before the storm", "failed": "Night flight"}
        for name, task in states.items():
            self.select(task)
            self.tab("taskTabs", 1 if name == "running" else 0)
            self.panel.turn_for(1.5)
            self.shot(name)
        if self.way in ("light", "dark"):
            self.take_the_rest()
        if self.way == "light":
            os.kill(self.server, signal.SIGKILL)
            self.workspace.monitor.refresh()
            self.panel.turn_for(4)
            self.shot("offline")
        self.panel.close()

    def take_the_rest(self) -> None:
        """Files, nodes, This computer, uploads and the dialogs."""
        self.select("Spring flight")
        self.tab("taskTabs", 2)
        self.panel.turn_for(1.5)
        self.shot("files")
        self.tab("taskTabs", 0)
        self.select("This computer")
        self.panel.turn_for(2)
        self.shot("this-computer")
        self.select("Brighton beach")
        with tempfile.TemporaryDirectory() as folder:
            photos = list(_photos(Path(folder) / "Bluff"))
            self.new_task(photos)
            survey = Survey("Bluff", tuple(photos), project_id=self.workspace.monitor.projects[0].id)
            Settings().upload_rate_kb = 3000
            job = self.widget(QWidget, "uploadsPanel").start(NewTask(self.workspace.connection.id, survey))
            self.panel.turn_for(5)
            self.shot("uploading")
            job.cancel()
            self.panel.turn_until(lambda: not job.is_running)
        tabs = self.widget(QTabBar, "panelTabs")
        tabs.setCurrentIndex(1)
        self.panel.turn_for(2)
        self.shot("nodes")
        tabs.setCurrentIndex(0)

    def new_task(self, photos: list[Path]) -> None:
        """The three steps of the dialog."""
        self.action("new_taskAction")
        dialog = self.window("NadirNewTaskDialog")
        dialog.resize(DIALOG)
        dialog.add_paths([photos[0].parent])
        self.panel.turn_for(4)
        for number, step in enumerate(("photos", "options", "summary"), 1):
            self.widget(QWidget, f"stepButton{number}", dialog).click()
            self.panel.turn_for(1.5)
            self.save(dialog.grab(), f"new-task-{step}")
        dialog.close_at_once()

    # Widgets

    def resize(self, size: QSize) -> None:
        self.panel.dock.resize(size)
        self.panel.turn_for(0.2)

    def widget(self, kind: Any, name: str, parent: Optional[QWidget] = None) -> Any:
        found = (parent or self.panel.dock).findChild(kind, name)
        if found is None:
            raise RuntimeError(f"there is no {name}")
        return found

    def window(self, name: str) -> Any:
        return next(widget for widget in QgsApplication.topLevelWidgets() if widget.objectName() == name)

    def action(self, name: str) -> None:
        self.widget(QAction, name).trigger()
        self.panel.turn_for(0.5)

    def tab(self, name: str, number: int) -> None:
        self.widget(QTabWidget, name).setCurrentIndex(number)

    def find(self, text: str) -> Optional[QModelIndex]:
        """The row whose text begins so."""
        model = self.panel.tree.model()

        def below(parent: QModelIndex) -> Iterator[QModelIndex]:
            for row in range(model.rowCount(parent)):
                yield model.index(row, 0, parent)
                yield from below(model.index(row, 0, parent))

        return next((index for index in below(QModelIndex()) if str(index.data()).startswith(text)), None)

    def expand(self, text: str) -> None:
        self.panel.turn_until(lambda: self.find(text) is not None)
        self.panel.tree.expand(self.find(text))
        self.panel.turn_for(0.5)

    def select(self, text: str) -> None:
        tree: QTreeView = self.panel.tree
        index = self.find(text)
        if index is None:
            raise RuntimeError(f"there is no row {text}")
        tree.setCurrentIndex(index)
        tree.scrollTo(tree.model().index(0, 0), tree.ScrollHint.PositionAtTop)
        tree.scrollTo(index)
        self.panel.turn_for(0.5)

    def shot(self, name: str) -> None:
        self.save(self.panel.dock.grab(), name)

    def save(self, picture: QPixmap, name: str) -> None:
        """On the ground of a window: what a dock does not paint itself is not transparent in a picture."""
        suffix = "" if self.way == "light" else f"-{self.way}"
        ground = QPixmap(picture.size())
        ground.setDevicePixelRatio(picture.devicePixelRatio())
        ground.fill(QgsApplication.palette().color(QPalette.ColorRole.Window))
        painter = QPainter(ground)
        painter.drawPixmap(0, 0, picture)
        painter.end()
        if not ground.save(str(self.folder / f"{name}{suffix}.png")):
            raise RuntimeError(f"{name} could not be saved")


def _dark() -> QPalette:
    """The colours of a dark desktop."""
    ground, text, field = QColor(45, 45, 48), QColor(222, 222, 222), QColor(33, 33, 36)
    palette = QPalette(ground, ground)  # Qt makes the shades between of these
    palette.setColor(QPalette.ColorRole.AlternateBase, ground)
    palette.setColor(QPalette.ColorRole.Base, field)
    palette.setColor(QPalette.ColorRole.ToolTipBase, field)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.ToolTipText):
        palette.setColor(role, text)
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(128, 128, 128))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(42, 110, 190))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(255, 255, 255))
    palette.setColor(QPalette.ColorRole.Link, QColor(96, 165, 250))
    return palette


def _photos(folder: Path) -> Iterator[Path]:
    """JPEGs of coloured fields without positions; the pictures show the panel, not the photos."""
    folder.mkdir(parents=True)
    for number in range(PHOTOS):
        picture = QPixmap(PHOTO)
        picture.fill(QColor.fromHsv(90 + number * 3, 120, 150))
        painter = QPainter(picture)
        for field in range(6):
            painter.fillRect(QRect(field * 60, (number * 17 + field * 40) % 200, 50, 90), QColor.fromHsv(60 + field * 9, 90, 190))
        painter.end()
        path = folder / f"DJI_{number + 1:04}.JPG"
        picture.save(str(path), "JPG", 90)
        with path.open("ab") as file:
            file.write(os.urandom(PHOTO_BYTES))  # behind the picture's end, so that sending it takes a while
        yield path


def main(way: str, port: str, server: str, folder: str) -> None:
    Shots(way, port, int(server), Path(folder)).take()
    os._exit(0)  # QGIS without a window does not always come down in good order


if __name__ == "__main__":
    main(*sys.argv[1:5])
