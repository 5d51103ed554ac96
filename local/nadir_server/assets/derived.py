"""Products that are made of others when somebody first asks for them, and kept beside the task's results.

Old clients ask for .las, .ply and .csv, for a PNG and for MBTiles; a task with a crop gives its rasters cut by it.
"""
from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rest_framework.exceptions import APIException, ValidationError

from nadir_server.exports.clouds import CloudExport, export_cloud
from nadir_server.exports.crs import from_epsg
from nadir_server.exports.errors import CannotExport
from nadir_server.exports.making import check_room, leave_nothing_of_removed
from nadir_server.exports.rasters import RasterExport, export_raster
from nadir_server.exports.wanted import CLOUD_PATH
from nadir_server.rasters.kinds import RASTER_PATHS
from nadir_server.rasters.models import Raster
from nadir_server.rasters.options import RasterOptions
from nadir_server.rasters.sources import identity
from nadir_server.tasks.models import Task

CLOUDS = {f"georeferenced_model.{ending}": ending for ending in ("las", "ply", "csv")}
PICTURES = {"orthophoto.png": "PNG", "orthophoto.mbtiles": "MBTiles"}
RASTERS = {f"{kind}.tif": kind for kind in RASTER_PATHS}
Make = Callable[[Path], None]
_at_work = threading.BoundedSemaphore(2)  # the cores are for tiles too
# Each that waits holds one of the server's threads. More than these are told to come again: others want an answer, too.
_waiting = threading.BoundedSemaphore(4)
COME_AGAIN_SECONDS = 15
_locks: dict[Path, threading.Lock] = {}
_locks_lock = threading.Lock()


class Busy(APIException):
    """As many conversions are asked for as may wait; `wait` becomes `Retry-After`."""

    status_code = 503
    default_detail = "The file is being made, or waits for others. Try again soon."
    wait = COME_AGAIN_SECONDS


class CannotMake(APIException):
    """The product is there and cannot be converted."""

    status_code = 507
    default_detail = "The file could not be made."


def cut_by_crop(task: Task, asset: str) -> Path | None:
    """The raster of that name cut by the task's crop; None where there is nothing to cut. Raises ValidationError."""
    if task.crop is None or asset not in RASTERS:
        return None
    raster = raster_of(task, RASTERS[asset])
    return None if raster is None else _made(task, asset, raster.path, lambda part: _raster(raster, "GTiff", part))


def converted(task: Task, asset: str) -> Path | None:
    """The asset made of another one; None where there is nothing to make it of. Raises ValidationError."""
    source = task.folder.assets / CLOUD_PATH
    if asset in CLOUDS and source.is_file():
        wanted = CloudExport(CLOUDS[asset])
        return _made(task, asset, source, lambda part: export_cloud(source, part, wanted, _go_on))
    raster = raster_of(task, "orthophoto") if asset in PICTURES else None
    return None if raster is None else _made(task, asset, raster.path, lambda part: _raster(raster, PICTURES[asset], part))


def raster_of(task: Task, kind: str) -> Raster | None:
    """The task's raster, if its file is there."""
    raster = Raster.objects.filter(task=task, kind=kind).first()
    if raster is None or not raster.path.is_file():
        return None
    raster.task = task
    return raster


def _raster(raster: Raster, driver: str, part: Path) -> None:
    crs = from_epsg("3857") if driver == "MBTiles" else None
    style = RasterOptions().style(raster)
    export_raster(raster.path, part, RasterExport(driver, style, driver != "GTiff", crs, raster.task.crop), _go_on)


def _made(task: Task, asset: str, source: Path, make: Make) -> Path:
    """The file, made if there is none of this source and crop; what was made of others before goes away."""
    key = json.dumps([identity(source), task.crop]).encode()
    name = hashlib.blake2b(key, digest_size=8).hexdigest()
    folder = task.folder.root / "derived" / asset
    path = folder / f"{name}{Path(asset).suffix}"
    if path.is_file():
        return path
    with _place_to_wait(), _lock_of(path):
        if path.is_file():
            return path
        with _at_work:
            _make(source, path, make)
        leave_nothing_of_removed(task)
    for other in folder.glob("*"):
        if other != path and not other.name.startswith("part-"):
            other.unlink(missing_ok=True)
    return path


@contextmanager
def _place_to_wait() -> Iterator[None]:
    """Raises Busy where there is none."""
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _waiting.release()


def _make(source: Path, path: Path, make: Make) -> None:
    """The file under another name, and renamed once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"part-{path.name}")
    try:
        check_room(source)
        make(part)
        part.replace(path)
    except CannotExport as error:
        if "disk" in str(error):
            raise CannotMake(str(error)) from error
        raise ValidationError(str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _lock_of(path: Path) -> threading.Lock:
    """One lock a file, so that nothing is made twice at a time."""
    with _locks_lock:
        if len(_locks) > 1000:
            for other in [other for other, lock in _locks.items() if not lock.locked()]:
                del _locks[other]
        return _locks.setdefault(path, threading.Lock())


def _go_on() -> None:
    """Somebody waits for it: it is made to its end."""
