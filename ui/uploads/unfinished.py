"""Uploads that were interrupted: how far they came, with a button to go on and one to give them up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from ...core.transfers.journal import UnfinishedUpload
from ..common import icons, wording


class UnfinishedPanel(QFrame):
    """Offers one upload at a time, the oldest first; the others are a click away. Hidden while there is none."""

    go_on_wanted = pyqtSignal(object)  # UnfinishedUpload
    discard_wanted = pyqtSignal(object)  # UnfinishedUpload

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("unfinishedPanel")
        self._uploads: tuple[UnfinishedUpload, ...] = ()
        self._position = 0
        self._picture = QLabel()
        self._text = QLabel()
        self._text.setObjectName("unfinishedText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._go_on = _button("goOnButton", self.tr("Go on"))
        self._go_on.clicked.connect(lambda: self.go_on_wanted.emit(self._uploads[self._position]))
        self._discard = _button("discardButton", self.tr("Discard…"), flat=True)
        self._discard.clicked.connect(lambda: self.discard_wanted.emit(self._uploads[self._position]))
        self._next = _button("nextUnfinishedButton", "", flat=True)
        self._next.setToolTip(self.tr("Show the next interrupted upload"))
        self._next.clicked.connect(self._show_next)
        self._lay_out()
        self.refresh_icons()
        self.hide()

    def set_uploads(self, uploads: Sequence[UnfinishedUpload]) -> None:
        """Offer these and no others; the one that is shown stays where it is still among them."""
        shown = self._uploads[self._position].id if self._uploads else ""
        self._uploads = tuple(uploads)
        self._position = next((at for at, upload in enumerate(uploads) if upload.id == shown), 0)
        self.setVisible(bool(uploads))
        self._show()

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        self._picture.setPixmap(icons.picture("warning", self.fontMetrics().height(), self._text))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._go_on)
        buttons.addWidget(self._discard)
        buttons.addStretch()
        buttons.addWidget(self._next)
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 4, 6, 4)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._text, 0, 1)
        grid.addLayout(buttons, 1, 1)
        grid.setColumnStretch(1, 1)

    def _show_next(self) -> None:
        self._position = (self._position + 1) % len(self._uploads)
        self._show()

    def _show(self) -> None:
        if not self._uploads:
            return
        upload, name = self._uploads[self._position], wording.one_line(self._uploads[self._position].name)
        self._text.setText(_sentence(upload))
        self.setToolTip(wording.plain_tooltip(_more_about(upload)))
        self._go_on.setAccessibleName(self.tr("Go on with the upload of {name}").format(name=name))
        self._discard.setAccessibleName(self.tr("Discard the upload of {name}").format(name=name))
        place = self.tr("{n} of {total}").format(n=self._position + 1, total=len(self._uploads))
        self._next.setText(f"{place} ›")
        self._next.setAccessibleName(f"{place}. {self._next.toolTip()}")
        self._next.setVisible(len(self._uploads) > 1)


def _button(object_name: str, text: str, *, flat: bool = False) -> QToolButton:
    button = QToolButton()
    button.setObjectName(object_name)
    button.setText(text)
    button.setAutoRaise(flat)
    return button


def _sentence(upload: UnfinishedUpload) -> str:
    text = (
        wording.translate("Nadir", "The upload of “{name}” was paused at {done} of {photos}.")
        if upload.paused
        else wording.translate("Nadir", "The upload of “{name}” stopped at {done} of {photos}.")
    )
    return text.format(
        name=wording.one_line(upload.name), done=upload.files_done, photos=wording.photo_count(upload.files_total)
    )


def _more_about(upload: UnfinishedUpload) -> str:
    """When it was begun, and why it stopped where that is known."""
    begun = wording.date_and_time(datetime.fromtimestamp(upload.created_at).astimezone())
    lines = [wording.translate("Nadir", "Begun: {date}").format(date=begun)]
    return "\n".join([*lines, *([upload.error] if upload.error else [])])
