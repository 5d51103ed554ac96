"""Projects and tasks of one server as a Qt model that follows the monitor and tells views only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Optional, Union

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from ...core.api.projects import Project
from ...core.api.tasks import Task
from ..common import wording

_PROJECT_LEVEL = 0  # internal id of top-level rows; a task's is the key of its project


class Role(IntEnum):
    """What a row tells beside its text."""

    PROJECT = int(Qt.ItemDataRole.UserRole) + 1  # Project; of a task: the one that it belongs to
    TASK = int(Qt.ItemDataRole.UserRole) + 2  # Task, or None in a project's row
    LOADED = int(Qt.ItemDataRole.UserRole) + 3  # whether a project's tasks have been fetched
    TASK_COUNT = int(Qt.ItemDataRole.UserRole) + 4  # of a project: how many tasks it has, as far as is known


class _ProjectRow:
    """A project and what is known of its tasks; `key` names it in the indexes of its children for as long as it lives."""

    def __init__(self, key: int, project: Project) -> None:
        self.key = key
        self.project = project
        self.tasks: list[Task] = []
        self.loaded = False
        self.row = 0


class TreeModel(QAbstractItemModel):
    """Two levels: projects, and their tasks in the server's order."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._rows: list[_ProjectRow] = []
        self._by_key: dict[int, _ProjectRow] = {}
        self._next_key = _PROJECT_LEVEL + 1

    # What the monitor knows

    def clear(self) -> None:
        """Forget everything: the connection was closed."""
        self.beginResetModel()
        self._rows.clear()
        self._by_key.clear()
        self.endResetModel()

    def set_projects(self, projects: Sequence[Project]) -> None:
        """Take over the server's list of projects."""
        _ProjectLevel(self).update(_unique(projects))

    def set_tasks(self, project_id: str, tasks: Sequence[Task]) -> None:
        """Take over the server's list of one project's tasks; unknown projects are left alone."""
        row = self._row_of(project_id)
        if row is None:
            return
        before = (row.loaded, len(row.tasks))
        _TaskLevel(self, row).update(_unique(tasks))
        row.loaded = True
        if before != (row.loaded, len(row.tasks)):
            self._changed(self._project_index(row))

    # What views and verbs ask

    def project_at(self, index: QModelIndex) -> Optional[Project]:
        """The project of a row, or of a task's row."""
        return index.data(int(Role.PROJECT)) if index.isValid() else None

    def task_at(self, index: QModelIndex) -> Optional[Task]:
        """The task of a row; None for projects."""
        return index.data(int(Role.TASK)) if index.isValid() else None

    def project_index(self, project_id: str) -> QModelIndex:
        """Where a project is; invalid if it is not there."""
        row = self._row_of(project_id)
        return self._project_index(row) if row else QModelIndex()

    def task_index(self, project_id: str, task_id: str) -> QModelIndex:
        """Where a task is; invalid if it is not there."""
        row = self._row_of(project_id)
        if row is None:
            return QModelIndex()
        position = next((at for at, task in enumerate(row.tasks) if task.id == task_id), -1)
        return self.index(position, 0, self._project_index(row))

    # QAbstractItemModel

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's signature
        """See Qt."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._rows[parent.row()].key if parent.isValid() else _PROJECT_LEVEL)

    def parent(self, index: QModelIndex) -> QModelIndex:
        """See Qt."""
        row = self._by_key.get(index.internalId()) if index.isValid() else None
        return self._project_index(row) if row else QModelIndex()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """See Qt."""
        if not parent.isValid():
            return len(self._rows)
        return len(self._rows[parent.row()].tasks) if parent.internalId() == _PROJECT_LEVEL else 0

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """See Qt."""
        return 1

    def hasChildren(self, parent: QModelIndex = QModelIndex()) -> bool:  # noqa: B008
        """Projects can be opened before their tasks are fetched."""
        if not parent.isValid():
            return bool(self._rows)
        if parent.internalId() != _PROJECT_LEVEL:
            return False
        row = self._rows[parent.row()]
        return bool(row.tasks) or (not row.loaded and bool(row.project.task_ids))

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """See Qt and Role."""
        if not index.isValid():
            return None
        row = self._by_key.get(index.internalId())
        if row is None:
            return _project_data(self._rows[index.row()], role)
        return _task_data(row, row.tasks[index.row()], role)

    # Changes

    def _row_of(self, project_id: str) -> Optional[_ProjectRow]:
        return next((row for row in self._rows if row.project.id == project_id), None)

    def _project_index(self, row: _ProjectRow) -> QModelIndex:
        return self.createIndex(row.row, 0, _PROJECT_LEVEL)

    def _changed(self, index: QModelIndex) -> None:
        self.dataChanged.emit(index, index)

    def _new_row(self, project: Project) -> _ProjectRow:
        row = _ProjectRow(self._next_key, project)
        self._next_key += 1
        self._by_key[row.key] = row
        return row

    def _renumber(self) -> None:
        for position, row in enumerate(self._rows):
            row.row = position


class _Level:
    """Turns one list of the model into a new one with as few signals as it takes: removals, then moves and insertions in runs."""

    def __init__(self, model: TreeModel, parent: QModelIndex, items: list) -> None:
        self.model = model
        self.parent = parent
        self.items = items

    def update(self, wanted: Sequence[Union[Project, Task]]) -> None:
        """Make the level show `wanted`."""
        self._remove_others({value.id for value in wanted})
        known = {self.value_of(item).id for item in self.items}
        position = 0
        while position < len(wanted):
            if wanted[position].id in known:
                self._place(position, wanted[position])
                position += 1
            else:
                position += self._insert_run(position, wanted, known)

    def _remove_others(self, kept: set[str]) -> None:
        last = len(self.items) - 1
        while last >= 0:
            first = last
            while first >= 0 and self.value_of(self.items[first]).id not in kept:
                first -= 1
            if first < last:
                self.model.beginRemoveRows(self.parent, first + 1, last)
                del self.items[first + 1 : last + 1]
                self.rows_changed()
                self.model.endRemoveRows()
            last = first - 1

    def _insert_run(self, position: int, wanted: Sequence, known: set[str]) -> int:
        """Insert the new values from `position` on; how many."""
        end = position
        while end < len(wanted) and wanted[end].id not in known:
            end += 1
        new = [self.make(value) for value in wanted[position:end]]
        self.model.beginInsertRows(self.parent, position, end - 1)
        self.items[position:position] = new
        self.rows_changed()
        self.model.endInsertRows()
        return end - position

    def _place(self, position: int, value: Union[Project, Task]) -> None:
        """Bring a known value to its place and show its news."""
        at = position
        while self.value_of(self.items[at]).id != value.id:
            at += 1
        if at != position:
            self.model.beginMoveRows(self.parent, at, at, self.parent, position)
            self.items.insert(position, self.items.pop(at))
            self.rows_changed()
            self.model.endMoveRows()
        if self.value_of(self.items[position]) != value:
            self.replace(position, value)
            self.model._changed(self.model.index(position, 0, self.parent))

    def rows_changed(self) -> None:
        """Rows came, went or moved; called before the view hears of it."""

    def value_of(self, item: Any) -> Union[Project, Task]:
        """The value that an item of the level holds."""
        raise NotImplementedError

    def make(self, value: Any) -> Any:
        """The item for a new value."""
        raise NotImplementedError

    def replace(self, position: int, value: Any) -> None:
        """Put a newer value into an item."""
        raise NotImplementedError


class _ProjectLevel(_Level):
    def __init__(self, model: TreeModel) -> None:
        super().__init__(model, QModelIndex(), model._rows)

    def value_of(self, item: _ProjectRow) -> Project:
        return item.project

    def make(self, value: Project) -> _ProjectRow:
        return self.model._new_row(value)

    def replace(self, position: int, value: Project) -> None:
        self.items[position].project = value

    def rows_changed(self) -> None:
        self.model._renumber()
        alive = {row.key for row in self.items}
        for key in [key for key in self.model._by_key if key not in alive]:
            del self.model._by_key[key]


class _TaskLevel(_Level):
    def __init__(self, model: TreeModel, row: _ProjectRow) -> None:
        super().__init__(model, model._project_index(row), row.tasks)

    def value_of(self, item: Task) -> Task:
        return item

    def make(self, value: Task) -> Task:
        return value

    def replace(self, position: int, value: Task) -> None:
        self.items[position] = value


def _unique(values: Sequence) -> list:
    """Each id once, whatever the server said."""
    return list({value.id: value for value in values}.values())


def _project_data(row: _ProjectRow, role: int) -> Any:
    project = row.project
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return wording.one_line(project.name)
    if role == Qt.ItemDataRole.ToolTipRole:
        return wording.plain_tooltip("\n".join(part for part in (project.name, project.description) if part))
    count = len(row.tasks) if row.loaded else len(project.task_ids)
    return {int(Role.PROJECT): project, int(Role.LOADED): row.loaded, int(Role.TASK_COUNT): count}.get(role)


def _task_data(row: _ProjectRow, task: Task, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return wording.one_line(task.name)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{wording.one_line(task.name)}, {wording.state_text(task)}, {wording.photo_count(task.images_count)}"
    if role == Qt.ItemDataRole.ToolTipRole:
        return wording.plain_tooltip(_task_tooltip(task))
    return {int(Role.PROJECT): row.project, int(Role.TASK): task}.get(role)


def _task_tooltip(task: Task) -> str:
    lines = [task.name, wording.state_text(task)]
    if task.last_error:
        lines.append(task.last_error)
    lines.append(wording.photo_count(task.images_count))
    if task.created_at:
        lines.append(wording.date_and_time(task.created_at))
    if task.processing_time_ms > 0:
        lines.append(wording.translate("Nadir", "Processing time: {time}").format(time=wording.duration(task.processing_time_ms / 1000)))
    return "\n".join(lines)
