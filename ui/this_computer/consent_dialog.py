"""Asks before anything is downloaded for *This computer*: says what is fetched, what it takes, and where it goes."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...core.local.environment import EnvironmentPlan
from ..common import icons
from .figures import figures, introduction, problem_row, text_label


class ConsentDialog(QDialog):
    """Accepted when the user agrees to the plan; with a problem in the plan there is nothing to agree to."""

    def __init__(self, plan: EnvironmentPlan, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("NadirConsentDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Set up this computer"))
        layout = QVBoxLayout(self)
        layout.setSpacing(layout.spacing() * 2)
        layout.addLayout(self._headline())
        layout.addLayout(figures(plan))
        if plan.problem is not None:
            text = "\n".join(part for part in (plan.problem.summary, plan.problem.remedy) if part)
            layout.addLayout(problem_row(text, "consentProblemLabel", self))
        layout.addWidget(self._buttons(plan))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)

    def _headline(self) -> QHBoxLayout:
        row = QHBoxLayout()
        picture = QLabel()
        edge = self.fontMetrics().height() * 3
        picture.setPixmap(icons.picture("computer", edge, picture))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text_label(introduction()), 1)
        return row

    def _buttons(self, plan: EnvironmentPlan) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        accept = buttons.addButton(self.tr("&Download and set up"), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setObjectName("consentAcceptButton")
        accept.setEnabled(plan.problem is None)
        accept.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
