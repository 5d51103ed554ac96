"""Two flights of a project compared: both surfaces from the cache, or downloaded to it, then their difference."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.task import Task
from ...jobs import JobControl
from ...transfers.cache import Cache
from ..downloading import fetching
from ..groups import put_on_top
from ..products import ASSETS, LayerKind
from ..project import extent_of, zoom_to
from .difference import DifferenceResult, difference
from .layer import make_difference

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_FETCHED = 0.4  # of the progress, for each surface


@dataclass(frozen=True)
class DifferenceRequest:
    """What the user wants: after minus before, of the DSMs or the DTMs. level: without a vertical offset between them.
    ignore_m: smaller changes count neither as cut nor as fill.

    target: where to; a file that is there is kept, and the result gets a number.
    """

    before: Task
    after: Task
    kind: LayerKind
    target: Path
    level: bool = False
    ignore_m: float = 0.0


def comparing(client: Client, cache: Cache, request: DifferenceRequest) -> Callable[[JobControl], DifferenceResult]:
    """The work of a job that gives the difference of two tasks' surfaces as a file."""
    asset = ASSETS[request.kind][0]

    def work(control: JobControl) -> DifferenceResult:
        before = fetching(client, cache, request.before, asset)(_Share(control, 0.0, _FETCHED))
        after = fetching(client, cache, request.after, asset, keep=(before,))(_Share(control, _FETCHED, _FETCHED))
        rest = _Share(control, 2 * _FETCHED, 1 - 2 * _FETCHED)
        text = translate("Compare", "Comparing the heights")
        rest.progress(0.0, text)
        told: Callable[[float], None] = lambda fraction: rest.progress(fraction, text)  # noqa: E731
        target = unused(request.target)
        return difference(before, after, target, control.cancelled, told, level=request.level, ignore=request.ignore_m)

    return work


def unused(path: Path) -> Path:
    """The path itself, or the same with a number where a file is there: a layer may show it. On a worker."""
    numbered = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in itertools.count(2))
    return path if not path.exists() else next(other for other in numbered if not other.exists())


def show_difference(result: DifferenceResult, request: DifferenceRequest, server_url: str) -> QgsRasterLayer:
    """Put a difference on top of the map, since it belongs to two tasks, with its legend open: colours without numbers
    say little. On the main thread. Raises NadirError.
    """
    layer = make_difference(result, request.kind, request.before, request.after, server_url)
    put_on_top([layer])
    QgsProject.instance().layerTreeRoot().findLayer(layer.id()).setExpanded(True)
    zoom_to(extent_of([layer]), if_unseen=True)
    return layer


class _Share(JobControl):
    """The control of a job for one part of it, whose progress is a part of the whole."""

    def __init__(self, whole: JobControl, begin: float, share: float) -> None:
        super().__init__(lambda kind, value: None)
        self._whole, self._begin, self._part = whole, begin, share

    def cancelled(self) -> bool:
        """See JobControl."""
        return self._whole.cancelled()

    def stopping(self) -> bool:
        """See JobControl."""
        return self._whole.stopping()

    def raise_if_cancelled(self) -> None:
        """See JobControl."""
        self._whole.raise_if_cancelled()

    def on_main_thread(self, function: Callable[[], Any]) -> Any:
        """See JobControl."""
        return self._whole.on_main_thread(function)

    def progress(self, fraction: float, text: str = "") -> None:
        """See JobControl."""
        self._whole.progress(self._begin + self._part * min(max(fraction, 0.0), 1.0), text)
