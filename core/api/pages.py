"""Long lists page by page, as new servers give them when asked and old ones always."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Generic, Iterator, Tuple, TypeVar

from . import fields
from .errors import NotFound, UnexpectedAnswer

T = TypeVar("T")

_MOST_PAGES = 10_000
_MOST_STALE = 3  # pages in a row without anything new: a server that never ends


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of a list. number: from 1; count: how many items there are on all pages."""

    items: Tuple[T, ...]
    number: int
    count: int
    has_next: bool

    @classmethod
    def from_json(cls, content: Any, number: int, parse: Callable[[Any], T]) -> Page[T]:
        """Out of what a server gives for that page; one that gives all at once has them all on the first."""
        if isinstance(content, list):
            found = tuple(parse(item) for item in content) if number == 1 else ()
            return cls(found, number, len(content), has_next=False)
        data = fields.mapping(content, "list")
        items = tuple(parse(item) for item in fields.sequence(data.get("results"), "list"))
        count = fields.integer(data, "count")
        return cls(items, number, len(items) if count is None else count, has_next=bool(data.get("next")))


def all_pages(fetch: Callable[[int], Page[T]], key: Callable[[T], str]) -> Iterator[Page[T]]:
    """Page after page, each fetched when it is asked for.

    The list may move while it is read: an item that comes again on the next page, having been pushed on by a new one,
    is left out there, and a page that is no more is the end. Raises `UnexpectedAnswer` where there is no end.
    """
    seen: set[str] = set()
    stale = 0
    for number in range(1, _MOST_PAGES + 1):
        try:
            page = fetch(number)
        except NotFound:
            if number == 1:
                raise
            return
        fresh = tuple(item for item in page.items if key(item) not in seen)
        seen.update(key(item) for item in fresh)
        yield Page(fresh, page.number, page.count, page.has_next)
        stale = 0 if fresh else stale + 1
        if not page.has_next or not page.items or stale == _MOST_STALE:
            return
    raise UnexpectedAnswer("The server's list does not end.", "", f"{len(seen)} items on {_MOST_PAGES} pages")
