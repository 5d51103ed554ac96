"""The files of a task in its context menu: saved, or exported."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QAction, QMenu, QWidget

from ...core.api.task import Task
from ...core.jobs import Job
from ...core.workspace import Workspace
from . import file_verbs
from .file_kinds import files_of

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def add_file_menus(menu: QMenu, window: QWidget, workspace: Workspace, task: Task, follow: Callable[[Job], None]) -> None:
    """Add what can be done with the files that a task has; nothing where it has none."""
    files = files_of(task.available_assets)
    if not files:
        return

    def take(job: Job, _title: str) -> None:
        follow(job)

    saved = menu.addMenu(translate("TaskFiles", "&Download"))
    saved.setObjectName("downloadMenu")
    for file in files:
        text = _escaped(file.title if file.title == file.asset else f"{file.title} ({file.asset})")
        _on_trigger(saved.addAction(text + "…"), file_verbs.save_as, window, workspace, task, file.asset, take)
    exported = next((file for file in files if file.product is not None), None)
    if exported is not None:
        action = menu.addAction(translate("TaskFiles", "E&xport…"))
        action.setObjectName("exportAction")
        _on_trigger(action, file_verbs.export, window, workspace, task, exported, take)


def _on_trigger(action: QAction, verb: Callable[..., None], *arguments: object) -> None:
    action.triggered.connect(lambda _checked=False: verb(*arguments))


def _escaped(text: str) -> str:
    """Menus take `&` for the mark of a key."""
    return text.replace("&", "&&")
