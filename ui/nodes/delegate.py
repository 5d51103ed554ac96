"""Paints rows of two lines: a name with something beside it, and below it what there is to say, with an icon for a state."""

from __future__ import annotations

from enum import IntEnum

from qgis.PyQt.QtCore import QModelIndex, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..common import icons

MUTED = 0.65  # how much of the text's colour secondary text keeps


class Role(IntEnum):
    """What a row says beside its name."""

    SECOND = int(Qt.ItemDataRole.UserRole)  # the second line; None: the row has one
    SIDE = SECOND + 1  # secondary text at the end of the first line
    ICON = SECOND + 2  # name of an icon before the second line, or before the first of a heading
    HEADING = SECOND + 3  # whether the row is one of a group
    ITEM = SECOND + 4  # the thing itself


class TwoLineDelegate(QStyledItemDelegate):
    """All lengths are multiples of the font, so that the rows grow with the user's font and scale."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """One line or two."""
        line, gap = QFontMetrics(option.font).height(), _gap(option)
        has_second = index.data(int(Role.SECOND)) is not None
        return QSize(line * 8, (2 * line + gap // 2 if has_second else line) + 2 * gap)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Background and focus by the style, the rest by us."""
        self.initStyleOption(option, index)
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        painter.save()
        self._paint_lines(painter, option, index)
        painter.restore()

    def _paint_lines(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        line, gap = QFontMetrics(option.font).height(), _gap(option)
        area = option.rect.adjusted(gap // 2, gap, -gap * 2, -gap)
        first = QRect(area.left(), area.top(), area.width(), line)
        heading, second, icon = (index.data(int(role)) for role in (Role.HEADING, Role.SECOND, Role.ICON))
        if icon and second is None:
            first.setLeft(_paint_icon(painter, option, first, icon))
        _paint_line(painter, option, first, str(index.data()), str(index.data(int(Role.SIDE)) or ""), bold=bool(heading))
        if second is None:
            return
        below = QRect(area.left(), first.bottom() + 1 + gap // 2, area.width(), line)
        if icon:
            below.setLeft(_paint_icon(painter, option, below, icon))
        _paint_line(painter, option, below, str(second), "", muted=True)


def _paint_line(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, side: str, *, bold: bool = False, muted: bool = False
) -> None:
    """Main text at the start, secondary text at the end; where it is narrow the secondary text is cut first."""
    font = QFont(option.font)
    font.setBold(bold)
    metrics, side_metrics = QFontMetrics(font), QFontMetrics(option.font)
    room = area.width() - metrics.horizontalAdvance(text) - 2 * _gap(option)
    side_width = min(side_metrics.horizontalAdvance(side) + 2, max(room, area.width() // 3)) if side else 0
    if side:
        painter.setFont(option.font)
        painter.setPen(_text_color(option, muted=True))
        cut = side_metrics.elidedText(side, Qt.TextElideMode.ElideRight, side_width)
        painter.drawText(_visual(option, area), _aligned(option, Qt.AlignmentFlag.AlignRight), cut)
        side_width += 2 * _gap(option)
    painter.setFont(font)
    painter.setPen(_text_color(option, muted=muted))
    main = QRect(area.left(), area.top(), area.width() - side_width, area.height())
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, main.width())
    painter.drawText(_visual(option, main), _aligned(option, Qt.AlignmentFlag.AlignLeft), cut)


def _paint_icon(painter: QPainter, option: QStyleOptionViewItem, area: QRect, name: str) -> int:
    """Draw an icon of the text's height; where the text beside it begins."""
    edge = QFontMetrics(option.font).height()
    place = QRect(area.left(), area.top() + (area.height() - edge) // 2, edge, edge)
    picture = icons.pixmap(name, edge, _text_color(option), painter.device().devicePixelRatioF(), selected=_selected(option))
    painter.drawPixmap(_visual(option, place).topLeft(), picture)
    return place.right() + 1 + _gap(option)


def _gap(option: QStyleOptionViewItem) -> int:
    return max(4, QFontMetrics(option.font).height() // 4)


def _selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def _text_color(option: QStyleOptionViewItem, *, muted: bool = False) -> QColor:
    active = bool(option.state & QStyle.StateFlag.State_Active)
    group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
    role = QPalette.ColorRole.HighlightedText if _selected(option) else QPalette.ColorRole.Text
    color = QColor(option.palette.color(group, role))
    if muted:
        color.setAlphaF(MUTED if not _selected(option) else 0.85)
    return color


def _aligned(option: QStyleOptionViewItem, side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """The alignment mirrored for languages that run from right to left."""
    return QStyle.visualAlignment(option.direction, side | Qt.AlignmentFlag.AlignVCenter)


def _visual(option: QStyleOptionViewItem, area: QRect) -> QRect:
    """An area mirrored inside the row for languages that run from right to left."""
    return QStyle.visualRect(option.direction, option.rect, area)
