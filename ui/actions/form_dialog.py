"""A dialog that asks for something and sends it: it stays open, with what was typed, until the server has said yes."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...core.jobs import Job
from ..common import icons
from ..common.notifier import as_nadir_error, log

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class FormDialog(QDialog):
    """Subclasses put their fields into `body`, keep `set_ready` true to them, and send with `follow`."""

    def __init__(self, window: QWidget, name: str, title: str, verb: str) -> None:
        """verb: what the button says that sends."""
        super().__init__(window)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._job: Optional[Job] = None
        self._ready = True
        self.fields = QWidget()
        self.body = QVBoxLayout(self.fields)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.accept_button = QPushButton(verb)
        self.accept_button.setObjectName("acceptButton")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self._buttons.accepted.connect(self.send)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.fields, 1)
        layout.addWidget(self._make_problem())
        layout.addWidget(self._make_progress())
        layout.addWidget(self._buttons)
        self.accept_button.setDefault(True)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)

    def send(self) -> None:
        """What the button does; `follow` the job that it starts."""
        raise NotImplementedError

    def set_ready(self, ready: bool) -> None:
        """Whether there is something that can be sent."""
        self._ready = ready
        self.accept_button.setEnabled(ready and self._job is None)

    def show_problem(self, text: str) -> None:
        """Say below the fields what is wrong; '' takes it away."""
        self._problem_text.setText(text)
        self._problem.setVisible(bool(text))

    def follow(self, job: Job) -> None:
        """Wait for a job that sends: close when it succeeds, else say why not and let the user try again."""
        self._job = job
        self.fields.setEnabled(False)
        self.accept_button.setEnabled(False)
        self.show_problem("")
        self._progress.setVisible(True)
        job.succeeded.connect(self._take_success)
        job.failed.connect(self._take_failure)
        job.was_cancelled.connect(self._release)

    def reject(self) -> None:
        """Cancel: what is on its way is given up with it."""
        if self._job is not None:
            self._job.cancel()
            self._forget_job()
        super().reject()

    def _take_success(self, _result: object) -> None:
        self._job = None
        self.accept()

    def _take_failure(self, error: object) -> None:
        known = as_nadir_error(error)
        log(known)
        self._release()
        self.show_problem("\n".join(part for part in (known.summary, known.remedy) if part))

    def _release(self) -> None:
        self._forget_job()
        self.fields.setEnabled(True)
        self._progress.setVisible(False)
        self.set_ready(self._ready)

    def _forget_job(self) -> None:
        job, self._job = self._job, None
        if job is not None and job.is_running():
            job.succeeded.disconnect(self._take_success)
            job.failed.disconnect(self._take_failure)
            job.was_cancelled.disconnect(self._release)

    def _make_problem(self) -> QWidget:
        self._problem = QWidget()
        picture = QLabel()
        picture.setPixmap(icons.picture("warning", self.fontMetrics().height(), self))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._problem_text = QLabel()
        self._problem_text.setObjectName("problemLabel")
        self._problem_text.setTextFormat(Qt.TextFormat.PlainText)
        self._problem_text.setWordWrap(True)
        self._problem_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self._problem)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(picture)
        row.addWidget(self._problem_text, 1)
        self._problem.hide()
        return self._problem

    def _make_progress(self) -> QProgressBar:
        self._progress = QProgressBar()
        self._progress.setObjectName("sendingBar")
        self._progress.setAccessibleName(translate("FormDialog", "Waiting for the server"))
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(max(4, self.fontMetrics().height() // 3))
        self._progress.hide()
        return self._progress


def hint(text: str, parent: Optional[QWidget] = None) -> QLabel:
    """A line of plain text that explains, wrapped."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label
