"""Has tokens renewed in time for rasters that GDAL reads from servers: their requests pass no signer that would notice."""

from __future__ import annotations

from typing import Callable, Iterable, Optional, Set

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer

from ...api.session import Session
from ..marks import LayerForm
from ..on_map import marked_layers
from .stream import is_streamed

EVERY = 5_000  # milliseconds


class StreamWatch(QObject):
    """Looks at the tokens now and then while the open project shows such a raster, and never otherwise.

    renew: has the token of a session renewed without waiting for it.
    """

    def __init__(
        self, sessions: Callable[[], Iterable[Session]], renew: Callable[[Session], None], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._sessions, self._renew = sessions, renew
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY)
        self._clock.timeout.connect(self.look)
        QgsProject.instance().layersAdded.connect(self._begin)
        self._begin()

    def uninstall(self) -> None:
        """Look no more."""
        self._clock.stop()
        QgsProject.instance().layersAdded.disconnect(self._begin)

    def is_looking(self) -> bool:
        """Whether there is anything to look after."""
        return self._clock.isActive()

    def look(self) -> None:
        """Renew what ends soon, and stop where nothing is streamed any more."""
        servers = streamed_servers()
        if not servers:
            self._clock.stop()
        for session in tuple(self._sessions()):
            if session.url in servers and session.wants_renewal():
                self._renew(session)

    def _begin(self, _layers: object = None) -> None:
        if not self._clock.isActive() and streamed_servers():
            self._clock.start()


def streamed_servers() -> Set[str]:
    """The addresses of the servers that GDAL reads layers of the open project from."""
    rasters = ((layer, mark) for layer, mark in marked_layers() if isinstance(layer, QgsRasterLayer))
    return {mark.server_url for layer, mark in rasters if mark.form is LayerForm.STREAM and is_streamed(layer.source())}
