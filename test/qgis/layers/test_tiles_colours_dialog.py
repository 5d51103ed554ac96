"""The dialog Colours and range: the map follows, Cancel brings back what was, nothing wrong is sent."""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.layer import make_tiles
from nadir.core.layers.tiles.plan import TilesPlan
from nadir.core.layers.tiles.ramps import Ramp
from nadir.core.layers.tiles.style import TileStyle, style_of
from nadir.core.layers.tiles.values import RasterValues
from nadir.ui.map.colours_dialog import ColoursDialog, can_colour, open_colours
from nadir.ui.map.histogram import Histogram
from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtCore import QEvent, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QComboBox, QDialogButtonBox, QPushButton, QWidget

Turn = Callable[..., bool]
URL = "http://127.0.0.1:9/api/projects/1/tasks/t/dsm/tiles/{z}/{x}/{y}.png?v=1"
GREYS = Ramp("greys", "Greys <b>", ((0.0, (0, 0, 0, 255)), (1.0, (255, 255, 255, 255))))
HEATS = Ramp("inferno", "Inferno", ((0.0, (0, 0, 4, 255)), (1.0, (252, 255, 164, 255))))
VALUES = RasterValues(150.0, 180.0, 155.0, 172.5, (1.0,) * 10 + (9.0,) * 20, (GREYS, HEATS))
STYLE = TileStyle(155.0, 172.5, "greys", 1.0, "m", GREYS.stops)


def layer_of(kind: LayerKind, style: TileStyle) -> QgsRasterLayer:
    plan = TilesPlan(kind, URL, 14, 21, (-92.0, 46.8, -91.9, 46.9), style=style, values=VALUES)
    layer = make_tiles(plan)
    mark = Mark(kind, LayerForm.TILES, "http://127.0.0.1:9", "1", "t", "1")
    write_mark(layer, mark)
    return QgsProject.instance().addMapLayer(layer)


@pytest.fixture
def layer(project: QgsProject) -> QgsRasterLayer:
    return layer_of(LayerKind.DSM, STYLE)


@pytest.fixture
def dialog(layer: QgsRasterLayer) -> Iterator[ColoursDialog]:
    made = open_colours(layer)
    assert made is not None
    yield made
    try:
        made.reject()
    except RuntimeError:  # it has gone with its end
        return


def box(dialog: QWidget, name: str) -> Any:
    found = dialog.findChild(QgsDoubleSpinBox, name)
    assert found is not None
    return found


def button(dialog: QWidget, standard: QDialogButtonBox.StandardButton) -> QPushButton:
    return dialog.findChild(QDialogButtonBox).button(standard)


