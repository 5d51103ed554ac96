"""What the photos step shows while it has no photos: what to do, in the middle of the place to drop them."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...common import icons

FRAME = 0.35  # how much of the text's colour the frame has


class EmptyPage(QWidget):
    """Says it in words and offers buttons for those who do not drag."""

    folder_wanted = pyqtSignal()
    photos_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyPhotosPage")
        self._is_over = False
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("Drop a folder of drone photos here"))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setWordWrap(True)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        hint = QLabel(self.tr("JPEG or TIFF. Nadir looks at them before anything is sent."))
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        margin = self.fontMetrics().height()
        column.setContentsMargins(margin, margin, margin, margin)
        column.addStretch(1)
        for widget in (self._picture, title, hint):
            column.addWidget(widget)
        column.addSpacing(margin // 2)
        column.addLayout(self._buttons())
        column.addStretch(1)
        self._refresh()

    def set_over(self, is_over: bool) -> None:
        """Whether something that can be dropped is held over it."""
        self._is_over = is_over
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._refresh()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame, which shows that things can be dropped; a bold one when they would be."""
        super().paintEvent(event)
        role = QPalette.ColorRole.Highlight if self._is_over else QPalette.ColorRole.WindowText
        colour = QColor(self.palette().color(role))
        colour.setAlphaF(1.0 if self._is_over else FRAME)
        width = max(1.0, self.fontMetrics().height() / 10) * (1.5 if self._is_over else 1.0)
        pen = QPen(colour, width, Qt.PenStyle.SolidLine if self._is_over else Qt.PenStyle.DashLine)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        round_by = self.fontMetrics().height() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width, width, -width, -width), round_by, round_by)
        painter.end()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        texts = (("emptyAddFolderButton", self.tr("Add &folder…")), ("emptyAddPhotosButton", self.tr("Add &photos…")))
        for (name, text), signal in zip(texts, (self.folder_wanted, self.photos_wanted)):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _refresh(self) -> None:
        self._picture.setPixmap(icons.picture("photos", self.fontMetrics().height() * 3, self))
