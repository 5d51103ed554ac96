"""What can be done with projects."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..jobs import Job
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ProjectVerbs(Verbs):
    """Make, change, share and delete projects."""

    def create_project(self, name: str) -> Job:
        """Succeeds with the Project."""
        title = translate("Workspace", "Creating project {name}").format(name=name)
        return self._change(title, lambda control: self.client.projects.create(name, cancelled=control.cancelled))

    def delete_project(self, project_id: str) -> Job:
        """Delete a project with its tasks."""
        work = self.client.projects.delete
        return self._change(
            translate("Workspace", "Deleting a project"), lambda control: work(project_id, cancelled=control.cancelled)
        )
