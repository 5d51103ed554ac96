"""In which form the 3D model of a task can be had, and bringing it to this disk."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Collection, Optional

from qgis.core import QgsProviderRegistry
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.errors import NotFound
from ...api.exchange import CancelCheck
from ...api.task import Task
from ...errors import NadirError
from ...jobs import JobControl
from ...transfers.cache import Cache, run_of
from ...transfers.part_file import PART
from ..clouds.reference import wkt_of
from ..downloading import describe_bytes, fetching, shown_files
from .glb import TILESET, Vector, damaged, wrap

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

TILES, GLB = "3d_tiles_model.zip", "textured_model.glb"
PROVIDER = "cesiumtiles"
COORDS = "odm_georeferencing/coords.txt"
_WRAPPED = "3d model"  # the entry of the cache


@dataclass(frozen=True)
class ModelPlan:
    """asset: what has to be downloaded, one of TILES and GLB. offset: of the coordinates in a GLB, where that is known.
    other: what can be had in its place.
    """

    asset: str
    offset: Optional[Vector] = None
    other: str = ""


def opens_models() -> bool:
    """Whether this QGIS shows 3D models, which those before 3.34 do not."""
    return PROVIDER in QgsProviderRegistry.instance().providerList()


def has_model(task: Task) -> bool:
    return TILES in task.available_assets or GLB in task.available_assets


def plan_model(
    client: Client, task: Task, cancelled: CancelCheck, opens: Optional[Collection[str]] = None
) -> ModelPlan:
    """Which form of a task's model is taken. opens: names of providers, those of this QGIS.

    On a worker. Raises NadirError where there is none, or this QGIS shows none.
    """
    if not (opens_models() if opens is None else PROVIDER in opens):
        raise NadirError(
            translate("Layers", "this QGIS shows no 3D models."),
            translate("Layers", "Use QGIS 3.34 or newer, or save the model and open it with another program."),
        )
    assets = [asset for asset in (TILES, GLB) if asset in task.available_assets]
    if not assets:
        raise NadirError(
            translate("Layers", "the task made none."),
            translate("Layers", "Process it again without the option skip-3dmodel, on a node that makes models."),
        )
    offset = _offset(client, task, cancelled) if GLB in assets else None
    return ModelPlan(assets[0], offset, assets[1] if len(assets) > 1 else "")


def _offset(client: Client, task: Task, cancelled: CancelCheck) -> Optional[Vector]:
    """The second line of coords.txt, such as '576714 5188162'."""
    try:
        content = client.assets.read_raw(task.project_id, task.id, COORDS, cancelled=cancelled)
        east, north = content.decode("ascii", "replace").splitlines()[1].split()[:2]
        return float(east), float(north), 0.0
    except (NotFound, ValueError, IndexError):
        return None  # the model may say it itself


def bring_model(client: Client, cache: Cache, task: Task, model: ModelPlan) -> Callable[[JobControl], Path]:
    """The work of a job that gives the path of the model's tileset.json on this disk."""

    def work(control: JobControl) -> Path:
        if model.asset == GLB:
            return _wrapped(client, cache, task, model, control)
        try:
            return _unpacked(client, cache, task, control)
        except NadirError:
            if not model.other:
                raise
            return _wrapped(client, cache, task, model, control)

    return work


def _unpacked(client: Client, cache: Cache, task: Task, control: JobControl) -> Path:
    def tell(received: int, total: Optional[int]) -> None:
        control.progress(received / total if total else 0.0, describe_bytes(received, total))

    wanted = (client, task.project_id, task.id, run_of(task), TILES)
    folder = cache.unpacked(*wanted, tell, control.cancelled, in_use=shown_files(control))
    found = sorted(folder.rglob(TILESET), key=lambda path: len(path.parts))
    if not found or not _is_tileset(found[0]):
        raise damaged(TILES, f"{len(found)} tilesets in {folder}")
    return found[0]


def _is_tileset(path: Path) -> bool:
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, OSError):
        return False
    return isinstance(content, dict) and isinstance(content.get("root"), dict)


def _wrapped(client: Client, cache: Cache, task: Task, model: ModelPlan, control: JobControl) -> Path:
    folder = cache.folder_for(client.session.url, task.id, run_of(task), _WRAPPED) / "tiles"
    if (folder / TILESET).is_file():
        return folder / TILESET
    wkt = wkt_of(task)
    if not wkt:
        raise NadirError(
            translate("Layers", "nobody knows where on the Earth it lies: the task has no reference system."),
            translate("Layers", "Save the model and open it with another program."),
        )
    source = fetching(client, cache, task, GLB, keep=(folder,))(control)
    part = Path(tempfile.mkdtemp(prefix=".tiles.", suffix=PART, dir=folder.parent))
    try:
        wrap(source, part, wkt, model.offset)
        part.chmod(0o755)
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)  # gone where it has become the folder
    return folder / TILESET
