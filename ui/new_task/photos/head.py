"""The head of the photos step: buttons, what the photos are, and what is being done with them."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QMenu, QProgressBar, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ....core.photos.report import PhotoReport
from ...common import icons, wording
from . import words
from .scan import ScanPhase


class ButtonRow(QWidget):
    """Add and remove on one side, undo and the map's tools on the other."""

    def __init__(self, has_map: bool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.add_folder = self._button("addFolderButton", self.tr("Add folder…"), "new-project", with_text=True)
        self.add_photos = self._button("addPhotosButton", self.tr("Add photos…"), "photos", with_text=True)
        self.remove = self._button("removeButton", self.tr("Take folders off the list"), "remove")
        self.remove.setMenu(QMenu(self.remove))
        self.remove.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.undo = self._button("undoButton", self.tr("Undo leaving out"), "undo")
        keys = QKeySequence(QKeySequence.StandardKey.Undo).toString(QKeySequence.SequenceFormat.NativeText)
        self.undo.setToolTip(f"{self.undo.text()} ({keys})")
        self.pick = self._button("pickOnMapButton", self.tr("Select photos on the map"), "map-pick")
        self.polygon = self._button(
            "polygonButton", self.tr("Draw a polygon on the map to leave photos inside or outside of it out"), "map-polygon"
        )
        self.zoom = self._button("zoomToPhotosButton", self.tr("Show the photos on the map"), "zoom-to-layers")
        row = QHBoxLayout(self)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(max(2, self.fontMetrics().height() // 6))
        for button in (self.add_folder, self.add_photos, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.undo, self.pick, self.polygon, self.zoom):
            row.addWidget(button)
        for button in (self.pick, self.polygon, self.zoom):
            button.setVisible(has_map)

    def minimumSizeHint(self) -> QSize:
        """With icons alone."""
        return QSize(self._width(compact=True), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts where there is room for them."""
        super().resizeEvent(event)
        compact = self.width() < self._width(compact=False)
        icon_only, beside = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (self.add_folder, self.add_photos):
            button.setToolButtonStyle(icon_only if compact else beside)

    def _width(self, *, compact: bool) -> int:
        buttons = [button for button in self.findChildren(QToolButton) if not button.isHidden()]
        texts = 0
        if not compact:
            texts = sum(self.fontMetrics().horizontalAdvance(each.text()) + self.fontMetrics().height() // 2
                        for each in (self.add_folder, self.add_photos))
        between = self.layout().spacing() * (len(buttons) - 1)
        return len(buttons) * self.zoom.sizeHint().width() + self.fontMetrics().height() + texts + between

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for button in self.findChildren(QToolButton):
            button.setIcon(icons.icon(str(button.property("icon_name")), button))

    def _button(self, name: str, text: str, icon: str, *, with_text: bool = False) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if with_text else Qt.ToolButtonStyle.ToolButtonIconOnly
        button.setToolButtonStyle(style)
        edge = self.fontMetrics().height()
        button.setIconSize(QSize(edge, edge))
        button.setProperty("icon_name", icon)
        button.setIcon(icons.icon(icon, button))
        return button


class FactsLabels(QWidget):
    """What is sent, what to expect, where it comes from: a line each, none where there is nothing to say."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._summary = _label("photosSummaryLabel", bold=True)
        self._expectation = _label("photosExpectationLabel")
        self._origin = _label("photosOriginLabel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(max(1, self.fontMetrics().height() // 8))
        for label in (self._summary, self._expectation, self._origin):
            column.addWidget(label)

    def show_report(self, report: PhotoReport, others: int) -> None:
        """All three lines; `others`: files that are no photos."""
        self._say(words.summary(report), words.expectation(report), words.origin(report, others))

    def show_count(self, count: int, size_bytes: int) -> None:
        """While photos are read, what there is by now."""
        self._say(words.SEPARATOR.join((wording.photo_count(count), wording.size(size_bytes))), "", "")

    def _say(self, *texts: str) -> None:
        for label, text in zip((self._summary, self._expectation, self._origin), texts):
            label.setText(text)
            label.setVisible(bool(text))


class ScanRow(QWidget):
    """What is being done, how far it is, and a button that ends it."""

    cancelled = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("photosScanRow")
        self._phase = ScanPhase.IDLE
        self._text = _label("photosScanLabel")
        self._text.setWordWrap(False)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setObjectName("photosScanProgress")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._cancel = QToolButton()
        self._cancel.setObjectName("photosScanCancelButton")
        self._cancel.setAutoRaise(True)
        self._cancel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        edge = self.fontMetrics().height()
        self._cancel.setIconSize(QSize(edge, edge))
        self._cancel.clicked.connect(self.cancelled)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(column, 1)
        row.addWidget(self._cancel)
        self.refresh_icons()
        self.hide()

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        self._cancel.setIcon(icons.icon("close", self._cancel))

    def show_phase(self, phase: ScanPhase) -> None:
        """Begin with the next thing, or be gone."""
        self._phase = phase
        self.setVisible(phase is not ScanPhase.IDLE)
        self._bar.setRange(0, 0)
        self._say("")
        reading = phase is ScanPhase.READING
        tip = self.tr("Stop reading; what was read stays") if reading else self.tr("Do not look for blurred photos")
        self._cancel.setToolTip(tip)
        self._cancel.setAccessibleName(tip)

    def show_progress(self, fraction: float, name: str) -> None:
        """How far it is; the name of the file or folder that was looked at last."""
        if fraction > 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(fraction * 1000))
        self._say(name)

    def _say(self, name: str) -> None:
        doing = {
            ScanPhase.READING: self.tr("Reading photos…"),
            ScanPhase.SHARPNESS: self.tr("Looking for blurred photos…"),
        }.get(self._phase, "")
        self._text.setText(f"{doing} {wording.one_line(name, 60)}" if name else doing)
        self._bar.setAccessibleName(doing)


def _label(name: str, *, bold: bool = False) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
    return label
