"""From a request that a server refused to a sentence for the user: which layers are blank, and why. Said once."""

from __future__ import annotations

import logging
from functools import partial
from typing import Callable, List, Optional, Set, Tuple

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ...api.client import Client
from ...api.rasters import RasterKind
from ...jobs import Job, JobControl, Jobs
from ..life.notices import LayerNotice, listed
from ..life.repair import Patient
from ..marks import LayerForm, Mark
from ..on_map import marked_layers
from ..products import RASTERS, LayerKind
from .diagnosis import OF_SERVER, Blank, BlankLayer, BlankReason, diagnose

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_log = logging.getLogger(__name__)

KEPT = (BlankReason.TASK_GONE, BlankReason.TASK_MOVED)
"""What the keeper of the layers sees to, and tells."""
PATIENCE = 2_000  # milliseconds
_MISSING = 404
_DRAWN = {kind.value: kind for kind in RasterKind}


class BlankLayers(QObject):
    """Finds out, on workers, what keeps layers blank. Lives on the main thread."""

    said = pyqtSignal(object)  # LayerNotice
    examination_wanted = pyqtSignal(str)  # server url: a task of it is not where its layers look for it

    def __init__(self, jobs: Jobs, client_of: Callable[[str], Optional[Client]], parent: Optional[QObject] = None) -> None:
        """client_of: the client of an open server by its address."""
        super().__init__(parent)
        self._jobs = jobs
        self._client_of = client_of
        self._told: Set[Tuple[str, BlankReason, str]] = set()
        self._under_way: Set[Job] = set()
        QgsProject.instance().cleared.connect(self._told.clear)

    def uninstall(self) -> None:
        """Ask nothing more."""
        QgsProject.instance().cleared.disconnect(self._told.clear)
        for timer in self.findChildren(QTimer):
            timer.stop()
        for job in tuple(self._under_way):
            job.cancel()

    def take_trouble(self, server_url: str, path: str, status: int, error: int) -> None:
        """A server refused something that QGIS asked it for: `TokenKeeper.trouble`.

        A tile that is not there mostly lies beside the data: the picture comes first, and the inquiry does not slow it down.
        """
        if status != _MISSING or "/tiles/" not in path:
            self._inquire(server_url, path)
            return
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(partial(self._inquire, server_url, path))
        timer.timeout.connect(timer.deleteLater)
        timer.start(PATIENCE)

    def _inquire(self, server_url: str, path: str) -> None:
        neighbours = _patients_of(server_url)
        affected = [patient for patient in neighbours if _shows(patient.mark, path)] or neighbours
        client = self._client_of(server_url)
        if client is None or not affected:
            return
        blank = Blank(affected[0].mark, listed(affected), listed(neighbours))

        def work(control: JobControl) -> Optional[BlankLayer]:
            return diagnose(client, blank, control.cancelled, path=path if _shows(blank.mark, path) else "")

        job = self._jobs.start(translate("Layers", "Asking why layers are blank"), work)
        self._under_way.add(job)
        job.succeeded.connect(lambda found: self._take(server_url, affected, neighbours, found))
        job.failed.connect(lambda error: _log.warning("Why layers of %s are blank is not known: %s", server_url, error))
        job.finished.connect(lambda: self._under_way.discard(job))

    def take_renewed(self, server_url: str) -> None:
        """It gives its layers out again: what goes wrong from now on is news."""
        self._told -= {key for key in self._told if key[0] == server_url}

    def _take(self, server_url: str, affected: List[Patient], neighbours: List[Patient], found: Optional[BlankLayer]) -> None:
        if found is None:
            return
        if found.reason in KEPT:
            self.examination_wanted.emit(server_url)
        elif found.reason is not BlankReason.EXPIRED:  # the server itself asks for another log-in
            about = neighbours if found.reason in OF_SERVER else affected
            key = (server_url, found.reason, "" if found.reason in OF_SERVER else found.summary)
            if key not in self._told:
                self._told.add(key)
                ids = [patient.layer_id for patient in about]
                passes = found.reason in OF_SERVER
                self.said.emit(LayerNotice(found.summary, found.remedy, ids, found.detail, passes=passes))


def _patients_of(server_url: str) -> List[Patient]:
    found = ((layer, mark) for layer, mark in marked_layers() if mark.server_url == server_url)
    return [Patient.of(layer, mark) for layer, mark in found if mark.form is not LayerForm.FILE and mark.task_id]


def _shows(mark: Mark, path: str) -> bool:
    """Whether a layer with this mark may have asked for it."""
    _before, found, rest = path.partition(f"/tasks/{mark.task_id}/")
    product = rest.partition("/")[0]
    if product in _DRAWN:
        return bool(found) and mark.form is LayerForm.TILES and _DRAWN[product] == _drawn_from(mark.kind)
    return bool(found) and mark.form is LayerForm.STREAM


def _drawn_from(kind: LayerKind) -> Optional[RasterKind]:
    return RasterKind.ORTHOPHOTO if kind is LayerKind.INDEX else RASTERS.get(kind)
