"""How states, sizes, times and dates are said to the user, in one place for tree, dialogs and messages."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from datetime import datetime
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale

from ...core.api.tasks import PendingAction, Task, TaskState
from ...core.server import Server, ServerState

translate = QCoreApplication.translate

HECTARE, SQUARE_KILOMETRE = 10_000.0, 1_000_000.0  # m2

STATE_ICONS = {
    TaskState.WAITING: "state-waiting",
    TaskState.UPLOADING: "state-uploading",
    TaskState.QUEUED: "state-queued",
    TaskState.RUNNING: "state-running",
    TaskState.FAILED: "state-failed",
    TaskState.COMPLETED: "state-completed",
    TaskState.CANCELED: "state-canceled",
    TaskState.UNKNOWN: "state-unknown",
}


def state_text(task: Task) -> str:
    """A task's state in words, with the percentage where there is one."""
    pending = _pending_text(task)
    if pending:
        return pending
    if task.state is TaskState.UNKNOWN:
        return translate("Nadir", "Status {code}").format(code="?" if task.status_code is None else task.status_code)
    if task.partial and task.state is TaskState.UPLOADING:  # whether any are on their way the server does not know
        return translate("Nadir", "Waiting for photos")
    if task.waits_for_ever:
        return translate("Nadir", "No processing node is chosen")
    fraction = progress_of(task)
    if fraction is not None:
        return translate("Nadir", "{state} {percent}").format(state=_state_name(task.state), percent=percent(fraction))
    return _state_name(task.state)


def progress_of(task: Task) -> Optional[float]:
    """How far the task is in what `state_text` says of it, 0..1; None where the server does not say."""
    if task.pending_action == PendingAction.RESIZE:
        return task.resize_progress
    if not has_progress(task):
        return None
    return task.upload_progress if task.state is TaskState.UPLOADING else task.running_progress


def has_progress(task: Task) -> bool:
    """Whether the server says how far the task is; of an upload that is not complete it does not know."""
    moving = task.state in (TaskState.UPLOADING, TaskState.RUNNING)
    return moving and not task.partial and task.pending_action is None


def state_icon(task: Task) -> str:
    """The name of the icon for a task's state."""
    return "state-waiting" if task.pending_action is not None else STATE_ICONS[task.state]


def _pending_text(task: Task) -> str:
    """What the server has been asked to do with a task and has not begun."""
    if task.pending_action is None:
        return ""
    texts: dict[int, str] = {
        PendingAction.CANCEL: translate("Nadir", "Cancelling…"),
        PendingAction.REMOVE: translate("Nadir", "Removing…"),
        PendingAction.RESTART: translate("Nadir", "Restarting…"),
        PendingAction.RESIZE: translate("Nadir", "Resizing photos {percent}").format(percent=percent(task.resize_progress)),
        PendingAction.IMPORT: translate("Nadir", "Importing…"),
        PendingAction.COMPACT: translate("Nadir", "Compacting…"),
    }
    return texts.get(task.pending_action, translate("Nadir", "Busy…"))


def _state_name(state: TaskState) -> str:
    return {
        TaskState.WAITING: translate("Nadir", "Waiting for a node"),
        TaskState.UPLOADING: translate("Nadir", "Uploading to the node"),
        TaskState.QUEUED: translate("Nadir", "In the queue"),
        TaskState.RUNNING: translate("Nadir", "Processing"),
        TaskState.FAILED: translate("Nadir", "Failed"),
        TaskState.COMPLETED: translate("Nadir", "Completed"),
        TaskState.CANCELED: translate("Nadir", "Cancelled"),
    }.get(state, translate("Nadir", "Unknown"))


def percent(fraction: float) -> str:
    """`0.456` becomes `45 %`; never 100 before the end."""
    return translate("Nadir", "{n} %").format(n=min(100, max(0, math.floor(fraction * 100))))


def photo_count(count: int) -> str:
    """`1 photo`, `18 photos`."""
    return translate("Nadir", "%n photo(s)", None, count) if _plurals_loaded() else _english(count, "photo", "photos")


def task_count(count: int) -> str:
    """`1 task`, `12 tasks`, `No tasks yet`."""
    if not count:
        return translate("Nadir", "No tasks yet")
    return translate("Nadir", "%n task(s)", None, count) if _plurals_loaded() else _english(count, "task", "tasks")


def node_count(count: int) -> str:
    """`1 processing node`, `3 processing nodes`."""
    if _plurals_loaded():
        return translate("Nadir", "%n processing node(s)", None, count)
    return _english(count, "processing node", "processing nodes")


