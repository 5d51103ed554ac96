"""Making the files, in the background. What is unfinished is known from the database, so that a crash loses nothing."""
from __future__ import annotations

import errno
import logging
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from nadir_server.data_folder import KEPT_FREE
from nadir_server.exports.clouds import export_cloud
from nadir_server.exports.errors import CannotExport, Stopped
from nadir_server.exports.models import Export
from nadir_server.exports.rasters import export_raster
from nadir_server.exports.wanted import CLOUD, Wanted, cloud_of
from nadir_server.rasters.models import Raster
from nadir_server.tasks.models import Task
from nadir_server.worker.wake import is_stopping

logger = logging.getLogger(__name__)
KEPT = timedelta(days=1)
MOST_ATTEMPTS = 3
GROWTH = 3  # how much larger than its source a result, and what it is made from, may be
DISK_FULL = "The server's disk is full. Free some space and export again."
LOST = "The server went down each time that it made this file. Its log may say why."
MB = 1024 * 1024


def unfinished() -> QuerySet[Export]:
    """The exports that are still to be made, also those that a crash interrupted."""
    return Export.objects.filter(state__in=(Export.State.WAITING, Export.State.RUNNING)).order_by("created_at")


def make(export_id: UUID) -> None:
    """Make one export; its state and, should it fail, the reason are in the database afterwards."""
    export = Export.objects.select_related("task", "task__project", "owner").filter(pk=export_id).first()
    if export is None or export.state in (Export.State.READY, Export.State.FAILED):
        return
    if export.attempts >= MOST_ATTEMPTS:
        fail(export, LOST)
        return
    export.change(state=Export.State.RUNNING, attempts=export.attempts + 1)
    try:
        write(export)
        export.change(state=Export.State.READY)
    except Stopped:
        export.change(state=Export.State.WAITING, attempts=export.attempts - 1)
    except (CannotExport, ValidationError) as error:
        fail(export, _full_disk(export) or _words(error))
    except OSError as error:
        logger.exception("The export %s failed on this computer", export.pk)
        fail(export, _full_disk(export) or (DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else str(error.strerror)))
    except Exception as error:
        # Whatever it is, it would come again: the user is told instead of waiting for ever.
        logger.exception("The export %s failed in a way that nobody foresaw", export.pk)
        fail(export, f"This server failed at the export ({type(error).__name__}). Its log says more.")
    finally:
        remove_parts(export)
        leave_nothing_of_removed(export.task)


def write(export: Export) -> None:
    """The file, made under another name and renamed when it is whole."""
    export.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = Wanted(**export.wanted)
    if export.product == CLOUD:
        source = cloud_of(export.task)
        if source is None:
            raise CannotExport("The task has no point cloud any more.")
        check_room(source)
        export_cloud(source, export.part, wanted.cloud_export(), look)
    else:
        raster = Raster.objects.filter(task=export.task, kind=export.product).first()
        if raster is None or not raster.path.is_file():
            raise CannotExport(f"The task has no {export.product} any more.")
        raster.task = export.task
        check_room(raster.path)
        export_raster(raster.path, export.part, wanted.raster_export(raster), look)
    look()
    export.part.replace(export.path)


def look() -> None:
    """Called now and then by whatever takes long."""
    if is_stopping():
        raise Stopped


def check_room(source: Path) -> None:
    """Raise CannotExport where a result of that source may not fit on the disk."""
    size, free = source.stat().st_size, shutil.disk_usage(source.parent).free
    if GROWTH * size > free - KEPT_FREE:
        raise CannotExport(f"{DISK_FULL} About {GROWTH * size / MB:.0f} MB are needed, {free / MB:.0f} MB are free.")


def leave_nothing_of_removed(task: Task) -> None:
    """What was written for a task that somebody removed meanwhile goes too."""
    if not Task.objects.filter(pk=task.pk).exists():
        task.folder.remove()


def fail(export: Export, reason: str) -> None:
    logger.warning("The export %s failed: %s", export.pk, reason)
    export.change(state=Export.State.FAILED, error=reason)


def remove_parts(export: Export) -> None:
    """What an attempt left half-made: the part and what stands beside it."""
    for path in export.folder.glob(f"{export.part.name}*"):
        path.unlink(missing_ok=True)


def remove_old() -> None:
    """Remove the files of exports that nobody fetched for a day, and what none knows any more."""
    for export in Export.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(state=Export.State.RUNNING):
        export.path.unlink(missing_ok=True)
        remove_parts(export)
        export.delete()


def _full_disk(export: Export) -> str:
    """GDAL has many words for a full disk; here is one."""
    free = shutil.disk_usage(export.task.folder.root.parent).free
    return DISK_FULL if free < KEPT_FREE else ""


def _words(error: CannotExport | ValidationError) -> str:
    return str(error) if isinstance(error, CannotExport) else "; ".join(str(item) for item in error.detail)
