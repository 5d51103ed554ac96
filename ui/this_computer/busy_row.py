"""What is being done with the local server, how far it is, and a button that gives it up."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from ..common import icons, wording
from .figures import text_label

STEPS = 1000  # of the bar


class BusyRow(QWidget):
    """Hidden while nothing is done."""

    cancel_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("localBusyRow")
        self._text = text_label("", "localBusyLabel")
        self._bar = QProgressBar()
        self._bar.setObjectName("localProgress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(self.fontMetrics().height() // 2)
        self._cancel = QToolButton()
        self._cancel.setObjectName("localCancelButton")
        self._cancel.setAccessibleName(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Cancel"))
        self._cancel.setAutoRaise(True)
        self._cancel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cancel.clicked.connect(self.cancel_wanted)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(column, 1)
        layout.addWidget(self._cancel)
        self.refresh_icons()
        self.hide()

    def show_progress(self, text: str, fraction: Optional[float]) -> None:
        """fraction: 0..1; None or 0: nobody knows how far it is."""
        self._text.setText(wording.one_line(text, 120))
        self._bar.setRange(0, STEPS if fraction else 0)
        self._bar.setValue(round(STEPS * (fraction or 0.0)))
        self.show()

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        self._cancel.setIcon(icons.icon("close", self._cancel))
