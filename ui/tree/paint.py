"""Painting inside of one row: places that are mirrored where a language runs from right to left, colours of the palette."""

from __future__ import annotations

from functools import lru_cache

from qgis.PyQt.QtCore import QRect, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPalette
from qgis.PyQt.QtWidgets import QStyle, QStyleOptionViewItem

from ..common import icons

MUTED = 0.66  # how much of the text's colour secondary text keeps
FAINT = 0.12  # plates, skeletons and the empty part of a bar
_MOST_CHIPS = 3


class Brush:
    """Paints into one row, given by its option. Areas are as for left to right; they are mirrored when painted."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self.painter = painter
        self.option = option
        self.metrics = QFontMetrics(option.font)
        self.line = self.metrics.height()
        self.gap = max(4, self.line // 4)
        self.selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._color = _text_color(option, self.selected)
        self.content = option.rect.adjusted(self.gap // 2, self.gap, -self.gap * 2, -self.gap)

    # Places

    def square(self) -> tuple[QRect, QRect]:
        """As wide as the two lines are high, and what is left beside it."""
        edge = self.content.height()
        square = QRect(self.content.left(), self.content.top(), edge, edge)
        return square, self.content.adjusted(edge + self.gap + self.gap // 2, 0, 0, 0)

    def halves(self, area: QRect) -> tuple[QRect, QRect]:
        """The two lines."""
        first = QRect(area.left(), area.top(), area.width(), self.line)
        return first, QRect(area.left(), area.bottom() + 1 - self.line, area.width(), self.line)

    def width(self, text: str, font: QFont) -> int:
        """Of a text, up to what any row can show."""
        return _width(text[:200], font.toString())

    # Texts

    def text(self, area: QRect, text: str, font: QFont, *, muted: bool = False) -> None:
        """One line, elided where it is too long."""
        if not text or area.width() <= 0:
            return
        self.painter.setFont(font)
        self.painter.setPen(self._shade(muted))
        alignment = QStyle.visualAlignment(self.option.direction, _AT_START)
        flags = int(getattr(alignment, "value", alignment)) | int(getattr(_ONE_LINE, "value", _ONE_LINE))
        self.painter.drawText(self._visual(area), flags, _elided(text, font.toString(), area.width()))

    def link(self, area: QRect, text: str, *, works: bool) -> None:
        """What a hint offers, looking like something that can be clicked where it can."""
        font = QFont(self.option.font)
        font.setUnderline(works)
        self.painter.setFont(font)
        if not works or self.selected:
            self.text(area, text, font, muted=not works)
            return
        before, self._color = self._color, self.option.palette.color(QPalette.ColorRole.Link)
        self.text(area, text, font)
        self._color = before

    def chips(self, area: QRect, tags: tuple[str, ...], needed: int) -> QRect:
        """Tags right behind a name that needs so many pixels, as many as have room; what is left of the line."""
        font = _smaller(self.option.font)
        left = area.left() + min(needed, area.width()) + self.gap
        end, shown = area.right() + 1, 0
        name_end = area.right() + 1
        for tag in tags[:_MOST_CHIPS]:
            text = _elided(tag, font.toString(), self.line * 6)
            width = _width(text, font.toString()) + 2 * self.gap
            if left + width > end:
                break
            name_end = min(name_end, left)
            self._chip(QRect(left, area.top() + 1, width, area.height() - 2), text, font)
            left, shown = left + width + self.gap // 2, shown + 1
        if shown < len(tags):
            more = f"+{len(tags) - shown}"
            width = _width(more, font.toString()) + 2 * self.gap
            if left + width <= end:
                name_end = min(name_end, left)
                self._chip(QRect(left, area.top() + 1, width, area.height() - 2), more, font)
        return QRect(area.left(), area.top(), name_end - area.left(), area.height())

    def _chip(self, place: QRect, text: str, font: QFont) -> None:
        self._rounded(place, place.height() / 2, FAINT)
        self.painter.setFont(font)
        self.painter.setPen(self._shade(muted=True))
        self.painter.drawText(self._visual(place), int(_CENTRE), text)

    # Pictures

    def icon(self, square: QRect, name: str, share: float) -> None:
        """An icon in the middle of a square."""
        edge = round(square.width() * share)
        self._draw_icon(name, square.left() + (square.width() - edge) // 2, square.top() + (square.height() - edge) // 2, edge)

    def small_icon(self, area: QRect, name: str) -> QRect:
        """An icon of the text's height before a line; where the line goes on."""
        edge = self.line - 2
        self._draw_icon(name, area.left(), area.top() + (area.height() - edge) // 2, edge)
        return area.adjusted(edge + self.gap, 0, 0, 0)

    def mark(self, area: QRect, name: str, room: int) -> tuple[QRect, int]:
        """A small icon at the end of a line, if it has room; what is left of the line and of the room."""
        edge = self.line - 4
        width = edge + self.gap
        if width > room:
            return area, room
        self._draw_icon(name, area.right() + 1 - edge, area.top() + (area.height() - edge) // 2, edge)
        return area.adjusted(0, 0, -width, 0), room - width

    def badge(self, square: QRect, name: str) -> None:
        """A state in the lower corner of a picture, on a disc that sets it off."""
        edge = max(12, round(square.width() * 0.42))
        place = QRect(square.right() + 1 - edge + 2, square.bottom() + 1 - edge + 2, edge, edge)
        self.painter.setPen(Qt.PenStyle.NoPen)
        role = QPalette.ColorRole.Highlight if self.selected else QPalette.ColorRole.Base
        self.painter.setBrush(self.option.palette.color(role))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.drawEllipse(self._visual(place.adjusted(-1, -1, 1, 1)))
        self._draw_icon(name, place.left(), place.top(), edge)

    def image(self, square: QRect, image: QImage) -> None:
        """A picture that fills the square, cut where it is not square itself."""
        edge = min(image.width(), image.height())
        source = QRectF((image.width() - edge) / 2, (image.height() - edge) / 2, edge, edge)
        self._rounded(square, self.gap / 2, FAINT)
        place = QRectF(self._visual(square))
        path = QPainterPath()
        path.addRoundedRect(place, self.gap / 2, self.gap / 2)
        self.painter.save()
        self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        self.painter.drawImage(place, image, source)
        self.painter.restore()

    def plate(self, square: QRect) -> None:
        """Where a picture will be."""
        self._rounded(square, self.gap / 2, FAINT * 0.6)

    def bar(self, area: QRect, fraction: float) -> None:
        """A thin progress bar below the second line."""
        thick = max(3, self.gap // 2 + 1)
        track = QRect(area.left(), self.option.rect.bottom() - thick - 1, area.width(), thick)
        self._rounded(track, thick / 2, FAINT * 1.6)
        filled = round(area.width() * min(1.0, max(0.0, fraction)))
        if filled:
            color = self._color if self.selected else self.option.palette.color(QPalette.ColorRole.Highlight)
            self.painter.setBrush(color)
            done = QRect(track.left(), track.top(), max(filled, thick), thick)
            self.painter.drawRoundedRect(self._visual(done), thick / 2, thick / 2)

    def skeleton(self, phase: float) -> None:
        """A row that is being fetched: its outline, breathing."""
        strength = FAINT * (0.6 + 0.4 * abs(1.0 - 2.0 * phase))
        square, rest = self.square()
        self._rounded(square, self.gap / 2, strength)
        for half, share in zip(self.halves(rest), (0.55, 0.8)):
            thick = max(4, self.line // 2)
            place = QRect(half.left(), half.top() + (half.height() - thick) // 2, round(half.width() * share), thick)
            self._rounded(place, thick / 2, strength)

    # How

    def _rounded(self, place: QRect, radius: float, strength: float) -> None:
        color = QColor(self._color)
        color.setAlphaF(strength)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(color)
        self.painter.drawRoundedRect(QRectF(self._visual(place)), radius, radius)

    def _draw_icon(self, name: str, left: int, top: int, edge: int) -> None:
        ratio = self.painter.device().devicePixelRatioF()
        picture = icons.pixmap(name, edge, self._color, ratio, selected=self.selected)
        self.painter.drawPixmap(self._visual(QRect(left, top, edge, edge)).topLeft(), picture)

    def _shade(self, muted: bool) -> QColor:
        color = QColor(self._color)
        if muted:
            color.setAlphaF(0.85 if self.selected else MUTED)
        return color

    def _visual(self, area: QRect) -> QRect:
        return QStyle.visualRect(self.option.direction, self.option.rect, area)


_AT_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine
_CENTRE = getattr(Qt.AlignmentFlag.AlignCenter, "value", Qt.AlignmentFlag.AlignCenter)


def _text_color(option: QStyleOptionViewItem, selected: bool) -> QColor:
    active = bool(option.state & QStyle.StateFlag.State_Active)
    group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    return option.palette.color(group, role)


def _smaller(font: QFont) -> QFont:
    return _font(font.toString(), 0.85)


@lru_cache(maxsize=64)
def _font(key: str, factor: float = 1.0) -> QFont:
    """The font of a key, which names it wholly, made smaller."""
    font = QFont()
    font.fromString(key)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return font


@lru_cache(maxsize=256)
def _metrics(key: str) -> QFontMetrics:
    return QFontMetrics(_font(key))


@lru_cache(maxsize=4096)
def _width(text: str, font_key: str) -> int:
    return _metrics(font_key).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def _elided(text: str, font_key: str, width: int) -> str:
    return _metrics(font_key).elidedText(text, Qt.TextElideMode.ElideRight, width)
