"""What was found of the photos, a row for each kind: a click selects the photos, a button leaves them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ....core.photos.findings import Finding, FindingKind
from ...common import icons, wording
from . import words

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
        self._shown: tuple[object, ...] = ()
        self._rows: list[QWidget] = []
        self._inside = QWidget()
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setWidget(self._inside)
        self.hide()

    def show_findings(self, findings: Sequence[Finding], left_out: Sequence[Path]) -> None:
        """Rows for the findings and for what is left out; the keyboard stays on the row of the kind it was on."""
        shown = (tuple(findings), tuple(left_out))
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((row.objectName() for row in self._rows if row.isAncestorOf(self.focusWidget() or row)), "")
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._finding_row(finding) for finding in findings]
        if left_out:
            self._rows.append(self._left_out_row(tuple(left_out)))
        for row in self._rows:
            self._layout.addWidget(row)
        self.setVisible(bool(self._rows))
        self._fit()
        for row in self._rows:
            if row.objectName() == focused:
                row.setFocus()

    def sizeHint(self) -> QSize:
        """As many rows as there are, up to a few."""
        height = sum(row.sizeHint().height() for row in self._rows[:1]) * min(len(self._rows), ROWS_SHOWN)
        return QSize(super().sizeHint().width(), round(height))

    def minimumSizeHint(self) -> QSize:
        """Rows may be narrow, never cut from below."""
        return QSize(0, self.sizeHint().height())

    def _fit(self) -> None:
        self.updateGeometry()

    def _finding_row(self, finding: Finding) -> QWidget:
        row = FindingRow(finding.kind.name.lower(), words.title(finding.kind), finding.photos, _icon_of(finding.kind))
        row.explain(words.explanation(finding.kind))
        row.selected.connect(self.selected)
        if finding.kind not in (FindingKind.UNUSABLE, FindingKind.FEW):
            row.add_button("leaveOutButton", self.tr("Leave out"), self.left_out)
        return row

    def _left_out_row(self, paths: tuple[Path, ...]) -> QWidget:
        row = FindingRow("left_out", self.tr("Left out"), paths, "state-canceled")
        row.explain(self.tr("These photos are not sent. Their files stay where they are."))
        row.selected.connect(self.selected)
        row.add_button("bringBackButton", self.tr("Bring back"), self.brought_back)
        return row


class FindingRow(QWidget):
    """One kind: its title with the number of photos is a button that selects them."""

    selected = pyqtSignal(tuple)

    def __init__(self, name: str, title: str, photos: tuple[Path, ...], icon: str) -> None:
        super().__init__()
        self.setObjectName(f"finding_{name}")
        self._photos = photos
        self._text = title
        if photos:
            self._text = wording.translate("Nadir", "{title}: {photos}").format(
                title=title, photos=wording.photo_count(len(photos))
            )
        self._layout = QHBoxLayout(self)
        gap = max(2, self.fontMetrics().height() // 8)
        self._layout.setContentsMargins(0, gap // 2, 0, gap // 2)
        edge = self.fontMetrics().height()
        if photos:
            self._title: QWidget = self._title_button(icons.icon(icon, self), edge)
        else:
            self._title = self._title_label(icon, edge)
        self._layout.addWidget(self._title, 1)
        self.setFocusProxy(self._title)

    def explain(self, text: str) -> None:
        """Say what it means, in the tool tip and to screen readers."""
        self.setToolTip(wording.plain_tooltip(text))
        self._title.setAccessibleDescription(text)

    def add_button(self, name: str, text: str, signal: pyqtSignal) -> None:
        """A verb for these photos."""
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setAccessibleName(f"{text}: {self._text}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: signal.emit(self._photos))
        self._layout.addWidget(button)

    def _title_button(self, icon: QIcon, edge: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("selectButton")
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(icon)
        button.setIconSize(QSize(edge, edge))
        button.setText(self._text)
        button.setAccessibleName(self._text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Preferred)
        button.clicked.connect(lambda: self.selected.emit(self._photos))
        return button

    def _title_label(self, icon: str, edge: int) -> QWidget:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(edge // 4, 0, 0, 0)
        picture = QLabel()
        picture.setPixmap(icons.picture(icon, edge, self))
        text = QLabel(self._text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(picture)
        row.addWidget(text, 1)
        return inside


def _icon_of(kind: FindingKind) -> str:
    return "state-failed" if kind is FindingKind.UNUSABLE else "warning"
