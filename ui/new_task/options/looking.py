"""What the options step asks the server for: nodes, the options that they share, presets, tasks to align to."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....core.api.nodes import ProcessingNode
from ....core.api.options import NodeOption
from ....core.errors import Cancelled
from ....core.jobs import Job
from ....core.workspace import Workspace
from ...common.notifier import as_nadir_error, log
from .part import FACT, WARNING


class Looking(QObject):
    """Answers that come after another server was chosen are dropped."""

    nodes_seen = pyqtSignal(tuple)  # of ProcessingNode
    options_seen = pyqtSignal()  # `common_options` are known
    presets_seen = pyqtSignal(tuple)  # of Preset
    tasks_seen = pyqtSignal(tuple)  # of Task
    state_changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.common_options: tuple[NodeOption, ...] = ()
        self._workspace: Optional[Workspace] = None
        self._jobs: dict[str, Job] = {}
        self._problems: dict[str, str] = {}
        self._presets: Optional[tuple] = None

    def look(self, workspace: Optional[Workspace]) -> None:
        """Ask a server for all of it."""
        self.stop()
        self._workspace = workspace
        self.common_options = ()
        self._presets = None
        self._problems = {}
        if workspace is None:
            return
        self._ask("nodes", workspace.list_nodes(), self._take_nodes)
        self._ask("options", workspace.node_options(), self._take_options)
        self._ask("presets", workspace.presets(), self._take_presets)
        self.state_changed.emit()

    def look_for_tasks(self, project_id: Optional[str]) -> None:
        """Ask for the finished tasks of a project that have a point cloud."""
        self._drop("tasks")
        if self._workspace is not None and project_id is not None:
            self._ask("tasks", self._workspace.tasks_to_align_to(project_id), self.tasks_seen.emit)

    def is_first(self) -> bool:
        """Whether nodes or options are not known yet, and will be."""
        return "nodes" in self._jobs or "options" in self._jobs

    def words(self) -> tuple[str, str]:
        """What goes on or went wrong, with the icon for it."""
        if self._problems:
            return "\n".join(dict.fromkeys(self._problems.values())), WARNING
        return (self.tr("Looking at the server’s options…") if self.is_first() else ""), FACT

    def stop(self) -> None:
        for what in list(self._jobs):
            self._drop(what)

    def _ask(self, what: str, job: Job, take: Callable[[Any], None]) -> None:
        self._jobs[what] = job
        job.succeeded.connect(lambda found: self._answer(what, job, take, found))
        job.failed.connect(lambda error: self._fail(what, job, error))

    def _drop(self, what: str) -> None:
        job = self._jobs.pop(what, None)
        if job is not None:
            job.cancel()

    def _answer(self, what: str, job: Job, take: Callable[[Any], None], found: Any) -> None:
        if self._jobs.get(what) is not job:
            return
        del self._jobs[what]
        take(found)
        self._tell_presets()
        self.state_changed.emit()

    def _fail(self, what: str, job: Job, error: object) -> None:
        if self._jobs.get(what) is not job or isinstance(error, Cancelled):
            return
        del self._jobs[what]
        known = as_nadir_error(error)
        log(known)
        self._problems[what] = str(known)
        self._tell_presets()
        self.state_changed.emit()

    def _take_nodes(self, nodes: tuple[ProcessingNode, ...]) -> None:
        self.nodes_seen.emit(nodes)

    def _take_options(self, options: tuple[NodeOption, ...]) -> None:
        self.common_options = options
        self.options_seen.emit()

    def _take_presets(self, presets: tuple) -> None:
        self._presets = presets

    def _tell_presets(self) -> None:
        """Presets are told last: what the node does not know is only known once its options are."""
        if self._presets is not None and not self.is_first():
            presets, self._presets = self._presets, None
            self.presets_seen.emit(presets)
