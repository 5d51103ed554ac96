"""What the local server needs and takes, before it is made; the button below is the consent."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from ...core.local.environment import EnvironmentPlan
from ...core.local.state import LocalState
from ..common import wording
from .figures import breakable, figures, introduction, problem_row, text_label


class SetUpPage(QWidget):
    """Shows a plan. Without one it says that it is looking."""

    wanted = pyqtSignal()  # download and set up
    folder_wanted = pyqtSignal()  # another one for the data
    look_wanted = pyqtSignal()  # again, after what stood in the way was mended

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("setUpPage")
        self._text = text_label("", "setUpText")
        self._place = QVBoxLayout()
        self._plan_view: Optional[QWidget] = None
        self._shown: Optional[EnvironmentPlan] = None
        self._folder = text_label("", "setUpDataFolderLabel")
        self._choose = QToolButton()
        self._choose.setObjectName("setUpChooseFolderButton")
        self._choose.setText(self.tr("Other folder…"))
        self._choose.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._choose.setAccessibleName(self.tr("Choose the folder for photos and results"))
        self._choose.clicked.connect(self.folder_wanted)
        self._accept = QPushButton(self.tr("&Download and set up"))
        self._accept.setObjectName("setUpButton")
        self._accept.clicked.connect(self.wanted)
        self._again = QPushButton(self.tr("Look &again"))
        self._again.setObjectName("setUpLookAgainButton")
        self._again.clicked.connect(self.look_wanted)
        self._lay_out()

    def show_plan(self, plan: Optional[EnvironmentPlan], state: LocalState) -> None:
        """What it would take; None while nobody has looked."""
        updating = self.tr("Nadir has become newer than its local server, which has to be set up again. Your projects and photos stay.")
        self._text.setText(updating if state.outdated else introduction())
        self._accept.setText(self.tr("&Download and update") if state.outdated else self.tr("&Download and set up"))
        self._folder.setText(breakable(str(state.data)))
        self._choose.setEnabled(plan is not None)
        self._accept.setEnabled(plan is not None and plan.problem is None)
        self._again.setVisible(plan is not None and plan.problem is not None)
        if self._plan_view is None or plan is not self._shown:
            self._shown = plan
            self._show(self._view_of(plan))

    def _view_of(self, plan: Optional[EnvironmentPlan]) -> QWidget:
        view = QWidget()
        layout = QVBoxLayout(view)
        layout.setContentsMargins(0, 0, 0, 0)
        if plan is None:
            layout.addWidget(text_label(self.tr("Looking at this computer…")))
            return view
        layout.addWidget(figures(plan))
        if plan.problem is not None:
            parts = (wording.one_line(plan.problem.summary, 400), wording.one_line(plan.problem.remedy, 400))
            layout.addLayout(problem_row("\n".join(part for part in parts if part), "setUpProblemLabel", self))
        layout.addStretch()
        return view

    def _show(self, view: QWidget) -> None:
        if self._plan_view is not None:
            self._plan_view.hide()
            self._plan_view.deleteLater()
        self._plan_view = view
        self._place.addWidget(view)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        layout.addLayout(self._place)
        folder = QVBoxLayout()
        folder.setSpacing(0)
        folder.addWidget(text_label(self.tr("Photos and results:")))
        folder.addWidget(self._folder)
        layout.addLayout(folder)
        for button in (self._choose, self._accept, self._again):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch()
            layout.addLayout(row)
        layout.addStretch()
