"""The row of an upload that runs: what it is doing, how far it is, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ...core.jobs import Job, JobState
from ...core.transfers.progress import UploadProgress
from ...core.workspace import Workspace, describe
from ..common import icons, wording
from ..common.confirmation import confirm
from ..sending import Sending
from .activities import ActivityRow, icon_button
from .rate_menu import RateMenu, speed

NAME_LENGTH = 80


class UploadRow(ActivityRow):
    """One running upload: below the bar stands its phase, how far it is, and why it waits."""

    files_wanted = pyqtSignal()
    limit_chosen = pyqtSignal(object)  # bytes per second, or None
    moved = pyqtSignal(str, object)  # id of its task, Sending as the tree shows it, or None once it has ended

    def __init__(self, workspace: Workspace, job: Job, name: str, parent: Optional[QWidget] = None) -> None:
        self._workspace = workspace
        self.name = wording.one_line(name, NAME_LENGTH)
        self.leaves_out_troubled = False
        """Whether it goes on by itself without the photos that cannot be sent, once all others were."""
        self.speed = 0.0
        """Bytes a second that it had on the whole, without a limit; 0 where that is not known."""
        self._moments = 0
        self._task_id = ""
        super().__init__(job, "", parent)
        self.setObjectName("uploadRow")
        self._bar.setObjectName("uploadProgress")
        self._show_state()
        job.finished.connect(self._tell_end)

    @property
    def workspace(self) -> Workspace:
        """The server that it goes to."""
        return self._workspace

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        super().refresh_icons()
        self._files.setIcon(icons.icon("photos", self._files))
        self._limit.setIcon(icons.icon("speed-limit", self._limit))
        self._show_pause()

    def set_limit(self, limit: Optional[int]) -> None:
        """The limit that holds for it, in bytes per second."""
        self._menu.set_limit(limit)
        self._show_limit()

    def _lay_out(self) -> None:
        self._make_buttons()
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self._pause, self._files, self._limit, self._cancel):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(2)
        for widget in (self._title, self._bar, self._detail):
            column.addWidget(widget)
        column.addWidget(self._trouble, 0, Qt.AlignmentFlag.AlignLeading)
        column.addLayout(buttons)

    def _make_buttons(self) -> None:
        self._pause = icon_button("pauseUploadButton", self)
        self._pause.clicked.connect(self._toggle)
        self._files = icon_button("uploadFilesButton", self)
        self._files.setToolTip(self.tr("Photos of this upload"))
        self._files.setAccessibleName(self.tr("Photos of the upload of {name}").format(name=self.name))
        self._files.clicked.connect(self.files_wanted)
        self._limit = icon_button("limitUploadButton", self)
        self._menu = RateMenu(self._limit)
        self._menu.chosen.connect(self._choose_limit)
        self._limit.setMenu(self._menu)
        self._limit.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._limit.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._trouble = QToolButton(self)
        self._trouble.setObjectName("uploadTroubleButton")
        self._trouble.setMinimumWidth(1)
        self._trouble.clicked.connect(self.files_wanted)
        self._trouble.hide()
        self._cancel.setToolTip(self.tr("Give up this upload…"))
        self._cancel.setAccessibleName(self.tr("Give up the upload of {name}").format(name=self.name))

    # What the user does

    def _toggle(self) -> None:
        if self._workspace.is_paused(self.job):
            self._workspace.go_on_upload(self.job)
        else:
            self._workspace.pause_upload(self.job)
        self._show_state()

    def _choose_limit(self, limit: Optional[int]) -> None:
        self._workspace.set_rate_limit(self.job, limit)
        self._show_limit()
        self.limit_chosen.emit(limit)

    def _cancel_job(self) -> None:
        """Ask first: what is on the server goes with it."""
        moment = self._workspace.upload_progress(self.job)
        sent = moment.files_done if moment is not None else 0
        server = wording.one_line(self._workspace.connection.name, NAME_LENGTH)
        if sent:
            lost = self.tr("The task and its {photos} that were sent already are removed from {server}.")
        else:
            lost = self.tr("The task is removed from {server}; none of its photos was sent yet.")
        kept = self.tr("The photos on your disk stay. Pause it instead if you want to go on later.")
        confirm(
            self,
            self.tr("Give up the upload of “{name}”?").format(name=self.name),
            lost.format(photos=wording.photo_count(sent), server=server) + " " + kept,
            self.tr("Give up upload"),
            self._give_up,
        )

    def _give_up(self) -> None:
        if not self.job.is_running():
            return
        super()._cancel_job()
        for button in (self._pause, self._limit, self._files):
            button.setEnabled(False)
        self._trouble.hide()

    # What is shown

    def _show_progress(self, fraction: float, text: str) -> None:
        if not self._cancelling:
            self._note_speed(self._workspace.upload_progress(self.job))
            self._show_state()

    def _note_speed(self, moment: Optional[UploadProgress]) -> None:
        if moment is None or moment.paused or moment.trouble or self._menu.limit or not moment.bytes_per_second:
            return
        self._moments += 1
        self.speed += (moment.bytes_per_second - self.speed) / self._moments

    def _show_state(self) -> None:
        if self._cancelling:
            return
        moment = self._workspace.upload_progress(self.job)
        paused = self._workspace.is_paused(self.job)
        self._show_title(paused)
        self._show_bar(moment, paused)
        self._show_pause()
        self._show_limit()
        self._detail.show_text(self._words(moment, paused))
        self._detail.show()
        failed = moment.files_failed if moment is not None else 0
        self._trouble.setText(self.tr("{n} in trouble…").format(n=self.locale().toString(failed)))
        self._trouble.setAccessibleName(self.tr("Photos in trouble: {n}").format(n=failed))
        self._trouble.setVisible(failed > 0)
        self._tell_task(moment, paused)

    def _tell_task(self, moment: Optional[UploadProgress], paused: bool) -> None:
        self._task_id = self._workspace.task_of_upload(self.job) or self._task_id
        if self._task_id and self.job.is_running():
            words = words_for_tree(moment, paused, self.job.fraction)
            self.moved.emit(self._task_id, Sending(words, round(self.job.fraction, 2)))

    def _tell_end(self) -> None:
        """Where all went well, the last moment stands until the server tells more of the task."""
        if self._task_id and self.job.state is not JobState.SUCCEEDED:
            self.moved.emit(self._task_id, None)

    def _words(self, moment: Optional[UploadProgress], paused: bool) -> str:
        """The phase, how far it is, and why it waits."""
        named = phase(moment, paused)
        if moment is None:
            return named if paused else self.tr("{phase}…").format(phase=named)
        known = describe(replace(moment, paused=False, trouble="", files_failed=0))
        percent = wording.percent(self.job.fraction)
        words = self.tr("{phase} {percent}: {progress}").format(phase=named, percent=percent, progress=known)
        return f"{words}\n{moment.trouble}" if moment.trouble and not paused else words

    def _show_title(self, paused: bool) -> None:
        server = wording.one_line(self._workspace.connection.name, NAME_LENGTH)
        text = self.tr("Upload of “{name}” to {server}") if paused else self.tr("Uploading “{name}” to {server}")
        title = text.format(name=self.name, server=server)
        if title != self._title.shown_text():
            self._title.show_text(title)
            self._bar.setAccessibleName(title)

    def _show_bar(self, moment: Optional[UploadProgress], paused: bool) -> None:
        if moment is None and not paused:
            self._bar.setRange(0, 0)
            return
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(self.job.fraction * 1000))

    def _show_pause(self) -> None:
        paused = self._workspace.is_paused(self.job)
        can_pause = self._workspace.can_pause(self.job)
        action = self.tr("Go on") if paused else self.tr("Pause")
        self._pause.setIcon(icons.icon("go-on" if paused else "pause", self._pause))
        self._pause.setEnabled(can_pause and not self._cancelling)
        self._pause.setAccessibleName(f"{action}: {self.name}")
        self._pause.setToolTip(
            action if can_pause else self.tr("This server takes all photos at once: no pause is possible")
        )

    def _show_limit(self) -> None:
        limit = self._menu.limit
        text = self.tr("Speed limit: {speed}").format(speed=speed(limit)) if limit else self.tr("Speed limit: none")
        self._limit.setToolTip(text)
        self._limit.setAccessibleName(f"{text}: {self.name}")


def words_for_tree(moment: Optional[UploadProgress], paused: bool, fraction: float) -> str:
    """The phase with its percentage, where nothing beside it says that it is about photos: `Sending photos 45 %`."""
    named = phase(moment, paused)
    if named == phase(None, False) or (moment is not None and moment.files_done == moment.files_total and not paused):
        return wording.translate("Nadir", "{phase}…").format(phase=named)
    if moment is not None and not (paused or moment.trouble) and (moment.connections or not moment.files_resizing):
        named = wording.translate("Nadir", "Sending photos")
    return wording.translate("Nadir", "{phase} {percent}").format(phase=named, percent=wording.percent(fraction))


def phase(moment: Optional[UploadProgress], paused: bool) -> str:
    """What an upload is doing, in a word or two."""
    if paused:
        return wording.translate("Nadir", "Paused")
    if moment is None:
        return wording.translate("Nadir", "Preparing")
    if moment.trouble:
        return wording.translate("Nadir", "Waiting")
    if moment.files_done == moment.files_total:
        return wording.translate("Nadir", "Starting")
    if moment.files_resizing and not moment.connections:
        return wording.translate("Nadir", "Resizing")
    return wording.translate("Nadir", "Sending")
