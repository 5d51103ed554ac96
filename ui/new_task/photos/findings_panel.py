"""What was found of the photos, a row for each kind: a click selects the photos, a button leaves them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QLocale, QSize, Qt, pyqtBoundSignal, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ....core.photos.findings import Finding, FindingKind
from ...common import icons, wording
from . import words
from .assessing import NOTES

ROWS_SHOWN = 4.5  # the half one shows that there are more


class FindingsPanel(QScrollArea):
    """Hidden while there is nothing to say."""

    selected = pyqtSignal(tuple)  # of Path
    left_out = pyqtSignal(tuple)  # of Path
    brought_back = pyqtSignal(tuple)  # of Path

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsPanel")
        self.setAccessibleName(self.tr("Findings"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: dict[str, FindingRow] = {}
        self._inside = QWidget()
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setWidget(self._inside)
        self.hide()

    def show_findings(self, findings: Sequence[Finding], left_out: Sequence[Path]) -> None:
        """Rows for the findings and for what is left out; rows that stay keep the keyboard's focus and their place."""
        wanted = {"left_out": tuple(left_out)} if left_out else {}
        wanted.update({finding.kind.name.lower(): finding.photos for finding in findings})
        for name in [name for name in self._rows if name not in wanted]:
            row = self._rows.pop(name)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        made = {finding.kind.name.lower(): finding.kind for finding in findings}
        for number, (name, photos) in enumerate(wanted.items()):
            if name not in self._rows:
                self._rows[name] = self._finding_row(made[name]) if name in made else self._left_out_row()
                self._layout.insertWidget(number, self._rows[name])
            self._rows[name].set_photos(photos)
        self.setVisible(bool(self._rows))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As many rows as there are, up to a few."""
        height = max((row.sizeHint().height() for row in self._rows.values()), default=0)
        return QSize(super().sizeHint().width(), round(height * min(len(self._rows), ROWS_SHOWN)))

    def minimumSizeHint(self) -> QSize:
        """Rows may be narrow, never cut from below."""
        return QSize(0, self.sizeHint().height())

    def _finding_row(self, kind: FindingKind) -> FindingRow:
        row = FindingRow(kind.name.lower(), words.title(kind), _icon_of(kind), words.explanation(kind))
        row.selected.connect(self.selected)
        if kind not in (FindingKind.UNUSABLE, FindingKind.FEW, *NOTES):
            row.add_button("leaveOutButton", self.tr("Leave out")).connect(self.left_out)
        return row

    def _left_out_row(self) -> FindingRow:
        explanation = self.tr("These photos are not sent. Their files stay where they are.")
        row = FindingRow("left_out", self.tr("Left out"), "state-canceled", explanation)
        row.selected.connect(self.selected)
        row.add_button("bringBackButton", self.tr("Bring back")).connect(self.brought_back)
        return row

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for row in self._rows.values():
            row.refresh_icon()


class FindingRow(QWidget):
    """One kind: its title with the number of photos is a button that selects them, another one acts on them."""

    selected = pyqtSignal(tuple)  # of Path
    acted = pyqtSignal(tuple)  # of Path

    def __init__(self, name: str, title: str, icon: str, explanation: str) -> None:
        super().__init__()
        self.setObjectName(f"finding_{name}")
        self._title_text, self._icon = title, icon
        self._photos: tuple[Path, ...] = ()
        self._button: Optional[QToolButton] = None
        self._title = ElidedButton()
        self._title.setObjectName("selectButton")
        self._title.setAccessibleDescription(explanation)
        self._title.setToolTip(wording.plain_tooltip(explanation))
        self._title.clicked.connect(lambda: self.selected.emit(self._photos))
        self._layout = QHBoxLayout(self)
        gap = max(2, self.fontMetrics().height() // 8)
        self._layout.setContentsMargins(0, gap // 2, gap, gap // 2)
        self._layout.addWidget(self._title, 1)
        self.refresh_icon()

    def set_photos(self, photos: tuple[Path, ...]) -> None:
        """The photos it speaks of; none where it speaks of the whole set."""
        self._photos = photos
        text = short = self._title_text
        if photos:
            pattern = wording.translate("Nadir", "{title}: {photos}")
            text = pattern.format(title=self._title_text, photos=wording.photo_count(len(photos)))
            short = pattern.format(title=self._title_text, photos=QLocale().toString(len(photos)))
        self._title.set_texts(text, short)
        if self._button is not None:
            self._button.setAccessibleName(f"{self._button.text()}: {text}")

    def add_button(self, name: str, text: str) -> pyqtBoundSignal:
        """A verb for these photos; connect what it returns."""
        self._button = QToolButton()
        self._button.setObjectName(name)
        self._button.setText(text)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.clicked.connect(lambda: self.acted.emit(self._photos))
        self._layout.addWidget(self._button)
        return self.acted

    def refresh_icon(self) -> None:
        """Draw the icon again after the palette changed."""
        self._title.setIcon(icons.icon(self._icon, self))


class ElidedButton(QToolButton):
    """A flat button with text beside its icon; where it is narrow a shorter text, cut with an ellipsis if need be."""

    def __init__(self) -> None:
        super().__init__()
        self._text = self._short = ""
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        edge = self.fontMetrics().height()
        self.setIconSize(QSize(edge, edge))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_texts(self, text: str, short: str) -> None:
        """What it says where there is room, and where there is less."""
        self._text, self._short = text, short
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of the text."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - self.iconSize().width() - self.fontMetrics().height()
        text = self._text if self.fontMetrics().horizontalAdvance(self._text) <= room else self._short
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0)))


def _icon_of(kind: FindingKind) -> str:
    if kind in NOTES:
        return "help"
    return "state-failed" if kind is FindingKind.UNUSABLE else "warning"
