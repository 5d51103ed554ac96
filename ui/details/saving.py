"""Where a file is to be saved: one dialog for results, exports and the console, which begins in the folder of last time."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...core.jobs import JobControl, Jobs
from ...core.settings import Settings

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LONGEST_NAME = 80  # characters of a task's name in a file's name
FORBIDDEN = '<>:"/\\|?*'  # in file names of some system


def ask_where(window: QWidget, jobs: Jobs, title: str, suggested: str, save: Callable[[Path], None]) -> QFileDialog:
    """Ask without holding anything up; `save` follows with the path if the user chose one. The folder is remembered."""
    dialog = QFileDialog(window, title)
    dialog.setObjectName("NadirSaveDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(Settings().last_download_folder)
    ending = Path(suggested).suffix
    if ending:
        dialog.setDefaultSuffix(ending[1:])
    dialog.selectFile(suggested)

    def take(path: str) -> None:
        remember_folder(jobs, Path(path).parent)
        save(Path(path))

    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def remember_folder(jobs: Jobs, folder: Path) -> None:
    """Begin there the next time. By a job, since QGIS's settings go to the disk at once."""

    def remember(_control: JobControl) -> None:
        Settings().last_download_folder = str(folder)

    jobs.start(translate("Saving", "Remembering the folder"), remember)


def file_name(task_name: str, file: str) -> str:
    """`Morning flight - orthophoto.tif`, without what file names cannot hold."""
    name = "".join("_" if letter in FORBIDDEN or not letter.isprintable() else letter for letter in task_name)
    return f"{name.strip(' .')[:LONGEST_NAME].strip(' .') or 'task'} - {Path(file).name}"
