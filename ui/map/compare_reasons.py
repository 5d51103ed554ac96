"""Why two flights cannot be compared, in a sentence for the user."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.task import Task
from ...core.layers.products import LayerKind, asked_for, is_there, why_no_place
from ..common import wording

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def why_no_pair(before: Optional[Task], after: Optional[Task], finished: int) -> str:
    """Why the two are no pair at all; '' where they are. finished: how many flights of the project are."""
    if finished < 2:
        return translate("CompareDialog", "The project has fewer than two finished flights.")
    if before is None or after is None or before.id == after.id:
        return translate("CompareDialog", "Choose two different flights.")
    for task in (before, after):
        if why_no_place(task):
            return why_no_place(task)
    if _are_apart(before, after):
        return translate("CompareDialog", "The two flights do not overlap.")
    return ""


def why_not(flights: Sequence[Optional[Task]], kind: LayerKind) -> str:
    """Why a product of both cannot be compared: who has none, and what helps; '' where both have it."""
    lacking = [task for task in flights if task is not None and not is_there(task, kind)]
    if not lacking:
        return ""
    names = wording.names([task.name for task in lacking])
    text = translate("CompareDialog", "{flights}: no {product}.").format(flights=names, product=kind.title)
    if any(kind in asked_for(task) for task in lacking):
        return text + " " + translate("CompareDialog", "The processing did not give one; the console says more.")
    if kind is LayerKind.ORTHOPHOTO:
        return text + " " + translate("CompareDialog", "Process again without the option “skip-orthophoto”.")
    return text + " " + translate("CompareDialog", "Process again with the option “{option}”.").format(option=kind.value)


def _are_apart(before: Task, after: Task) -> bool:
    if before.extent is None or after.extent is None:
        return False
    (west, south, east, north), (west2, south2, east2, north2) = before.extent, after.extent
    return east < west2 or east2 < west or north < south2 or north2 < south
