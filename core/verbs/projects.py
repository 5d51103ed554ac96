"""What can be done with projects."""

from __future__ import annotations

from typing import Any, Iterable, List, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ..api.permissions import Grant, ProjectPermissions
from ..api.projects import Project, ProjectFilter
from ..api.task import Task
from ..jobs import Job, JobControl
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ProjectVerbs(Verbs):
    """Make, change, share and delete projects."""

    def create_project(self, name: str, description: str = "", tags: Sequence[str] = ()) -> Job:
        """Succeeds with the Project."""
        title = translate("Workspace", "Creating project {name}").format(name=name)

        def work(control: JobControl) -> Project:
            return self.client.projects.create(name, description, tags=tags, cancelled=control.cancelled)

        return self._change(title, work)

    def edit_project(self, project: Project, **changes: Any) -> Job:
        """Change what is given out of name, description, tags, public and public_edit; succeeds with the Project."""
        title = translate("Workspace", "Changing project {name}").format(name=project.name)

        def work(control: JobControl) -> Project:
            return self.client.projects.patch(project.id, **changes, cancelled=control.cancelled)

        return self._change(title, work)

    def duplicate_project(self, project: Project) -> Job:
        """Copy a project with all its tasks, which may take long; succeeds with the copy."""
        title = translate("Workspace", "Duplicating project {name}").format(name=project.name)
        refusal = translate("Workspace", "This server cannot duplicate projects.")

        def work(control: JobControl) -> Project:
            return self.client.projects.duplicate(project.id, cancelled=control.cancelled)

        return self._change(title, self._if_known("duplicate_project", refusal, project.id, work), shown=True)

    def delete_project(self, project: Project) -> Job:
        """Delete a project with its tasks; one that is only shared with the account is merely unshared."""
        title = translate("Workspace", "Deleting project {name}").format(name=project.name)

        def work(control: JobControl) -> None:
            self.client.projects.delete(project.id, cancelled=control.cancelled)

        return self._change(title, work)

    def project_permissions(self, project: Project) -> Job:
        """Who may do what; succeeds with ProjectPermissions."""
        title = translate("Workspace", "Asking who uses project {name}").format(name=project.name)
        refusal = translate("Workspace", "This server cannot say whom a project is shared with.")

        def work(control: JobControl) -> ProjectPermissions:
            return self.client.projects.permissions(project.id, cancelled=control.cancelled)

        return self._start(title, self._if_known("share", refusal, project.id, work))

    def share_project(self, project: Project, grants: Iterable[Grant]) -> Job:
        """Give each of these users and groups exactly these permissions, none to take them away, all at once or not at
        all. Others keep what they have by now. Succeeds with ProjectPermissions.
        """
        title = translate("Workspace", "Sharing project {name}").format(name=project.name)
        refusal = translate("Workspace", "This server cannot share projects.")
        changed = tuple(grants)

        def work(control: JobControl) -> ProjectPermissions:
            current = self.client.projects.permissions(project.id, cancelled=control.cancelled)
            for grant in changed:
                current = ProjectPermissions(current.with_grant(grant), current.groups_count)
            return self.client.projects.set_permissions(project.id, current.grants, cancelled=control.cancelled)

        return self._change(title, self._if_known("share", refusal, project.id, work))

    def find_projects(self, text: str) -> Job:
        """The first page of the projects with such words, which not all may be known here; succeeds with a tuple."""
        chosen = ProjectFilter(search=text)

        def work(control: JobControl) -> Tuple[Project, ...]:
            return self.client.projects.page(1, chosen, cancelled=control.cancelled).items

        return self._start(translate("Workspace", "Looking for projects"), work)

    def contents_of(self, projects: Sequence[Project]) -> Job:
        """What would go with these projects; succeeds with all their Tasks. Asks only for what has not been seen yet."""
        seen = {each.id: self.monitor.tasks(each.id) for each in projects if self.monitor.is_known(each.id)}

        def work(control: JobControl) -> Tuple[Task, ...]:
            found: List[Task] = []
            for project in projects:
                if project.id in seen:
                    found += seen[project.id]
                elif project.task_ids:
                    found += self.client.tasks.list(project.id, cancelled=control.cancelled)
            return tuple(found)

        return self._start(translate("Workspace", "Looking at what is in the projects"), work)
