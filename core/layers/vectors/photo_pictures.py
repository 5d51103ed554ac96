"""Small pictures of photos for map tips and forms: fetched once, signed, by jobs, and kept beside the layer's file.

QGIS asks by the expression function `nadir_photo()`, for the feature that it shows. The answer is a text for the user: ''
where the picture lies there, else why not, or that it is on its way. When it has come, what asked is shown again.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any, Callable, Dict, Optional, Tuple

from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionFunction, QgsMapLayer, QgsProject
from qgis.gui import QgsAttributeForm, QgsExternalResourceWidget
from qgis.PyQt.QtCore import QCoreApplication, QObject, QThread, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication

from ...api.client import Client
from ...errors import NadirError
from ...jobs import Job, JobControl, Jobs
from ...settings import Settings
from ..downloading import cache_of
from ..marks import Mark, read_mark
from ..pictures import decode
from ..products import LayerKind
from .photo_form import FUNCTION
from .photos import picture_path

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

EDGE = 800  # pixels: sharp in a form on any screen, about 100 kB
AT_ONCE = 3  # pictures under way; the one that was wanted last comes next, since that is the one looked at
TRY_AGAIN = 20.0
"""Seconds after which a picture that did not come is asked for again, if somebody looks."""
_MOST_WAITING = 12
_QUALITY = 88

_log = logging.getLogger(__name__)


class PhotoPictures(QObject):
    """Answers `nadir_photo()` while it is installed. Lives on the main thread.

    client_of: the client of the server with this address, None where it is not open; asked on the main thread.
    cache_folder: where files are kept, that of this QGIS profile if none is given; a layer whose file lies elsewhere is
    none of ours and gets nothing written beside it.
    """

    fetched = pyqtSignal(str)  # the id of the layer that has a new picture

    def __init__(
        self,
        jobs: Jobs,
        client_of: Callable[[str], Optional[Client]],
        cache_folder: Optional[Path] = None,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._client_of = client_of
        self._cache_folder = (cache_folder or cache_of(Settings()).folder).absolute()
        self._under_way: Dict[Path, Job] = {}
        self._waiting: OrderedDict[Path, Tuple[str, Mark, str]] = OrderedDict()
        self._failed: Dict[Path, Tuple[float, str]] = {}
        self._function = _PhotoFunction(self)
        QgsExpression.registerFunction(self._function)

    def uninstall(self) -> None:
        """Answer no more; what is under way ends with the jobs."""
        QgsExpression.unregisterFunction(FUNCTION)
        self._waiting.clear()

    def state_of(self, layer: QgsMapLayer, filename: str) -> str:
        """'' where the picture of a photo lies there; else a text for the user, and it is asked for."""
        mark = read_mark(layer)
        folder = Path(layer.source().split("|")[0]).absolute().parent
        if mark is None or mark.kind is not LayerKind.PHOTOS or not filename or self._cache_folder not in folder.parents:
            return ""
        path = picture_path(folder, filename)
        if path.is_file():
            return ""
        failed_at, reason = self._failed.get(path, (0.0, ""))
        if reason and time.monotonic() < failed_at + TRY_AGAIN:
            return reason
        if self._client_of(mark.server_url) is None:
            return translate("Layers", "Log in to the server to see the photo.")
        self._want(path, layer.id(), mark, filename)
        return translate("Layers", "The photo is being fetched…")

    def _want(self, path: Path, layer_id: str, mark: Mark, filename: str) -> None:
        if path in self._under_way:
            return
        self._waiting[path] = (layer_id, mark, filename)
        self._waiting.move_to_end(path)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popitem(last=False)
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and len(self._under_way) < AT_ONCE:
            path, (layer_id, mark, filename) = self._waiting.popitem(last=True)
            client = self._client_of(mark.server_url)
            if client is not None:
                self._fetch(client, path, layer_id, mark, filename)

    def _fetch(self, client: Client, path: Path, layer_id: str, mark: Mark, filename: str) -> None:
        def work(control: JobControl) -> None:
            content = client.images.thumbnail(mark.project_id, mark.task_id, filename, EDGE, cancelled=control.cancelled)
            _keep(content, path)

        job = self._jobs.start(translate("Layers", "Fetching {photo}").format(photo=filename), work)
        self._under_way[path] = job
        job.failed.connect(lambda error: self._take_failure(path, error))
        job.finished.connect(lambda: self._take_end(path, layer_id))

    def _take_failure(self, path: Path, error: NadirError) -> None:
        _log.info("%s: %s %s", path.name, error.summary, error.detail)
        reason = translate("Layers", "The photo cannot be shown: {reason}").format(reason=error.summary)
        self._failed[path] = time.monotonic(), reason

    def _take_end(self, path: Path, layer_id: str) -> None:
        self._under_way.pop(path, None)
        self.fetched.emit(layer_id)
        show_again(layer_id)
        self._go_on()


class _PhotoFunction(QgsExpressionFunction):
    """`nadir_photo()`: of the layer and the feature that an expression is worked out for."""

    def __init__(self, pictures: PhotoPictures) -> None:
        super().__init__(FUNCTION, 0, "Nadir", translate("Layers", "Has the photo of a feature fetched; says '' once it is there."))
        self._pictures = pictures

    def func(self, _values: Any, context: Optional[QgsExpressionContext], _parent: Any, _node: Any) -> str:
        """'' on any thread but the main one: layers are painted and tables are filled there, and nothing is fetched for that."""
        if context is None or QThread.currentThread() != QCoreApplication.instance().thread():
            return ""
        layer = QgsProject.instance().mapLayer(str(context.variable("layer_id") or ""))
        feature = context.feature()
        index = feature.fields().lookupField("filename")
        if layer is None or index < 0:
            return ""
        return self._pictures.state_of(layer, str(feature.attribute(index) or ""))

    def usesGeometry(self, _node: Any) -> bool:  # noqa: N802 - a name of QGIS
        """The place says nothing of the picture."""
        return False

    def referencedColumns(self, _node: Any) -> Any:  # noqa: N802
        """What has to be there of a feature."""
        return {"filename"}

    def isStatic(self, _node: Any, _parent: Any, _context: Any) -> bool:  # noqa: N802
        """Never: the answer changes when the picture comes."""
        return False


def show_again(layer_id: str) -> None:
    """Have the map tip that the mouse rests on and open forms of a layer look again, where QGIS has a window."""
    from qgis.utils import iface  # None until QGIS has its window, and without one

    for widget in QApplication.allWidgets():
        if isinstance(widget, QgsAttributeForm) and widget.layer() is not None and widget.layer().id() == layer_id:
            _look_again(widget)
    if iface is None or iface.mapCanvas() is None:
        return
    canvas, layer = iface.mapCanvas(), iface.activeLayer()
    if layer is not None and layer.id() == layer_id and canvas.underMouse():
        canvas.xyCoordinates.emit(canvas.getCoordinateTransform().toMapCoordinates(canvas.mouseLastXY()))


def _look_again(form: QgsAttributeForm) -> None:
    """A widget whose value is the same as before does not look at the file again by itself."""
    for widget in form.findChildren(QgsExternalResourceWidget):
        shown = widget.documentPath()
        blocked = widget.blockSignals(True)  # or the form would take it for an edit
        widget.setDocumentPath("")
        widget.setDocumentPath(shown)
        widget.blockSignals(blocked)


def _keep(content: bytes, path: Path) -> None:
    """Keep a picture as a JPEG that was decoded here: what else may be in the server's answer is left behind."""
    image = decode(content, EDGE)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not image.save(str(part), "JPEG", _QUALITY):
            raise OSError(str(part))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NadirError(
            translate("Layers", "the picture cannot be written."), translate("Layers", "Free some space on the disk."), str(error)
        ) from error
