"""Labels for texts that come from servers: plain text always, and wrapped."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ..common import wording

MUTED = 0.65  # how much of the text's colour secondary text keeps
TITLE = 1.15  # by how much a title's font is larger
LONG = 80  # characters of a text that may not all be in sight


def plain_label(text: str = "") -> QLabel:
    """A label that takes nothing for HTML, and wraps."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label


def selectable_label(text: str = "") -> QLabel:
    """The same, of whose text parts can be copied."""
    label = plain_label(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def mute(label: QLabel, like: QWidget) -> None:
    """Write in a fainter shade of the text's colour of another widget, which the theme gives; again when that changes."""
    palette = QPalette(like.palette())
    color = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
    color.setAlphaF(MUTED)
    palette.setColor(QPalette.ColorRole.WindowText, color)
    label.setPalette(palette)


def title_label(object_name: str) -> QLabel:
    """The name of what a page shows, larger than what stands below it."""
    label = selectable_label()
    label.setObjectName(object_name)
    font = label.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * TITLE)
    label.setFont(font)
    return label


def set_text(label: QLabel, text: str) -> None:
    """Change a label where its text differs, so that a selection in it stays."""
    if label.text() != text:
        label.setText(text)
        label.setToolTip(wording.plain_tooltip(text) if len(text) > LONG else "")
