"""The tab of processing nodes: those of every open connection, what is known of the chosen one, and what can be done with it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...core.api.errors import PermissionRefused
from ...core.api.network import is_loopback
from ...core.api.nodes import ProcessingNode
from ...core.errors import NadirError
from ...core.servers import Servers
from ...core.workspace import Workspace
from ..common import icons, wording
from ..common.confirmation import confirm
from ..common.notifier import Notifier
from . import words
from .delegate import TwoLineDelegate
from .details import NodeDetails
from .model import NodeItem, NodesModel
from .node_dialog import NodeDialog

NO_KEY: tuple[str, str] = ("", "")


class NodesPage(QWidget):
    """Shows the nodes and follows them; the dock says when it is seen."""

    def __init__(self, servers: Servers, notifier: Notifier, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("nodesPage")
        self._servers, self._notifier = servers, notifier
        self._model = NodesModel(servers, self)
        self._chosen: tuple[str, str] = NO_KEY  # by the user, or a node that was just added
        self._is_restoring = False
        self._make_actions()
        self._make_view()
        self._details = NodeDetails()
        self._lay_out()
        self._model.modelReset.connect(self._restore)
        self._model.changed.connect(self._take_news)
        self.refresh_icons()
        self._restore()

    def set_shown(self, shown: bool) -> None:
        """Whether the tab is in front: what comes in front is looked at anew."""
        if shown:
            self._refresh()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        pictures = {self._add: "add", self._edit: "edit", self._remove: "remove", self._look: "refresh"}
        for action, name in pictures.items():
            action.setIcon(icons.icon(name, self))
        self._details.refresh_icons()
        self._view.viewport().update()

    # Parts

    def _make_actions(self) -> None:
        self._add = self._action("addNodeAction", self.tr("&Add processing node…"), self._ask_new)
        self._edit = self._action("editNodeAction", self.tr("&Edit…"), self._ask_changes)
        self._remove = self._action("removeNodeAction", self.tr("&Remove…"), self._ask_to_remove)
        self._remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._look = self._action("refreshNodesAction", self.tr("Re&fresh"), self._refresh)
        self._look.setShortcut(QKeySequence(QKeySequence.StandardKey.Refresh))

    def _action(self, name: str, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _make_view(self) -> None:
        view = self._view = QTreeView()
        view.setObjectName("nodesView")
        view.setAccessibleName(self.tr("Processing nodes"))
        view.setModel(self._model)
        view.setItemDelegate(TwoLineDelegate(view))
        view.setHeaderHidden(True)
        view.setRootIsDecorated(False)
        view.setItemsExpandable(True)
        view.setIndentation(self.fontMetrics().height())
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.doubleClicked.connect(self._edit_if_node)
        view.selectionModel().currentChanged.connect(lambda now, _before: self._choose(now))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for action in (self._add, self._edit, self._remove, self._look):
            button = QToolButton()
            button.setObjectName(action.objectName().replace("Action", "Button"))
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(action.text().replace("&", ""))
            bar.addWidget(button)
        bar.addStretch()
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("nodesSplitter")
        splitter.addWidget(self._view)
        splitter.addWidget(self._details)
        splitter.setChildrenCollapsible(False)
        self._view.setMinimumHeight(self.fontMetrics().height() * 5)
        splitter.setSizes([2000, 3000])  # of which Qt takes the proportion
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(splitter, 1)

    # What is chosen

    def _choose(self, index: QModelIndex) -> None:
        item = self._model.item(index)
        if item is not None and not self._is_restoring:
            self._chosen = item.key
        self._follow()

    def _take_news(self) -> None:
        if self._chosen == NO_KEY:
            self._restore()
        else:
            self._follow()

    def _restore(self) -> None:
        """After connections came or went: what was chosen, else the first node."""
        self._is_restoring = True
        self._view.expandAll()
        index = self._model.index_of(self._chosen)
        if not index.isValid():
            first = self._model.index(0, 0)
            index = self._model.index(0, 0, first) if first.isValid() else first
        if index.isValid():
            self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_restoring = False
        self._follow()

    def _item(self) -> Optional[NodeItem]:
        return self._model.item(self._view.currentIndex())

    def _follow(self) -> None:
        """Show what is chosen as it is now."""
        item = self._item()
        if item is None or self._servers.workspace(item.connection_id) is None:
            hint = self.tr("No server is open.\nConnect to one on the Projects tab; its processing nodes are then listed here.")
            self._details.show_text(hint)
        elif item.node is not None:
            self._details.show_node(item.node)
        else:
            self._details.show_text(self._about_connection(item.connection_id))
        self._update_actions(item)

    def _about_connection(self, connection_id: str) -> str:
        group = next(each for each in self._model.groups if each.connection_id == connection_id)
        if not group.known:
            return self.tr("Asking the server for its processing nodes…")
        if not group.nodes:
            return words.about_rights()
        online = [node for node in group.nodes if node.online]
        text = self.tr("{nodes}, {n} online, {queue}.")
        count, queue = wording.node_count(len(group.nodes)), words.queue(sum(node.queue_count for node in online))
        return text.format(nodes=count, n=len(online), queue=queue)

    def _update_actions(self, item: Optional[NodeItem]) -> None:
        has_server, has_node = bool(self._model.groups), item is not None and item.node is not None
        none_open = self.tr("Connect to a server first")
        none_chosen = self.tr("Choose a processing node first")
        for action, enabled, why in (
            (self._add, has_server, none_open),
            (self._look, has_server, none_open),
            (self._edit, has_node, none_chosen),
            (self._remove, has_node, none_chosen),
        ):
            action.setEnabled(enabled)
            text = action.text().replace("&", "").rstrip(" …")
            action.setToolTip(wording.plain_tooltip(text if enabled else f"{text}\n{why}"))

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._add, self._edit, self._remove])
        menu.addSeparator()
        menu.addAction(self._look)
        menu.popup(self._view.viewport().mapToGlobal(place))

    # What is done

    def _refresh(self) -> None:
        for workspace in self._servers.workspaces():
            workspace.refresh_nodes()

    def _ask_new(self) -> None:
        item = self._item()
        dialog = NodeDialog(self._servers, item.connection_id if item is not None else "", None, self)
        dialog.saved.connect(self._tell_added)
        dialog.open()

    def _edit_if_node(self, index: QModelIndex) -> None:
        item = self._model.item(index)
        if item is not None and item.node is not None:
            self._ask_changes()

    def _ask_changes(self) -> None:
        item = self._item()
        if item is None or item.node is None:
            return
        dialog = NodeDialog(self._servers, item.connection_id, item.node, self)
        dialog.saved.connect(self._tell_saved)
        dialog.open()

    def _tell_added(self, connection_id: str, node: ProcessingNode) -> None:
        self._chosen = (connection_id, str(node.id))
        self._model.rowsInserted.connect(self._choose_new)
        if node.online:
            self._notifier.inform(self.tr("The processing node {name} was added and answers.").format(name=words.name(node)))
        else:
            self._warn(self.tr("The processing node {name} was added, but does not answer the server."), node)

    def _choose_new(self) -> None:
        """Once the list has the node that was added."""
        self._model.rowsInserted.disconnect(self._choose_new)
        self._restore()

    def _tell_saved(self, _connection_id: str, node: ProcessingNode) -> None:
        if not node.online:
            self._warn(self.tr("The processing node {name} was changed, but does not answer the server."), node)

    def _warn(self, text: str, node: ProcessingNode) -> None:
        self._notifier.warn(text.format(name=words.name(node)) + "\n" + words.why_offline(node))

    def _ask_to_remove(self) -> None:
        item = self._item()
        workspace = self._servers.workspace(item.connection_id) if item is not None else None
        if item is None or item.node is None or workspace is None:
            return
        node = item.node
        names = {"node": words.name(node), "server": wording.one_line(workspace.connection.name, 60)}
        question = self.tr("Remove the processing node “{node}” from {server}?").format(**names)
        confirm(
            self.window(), question, self._what_goes(workspace, node), self.tr("Remove node"), lambda: self._do_remove(workspace, node)
        )

    def _what_goes(self, workspace: Workspace, node: ProcessingNode) -> str:
        monitor = workspace.monitor
        seen = (task for project in monitor.projects for task in monitor.tasks(project.id))
        at_work = [task.name for task in seen if task.is_running and task.processing_node_id == node.id]
        if at_work:
            text = self.tr("It works on {names}: the server does not follow that any more. Restart it on another node.")
            parts = [text.format(names=wording.names(at_work))]
        elif node.queue_count:
            parts = [self.tr("It has tasks in its queue: the server does not follow them any more.")]
        else:
            parts = [self.tr("It has no tasks in its queue.")]
        parts.append(self.tr("Results that the server has stay. Nothing changes on the node itself."))
        if workspace.connection.is_local and is_loopback(node.hostname):
            parts.append(self.tr("The node of This computer comes back when its server starts again."))
        return " ".join(parts)

    def _do_remove(self, workspace: Workspace, node: ProcessingNode) -> None:
        job = workspace.remove_node(node)
        job.failed.connect(self._tell_refusal)

    def _tell_refusal(self, error: object) -> None:
        if isinstance(error, PermissionRefused):
            summary = self.tr("Your account may not change the nodes of this server.")
            self._notifier.show_error(NadirError(summary, words.ask_administrator(), error.detail))
        else:
            self._notifier.show_error(error)
