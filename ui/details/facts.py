"""What there is to say about a task or a project, as pairs of a name and a value, in the user's units and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ...core.api.projects import Project
from ...core.api.task import Task, TaskOption, TaskState
from ..common import wording

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

SHOWN_LENGTH = 160  # characters of a value, such as a boundary, that are shown; copied are all
INDENT = "\u2002"  # of what a line above it comes to; a space that is kept
LARGEST_MB = 1e12


@dataclass(frozen=True)
class Fact:
    """One line of a list: what it is, and what it comes to; in `full` where that is cut."""

    name: str
    value: str
    full: str = ""

    @property
    def text(self) -> str:
        """For the clipboard."""
        return f"{self.name.strip()}: {self.full or self.value}"


def results(task: Task) -> tuple[Fact, ...]:
    """What came out of a task; nothing before it has results."""
    statistics = task.statistics
    points = _number(statistics.points) if statistics.points is not None else ""
    found = (
        (translate("Details", "Points"), points),
        (translate("Details", "Ground resolution"), ground_resolution(statistics.gsd_cm)),
        (translate("Details", "Area"), wording.area(statistics.area_m2)),
        (translate("Details", "Flown"), _flown(task)),
        (translate("Details", "Placed by"), _placed_by(statistics.spatial_refs)),
        (translate("Details", "Reference system"), _reference_system(task)),
        (translate("Details", "Bands"), ", ".join(band.description or band.name for band in task.orthophoto_bands)),
        (translate("Details", "Size on the server"), _size(task)),
    )
    return _facts(found)


def processing(task: Task) -> tuple[Fact, ...]:
    """Who processes or processed a task, when, and from what."""
    found = (
        (translate("Details", "Photos"), _photos(task)),
        (translate("Details", "Other media"), _number(task.media_count) if task.media_count else ""),
        (translate("Details", "Created"), wording.date_and_time(task.created_at) or unknown()),
        (translate("Details", "Processing time"), _processing_time(task)),
        (translate("Details", "Processing node"), _node(task)),
        (translate("Details", "Imported from"), task.import_url),
        (translate("Details", "Tags"), ", ".join(task.tags)),
        (translate("Details", "Public"), _public(task.public, task.public_edit)),
        (translate("Details", "ID"), task.id),
    )
    return _facts(found)


def options(chosen: Iterable[TaskOption]) -> tuple[Fact, ...]:
    """The options that were set, as the engine calls them."""
    return _facts((option.name, _option_value(option)) for option in sorted(chosen, key=lambda each: each.name))


def project(of: Project) -> tuple[Fact, ...]:
    """What a project says of itself."""
    owner = translate("Details", "you") if of.owned else translate("Details", "somebody else, who shares it with you")
    found = (
        (translate("Details", "Owner"), owner),
        (translate("Details", "You may"), _permissions(of)),
        (translate("Details", "Public"), _public(of.public, of.public_edit)),
        (translate("Details", "Created"), wording.date_and_time(of.created_at) or unknown()),
        (translate("Details", "Tags"), ", ".join(of.tags)),
        (translate("Details", "ID"), of.id),
    )
    return _facts(found)


def totals(tasks: Sequence[Task]) -> tuple[Fact, ...]:
    """What tasks come to together: how many in each state, photos, area, size on the server."""
    areas = [task.statistics.area_m2 for task in tasks if task.statistics.area_m2 is not None]
    sizes = [task.size_mb for task in tasks if task.size_mb is not None]
    found = (
        (translate("Details", "Tasks"), _number(len(tasks))),
        *_states(tasks),
        (translate("Details", "Photos"), _number(sum(task.images_count for task in tasks))),
        (translate("Details", "Area"), wording.area(sum(areas)) if areas else ""),
        (translate("Details", "Size on the server"), _megabytes(sum(sizes)) if sizes else ""),
    )
    return _facts(found)


def ground_resolution(centimetres: Optional[float]) -> str:
    """`1.66 cm per pixel`; '' where nobody knows."""
    if centimetres is None:
        return ""
    return translate("Details", "{n} cm per pixel").format(n=QLocale().toString(centimetres, "f", 2))


def unknown() -> str:
    """What stands where the server does not say."""
    return translate("Details", "unknown")


def _facts(pairs: Iterable[tuple[str, str]]) -> tuple[Fact, ...]:
    return tuple(_fact(name, value) for name, value in pairs if value)


def _fact(name: str, value: str) -> Fact:
    shown = wording.one_line(value, SHOWN_LENGTH)
    indent = INDENT if name.startswith(INDENT) else ""
    return Fact(indent + wording.one_line(name, 80), shown, "" if shown == value else _plain(value))


def _plain(value: str) -> str:
    """In full, but on one line and without what a terminal or an editor would obey."""
    return wording.one_line(value, max(1, len(value)))


def _flown(task: Task) -> str:
    """From the first photo to the last, by the camera's clock."""
    begin, end = task.statistics.start_date, task.statistics.end_date
    if begin is None or end is None or begin == end:
        return wording.date_and_time(begin or end)
    last = wording.clock(end) if begin.date() == end.date() else wording.date_and_time(end)
    return translate("Details", "{first} to {last}").format(first=wording.date_and_time(begin), last=last)


