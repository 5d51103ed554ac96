"""Long lists page by page, as new servers give them when asked and old ones always."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Generic, Iterator, Mapping, Tuple, TypeVar

from . import fields
from .errors import NotFound
from .exchange import CancelCheck, never
from .session import Session

T = TypeVar("T")

_MOST_STALE = 3  # pages in a row without anything new: a server that never ends


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of a list. number: from 1; count: how many items there are on all pages."""

    items: Tuple[T, ...]
    number: int
    count: int
    has_next: bool


def get_page(
    session: Session,
    path: str,
    params: Mapping[str, str],
    number: int,
    parse: Callable[[object], T],
    *,
    cancelled: CancelCheck = never,
) -> Page[T]:
    """One page. Raises `NotFound` past the end. A server that gives all at once has them all on the first page."""
    content = session.get_json(path, {**params, "page": str(number)}, cancelled=cancelled)
    if isinstance(content, list):
        found = tuple(parse(item) for item in content) if number == 1 else ()
        return Page(found, number, len(content), has_next=False)
    data = fields.mapping(content, "list")
    items = tuple(parse(item) for item in fields.sequence(data.get("results"), "list"))
    count = fields.integer(data, "count")
    return Page(items, number, len(items) if count is None else count, has_next=bool(data.get("next")))


def all_pages(fetch: Callable[[int], Page[T]], key: Callable[[T], str]) -> Iterator[Page[T]]:
    """Page after page, each fetched when it is asked for.

    The list may move while it is read: an item that comes again on the next page, having been pushed on by a new one,
    is left out there, and a page that is no more is the end.
    """
    seen: set[str] = set()
    number, stale = 1, 0
    while stale < _MOST_STALE:
        try:
            page = fetch(number)
        except NotFound:
            if number == 1:
                raise
            return
        fresh = tuple(item for item in page.items if key(item) not in seen)
        seen.update(key(item) for item in fresh)
        yield Page(fresh, page.number, page.count, page.has_next)
        if not page.has_next or not page.items:
            return
        number += 1
        stale = 0 if fresh else stale + 1
