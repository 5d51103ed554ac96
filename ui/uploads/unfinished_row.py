"""The row of an upload that stopped: how far it came, why, and the ways to go on or to give it up."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from ...core.errors import NadirError
from ...core.transfers.errors import TaskCancelled, TaskStarted
from ...core.transfers.journal import UnfinishedUpload
from ..common import icons, wording
from .activities import icon_button
from .texts import WrappingLabel

NAME_LENGTH = 80
REASON_LENGTH = 300
HOPELESS = (TaskCancelled, TaskStarted)  # after which the same upload cannot go on


class UnfinishedRow(QFrame):
    """One upload that nobody carries on. error: why it stopped in this session, where that is known."""

    go_on_wanted = pyqtSignal()
    discard_wanted = pyqtSignal()
    files_wanted = pyqtSignal()

    def __init__(
        self, upload: UnfinishedUpload, server: str, error: Optional[NadirError] = None, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("unfinishedRow")
        self.upload = upload
        name = wording.one_line(upload.name, NAME_LENGTH)
        self._picture = QLabel()
        self._text = WrappingLabel(_sentence(upload, error))
        self._text.setObjectName("unfinishedText")
        self._more = WrappingLabel(_more_about(upload, server, error))
        self._more.setObjectName("unfinishedDetail")
        self._go_on = QToolButton()
        self._go_on.setObjectName("goOnButton")
        self._go_on.setText(self.tr("Go on"))
        self._go_on.setAccessibleName(self.tr("Go on with the upload of {name}").format(name=name))
        self._go_on.setVisible(not isinstance(error, HOPELESS))
        self._go_on.clicked.connect(self.go_on_wanted)
        self._files = icon_button("unfinishedFilesButton", self)
        self._files.setToolTip(self.tr("Photos of this upload"))
        self._files.setAccessibleName(self.tr("Photos of the upload of {name}").format(name=name))
        self._files.clicked.connect(self.files_wanted)
        self._discard = icon_button("discardButton", self)
        self._discard.setToolTip(self.tr("Discard this upload…"))
        self._discard.setAccessibleName(self.tr("Discard the upload of {name}").format(name=name))
        self._discard.clicked.connect(self.discard_wanted)
        self._lay_out()
        self.refresh_icons()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        picture = "pause" if self.upload.paused else "warning"
        self._picture.setPixmap(icons.picture(picture, self.fontMetrics().height(), self._text))
        self._files.setIcon(icons.icon("photos", self._files))
        self._discard.setIcon(icons.icon("remove", self._discard))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self._go_on)
        buttons.addWidget(self._files)
        buttons.addWidget(self._discard)
        buttons.addStretch()
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 4, 6, 4)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._text, 0, 1)
        grid.addWidget(self._more, 1, 1)
        grid.addLayout(buttons, 2, 1)
        grid.setColumnStretch(1, 1)


def _sentence(upload: UnfinishedUpload, error: Optional[NadirError]) -> str:
    if isinstance(error, HOPELESS):
        return wording.one_line(error.summary, REASON_LENGTH)
    text = (
        wording.translate("Nadir", "The upload of “{name}” was paused at {done} of {photos}.")
        if upload.paused
        else wording.translate("Nadir", "The upload of “{name}” stopped at {done} of {photos}.")
    )
    photos = wording.photo_count(upload.files_total)
    return text.format(name=wording.one_line(upload.name, NAME_LENGTH), done=upload.files_done, photos=photos)


def _more_about(upload: UnfinishedUpload, server: str, error: Optional[NadirError]) -> str:
    """Where it goes and when it was begun; why it stopped, where that is known."""
    begun = wording.date_and_time(datetime.fromtimestamp(upload.created_at).astimezone())
    text = wording.translate("Nadir", "To {server}, begun {date}.")
    lines = [text.format(server=wording.one_line(server, NAME_LENGTH), date=begun)]
    if isinstance(error, HOPELESS):
        lines.append(wording.one_line(error.remedy, REASON_LENGTH))
    elif upload.error:
        lines.append(wording.one_line(upload.error, REASON_LENGTH))
    return "\n".join(line for line in lines if line)
