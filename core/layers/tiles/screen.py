"""Whether tiles with twice the pixels are worth their bytes: on screens that have them, or as the user chose."""

from __future__ import annotations

from qgis.PyQt.QtGui import QGuiApplication

from ...settings import Settings

ALWAYS, NEVER = "always", "never"
DENSE = 1.25  # device pixels a pixel; below that nobody sees the difference


def wants_twice() -> bool:
    """By the densest screen of this computer and the settings. On the main thread."""
    chosen = Settings().sharp_tiles
    if chosen in (ALWAYS, NEVER):
        return chosen == ALWAYS
    return any(screen.devicePixelRatio() >= DENSE for screen in QGuiApplication.screens())
