"""What there is to know of one processing node, or why a connection shows none."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.api.nodes import ProcessingNode
from ..common import icons, wording
from ..common.heading import heading
from . import words
from .option_list import OptionList


class NodeDetails(QStackedWidget):
    """A page with text, and one for a node."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("nodeDetails")
        self._node: Optional[ProcessingNode] = None
        self._text = _label("nodeHint")
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        margin = self.fontMetrics().height() // 2
        self._text.setContentsMargins(margin, margin, margin, margin)
        self.addWidget(_scrolling(self._text))
        self._make_labels()
        self.addWidget(_scrolling(self._page()))

    def show_text(self, text: str) -> None:
        """Nothing is chosen, or there is nothing to show."""
        self._node = None
        self._text.setText(text)
        self.setCurrentIndex(0)

    def show_node(self, node: ProcessingNode) -> None:
        """Show a node as it is now."""
        self._node = node
        self._name.setText(words.name(node))
        self._state.setText(words.state(node))
        reason = words.why_offline(node)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        values = {
            "nodeAddressLabel": words.address(node),
            "nodeEngineLabel": words.engine(node) or "–",
            "nodeApiLabel": wording.one_line(node.api_version, 40) or "–",
            "nodeQueueLabel": words.queue(node.queue_count) if node.online else "–",
            "nodeLimitLabel": words.photo_limit(node) if node.last_refreshed else "–",
            "nodeSeenLabel": words.last_seen(node),
        }
        for name, value in values.items():
            self._values[name].setText(value)
        self._options.set_options(node.available_options)
        self.setCurrentIndex(1)
        self.refresh_icons()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        if self._node is not None:
            self._picture.setPixmap(icons.picture("node", self.fontMetrics().height() * 2, self))
            self._state_picture.setPixmap(icons.picture(words.icon(self._node), self.fontMetrics().height(), self))

    def _make_labels(self) -> None:
        self._picture, self._state_picture = QLabel(), QLabel()
        self._name, self._state, self._reason = _label("nodeNameLabel"), _label("nodeStateLabel"), _label("nodeReasonLabel")
        font = QFont(self._name.font())
        font.setBold(True)
        self._name.setFont(font)
        names = ("nodeAddressLabel", "nodeEngineLabel", "nodeApiLabel", "nodeQueueLabel", "nodeLimitLabel", "nodeSeenLabel")
        self._values = {name: _label(name) for name in names}
        self._options = OptionList()

    def _page(self) -> QWidget:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addLayout(heading(self._picture, self._name, self._state_picture, self._state))
        layout.addWidget(self._reason)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        titles = {
            "nodeAddressLabel": self.tr("Address:"),
            "nodeEngineLabel": self.tr("Engine:"),
            "nodeApiLabel": self.tr("Node API:"),
            "nodeQueueLabel": self.tr("Tasks:"),
            "nodeLimitLabel": self.tr("Photos:"),
            "nodeSeenLabel": self.tr("Last seen:"),
        }
        for name, title in titles.items():
            form.addRow(title, self._values[name])
        layout.addLayout(form)
        layout.addWidget(self._options, 1)
        return inside


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return label


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("nodeDetailsArea")
    area.setAccessibleName(QCoreApplication.translate("NodeDetails", "Details of the node"))
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
