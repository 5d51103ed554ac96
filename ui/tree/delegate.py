"""Paints the rows of the project tree: a project by name and count, a task on two lines with its state and, while it runs, a bar."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ...core.api.tasks import Task
from ..common import icons, wording
from .model import Role

MUTED = 0.65  # how much of the text's colour secondary text keeps
TRACK = 0.18  # and the empty part of a progress bar


class TaskDelegate(QStyledItemDelegate):
    """All lengths are multiples of the font, so that the rows grow with the user's font and scale."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """One line for a project, two for a task; the same whether it runs or not, so that rows do not jump."""
        line = QFontMetrics(option.font).height()
        gap = _gap(option)
        lines = 2 * line + gap // 2 if index.data(int(Role.TASK)) is not None else line
        return QSize(line * 8, lines + 2 * gap)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Background and focus by the style, the rest by us."""
        self.initStyleOption(option, index)
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        painter.save()
        task = index.data(int(Role.TASK))
        if task is None:
            _paint_project(painter, option, index)
        else:
            _paint_task(painter, option, index, task)
        painter.restore()


def _paint_project(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    area = _content(option)
    left = _paint_icon(painter, option, area, "project")
    area.setLeft(left)
    expanded = bool(option.state & QStyle.StateFlag.State_Open)
    count: int = index.data(int(Role.TASK_COUNT))
    waiting = expanded and not index.data(int(Role.LOADED)) and count > 0
    side = wording.translate("Nadir", "loading…") if waiting else wording.task_count(count)
    _paint_line(painter, option, area, str(index.data()), side, bold=True)


def _paint_task(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex, task: Task) -> None:
    area = _content(option)
    line = QFontMetrics(option.font).height()
    first = QRect(area.left(), area.top(), area.width(), line)
    _paint_line(painter, option, first, str(index.data()), wording.date(task.created_at))
    second = QRect(area.left(), first.bottom() + 1 + _gap(option) // 2, area.width(), line)
    second.setLeft(_paint_icon(painter, option, second, wording.state_icon(task)))
    _paint_line(painter, option, second, wording.state_text(task), wording.photo_count(task.images_count), muted=True)
    if wording.has_progress(task):
        _paint_bar(painter, option, task.progress)


def _paint_line(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, side: str, *, bold: bool = False, muted: bool = False
) -> None:
    """Main text on the left, secondary text on the right; where it is narrow the main text gives way, then the side goes."""
    metrics = QFontMetrics(option.font)
    side_width = metrics.horizontalAdvance(side) + _gap(option) * 2 if side else 0
    if side_width > area.width() * 0.5:
        side, side_width = "", 0
    painter.setFont(option.font)
    painter.setPen(_text_color(option, muted=True))
    painter.drawText(_visual(option, area), _aligned(option, Qt.AlignmentFlag.AlignRight), side)
    font = QFont(option.font)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(_text_color(option, muted=muted))
    main = QRect(area.left(), area.top(), area.width() - side_width, area.height())
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, main.width())
    painter.drawText(_visual(option, main), _aligned(option, Qt.AlignmentFlag.AlignLeft), elided)


def _paint_icon(painter: QPainter, option: QStyleOptionViewItem, area: QRect, name: str) -> int:
    """Draw an icon of the text's height; where the text beside it begins."""
    edge = QFontMetrics(option.font).height()
    place = QRect(area.left(), area.top() + (area.height() - edge) // 2, edge, edge)
    ratio = painter.device().devicePixelRatioF()
    picture = icons.pixmap(name, edge, _text_color(option), ratio, selected=_selected(option))
    painter.drawPixmap(_visual(option, place).topLeft(), picture)
    return place.right() + 1 + _gap(option)


def _paint_bar(painter: QPainter, option: QStyleOptionViewItem, fraction: float) -> None:
    """A thin bar along the lower edge of the row."""
    thick = max(3, _gap(option) * 3 // 4)
    area = _content(option)
    track = QRect(area.left(), option.rect.bottom() - thick, area.width(), thick)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    faint = QColor(_text_color(option))
    faint.setAlphaF(TRACK)
    painter.setBrush(faint)
    painter.drawRoundedRect(_visual(option, track), thick / 2, thick / 2)
    done = QRect(track.left(), track.top(), max(thick, round(track.width() * min(1.0, max(0.0, fraction)))), thick)
    painter.setBrush(_text_color(option) if _selected(option) else option.palette.color(QPalette.ColorRole.Highlight))
    painter.drawRoundedRect(_visual(option, done), thick / 2, thick / 2)


def _content(option: QStyleOptionViewItem) -> QRect:
    gap = _gap(option)
    return option.rect.adjusted(gap // 2, gap, -gap * 2, -gap)


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
