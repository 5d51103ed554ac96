"""What a layer needs to show its task again: found out on a worker from plain values, then done on the main thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Collection, Dict, List, Optional, Tuple

from qgis.core import QgsDataProvider, QgsMapLayer, QgsMapLayerStyle, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.task import Task
from ...errors import Cancelled, NadirError
from ...settings import Settings
from ..access.reload import reload_layer
from ..clouds.network_cache import CloudFiles, fetch_cloud_files
from ..clouds.painting import when_nothing_paints
from ..clouds.sleeping import address_of, asleep, wake
from ..downloading import cache_of
from ..lost import is_lost
from ..marks import LayerForm, Mark, write_mark
from ..metadata import write_metadata
from ..products import RASTERS, is_there, result_version
from ..tiles.layer import renew_tiles
from ..tiles.plan import TilesPlan, plan_tiles
from ..tiles.source import point_to
from ..tiles.style import TileStyle, style_of
from ..time import set_time
from ..values import sleeping as rasters
from ..values.stream import StreamSource
from ..vectors.again import has_lost_its_file, source_again
from .addresses import TILES_PROVIDER, source_at, version_in
from .looking import Loss, TaskRef, find_here, find_tasks

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

CLOUD_PROVIDER = "ept"
RASTER_PROVIDER = "gdal"


@dataclass(frozen=True)
class Patient:
    """A layer as a worker may know it. source: where its data are, also where it is asleep."""

    layer_id: str
    name: str
    mark: Mark
    provider: str
    source: str
    style: Optional[TileStyle] = None
    asleep: bool = False
    is_lost: bool = False  # its file is not on this disk

    @classmethod
    def of(cls, layer: QgsMapLayer, mark: Mark) -> Patient:
        """On the main thread."""
        source = address_of(layer) or rasters.path_of(layer) or layer.source()
        sleeps = asleep(layer) or rasters.asleep(layer)
        return cls(layer.id(), layer.name(), mark, layer.providerType() or "", source, style_of(layer), sleeps, is_lost(layer, mark))

    @property
    def ref(self) -> TaskRef:
        """The task that it shows."""
        return self.mark.project_id, self.mark.task_id


@dataclass(frozen=True)
class Repair:
    """What is to become of a layer: its mark and its source from now on, with what was asked for that."""

    patient: Patient
    mark: Mark
    source: str
    tiles: Optional[TilesPlan] = None
    cloud: Optional[CloudFiles] = None
    stream: Optional[StreamSource] = None
    task: Optional[Task] = None

    @property
    def wakes(self) -> bool:
        """Whether a file that GDAL reads from the server has to be opened anew."""
        return self.patient.asleep or self.source != self.patient.source or self.mark.version != self.patient.mark.version


@dataclass(frozen=True)
class Findings:
    """What came out of it for some layers.

    newer: those of a file of which a later run has another. lost: what the server has not got any more. gone: products
    that the task's latest run did not give. problems: what else kept a layer from being repaired.
    """

    repairs: Tuple[Repair, ...] = ()
    newer: Tuple[Tuple[Patient, Task], ...] = ()
    lost: Tuple[Tuple[Patient, Loss], ...] = ()
    gone: Tuple[Tuple[Patient, Task], ...] = ()
    problems: Tuple[Tuple[Patient, NadirError], ...] = ()


def examine(
    client: Client,
    own: Collection[Patient],
    strangers: Collection[Patient] = (),
    cancelled: CancelCheck = never,
) -> Findings:
    """Find out what layers need. On a worker. Raises what keeps the server from answering, and Cancelled.

    own: layers of this server. strangers: layers of servers that nobody knows here; those whose task this one has, by an
    id that no other server can have, are its own, at an address of before.
    """
    looked = find_tasks(client, {patient.ref for patient in own if patient.mark.task_id}, cancelled) if own else None
    tasks: Dict[TaskRef, Task] = dict(looked.tasks) if looked else {}
    here = find_here(client, {patient.ref for patient in strangers}, cancelled) if strangers else {}
    findings = _Findings(client, cancelled)
    for patient in own:
        if patient.ref in tasks:
            findings.take(patient, tasks[patient.ref])
        elif looked and patient.ref in looked.lost:
            findings.lost.append((patient, looked.lost[patient.ref]))
    for patient in strangers:
        if patient.ref in here:
            findings.take(patient, here[patient.ref])
    return findings.whole()


class _Findings:
    """Findings that are being collected."""

    def __init__(self, client: Client, cancelled: CancelCheck) -> None:
        self._client = client
        self._cancelled = cancelled
        self._repairs: List[Repair] = []
        self._newer: List[Tuple[Patient, Task]] = []
        self.lost: List[Tuple[Patient, Loss]] = []
        self._gone: List[Tuple[Patient, Task]] = []
        self._problems: List[Tuple[Patient, NadirError]] = []

    def take(self, patient: Patient, task: Task) -> None:
        """One layer whose task is there."""
        version = version_in(task, patient.mark)
        has_run = version != patient.mark.version
        if has_run and _has_not(task, patient):
            self._gone.append((patient, task))
            return
        if has_run and patient.mark.form is LayerForm.FILE:
            self._newer.append((patient, task))
            version = patient.mark.version
        try:
            self._repairs.append(replace(self._repair(patient, task, version), task=task))
        except Cancelled:
            raise
        except NadirError as error:
            self._problems.append((patient, error))

    def _repair(self, patient: Patient, task: Task, version: str) -> Repair:
        url = self._client.session.url
        mark = replace(patient.mark, server_url=url, project_id=task.project_id, version=version)
        source = source_at(patient.source, patient.provider, patient.mark, (url, task.project_id, task.id), version)
        has_run = version != patient.mark.version
        if has_run and patient.mark.form is LayerForm.TILES and patient.mark.kind in RASTERS:
            tiles = plan_tiles(self._client, task, mark.kind, self._cancelled, style=patient.style)
            return Repair(patient, mark, source, tiles=tiles)
        if has_lost_its_file(patient.mark, patient.source):
            source = source_again(self._client, cache_of(Settings()), task, mark, self._cancelled)
            return Repair(patient, replace(mark, version=result_version(task)), source)
        if patient.is_lost:
            raise _without_file()
        if patient.provider == CLOUD_PROVIDER and (has_run or patient.asleep or source != patient.source):
            files = fetch_cloud_files(self._client, source, self._cancelled)
            return Repair(patient, mark, source, cloud=files)
        if patient.provider == RASTER_PROVIDER and mark.form is LayerForm.STREAM:
            found = rasters.find_source(self._client, task, mark.kind, self._cancelled)
            return Repair(patient, mark, found.path, stream=found)
        return Repair(patient, mark, source)

    def whole(self) -> Findings:
        parts = (self._repairs, self._newer, self.lost, self._gone, self._problems)
        return Findings(*(tuple(part) for part in parts))  # type: ignore[arg-type]


def carry_out(layer: QgsMapLayer, repair: Repair, *, repaint: bool = True) -> None:
    """Have a layer show what was found. On the main thread; asks no server.

    repaint: also where nothing of it changes, since its server did not answer before.
    """
    if repair.mark != repair.patient.mark:
        write_mark(layer, repair.mark)
    if repair.tiles is not None:
        renew_tiles(layer, repair.tiles)
    elif repair.cloud is not None:
        _wake_later(layer.id(), repair.cloud)
    elif repair.stream is not None and repair.wakes:
        rasters.wake(layer, repair.stream)
    elif repair.source != repair.patient.source or not layer.isValid():  # its file is there again
        _point(layer, repair.source)
        reload_layer(layer)
    elif repaint:
        reload_layer(layer)
    if repair.task is not None and repair.mark != repair.patient.mark:
        set_time(layer, repair.task)
        write_metadata(layer, repair.task)


def _wake_later(layer_id: str, files: CloudFiles) -> None:
    def then() -> None:
        layer = QgsProject.instance().mapLayer(layer_id)
        if layer is not None:
            wake(layer, files)

    when_nothing_paints(then)


def _point(layer: QgsMapLayer, source: str) -> None:
    """Change the source and keep the looks."""
    if isinstance(layer, QgsRasterLayer) and layer.providerType() == TILES_PROVIDER:
        point_to(layer, source)
        return
    style = QgsMapLayerStyle()
    style.readFromLayer(layer)
    layer.setDataSource(source, layer.name(), layer.providerType(), QgsDataProvider.ProviderOptions())
    style.writeToLayer(layer)


def _without_file() -> NadirError:
    """Large files are not fetched unasked."""
    return NadirError(
        translate("Layers", "its file is not on this computer."),
        translate("Layers", "Add it to the map once more: it is downloaded, and the layer shows it."),
    )


def _has_not(task: Task, patient: Patient) -> bool:
    return patient.mark.kind in RASTERS and not is_there(task, patient.mark.kind)
