"""Several rows that are selected: what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtWidgets import QWidget

from ...core.api.task import Task
from ..common import wording
from . import facts
from .fact_list import FactList
from .labels import plain_label, set_text, title_label
from .scroll_page import ScrollPage


class SeveralPage(ScrollPage):
    """Counts and sums; the verbs are in the tool bar."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("severalPage")
        self._title = title_label("severalTitle")
        self._totals = FactList(self.tr("In all"))
        self._totals.setObjectName("severalTotals")
        self._hint = plain_label(self.tr("Verbs in the tool bar and in the context menu act on all of them."))
        for part in (self._title, self._totals, self._hint):
            self.column.addWidget(part)
        self.column.addStretch()

    def show_items(self, projects: int, tasks: Sequence[Task], others: int) -> None:
        """So many projects, these tasks, and so many servers."""
        parts = [self._counted(projects, self.tr("1 project"), self.tr("{n} projects"))]
        parts.append(wording.task_count(len(tasks)) if tasks else "")
        parts.append(self._counted(others, self.tr("1 server"), self.tr("{n} servers")))
        what = ", ".join(part for part in parts if part)
        set_text(self._title, self.tr("Selected: {what}").format(what=what))
        self._totals.set_facts(facts.totals(tasks) if tasks else ())

    @staticmethod
    def _counted(count: int, one: str, many: str) -> str:
        return "" if not count else one if count == 1 else many.format(n=count)
