"""Asks before anything is downloaded for *This computer*: says what is fetched, what it takes, and where it goes."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...core.errors import NadirError
from ...core.local.environment import EnvironmentPlan
from ..common import icons, wording


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
        layout.addLayout(self._figures(plan))
        if plan.problem is not None:
            layout.addLayout(self._problem(plan.problem))
        layout.addWidget(self._buttons(plan))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)

    def _headline(self) -> QHBoxLayout:
        row = QHBoxLayout()
        picture = QLabel()
        edge = self.fontMetrics().height() * 3
        picture.setPixmap(icons.picture("computer", edge, picture))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        text = self.tr(
            "To process photos without a server, Nadir sets up its own on this computer. It downloads the software once; "
            "your photos stay here and nothing is sent anywhere."
        )
        row.addWidget(_wrapped(text), 1)
        return row

    def _figures(self, plan: EnvironmentPlan) -> QFormLayout:
        form = QFormLayout()
        form.addRow(self.tr("Download:"), _wrapped(self.tr("about {size}").format(size=wording.megabytes(plan.download_mb))))
        disk = self.tr("about {size}, {free} are free").format(size=wording.megabytes(plan.disk_mb), free=wording.megabytes(plan.free_mb))
        form.addRow(self.tr("Disk space:"), _wrapped(disk))
        form.addRow(self.tr("Folder:"), _wrapped(_breakable(str(plan.folder)), selectable=True))
        found = f"{plan.python.label} ({_breakable(plan.python.executable)})" if plan.python else self.tr("none found that fits")
        form.addRow(self.tr("Python:"), _wrapped(found, selectable=True))
        return form

    def _problem(self, problem: NadirError) -> QHBoxLayout:
        row = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(icons.picture("warning", int(self.fontMetrics().height() * 1.5), picture))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        text = _wrapped("\n".join(part for part in (problem.summary, problem.remedy) if part), selectable=True)
        text.setObjectName("consentProblemLabel")
        row.addWidget(text, 1)
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


def _wrapped(text: str, *, selectable: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _breakable(path: str) -> str:
    """A path that may wrap after each folder."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")
