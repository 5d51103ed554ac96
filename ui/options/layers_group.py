"""How results go on the map: which, how sharp, and in which colours."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ...core.layers.products import FIRST_KINDS
from ...core.settings import Settings
from ..common import wording

MOST_PERCENT, PERCENT_STEP = 20.0, 0.5


class LayersGroup(QGroupBox):
    """A part of the options page. What is chosen counts for layers that are added from then on."""

    def __init__(self, settings: Settings, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Layers"))
        self.setObjectName("layersGroup")
        chosen = settings.map_products.split(",")
        self._products = {kind: QCheckBox(kind.title.replace("&", "&&")) for kind in FIRST_KINDS}
        for kind, box in self._products.items():
            box.setObjectName(f"{kind.value}Check")
            box.setChecked(kind.value in chosen)
            box.toggled.connect(self._keep_one)
        self._keep_one()
        self._sharp = QComboBox()
        self._sharp.setObjectName("sharpTilesCombo")
        ways = (("automatic", self.tr("on sharp screens")), ("always", self.tr("always")), ("never", self.tr("never")))
        for value, text in ways:
            self._sharp.addItem(text, value)
        self._sharp.setCurrentIndex(max(self._sharp.findData(settings.sharp_tiles), 0))
        tip = self.tr("Tiles with twice the pixels look crisp on screens with a high resolution, and take about four times the data.")
        self._sharp.setToolTip(wording.plain_tooltip(tip))
        self._cut = self._make_cut(settings.cut_percent)
        self._licence = QLineEdit(settings.licence)
        self._licence.setObjectName("licenceEdit")
        self._licence.setMaxLength(200)
        self._licence.setPlaceholderText(self.tr("none"))
        self._licence.setToolTip(wording.plain_tooltip(self.tr("Written into the metadata of new layers, such as CC BY 4.0.")))
        self._offer = QCheckBox(self.tr("&Offer real values"))
        self._offer.setObjectName("offerValuesCheck")
        self._offer.setChecked(settings.offer_values)
        tip = self.tr("Heights come as coloured tiles. When you identify them, Nadir offers to load their real values.")
        self._offer.setToolTip(wording.plain_tooltip(tip))
        self._lay_out()

    def values(self) -> dict[str, object]:
        """What is chosen, by the names of the settings."""
        return {
            "map_products": ",".join(kind.value for kind, box in self._products.items() if box.isChecked()),
            "sharp_tiles": self._sharp.currentData(),
            "cut_percent": self._cut.value(),
            "offer_values": self._offer.isChecked(),
            "licence": self._licence.text().strip(),
        }

    def _keep_one(self) -> None:
        """The last tick stays: Add to map has to add something."""
        ticked = [box for box in self._products.values() if box.isChecked()]
        if not ticked:  # settings that name nothing we know
            next(iter(self._products.values())).setChecked(True)
            return
        for box in self._products.values():
            box.setEnabled(ticked != [box])

    def _make_cut(self, percent: float) -> QDoubleSpinBox:
        spin = QDoubleSpinBox()
        spin.setObjectName("cutPercentSpin")
        spin.setDecimals(1)
        spin.setRange(0.0, MOST_PERCENT)
        spin.setSingleStep(PERCENT_STEP)
        spin.setSuffix(" %")
        spin.setValue(percent)
        spin.setMinimumWidth(spin.fontMetrics().averageCharWidth() * 8)
        tip = self.tr("So much of the lowest and of the highest ground shares one colour: a single tree or pit does not take them all.")
        spin.setToolTip(wording.plain_tooltip(tip))
        return spin

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        heading = QLabel(self.tr("Add to map adds, where a task has them:"))
        heading.setWordWrap(True)
        column.addWidget(heading)
        for box in self._products.values():
            column.addWidget(box)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("S&harp tiles:"), self._sharp),
            (self.tr("Heights &cut at each end:"), self._cut),
            (self.tr("&Licence of layers:"), self._licence),
        )
        for text, field in fields:
            label = QLabel(text)
            label.setBuddy(field)
            form.addRow(label, field)
        column.addLayout(form)
        column.addWidget(self._offer)
