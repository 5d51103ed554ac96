"""Map tips: HTML that QGIS fills in with values of features. What a server sent is shown, never run."""

from __future__ import annotations


def escaped(expression: str) -> str:
    """The expression for another one's text as HTML."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        expression = f"replace({expression}, '{character}', '{entity}')"
    return expression


def filled(expression: str) -> str:
    """The place in a template that holds an expression's text, nothing where it is NULL."""
    return "[% " + escaped(f"coalesce(to_string({expression}), '')") + " %]"


def map_tip(title: str, *lines: str) -> str:
    """A field in bold and lines below it, which are templates themselves."""
    return page("<br>".join(["<b>" + filled(f'"{title}"') + "</b>", *lines]))


def page(html: str) -> str:
    """As QGIS's own texts look: its map tips are pages, which have serifs unless told otherwise."""
    return f'<div style="font-family: sans-serif">{html}</div>'
