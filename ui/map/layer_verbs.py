"""What can be done with a layer of ours: open its task in the panel, load its real values, zoom to all of its task.

The layer tree's menu and the offer on the map both use these.
"""

from __future__ import annotations

from functools import partial
from typing import Callable, Optional

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.api.task import Task
from ...core.jobs import Job
from ...core.layers.marks import LayerForm, Mark, read_mark
from ...core.layers.on_map import find_layer, marked_layers
from ...core.layers.places import extent_of
from ...core.layers.products import RASTERS, LayerKind, result_version
from ...core.layers.project import zoom_to
from ...core.servers import Servers
from ...core.workspace import Workspace
from ..common import wording
from ..common.notifier import Notifier
from ..selection import Item
from .offers import again, values_title

Act = Callable[[Workspace, Task], None]


class LayerVerbs(QObject):
    """Acts on layers by what is written on them. Reasons why not are sentences, '' for none."""

    reveal_wanted = pyqtSignal(object)  # Item
    started = pyqtSignal(object, str)  # Job, title: what the panel shows a row for

    def __init__(self, servers: Servers, notifier: Notifier, parent: QObject) -> None:
        super().__init__(parent)
        self._servers = servers
        self._notifier = notifier

    def workspace_of(self, mark: Mark) -> Optional[Workspace]:
        """The open server that a layer comes from."""
        opened = (each for each in self._servers.workspaces() if each.client.session.url == mark.server_url)
        return next(opened, None)

    # Open in panel

    def why_not_revealed(self, mark: Mark) -> str:
        """Why the panel cannot show where a layer comes from."""
        if self._connection_of(mark):
            return ""
        return self.tr("Its server is not in the Nadir panel: {url}").format(url=wording.one_line(mark.server_url, 80))

    def reveal(self, mark: Mark) -> None:
        """Show in the panel the task that a layer is of; the server, where that is not open."""
        connection_id = self._connection_of(mark)
        opened = self._servers.workspace(connection_id) is not None
        task = Task(mark.task_id, mark.project_id) if opened and mark.task_id else None
        if connection_id:
            self.reveal_wanted.emit(Item(connection_id, None, task))

    # Real values

    def why_no_values(self, mark: Mark) -> str:
        """Why real values of a layer cannot be loaded."""
        if not has_values(mark):
            return self.tr("This layer has no other values.")
        if find_values(mark) is not None:
            return self.tr("Its real values are on the map already.")
        return self.why_offline(mark)

    def load_values(self, mark: Mark) -> None:
        """Put the raster that a layer shows as tiles on the map with its real values."""
        self.with_task(mark, partial(self._load_values, mark.kind))

    def _load_values(self, kind: LayerKind, workspace: Workspace, task: Task) -> None:
        self._start(values_title(kind), workspace.add_values(task, kind), task)

    # Latest run

    def why_no_newest(self, mark: Mark) -> str:
        """Why the files of a later run cannot be loaded beside a layer of an earlier one."""
        offline = self.why_offline(mark)
        if offline:
            return offline
        task = self._seen(mark)
        if task is None or not task.completed or result_version(task) == mark.version:
            return self.tr("The layer shows the latest run that Nadir knows of.")
        offer = again(mark)
        return offer.refuse(task) if offer is not None else self.tr("The latest run did not give this layer.")

    def load_newest(self, mark: Mark) -> None:
        """Put what a layer of a file shows on the map as the task's latest run has it; the layer stays."""
        self.with_task(mark, partial(self.add_again, mark))

    def add_again(self, mark: Mark, workspace: Workspace, task: Task) -> None:
        """Start what puts the product of a layer on the map, of another run."""
        offer = again(mark)
        if offer is not None:
            self._start(offer.title, offer.start(workspace, task), task)

    def _seen(self, mark: Mark) -> Optional[Task]:
        """The task as the panel knows it; asks nobody."""
        workspace = self.workspace_of(mark)
        tasks = workspace.monitor.tasks(mark.project_id) if workspace is not None else ()
        return next((task for task in tasks if task.id == mark.task_id), None)

    # Zoom

    def zoom_to_task(self, mark: Mark) -> None:
        """Show all layers of the task that a layer is of."""
        same = (mark.server_url, mark.task_id)
        zoom_to(extent_of([layer for layer, other in marked_layers() if (other.server_url, other.task_id) == same]))

    # What they share

    def why_offline(self, mark: Mark) -> str:
        """Why the server of a layer cannot be asked."""
        if self.workspace_of(mark) is not None:
            return ""
        connection = self._servers.get(self._connection_of(mark))
        if connection is None:
            return self.why_not_revealed(mark)
        return self.tr("“{name}” is not connected.").format(name=wording.one_line(connection.connection.name, 60))

    def with_task(self, mark: Mark, act: Act) -> None:
        """Ask the server for the task of a layer as it is now, then `act(workspace, task)`."""
        workspace = self.workspace_of(mark)
        if workspace is None:
            self._notifier.warn(self.why_offline(mark))
            return
        job = workspace.find_task(mark.project_id, mark.task_id)
        job.failed.connect(self._notifier.show_error)
        job.succeeded.connect(lambda task: act(workspace, task))

    def _start(self, product: str, job: Job, task: Task) -> None:
        """Show a job in the panel, and its error."""
        job.failed.connect(self._notifier.show_error)
        title = self.tr("Adding {product} of “{name}” to the map")
        self.started.emit(job, title.format(product=product, name=wording.one_line(task.name, 60)))

    def _connection_of(self, mark: Mark) -> str:
        """The id of the known server that a layer comes from, open or not; '' for none."""
        workspace = self.workspace_of(mark)
        if workspace is not None:
            return workspace.connection.id
        known = (server.connection for server in self._servers.all() if server.connection.url == mark.server_url)
        return next((connection.id for connection in known), "")


def mark_of(layer: Optional[QgsMapLayer]) -> Optional[Mark]:
    """What a layer of ours shows; None for any other layer."""
    mark = read_mark(layer)
    return mark if mark is not None and mark.server_url else None


def has_values(mark: Mark) -> bool:
    """Whether a layer is a picture of a raster whose real values the task has."""
    return mark.form is LayerForm.TILES and mark.kind in RASTERS


def is_of_file(mark: Mark) -> bool:
    """Whether a layer goes on showing an earlier run; those from the server follow the task by themselves."""
    return mark.form is LayerForm.FILE and again(mark) is not None


def find_values(mark: Mark) -> Optional[QgsMapLayer]:
    """The layer with the real values of what another one shows as tiles."""
    forms = (LayerForm.FILE, LayerForm.STREAM)
    wanted = (Mark(mark.kind, form, mark.server_url, mark.project_id, mark.task_id, mark.version) for form in forms)
    return next((layer for layer in map(find_layer, wanted) if layer is not None), None)
