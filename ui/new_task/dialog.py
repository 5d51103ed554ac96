"""New task: choose a folder of photos, see what is in it, start. Says at once what is wrong and starts nothing before all is well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ...core.api.projects import Project
from ...core.api.tasks import TaskOption
from ...core.errors import Cancelled
from ...core.jobs import Job
from ...core.photos.folder import FolderReport
from ...core.workspace import Workspace, survey_name
from ..common import icons, wording
from ..common.drops import folder_of
from ..common.notifier import as_nadir_error, log
from . import photo_summary

TYPING_PAUSE = 400  # ms without a key before a typed folder is looked at


@dataclass(frozen=True)
class NewTask:
    """What the user decided; `project_id` None: a new project named after the folder."""

    project_id: Optional[str]
    name: str
    photos: tuple[Path, ...]
    options: tuple[TaskOption, ...]


class NewTaskDialog(QDialog):
    """Emits `decided` and closes when the user starts the task."""

    decided = pyqtSignal(object)  # NewTask

    def __init__(self, workspace: Workspace, folder: str, project: Optional[Project], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("NadirNewTaskDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New task"))
        self.setAcceptDrops(True)
        self._workspace = workspace
        self._scan: Optional[Job] = None
        self._report: Optional[FolderReport] = None
        self._suggested_name = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_PAUSE)
        self._timer.timeout.connect(self._look)
        self._make_fields()
        self._lay_out()
        self._fill_projects(workspace.monitor.projects, project)
        self._picker.setDefaultRoot(folder)
        self._show_idle()
        self.resize(self.fontMetrics().averageCharWidth() * 64, 1)

    def choose_folder(self, folder: str) -> None:
        """Take a folder, as if it had been typed, and look into it at once."""
        self._picker.lineEdit().setText(folder)
        self._look()

    # Fields

    def _make_fields(self) -> None:
        self._picker = QgsFileWidget()
        self._picker.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._picker.setDialogTitle(self.tr("Folder of photos"))
        edit = self._picker.lineEdit()
        edit.setObjectName("folderEdit")
        edit.setAccessibleName(self.tr("Folder of photos"))
        edit.setPlaceholderText(self.tr("Choose a folder or drop one here"))
        edit.setAcceptDrops(False)
        edit.textChanged.connect(self._folder_changed)
        self._name = QLineEdit()
        self._name.setObjectName("nameEdit")
        self._name.textChanged.connect(self._update_start)
        self._projects = QComboBox()
        self._projects.setObjectName("projectCombo")
        self._projects.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._surface = QCheckBox(self.tr("&Surface model (DSM): with buildings and trees"))
        self._surface.setObjectName("dsmCheck")
        self._terrain = QCheckBox(self.tr("&Terrain model (DTM): the bare ground"))
        self._terrain.setObjectName("dtmCheck")
        for box in (self._surface, self._terrain):
            box.setChecked(True)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._label(form, self.tr("&Photos"), self._picker, self._picker.lineEdit())
        form.addRow("", self._make_findings())
        self._label(form, self.tr("&Name"), self._name)
        self._label(form, self.tr("Pro&ject"), self._projects)
        makes = QVBoxLayout()
        makes.setSpacing(2)
        always = QCheckBox(self.tr("Orthophoto and point cloud, always"))
        always.setChecked(True)
        always.setEnabled(False)
        makes.addWidget(always)
        makes.addWidget(self._surface)
        makes.addWidget(self._terrain)
        form.addRow(self.tr("Makes"), makes)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addStretch()
        layout.addWidget(self._make_buttons())

    def _label(self, form: QFormLayout, text: str, field: QWidget, buddy: Optional[QWidget] = None) -> None:
        label = QLabel(text)
        label.setBuddy(buddy or field)
        form.addRow(label, field)

    def _make_findings(self) -> QWidget:
        """Where the look into the folder is told: a bar meanwhile, then facts, then what is wrong."""
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        self._bar = QProgressBar()
        self._bar.setObjectName("scanProgress")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._summary = _plain_label("photoSummaryLabel")
        self._message_icon = QLabel()
        self._message = _plain_label("dialogMessageLabel")
        row = QHBoxLayout()
        row.addWidget(self._message_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._message, 1)
        column = QVBoxLayout(frame)
        column.addWidget(self._summary)
        column.addWidget(self._bar)
        column.addLayout(row)
        column.addStretch()
        frame.setMinimumHeight(self.fontMetrics().lineSpacing() * 6)
        return frame

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("cancelButton")
        cancel.setAutoDefault(False)
        self._start = buttons.addButton(self.tr("&Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._start.setObjectName("startButton")
        buttons.accepted.connect(self._decide)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fill_projects(self, projects: Sequence[Project], chosen: Optional[Project]) -> None:
        self._projects.addItem(self.tr("New project, named after the folder"), None)
        for project in projects:
            self._projects.addItem(wording.one_line(project.name), project.id)
        wanted = self._projects.findData(chosen.id) if chosen is not None else 0
        self._projects.setCurrentIndex(max(0, wanted))

    # Looking into the folder

    def _folder_changed(self) -> None:
        self._stop_looking()
        self._report = None
        self._show_idle()
        self._timer.start()

    def _look(self) -> None:
        self._timer.stop()
        self._stop_looking()
        folder = self._picker.lineEdit().text().strip()
        if not folder:
            return
        self._show_looking()
        job = self._workspace.scan_folder(Path(folder))
        self._scan = job
        job.progressed.connect(lambda fraction, text: self._show_scan_progress(job, fraction, text))
        job.succeeded.connect(lambda report: self._show_report(job, report))
        job.failed.connect(lambda error: self._show_failure(job, error))

    def _stop_looking(self) -> None:
        if self._scan is not None:
            self._scan.cancel()
            self._scan = None

    def _suggest_name(self, folder: Path) -> None:
        """Name the task after a folder that turned out to hold photos, but never over the user's own name."""
        if self._name.text() in ("", self._suggested_name):
            self._suggested_name = survey_name(folder)
            self._name.setText(self._suggested_name)

    def _show_scan_progress(self, job: Job, fraction: float, text: str) -> None:
        if job is self._scan:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(fraction * 1000))
            self._summary.setText(text or self.tr("Looking at the photos…"))

    def _show_report(self, job: Job, report: FolderReport) -> None:
        if job is not self._scan:
            return
        self._scan = None
        self._report = report
        self._suggest_name(report.folder)
        self._bar.hide()
        self._summary.setText(photo_summary.summary(report))
        self._show_message("\n".join(report.warnings), "warning")

    def _show_failure(self, job: Job, error: object) -> None:
        if job is not self._scan or isinstance(error, Cancelled):
            return
        self._scan = None
        known = as_nadir_error(error)
        log(known)
        self._bar.hide()
        self._summary.setText("")
        self._show_message("\n".join(part for part in (known.summary, known.remedy) if part), "state-failed")

    def _show_idle(self) -> None:
        self._bar.hide()
        self._summary.setText(self.tr("Nadir looks at the photos before anything is sent."))
        self._show_message("", "")

    def _show_looking(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.show()
        self._summary.setText(self.tr("Looking at the photos…"))
        self._show_message("", "")

    def _show_message(self, text: str, icon_name: str) -> None:
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._message_icon.setVisible(bool(text))
        if text:
            edge = self.fontMetrics().height()
            self._message_icon.setPixmap(icons.picture(icon_name, edge, self._message))
        self._summary.setVisible(bool(self._summary.text()))
        self._update_start()
        QTimer.singleShot(0, self._grow)

    def _grow(self) -> None:
        """Grow where the text needs it: a dialog does not do so by itself for text that wraps."""
        needed = self.layout().totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _update_start(self) -> None:
        reason = ""
        if self._report is None:
            reason = self.tr("Choose a folder of photos first.")
        elif not self._name.text().strip():
            reason = self.tr("Give the task a name.")
        self._start.setEnabled(not reason)
        self._start.setDefault(not reason)
        self._start.setToolTip(reason)

    # The end

    def _decide(self) -> None:
        report = self._report
        if report is None:
            return
        options = (TaskOption("dsm", self._surface.isChecked()), TaskOption("dtm", self._terrain.isChecked()))
        photos = tuple(photo.path for photo in report.photos)
        self.decided.emit(NewTask(self._projects.currentData(), self._name.text().strip(), photos, options))
        self.accept()

    def done(self, result: int) -> None:
        """However it closes: nothing of it goes on."""
        self._timer.stop()
        self._stop_looking()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its text, now that the style of the theme is known."""
        super().showEvent(event)
        self._grow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A folder may be dropped anywhere on the dialog."""
        if folder_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped folder."""
        event.acceptProposedAction()
        self.choose_folder(folder_of(event.mimeData()))


def _plain_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
