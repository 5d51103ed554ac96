"""Keeps our layers in the open QGIS project alive: through saving and opening, log-ins, runs, moves and other addresses.

It knows no server by itself: who makes it tells which servers are open (`take_open`, `take_closed`), what became of
their tasks (`take_tasks`), and which others the user knows (`known`). It asks them on jobs and changes layers on the main
thread, always the very layer with its id, name, place and style, so that layouts and map themes go on with it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum
from typing import Callable, Collection, Dict, Iterable, List, Optional, Sequence, Set, Tuple

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ...api.client import Client
from ...api.errors import TRANSIENT
from ...api.task import Task
from ...jobs import Job, JobControl, Jobs
from ..access.reload import reload_layers
from ..clouds.sleeping import SleepingClouds
from ..groups import remark_group
from ..marks import CONNECTION, LayerForm, Mark, is_local, read_mark
from ..on_map import marked_layers
from ..tiles.layer import after_reading
from ..tiles.legend import remove_legend
from ..values.relief import switch_with_values
from ..values.sleeping import SleepingRasters
from . import notices
from .addresses import is_on_loopback, is_unique, version_in
from .notices import NewerRun, ServerWanted
from .repair import Findings, Patient, carry_out, examine

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_log = logging.getLogger(__name__)

PATIENCE = 1500  # milliseconds after a project was opened in which servers open by themselves, before one is asked for


class Standing(Enum):
    """How it is with a server that the user knows."""

    CLOSED = "closed"
    OPENING = "opening"  # or tried again by itself
    OPEN = "open"


@dataclass(frozen=True)
class KnownServer:
    """A server of the user's list. url: '' for This computer before it was started."""

    connection_id: str
    name: str
    url: str
    is_local: bool
    standing: Standing


@dataclass(frozen=True)
class OpenServer:
    """One that can be asked."""

    connection_id: str
    name: str
    client: Client
    is_local: bool

    @property
    def url(self) -> str:
        """Its address as the marks of layers name it."""
        return self.client.session.url


