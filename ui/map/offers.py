"""All that a task can put on the map, each defined once: what it is called, how it starts, and why it cannot be had.

The menu *Add more to map* and the list of files both offer these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.task import Task
from ...core.jobs import Job
from ...core.layers.products import FIRST_KINDS, RASTERS, LayerKind, asked_for, is_there
from ...core.workspace import Workspace

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

Start = Callable[[Workspace, Task], Job]
Refuse = Callable[[Task], str]


@dataclass(frozen=True)
class Offer:
    """One thing that can be added. name: for object names and tests; refuse: why a task has not got it, '' where it has."""

    name: str
    title: str
    start: Start
    refuse: Refuse


def offers() -> tuple[tuple[Offer, ...], ...]:
    """All of them in the order of the menu, in groups that belong together."""
    return (
        tuple(tiles_offer(kind) for kind in FIRST_KINDS),
        tuple(values_offer(kind) for kind in RASTERS),
    )


def tiles_offer(kind: LayerKind) -> Offer:
    """A product as the server shows it."""
    return Offer(kind.value, kind.title, lambda workspace, task: workspace.load_results(task, (kind,)), partial(why_not_there, kind))


def values_offer(kind: LayerKind) -> Offer:
    """A raster with its real values."""
    start: Start = lambda workspace, task: workspace.add_values(task, kind)  # noqa: E731
    return Offer(f"{kind.value}_values", values_title(kind), start, partial(why_not_there, kind))


def values_title(kind: LayerKind) -> str:
    """`Surface model (DSM), real values`; an orthophoto has no values but its pixels."""
    if kind is LayerKind.ORTHOPHOTO:
        return translate("Offers", "{product}, full resolution").format(product=kind.title)
    return translate("Offers", "{product}, real values").format(product=kind.title)


def why_not_there(kind: LayerKind, task: Task) -> str:
    """Why a task has not got one of the first products; '' where it has."""
    if is_there(task, kind):
        return ""
    if kind in asked_for(task):
        return translate("Offers", "The task was to make it, but did not. Its console says more.")
    return translate("Offers", "The task was processed without it.")


def why_no_asset(assets: Sequence[str], text: str, task: Task) -> str:
    """`text` where a task has none of these files."""
    return "" if any(asset in task.available_assets for asset in assets) else text
