"""What can be done with a file of a task: put on the map, saved, exported. For the list of files and for the context menu."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QWidget

from ...core.api.exports import ExportOptions
from ...core.api.task import Task
from ...core.jobs import Job
from ...core.layers.products import why_no_place
from ...core.workspace import Workspace
from ..common import wording
from ..map.offers import Offer, offer_for, offers
from .export_dialog import ExportDialog
from .file_kinds import TaskFile, product_title, products_of
from .saving import ask_where, file_name, remember_folder

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

Follow = Callable[[Job, str], None]
"""Shows a job that was started, by its title, and what becomes of it."""


def why_not_on_map(task: Task, file: TaskFile) -> str:
    """Why a file cannot go on the map; '' where it can."""
    offer = _offer(file)
    if offer is None and not file.is_vector:
        return translate("Files", "QGIS does not show this kind of file as a layer. Save it instead.")
    return why_no_place(task) or (offer.refuse(task) if offer is not None else "")


def add_to_map(workspace: Workspace, task: Task, file: TaskFile, follow: Follow) -> None:
    """Put on the map what a file holds: heights with their real values, photos with their pictures, other positions as they are."""
    offer = _offer(file)
    if offer is not None:
        job = offer.start(workspace, task)
    elif file.is_vector:
        job = workspace.add_vector(task, file.asset, file.title)
    else:
        return
    title = translate("Files", "Adding {file} of “{name}” to the map")
    follow(job, title.format(file=file.title, name=wording.one_line(task.name, 60)))


def _offer(file: TaskFile) -> Optional[Offer]:
    """What *Add more to map* calls the same."""
    name = offer_for(file.asset)
    return next((offer for group in offers() for offer in group if offer.name == name), None)


def save_as(window: QWidget, workspace: Workspace, task: Task, asset: str, follow: Follow) -> None:
    """Ask where a file is to go, and download it."""

    def save(path: Path) -> None:
        title = translate("Files", "Saving {file} of “{name}”")
        follow(workspace.download_asset(task, asset, path), title.format(file=asset, name=wording.one_line(task.name, 60)))

    title = translate("Files", "Save {file}").format(file=wording.one_line(asset, 80))
    ask_where(window, workspace.jobs, title, file_name(task.name, asset), save)


def export(window: QWidget, workspace: Workspace, task: Task, file: TaskFile, follow: Follow) -> None:
    """Ask in which form, and have the server make it."""
    products = products_of(task.available_assets)
    if not products:
        return
    dialog = ExportDialog(workspace, task, products, file.product or products[0], window)

    def start(options: ExportOptions, path: Path) -> None:
        remember_folder(workspace.jobs, path.parent)
        title = translate("Files", "Exporting {file} of “{name}”")
        named = title.format(file=product_title(options.product), name=wording.one_line(task.name, 60))
        follow(workspace.export(task, options, path), named)

    dialog.decided.connect(start)
    dialog.open()
