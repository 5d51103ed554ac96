"""Tasks made of what exists already: backups, downloads of other servers, rasters from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Mapping, Optional

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..api.imports import ExternalKind, ImportProgress
from ..api.projects import Project
from ..api.task import Task
from ..jobs import Job, JobControl
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ImportVerbs(Verbs):
    """Import from a file, from an address, from single products. The Task that a job succeeds with is still being
    unpacked by the server; its end is told by the monitor.
    """

    def import_zip(
        self, project: Project, name: str, *, path: Optional[Path] = None, url: str = ""
    ) -> Job:
        """A backup or an all.zip, sent from here or fetched by the server from an address: exactly one of the two."""
        if path is not None:
            chosen = path
            return self._import(
                project,
                name,
                lambda control: self.client.imports.file(
                    project.id, chosen, name, telling_bytes(control), cancelled=control.cancelled
                ),
            )
        return self._import(
            project,
            name,
            lambda control: self.client.imports.url(project.id, url, name, cancelled=control.cancelled),
        )

    def import_rasters(self, project: Project, name: str, files: Mapping[ExternalKind, Path]) -> Job:
        """Rasters, a point cloud or a textured model from elsewhere, as one task."""
        chosen = dict(files)
        return self._import(
            project,
            name,
            lambda control: self.client.imports.external(
                project.id, name, chosen, telling_bytes(control), cancelled=control.cancelled
            ),
            "import_rasters",
        )

    def _import(
        self, project: Project, name: str, work: Callable[[JobControl], Task], verb: str = "import"
    ) -> Job:
        title = translate("Workspace", "Importing {name}").format(name=name)
        refusal = translate("Workspace", "This server cannot import tasks.")
        if verb == "import_rasters":
            refusal = translate("Workspace", "This server cannot import rasters and models.")

        def follow(task: Task) -> Task:
            self.monitor.follow_task(task.project_id, task.id)
            self.task_created.emit(task)
            return task

        return self._change(title, self._if_known(verb, refusal, project.id, work), shown=True, finish=follow)


def telling_bytes(control: JobControl) -> ImportProgress:
    """Progress of a job out of bytes sent, in words too."""

    def tell(sent: int, total: int) -> None:
        shown = QLocale().formattedDataSize(sent, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        whole = QLocale().formattedDataSize(total, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        text = translate("Workspace", "{sent} of {total} sent").format(sent=shown, total=whole)
        control.progress(sent / total if total else 0.0, text)

    return tell
