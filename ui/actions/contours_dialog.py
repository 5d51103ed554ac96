"""Which contours are to be drawn: of the surface or the terrain, and how far apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QWidget

from ...core.api.rasters import RasterKind
from ...core.layers.products import RASTERS, LayerKind
from .form_dialog import FormDialog, hint

LARGEST, STEP = 500.0, 0.5  # metres
Start = Callable[[RasterKind, Optional[float]], None]


class ContoursDialog(FormDialog):
    """`start` gets the model and the metres between two lines, None for a round number that suits the ground."""

    def __init__(self, window: QWidget, title: str, kinds: Sequence[LayerKind], start: Start) -> None:
        """kinds: the models that there are, DSM, DTM or both."""
        super().__init__(window, "NadirContoursDialog", title, "")
        self.accept_button.setText(self.tr("Add contours"))
        self._start = start
        self._model = QComboBox()
        self._model.setObjectName("contoursModelCombo")
        for kind in kinds:
            self._model.addItem(kind.title, RASTERS[kind])
        self._interval = QDoubleSpinBox()
        self._interval.setObjectName("contoursIntervalSpin")
        self._interval.setRange(0.0, LARGEST)
        self._interval.setDecimals(2)
        self._interval.setSingleStep(STEP)
        self._interval.setSpecialValueText(self.tr("automatic"))
        self._interval.setSuffix(self.tr(" m"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("&Of:"), self._model)
        form.addRow(self.tr("&Interval:"), self._interval)
        self.body.addLayout(form)
        self.body.addWidget(hint(self.tr("Automatic draws about twenty lines. Where the server draws none, this computer does.")))

    def send(self) -> None:
        """Hand on what was chosen; the panel shows how far it is."""
        interval = self._interval.value()
        self._start(RasterKind(self._model.currentData()), interval if interval > 0 else None)
        self.accept()
