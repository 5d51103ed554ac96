"""Nadir's own icons, drawn in the colour of the palette so that they show on dark and on light backgrounds.

The SVG files draw their lines in `currentColor`, which is replaced before rendering. The colours of states (green, red,
amber, blue) stand in the files and show on both.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QByteArray, QFile, QIODevice, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QWidget

RESOURCE_PREFIX = ":/plugins/nadir/resources"
FOLDER = Path(__file__).resolve().parents[2] / "resources"
ACCENT = "#2f9bd6"  # the blue of the SVG files
DISABLED = 0.35  # how much is left of an icon that cannot be used
SIZES = (16, 24, 32, 48)  # logical pixels


def icon(name: str, widget: Optional[QWidget] = None) -> QIcon:
    """The icon in the text colour of a widget, without one in that of the application; `name` is the file's without ending."""
    color = _text_color(widget)
    faded = QColor(color)
    faded.setAlphaF(DISABLED)
    result = QIcon()
    for size in SIZES:
        result.addPixmap(pixmap(name, size, color, _largest_ratio()), QIcon.Mode.Normal)
        result.addPixmap(pixmap(name, size, faded, _largest_ratio()), QIcon.Mode.Disabled)
    return result


def picture(name: str, size: int, widget: QWidget) -> QPixmap:
    """The icon as a picture of `size` logical pixels in the text colour of the widget that shows it."""
    return pixmap(name, size, _text_color(widget), widget.devicePixelRatioF())


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0, *, selected: bool = False) -> QPixmap:
    """A square picture of `size` logical pixels for a screen with `ratio` device pixels to each; a transparent `color` fades it.

    In a `selected` row the blue of the icons gives way to `color`, since most palettes select in blue.
    """
    return _render(name, size, color.rgba(), ratio, selected)


def _text_color(widget: Optional[QWidget]) -> QColor:
    """A theme's style sheet reaches the palette of a widget only when that is polished, and never the application's palette."""
    if widget is None:
        return QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
    widget.ensurePolished()
    return widget.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)


@lru_cache(maxsize=512)
def _render(name: str, size: int, rgba: int, ratio: float, selected: bool) -> QPixmap:
    color = QColor.fromRgba(rgba)
    text = _svg_text(name).replace("currentColor", color.name())
    if selected:
        text = text.replace(ACCENT, color.name())
    edge = max(1, round(size * ratio))
    result = QPixmap(edge, edge)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(color.alphaF())
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


@cache
def _svg_text(name: str) -> str:
    """The SVG from the compiled resources, or from the file beside the package where these were not loaded."""
    resource = QFile(f"{RESOURCE_PREFIX}/{name}.svg")
    if resource.open(QIODevice.OpenModeFlag.ReadOnly):
        return bytes(resource.readAll()).decode()
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def _largest_ratio() -> float:
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
