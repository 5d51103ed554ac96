"""How photos are sent unless a task says otherwise."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QFormLayout, QGroupBox, QLabel, QSpinBox, QWidget

from ...core.settings import Settings
from ..common import wording

FASTEST_KB, RATE_STEP = 999_999, 100  # kilobytes a second
LARGEST_PIXELS, PIXEL_STEP = 20_000, 256


class UploadsGroup(QGroupBox):
    """A part of the options page."""

    def __init__(self, settings: Settings, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Uploads"))
        self.setObjectName("uploadsGroup")
        self._rate = _spin("uploadRateSpin", FASTEST_KB, RATE_STEP, settings.upload_rate_kb)
        self._rate.setSpecialValueText(self.tr("none"))
        self._rate.setSuffix(self.tr(" kB/s"))
        tip = self.tr("Leaves the rest of the line to others. It can be changed for each upload while it runs.")
        self._rate.setToolTip(wording.plain_tooltip(tip))
        self._resize = _spin("resizeSpin", LARGEST_PIXELS, PIXEL_STEP, settings.resize_to)
        self._resize.setSpecialValueText(self.tr("full size"))
        self._resize.setSuffix(self.tr(" px"))
        tip = self.tr("Longest side of the photos that are sent. Smaller photos upload faster and give coarser results.")
        self._resize.setToolTip(wording.plain_tooltip(tip))
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for text, spin in ((self.tr("&Speed limit:"), self._rate), (self.tr("Photo si&ze:"), self._resize)):
            label = QLabel(text)
            label.setBuddy(spin)
            form.addRow(label, spin)

    def values(self) -> dict[str, object]:
        """What is chosen, by the names of the settings."""
        return {"upload_rate_kb": self._rate.value(), "resize_to": self._resize.value()}


def _spin(name: str, largest: int, step: int, value: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setObjectName(name)
    spin.setRange(0, largest)
    spin.setSingleStep(step)
    spin.setValue(value)
    spin.setMinimumWidth(spin.fontMetrics().averageCharWidth() * 8)
    return spin
