"""Other options, or another node, for a task that is there; then it is processed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QCheckBox, QWidget

from ...core.api.nodes import ProcessingNode
from ...core.api.options import NodeOption, TaskOption
from ...core.api.task import Task
from ...core.jobs import Job, Jobs
from ...core.workspace import RERUN_FROM
from ..common import wording
from ..new_task.options.form import OptionsForm
from ..new_task.options.node_choice import NodeChoice
from .form_dialog import FormDialog, hint

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


@dataclass(frozen=True)
class NewOptions:
    """What was decided. node_id, auto_node: None where the choice of the node stays as it was."""

    options: tuple[TaskOption, ...]
    node_id: Optional[str]
    auto_node: Optional[bool]
    restart: bool


@dataclass(frozen=True)
class Asking:
    """How the dialog learns what nodes there are, and what they know; each gives a job."""

    nodes: Callable[[], Job]
    options: Callable[[Optional[str]], Job]


class OptionsDialog(FormDialog):
    """Shows the task's options once the server has told what the nodes know."""

    def __init__(
        self, window: QWidget, task: Task, asking: Asking, send: Callable[[NewOptions], Job], why_not: str, jobs: Jobs
    ) -> None:
        """why_not: why the task cannot be processed again now; '' where it can."""
        title = translate("OptionsDialog", "Options of “{name}”").format(name=wording.one_line(task.name, 60))
        super().__init__(window, "NadirOptionsDialog", title, translate("OptionsDialog", "Save"))
        self._task, self._asking, self._send = task, asking, send
        self._known = False
        self._before: Optional[str] = None
        self._node = NodeChoice()
        self._node.set_photos(task.images_count)
        self._form = OptionsForm(jobs)
        self._waiting = hint(self.tr("Asking the server for the options of its nodes…"))
        self._waiting.setObjectName("waitingLabel")
        self._restart = QCheckBox(self.tr("&Process it again now"))
        self._restart.setObjectName("restartCheck")
        self._restart.setChecked(not why_not)
        self._restart.setEnabled(not why_not)
        self._restart.setToolTip(wording.plain_tooltip(why_not))
        self._replaced = hint(self.tr("The results that are on the server now are replaced."))
        self._replaced.setObjectName("replacedLabel")
        for part in (self._node, self._waiting, self._form):
            self.body.addWidget(part, 1 if part is self._form else 0)
        self.body.addWidget(self._restart)
        self.body.addWidget(self._replaced)
        self._form.changed.connect(self._check)
        self._restart.toggled.connect(lambda _checked: self._check())
        self._node.changed.connect(self._take_choice)
        width = self.fontMetrics().averageCharWidth()
        self.resize(width * 76, self.fontMetrics().lineSpacing() * 34)
        self._show_known(False)
        self._check()
        job = asking.nodes()
        job.succeeded.connect(self._take_nodes)
        job.failed.connect(lambda _error: self._take_nodes(()))  # those who see no nodes can change options all the same

    def send(self) -> None:
        """Send what was decided."""
        if self._form.problem():
            self._form.show_first_problem()
            return
        self.follow(self._send(self._decided()))

    def _take_nodes(self, nodes: tuple[ProcessingNode, ...]) -> None:
        self._node.set_nodes(nodes)
        self._node.setVisible(bool(nodes))
        own = self._task.processing_node_id
        if own is not None and not self._task.auto_processing_node:
            self._node.blockSignals(True)
            self._node.select(own)
            self._node.blockSignals(False)
        self._before = self._node.node_id()
        self._ask_options()

    def _take_choice(self) -> None:
        if self._known:
            self._ask_options()
        self._check()

    def _ask_options(self) -> None:
        """What the chosen node knows; of any node, what all have in common."""
        wanted, node = self._node.node_id(), self._node.node()
        if node is not None and node.available_options:
            self._take_options(wanted, node.available_options)
            return
        job = self._asking.options(wanted)
        job.succeeded.connect(lambda options: self._take_options(wanted, options))
        job.failed.connect(self._take_failure)

    def _take_options(self, node_id: Optional[str], options: tuple[NodeOption, ...]) -> None:
        if node_id != self._node.node_id():
            return  # another one was chosen meanwhile
        self._form.set_options(options, hidden=(RERUN_FROM,))
        if not self._known:
            self._form.set_values(tuple(each for each in self._task.options if each.name != RERUN_FROM))
        self._show_known(True)
        self._check()

    def _show_known(self, known: bool) -> None:
        self._known = known
        self._waiting.setVisible(not known)
        self._form.setEnabled(known)

    def _decided(self) -> NewOptions:
        node_id = self._node.node_id()
        same = node_id == self._before
        return NewOptions(
            self._form.values(), None if same else node_id, None if same or node_id else True, self._restart.isChecked()
        )

    def _check(self) -> None:
        restart = self._restart.isChecked()
        self._replaced.setVisible(restart and bool(self._task.available_assets))
        text = self.tr("Save and restart") if restart else self.tr("Save")
        self.accept_button.setText(text)
        problem = self._form.problem() or self._node.problem()
        self.show_problem(problem if self._known else "")
        self.set_ready(self._known and not problem)
