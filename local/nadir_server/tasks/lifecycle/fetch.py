"""Results from the node: download, unpack aside, look at them, and only then make them the task's assets."""
from __future__ import annotations

import logging
import shutil
from pathlib import Path

from django.db import transaction

from nadir_server.assets.catalogue import available_assets
from nadir_server.nodes.client import NodeClient
from nadir_server.nodes.leftovers import leave_behind
from nadir_server.rasters.models import Raster
from nadir_server.tasks.lifecycle.interrupt import Watch
from nadir_server.tasks.lifecycle.products import describe_products
from nadir_server.tasks.lifecycle.unpack import ArchiveTooLarge, DamagedArchive, UnsafeArchive, unpack
from nadir_server.tasks.models import Task, TaskStatus

logger = logging.getLogger(__name__)


class BadResults(Exception):
    """The node's results cannot be used."""


class DamagedResults(BadResults):
    """They arrived damaged: another download may bring them whole."""


def fetch_results(task: Task, client: NodeClient) -> None:
    """Make the node's results the task's assets and the task completed.

    Nothing is served before all is there. Interrupted at any point, it is done again from the start, since the node's
    copy is removed only afterwards.
    """
    folder = task.folder.fetching
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        complete(task, download(task, client, folder))
    finally:  # on a full disk too, which the rest would keep full
        shutil.rmtree(folder, ignore_errors=True)


def download(task: Task, client: NodeClient, folder: Path) -> Path:
    """The node's results, unpacked to a folder below `folder`."""
    watch = Watch(task)
    archive = client.download_results(task.uuid, folder, watch)
    new = folder / "assets"
    try:
        unpack(archive, new, watch.look)
    except DamagedArchive as error:
        raise DamagedResults(f"The node's results are not a usable zip file: {error}") from error
    except UnsafeArchive as error:
        raise BadResults(f"The node's results are not a usable zip file: {error}") from error
    except ArchiveTooLarge as error:
        raise BadResults(str(error)) from error
    archive.unlink()
    return new


def complete(task: Task, new: Path) -> None:
    """Look at the products, put them in place and write everything down."""
    products = describe_products(new)
    assets = available_assets(new)
    task.folder.use_assets(new)
    with transaction.atomic():
        Raster.objects.filter(task=task).delete()
        Raster.objects.bulk_create([Raster(task=task, **raster) for raster in products.rasters])
        task.change(
            available_assets=assets,
            statistics=products.statistics,
            extent=products.extent,
            epsg=products.epsg,
            wkt=products.wkt,
            srs=products.srs,
            orthophoto_bands=products.orthophoto_bands,
            size=task.folder.size_mb(),
            status=TaskStatus.COMPLETED,
            running_progress=1.0,
            last_error=None,
        )
        leave_behind(task.processing_node, task.uuid)  # the node's copy of photos and products is needed no longer
