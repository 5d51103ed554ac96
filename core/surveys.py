"""From photos to a task on a server: the upload of a survey, and its progress in words."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from .api.client import Client
from .api.task import Task, TaskOption
from .errors import NadirError
from .jobs import JobControl
from .layers.downloading import describe_bytes
from .transfers.control import UploadControl
from .transfers.errors import UploadStopped
from .transfers.journal import Journal
from .transfers.uploads import Upload, UploadPlan, UploadProgress, remove_if_empty

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

GENERIC_FOLDERS = ("images", "photos", "dcim", "jpg", "jpeg", "img")  # say nothing of what they hold

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Survey:
    """A task to be made from photos; without a project, in one called `project_name` or named after their folder.

    resize_to: longest side in pixels that photos are made smaller to before they are sent, None for as they are.
    node_id: the processing node, None for whichever is free. resize_on_server: longest side in pixels that the server
    makes them smaller to. align_to: the task whose result this one shall fit onto, 'auto' for the server to find one.
    gcp_file: ground control points, which go with the photos. rate_limit: bytes per second, None for no limit.
    unknown: names of options that are sent although the nodes do not know them.
    """

    name: str
    photos: Tuple[Path, ...]
    options: Tuple[TaskOption, ...] = ()
    project_id: Optional[str] = None
    resize_to: Optional[int] = None
    node_id: Optional[str] = None
    project_name: str = ""
    resize_on_server: Optional[int] = None
    align_to: str = ""
    gcp_file: Optional[Path] = None
    rate_limit: Optional[int] = None
    unknown: Tuple[str, ...] = ()

    def plan(self, server_url: str, server_id: str, project_id: str, project_is_new: bool) -> UploadPlan:
        """The upload of its photos into that project."""
        return UploadPlan(
            server_url,
            project_id,
            self.name,
            self.photos,
            self.options,
            project_is_new,
            server_id,
            self.resize_to,
            self.node_id,
            self.rate_limit,
            self.resize_on_server,
            self.align_to,
            self.gcp_file,
        )


def upload_survey(
    client: Client,
    journal_folder: Path,
    survey: Survey,
    progress: Progress,
    cancelled: Callable[[], bool],
    *,
    control: Optional[UploadControl] = None,
    server_id: str = "",
) -> Tuple[Task, Tuple[str, ...]]:
    """Make the task on the server, on the calling thread; the task, and what the user should know besides, as sentences.

    Raises Cancelled, UploadStopped (it can go on) and what the server refuses; then no empty project stays behind that
    was made for it. Options that its nodes would refuse after the upload raise InvalidOption before it.
    """
    if survey.options:
        client.nodes.check_options(survey.options, survey.node_id, unknown=survey.unknown, cancelled=cancelled)
    project_id, is_new = survey.project_id, False
    if project_id is None:
        name = survey.project_name or survey_name(survey.photos[0].parent)
        project_id, is_new = _project_for(client, name, cancelled)
    plan = survey.plan(client.session.url, server_id, project_id, is_new)
    try:
        with closing(Journal(journal_folder)) as journal:
            control = control or UploadControl()
            upload = control.attach(Upload(client, journal, plan))
            task = upload.run(telling(progress, control), cancelled)
            return task, upload.notices
    except UploadStopped:
        raise
    except NadirError:
        if is_new:
            remove_if_empty(client, project_id)
        raise


def survey_name(folder: Path) -> str:
    """What a folder of photos is called: its name, or that of the folder above for one that is called `images`."""
    named = folder.parent if folder.name.casefold() in GENERIC_FOLDERS and folder.parent.name else folder
    return named.name or str(folder)


def describe(moment: UploadProgress) -> str:
    """Progress of an upload in words: photos, bytes, speed, time left; or why it stands still."""
    parts = [translate("Workspace", "Paused")] if moment.paused else []
    done, total = (QLocale().toString(count) for count in (moment.files_done, moment.files_total))
    parts += [translate("Workspace", "{done} of {total} photos").format(done=done, total=total)]
    if moment.bytes_total:
        parts.append(_unbroken(describe_bytes(_bytes_to_show(moment), moment.bytes_total)))
    if moment.bytes_per_second > 0:
        speed = translate("Workspace", "{size}/s").format(size=_size(moment.bytes_per_second))
        parts.append(_unbroken(speed))
    if moment.seconds_left is not None and moment.seconds_left >= 1:
        parts.append(_unbroken(_time_left(moment.seconds_left)))
    if moment.files_failed:
        parts.append(translate("Workspace", "{count} could not be sent").format(count=moment.files_failed))
    if not moment.resumable:
        parts.append(translate("Workspace", "all in one request, which cannot be paused or resumed"))
    text = ", ".join(parts)
    return f"{text}\n{moment.trouble}" if moment.trouble and not moment.paused else text


def _bytes_to_show(moment: UploadProgress) -> int:
    """Those that the server has confirmed; of a single request, which it confirms at its end only, those that went."""
    return moment.bytes_done if moment.resumable else max(moment.bytes_done, moment.bytes_under_way)


def _unbroken(text: str) -> str:
    """The text on one line: a number is not parted from its unit."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _size(byte_count: float) -> str:
    return QLocale().formattedDataSize(round(byte_count), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _time_left(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_of_hour = divmod(minutes, 60)
    if hours:
        return translate("Workspace", "{hours} h {minutes} min left").format(hours=hours, minutes=minutes_of_hour)
    left = (
        translate("Workspace", "{minutes} min {seconds} s left")
        if minutes
        else translate("Workspace", "{seconds} s left")
    )
    return left.format(minutes=minutes, seconds=rest)


def telling(progress: Progress, control: UploadControl) -> Callable[[UploadProgress], None]:
    """Passes the moments of an upload on, as words to `progress` and as they are to `control`."""

    def tell(moment: UploadProgress) -> None:
        control.latest = moment
        shown = _bytes_to_show(moment) / moment.bytes_total if moment.bytes_total else 0.0
        progress(shown, describe(moment))

    return tell


def until_stopped(control: JobControl) -> Callable[[], bool]:
    """Whether the user gave the upload up; where QGIS ends it instead, it is left so that it can go on."""

    return control.until_stopped(
        lambda: UploadStopped(
            translate("Workspace", "The upload was interrupted."),
            translate("Workspace", "It can go on when QGIS runs again."),
        )
    )


def _project_for(client: Client, name: str, cancelled: Callable[[], bool]) -> Tuple[str, bool]:
    """The user's own project of that name, made where there is none; and whether it was."""
    for project in client.projects.list(cancelled=cancelled):
        if project.name == name and project.owned:
            return project.id, False
    return client.projects.create(name, cancelled=cancelled).id, True
