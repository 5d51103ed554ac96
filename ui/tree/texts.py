"""What rows say: the two lines of each, its tool tip, and what a screen reader reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, QDate, QLocale, Qt

from ...core.api.projects import Project
from ...core.api.task import Task, TaskState
from ...core.servers import Server, ServerState
from ..common import wording
from ..sending import Sending
from .rows import Row

translate = QCoreApplication.translate

SEPARATOR = " · "
_MOST_TAGS = 20


@dataclass(frozen=True)
class Lines:
    """A row as it is painted. icon: of the state; fraction: of the bar, 0..1, None for no bar; marks: icons by the name."""

    title: str
    state: str = ""
    details: str = ""
    icon: str = ""
    fraction: Optional[float] = None
    tags: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def second(self) -> str:
        """State and details on one line."""
        return SEPARATOR.join(part for part in (self.state, self.details) if part)


def lines_of(row: Row, task_count: Optional[int]) -> Lines:
    """What to paint, made once for each value."""
    if row.texts is None:
        row.texts = _make(row, task_count)
    found: Lines = row.texts
    return found


def _make(row: Row, task_count: Optional[int]) -> Lines:
    if row.task is not None:
        return of_task(row.task, row.sending)
    if row.project is not None:
        return of_project(row.project, task_count or 0)
    if row.server is not None:
        return of_server(row.server)
    if row.hint is not None:
        return Lines(row.hint.text, row.hint.remedy)
    return Lines(translate("Tree", "Loading…"))


# Tasks


def of_task(task: Task, sending: Optional[Sending] = None) -> Lines:
    """Name, state, and what is known of the survey. sending: how far this computer is with its photos."""
    if not (task.partial and task.pending_action is None):  # the server has them all, or something else to do
        sending = None
    return Lines(
        title=wording.one_line(task.name) or translate("Tree", "Task without a name"),
        state=sending.text if sending else wording.state_text(task),
        details=SEPARATOR.join(_details(task)),
        icon=wording.state_icon(task),
        fraction=sending.fraction if sending else wording.progress_of(task),
        tags=_tags(task.tags),
        marks=("public",) if task.public else (),
    )


def _details(task: Task) -> list[str]:
    """The most telling first, since the end is cut off where it is narrow."""
    if task.failed and task.last_error:
        return [wording.one_line(task.last_error)]
    photos = wording.photo_count(task.images_count)
    if not task.completed:
        return [part for part in (photos, _day(task), _time(task), _node(task)) if part]
    found = [photos, _day(task), wording.area(task.statistics.area_m2), _gsd(task), _size(task), _time(task), _node(task)]
    return [part for part in found if part]


def _time(task: Task) -> str:
    """How long the server has worked on it; unknown is said where there should be a time."""
    if task.processing_time_ms > 0:
        return wording.duration(task.processing_time_ms / 1000)
    if task.is_finished or task.state is TaskState.RUNNING:
        return translate("Tree", "time unknown")
    return ""


def _gsd(task: Task) -> str:
    gsd = task.statistics.gsd_cm
    return translate("Tree", "{n} cm/px").format(n=QLocale().toString(gsd, "f", 1)) if gsd is not None and gsd > 0 else ""


def _size(task: Task) -> str:
    return wording.megabytes(task.size_mb) if task.size_mb else ""


def _node(task: Task) -> str:
    return wording.one_line(task.processing_node_name, 60)


def _day(task: Task) -> str:
    if task.created_at is None:
        return ""
    when = task.created_at.astimezone()
    return _short_date(when.year, when.month, when.day, QLocale().name())


@lru_cache(maxsize=2048)
def _short_date(year: int, month: int, day: int, _locale: str) -> str:
    return QLocale().toString(QDate(year, month, day), QLocale.FormatType.ShortFormat)


# Projects and servers


def of_project(project: Project, task_count: int) -> Lines:
    """Name, number of tasks, and who else sees it."""
    said = [wording.task_count(task_count)]
    marks = []
    if not project.owned:
        said.append(translate("Tree", "shared with you"))
        marks.append("shared")
    if project.public:
        said.append(translate("Tree", "public"))
        marks.append("public")
    return Lines(
        title=wording.one_line(project.name) or translate("Tree", "Project without a name"),
        details=SEPARATOR.join(said),
        tags=_tags(project.tags),
        marks=tuple(marks),
    )


def of_server(server: Server) -> Lines:
    """Name, and how the connection is."""
    details = wording.one_line(server.username, 60) if server.state is ServerState.ONLINE else ""
    return Lines(
        title=wording.one_line(server.connection.name),
        state=server_state(server),
        details=details,
        icon=SERVER_ICONS[server.state],
        fraction=server.fraction if server.state is ServerState.OPENING else None,
    )


SERVER_ICONS = {
    ServerState.ONLINE: "state-online",
    ServerState.OPENING: "state-waiting",
    ServerState.OFFLINE: "state-offline",
    ServerState.LOGIN_WANTED: "state-login",
    ServerState.CLOSED: "state-closed",
}


def server_state(server: Server) -> str:
    """The state of a connection in words, with the trouble where there is some."""
    trouble = wording.one_line(server.error.summary) if server.error is not None else ""
    if server.state is ServerState.OPENING:
        return wording.one_line(server.progress) or translate("Tree", "Connecting…")
    if server.state is ServerState.OFFLINE:
        return _with(translate("Tree", "Offline, tried again by itself"), trouble)
    if server.state is ServerState.LOGIN_WANTED:
        return _with(translate("Tree", "Log in again"), trouble)
    if server.state is ServerState.ONLINE:
        return translate("Tree", "Connected")
    if trouble:
        return trouble
    return translate("Tree", "Not started") if server.connection.is_local else translate("Tree", "Not connected")


def _with(state: str, trouble: str) -> str:
    return translate("Tree", "{state}: {trouble}").format(state=state, trouble=trouble) if trouble else state


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tag for tag in (wording.one_line(each, 40) for each in tags[:_MOST_TAGS]) if tag)


# For those who ask the model


def _display(row: Row, task_count: Optional[int]) -> str:
    return lines_of(row, task_count).title


def _accessible(row: Row, task_count: Optional[int]) -> str:
    """Everything that the row shows, in the order in which it is read."""
    found = lines_of(row, task_count)
    tags = translate("Tree", "tags: {tags}").format(tags=", ".join(found.tags)) if found.tags else ""
    return ", ".join(part for part in (found.title, found.state, found.details.replace(SEPARATOR, ", "), tags) if part)


def _tooltip(row: Row, task_count: Optional[int]) -> Optional[str]:
    if row.task is not None:
        return wording.plain_tooltip("\n".join(_task_tooltip(row.task, lines_of(row, task_count).state)))
    if row.project is not None:
        parts = [row.project.name, row.project.description, lines_of(row, task_count).details, _said_tags(row.project.tags)]
        return wording.plain_tooltip("\n".join(_short(part) for part in parts if part))
    if row.server is not None:
        parts = [row.server.connection.name, row.server.connection.url, server_state(row.server)]
        remedy = row.server.error.remedy if row.server.error is not None else ""
        return wording.plain_tooltip("\n".join(_short(part) for part in (*parts, remedy) if part))
    return None


def _task_tooltip(task: Task, state: str) -> list[str]:
    lines = [task.name, state]
    if task.last_error:
        lines.append(task.last_error)
    area = wording.area(task.statistics.area_m2)
    lines += [part for part in (wording.photo_count(task.images_count), area, _gsd(task), _size(task)) if part]
    if task.created_at is not None:
        lines.append(translate("Tree", "Made: {when}").format(when=wording.date_and_time(task.created_at)))
    time = wording.duration(task.processing_time_ms / 1000) if task.processing_time_ms > 0 else translate("Tree", "unknown")
    lines.append(translate("Tree", "Processing time: {time}").format(time=time))
    if task.processing_node_name:
        lines.append(translate("Tree", "Processing node: {node}").format(node=task.processing_node_name))
    lines.append(_said_tags(task.tags))
    return [_short(line) for line in lines if line]


def _said_tags(tags: tuple[str, ...]) -> str:
    return translate("Tree", "Tags: {tags}").format(tags=", ".join(_tags(tags))) if tags else ""


def _short(text: str) -> str:
    return text if len(text) <= 400 else text[:399] + "…"


MAKERS: dict[int, Callable[[Row, Optional[int]], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): _display,
    int(Qt.ItemDataRole.AccessibleTextRole): _accessible,
    int(Qt.ItemDataRole.ToolTipRole): _tooltip,
}