class LayerKeeper(QObject):
    """Lives on the main thread. `uninstall` it before the plugin goes."""

    said = pyqtSignal(object)  # LayerNotice; each once for as long as a project is open
    server_wanted = pyqtSignal(object)  # ServerWanted
    newer_found = pyqtSignal(object)  # NewerRun
    repaired = pyqtSignal(tuple)  # ids of layers that have just been repaired or painted again

    def __init__(self, jobs: Jobs, known: Callable[[], Sequence[KnownServer]], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._known = known
        self._open: Dict[str, OpenServer] = {}
        self._under_way: Dict[Job, str] = {}  # by connection id
        self._told: Set[Tuple[object, ...]] = set()
        self._unfinished: Set[str] = set()  # ids of connections whose server failed while it was asked
        self._arrived: List[str] = []
        self._settling = _single_shot(self, 0, self._settle)
        self._asking = _single_shot(self, PATIENCE, self._ask_for_servers)
        self._sleeping = (SleepingClouds(), SleepingRasters())
        for sleeping in self._sleeping:
            sleeping.install()
        project = QgsProject.instance()
        project.readProject.connect(self._take_project)
        project.layersAdded.connect(self._take_layers)
        project.cleared.connect(self._forget_project)
        project.layerTreeRoot().visibilityChanged.connect(switch_with_values)
        self._take_layers(project.mapLayers().values())  # the plugin was switched on, or updated, with a project open

    def uninstall(self) -> None:
        """Watch no more, and leave no legend behind that is made of our code."""
        project = QgsProject.instance()
        project.readProject.disconnect(self._take_project)
        project.layersAdded.disconnect(self._take_layers)
        project.cleared.disconnect(self._forget_project)
        project.layerTreeRoot().visibilityChanged.disconnect(switch_with_values)
        self._settling.stop()
        self._asking.stop()
        for sleeping in self._sleeping:
            sleeping.uninstall()
        for job in tuple(self._under_way):
            job.cancel()
        for layer, mark in marked_layers():
            if mark.form is LayerForm.TILES:
                remove_legend(layer)

    # What the servers do

    def take_open(self, server: OpenServer) -> None:
        """A server is open now: repair its layers, at whatever address they look for it."""
        self._open[server.connection_id] = server
        self._examine(server, marked_layers())

    def take_closed(self, connection_id: str) -> None:
        """It is not open any more."""
        self._open.pop(connection_id, None)
        self._unfinished.discard(connection_id)

    def take_renewed(self, server_url: str) -> None:
        """It gives its layers out again, such as after a new token."""
        self._told_repaired(layer.id() for layer in reload_layers(server_url))
        for server in [each for each in self._open.values() if each.url == server_url]:
            self._finish(server)

    def _finish(self, server: OpenServer) -> None:
        """Examine its layers once more, where it failed the last time."""
        if server.connection_id in self._unfinished:
            self._unfinished.discard(server.connection_id)
            self._examine(server, marked_layers())

    def take_tasks(self, connection_id: str, project_id: str, tasks: Sequence[Task]) -> None:
        """All tasks of a project, as last seen: what ran again, came from elsewhere or went away is looked at."""
        server = self._open.get(connection_id)
        if server is None:
            return
        self._finish(server)
        here = {task.id: task for task in tasks}
        changed = [
            (layer, mark)
            for layer, mark in marked_layers()
            if mark.server_url == server.url and mark.task_id and self._has_changed(layer, mark, project_id, here)
        ]
        if changed:
            self._examine(server, changed)

    def _has_changed(self, layer: QgsMapLayer, mark: Mark, project_id: str, here: Dict[str, Task]) -> bool:
        task = here.get(mark.task_id)
        if task is None:
            return mark.project_id == project_id and (layer.id(), "lost") not in self._told
        version = version_in(task, mark)
        if (task.project_id, version) == (mark.project_id, mark.version):
            return False
        return (layer.id(), "tried", task.project_id, version) not in self._told

    # What the QGIS project does

    def _forget_project(self) -> None:
        self._told.clear()
        self._arrived.clear()
        self._settling.stop()
        self._asking.stop()

    def _take_project(self) -> None:
        """It has been read: before anything is painted, put right what QGIS does not save."""
        for layer, mark in marked_layers():
            if mark.form is LayerForm.TILES:
                after_reading(layer)
        self._arrived.clear()
        self._settling.stop()
        for server in self._open.values():
            self._examine(server, marked_layers())
        self._asking.start()

    def _take_layers(self, layers: Iterable[QgsMapLayer]) -> None:
        self._arrived += [layer.id() for layer in layers if read_mark(layer) is not None]
        if self._arrived:
            self._settling.start()

    def _settle(self) -> None:
        """Layers were added, duplicated or pasted from another project, and no project is being read."""
        arrived, self._arrived = set(self._arrived), []
        layers = [(layer, mark) for layer, mark in marked_layers() if layer.id() in arrived]
        local = next((server for server in self._open.values() if server.is_local), None)
        for layer, mark in layers:
            if mark.form is LayerForm.TILES:
                after_reading(layer)
            if local is not None and mark.server_url == local.url and not is_local(layer):
                layer.setCustomProperty(CONNECTION, local.connection_id)
        urls = {server.url for server in self._open.values()}
        elsewhere = [(layer, mark) for layer, mark in layers if mark.server_url not in urls]
        for server in self._open.values() if elsewhere else ():
            self._examine(server, elsewhere)
        if elsewhere:
            self._asking.start()

    def _ask_for_servers(self) -> None:
        """Whatever opens by itself has had the time: tell which servers the layers still wait for."""
        waiting: Dict[str, List[Patient]] = {}
        for layer, mark in marked_layers():
            if mark.form is not LayerForm.FILE and mark.server_url:
                key = "" if is_local(layer) else mark.server_url
                waiting.setdefault(key, []).append(Patient.of(layer, mark))
        for url, patients in waiting.items():
            self._ask_for_server(url, patients)

    def _ask_for_server(self, url: str, patients: Sequence[Patient]) -> None:
        """url: '' for This computer, at whatever port."""
        server = next((each for each in self._known() if (each.is_local if not url else each.url == url)), None)
        if server is not None and server.standing is not Standing.CLOSED:
            return
        if not self._is_news(("wanted", url)):
            return
        name = server.name if server is not None else url
        notice = notices.wanted(patients, name, is_local=not url, is_known=server is not None)
        connection_id = server.connection_id if server is not None else ""
        names = tuple(patient.name for patient in patients)
        self.server_wanted.emit(ServerWanted(connection_id, patients[0].mark.server_url, names, notice))

    # Repairing

    def _examine(self, server: OpenServer, layers: Collection[Tuple[QgsMapLayer, Mark]]) -> None:
        own = [Patient.of(layer, mark) for layer, mark in layers if mark.task_id and self._is_of(server, layer, mark)]
        known = {each.url for each in self._known()} | {each.url for each in self._open.values()}
        strangers = [
            Patient.of(layer, mark)
            for layer, mark in layers
            if mark.server_url and mark.server_url not in known and not is_local(layer) and is_unique(mark.task_id)
        ]
        if not own and not strangers:
            return

        def work(control: JobControl) -> Findings:
            return examine(server.client, own, strangers, control.cancelled)

        title = translate("Layers", "Looking after the layers of {server}").format(server=server.name)
        job = self._jobs.start(title, work, finish=lambda findings: self._take_findings(server, findings))
        self._under_way[job] = server.connection_id
        job.failed.connect(lambda error: self._take_failure(server, error))
        job.finished.connect(lambda: self._under_way.pop(job, None))

    def _take_failure(self, server: OpenServer, error: Exception) -> None:
        _log.warning("Layers of %s could not be looked after: %s", server.name, error)
        if isinstance(error, TRANSIENT) and server.connection_id in self._open:
            self._unfinished.add(server.connection_id)

    def _is_of(self, server: OpenServer, layer: QgsMapLayer, mark: Mark) -> bool:
        """Whether a layer looks for this server; the local one is it at any port."""
        return mark.server_url == server.url or (server.is_local and is_local(layer) and is_on_loopback(mark.server_url))

    def _take_findings(self, server: OpenServer, findings: Findings) -> None:
        """On the main thread. Layers that are gone, or changed meanwhile, are left alone."""
        if self._open.get(server.connection_id) is not server:
            return
        done = []
        for repair in findings.repairs:
            layer = QgsProject.instance().mapLayer(repair.patient.layer_id)
            if layer is not None and read_mark(layer) == repair.patient.mark:
                carry_out(layer, repair)
                remark_group(layer, repair.mark)
                if server.is_local and not is_local(layer):
                    layer.setCustomProperty(CONNECTION, server.connection_id)
                self._told.discard((layer.id(), "lost"))
                done.append(layer.id())
        for error in (error for _patient, error in findings.problems if isinstance(error, TRANSIENT)):
            self._take_failure(server, error)
        self._tell(server, findings)
        self._told_repaired(done)

    def _tell(self, server: OpenServer, findings: Findings) -> None:
        lost = [pair for pair in findings.lost if self._is_news((pair[0].layer_id, "lost"))]
        for loss, patients in notices.by_key(lost).items():
            foreign = server.is_local and any(patient.mark.server_url != server.url for patient in patients)
            self.said.emit(notices.lost(patients, loss, server.name, foreign=foreign))
        gone = [pair for pair in findings.gone if self._is_new_try(*pair)]
        for task, patients in notices.by_key(gone).items():
            self.said.emit(notices.product_gone(patients, task))
        for patient, error in findings.problems:
            if self._is_news((patient.layer_id, "problem", error.summary)):
                self.said.emit(notices.not_repaired(patient, error))
        newer = [pair for pair in findings.newer if self._is_new_try(*pair)]
        for task, patients in notices.by_key(newer).items():
            ids = tuple(patient.layer_id for patient in patients)
            self.newer_found.emit(NewerRun(task, server.connection_id, ids, notices.newer(patients, task)))

    def _is_new_try(self, patient: Patient, task: Task) -> bool:
        return self._is_news((patient.layer_id, "tried", task.project_id, version_in(task, patient.mark)))

    def _is_news(self, key: Tuple[object, ...]) -> bool:
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def _told_repaired(self, layer_ids: Iterable[str]) -> None:
        ids = tuple(layer_ids)
        if ids:
            self.repaired.emit(ids)


def _single_shot(parent: QObject, milliseconds: int, function: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(function)
    return timer
