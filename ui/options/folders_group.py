"""Where the local server lies, and whether it goes on without QGIS. Its folders are checked while they are chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QCheckBox, QFormLayout, QGroupBox, QLabel, QWidget

from ...core.jobs import Job, JobControl, Jobs
from ...core.local.folders import folder_problem
from ...core.local.state import LocalState
from ...core.local.this_computer import ThisComputer
from ...core.settings import Settings
from ..common import wording

CHECK_AFTER_MILLISECONDS = 300  # since the last key


class FoldersGroup(QGroupBox):
    """A part of the options page. While the local server runs its folders stay: they are moved in the panel."""

    def __init__(self, settings: Settings, computer: ThisComputer, jobs: Jobs, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("This computer"))
        self.setObjectName("foldersGroup")
        self._settings, self._jobs = settings, jobs
        self._checking: Optional[Job] = None
        self._known_problem = ""
        self._goes_on = QCheckBox(self.tr("&Go on without QGIS"))
        self._goes_on.setObjectName("localGoesOnOption")
        self._goes_on.setChecked(settings.local_goes_on)
        tip = self.tr("The local server ends by itself with the last task. Without a tick tasks stop, and go on when it is started again.")
        self._goes_on.setToolTip(wording.plain_tooltip(tip))
        self._data = _folder("localDataFolder", settings.local_data_folder, str(computer.data_folder))
        self._data.setToolTip(wording.plain_tooltip(self.tr("Projects, photos and results of the local server.")))
        self._programs = _folder("localEnvironmentFolder", settings.local_environment_folder, str(computer.environment_folder))
        tip = self.tr("The software of the local server, about 1 GB. It can be downloaded again.")
        self._programs.setToolTip(wording.plain_tooltip(tip))
        self._problem, self._hint = _text("foldersProblem"), _text("foldersHint")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self._check)
        for field in (self._data, self._programs):
            field.fileChanged.connect(lambda _path: self._timer.start())
        self._lay_out()
        looking = computer.look()
        looking.succeeded.connect(self._take_state)

    def problem(self) -> str:
        """Why the folders cannot be taken; empty where they can."""
        return self._known_problem

    def values(self) -> dict[str, object]:
        """What is chosen, by the names of the settings; folders that cannot be used are left as they were."""
        values: dict[str, object] = {"local_goes_on": self._goes_on.isChecked()}
        if not self._known_problem:
            values["local_data_folder"] = self._data.filePath().strip()
            values["local_environment_folder"] = self._programs.filePath().strip()
        return values

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._goes_on)
        for text, widget in ((self.tr("&Photos and results:"), self._data), (self.tr("P&rograms:"), self._programs)):
            label = QLabel(text)
            label.setBuddy(widget)
            widget.lineEdit().setAccessibleName(label.text().replace("&", ""))  # which has the focus in it
            form.addRow(label, widget)
        form.addRow(self._problem)
        form.addRow(self._hint)
        self._problem.hide()
        self._hint.setText(
            self.tr(
                "Choose empty folders on a local disk. What lies in the present ones stays there; to take projects and photos "
                "along, use Move on This computer in the Nadir panel."
            )
        )

    def _take_state(self, state: LocalState) -> None:
        if state.running is None:
            return
        for field in (self._data, self._programs):
            field.setEnabled(False)
        self._hint.setText(
            self.tr("The local server runs. Stop it to choose other folders here, or move its data on This computer in the Nadir panel.")
        )

    def _check(self) -> None:
        """On another thread: a folder may lie on a disk that is slow to answer."""
        if self._checking is not None:
            self._timer.start()
            return
        data, programs = self._data.filePath().strip(), self._programs.filePath().strip()
        before = self._settings.local_data_folder, self._settings.local_environment_folder

        def work(_control: JobControl) -> str:
            problems = (folder_problem(Path(new)) for new, old in zip((data, programs), before) if new and new != old)
            found = next((problem for problem in problems if problem), "")
            if not found and data and programs and Path(data).resolve() == Path(programs).resolve():
                found = self.tr("Photos and programs need different folders.")
            return found

        self._checking = self._jobs.start(self.tr("Checking a folder"), work)
        self._checking.succeeded.connect(self._take_problem)
        self._checking.finished.connect(self._checked)

    def _take_problem(self, problem: str) -> None:
        self._known_problem = problem
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _checked(self) -> None:
        self._checking = None


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _folder(name: str, path: str, default: str) -> QgsFileWidget:
    """A field for a folder that shows the default while it is empty."""
    widget = QgsFileWidget()
    widget.setObjectName(name)
    widget.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
    widget.lineEdit().setPlaceholderText(default)
    widget.lineEdit().setMinimumWidth(widget.fontMetrics().averageCharWidth() * 6)
    widget.setFilePath(path)
    return widget