def names(of_things: Sequence[str]) -> str:
    """`“Dawn”`, `“Dawn” and “Noon”`, `“Dawn”, “Noon” and 3 more`."""
    quoted = [translate("Nadir", "“{name}”").format(name=one_line(name, 60)) for name in of_things]
    if len(quoted) == 1:
        return quoted[0]
    if len(quoted) == 2:
        return translate("Nadir", "{first} and {second}").format(first=quoted[0], second=quoted[1])
    both = f"{quoted[0]}, {quoted[1]}"
    return translate("Nadir", "{names} and {n} more").format(names=both, n=len(quoted) - 2)


def not_finished(task_names: Sequence[str]) -> str:
    """`“Dawn” is not finished yet.`"""
    if len(task_names) == 1:
        return translate("Nadir", "{name} is not finished yet.").format(name=names(task_names))
    return translate("Nadir", "{names} are not finished yet.").format(names=names(task_names))


def _plurals_loaded() -> bool:
    """Whether a translation with plural forms is installed; the source text alone would show `photo(s)`."""
    return translate("Nadir", "%n photo(s)", None, 2) != "2 photo(s)"


def _english(count: int, one: str, many: str) -> str:
    return f"{QLocale().toString(count)} {one if count == 1 else many}"


def size(byte_count: float) -> str:
    """Bytes in the units of the user's locale: `118.2 MB`."""
    return QLocale().formattedDataSize(max(0, int(byte_count)), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def megabytes(count: float) -> str:
    """Megabytes as `330 MB` or `1.2 GB`."""
    return QLocale().formattedDataSize(int(count * 1_000_000), 0 if count < 1000 else 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def area(square_metres: Optional[float]) -> str:
    """`4,091 m²`, `12.3 ha`, `2.45 km²`; '' where nobody knows."""
    if square_metres is None or square_metres <= 0:
        return ""
    if square_metres < HECTARE:
        return translate("Details", "{n} m²").format(n=QLocale().toString(square_metres, "f", 0))
    if square_metres < SQUARE_KILOMETRE:
        return translate("Details", "{n} ha").format(n=QLocale().toString(square_metres / HECTARE, "f", 1))
    return translate("Details", "{n} km²").format(n=QLocale().toString(square_metres / SQUARE_KILOMETRE, "f", 2))


def duration(seconds: float) -> str:
    """A time span in its two largest units: `1 h 05 min`, `3 min 20 s`, `12 s`."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    if hours:
        return translate("Nadir", "{h} h {m:02d} min").format(h=hours, m=minutes)
    if minutes:
        return translate("Nadir", "{m} min {s:02d} s").format(m=minutes, s=secs)
    return translate("Nadir", "{s} s").format(s=secs)


def date(when: Optional[datetime]) -> str:
    """The day in the user's short format; empty where the server did not say."""
    return QLocale().toString(_local(when).date(), QLocale.FormatType.ShortFormat) if when else ""


def date_and_time(when: Optional[datetime]) -> str:
    """Day and minute in the user's short format; empty where the server did not say."""
    return QLocale().toString(_local(when), QLocale.FormatType.ShortFormat) if when else ""


def _local(when: datetime) -> QDateTime:
    """Camera times have no zone and stay as they are; the server's are shown in the user's zone."""
    if when.tzinfo is None:
        return QDateTime(when)
    return QDateTime.fromMSecsSinceEpoch(int(when.timestamp() * 1000))


def plain_tooltip(text: str) -> str:
    """A tool tip that shows `text` literally: Qt would take a name such as `<b>x</b>` for HTML."""
    return "<p style='white-space:pre-wrap'>" + html.escape(text) + "</p>" if text else ""


def one_line(text: str, limit: int = 200) -> str:
    """Names from servers without line breaks and control characters, cut at `limit`."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text[: limit * 4]).split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def clock(when: datetime) -> str:
    """Hour and minute in the user's short format."""
    return QLocale().toString(_local(when).time(), QLocale.FormatType.ShortFormat)


def server_state(server: Server) -> str:
    """How the connection to a server is, in a few words."""
    if server.state is ServerState.OPENING:
        return one_line(server.progress) or translate("Nadir", "Connecting…")
    texts = {
        ServerState.CLOSED: translate("Nadir", "Not connected"),
        ServerState.ONLINE: translate("Nadir", "Connected"),
        ServerState.OFFLINE: translate("Nadir", "Does not answer, trying again"),
        ServerState.LOGIN_WANTED: translate("Nadir", "Log-in needed"),
    }
    return texts[server.state]
