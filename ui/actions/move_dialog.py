"""To which project tasks are moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ...core.api.projects import Project
from ...core.jobs import Job
from ..common import icons, wording
from .form_dialog import FormDialog, hint

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

TYPING_PAUSE = 300  # milliseconds without a key before the server is asked


class MoveDialog(FormDialog):
    """A list of projects with a search, which asks the server too: it may have more than are shown in the panel."""

    def __init__(
        self,
        window: QWidget,
        what: str,
        projects: Sequence[Project],
        find: Callable[[str], Job],
        fits: Callable[[Project], bool],
        move: Callable[[Project], Optional[Job]],
    ) -> None:
        """what: the tasks, in words. fits: whether tasks may go there. move: the job to wait for, if there is one."""
        title = translate("MoveDialog", "Move to another project")
        super().__init__(window, "NadirMoveDialog", title, translate("MoveDialog", "Move"))
        self._find, self._fits, self._move = find, fits, move
        self._known = {project.id: project for project in projects if fits(project)}
        self._asking: Optional[Job] = None
        self._search = QLineEdit()
        self._search.setObjectName("searchEdit")
        self._search.setPlaceholderText(self.tr("Search projects"))
        self._search.setAccessibleName(self.tr("Search projects"))
        self._search.setClearButtonEnabled(True)
        self._list = QListWidget()
        self._list.setObjectName("projectList")
        self._list.setAccessibleName(self.tr("Projects"))
        self._list.setMinimumHeight(self.fontMetrics().lineSpacing() * 10)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # names are cut with an ellipsis
        self._none = hint(self.tr("There is no other project that you may change."))
        self._none.setObjectName("noneLabel")
        self.body.addWidget(hint(self.tr("Move {what} to:").format(what=what)))
        self.body.addWidget(self._search)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._none)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._search.textChanged.connect(self._fill)
        self._search.textEdited.connect(lambda _text: self._pause.start())
        self._list.currentItemChanged.connect(lambda _now, _before: self.set_ready(self.chosen() is not None))
        self._list.itemDoubleClicked.connect(lambda _item: self.send())
        self._fill()

    def chosen(self) -> Optional[Project]:
        """The project in the current row."""
        item = self._list.currentItem()
        return self._known.get(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def send(self) -> None:
        """Move to the chosen project."""
        project = self.chosen()
        if project is None:
            return
        job = self._move(project)
        if job is None:
            self.accept()
        else:
            self.follow(job)

    def _fill(self) -> None:
        before = self.chosen()
        words = self._search.text().casefold().split()
        found = [each for each in self._known.values() if all(word in each.name.casefold() for word in words)]
        self._list.clear()
        for project in sorted(found, key=lambda each: each.name.casefold()):
            item = QListWidgetItem(icons.icon("project", self._list), wording.one_line(project.name))
            item.setData(Qt.ItemDataRole.UserRole, project.id)
            item.setToolTip(wording.plain_tooltip(wording.one_line(project.name)))
            self._list.addItem(item)
            if before is not None and project.id == before.id:
                self._list.setCurrentItem(item)
        self._none.setVisible(not found)
        self._none.setText(
            self.tr("No project that you may change has such a name.") if words
            else self.tr("There is no other project that you may change.")
        )  # fmt: skip
        self.set_ready(self.chosen() is not None)

    def _ask(self) -> None:
        if self._asking is not None and self._asking.is_running():
            self._asking.cancel()
        self._asking = self._find(self._search.text().strip())
        self._asking.succeeded.connect(self._take_found)

    def _take_found(self, projects: tuple[Project, ...]) -> None:
        self._known.update({project.id: project for project in projects if self._fits(project)})
        self._fill()
