"""Labels for names and sentences of any length: plain text that wraps anywhere and never widens a narrow panel."""

from __future__ import annotations

import re
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

LONGEST_WORD = 14  # letters that are not parted
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BREAK = "\N{ZERO WIDTH SPACE}"


class WrappingLabel(QLabel):
    """Shows text literally; one long word takes several lines."""

    def __init__(self, text: str = "", parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.setText(breakable(text))
        self.setAccessibleName(text)

    def shown_text(self) -> str:
        """What it says, without the places to break it."""
        return self.accessibleName()


def breakable(text: str) -> str:
    """The text with places to break in words that are longer than a narrow panel is wide."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    return [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]
