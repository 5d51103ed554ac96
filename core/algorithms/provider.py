"""Nadir's algorithms in the Processing toolbox."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..local.this_computer import ThisComputer
from .process_photos import ProcessPhotos

ICON = Path(__file__).resolve().parents[2] / "resources" / "nadir.svg"


class NadirProvider(QgsProcessingProvider):
    """Registered by the plugin; also all that `qgis_process` loads."""

    def __init__(self, this_computer: ThisComputer) -> None:
        super().__init__()
        self._this_computer = this_computer

    def id(self) -> str:
        """Part of every algorithm's id, so never changed."""
        return "nadir"

    def name(self) -> str:
        """As the toolbox shows it."""
        return "Nadir"

    def longName(self) -> str:
        """With what it is for."""
        return self.tr("Nadir drone mapping")

    def icon(self) -> QIcon:
        """The plugin's own."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:  # noqa: N802 - QGIS's name
        """The same, for the toolbox."""
        return str(ICON)

    def loadAlgorithms(self) -> None:
        """Called by QGIS at registration and refresh."""
        self.addAlgorithm(ProcessPhotos(self._this_computer))
