"""Paints a photo's row: check box, thumbnail, name and time, then what was found; faint where it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionButton, QStyleOptionViewItem

from ....core.photos.findings import FindingKind
from ....core.photos.photo import Photo
from ...common import icons, wording
from . import words
from .model import PhotoState, Role
from .thumbnails import Thumbnails

MUTED = 0.65  # how much of the text's colour secondary text keeps
FAINT = 0.45  # and a photo that is left out
SHAPE = 4 / 3  # width for height of the place for a thumbnail


@dataclass(frozen=True)
class _Places:
    """Where the parts of a row lie, from left to right; mirror them before they are drawn."""

    check: QRect
    thumbnail: QRect
    first: QRect
    second: QRect


class PhotoDelegate(QStyledItemDelegate):
    """All lengths are multiples of the font, so that the rows grow with the user's font and scale."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Two lines, the same for all rows."""
        line = QFontMetrics(option.font).height()
        return QSize(line * 10, 2 * line + 3 * _gap(option))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Background and focus by the style, the rest by us."""
        self.initStyleOption(option, index)
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        photo: Photo = index.data(int(Role.PHOTO))
        state: PhotoState = index.data(int(Role.STATE))
        places = _places(option)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # names and numbers read as they are written
        if state is not PhotoState.UNUSABLE:
            _paint_check(painter, option, places.check, state is PhotoState.CHOSEN, style)
        painter.setOpacity(1.0 if state is PhotoState.CHOSEN else FAINT)
        self._paint_thumbnail(painter, option, places.thumbnail, photo)
        painter.setOpacity(1.0)
        faint = MUTED if state is PhotoState.CHOSEN else FAINT
        times = (wording.date_and_time(photo.taken_at), wording.clock(photo.taken_at)) if photo.taken_at else ("",)
        _paint_line(painter, option, places.first, str(index.data()), times, 1.0 if state is PhotoState.CHOSEN else 0.6)
        _paint_state(painter, option, places.second, photo, state, index.data(int(Role.KINDS)), faint)
        painter.restore()

    def editorEvent(  # noqa: N802 - as Qt has it
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """A click on the check box."""
        if event.type() not in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            return False
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        area = _visual(option, _places(option).check)
        gap = _gap(option)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None or not area.adjusted(-gap, -gap, gap, gap).contains(event.pos()):
            return False
        other = Qt.CheckState.Unchecked if Qt.CheckState(state) == Qt.CheckState.Checked else Qt.CheckState.Checked
        return bool(model.setData(index, other, Qt.ItemDataRole.CheckStateRole))

    def _paint_thumbnail(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, photo: Photo) -> None:
        area = _visual(option, place)
        picture = self._thumbnails.of(photo)
        if picture is None or picture.isNull():
            edge = min(area.width(), area.height()) * 2 // 3
            faded = _text_color(option, FAINT)
            icon = icons.pixmap("photos", edge, faded, painter.device().devicePixelRatioF())
            painter.drawPixmap(area.center().x() - edge // 2, area.center().y() - edge // 2, icon)
            return
        size = picture.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        shown = QRect(area.topLeft(), size)
        shown.moveCenter(area.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(shown, picture)


def _places(option: QStyleOptionViewItem) -> _Places:
    gap = _gap(option)
    area = option.rect.adjusted(gap, gap, -gap, -gap)
    line = QFontMetrics(option.font).height()
    edge = min(line, area.height())
    check = QRect(area.left(), area.top() + (area.height() - edge) // 2, edge, edge)
    height = area.height()
    thumbnail = QRect(check.right() + 1 + gap, area.top(), round(height * SHAPE), height)
    left = thumbnail.right() + 1 + gap * 2
    top = area.top() + (height - 2 * line - gap // 2) // 2
    first = QRect(left, top, area.right() - left, line)
    return _Places(check, thumbnail, first, first.translated(0, line + gap // 2))


def _paint_check(
    painter: QPainter, option: QStyleOptionViewItem, place: QRect, checked: bool, style: QStyle
) -> None:
    box = QStyleOptionButton()
    box.rect = _visual(option, place)
    box.palette = option.palette
    box.direction = option.direction
    box.state = QStyle.StateFlag.State_Enabled | (
        QStyle.StateFlag.State_On if checked else QStyle.StateFlag.State_Off
    )
    style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, option.widget)


def _paint_line(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, sides: Sequence[str], strength: float
) -> None:
    """Main text, and beside it the first of some secondary texts for which there is room."""
    metrics = QFontMetrics(option.font)
    room = area.width() - metrics.horizontalAdvance(text) - _gap(option) * 2
    side = next((each for each in sides if metrics.horizontalAdvance(each) <= room), "")
    side_width = metrics.horizontalAdvance(side) + _gap(option) * 2 if side else 0
    painter.setFont(QFont(option.font))
    painter.setPen(_text_color(option, MUTED * strength))
    painter.drawText(_visual(option, area), _aligned(option, Qt.AlignmentFlag.AlignRight), side)
    painter.setPen(_text_color(option, strength))
    main = QRect(area.left(), area.top(), area.width() - side_width, area.height())
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, main.width())
    painter.drawText(_visual(option, main), _aligned(option, Qt.AlignmentFlag.AlignLeft), elided)


def _paint_state(
    painter: QPainter,
    option: QStyleOptionViewItem,
    area: QRect,
    photo: Photo,
    state: PhotoState,
    kinds: tuple[FindingKind, ...],
    strength: float,
) -> None:
    """The second line: whether it is sent, what was found."""
    text = words.photo_line(photo, kinds)
    icon = {PhotoState.UNUSABLE: "state-failed", PhotoState.LEFT_OUT: "state-canceled"}.get(state, "")
    if state is PhotoState.LEFT_OUT:
        left_out = wording.translate("Nadir", "Left out")
        text = f"{left_out}: {text}" if kinds else left_out
    elif kinds and state is PhotoState.CHOSEN:
        icon = "warning"
    if icon:
        edge = QFontMetrics(option.font).height()
        place = QRect(area.left(), area.top(), edge, edge)
        ratio = painter.device().devicePixelRatioF()
        picture = icons.pixmap(icon, edge, _text_color(option, 1.0), ratio, selected=_selected(option))
        painter.drawPixmap(_visual(option, place).topLeft(), picture)
        area = area.adjusted(edge + _gap(option), 0, 0, 0)
    _paint_line(painter, option, area, text, (wording.size(photo.size_bytes),), strength)


def _gap(option: QStyleOptionViewItem) -> int:
    return max(4, QFontMetrics(option.font).height() // 4)


def _selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def _text_color(option: QStyleOptionViewItem, strength: float) -> QColor:
    active = bool(option.state & QStyle.StateFlag.State_Active)
    group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
    role = QPalette.ColorRole.HighlightedText if _selected(option) else QPalette.ColorRole.Text
    color = QColor(option.palette.color(group, role))
    color.setAlphaF(max(strength, 0.85) if _selected(option) else strength)
    return color


def _aligned(option: QStyleOptionViewItem, side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """The alignment mirrored for languages that run from right to left."""
    return QStyle.visualAlignment(option.direction, side | Qt.AlignmentFlag.AlignVCenter)


def _visual(option: QStyleOptionViewItem, area: QRect) -> QRect:
    """An area mirrored inside the row for languages that run from right to left."""
    return QStyle.visualRect(option.direction, option.rect, area)
