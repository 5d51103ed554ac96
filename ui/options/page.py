"""Nadir's page in QGIS's options: where the local server lies, what happens when a task is finished, what downloads may take."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QFormLayout, QGroupBox, QLabel, QVBoxLayout, QWidget

from ...core.jobs import Jobs
from ...core.local.this_computer import ThisComputer
from ...core.settings import Settings
from ..common.icons import icon
from .cache_group import CacheGroup


class NadirOptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page whenever the options dialog opens."""

    def __init__(self, settings: Settings, this_computer: ThisComputer, jobs: Jobs) -> None:
        super().__init__("Nadir", icon("nadir"))
        self._settings = settings
        self._jobs = jobs
        self._this_computer = this_computer

    def createWidget(self, parent: Optional[QWidget] = None) -> QgsOptionsPageWidget:
        """QGIS calls this by its own name."""
        return OptionsPage(self._settings, self._this_computer, self._jobs, parent)


class OptionsPage(QgsOptionsPageWidget):
    """Changes count from *OK* on; a local server that runs keeps its folders until it is started again."""

    def __init__(
        self, settings: Settings, this_computer: ThisComputer, jobs: Jobs, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("NadirOptionsPage")
        self._settings = settings
        self._load = QCheckBox(self.tr("Add the &results of my tasks to the map when they are finished"))
        self._load.setObjectName("loadWhenFinishedCheck")
        self._load.setChecked(settings.load_when_finished)
        self._data = _folder("localDataFolder", settings.local_data_folder, str(this_computer.data_folder))
        self._programs = _folder(
            "localEnvironmentFolder", settings.local_environment_folder, str(this_computer.environment_folder)
        )
        self._cache = CacheGroup(settings, jobs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._load)
        layout.addWidget(self._cache)
        layout.addWidget(self._local_group())
        layout.addStretch()

    def apply(self) -> None:
        """QGIS calls this when the user presses OK."""
        self._settings.load_when_finished = self._load.isChecked()
        self._cache.apply()
        self._settings.local_data_folder = self._data.filePath().strip()
        self._settings.local_environment_folder = self._programs.filePath().strip()

    def _local_group(self) -> QGroupBox:
        group = QGroupBox(self.tr("Local server (This computer)"))
        form = QFormLayout(group)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, widget in ((self.tr("&Photos and results"), self._data), (self.tr("P&rograms"), self._programs)):
            label = QLabel(text)
            label.setBuddy(widget)
            form.addRow(label, widget)
        hint = QLabel(
            self.tr(
                "Choose empty folders on a local disk. A change counts from the local server's next start; what lies in "
                "the old folders stays there."
            )
        )
        hint.setWordWrap(True)
        hint.setTextFormat(Qt.TextFormat.PlainText)
        form.addRow(hint)
        return group


def _folder(name: str, path: str, default: str) -> QgsFileWidget:
    """A field for a folder that shows the default while it is empty."""
    widget = QgsFileWidget()
    widget.setObjectName(name)
    widget.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
    widget.lineEdit().setPlaceholderText(default)
    widget.setFilePath(path)
    return widget
