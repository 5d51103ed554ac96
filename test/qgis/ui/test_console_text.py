"""Console lines as plain text."""

from __future__ import annotations

import pytest
from nadir.ui.details.console_text import MOST_OF_A_LINE, ROW_LENGTH, clean, rows_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[INFO] 18 photos", "[INFO] 18 photos"),
        ("\x1b[31;1m[ERROR]\x1b[0m no", "[ERROR] no"),
        ("\x1b]0;owned\x07after a title", "after a title"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b[2J\x1b[1;1Hcleared", "cleared"),
        ("\x9b31mold style", "old style"),
        ("10 %\r50 %\r100 %", "100 %"),
        ("done\r\n", "done"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("a\tb", "a    b"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("half\ud800 a character", "half a character"),
        ("two\u2028lines", "twolines"),
        ("Höhenmodell 高さ 🛩", "Höhenmodell 高さ 🛩"),
        ("<b>bold</b> %n {x}", "<b>bold</b> %n {x}"),
    ],
)
def test_lines_are_made_harmless(line: str, expected: str) -> None:
    assert clean(line) == expected


def test_long_lines_go_on_in_further_rows() -> None:
    line = "".join(chr(97 + number % 26) for number in range(2 * ROW_LENGTH + 5))
    rows = list(rows_of(line))
    assert [len(row) for row in rows] == [ROW_LENGTH, ROW_LENGTH, 5]
    assert "".join(rows) == line


def test_of_an_endless_line_the_beginning_is_shown() -> None:
    rows = list(rows_of("x" * (MOST_OF_A_LINE * 3)))
    assert rows[-1] == "…"
    assert len(rows) == MOST_OF_A_LINE // ROW_LENGTH + 1
