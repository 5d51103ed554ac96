"""What stands at the top of a pane: a picture, a name, and below that a state with its sign."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout


def heading(picture: QLabel, name: QLabel, state_picture: QLabel, state: QLabel) -> QHBoxLayout:
    """The four in their places; signs stay at the top where texts wrap."""
    row = QHBoxLayout()
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    titles = QVBoxLayout()
    titles.setSpacing(2)
    titles.addWidget(name)
    below = QHBoxLayout()
    below.addWidget(state_picture, 0, Qt.AlignmentFlag.AlignTop)
    below.addWidget(state, 1)
    titles.addLayout(below)
    row.addLayout(titles, 1)
    return row
