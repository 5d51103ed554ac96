"""Waiting until no map is painted: QGIS 3.22 crashes when the data of a point cloud are changed under what paints it."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QTimer

_LOOK = 50  # milliseconds between two looks at whether maps are painted
_QUIET_LOOKS = 3  # in a row: what was broken off may go on for a moment


def when_nothing_paints(then: Callable[[], object], quiet: int = 0) -> None:
    """Call a function as soon as no map in QGIS's windows is painted, at once where none is open."""
    from qgis.utils import iface  # None until QGIS has its window, and without one

    canvases = [] if iface is None else iface.mapCanvases()
    quiet = 0 if any(canvas.isDrawing() for canvas in canvases) else quiet + 1
    if not canvases or quiet >= _QUIET_LOOKS:
        then()
    else:
        QTimer.singleShot(_LOOK, lambda: when_nothing_paints(then, quiet))
