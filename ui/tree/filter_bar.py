"""What stands above the tree: the search that the servers answer, the states that are shown, and the order."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent
from qgis.PyQt.QtWidgets import QAction, QActionGroup, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from ..common import icons
from .choice import Choice, Order, States
from .view import ProjectTree

_SEARCH_MILLISECONDS = 400  # after the last key
_MOST_LETTERS = 200


class FilterBar(QWidget):
    """Drives a ProjectTree, and follows it where a hint in the tree takes the search or the filter back."""

    def __init__(self, tree: ProjectTree, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SEARCH_MILLISECONDS)
        self._later.timeout.connect(self._search)
        self.search = self._make_search()
        self._state_actions: dict[States, QAction] = {}
        self._order_actions: dict[Order, QAction] = {}
        self.states = self._make_states()
        self.order = self._make_order()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.search, 1)
        layout.addWidget(self.states)
        layout.addWidget(self.order)
        tree.choice_changed.connect(self._show)
        self.refresh_icons()
        self._show(tree.choice)

    def focus_search(self) -> None:
        """What Ctrl+F does."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self._glass.setIcon(icons.icon("search", self.search))
        self.states.setIcon(icons.icon("filter", self.states))
        self.order.setIcon(icons.icon("sort", self.order))

    # Parts

    def _make_search(self) -> QLineEdit:
        field = _SearchField(self._tree)
        field.setObjectName("searchField")
        field.setAccessibleName(self.tr("Search projects and tasks"))
        field.setPlaceholderText(self.tr("Search"))
        field.setClearButtonEnabled(True)
        field.setMaxLength(_MOST_LETTERS)
        field.setToolTip(_table(self.tr("The servers look for:"), self._meanings()))
        self._glass = QAction(field)
        field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        field.textChanged.connect(self._take_text)
        field.returnPressed.connect(self._search)
        return field

    def _meanings(self) -> list[tuple[str, str]]:
        return [
            (self.tr("word"), self.tr("in the names of projects and tasks")),
            (self.tr("#tag"), self.tr("projects with this tag")),
            (self.tr("##tag"), self.tr("projects with a task that has this tag")),
            (self.tr("@owner"), self.tr("projects of this user")),
        ]

    def _make_states(self) -> QToolButton:
        menu = _StayingMenu(self)
        texts = {
            States.UNDER_WAY: self.tr("Under way"),
            States.COMPLETED: self.tr("Completed"),
            States.FAILED: self.tr("Failed"),
            States.CANCELED: self.tr("Cancelled"),
            States.WITHOUT_PHOTOS: self.tr("Waiting for photos"),
        }
        for state, text in texts.items():
            action = menu.addAction(text)
            action.setObjectName(f"{state.name.lower()}StateAction")
            action.setCheckable(True)
            action.triggered.connect(self._take_states)
            self._state_actions[state] = action
        menu.addSeparator()
        self._all = menu.addAction(self.tr("All states"))
        self._all.setObjectName("allStatesAction")
        self._all.triggered.connect(lambda: self._tree.set_choice(replace(self._tree.choice, states=frozenset())))
        return self._button("statesButton", menu)

    def _make_order(self) -> QToolButton:
        menu = QMenu(self)
        group = QActionGroup(self)
        texts = {
            Order.NEWEST: self.tr("Newest first"),
            Order.OLDEST: self.tr("Oldest first"),
            Order.NAME: self.tr("By name, A to Z"),
            Order.NAME_BACKWARDS: self.tr("By name, Z to A"),
        }
        for order, text in texts.items():
            action = group.addAction(text)
            action.setObjectName(f"{order.name.lower()}OrderAction")
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, order=order: self._take_order(order))
            self._order_actions[order] = action
        menu.addActions(group.actions())
        button = self._button("orderButton", menu)
        button.setToolTip(self.tr("Order of projects and tasks"))
        button.setAccessibleName(self.tr("Order of projects and tasks"))
        return button

    def _button(self, name: str, menu: QMenu) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        edge = self.fontMetrics().height()
        button.setIconSize(QSize(edge, edge))
        return button

    # What the user does

    def _take_text(self, text: str) -> None:
        if text.strip() == self._tree.choice.search:
            self._later.stop()
        elif text.strip():
            self._later.start()
        else:
            self._search()  # a field that was cleared shows everything at once

    def _search(self) -> None:
        self._later.stop()
        self._tree.set_choice(replace(self._tree.choice, search=" ".join(self.search.text().split())))

    def _take_states(self) -> None:
        chosen = frozenset(state for state, action in self._state_actions.items() if action.isChecked())
        self._tree.set_choice(replace(self._tree.choice, states=chosen))

    def _take_order(self, order: Order) -> None:
        self._tree.set_choice(replace(self._tree.choice, order=order))

    def _show(self, choice: Choice) -> None:
        """Show what is chosen; what is being typed stays as it is."""
        if " ".join(self.search.text().split()) != choice.search and not self._later.isActive():
            self.search.setText(choice.search)
        for state, action in self._state_actions.items():
            action.setChecked(state in choice.states)
        self._order_actions[choice.order].setChecked(True)
        self._all.setEnabled(bool(choice.states))
        count = len(choice.states)
        self.states.setText(str(count) if count else "")
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.states.setToolButtonStyle(beside if count else alone)
        shown = [action.text() for state, action in self._state_actions.items() if state in choice.states]
        text = self.tr("Only tasks that are: {states}").format(states=", ".join(shown)) if shown else self.tr("Filter tasks by state")
        self.states.setToolTip(text)
        self.states.setAccessibleName(text)


class _SearchField(QLineEdit):
    """Down goes on to the tree, Escape clears."""

    def __init__(self, tree: ProjectTree) -> None:
        super().__init__()
        self._tree = tree

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:
        """See the class."""
        if event is not None and event.key() == Qt.Key.Key_Down:
            self._tree.setFocus(Qt.FocusReason.TabFocusReason)
        elif event is not None and event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class _StayingMenu(QMenu):
    """Stays open while its check items are set, since several are often wanted."""

    def mouseReleaseEvent(self, event: Optional[QMouseEvent]) -> None:  # noqa: N802 - Qt's name
        """A click on a check item."""
        if not self._toggle(self.actionAt(event.pos()) if event is not None else None):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:
        """Space on a check item; Enter chooses and closes."""
        is_space = event is not None and event.key() == Qt.Key.Key_Space
        if not is_space or not self._toggle(self.activeAction()):
            super().keyPressEvent(event)

    @staticmethod
    def _toggle(action: Optional[QAction]) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    """A tool tip of words and what they mean; the texts are ours."""
    lines = "".join(f"<tr><td><b>{html.escape(word)}</b>&nbsp;</td><td>{html.escape(text)}</td></tr>" for word, text in rows)
    return f"<p>{html.escape(title)}</p><table>{lines}</table>"
