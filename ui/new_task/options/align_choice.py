"""Alignment: the result is fitted onto that of an earlier task, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtWidgets import QComboBox

from ....core.api.task import Task
from ...common import wording
from .choice import AUTOMATIC
from .part import FACT, WARNING, Part


class AlignChoice(Part):
    """The finished tasks of the project that have a point cloud, newest first."""

    def __init__(self) -> None:
        super().__init__("", "alignChoice")
        self.setTitle(self.tr("Alignment"))
        self._tasks: tuple[Task, ...] = ()
        self._has_project = False
        self._lists_option = True
        self.combo = QComboBox()
        self.combo.setObjectName("alignCombo")
        self.combo.setAccessibleName(self.tr("Align to an earlier task"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.combo.activated.connect(self._edited)
        self.column.addWidget(self.combo)
        self.column.addWidget(self.message)
        self.set_tasks((), has_project=False)

    def set_tasks(self, tasks: Sequence[Task], *, has_project: bool) -> None:
        """Offer these, and stay with what was chosen where it is still there."""
        before = self.align_to()
        self._tasks = tuple(tasks)
        self._has_project = has_project
        self.combo.clear()
        self.combo.addItem(self.tr("None"), None)
        if self._tasks:
            self.combo.addItem(self.tr("The project's first task"), AUTOMATIC)
        for task in self._tasks:
            when = wording.date(task.created_at)
            name = wording.one_line(task.name, 80)
            self.combo.addItem(self.tr("{task}, {date}").format(task=name, date=when) if when else name, task.id)
        self.combo.setCurrentIndex(max(0, self.combo.findData(before)) if before is not None else 0)
        self.combo.setEnabled(bool(self._tasks))
        self._show()

    def set_engines(self, *, lists_option: bool) -> None:
        """Whether the processing node has the option `align`."""
        self._lists_option = lists_option
        self._show()

    def align_to(self) -> Optional[str]:
        """A task's id or `AUTOMATIC`; None for none."""
        data = self.combo.currentData()
        return None if data is None else str(data)

    def notes(self) -> tuple[str, ...]:
        """Nodes that know alignment do it by themselves; whether they do is not always to be seen."""
        if self.align_to() is None or self._lists_option:
            return ()
        return (self.tr("The processing node does not say whether it can align; it may leave the result where it is."),)

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        notes = self.notes()
        if notes:
            self.message.say("\n".join(notes), WARNING)
        elif self.align_to() is not None:
            self.message.say(self.tr("The result is moved onto the point cloud of that task."), FACT)
        elif self._tasks:
            self.message.say(self.tr("Choose an earlier task of the project to compare the two exactly."), FACT)
        elif self._has_project:
            self.message.say(self.tr("No finished task of this project has a point cloud to align to."), FACT)
        else:
            self.message.say(self.tr("A new project has no earlier task to align to."), FACT)
