"""Projects with point clouds of a server open at once, whether the server is up or not.

QGIS reads the description of a point cloud on the main thread while it opens a project, and waits for a server that is
down until its time is up. So, while a project is read, the address of such a cloud becomes that of a description on
this disk: what the server said last, with no points in it. The layer is valid, with its id, style and place, and
asleep: it paints nothing. While a project is written its own address is put back, so that no project file knows of this.

For the keeper of the layers:

- `SleepingClouds().install()` when the plugin starts, before a project is opened; `uninstall()` in `unload()`.
- `asleep(layer)`: whether a layer waits to be woken; `address_of(layer)` is where its cloud lies.
- Once the layer's server answers: `files = fetch_cloud_files(client, address, cancelled)` on a worker (it logs in,
  waits and gives up as the client does), then `when_nothing_paints(lambda: wake(layer, files))` on the main thread.
  `wake` asks no server. It also serves for a layer that is awake, when its task ran again or moved: then `files` has
  the new address.
"""

from __future__ import annotations

import logging
import re
import shutil
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from qgis.core import QgsApplication, QgsDataProvider, QgsMapLayer, QgsProject

from ...transfers.safe_names import digest
from ..path_hooks import PathHooks
from .ept import PATH, ROOT_HIERARCHY, make_description
from .network_cache import CloudFiles, answered_from_cache

_log = logging.getLogger(__name__)
_OURS = re.compile(rf"https?://[^\s?#]+/api/projects/[^/?#]+/tasks/[^/?#]+/assets/{re.escape(PATH)}")
_ADDRESS, _DESCRIPTION = "address", "ept.json"
_MOST_REMEMBERED = 500  # clouds
_NOWHERE = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # QGIS leaves such an extent out where it zooms to all


class SleepingClouds(PathHooks):
    """Puts point clouds of servers to sleep while projects are read, and writes their own addresses."""

    def __init__(self) -> None:
        super().__init__(_asleep_source, _awake_source)


def asleep(layer: QgsMapLayer) -> bool:
    """Whether a layer is a point cloud that waits for its server."""
    return layer.providerType() == "ept" and Path(layer.source()).parent.parent == _folder()


def address_of(layer: QgsMapLayer) -> str:
    """Where the point cloud of a layer lies on its server, asleep or not; '' for other layers."""
    if asleep(layer):
        return _address_in(str(Path(layer.source()).parent))
    return layer.source() if _OURS.fullmatch(layer.source()) else ""


def remember(files: CloudFiles) -> None:
    """Keep what a server said of a cloud, for the next time that a project with it is opened. On a worker."""
    _make_bed(files.address, files.description)
    beds = sorted(_folder().iterdir(), key=lambda bed: bed.stat().st_mtime, reverse=True)
    for old in beds[_MOST_REMEMBERED:]:
        shutil.rmtree(old, ignore_errors=True)


def wake(layer: QgsMapLayer, files: CloudFiles) -> bool:
    """Show the cloud itself, with the layer's own style; whether that went well. On the main thread, while nothing
    paints; asks no server. The project is not changed by it in the eyes of the user.
    """
    project = QgsProject.instance()
    changed = project.isDirty()
    with answered_from_cache(files):
        layer.setDataSource(files.address, layer.name(), "ept", QgsDataProvider.ProviderOptions())
    layer.triggerRepaint()
    if not changed:
        project.setDirty(False)
    return bool(layer.isValid())


def _folder() -> Path:
    return Path(QgsApplication.qgisSettingsDirPath()) / "nadir" / "sleeping"


def _asleep_source(source: str) -> str:
    """Called by QGIS for each path and source in what it reads."""
    if not source.endswith(PATH) or not _OURS.fullmatch(source):
        return source
    bed = _folder() / digest(source)
    try:
        if not (bed / _DESCRIPTION).is_file():
            _make_bed(source, _unknown())
    except OSError as error:
        _log.warning("A point cloud cannot be put to sleep: %s", error)
        return source
    return str(bed / _DESCRIPTION)


def _awake_source(source: str) -> str:
    """Called by QGIS for each path and source in what it writes."""
    if not source.endswith(_DESCRIPTION) or Path(source).parent.parent != _folder():
        return source
    return _address_in(str(Path(source).parent)) or source


@lru_cache(maxsize=1024)
def _address_in(bed: str) -> str:
    try:
        return (Path(bed) / _ADDRESS).read_text(encoding="utf-8")
    except OSError as error:
        _log.warning("Nobody knows where a point cloud came from: %s", error)
        return ""


def _make_bed(address: str, description: bytes) -> None:
    """A folder with a description and no points, whole or not at all: several windows of QGIS share it."""
    bed = _folder() / digest(address)
    part = _folder() / f".{uuid4().hex}"
    (part / ROOT_HIERARCHY).parent.mkdir(parents=True)
    (part / "ept-data").mkdir()
    (part / ROOT_HIERARCHY).write_bytes(b'{"0-0-0-0": 0}')
    (part / _DESCRIPTION).write_bytes(description)
    (part / _ADDRESS).write_text(address, encoding="utf-8")
    if bed.is_dir():
        (part / _DESCRIPTION).replace(bed / _DESCRIPTION)
        shutil.rmtree(part)
    else:
        part.replace(bed)


def _unknown() -> bytes:
    """For a cloud that this computer has not seen yet."""
    positions = tuple(
        {"name": axis, "type": "signed", "size": 4, "scale": 0.01, "offset": 0.0, **_no_statistics()} for axis in "XYZ"
    )
    return make_description(bounds=_NOWHERE, cube=_NOWHERE, points=0, span=128, wkt="", schema=positions)


def _no_statistics() -> dict[str, float]:
    """Where they are missing, QGIS would read points to have some."""
    return {"count": 0, "minimum": 0.0, "maximum": 0.0, "mean": 0.0, "stddev": 0.0, "variance": 0.0}
