"""Where the task is processed: the node that the server finds best, or one of those that the account sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtGui import QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox

from ....core.api.nodes import ProcessingNode
from ...common import wording
from .part import ERROR, FACT, WARNING, Part


class NodeChoice(Part):
    """Nodes that are offline can be seen and not chosen."""

    def __init__(self) -> None:
        super().__init__("", "nodeChoice")
        self.setTitle(self.tr("Processing node"))
        self._nodes: tuple[ProcessingNode, ...] = ()
        self._photos = 0
        self.combo = QComboBox()
        self.combo.setObjectName("nodeCombo")
        self.combo.setAccessibleName(self.tr("Processing node"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.combo.activated.connect(self._chosen)
        self.column.addWidget(self.combo)
        self.column.addWidget(self.message)
        self.set_nodes(())

    def set_nodes(self, nodes: Sequence[ProcessingNode]) -> None:
        """Offer these, and stay with the one that was chosen where it is still there."""
        before = self.node_id()
        self._nodes = tuple(nodes)
        self.combo.clear()
        self.combo.addItem(self.tr("Automatic"), None)
        model = self.combo.model()
        for node in self._nodes:
            self.combo.addItem(self._line(node), node.id)
            if not node.online and isinstance(model, QStandardItemModel):
                model.item(self.combo.count() - 1).setEnabled(False)
            self.combo.setItemData(self.combo.count() - 1, wording.plain_tooltip(self._details(node)), Qt.ItemDataRole.ToolTipRole)
        found = self.combo.findData(before) if before is not None else 0
        self.combo.setCurrentIndex(max(0, found))
        self.combo.setEnabled(bool(self._nodes))
        self._say()

    def set_photos(self, count: int) -> None:
        """How many photos it has to take."""
        self._photos = count
        self._say()

    def node_id(self) -> Optional[str]:
        """None for automatic."""
        data = self.combo.currentData()
        return None if data is None else str(data)

    def node(self) -> Optional[ProcessingNode]:
        wanted = self.node_id()
        return next((node for node in self._nodes if node.id == wanted), None)

    def select(self, node_id: str) -> None:
        """Choose a node, as the user would."""
        found = self.combo.findData(node_id)
        if found >= 0:
            self.combo.setCurrentIndex(found)
            self._chosen()

    def node_name(self) -> str:
        node = self.node()
        return wording.one_line(node.label) if node is not None else self.tr("Automatic")

    def queue(self) -> int:
        """Tasks that wait at the node that was chosen, or where the fewest do."""
        return min((node.queue_count or 0 for node in self._asked()), default=0)

    def _asked(self) -> list[ProcessingNode]:
        chosen = self.node()
        return [chosen] if chosen is not None else self._online()

    def engines(self) -> frozenset[str]:
        """Of the node that was chosen, or of all that may get the task."""
        return frozenset(node.engine.casefold() for node in self._asked())

    def problem(self) -> str:
        """A limit below the number of photos, a node that went offline."""
        chosen = self.node()
        if chosen is not None and not chosen.online:
            return self.tr("{node} is offline. Choose another processing node.").format(node=self.node_name())
        asked = self._asked()
        if not asked or any(self._takes_all(node) for node in asked):
            return ""
        most = max(node.max_images or 0 for node in asked)
        if chosen is None:
            text = self.tr("No processing node takes {count} photos; the largest takes {most}. Leave photos out or split the task.")
        else:
            text = self.tr("{node} takes at most {most} photos, and there are {count}. Choose another node or leave photos out.")
        return text.format(node=self.node_name(), most=_number(most), count=_number(self._photos))

    def notes(self) -> tuple[str, ...]:
        """What may keep an automatic choice from going well."""
        if self.node() is not None or not self._nodes:
            return ()
        online = self._online()
        if not online:
            return (self.tr("No processing node is online: the task waits until one is."),)
        small = [node for node in online if not self._takes_all(node)]
        if small and len(small) < len(online):
            names = wording.names([node.label for node in small])
            text = self.tr("{nodes} may not take {count} photos. Choose a node to be sure.")
            return (text.format(nodes=names, count=_number(self._photos)),)
        return ()

    def _online(self) -> list[ProcessingNode]:
        return [node for node in self._nodes if node.online]

    def _takes_all(self, node: ProcessingNode) -> bool:
        return node.max_images is None or self._photos <= node.max_images

    def _chosen(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        problem, notes, node = self.problem(), self.notes(), self.node()
        if problem:
            self.message.say(problem, ERROR)
        elif notes:
            self.message.say("\n".join(notes), WARNING)
        elif node is not None:
            self.message.say(self._details(node))
        elif self._nodes:
            self.message.say(self.tr("The server takes the node with the shortest queue."), FACT)
        else:
            self.message.say(self.tr("The server chooses; your account sees none of its nodes."), FACT)

    def _line(self, node: ProcessingNode) -> str:
        name = wording.one_line(node.label, 60)
        if not node.online:
            return self.tr("{node} (offline)").format(node=name)
        return self.tr("{node} ({queue})").format(node=name, queue=self._queue(node))

    def _queue(self, node: ProcessingNode) -> str:
        return self.tr("{count} in the queue").format(count=_number(node.queue_count)) if node.queue_count else self.tr("free")

    def _details(self, node: ProcessingNode) -> str:
        """Engine, queue and limit; why it cannot be chosen."""
        engine = wording.one_line(f"{node.engine} {node.engine_version}", 60)
        limit = self.tr("any number of photos")
        if node.max_images is not None:
            limit = self.tr("at most {count} photos").format(count=_number(node.max_images))
        text = ", ".join(part for part in (engine, self._queue(node), limit) if part)
        if node.online:
            return text
        seen = wording.date_and_time(node.last_refreshed)
        if not seen:
            return self.tr("Offline: the server has never reached it.")
        return self.tr("Offline: the server reached it last at {when}.").format(when=seen)


def _number(count: int) -> str:
    return str(QLocale().toString(count))
