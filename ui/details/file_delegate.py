"""Paints the rows of the list of files: what it is, and below it, fainter, the file's name and size."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFontMetrics, QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

SECOND_LINE = Qt.ItemDataRole.UserRole + 1
MUTED = 0.65  # how much of the text's colour the second line keeps


class FileDelegate(QStyledItemDelegate):
    """All lengths are multiples of the font, so that the rows grow with the user's font and scale."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """One line for a heading, two for a file."""
        line = QFontMetrics(option.font).height()
        lines = 2 if index.data(SECOND_LINE) is not None else 1
        return QSize(line * 6, lines * line + line // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Background, focus and the first line by the style, the second line by us."""
        second = index.data(SECOND_LINE)
        if second is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        line = QFontMetrics(option.font).height()
        area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
        area = QRect(area.left(), option.rect.top() + line // 4, option.rect.right() - area.left() - line // 4, 2 * line)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            left = option.rect.left() + line // 4
            right = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget).right()
            area = QRect(left, area.top(), right - left, area.height())
        painter.save()
        painter.setFont(option.font)
        _write(painter, option, QRect(area.left(), area.top(), area.width(), line), text, 1.0)
        _write(painter, option, QRect(area.left(), area.top() + line, area.width(), line), str(second), MUTED)
        painter.restore()


def _write(painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, strength: float) -> None:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    active = bool(option.state & QStyle.StateFlag.State_Active)
    group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    color = QColor(option.palette.color(group, role))
    color.setAlphaF(max(strength, 0.85) if selected else strength)
    painter.setPen(color)
    leading = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(area, leading, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, area.width()))
