"""A dialog that asks a server for something and stays until it has it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QDialog, QWidget

from ...core.jobs import Job


class JobDialog(QDialog):
    """Gives up the job that is under way when it goes, by whatever way."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._job: Optional[Job] = None

    def done(self, result: int) -> None:
        """See Qt."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        super().done(result)
