"""Uploads that were interrupted, a row each: how far they came, with a button to go on and one to give them up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ..core.transfers.journal import UnfinishedUpload
from . import icons, wording

MOST_ROWS = 3  # the others follow as soon as these are dealt with


class UnfinishedPanel(QWidget):
    """The rows, one below the other, oldest first; hidden while there is none."""

    go_on_wanted = pyqtSignal(object)  # UnfinishedUpload
    discard_wanted = pyqtSignal(object)  # UnfinishedUpload

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("unfinishedPanel")
        self._rows: list[_UnfinishedRow] = []
        self._more = QLabel()
        self._more.setObjectName("unfinishedMoreLabel")
        self._more.setContentsMargins(6, 0, 6, 4)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._more)
        self.hide()

    def set_uploads(self, uploads: Sequence[UnfinishedUpload]) -> None:
        """Offer these and no others."""
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(upload) for upload in uploads[:MOST_ROWS]]
        for position, row in enumerate(self._rows):
            self._layout.insertWidget(position, row)
        hidden = len(uploads) - len(self._rows)
        self._more.setText(self.tr("and {n} more").format(n=hidden))
        self._more.setVisible(hidden > 0)
        self.setVisible(bool(self._rows))

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for row in self._rows:
            row.refresh_icons()

    def _make_row(self, upload: UnfinishedUpload) -> _UnfinishedRow:
        row = _UnfinishedRow(upload, self)
        row.go_on.clicked.connect(lambda: self.go_on_wanted.emit(upload))
        row.discard.clicked.connect(lambda: self.discard_wanted.emit(upload))
        return row


class _UnfinishedRow(QFrame):
    """One upload: a sentence and two buttons."""

    def __init__(self, upload: UnfinishedUpload, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("unfinishedRow")
        self._picture = QLabel()
        self._text = QLabel(_sentence(upload))
        self._text.setObjectName("unfinishedText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.setToolTip(wording.plain_tooltip(_more_about(upload)))
        name = wording.one_line(upload.name)
        self.go_on = _button("goOnButton", self.tr("Go on"), self.tr("Go on with the upload of {name}").format(name=name))
        self.discard = _button("discardButton", self.tr("Discard…"), self.tr("Discard the upload of {name}").format(name=name))
        self.discard.setAutoRaise(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.discard)
        buttons.addStretch()
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 4, 6, 4)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._text, 0, 1)
        grid.addLayout(buttons, 1, 1)
        grid.setColumnStretch(1, 1)
        self.refresh_icons()

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        self._picture.setPixmap(icons.picture("warning", self.fontMetrics().height(), self._text))


def _button(object_name: str, text: str, accessible_name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(object_name)
    button.setText(text)
    button.setAccessibleName(accessible_name)
    return button


def _sentence(upload: UnfinishedUpload) -> str:
    return wording.translate("Nadir", "The upload of “{name}” stopped at {done} of {photos}.").format(
        name=wording.one_line(upload.name), done=upload.files_done, photos=wording.photo_count(upload.files_total)
    )


def _more_about(upload: UnfinishedUpload) -> str:
    """When it was begun, and why it stopped where that is known."""
    begun = wording.date_and_time(datetime.fromtimestamp(upload.created_at).astimezone())
    lines = [wording.translate("Nadir", "Begun: {date}").format(date=begun)]
    return "\n".join([*lines, *([upload.error] if upload.error else [])])
