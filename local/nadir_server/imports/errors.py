"""How an import fails."""
from __future__ import annotations

from nadir_server.tasks.lifecycle.fetch import BadResults, DamagedResults


class BadImport(BadResults):
    """The file cannot be imported; the text says why."""


class ImportBrokeOff(DamagedResults):
    """It did not arrive whole: another try may bring it."""
