"""The menu of how fast an upload may send: no limit, a few common ones, or any other."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QLocale, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QActionGroup, QInputDialog, QMenu, QWidget

from ..common import wording

PRESETS = (250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)  # bytes per second
_MEGABYTE = 1_000_000
_LEAST, _MOST = 0.01, 10_000.0  # MB/s that can be typed


class RateMenu(QMenu):
    """Shows the limit that holds and emits the one that is chosen, in bytes per second; None for no limit."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rateMenu")
        self._limit: Optional[int] = None
        self._group = QActionGroup(self)
        self._ways: dict[Optional[int], QAction] = {}
        self._add(None, self.tr("No limit"))
        self.addSeparator()
        for limit in PRESETS:
            self._add(limit, speed(limit))
        self.addSeparator()
        self._other = self.addAction(self.tr("Other…"))
        self._other.setObjectName("otherRateAction")
        self._other.setCheckable(True)
        self._group.addAction(self._other)
        self._other.triggered.connect(self._ask)
        self.set_limit(None)

    @property
    def limit(self) -> Optional[int]:
        """The limit that is shown."""
        return self._limit

    def set_limit(self, limit: Optional[int]) -> None:
        """Mark the limit that holds."""
        self._limit = limit
        self._ways.get(limit, self._other).setChecked(True)
        known = limit in self._ways
        text = self.tr("Other…") if known else self.tr("Other ({speed})…").format(speed=speed(limit or 0))
        self._other.setText(text)

    def _add(self, limit: Optional[int], text: str) -> None:
        action = self.addAction(text)
        action.setCheckable(True)
        action.triggered.connect(lambda: self._choose(limit))
        self._group.addAction(action)
        self._ways[limit] = action

    def _choose(self, limit: Optional[int]) -> None:
        self.set_limit(limit)
        self.chosen.emit(limit)

    def _ask(self) -> None:
        self.set_limit(self._limit)  # nothing is chosen yet
        dialog = QInputDialog(self.parentWidget())
        dialog.setObjectName("rateDialog")
        dialog.setWindowTitle(self.tr("Speed limit"))
        dialog.setLabelText(self.tr("Megabytes a second at most:"))
        dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
        dialog.setDoubleDecimals(2)
        dialog.setDoubleRange(_LEAST, _MOST)
        dialog.setDoubleValue((self._limit or _MEGABYTE) / _MEGABYTE)
        dialog.doubleValueSelected.connect(lambda value: self._choose(round(value * _MEGABYTE)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def speed(bytes_per_second: float) -> str:
    """`2 MB/s`, `250 kB/s`, `1.5 MB/s`."""
    amount, unit = (bytes_per_second / _MEGABYTE, "MB/s") if bytes_per_second >= _MEGABYTE else (bytes_per_second / 1000, "kB/s")
    digits = 0 if float(amount).is_integer() else 1
    return wording.translate("Nadir", "{number} {unit}").format(number=QLocale().toString(amount, "f", digits), unit=unit)
