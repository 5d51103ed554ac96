"""Nadir: drone mapping in QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .plugin import NadirPlugin


def classFactory(iface: QgisInterface) -> NadirPlugin:
    """QGIS calls this to make the plugin; imports wait until then, so that the Qt-free rooms can be used from a script."""
    from .plugin import NadirPlugin

    return NadirPlugin(iface)
