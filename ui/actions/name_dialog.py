"""Name, description and tags of a project or a task, to be made or changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from ...core.jobs import Job
from .form_dialog import FormDialog
from .tag_edit import TagEdit

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LONGEST_NAME = 255  # letters, of what servers keep


@dataclass(frozen=True)
class Naming:
    """What can be said of a project, or of a task, which has no description (None)."""

    name: str = ""
    description: Optional[str] = ""
    tags: tuple[str, ...] = ()


Send = Callable[[Naming], Job]


class NameDialog(FormDialog):
    """Sends what was changed when the button is pressed."""

    def __init__(
        self, window: QWidget, title: str, verb: str, naming: Naming, send: Send, known_tags: Iterable[str] = ()
    ) -> None:
        super().__init__(window, "NadirNameDialog", title, verb)
        self._before, self._send = naming, send
        self._name = QLineEdit(naming.name)
        self._name.setObjectName("nameEdit")
        self._name.setMaxLength(LONGEST_NAME)
        self._name.textChanged.connect(self._check)
        self._tags = TagEdit(known_tags)
        self._tags.setObjectName("tagsEdit")
        self._tags.set_tags(naming.tags)
        self._tags.setPlaceholderText(self.tr("such as: survey, north"))
        self._tags.textChanged.connect(self._check)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Name:"), self._name)
        self._description = QPlainTextEdit(naming.description or "")
        self._description.setObjectName("descriptionEdit")
        self._description.setTabChangesFocus(True)
        self._description.textChanged.connect(self._check)
        if naming.description is not None:
            self._description.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
            form.addRow(self.tr("&Description:"), self._description)
        form.addRow(self.tr("&Tags:"), self._tags)
        self.body.addLayout(form)
        self._check()

    def focus_on(self, field: str) -> None:
        """Begin with 'name', which is selected, 'description' or 'tags'."""
        widget: QWidget = {"description": self._description, "tags": self._tags}.get(field, self._name)
        widget.setFocus()
        if widget is self._name:
            self._name.selectAll()
        QTimer.singleShot(0, widget.setFocus)  # once the window has the focus

    def naming(self) -> Naming:
        """What the fields say."""
        description = None if self._before.description is None else self._description.toPlainText().strip()
        return Naming(self._name.text().strip(), description, self._tags.tags())

    def send(self) -> None:
        """Send what was changed."""
        if self._name.text().strip():
            self.follow(self._send(self.naming()))

    def _check(self) -> None:
        self.set_ready(bool(self._name.text().strip()) and self.naming() != self._before)


class TagsDialog(FormDialog):
    """Tags of several projects or tasks at once: some are added to all, some taken from all."""

    def __init__(
        self,
        window: QWidget,
        title: str,
        known: Iterable[str],
        present: Sequence[str],
        change: Callable[[tuple[str, ...], tuple[str, ...]], None],
    ) -> None:
        """present: tags that at least one of them has. change: gets those to add and those to remove."""
        super().__init__(window, "NadirTagsDialog", title, translate("TagsDialog", "Change tags"))
        self._change = change
        self._add, self._remove = TagEdit(known), TagEdit(present)
        self._add.setObjectName("addTagsEdit")
        self._remove.setObjectName("removeTagsEdit")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Add:"), self._add)
        form.addRow(self.tr("&Remove:"), self._remove)
        self.body.addLayout(form)
        self._remove.setPlaceholderText(", ".join(present[:5]))
        for edit in (self._add, self._remove):
            edit.textChanged.connect(self._check)
        self._check()

    def send(self) -> None:
        """Hand on what is to be changed; each one's outcome is told in the panel."""
        self._change(self._add.tags(), self._remove.tags())
        self.accept()

    def _check(self) -> None:
        self.set_ready(bool(self._add.tags() or self._remove.tags()))