def _placed_by(references: Sequence[str]) -> str:
    known = {
        "gps": translate("Details", "positions of the photos"),
        "gcp": translate("Details", "ground control points"),
        "alignment": translate("Details", "alignment to another task"),
        "local": translate("Details", "nothing: local coordinates"),
    }
    return ", ".join(known.get(each.lower(), each) for each in references)


def _reference_system(task: Task) -> str:
    code = f"EPSG:{task.epsg}" if task.epsg is not None else ""
    if task.srs_name and code:
        return f"{task.srs_name} ({code})"
    return task.srs_name or code


def _size(task: Task) -> str:
    if task.size_mb is None:
        return ""
    size = _megabytes(task.size_mb)
    return translate("Details", "{size}, compacted").format(size=size) if task.compacted else size


def _megabytes(count: float) -> str:
    """Qt cannot write numbers of bytes that no disk holds; servers can."""
    return wording.megabytes(min(count, LARGEST_MB))


def _number(count: int) -> str:
    return QLocale().toString(float(count), "f", 0)


def _photos(task: Task) -> str:
    count = _number(task.images_count)
    if task.resize_to is None:
        return count
    return translate("Details", "{count}, made smaller to {pixels} pixels").format(count=count, pixels=task.resize_to)


def _processing_time(task: Task) -> str:
    return wording.duration(task.processing_time_ms / 1000) if task.processing_time_ms >= 0 else unknown()


def _node(task: Task) -> str:
    name = task.processing_node_name or (task.processing_node_id or "")
    if name:
        return translate("Details", "{name}, chosen by the server").format(name=name) if task.auto_processing_node else name
    return translate("Details", "the server will choose one") if task.auto_processing_node else translate("Details", "none")


def _public(public: bool, editable: bool) -> str:
    if not public:
        return translate("Details", "no")
    if editable:
        return translate("Details", "yes, whoever has the link can change it")
    return translate("Details", "yes, whoever has the link can see it")


def _permissions(of: Project) -> str:
    words = {
        "view": translate("Details", "view"),
        "add": translate("Details", "add tasks"),
        "change": translate("Details", "change"),
        "delete": translate("Details", "delete"),
    }
    return ", ".join(word for name, word in words.items() if of.allows(name))


def _option_value(option: TaskOption) -> str:
    if isinstance(option.value, bool):
        return translate("Details", "yes") if option.value else translate("Details", "no")
    if isinstance(option.value, (int, float)):
        return str(option.value) if isinstance(option.value, int) else f"{option.value:g}"
    return option.value or translate("Details", "empty")


def _states(tasks: Sequence[Task]) -> list[tuple[str, str]]:
    """How many are in each state that there is."""
    counts = Counter(task.state for task in tasks)
    names = {
        TaskState.WAITING: translate("Details", "waiting"),
        TaskState.UPLOADING: translate("Details", "uploading"),
        TaskState.QUEUED: translate("Details", "in the queue"),
        TaskState.RUNNING: translate("Details", "processing"),
        TaskState.FAILED: translate("Details", "failed"),
        TaskState.COMPLETED: translate("Details", "completed"),
        TaskState.CANCELED: translate("Details", "cancelled"),
        TaskState.UNKNOWN: translate("Details", "in another state"),
    }
    return [(INDENT + name, _number(counts[state])) for state, name in names.items() if counts[state]]
