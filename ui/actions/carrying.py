"""Verbs that carry whole tasks from one place to another: import and back up."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog

from ...core.jobs import Job, JobControl
from ...core.settings import Settings
from ...core.workspace import Workspace
from ..common import wording
from ..selection import Item
from .group import Group
from .import_dialog import Import, ImportDialog
from .verb import Acts, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class CarryingVerbs(Group):
    """Both run in the background, with progress and cancel, in the panel and in QGIS's task manager."""

    started = pyqtSignal(object, str)  # Job, its title for the panel

    def verbs(self) -> dict[str, Verb]:
        why = self.why
        no_import = why.lacking("import", translate("Actions", "This server cannot import tasks."))
        no_backup = why.lacking("back_up", translate("Actions", "This server cannot back tasks up."))
        return {
            "import": Verb(
                "import", translate("Actions", "I&mport…"), Acts.PROJECT, self._ask_what,
                why.any_of(why.offline, no_import, why.no_change), several=False,
            ),
            "back_up": Verb(
                "save", translate("Actions", "&Back up…"), Acts.TASK, self._ask_where,
                why.any_of(why.offline, why.busy, no_backup, why.partial, why.not_finished), several=False,
            ),
        }  # fmt: skip

    def _ask_what(self, items: tuple[Item, ...]) -> None:
        project, workspace = items[0].project, self.desk.workspace(items[0])
        if project is None or workspace is None:
            return

        def start(wanted: Import) -> None:
            if wanted.files:
                job = workspace.import_rasters(project, wanted.name, wanted.files)
            else:
                job = workspace.import_zip(project, wanted.name, path=wanted.path, url=wanted.url)
            chosen = wanted.path or next(iter(wanted.files.values()), None)
            if chosen is not None:
                self._remember(workspace, chosen.parent)
            self._tell(job, translate("Actions", "Importing “{name}”").format(name=wording.one_line(wanted.name, 60)))

        cannot = translate("Actions", "This server cannot import rasters and models.")
        no_rasters = cannot if workspace.lacks("import_rasters") else ""
        ImportDialog(self.desk.window, project.name, Settings().last_download_folder, start, no_rasters).open()

    def _ask_where(self, items: tuple[Item, ...]) -> None:
        item = items[0]
        task = item.task
        if task is None:
            return
        dialog = QFileDialog(self.desk.window, translate("Actions", "Back up “{name}”").format(name=wording.one_line(task.name, 60)))
        dialog.setObjectName("NadirBackUpDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(translate("Actions", "Backups (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.setDirectory(Settings().last_download_folder)
        dialog.selectFile(backup_name(task.name))
        dialog.fileSelected.connect(lambda path: self._back_up(item, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _back_up(self, item: Item, target: Path) -> None:
        workspace, task = self.desk.workspace(item), item.task
        if workspace is None or task is None:
            return
        self._remember(workspace, target.parent)
        job = workspace.back_up(task, target)
        name = wording.one_line(task.name, 60)
        text = translate("Actions", "“{name}” is backed up to {path}").format(name=name, path=target)
        job.succeeded.connect(lambda _path: self.desk.notifier.inform(text))
        self._tell(job, translate("Actions", "Backing up “{name}”").format(name=name))

    def _tell(self, job: Job, title: str) -> None:
        self.desk.follow(job)
        self.started.emit(job, title)

    def _remember(self, workspace: Workspace, folder: Path) -> None:
        """By a job, since QGIS's settings go to the disk at once."""

        def remember(_control: JobControl) -> None:
            Settings().last_download_folder = str(folder)

        job = workspace.jobs.start(translate("Actions", "Remembering the folder"), remember)
        self.desk.follow(job)


def backup_name(task_name: str) -> str:
    """`Morning flight - backup.zip`, without what file names cannot hold."""
    name = "".join("_" if letter in '<>:"/\\|?*' or not letter.isprintable() else letter for letter in task_name)
    return f"{name.strip(' .')[:80] or 'task'} - backup.zip"
