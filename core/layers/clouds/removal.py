"""Point clouds leave the map without taking QGIS along: 3.22 crashes when one is deleted while it is painted.

What paints in the background holds the layer's data without owning it, and stopping it does not wait for it. So a cloud
is taken out of the project at once and deleted later, when nothing can be painting it any more.
"""

from __future__ import annotations

from typing import Callable, Iterable, List

from qgis.core import QgsMapLayer, QgsNetworkAccessManager, QgsPointCloudLayer, QgsProject
from qgis.PyQt.QtCore import QTimer

_LOOK = 50  # milliseconds between two looks at whether maps are painted
_QUIET_LOOKS = 3  # in a row: what was broken off may go on for a moment

_leaving: List[QgsMapLayer] = []


def remove_safely(layer_ids: Iterable[str]) -> None:
    """Remove layers from the project, of whatever kind. On the main thread."""
    project = QgsProject.instance()
    for layer_id in layer_ids:
        layer = project.mapLayer(layer_id)
        if layer is None:
            continue
        if not isinstance(layer, QgsPointCloudLayer):
            project.removeMapLayer(layer_id)
            continue
        _leaving.append(project.takeMapLayer(layer))
        QTimer.singleShot(_longest_painting(), lambda kept=layer: _leaving.remove(kept))


def when_nothing_paints(then: Callable[[], object], quiet: int = 0) -> None:
    """Call a function as soon as no map in QGIS's windows is painted, at once where none is open."""
    from qgis.utils import iface  # None until QGIS has its window, and without one

    canvases = [] if iface is None else iface.mapCanvases()
    quiet = 0 if any(canvas.isDrawing() for canvas in canvases) else quiet + 1
    if not canvases or quiet >= _QUIET_LOOKS:
        then()
    else:
        QTimer.singleShot(_LOOK, lambda: when_nothing_paints(then, quiet))


def _longest_painting() -> int:
    """Milliseconds after which what painted a layer has ended: a request that was under way, and the one after it."""
    return 2 * QgsNetworkAccessManager.timeout()
