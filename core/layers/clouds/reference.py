"""The reference system of a task's products, where a file does not say it."""

from __future__ import annotations

import logging

from osgeo import osr

from ...api.task import Task

_log = logging.getLogger(__name__)


def wkt_of(task: Task) -> str:
    """As WKT, '' where the server does not know it. On any thread: QGIS's own class is not made for workers."""
    if task.epsg is None:
        return task.wkt
    system = osr.SpatialReference()
    try:
        if system.ImportFromEPSG(task.epsg) != 0:
            return task.wkt
    except RuntimeError as error:
        _log.warning("Nobody knows EPSG:%s: %s", task.epsg, error)
        return task.wkt
    return str(system.ExportToWkt())
