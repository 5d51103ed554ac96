"""Results from the node: download, unpack aside, look at them, and only then make them the task's assets."""
from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from nadir_server.assets.catalogue import available_assets
from nadir_server.nodes.client import NodeBroken, NodeClient, NodeRefused, NodeUnreachable
from nadir_server.nodes.leftovers import keep_for_a_while
from nadir_server.rasters.models import Raster
from nadir_server.tasks.lifecycle.attempts import A_FEW, SEVERAL
from nadir_server.tasks.lifecycle.interrupt import Watch
from nadir_server.tasks.lifecycle.products import describe_products
from nadir_server.tasks.lifecycle.unpack import ArchiveTooLarge, DamagedArchive, UnsafeArchive, unpack
from nadir_server.tasks.models import Task, TaskStatus

logger = logging.getLogger(__name__)


class BadResults(Exception):
    """The node's results cannot be used."""


class DamagedResults(BadResults):
    """They arrived damaged: another download may bring them whole."""

    pauses: Sequence[float] = A_FEW


class MissingResults(DamagedResults):
    """They did not arrive, though the node says that it has them."""

    pauses = SEVERAL


def fetch_results(task: Task, client: NodeClient) -> None:
    """Make the node's results the task's assets and the task completed.

    Nothing is served before all is there. Interrupted at any point, it is done again from the start, since the node's
    copy is removed only later.
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
    archive, new = folder / "all.zip", folder / "assets"
    try:
        client.download_results(task.uuid, archive, watch)
    except (NodeBroken, NodeRefused, NodeUnreachable) as error:
        raise MissingResults(f"The node has completed the task, but its results do not arrive: {error}") from error
    try:
        unpack(archive, new, watch.look)
    except DamagedArchive as error:
        raise DamagedResults(f"The node's results are not a usable zip file: {error}") from error
    except UnsafeArchive as error:
        raise BadResults(f"The node's results are not a usable zip file: {error}") from error
    except ArchiveTooLarge as error:
        raise BadResults(str(error)) from error
    archive.unlink()
    if not any(path.is_file() and path.stat().st_size for path in new.rglob("*")):
        raise BadResults("The node has completed the task, but its results hold no products.")
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
        keep_for_a_while(task.processing_node, task.uuid)
