"""Console lines as plain text: what terminals would obey is taken out, and what is too long for one row goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

ROW_LENGTH = 1000  # characters; a text layout takes time with the square of a row's length
MOST_OF_A_LINE = 1_000_000  # characters of one line that are shown; nobody reads more, saved are all

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # window titles and links
    r"|\x1b[PX^_].*?(?:\x1b\\|$)"  # device control and other strings
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
# Control characters but the tab, line breaks of Unicode, and what turns the direction of text around.
_HARMFUL = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff]"
)
_OVERWRITTEN = re.compile(r"^.*\r(?=[^\r])", re.DOTALL)


def clean(line: str) -> str:
    """One line without escape sequences, control characters and marks of direction.

    Of what a progress bar wrote over and over again with carriage returns, the last state stays, as in a terminal.
    """
    if line.isascii() and line.isprintable():
        return line
    text = _ESCAPES.sub("", line).rstrip("\r\n")
    if "\r" in text:
        text = _OVERWRITTEN.sub("", text)
    return _HARMFUL.sub("", text.replace("\n", " ")).replace("\t", "    ")


def rows_of(line: str) -> Iterator[str]:
    """The rows in which a clean line is shown: one, unless it is very long."""
    if len(line) <= ROW_LENGTH:
        yield line
        return
    for begin in range(0, min(len(line), MOST_OF_A_LINE), ROW_LENGTH):
        yield line[begin : begin + ROW_LENGTH]
    if len(line) > MOST_OF_A_LINE:
        yield "…"


def as_text(lines: Sequence[str]) -> str:
    """Lines for a file or the clipboard."""
    return "\n".join(lines)
