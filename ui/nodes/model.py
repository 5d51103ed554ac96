"""The processing nodes of all open connections as a model: a row for each connection, below it one for each of its nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, pyqtSignal

from ...core.api.nodes import ProcessingNode
from ...core.servers import Servers
from ...core.workspace import Workspace
from ..common import wording
from . import words
from .delegate import Role


@dataclass(frozen=True)
class NodeItem:
    """A row: a node of a connection, or the connection itself (`node` None)."""

    connection_id: str
    node: Optional[ProcessingNode] = None

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same while the node's state changes."""
        return self.connection_id, "" if self.node is None else str(self.node.id)


@dataclass(frozen=True)
class _Group:
    """An open connection as last seen."""

    connection_id: str
    name: str
    nodes: tuple[ProcessingNode, ...]
    known: bool
    refused: bool

    @property
    def rows(self) -> int:
        """A connection without nodes has one row that says why."""
        return max(1, len(self.nodes))


class NodesModel(QAbstractItemModel):
    """Follows the monitors of the open connections. Holds no state of its own but what it showed last."""

    changed = pyqtSignal()  # anything that it shows

    def __init__(self, servers: Servers, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._servers = servers
        self._groups: tuple[_Group, ...] = ()
        self._watched: dict[str, Workspace] = {}
        servers.opened.connect(self._watch)
        servers.closed.connect(self._unwatch)
        servers.changed.connect(self._refresh)
        for server in servers.all():
            self._watch(server.connection.id)

    @property
    def groups(self) -> tuple[_Group, ...]:
        """The connections with their nodes."""
        return self._groups

    def nodes(self) -> tuple[ProcessingNode, ...]:
        """The nodes of all connections."""
        return tuple(node for group in self._groups for node in group.nodes)

    def is_known(self) -> bool:
        """Whether every connection has said what nodes it has."""
        return all(group.known for group in self._groups)

    def item(self, index: QModelIndex) -> Optional[NodeItem]:
        """What a row stands for; None outside of the model. The row that says why there are none stands for its connection."""
        return index.data(int(Role.ITEM)) if index.isValid() else None

    def index_of(self, key: tuple[str, str]) -> QModelIndex:
        """The row of a thing, or of its connection where the thing is gone."""
        for row, group in enumerate(self._groups):
            if group.connection_id == key[0]:
                top = self.index(row, 0)
                found = (number for number, node in enumerate(group.nodes) if str(node.id) == key[1])
                number = next(found, None) if key[1] else None
                return top if number is None else self.index(number, 0, top)
        return QModelIndex()

    # What Qt asks

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, 0 if not parent.isValid() else parent.row() + 1)

    def parent(self, index: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        group = index.internalId() if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        return self._groups[parent.row()].rows if not parent.internalId() else 0

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if not index.internalId():
            return _group_data(self._groups[index.row()], role)
        group = self._groups[index.internalId() - 1]
        if not group.nodes:
            return _message_data(group, role)
        return _node_data(group, group.nodes[index.row()], role)

    # What the monitors tell

    def _watch(self, connection_id: str) -> None:
        workspace = self._servers.workspace(connection_id)
        if workspace is None:
            return
        self._unwatch(connection_id)
        self._watched[connection_id] = workspace
        workspace.monitor.nodes_changed.connect(self._refresh)
        workspace.monitor.show_nodes(True)
        self._refresh()

    def _unwatch(self, connection_id: str) -> None:
        workspace = self._watched.pop(connection_id, None)
        if workspace is not None:
            workspace.monitor.nodes_changed.disconnect(self._refresh)
            self._refresh()

    def _refresh(self, _news: object = None) -> None:
        """Take over what is known now: rows that stay keep their indexes, so that selection and focus do."""
        groups = tuple(self._group(server.connection.id) for server in self._servers.all() if server.connection.id in self._watched)
        if groups == self._groups:
            return
        if [group.connection_id for group in groups] != [group.connection_id for group in self._groups]:
            self.beginResetModel()
            self._groups = groups
            self.endResetModel()
        else:
            for row, group in enumerate(groups):
                self._replace(row, group)
        self.changed.emit()

    def _group(self, connection_id: str) -> _Group:
        server, monitor = self._servers.get(connection_id), self._watched[connection_id].monitor
        name = server.connection.name if server is not None else connection_id
        return _Group(connection_id, name, monitor.nodes, monitor.nodes_known, monitor.nodes_refusal is not None)

    def _replace(self, row: int, group: _Group) -> None:
        before, top = self._groups[row], self.index(row, 0)
        less, more = before.rows - group.rows, group.rows - before.rows
        if less > 0:
            self.beginRemoveRows(top, group.rows, before.rows - 1)
        elif more > 0:
            self.beginInsertRows(top, before.rows, group.rows - 1)
        self._groups = (*self._groups[:row], group, *self._groups[row + 1 :])
        if less > 0:
            self.endRemoveRows()
        elif more > 0:
            self.endInsertRows()
        self.dataChanged.emit(top, top)
        self.dataChanged.emit(self.index(0, 0, top), self.index(group.rows - 1, 0, top))


def _group_data(group: _Group, role: int) -> Any:
    online = sum(node.online for node in group.nodes)
    values: dict[int, Any] = {
        int(Qt.ItemDataRole.DisplayRole): wording.one_line(group.name, 80),
        int(Role.HEADING): True,
        int(Role.ICON): "server",
        int(Role.SIDE): words.translate("Nodes", "{n} of {all} online").format(n=online, all=len(group.nodes)) if group.nodes else "",
        int(Role.ITEM): NodeItem(group.connection_id),
    }
    return values.get(role)


def _message_data(group: _Group, role: int) -> Any:
    values: dict[int, Any] = {
        int(Qt.ItemDataRole.DisplayRole): words.nothing_to_see(group.known, group.refused),
        int(Role.ITEM): NodeItem(group.connection_id),
    }
    return values.get(role)


def _node_data(group: _Group, node: ProcessingNode, role: int) -> Any:
    if role == int(Qt.ItemDataRole.DisplayRole):
        return words.name(node)
    if role == int(Role.SECOND):
        return words.line(node)
    if role == int(Role.ICON):
        return words.icon(node)
    if role == int(Role.ITEM):
        return NodeItem(group.connection_id, node)
    if role == int(Qt.ItemDataRole.ToolTipRole):
        return wording.plain_tooltip("\n".join(part for part in (words.name(node), words.line(node), words.why_offline(node)) if part))
    if role == int(Qt.ItemDataRole.AccessibleTextRole):
        return f"{words.name(node)}, {words.line(node)}"
    return None
