"""The steps of a dialog as a row of buttons that say which is shown and which has a problem; any may be visited."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QButtonGroup, QHBoxLayout, QShortcut, QSizePolicy, QToolButton, QWidget

from ..common import icons


class StepBar(QWidget):
    """Alt and a digit go to a step; the arrow keys go along."""

    chosen = pyqtSignal(int)

    def __init__(self, titles: Sequence[str], window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("stepBar")
        self._titles = tuple(titles)
        self._problems = [""] * len(titles)
        self._group = QButtonGroup(self)
        self._buttons = [self._make_button(number, title) for number, title in enumerate(titles)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for number, button in enumerate(self._buttons):
            layout.addWidget(button, 1)
            shortcut = QShortcut(QKeySequence(f"Alt+{number + 1}"), window)
            shortcut.activated.connect(button.click)
        self._group.idClicked.connect(self.chosen)
        self._show()

    @property
    def current(self) -> int:
        """The step that is shown."""
        return self._group.checkedId()

    def set_current(self, number: int) -> None:
        """Mark the step that is shown."""
        self._buttons[number].setChecked(True)

    def set_problem(self, number: int, problem: str) -> None:
        """What is wrong with a step; '' for nothing."""
        if problem != self._problems[number]:
            self._problems[number] = problem
            self._show()

    def _make_button(self, number: int, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"stepButton{number + 1}")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setText(f"{number + 1}  {title}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(1)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        edge = self.fontMetrics().height()
        button.setIconSize(QSize(edge, edge))
        self._group.addButton(button, number)
        return button

    def _show(self) -> None:
        for number, (button, title, problem) in enumerate(zip(self._buttons, self._titles, self._problems)):
            button.setIcon(icons.icon("warning" if problem else "state-completed", button))
            state = problem or self.tr("nothing is missing")
            button.setAccessibleName(self.tr("Step {number}, {title}: {state}").format(number=number + 1, title=title, state=state))
            button.setToolTip(f"{state} (Alt+{number + 1})")

    def changeEvent(self, event: QEvent) -> None:
        """Icons take the theme's text colour."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._show()

