"""The console's lines in the real widgets: many of them, searched and copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

import pytest
from nadir.ui.details.console_search_bar import ConsoleSearchBar
from nadir.ui.details.console_view import ConsoleView
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextCursor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

MANY = 100_000


@pytest.fixture
def window(qgis_app: Any) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(340, 300)
    view = ConsoleView(made)
    bar = ConsoleSearchBar(view, made)
    layout = QVBoxLayout(made)
    layout.addWidget(view)
    layout.addWidget(bar)
    bar.hide()
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def view(window: QWidget) -> ConsoleView:
    return window.findChild(ConsoleView)


@pytest.fixture
def bar(window: QWidget) -> ConsoleSearchBar:
    return window.findChild(ConsoleSearchBar)


def shown(view: ConsoleView, turn: Callable[..., bool]) -> bool:
    return turn(lambda: not view.is_draining)


def search(bar: ConsoleSearchBar, text: str, turn: Callable[..., bool]) -> None:
    bar.open()
    bar.findChild(QLineEdit, "consoleSearchField").setText(text)
    assert turn(lambda: bar._search.is_complete)


def count(bar: ConsoleSearchBar) -> str:
    return bar.findChild(QLabel, "consoleSearchCount").text()


def press(bar: ConsoleSearchBar, which: str) -> None:
    bar.findChild(QToolButton, f"consoleSearch{which}").click()


def test_a_hundred_thousand_lines_come_in_portions_and_none_is_lost(view: ConsoleView, turn: Callable[..., bool]) -> None:
    portions: list[int] = []
    view.rows_added.connect(portions.append)
    view.add([f"line {number}" for number in range(MANY)])
    assert view.blockCount() <= 1, "nothing is put in before the event loop turns"
    assert shown(view, turn)
    assert view.blockCount() == MANY
    assert view.document().findBlockByNumber(0).text() == "line 0"
    assert view.document().lastBlock().text() == f"line {MANY - 1}"
    assert len(portions) > 10
    assert max(after - before for before, after in zip(portions, portions[1:])) < MANY / 10


def test_the_end_is_followed_until_the_user_scrolls_up(view: ConsoleView, turn: Callable[..., bool]) -> None:
    view.add([f"line {number}" for number in range(500)])
    assert shown(view, turn)
    scroll = view.verticalScrollBar()
    assert scroll.value() == scroll.maximum() > 0
    scroll.setValue(100)
    view.add([f"line {number}" for number in range(500, 900)])
    assert shown(view, turn)
    assert scroll.value() == 100
    assert view.firstVisibleBlock().text() == "line 100"
    view.follow_end()
    view.add(["the last"])
    assert shown(view, turn)
    assert scroll.value() == scroll.maximum()


def test_a_selection_stays_while_lines_come(view: ConsoleView, turn: Callable[..., bool]) -> None:
    view.add(["alpha", "beta", "gamma"])
    assert shown(view, turn)
    view.setTextCursor(view.cursor_at(1, 1, 3))
    view.add(["more"] * 300)
    assert shown(view, turn)
    assert view.textCursor().selectedText() == "et"


def test_long_lines_are_copied_whole(view: ConsoleView, turn: Callable[..., bool]) -> None:
    long = "x" * 2500 + "end"
    view.add(["before", long, "after"])
    assert shown(view, turn)
    assert view.blockCount() == 5
    view.selectAll()
    view.copy()
    assert QApplication.clipboard().text() == f"before\n{long}\nafter"
    assert view.all_lines() == ("before", long, "after")


def test_parts_of_rows_are_copied(view: ConsoleView, turn: Callable[..., bool]) -> None:
    view.add(["🛩🛩 alpha", "beta", "x" * 1500, "gamma 🛩 delta"])
    assert shown(view, turn)
    cursor = view.cursor_at(0, 1, 4)
    end = view.cursor_at(4, 0, 7)
    cursor.setPosition(end.selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.copy()
    assert QApplication.clipboard().text() == "🛩 alpha\nbeta\n" + "x" * 1500 + "\ngamma 🛩"
    view.setTextCursor(view.cursor_at(1, 1, 3))
    view.copy()
    assert QApplication.clipboard().text() == "et"


def test_copies_are_plain_text(view: ConsoleView, turn: Callable[..., bool]) -> None:
    view.add(["<b>x</b>", "\x1b[31mred"])
    assert shown(view, turn)
    view.selectAll()
    view.copy()
    data = QApplication.clipboard().mimeData()
    assert data.text() == "<b>x</b>\nred"
    assert not data.hasHtml()


def test_search_counts_and_goes_from_one_to_the_next(
    view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]
) -> None:
    view.add(["Alpha alpha", "beta", "ALPHA"])
    assert shown(view, turn)
    search(bar, "alpha", turn)
    places = []
    for _ in range(4):
        cursor = view.textCursor()
        places.append((cursor.blockNumber(), cursor.selectedText(), count(bar)))
        press(bar, "Next")
    assert places == [
        (0, "Alpha", "1 of 3"),
        (0, "alpha", "2 of 3"),
        (2, "ALPHA", "3 of 3"),
        (0, "Alpha", "1 of 3"),
    ]
    press(bar, "Previous")
    press(bar, "Previous")
    assert count(bar) == "3 of 3"
    assert view.textCursor().selectedText() == "ALPHA"


def test_search_marks_what_is_in_sight(view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]) -> None:
    view.add(["match"] * 3000)
    assert shown(view, turn)
    search(bar, "match", turn)
    assert 0 < len(view.extraSelections()) < 100
    bar.close_search()
    assert view.extraSelections() == []


def test_search_says_when_there_is_nothing(view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]) -> None:
    view.add(["alpha"])
    assert shown(view, turn)
    search(bar, "omega", turn)
    assert count(bar) == "Not found"
    assert not bar.findChild(QToolButton, "consoleSearchNext").isEnabled()


def test_search_finds_lines_that_come_later(view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]) -> None:
    view.add(["alpha"] * 10)
    assert shown(view, turn)
    search(bar, "omega", turn)
    view.add(["omega"] * 2)
    assert shown(view, turn)
    assert turn(lambda: "of 2" in count(bar) or count(bar) == "2")


def test_search_takes_the_text_literally(view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]) -> None:
    view.add(["a.b", "axb", "[x]"])
    assert shown(view, turn)
    search(bar, "a.b", turn)
    assert count(bar) == "1 of 1"
    search(bar, "[x", turn)
    assert count(bar) == "1 of 1"


def test_places_are_right_after_characters_beyond_the_first_plane(
    view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]
) -> None:
    view.add(["🛩🛩 landed"])
    assert shown(view, turn)
    search(bar, "landed", turn)
    assert view.textCursor().selectedText() == "landed"


def test_return_in_the_field_goes_on(view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]) -> None:
    view.add(["one", "one"])
    assert shown(view, turn)
    search(bar, "one", turn)
    QTest.keyClick(bar.findChild(QLineEdit, "consoleSearchField"), Qt.Key.Key_Return)
    assert count(bar) == "2 of 2"


def test_a_search_among_many_lines_is_done_in_portions(
    view: ConsoleView, bar: ConsoleSearchBar, turn: Callable[..., bool]
) -> None:
    view.add([f"line {number}" for number in range(MANY)])
    assert shown(view, turn)
    looks: list[int] = []
    bar._search.progressed.connect(lambda: looks.append(bar._search.count))
    search(bar, "line", turn)
    assert bar._search.count == MANY
    assert len(looks) > 3
