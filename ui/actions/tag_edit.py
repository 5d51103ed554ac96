"""Tags in a line, separated by commas, with those offered that are in use on the server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Optional

from qgis.PyQt.QtCore import QStringListModel, Qt
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit, QWidget

SEPARATOR = ","


class TagEdit(QLineEdit):
    """Completes the tag that is being typed, not the whole line."""

    def __init__(self, known: Iterable[str] = (), parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._known = sorted(set(known), key=str.casefold)
        self._offered = QStringListModel(self)
        self._completer = QCompleter(self._offered, self)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated[str].connect(self._take)
        self.textEdited.connect(self._offer)

    def set_tags(self, tags: Sequence[str]) -> None:
        """Show these."""
        self.setText(f"{SEPARATOR} ".join(tags))

    def tags(self) -> tuple[str, ...]:
        """What is typed, each tag once, without the # that searches have before it."""
        return clean_tags(self.text().split(SEPARATOR))

    def _typed(self) -> tuple[int, str]:
        """Where the tag begins that the cursor is in, and what of it stands before the cursor."""
        before = self.text()[: self.cursorPosition()]
        start = before.rfind(SEPARATOR) + 1
        return start, before[start:].strip().lstrip("#")

    def _offer(self) -> None:
        _start, typed = self._typed()
        taken = set(self.tags())
        self._offered.setStringList([tag for tag in self._known if tag not in taken or tag == typed])
        self._completer.setCompletionPrefix(typed)
        if typed and self._completer.completionCount() and self._completer.currentCompletion() != typed:
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def _take(self, tag: str) -> None:
        start, _typed = self._typed()
        after = self.text()[self.cursorPosition() :]
        rest = after[after.find(SEPARATOR) :] if SEPARATOR in after else ""
        head = self.text()[:start] + (" " if start else "") + tag
        self.setText(head + (rest or f"{SEPARATOR} "))
        self.setCursorPosition(len(head) + (0 if rest else 2))


def clean_tags(typed: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order, without spaces around them and without a # before them."""
    bare = (" ".join(tag.split()).lstrip("#").strip() for tag in typed)
    return tuple(dict.fromkeys(tag for tag in bare if tag))
