"""What stands around the map is tested on the desk of the actions."""

from __future__ import annotations

from nadir.test.qgis.ui.actions.conftest import desk

__all__ = ["desk"]
