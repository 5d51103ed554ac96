"""Verbs that make and name things: new project, rename, describe, tag."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QDialog

from ...core.jobs import Job
from ...core.workspace import Workspace
from ..common import wording
from ..selection import Item
from .group import Group
from .name_dialog import NameDialog, Naming, TagsDialog
from .tag_edit import clean_tags
from .verb import Acts, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class NamingVerbs(Group):
    """What opens the dialogs for names, descriptions and tags."""

    def verbs(self) -> dict[str, Verb]:
        may = self.why.any_of(self.why.offline, self.why.busy, self.why.no_change_of_task)
        return {
            "new_project": Verb(
                "new-project", translate("Actions", "New pro&ject…"), Acts.SERVER, self._create, self.why.offline
            ),
            "rename": Verb(
                "edit", translate("Actions", "Re&name…"), Acts.BOTH, lambda items: self._edit(items[0], "name"), may,
                shortcut="F2", several=False,
            ),
            "describe": Verb(
                "edit", translate("Actions", "D&escription…"), Acts.PROJECT,
                lambda items: self._edit(items[0], "description"), may, several=False,
            ),
            "tags": Verb("tag", translate("Actions", "Ta&gs…"), Acts.BOTH, self._tag, may),
        }  # fmt: skip

    def _create(self, items: tuple[Item, ...]) -> None:
        workspace = self.desk.workspace(items[0])
        if workspace is None:
            return

        def send(naming: Naming) -> Job:
            return workspace.create_project(naming.name, naming.description or "", naming.tags)

        title = translate("Actions", "New project on {server}").format(server=wording.one_line(workspace.connection.name, 40))
        self._open(NameDialog(
            self.desk.window, title, translate("Actions", "Create project"), Naming(), send, known_tags(workspace)
        ))  # fmt: skip

    def _edit(self, item: Item, field: str) -> None:
        workspace = self.desk.workspace(item)
        before = _naming_of(item)
        if workspace is None or before is None:
            return

        def send(naming: Naming) -> Job:
            return self.desk.hold(_change(workspace, item, _changes(before, naming)), item)

        title = translate("Actions", "Change task") if item.task is not None else translate("Actions", "Change project")
        save = translate("Actions", "Save")
        dialog = NameDialog(self.desk.window, title, save, before, send, known_tags(workspace))
        self._open(dialog, field)

    def _tag(self, items: tuple[Item, ...]) -> None:
        if len(items) == 1:
            self._edit(items[0], "tags")
            return
        known = sorted({tag for item in items for tag in self._known(item)}, key=str.casefold)
        present = sorted({tag for item in items for tag in tags_of(item)}, key=str.casefold)

        def change(added: tuple[str, ...], removed: tuple[str, ...]) -> None:
            def start(workspace: Workspace, item: Item) -> Job:
                kept = [tag for tag in tags_of(item) if tag not in removed]
                return _change(workspace, item, {"tags": clean_tags([*kept, *added])})

            text = translate("Actions", "{n} of {count} could not be tagged: {names}")
            self.desk.for_all(items, start, text)

        title = translate("Actions", "Tags of {n} selected").format(n=len(items))
        self._open(TagsDialog(self.desk.window, title, known, present, change))

    def _known(self, item: Item) -> tuple[str, ...]:
        workspace = self.desk.workspace(item)
        return known_tags(workspace) if workspace is not None else ()

    @staticmethod
    def _open(dialog: QDialog, field: str = "name") -> None:
        if isinstance(dialog, NameDialog):
            dialog.focus_on(field)
        dialog.open()


def known_tags(workspace: Workspace) -> tuple[str, ...]:
    """The tags in use, as far as they have been seen."""
    monitor = workspace.monitor
    found = {tag for project in monitor.projects for tag in project.tags}
    found |= {tag for project in monitor.projects for task in monitor.tasks(project.id) for tag in task.tags}
    return tuple(sorted(found, key=str.casefold))


def tags_of(item: Item) -> tuple[str, ...]:
    """Those of a row's task, or of its project."""
    chosen = item.task or item.project
    return chosen.tags if chosen is not None else ()


def _naming_of(item: Item) -> Optional[Naming]:
    if item.task is not None:
        return Naming(item.task.name, None, item.task.tags)
    if item.project is not None:
        return Naming(item.project.name, item.project.description, item.project.tags)
    return None


def _changes(before: Naming, after: Naming) -> dict[str, Any]:
    """Only what is new: an old server may refuse fields that it does not know."""
    asked = {"name": (before.name, after.name), "tags": (before.tags, after.tags)}
    if after.description is not None:
        asked["description"] = (before.description, after.description)  # type: ignore[assignment]
    return {name: new for name, (old, new) in asked.items() if old != new}


def _change(workspace: Workspace, item: Item, changes: dict[str, Any]) -> Job:
    if item.task is not None:
        return workspace.edit_task(item.task, **changes)
    if item.project is not None:
        return workspace.edit_project(item.project, **changes)
    raise ValueError("no row of a server's own")
