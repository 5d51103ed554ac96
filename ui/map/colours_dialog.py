"""The dialog *Colours and range* of tiles whose colours stand for heights or for an index. The map follows as one tries."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.core import QgsProject, QgsRasterLayer, QgsSymbolLayerUtils
from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...core.layers.marks import read_mark
from ...core.layers.products import LayerKind
from ...core.layers.tiles import ramps
from ...core.layers.tiles.layer import restyle
from ...core.layers.tiles.legend import decimals_of
from ...core.layers.tiles.ramps import Ramp
from ...core.layers.tiles.style import LARGEST_VALUE, STRONGEST_SHADING, TileStyle, style_of
from ...core.layers.tiles.values import RasterValues, values_of
from ...core.layers.values.relief import recolour
from ...core.settings import Settings
from ..common import wording
from ..details.labels import plain_label
from .histogram import Histogram

PAUSE_MS = 350  # after a change, before the map asks the server for other tiles
MOST_CUT = 20.0  # percent at each side
HEIGHTS = (LayerKind.DSM, LayerKind.DTM)


class ColoursDialog(QDialog):
    """Changes the layer at once; Cancel brings back what was. For a layer that has a style (see `can_colour`)."""

    def __init__(self, layer: QgsRasterLayer, style: TileStyle, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("NadirColoursDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Colours and range"))
        self._layer: Optional[QgsRasterLayer] = layer
        self._before, self._shown = style, style
        self._values = values_of(layer) or RasterValues(style.low, style.high, style.low, style.high)
        mark = read_mark(layer)
        self._of_heights = mark is not None and mark.kind in HEIGHTS
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._make_fields(style)
        self._lay_out(layer.name())
        self._show(style)
        self._connect()
        layer.willBeDeleted.connect(self._lose_layer)

    # Fields

    def _make_fields(self, style: TileStyle) -> None:
        self._histogram = Histogram()
        self._histogram.setObjectName("coloursHistogram")
        self._histogram.setAccessibleName(self.tr("How often each value occurs"))
        self._histogram.setToolTip(self.tr("Drag the handles to the values at the ends of the colours."))
        values = self._values
        self._histogram.set_counts(values.histogram, min(values.minimum, style.low), max(values.maximum, style.high))
        self._histogram.setVisible(bool(values.histogram))
        self._low = self._value_box("coloursLow", self.tr("Lowest value"), style)
        self._high = self._value_box("coloursHigh", self.tr("Highest value"), style)
        self._cut = _spin("coloursCut", self.tr("Percent of the pixels cut off at each end"), 0.0, MOST_CUT, 0.5, Settings().cut_percent)
        self._cut.setDecimals(1)
        self._cut.setSuffix(self.tr(" %"))
        self._apply_cut = QPushButton(self.tr("A&pply"))
        self._apply_cut.setObjectName("coloursApplyCut")
        self._apply_cut.setAutoDefault(False)
        self._apply_cut.setToolTip(self.tr("Leave this part of the pixels out at each end"))
        self._whole = QPushButton(self.tr("&All values"))
        self._whole.setObjectName("coloursWhole")
        self._whole.setAutoDefault(False)
        self._ramp = QComboBox()
        self._ramp.setObjectName("coloursRamp")
        self._ramp.setAccessibleName(self.tr("Colours"))
        self._fill_ramps(style)
        self._shading = _spin("coloursShading", self.tr("Shading"), 0.0, STRONGEST_SHADING, 0.5, 1.0)
        self._shading.setSpecialValueText(self.tr("none"))
        self._shading.setToolTip(self.tr("How many times steeper than it is the ground is lit. More shows more, noise too."))
        self._preview = QCheckBox(self.tr("Show on the &map while I change it"))
        self._preview.setObjectName("coloursPreview")
        self._preview.setChecked(True)

    def _value_box(self, name: str, title: str, style: TileStyle) -> QgsDoubleSpinBox:
        step = 10.0 ** -(decimals_of(style) - 1)
        box = _spin(name, title, -LARGEST_VALUE, LARGEST_VALUE, step, 0.0)
        box.setDecimals(3)
        box.setShowClearButton(False)
        if style.unit:
            box.setSuffix(f" {style.unit}")
        metrics = self.fontMetrics()
        longest = max((box.textFromValue(value) + box.suffix() for value in (style.low, style.high)), key=len)
        box.setMinimumWidth(metrics.horizontalAdvance(f"{longest}  ") + 2 * metrics.height())
        return box

    def _fill_ramps(self, style: TileStyle) -> None:
        choices = list(self._values.choices)
        if all(ramp.key != style.ramp for ramp in choices):
            choices.insert(0, Ramp(style.ramp, style.ramp, style.stops))
        height = self.fontMetrics().height()
        size = QSize(height * 5, height)
        self._ramp.setIconSize(size)
        for ramp in choices:
            colours = ramps.to_qgis(ramp.stops or ramps.known_stops(ramp.key))
            self._ramp.addItem(QgsSymbolLayerUtils.colorRampPreviewIcon(colours, size), wording.one_line(ramp.label, 40), ramp)

    def _lay_out(self, layer_name: str) -> None:
        about = plain_label(wording.one_line(layer_name))
        about.setObjectName("coloursLayer")
        self._note = plain_label()
        self._note.setObjectName("coloursNote")
        self._note.hide()
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.Reset)
        self._buttons.button(standard.Reset).setToolTip(self.tr("The range and colours that a new layer has"))
        self._buttons.button(standard.Reset).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addWidget(self._histogram, 1)
        layout.addLayout(self._make_form())
        layout.addWidget(self._preview)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)

    def _make_form(self) -> QGridLayout:
        form = QGridLayout()
        form.setColumnStretch(1, 1)
        _add_row(form, self.tr("Colours &from:"), self._low, _row(self._low, QLabel(self.tr("to")), self._high))
        _add_row(form, self.tr("Cut off at &each end:"), self._cut, _row(self._cut, self._apply_cut, self._whole))
        _add_row(form, self.tr("&Colours:"), self._ramp, self._ramp)
        if self._of_heights:
            _add_row(form, self.tr("&Shading:"), self._shading, self._shading)
        return form

    def _connect(self) -> None:
        for box in (self._low, self._high, self._shading):
            box.valueChanged.connect(self._take_change)
        self._ramp.currentIndexChanged.connect(self._take_change)
        self._histogram.range_dragged.connect(self._set_range)
        self._apply_cut.clicked.connect(lambda: self._set_range(*self._values.cut(self._cut.value())))
        self._whole.clicked.connect(lambda: self._set_range(*self._values.cut(0.0)))
        self._preview.toggled.connect(self._take_preview)
        self._pause.timeout.connect(lambda: self._apply(self.style_chosen()))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._buttons.button(QDialogButtonBox.StandardButton.Reset).clicked.connect(self._reset)

    # What is chosen

    def style_chosen(self) -> TileStyle:
        """What the fields say; unlike `TileStyle`s on layers its range may be upside down."""
        ramp = self._ramp.currentData()
        shading = self._shading.value() if self._of_heights else 0.0
        before = self._before
        stops = ramp.stops if ramp.key != before.ramp or not before.stops else before.stops
        return TileStyle(self._low.value(), self._high.value(), ramp.key, shading, before.unit, stops)

    def accept(self) -> None:
        """Keep what is chosen."""
        chosen = self.style_chosen()
        if chosen.low < chosen.high:
            self._apply(chosen)
            if chosen != self._before:
                QgsProject.instance().setDirty(True)
            super().accept()

    def reject(self) -> None:
        """Bring back what was."""
        self._apply(self._before)
        super().reject()

    def done(self, result: int) -> None:
        """However it ends."""
        self._pause.stop()
        if self._layer is not None:
            self._layer.willBeDeleted.disconnect(self._lose_layer)
            self._layer = None
        super().done(result)

    def _show(self, style: TileStyle) -> None:
        self._low.setValue(style.low)
        self._high.setValue(style.high)
        self._shading.setValue(style.shading)
        keys = [self._ramp.itemData(row).key for row in range(self._ramp.count())]
        self._ramp.setCurrentIndex(keys.index(style.ramp) if style.ramp in keys else 0)
        self._paint_histogram()

    def _set_range(self, low: float, high: float) -> None:
        self._low.setValue(low)
        self._high.setValue(high)

    def _reset(self) -> None:
        low, high = self._values.cut(Settings().cut_percent)
        first = self._ramp.itemData(0)
        ramp = next((item for item in self._values.choices if item.key == self._before.ramp), first)
        self._show(replace(self._before, low=low, high=high, ramp=ramp.key, shading=1.0 if self._of_heights else 0.0))

    def _take_change(self) -> None:
        is_right = self._low.value() < self._high.value()
        self._note.setText("" if is_right else self.tr("The first value must be smaller than the second."))
        self._note.setHidden(is_right)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_right)
        self._paint_histogram()
        if is_right and self._preview.isChecked():
            self._pause.start()
        else:
            self._pause.stop()

    def _take_preview(self, wanted: bool) -> None:
        """Show what is chosen, or what was before."""
        self._pause.stop()
        chosen = self.style_chosen()
        self._apply(chosen if wanted and chosen.low < chosen.high else self._before)

    def _paint_histogram(self) -> None:
        chosen = self.style_chosen()
        self._histogram.set_colours(chosen.low, chosen.high, chosen.color_ramp())

    def _apply(self, style: TileStyle) -> None:
        if self._layer is not None and style != self._shown:
            self._shown = style
            change = recolour if self._layer.providerType() == "gdal" else restyle
            change(self._layer, style)

    def _lose_layer(self) -> None:
        """The layer was removed while this was open."""
        self._layer = None
        self.reject()


def can_colour(layer: Optional[QgsRasterLayer]) -> bool:
    """Whether a layer's colours can be changed here: heights or an index, as tiles or with real values, whose range is known."""
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() not in ("wms", "gdal"):
        return False
    return read_mark(layer) is not None and style_of(layer) is not None


def open_colours(layer: QgsRasterLayer, parent: Optional[QWidget] = None) -> Optional[ColoursDialog]:
    """Open the dialog on a layer; None for one that it cannot colour."""
    style = style_of(layer)
    if style is None or not can_colour(layer):
        return None
    dialog = ColoursDialog(layer, style, parent)
    dialog.open()
    return dialog


def _spin(name: str, title: str, least: float, most: float, step: float, value: float) -> QgsDoubleSpinBox:
    box = QgsDoubleSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    box.setRange(least, most)
    box.setSingleStep(step)
    box.setValue(value)
    box.setClearValue(value)
    return box


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, (QLabel, QPushButton)) else 1)
    return row


def _add_row(form: QGridLayout, text: str, buddy: QWidget, content: object) -> None:
    label = QLabel(text)
    label.setBuddy(buddy)
    row = form.rowCount()
    form.addWidget(label, row, 0)
    if isinstance(content, QWidget):
        form.addWidget(content, row, 1)
    else:
        form.addLayout(content, row, 1)
