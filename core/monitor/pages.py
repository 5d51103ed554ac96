"""The pages of the list of projects that are wanted, put together to one list that never shows a page twice or half."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Tuple

from .watch import FoundProjects, Query, reusing

if TYPE_CHECKING:
    from ..api.pages import Page
    from ..api.projects import Project


@dataclass
class _KnownPage:
    items: Tuple[Project, ...]
    stale: bool = False  # a page before it has moved, so that this one has too


@dataclass
class ProjectPages:
    """What is known of the list for one query."""

    query: Query = Query()
    count: int = 0
    has_more: bool = False
    task_ids: Dict[str, FrozenSet[str]] = field(default_factory=dict)
    _pages: List[_KnownPage] = field(default_factory=list)

    def ask(self, query: Query) -> None:
        """Begin again where the query is another one."""
        if query != self.query:
            self.query, self.count, self.has_more = query, 0, False
            self._pages.clear()

    def numbers(self, wanted: int) -> range:
        """The pages to be looked at: those that were wanted, as far as the list goes."""
        known = len(self._pages)
        return range(1, min(wanted, known + 1 if self.has_more or not known else known) + 1)

    @property
    def known(self) -> int:
        """How many pages have been looked at."""
        return len(self._pages)

    def take(self, page: Page[Project]) -> Tuple[str, ...]:
        """A page as it is now; the ids of projects whose tasks are others than before."""
        at = page.number - 1
        others = {item.id for number, known in enumerate(self._pages) if number != at for item in known.items}
        is_news = any(item.id not in others for item in page.items)  # else a server that never ends
        items = reusing(page.items, self._pages[at].items if at < len(self._pages) else ())
        if at < len(self._pages):
            moved = [item.id for item in self._pages[at].items] != [item.id for item in items]
            self._pages[at] = _KnownPage(items)
            for later in self._pages[at + 1 :]:
                later.stale |= moved
        else:
            self._pages.append(_KnownPage(items))
        self.count = page.count
        if page.has_next and is_news:
            self.has_more = at + 1 == len(self._pages) or self.has_more
        else:
            self.end_at(page.number)
        return self._news_of_tasks(items)

    def end_at(self, number: int) -> None:
        """There is nothing behind this page."""
        del self._pages[number:]
        self.has_more = False

    @property
    def stale(self) -> Tuple[int, ...]:
        """Pages that have to be looked at again before the list is whole."""
        return tuple(number for number, page in enumerate(self._pages, 1) if page.stale)

    def found(self) -> FoundProjects:
        """The list as a whole, each project once."""
        merged = {item.id: item for page in self._pages for item in page.items}
        count = max(self.count, len(merged)) if self.has_more else len(merged)
        return FoundProjects(self.query.number, tuple(merged.values()), len(self._pages), count, self.has_more)

    def _news_of_tasks(self, items: Tuple[Project, ...]) -> Tuple[str, ...]:
        news = []
        for project in items:
            ids, before = frozenset(project.task_ids), self.task_ids.get(project.id)
            if before is not None and before != ids:
                news.append(project.id)
            if before != ids:
                self.task_ids[project.id] = ids
        return tuple(news)
