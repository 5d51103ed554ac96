"""What is written on our layers and groups, so that the plugin knows them again in any saved project. Never a credential."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional

from qgis.core import QgsLayerTreeNode, QgsMapLayer

from ..api.task import Task
from ..connections import LOCAL_ID
from .products import LayerKind, result_version

PREFIX = "nadir/"
KIND, FORM, SERVER, PROJECT, TASK, VERSION, ASSET, DETAIL, EXTENT, STYLE = (
    f"{PREFIX}{name}"
    for name in ("kind", "form", "server", "project", "task", "version", "asset", "detail", "extent", "style")
)


CONNECTION = f"{PREFIX}connection"
"""On layers of This computer: their address holds the port of the day, by which nobody finds it again."""


class LayerForm(Enum):
    """How a layer gets its data."""

    TILES = "tiles"  # XYZ from the server
    STREAM = "stream"  # the file on the server, read piece by piece (EPT, COPC, /vsicurl)
    FILE = "file"  # a file on this disk, in the cache or where the user saved it


@dataclass(frozen=True)
class Mark:
    """What a layer shows and where that comes from. Ids are opaque texts.

    version: `result_version` of the run that it shows. asset: of the task's available assets, '' where it is none.
    detail: which one of several of its kind, such as 'NDVI' or '0.5 m DTM'.
    """

    kind: LayerKind
    form: LayerForm
    server_url: str
    project_id: str
    task_id: str
    version: str
    asset: str = ""
    detail: str = ""

    @classmethod
    def of(cls, task: Task, server_url: str, kind: LayerKind, form: LayerForm, *, asset: str = "", detail: str = "") -> Mark:
        """The mark of a layer of a task's latest run."""
        return cls(kind, form, server_url, task.project_id, task.id, result_version(task), asset, detail)

    def is_same_product(self, other: Mark) -> bool:
        """Whether both show the same product of the same task, in whatever form and of whatever run."""
        return self._product() == other._product()

    def _product(self) -> tuple[LayerKind, str, str, str]:
        return self.kind, self.server_url, self.task_id or f"project {self.project_id}", self.detail


def write_mark(layer: QgsMapLayer, mark: Mark) -> None:
    """Write on a layer what it shows."""
    values = (
        (KIND, mark.kind.value),
        (FORM, mark.form.value),
        (SERVER, mark.server_url),
        (PROJECT, mark.project_id),
        (TASK, mark.task_id),
        (VERSION, mark.version),
        (ASSET, mark.asset),
        (DETAIL, mark.detail),
    )
    for name, value in values:
        layer.setCustomProperty(name, value)


def read_mark(layer: Optional[QgsMapLayer]) -> Optional[Mark]:
    """What is written on a layer; None for one that is none of ours, or damaged."""
    if layer is None:
        return None
    try:
        kind, form = LayerKind(layer.customProperty(KIND)), LayerForm(layer.customProperty(FORM, LayerForm.TILES.value))
    except ValueError:
        return None
    # QGIS 3.40 reads a property that was saved empty as NULL
    texts = [str(layer.customProperty(name, "") or "") for name in (SERVER, PROJECT, TASK, VERSION, ASSET, DETAIL)]
    return Mark(kind, form, *texts)


def is_local(layer: QgsMapLayer) -> bool:
    """Whether a layer shows results of the local server, of this computer or of another one."""
    return bool(layer.customProperty(CONNECTION) == LOCAL_ID)


def mark_group(node: QgsLayerTreeNode, task_id: str, server_url: str) -> None:
    """Write on a group of the layer tree whose task it holds."""
    node.setCustomProperty(TASK, task_id)
    node.setCustomProperty(SERVER, server_url)
