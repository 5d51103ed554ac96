"""The import itself, in the background: fetch the zip file if need be, unpack it aside, and make it the task's content.

Everything that decides lies in the task's folder until the end, so that an import that was interrupted begins again.
"""
from __future__ import annotations

import shutil
from pathlib import Path

from nadir_server.backup.description import Restored, read_description
from nadir_server.imports.download import download
from nadir_server.imports.errors import BadImport
from nadir_server.imports.layout import Content, check_bomb, find_content
from nadir_server.tasks.lifecycle.fetch import complete
from nadir_server.tasks.lifecycle.follow import LARGEST_CONSOLE
from nadir_server.tasks.lifecycle.interrupt import Interrupted, Watch
from nadir_server.tasks.lifecycle.unpack import ArchiveTooLarge, DamagedArchive, UnsafeArchive, unpack
from nadir_server.tasks.models import PendingAction, Task, TaskStatus

ARCHIVE = "import.zip"  # in the task's folder until the import has come to its end


def import_results(task: Task) -> None:
    """Make the zip file the content of the task. Raises BadImport, ImportBrokeOff, Interrupted, OSError."""
    archive = task.folder.root / ARCHIVE
    keep = False
    try:
        if not archive.exists():
            fetch(task, archive)
        take_over(task, archive)
        task.finish(PendingAction.IMPORT)
    except Interrupted:
        keep = Task.objects.filter(pk=task.pk, pending_action=PendingAction.IMPORT).exists()  # the server stops
        raise
    finally:
        shutil.rmtree(task.folder.fetching, ignore_errors=True)
        if not keep:
            archive.unlink(missing_ok=True)


def fetch(task: Task, archive: Path) -> None:
    """The zip file from the task's address."""
    if not task.import_url.lower().startswith(("http://", "https://")):
        raise BadImport("The zip file of this import is gone. Import it again.")
    archive.parent.mkdir(parents=True, exist_ok=True)
    download(task.import_url, archive, Watch(task, "running_progress", PendingAction.IMPORT))


def take_over(task: Task, archive: Path) -> None:
    """Unpack, look what is there, and put it in place."""
    folder = task.folder.fetching
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    watch = Watch(task, during=PendingAction.IMPORT)
    try:
        check_bomb(archive)
        unpack(archive, folder / "unpacked", watch.look)
    except (DamagedArchive, UnsafeArchive) as error:
        raise BadImport(f"Invalid zip file: {error}") from error
    except ArchiveTooLarge as error:
        raise BadImport("Unpacked, the file does not fit on this server's disk. Free some space and import it again.") from error
    content = find_content(folder / "unpacked")
    watch.look()
    put_in_place(task, content)


def put_in_place(task: Task, content: Content) -> None:
    """Photos, products and what a backup says of the task."""
    restored = read_description(content.description) if content.description else Restored()
    if content.photos:
        take_photos(task, content.photos)
    if content.console is not None and content.console.stat().st_size <= LARGEST_CONSOLE:
        content.console.replace(task.folder.console)
    task.change(images_count=len(content.photos), **restored.fields_for(task))
    if content.assets is None:
        task.change(status=TaskStatus.CANCELED, size=task.folder.size_mb())  # it can be processed
    else:
        complete(task, content.assets)


def take_photos(task: Task, photos: list[Path]) -> None:
    """Make these files the task's photos."""
    new = task.folder.fetching / "photos"
    new.mkdir()
    for photo in photos:
        photo.rename(new / photo.name)
    shutil.rmtree(task.folder.images, ignore_errors=True)
    new.rename(task.folder.images)
