"""The options of a processing node: searched, each with its type, range, default and help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QScrollArea, QVBoxLayout, QWidget

from ...core.api.options import NodeOption
from ..common import wording
from . import words
from .delegate import Role, TwoLineDelegate

LINES = 7  # of text that the list shows at least
HELP_LINES = 5


class OptionsModel(QAbstractListModel):
    """The options that match the search, by name."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._all: tuple[NodeOption, ...] = ()
        self._shown: tuple[NodeOption, ...] = ()
        self._words: tuple[str, ...] = ()

    def set_options(self, options: Sequence[NodeOption]) -> None:
        """Show those of another node; the same ones again change nothing."""
        ordered = tuple(sorted(options, key=lambda each: each.name))
        if ordered != self._all:
            self._all = ordered
            self._filter()

    def search(self, text: str) -> None:
        """Show only options that have all these words in name, help or choices."""
        self._words = tuple(text.casefold().split())
        self._filter()

    def option(self, index: QModelIndex) -> Optional[NodeOption]:
        """The option of a row."""
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    @property
    def total(self) -> int:
        """How many there are, matching or not."""
        return len(self._all)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        option = self.option(index)
        if option is None:
            return None
        default = words.translate("Nodes", "default: {value}").format(value=words.option_default(option))
        if role == int(Qt.ItemDataRole.DisplayRole):
            return wording.one_line(option.name, 80)
        if role == int(Role.SIDE):
            return words.option_default(option)
        if role == int(Role.SECOND):
            return words.option_line(option)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return wording.plain_tooltip("\n".join(_about(option)))
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join((wording.one_line(option.name, 80), words.option_line(option), default))
        return None

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = tuple(option for option in self._all if words.matches(option, self._words))
        self.endResetModel()


class OptionList(QWidget):
    """A search field, the options, and what the chosen one is for."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._model = OptionsModel(self)
        self._search = QgsFilterLineEdit()
        self._search.setObjectName("nodeOptionSearch")
        self._search.setShowSearchIcon(True)
        self._search.setAccessibleName(self.tr("Search the options"))
        self._search.textChanged.connect(self._look_for)
        self._view = QListView()
        self._view.setObjectName("nodeOptionView")
        self._view.setAccessibleName(self.tr("Options of the processing node"))
        self._view.setModel(self._model)
        self._view.setItemDelegate(TwoLineDelegate(self._view))
        self._view.setUniformItemSizes(True)
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setMinimumHeight(self.fontMetrics().height() * LINES)
        self._view.selectionModel().currentChanged.connect(lambda _now, _before: self._explain())
        self._help = QLabel()
        self._help.setObjectName("nodeOptionHelp")
        self._help.setTextFormat(Qt.TextFormat.PlainText)
        self._help.setWordWrap(True)
        self._help.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._help.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        helping = QScrollArea()  # of one height, so that nothing jumps from option to option
        helping.setObjectName("nodeOptionHelpArea")
        helping.setAccessibleName(self.tr("What the option does"))
        helping.setWidgetResizable(True)
        helping.setFrameShape(QFrame.Shape.NoFrame)
        helping.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        helping.setFixedHeight(self.fontMetrics().lineSpacing() * HELP_LINES)
        helping.setWidget(self._help)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._search, self._view, helping):
            layout.addWidget(widget)

    def set_options(self, options: Sequence[NodeOption]) -> None:
        """Show those of another node."""
        self._model.set_options(options)
        count = self._model.total
        self._search.setPlaceholderText(self.tr("Search {n} options").format(n=count) if count else self.tr("No options known"))
        self._search.setEnabled(count > 0)
        self._explain()

    def _look_for(self, text: str) -> None:
        self._model.search(text)
        self._explain()

    def _explain(self) -> None:
        option = self._model.option(self._view.currentIndex())
        if option is not None:
            self._help.setText("\n".join(_about(option)[1:]))
        elif self._model.total and not self._model.rowCount():
            self._help.setText(self.tr("No option matches the search."))
        else:
            self._help.setText(self.tr("Choose an option to read what it does.") if self._model.total else "")


def _about(option: NodeOption) -> list[str]:
    """Name, sort with range, default, help."""
    default = words.translate("Nodes", "default: {value}").format(value=words.option_default(option))
    helping = " ".join(option.help_text.split())
    return [part for part in (option.name[:80], words.option_line(option), default, helping[:2000]) if part]
