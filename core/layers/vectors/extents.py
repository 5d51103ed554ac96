"""The tasks of a whole project as polygons: where each lies, how it went, when it was flown."""

from __future__ import annotations

from datetime import timezone
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from qgis.core import QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsRendererCategory, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.task import Task, TaskState
from ...errors import NadirError
from ...transfers.cache import Cache
from ...transfers.safe_names import digest
from ..marks import LayerForm, Mark
from ..products import LayerKind
from .map_tips import filled, map_tip
from .plan import FORMAT, Progress, VectorPlan, open_layer, untold
from .storage import Feature, FieldType, Shape, Table, plain, read_note, write
from .symbols import label, placement

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FIELDS = {
    "name": FieldType.TEXT,
    "state": FieldType.TEXT,
    "flown_at": FieldType.MOMENT,
    "created_at": FieldType.MOMENT,
    "area_ha": FieldType.NUMBER,
    "gsd_cm": FieldType.NUMBER,
    "photos": FieldType.COUNT,
    "task": FieldType.TEXT,
}
_LABELLED = 50_000  # scale


def plan_extents(
    client: Client,
    cache: Cache,
    project_id: str,
    cancelled: CancelCheck = never,
    progress: Progress = untold,
    *,
    tasks: Optional[Iterable[Task]] = None,
) -> VectorPlan:
    """The tasks of a project that have a place, in a file of the cache. On a worker.

    tasks: what is known of them already, else the server is asked. A project that has changed gets a new file, since
    layers may show the old one. Raises what the client raises, NadirError where no task has a place, Cancelled.
    """
    known = tuple(client.tasks.list(project_id, cancelled=cancelled) if tasks is None else tasks)
    progress(0.5)
    placed = [(task, outline) for task in known for outline in [_outline(task)] if outline is not None]
    if not placed:
        raise NadirError(
            translate("Layers", "No task of this project has a place on the map yet."),
            translate("Layers", "A task gets one when it is completed."),
        )
    features = [Feature(outline, _values(task)) for task, outline in placed]
    note = _note(len(known) - len(placed))
    url = client.session.url
    content = digest(repr([(feature.points, sorted(feature.values.items())) for feature in features]))
    folder = cache.folder_for(url, f"project {project_id}", content, f"extents-{FORMAT}")
    path = folder / "extents.gpkg"
    if read_note(path) is None:
        write(path, Table("extents", Shape.POLYGON, FIELDS, features, note, has_heights=False), cancelled)
    progress(1.0)
    return VectorPlan(Mark(LayerKind.EXTENTS, LayerForm.FILE, url, project_id, "", ""), path, note)


def make_extents(plan: VectorPlan) -> QgsVectorLayer:
    """The layer of a plan. On the main thread; asks no server. Raises NadirError."""
    layer = open_layer(plan, _aliases(), translate("Layers", "Where the tasks of the project lie."))
    layer.setRenderer(_renderer())
    label(
        layer,
        "\"name\" || coalesce('\\n' || format_date(coalesce(\"flown_at\", \"created_at\"), 'yyyy-MM-dd'), '')",
        closest_scale_to=_LABELLED,
        placement=placement("OverPoint"),
        bold=True,
    )
    layer.setDisplayExpression('"name"')
    layer.setMapTipTemplate(map_tip("name", *_tip()))
    return layer


def _outline(task: Task) -> Optional[List[Tuple[float, float]]]:
    """What a task is cut to, else the box around it; None for one without a place, or with one that is none."""
    if task.crop:
        return [(x, y) for x, y in task.crop[0]]
    if task.extent is None:
        return None
    west, south, east, north = task.extent
    if not (-180.0 <= west < east <= 180.0 and -90.0 <= south < north <= 90.0):
        return None
    return [(west, south), (east, south), (east, north), (west, north)]


def _values(task: Task) -> Dict[str, Any]:
    known = task.statistics
    created = task.created_at
    return {
        "name": plain(task.name),
        "state": task.state.value,
        "flown_at": known.start_date,
        "created_at": None if created is None else created.astimezone(timezone.utc),
        "area_ha": None if known.area_m2 is None else round(known.area_m2 / 10_000.0, 3),
        "gsd_cm": None if known.gsd_cm is None else round(known.gsd_cm, 2),
        "photos": task.images_count,
        "task": plain(task.id),
    }


def _note(missing: int) -> str:
    if not missing:
        return ""
    return translate("Layers", "Tasks that have no place yet: {count}.").format(count=missing)


def _aliases() -> Dict[str, str]:
    return {
        "name": translate("Layers", "Task"),
        "state": translate("Layers", "State"),
        "flown_at": translate("Layers", "Flown at"),
        "created_at": translate("Layers", "Created at"),
        "area_ha": translate("Layers", "Area (ha)"),
        "gsd_cm": translate("Layers", "Ground resolution (cm a pixel)"),
        "photos": translate("Layers", "Photos"),
        "task": translate("Layers", "Task's id"),
    }


def _states() -> Sequence[Tuple[TaskState, str, str]]:
    """A state with its name for people and its colour."""
    return (
        (TaskState.COMPLETED, translate("Layers", "Completed"), "31,95,191"),
        (TaskState.RUNNING, translate("Layers", "Running"), "230,140,0"),
        (TaskState.QUEUED, translate("Layers", "Queued"), "230,140,0"),
        (TaskState.FAILED, translate("Layers", "Failed"), "215,38,61"),
        (TaskState.CANCELED, translate("Layers", "Canceled"), "120,120,120"),
    )


def _renderer() -> QgsCategorizedSymbolRenderer:
    categories = [QgsRendererCategory(state.value, _fill(colour), title) for state, title, colour in _states()]
    categories.append(QgsRendererCategory(None, _fill("120,120,120"), translate("Layers", "Other")))
    return QgsCategorizedSymbolRenderer("state", categories)


def _fill(colour: str) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {"color": f"{colour},26", "outline_color": f"{colour},255", "outline_width": "0.5", "joinstyle": "miter"}
    )


def _tip() -> List[str]:
    names = " ".join(f"WHEN \"state\" = '{state.value}' THEN '{_quoted(title)}'" for state, title, _colour in _states())
    state = filled(f'CASE {names} ELSE "state" END')
    date = "[% coalesce(format_date(coalesce(\"flown_at\", \"created_at\"), 'yyyy-MM-dd'), '') %]"
    figures = translate("Layers", "{area} ha, {gsd} cm a pixel, {photos} photos").format(
        area="[% coalesce(round(\"area_ha\", 2), '?') %]",
        gsd="[% coalesce(round(\"gsd_cm\", 1), '?') %]",
        photos='[% "photos" %]',
    )
    return [f"{state}, {date}", figures]


def _quoted(text: str) -> str:
    return text.replace("'", "''")
