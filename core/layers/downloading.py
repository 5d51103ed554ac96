"""A task's files to this disk, as the work of jobs: how far they are in words, and what is kept when QGIS closes."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional, Sequence, Tuple, Union

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..api.client import Client
from ..api.task import Task
from ..errors import NadirError
from ..jobs import JobControl
from ..settings import Settings
from ..transfers.cache import Cache, run_of
from ..transfers.downloads import Download, ExportDownload
from ..transfers.fetch import BytesProgress, DownloadStopped, Fetch
from .values.in_use import known_paths_in_use

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))
_MADE = 0.5  # of an export's progress, once the server has made the file


def downloading(download: Union[Download, Fetch]) -> Callable[[JobControl], Path]:
    """The work of a job that downloads one file; it gives the file's path."""
    return lambda control: download.run(_telling(control), _until_stopped(control))


def exporting(export: ExportDownload) -> Callable[[JobControl], Path]:
    """The work of a job that has the server make a file and downloads it."""

    def work(control: JobControl) -> Path:
        def wait(fraction: Optional[float]) -> None:
            control.progress(_MADE * (fraction or 0.0), translate("Downloads", "The server is making the file"))

        return export.run(_telling(control, _MADE), _until_stopped(control), wait)

    return work


def fetching(client: Client, cache: Cache, task: Task, asset: str, *, keep: Sequence[Path] = ()) -> Callable[[JobControl], Path]:
    """The work of a job that gives the file of a task's latest run out of the cache, downloaded where it is not there.

    keep: files of the cache that have to stay, beside those that layers show.
    """

    def work(control: JobControl) -> Path:
        wanted = (client, task.project_id, task.id, run_of(task), asset)
        return cache.get(*wanted, _telling(control), _until_stopped(control), in_use=shown_files(control, keep))

    return work


def shown_files(control: JobControl, keep: Sequence[Path] = ()) -> Callable[[], Optional[Tuple[Path, ...]]]:
    """What the open project shows, asked at the moment when the cache removes something, for `in_use` of its methods."""

    def ask() -> Optional[Tuple[Path, ...]]:
        shown = control.on_main_thread(known_paths_in_use)
        return None if shown is None else (*shown, *keep)

    return ask


def cache_of(settings: Settings) -> Cache:
    """The cache of this QGIS profile, with the limit that the user chose."""
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "nadir" / "cache"
    return Cache(folder, settings.cache_limit_gb * 1_000_000_000)


def write_lines(lines: Sequence[str], target: Path) -> Path:
    """Write lines to a text file (UTF-8), which has its name only once it is whole. Raises NadirError. Gives the path."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NadirError(
            translate("Downloads", "{file} cannot be written.").format(file=target.name),
            translate("Downloads", "Choose another folder, or free some space on the disk."),
            str(error),
        ) from error
    return target


def describe_bytes(done: int, total: Optional[int]) -> str:
    """`231.4 of 480.0 MB`, or `231.4 MB` where nobody knows how many there will be."""
    factor, unit = next(((factor, unit) for factor, unit in _UNITS if (total or done) >= factor), _UNITS[-1])
    done_text = QLocale().toString(done / factor, "f", 1)
    if total is None:
        return f"{done_text} {unit}"
    total_text = QLocale().toString(total / factor, "f", 1)
    return translate("Downloads", "{done} of {total} {unit}").format(done=done_text, total=total_text, unit=unit)


def _telling(control: JobControl, begin: float = 0.0) -> BytesProgress:
    def tell(received: int, total: Optional[int]) -> None:
        fraction = received / total if total else 0.0
        control.progress(begin + (1.0 - begin) * fraction, describe_bytes(received, total))

    return tell


def _until_stopped(control: JobControl) -> Callable[[], bool]:
    """Whether the user gave the download up; where QGIS ends it instead, what is there is left to be added to."""

    return control.until_stopped(
        lambda: DownloadStopped(
            translate("Downloads", "The download was interrupted."),
            translate("Downloads", "Start it again: it goes on from there where the server can."),
        )
    )
