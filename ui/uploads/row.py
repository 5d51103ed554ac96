"""The row of an upload among the activities: with a button to pause it and to go on."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QGridLayout, QToolButton

from ...core.jobs import Job
from ...core.workspace import Workspace
from ..common import icons, wording
from .activities import ActivityRow


class UploadRow(ActivityRow):
    """Says “Uploading” only while photos are sent; that it is paused its detail says."""

    def __init__(self, workspace: Workspace, job: Job, name: str) -> None:
        self._workspace = workspace
        self._name = wording.one_line(name)
        self._pause = QToolButton()
        self._pause.setObjectName("pauseUploadButton")
        self._pause.setAutoRaise(True)
        super().__init__(job, self.running_title)
        self._pause.clicked.connect(self._toggle)

    @property
    def running_title(self) -> str:
        return wording.translate("Nadir", "Uploading “{name}”").format(name=self._name)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        super().refresh_icons()
        self._show_state()

    def _lay_out(self) -> None:
        super()._lay_out()
        grid = self.layout()
        if isinstance(grid, QGridLayout):
            grid.addWidget(self._pause, 0, 1, 3, 1, Qt.AlignmentFlag.AlignVCenter)
        self._pause.setIconSize(QSize(self._cancel.iconSize()))

    def _toggle(self) -> None:
        if self._workspace.is_paused(self.job):
            self._workspace.go_on_upload(self.job)
        else:
            self._workspace.pause_upload(self.job)
            self._detail.setText(wording.translate("Nadir", "Paused"))
        self._show_state()

    def _show_progress(self, fraction: float, text: str) -> None:
        super()._show_progress(fraction, text)
        if self._pause.isEnabled() and not self._workspace.can_pause(self.job):
            self._pause.setEnabled(False)
            self._pause.setToolTip(wording.translate("Nadir", "This server takes all photos at once: no pause is possible"))

    def _show_state(self) -> None:
        paused = self._workspace.is_paused(self.job)
        title = wording.translate("Nadir", "Upload of “{name}”").format(name=self._name) if paused else self.running_title
        action = wording.translate("Nadir", "Go on") if paused else wording.translate("Nadir", "Pause")
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self._pause.setIcon(icons.icon("go-on" if paused else "pause", self._pause))
        self._pause.setToolTip(action)
        self._pause.setAccessibleName(f"{action}: {self._name}")

    def _cancel_job(self) -> None:
        super()._cancel_job()
        self._pause.setEnabled(False)
