"""Nadir's page in QGIS's options: all that Nadir asks nobody about while it works."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtWidgets import QCheckBox, QFrame, QGroupBox, QScrollArea, QVBoxLayout, QWidget

from ...core.connections import Connections
from ...core.jobs import JobControl, Jobs
from ...core.local.this_computer import ThisComputer
from ...core.settings import Settings
from ..common import wording
from ..common.icons import icon
from .cache_group import CacheGroup
from .folders_group import FoldersGroup
from .layers_group import LayersGroup
from .servers_group import ServersGroup
from .uploads_group import UploadsGroup


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
    """Changes count from *OK* on. QGIS finds the page by the texts of its labels, check boxes and groups."""

    def __init__(
        self, settings: Settings, this_computer: ThisComputer, jobs: Jobs, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("NadirOptionsPage")
        self._settings, self._jobs = settings, jobs
        self._load = QCheckBox(self.tr("Add &results to the map"))
        self._load.setObjectName("loadWhenFinishedCheck")
        self._load.setChecked(settings.load_when_finished)
        tip = self.tr("When a task that was started here is completed, what Add to map adds is loaded by itself.")
        self._load.setToolTip(wording.plain_tooltip(tip))
        self._notify = QCheckBox(self.tr("System &notification"))
        self._notify.setObjectName("systemNotificationsCheck")
        self._notify.setChecked(settings.notify)
        tip = self.tr("The system shows a notification when a task ends while you work with another program.")
        self._notify.setToolTip(wording.plain_tooltip(tip))
        self._layers = LayersGroup(settings)
        self._uploads = UploadsGroup(settings)
        self._cache = CacheGroup(settings, jobs)
        self._folders = FoldersGroup(settings, this_computer, jobs)
        self._servers = ServersGroup(Connections().all())
        self._lay_out()

    def isValid(self) -> bool:  # noqa: N802 - QGIS's name
        """QGIS asks this before it takes the changes over."""
        return self._folders.problem() == ""

    def apply(self) -> None:
        """QGIS calls this when the user presses OK. Written by a job, since QGIS's settings go to the disk at once."""
        wanted = {
            "load_when_finished": self._load.isChecked(),
            "notify": self._notify.isChecked(),
            **self._layers.values(),
            **self._uploads.values(),
            **self._folders.values(),
        }
        changed = {name: value for name, value in wanted.items() if value != getattr(self._settings, name)}
        self._cache.apply()
        settings = self._settings

        def write(_control: JobControl) -> None:
            for name, value in changed.items():
                setattr(settings, name, value)

        if changed:
            self._jobs.start(self.tr("Keeping the settings"), write)

    def _lay_out(self) -> None:
        finished = QGroupBox(self.tr("When a task is finished"))
        column = QVBoxLayout(finished)
        column.addWidget(self._load)
        column.addWidget(self._notify)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        for group in (finished, self._layers, self._uploads, self._cache, self._folders, self._servers):
            layout.addWidget(group)
        layout.addStretch()
        area = QScrollArea()
        area.setObjectName("optionsScrollArea")
        area.setAccessibleName(self.tr("Settings of Nadir"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