def drag(histogram: Histogram, value: float, to: float) -> None:
    """Take the handle at a value to another."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    steps = (
        (QEvent.Type.MouseButtonPress, value, left, left),
        (QEvent.Type.MouseMove, to, none, left),
        (QEvent.Type.MouseButtonRelease, to, left, none),
    )
    for kind, place, pressed, held in steps:
        position = QPointF(histogram.position(place), 5.0)
        QApplication.sendEvent(histogram, QMouseEvent(kind, position, pressed, held, Qt.KeyboardModifier.NoModifier))


def test_it_begins_with_what_the_map_shows(dialog: ColoursDialog) -> None:
    assert dialog.style_chosen() == STYLE


def test_the_map_follows_and_cancel_brings_back_what_was(dialog: ColoursDialog, layer: QgsRasterLayer, turn: Turn) -> None:
    box(dialog, "coloursLow").setValue(160.0)
    box(dialog, "coloursHigh").setValue(170.0)
    assert style_of(layer) == STYLE  # not with every digit
    assert turn(lambda: style_of(layer) == TileStyle(160.0, 170.0, "greys", 1.0, "m", GREYS.stops))
    assert layer.legend().style.low == 160.0
    dialog.reject()
    assert style_of(layer) == STYLE
    assert layer.legend().style == STYLE
    assert "rescale%3D155,172.5" in layer.source()


def test_ok_keeps_what_was_chosen_at_once(dialog: ColoursDialog, layer: QgsRasterLayer) -> None:
    QgsProject.instance().setDirty(False)
    dialog.findChild(QComboBox, "coloursRamp").setCurrentIndex(1)
    box(dialog, "coloursShading").setValue(0.0)
    button(dialog, QDialogButtonBox.StandardButton.Ok).click()
    assert style_of(layer) == TileStyle(155.0, 172.5, "inferno", 0.0, "m", HEATS.stops)
    assert "color_map%3Dinferno" in layer.source()
    assert "hillshade" not in layer.source()
    assert QgsProject.instance().isDirty()


def test_a_range_upside_down_is_told_and_not_shown(dialog: ColoursDialog, layer: QgsRasterLayer, turn: Turn) -> None:
    box(dialog, "coloursLow").setValue(200.0)
    assert not button(dialog, QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert "smaller" in dialog.findChild(QWidget, "coloursNote").text()
    dialog.accept()
    assert style_of(layer) == STYLE
    box(dialog, "coloursLow").setValue(150.0)
    assert button(dialog, QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert dialog.findChild(QWidget, "coloursNote").text() == ""


def test_without_preview_the_map_waits_for_ok(dialog: ColoursDialog, layer: QgsRasterLayer, turn: Turn) -> None:
    preview = dialog.findChild(QCheckBox, "coloursPreview")
    box(dialog, "coloursLow").setValue(160.0)
    assert turn(lambda: style_of(layer).low == 160.0)  # type: ignore[union-attr]
    preview.setChecked(False)
    assert style_of(layer) == STYLE
    preview.setChecked(True)
    assert style_of(layer).low == 160.0  # type: ignore[union-attr]


def test_a_cut_and_all_values_and_reset(dialog: ColoursDialog) -> None:
    box(dialog, "coloursCut").setValue(10.0)
    dialog.findChild(QPushButton, "coloursApplyCut").click()
    chosen = dialog.style_chosen()
    assert (chosen.low, chosen.high) == VALUES.cut(10.0)
    dialog.findChild(QPushButton, "coloursWhole").click()
    assert (dialog.style_chosen().low, dialog.style_chosen().high) == (150.0, 180.0)
    box(dialog, "coloursShading").setValue(5.0)
    button(dialog, QDialogButtonBox.StandardButton.Reset).click()
    assert dialog.style_chosen() == STYLE


def test_handles_are_dragged_and_never_cross(dialog: ColoursDialog, turn: Turn) -> None:
    histogram = dialog.findChild(Histogram, "coloursHistogram")
    dialog.resize(500, 400)
    turn(lambda: histogram.width() > 300)
    drag(histogram, 155.0, 165.0)
    assert abs(box(dialog, "coloursLow").value() - 165.0) < 0.2
    drag(histogram, 172.5, 151.0)
    chosen = dialog.style_chosen()
    assert chosen.low < chosen.high < 166.0


def test_the_histogram_paints_the_colours(dialog: ColoursDialog) -> None:
    histogram = dialog.findChild(Histogram, "coloursHistogram")
    histogram.resize(400, 120)
    picture = histogram.grab().toImage()
    line = int(picture.height() * 0.86)
    grey = [picture.pixelColor(int(histogram.position(value)), line).red() for value in (157.0, 164.0, 171.0)]
    assert grey == sorted(grey)
    assert grey[0] < 70
    assert grey[2] > 185


def test_an_index_has_no_shading_and_no_metres(project: QgsProject) -> None:
    layer = layer_of(LayerKind.INDEX, TileStyle(-0.2, 0.5, "greys", 0.0, "", GREYS.stops))
    dialog = open_colours(layer)
    assert dialog is not None
    assert dialog.findChild(QgsDoubleSpinBox, "coloursShading") is None
    assert box(dialog, "coloursLow").suffix() == ""
    dialog.reject()


def test_a_layer_that_goes_away_closes_it(dialog: ColoursDialog, layer: QgsRasterLayer, turn: Turn) -> None:
    closed = []
    dialog.finished.connect(closed.append)
    box(dialog, "coloursLow").setValue(160.0)
    QgsProject.instance().removeMapLayer(layer.id())
    assert turn(lambda: closed)


def test_other_layers_have_no_such_dialog(project: QgsProject) -> None:
    photo = make_tiles(TilesPlan(LayerKind.ORTHOPHOTO, URL, 14, 21, None))
    assert not can_colour(photo)
    assert open_colours(photo) is None
    assert not can_colour(None)


def test_every_field_can_be_reached_and_has_a_name(dialog: ColoursDialog) -> None:
    for kind in (QgsDoubleSpinBox, QComboBox):
        for field in dialog.findChildren(kind):
            assert field.objectName()
            assert field.accessibleName()
            assert field.focusPolicy() in (Qt.FocusPolicy.WheelFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.TabFocus)
    combo = dialog.findChild(QComboBox, "coloursRamp")
    assert combo.itemText(0) == "Greys <b>"  # literally
