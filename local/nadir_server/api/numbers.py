"""Numbers in addresses and queries."""
from __future__ import annotations

LONGEST = 18  # digits; more does not fit into the database


def whole_number(text: str) -> int | None:
    """The number that the text writes in plain digits, None for everything else ("²" and "1e3" too)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
