"""What all vector layers share: where their file lies, and how it becomes a layer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, List, Mapping

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.task import Task
from ...errors import NadirError
from ...transfers.cache import Cache, InUse, in_use_with, run_of
from ..marks import LayerForm, Mark, write_mark
from ..metadata import describe, reason_of
from ..products import LayerKind

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FORMAT = 1
"""Of our files: another number makes them anew, whatever lies in the cache."""
LARGEST_JSON = 256 * 1024 * 1024  # bytes

Progress = Callable[[float], None]
"""Gets how far the work is, 0 to 1."""


def untold(_fraction: float) -> None:
    """For work whose progress nobody wants to know."""


def unknown() -> None:
    """For who cannot tell which files layers show: the cache removes none to make room."""


@dataclass(frozen=True)
class VectorPlan:
    """A vector layer that can be made. path: its GeoPackage. note: what was left out of it and why, '' for nothing."""

    mark: Mark
    path: Path
    note: str = ""


@dataclass(frozen=True)
class Source:
    """Where a planner gets its data from, and how it tells and is stopped. in_use: files that layers show;
    what was asked of it stays in the cache beside these, until the layer is made.
    """

    client: Client
    cache: Cache
    task: Task
    cancelled: CancelCheck = never
    progress: Progress = untold
    in_use: InUse = unknown
    _taken: List[Path] = field(default_factory=list)

    @property
    def server_url(self) -> str:
        """Of the server that has the task."""
        return self.client.session.url

    def mark(self, kind: LayerKind, asset: str = "", detail: str = "") -> Mark:
        """The mark of a layer out of a file."""
        return Mark.of(self.task, self.server_url, kind, LayerForm.FILE, asset=asset, detail=detail)

    def folder(self, name: str) -> Path:
        """Where a file that is made of the task's results belongs."""
        folder = self.cache.folder_for(self.server_url, self.task.id, run_of(self.task), f"{name}-{FORMAT}")
        self._taken.append(folder)
        return folder

    def asset(self, name: str) -> Path:
        """One of the task's files, downloaded where it is not in the cache."""

        def tell(received: int, total: Any) -> None:
            self.progress(0.5 * received / total if total else 0.0)

        wanted = (self.client, self.task.project_id, self.task.id, run_of(self.task), name)
        kept = in_use_with(self.in_use, *self._taken)
        path = self.cache.get(*wanted, tell, self.cancelled, in_use=kept)
        self._taken.append(path)
        return path


def source_of(
    client: Client, cache: Cache, task: Task, cancelled: CancelCheck, progress: Progress, in_use: InUse
) -> Source:
    """What planners are given, in one piece."""
    return Source(client, cache, task, cancelled, progress, in_use)


def read_json_file(path: Path) -> Mapping[str, Any]:
    """The object in a JSON file that a server sent. Raises NadirError for anything else."""
    try:
        if path.stat().st_size > LARGEST_JSON:
            raise _unreadable(path, f"{path.stat().st_size} bytes")
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from error
    if not isinstance(content, dict):
        raise _unreadable(path, repr(content)[:200])
    return content


def open_layer(plan: VectorPlan, aliases: Mapping[str, str], about: str) -> QgsVectorLayer:
    """The file of a plan as a layer that nobody edits by mistake: marked, described, its fields named for people.

    On the main thread; asks no server. Raises NadirError.
    """
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(str(plan.path), plan.mark.kind.title, "ogr", options)
    if not layer.isValid():
        raise NadirError(
            translate("Layers", "{file} cannot be opened.").format(file=plan.path.name),
            translate("Layers", "Remove downloaded results in the options, then try again."),
            reason_of(layer),
        )
    layer.setReadOnly(True)  # it is a copy: what is edited here reaches no server, and is gone with the cache
    write_mark(layer, plan.mark)
    describe(layer, " ".join(text for text in (about, plan.note) if text))
    for name, alias in aliases.items():
        layer.setFieldAlias(layer.fields().lookupField(name), alias)
    _hide_fid(layer)
    return layer


def _hide_fid(layer: QgsVectorLayer) -> None:
    """Leave the row numbers of the file out of the attribute table."""
    config = layer.attributeTableConfig()
    config.update(layer.fields())
    columns = config.columns()
    for column in columns:
        if column.name in ("fid", "picture"):
            column.hidden = True
    config.setColumns(columns)
    layer.setAttributeTableConfig(config)


def nothing_in(what: str, detail: str = "") -> NadirError:
    """The error for a file that holds nothing that could be shown."""
    return NadirError(
        translate("Layers", "{what}: nothing in it can be put on the map.").format(what=what),
        translate("Layers", "Look at the task's console: it may say why."),
        detail,
    )


def _unreadable(path: Path, detail: str) -> NadirError:
    return NadirError(
        translate("Layers", "{file} from the server cannot be read.").format(file=path.name),
        translate("Layers", "Remove downloaded results in the options, then try again; if it stays, restart the task."),
        detail,
    )
