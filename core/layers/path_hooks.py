"""What QGIS calls for each path and source in the projects, layer definitions and styles that it reads and writes."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsPathResolver

Rewrite = Callable[[str], str]
"""Gives the path to take in place of another one, mostly the same."""


class PathHooks:
    """Two functions, for what is read and for what is written."""

    def __init__(self, read: Rewrite, write: Rewrite) -> None:
        self._read, self._write = read, write  # QGIS does not keep them alive
        self._reading: Optional[str] = None
        self._writing: Optional[str] = None

    def install(self) -> None:
        """From now on."""
        if self._reading is None:
            self._reading = QgsPathResolver.setPathPreprocessor(self._read)
            self._writing = QgsPathResolver.setPathWriter(self._write)

    def uninstall(self) -> None:
        """Take everything back."""
        if self._reading is not None:
            QgsPathResolver.removePathPreprocessor(self._reading)
            QgsPathResolver.removePathWriter(self._writing)
            self._reading = self._writing = None
