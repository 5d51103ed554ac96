"""Projects with rasters that GDAL reads from a server open at once, whether the server is up or not, and ask nobody.

QGIS opens such a raster on the main thread while it reads a project: before there is a log-in, perhaps with a GDAL that can
send none. So, while a project is read, its path becomes that of an empty raster on this disk, of the same size and place. The
layer is valid, with its id and style, and asleep: it paints nothing. While a project is written the path is put back.

For the keeper of the layers: `SleepingRasters().install()` when the plugin starts, `uninstall()` in `unload()`;
`asleep(layer)`; once the server answers `found = find_source(client, task, kind, cancelled)` on a worker, then
`wake(layer, found)` on the main thread.
"""

from __future__ import annotations

import logging
import re
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Callable

from osgeo import gdal, osr
from qgis.core import QgsApplication, QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import never
from ...api.task import Task
from ...errors import NadirError
from ...transfers.safe_names import digest
from ..path_hooks import PathHooks
from ..products import ASSETS, LayerKind
from .looks import HEIGHTS, smooth
from .relief import follow
from .stream import StreamSource, can_stream

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_log = logging.getLogger(__name__)
_OURS = re.compile(r"/vsicurl/https?://[^\s?#]+/api/projects/[^/?#]+/tasks/[^/?#]+/download/(?:orthophoto|dsm|dtm)\.tif")
_ADDRESS, _ENDING = ".address", ".vrt"
_SOMEWHERE = (0.0, 1e-9, 0.0, 0.0, 0.0, -1e-9)  # degrees; for a raster that this computer has never seen
_EMPTY = -9999.0


class SleepingRasters(PathHooks):
    """Puts rasters of servers to sleep while projects are read, and writes their own paths."""

    def __init__(self) -> None:
        super().__init__(_asleep_source, _awake_source)


def asleep(layer: QgsMapLayer) -> bool:
    """Whether a layer is a raster that waits for its server."""
    return layer.providerType() == "gdal" and _is_bed(layer.source())


def path_of(layer: QgsMapLayer) -> str:
    """The path of a streamed layer on its server, asleep or not; '' for other layers."""
    source = layer.source()
    return _path_in(source) if asleep(layer) else source if _OURS.fullmatch(source) else ""


def remember(path: str) -> None:
    """Keep size and place of a raster on a server, for the next time that a project with it is opened. On a worker."""
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
        if dataset is not None:
            system = dataset.GetSpatialRef()
            band = dataset.GetRasterBand(1)
            shape = (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount, band.DataType)
            _make_bed(path, shape, dataset.GetGeoTransform(), system.ExportToWkt() if system is not None else "")
    except (RuntimeError, OSError) as error:
        _log.warning("A raster cannot be remembered: %s", error)


def find_source(client: Client, task: Task, kind: LayerKind, cancelled: Callable[[], bool] = never) -> StreamSource:
    """Where a layer that is asleep finds its data now. On a worker. Raises NadirError where it has to be downloaded."""
    found = can_stream(client, task, ASSETS[kind][0], cancelled)
    if found is None:
        raise NadirError(
            translate("Layers", "{product} cannot be read from the server as it was when the project was saved.").format(
                product=kind.title
            ),
            translate("Layers", "Load its real values again: they are downloaded then."),
        )
    remember(found.path)
    return found


def wake(layer: QgsRasterLayer, found: StreamSource) -> bool:
    """Show the raster itself with the layer's own style, and its relief; whether that went well. On the main thread. QGIS
    reads the first bytes of the file for it. The project is not changed by it in the eyes of the user.
    """
    project = QgsProject.instance()
    changed, metadata = project.isDirty(), layer.metadata().clone()
    layer.setDataSource(found.path, layer.name(), "gdal", False)
    layer.setMetadata(metadata)  # QGIS takes that of the file otherwise
    if layer.isValid():
        smooth(layer)
        follow(layer)
    layer.triggerRepaint()
    if not changed:
        project.setDirty(False)
    return bool(layer.isValid())


def _folder() -> Path:
    return Path(QgsApplication.qgisSettingsDirPath()) / "nadir" / "sleeping rasters"


def _is_bed(source: str) -> bool:
    return source.endswith(_ENDING) and Path(source).parent == _folder()


def _asleep_source(source: str) -> str:
    """Called by QGIS for each path and source in what it reads."""
    if not source.startswith("/vsicurl/") or not _OURS.fullmatch(source):
        return source
    bed = _bed(source)
    try:
        if not bed.is_file():
            heights = any(asset in source for kind in HEIGHTS for asset in ASSETS[kind])
            _make_bed(source, (1, 1, 1, gdal.GDT_Float32) if heights else (1, 1, 4, gdal.GDT_Byte), _SOMEWHERE, "EPSG:4326")
    except (RuntimeError, OSError) as error:
        _log.warning("A raster cannot be put to sleep: %s", error)
        return source
    return str(bed)


def _awake_source(source: str) -> str:
    """Called by QGIS for each path and source in what it writes."""
    return _path_in(source) or source if _is_bed(source) else source


def _bed(path: str) -> Path:
    return _folder() / f"{digest(path)}{_ENDING}"


@lru_cache(maxsize=1024)
def _path_in(bed: str) -> str:
    try:
        return Path(bed).with_suffix(_ADDRESS).read_text(encoding="utf-8")
    except OSError as error:
        _log.warning("Nobody knows where a raster came from: %s", error)
        return ""


def _make_bed(path: str, shape: tuple[int, int, int, int], place: tuple[float, ...], system: str) -> None:
    """An empty raster. shape: columns, rows, bands, GDAL's type; place: its geotransform. It has its name once it is whole."""
    bed = _bed(path)
    bed.parent.mkdir(parents=True, exist_ok=True)
    part = bed.with_name(f".{uuid.uuid4().hex}{_ENDING}")
    made = gdal.GetDriverByName("VRT").Create(str(part), *shape)
    made.SetGeoTransform(place)
    if system:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(system)
        made.SetSpatialRef(reference)
    for number in range(1, shape[2] + 1):
        made.GetRasterBand(number).SetNoDataValue(_EMPTY if shape[3] != gdal.GDT_Byte else 0)
    made.FlushCache()
    made = None  # GDAL writes the file when nothing holds it
    bed.with_suffix(_ADDRESS).write_text(path, encoding="utf-8")
    part.replace(bed)

