"""The files of a task in its context menu: saved where the user wants them, or put on the map with their real values."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QWidget

from ...core.api.tasks import Task
from ...core.jobs import Job
from ...core.layers.plan import ASSETS, RASTERS
from ...core.settings import Settings
from ...core.workspace import Workspace

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

Follow = Callable[[Job], None]


def add_file_menus(menu: QMenu, window: QWidget, workspace: Workspace, task: Task, follow: Follow) -> None:
    """Add what can be done with the files that a task has; nothing where it has none."""
    rasters = [kind for kind in RASTERS if ASSETS[kind][0] in task.available_assets]
    if rasters:
        shown = menu.addMenu(translate("TaskFiles", "Add as &file"))
        shown.setObjectName("addFileMenu")
        for kind in rasters:
            shown.addAction(kind.title).triggered.connect(
                lambda _checked=False, kind=kind: follow(workspace.add_file(task, kind))
            )
    if task.available_assets:
        saved = menu.addMenu(translate("TaskFiles", "&Download"))
        saved.setObjectName("downloadMenu")
        for asset in task.available_assets:
            action = saved.addAction(asset.replace("&", "&&") + "…")
            action.triggered.connect(
                lambda _checked=False, asset=asset: _ask_where(window, task, asset, partial(_save, workspace, follow))
            )


def _ask_where(window: QWidget, task: Task, asset: str, save: Callable[[Task, str, Path], None]) -> None:
    """Where the file goes; the suggested name tells task and file apart from others."""
    settings = Settings()
    dialog = QFileDialog(window, translate("TaskFiles", "Download {file}").format(file=asset))
    dialog.setObjectName("NadirSaveDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(settings.last_download_folder)
    dialog.selectFile(suggested_name(task, asset))
    dialog.fileSelected.connect(lambda path: save(task, asset, Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _save(workspace: Workspace, follow: Follow, task: Task, asset: str, target: Path) -> None:
    Settings().last_download_folder = str(target.parent)
    follow(workspace.download_asset(task, asset, target))


def suggested_name(task: Task, asset: str) -> str:
    """`Morning flight - orthophoto.tif`, without what file names cannot hold."""
    name = "".join("_" if letter in '<>:"/\\|?*' or not letter.isprintable() else letter for letter in task.name)
    return f"{name.strip(' .')[:80] or 'task'} - {Path(asset).name}"
