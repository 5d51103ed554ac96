"""Paints the rows of the tree: two lines each, beside a picture or an icon, with a bar where something goes on.

All lengths are multiples of the font, so that rows grow with the user's font and scale. All rows are as high, so that the
view need not measure thousands of them.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from qgis.PyQt.QtGui import QFont, QHelpEvent, QImage, QPainter
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from . import texts
from .model import TreeModel
from .paint import Brush
from .rows import Row, Sort

_SIDE_SHARE = 0.35  # of a line, that marks at its end may take
_LAST_KNOWN = 0.62  # how much is left of what may have changed, while its server does not answer


class RowDelegate(QStyledItemDelegate):
    """Paints what `texts` says of a row. thumbnail: gives the picture of a task's row, None where there is none."""

    def __init__(
        self, model: TreeModel, thumbnail: Callable[[Row], Optional[QImage]], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnail = thumbnail
        self.phase = 0.0  # of the breathing of skeletons, 0..1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """The same for every row."""
        line = option.fontMetrics.height()
        gap = max(4, line // 4)
        return QSize(line * 8, 2 * line + gap // 2 + 2 * gap)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Background and focus by the style, the rest by us."""
        row = self._model.row_at(index)
        if row is None:
            return
        style = option.widget.style() if option.widget is not None else QApplication.style()
        if row.sort is not Sort.WAITING:
            style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        painter.save()
        brush = Brush(painter, option)
        if row.sort is Sort.WAITING:
            brush.skeleton(self.phase)
        else:
            if row.sort is not Sort.CONNECTION and self._model.is_dimmed(row.path[0]):
                painter.setOpacity(_LAST_KNOWN)
            self._paint_row(brush, row)
        painter.restore()

    def helpEvent(  # noqa: N802 - Qt's name
        self, event: Optional[QHelpEvent], view: Optional[QAbstractItemView], option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Tool tips; those of Qt would stay while the row under the mouse has become another."""
        tip: Any = index.data(int(Qt.ItemDataRole.ToolTipRole)) if index.isValid() else None
        if event is None or view is None or not tip:
            QToolTip.hideText()
            return True
        QToolTip.showText(event.globalPos(), tip, view.viewport(), view.visualRect(index))
        return True

    def _paint_row(self, brush: Brush, row: Row) -> None:
        lines = texts.lines_of(row, self._model.task_count(row))
        area = self._paint_picture(brush, row, lines)
        first, second = brush.halves(area)
        self._paint_first(brush, first, row, lines)
        self._paint_second(brush, second, row, lines)

    def _paint_picture(self, brush: Brush, row: Row, lines: texts.Lines) -> QRect:
        """What stands before the two lines; where these begin."""
        if row.sort is Sort.HINT:
            return brush.content
        square, rest = brush.square()
        if row.sort is Sort.TASK:
            image = self._thumbnail(row)
            if image is not None:
                brush.image(square, image)
                brush.badge(square, lines.icon)
            else:
                brush.plate(square)
                brush.icon(square, lines.icon, 0.55)
        elif row.server is not None:
            brush.icon(square, "computer" if row.server.connection.is_local else "server", 0.72)
        else:
            brush.icon(square, "project", 0.72)
        return rest

    def _paint_first(self, brush: Brush, area: QRect, row: Row, lines: texts.Lines) -> None:
        """The name, tags behind it where there is room, and at the end of the line marks."""
        font = QFont(brush.option.font)
        font.setBold(row.sort is Sort.CONNECTION)
        needed = brush.width(lines.title, font)
        room = max(area.width() - needed, int(area.width() * _SIDE_SHARE))
        for mark in reversed(lines.marks):
            area, room = brush.mark(area, mark, room)
        area = brush.chips(area, lines.tags, needed)
        brush.text(area, lines.title, font, muted=row.sort is Sort.HINT)

    def _paint_second(self, brush: Brush, area: QRect, row: Row, lines: texts.Lines) -> None:
        """State and details, above the bar where there is one."""
        if row.sort is Sort.CONNECTION:
            area = brush.small_icon(area, lines.icon)
        if lines.fraction is not None:
            brush.bar(area, lines.fraction)
        if row.sort is Sort.HINT:
            brush.link(area, lines.state, works=row.hint is not None and row.hint.step.value != "none")
        else:
            brush.text(self._paint_percentage(brush, area, lines), lines.second, brush.option.font, muted=True)

    def _paint_percentage(self, brush: Brush, area: QRect, lines: texts.Lines) -> QRect:
        """Where the state has no room, its percentage stands at the end of the line; what is left for the state."""
        end = re.search(r"\d[\d\s%٪]*$", lines.state) if lines.fraction is not None else None
        font = brush.option.font
        if end is None or brush.width(lines.state, font) <= area.width():
            return area
        width = brush.width(end[0], font) + 2  # else the rounding of widths elides it
        brush.text(area.adjusted(area.width() - width, 0, 0, 0), end[0], font, muted=True)
        return area.adjusted(0, 0, -width - brush.gap, 0)
