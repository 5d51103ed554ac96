"""When a flight was: on layers as their temporal range, and of a whole project in the temporal controller.

Times are those of a clock on the wall at the site. A camera's clock knows no zone, and QGIS compares the hours and minutes
of a range with those of fields and of its temporal controller, all of which it writes down as UTC. So a camera's 14:30 is
14:30 UTC here, and reads 14:30 wherever the project is opened. Only where a camera tells no time is it the moment at
which the task was made, as the clock of this computer has it, which is what the panel shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import List, Optional, Sequence, Tuple

from qgis.core import (
    QgsDateTimeRange,
    QgsInterval,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterLayerTemporalProperties,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerTemporalProperties,
)
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Qt

from ..api.task import Task
from .marks import Mark, read_mark
from .on_map import marked_layers, relief_of
from .products import LayerKind

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FIRST_CREDIBLE = datetime(2000, 1, 2)  # clocks that nobody has set begin in 1970, 1980 or on the first day of 2000
AHEAD = timedelta(days=1)  # by which a camera's clock may be before that of the server: zones, and some error
PHOTO_TIME = "taken_at"  # the field of photo layers with the time of each
SECOND = timedelta(seconds=1)

_NO_TIME = (LayerKind.EXTENTS, LayerKind.DIFFERENCE)  # belong to several flights
Span = Tuple[datetime, datetime]  # first and last moment, without a zone


@dataclass(frozen=True)
class Timeline:
    """What `whole_project` did. flights: how many have layers on the map; steps: how many the controller shows."""

    flights: int
    steps: int
    text: str


def flight_span(task: Task) -> Optional[Span]:
    """From the first photo to the last, by the clock at the site; None where nobody knows."""
    made = _at_this_computer(task.created_at) if task.created_at is not None else None
    told = (task.statistics.start_date, task.statistics.end_date)
    credible = sorted(moment for moment in told if moment is not None and _is_credible(moment, made))
    if credible:
        return credible[0], credible[-1]
    return (made, made) if made is not None else None


def flight_range(task: Task) -> Optional[QgsDateTimeRange]:
    """The same as QGIS has it; both ends belong to it."""
    span = flight_span(task)
    return _range(*span) if span is not None else None


def day_of(task: Task) -> str:
    """The day of the flight in the user's short format; '' where nobody knows."""
    span = flight_span(task)
    return QLocale().toString(span[0].date(), QLocale.FormatType.ShortFormat) if span is not None else ""


def by_time(tasks: Sequence[Task]) -> List[Task]:
    """The earliest flight first; those of which nobody knows the time at the end, by name."""
    return sorted(tasks, key=lambda task: (flight_span(task) or (datetime.max,), task.name))


def set_time(layer: QgsMapLayer, task: Task) -> bool:
    """Let a layer be of the time of its flight; False where it cannot be, such as of point clouds in today's QGIS.

    A map that does not use time shows it as before.
    """
    moment = flight_range(task)
    return moment is not None and set_range(layer, moment)


def set_range(layer: QgsMapLayer, moment: QgsDateTimeRange) -> bool:
    """Let a layer be seen in a range of time, photos each at its own. False for types of layers that have no time."""
    properties = layer.temporalProperties()
    if properties is None:
        return False
    if isinstance(layer, QgsVectorLayer):
        _set_vector_range(layer, properties, moment)
    elif isinstance(layer, QgsRasterLayer):
        properties.setMode(QgsRasterLayerTemporalProperties.ModeFixedTemporalRange)
        properties.setFixedTemporalRange(moment)
    elif hasattr(properties, "setFixedTemporalRange"):  # a type that has learned it since
        properties.setFixedTemporalRange(moment)
    else:
        return False
    properties.setIsActive(True)
    relief = relief_of(layer)
    if relief is not None:
        set_range(relief, moment)
    return True


def show_moment(layer: QgsMapLayer, canvas: Optional[QObject] = None) -> None:
    """Where the map shows one time after the other, have it show that of a layer, which would not be seen else."""
    controller, time = _controller(canvas), layer.temporalProperties()
    if controller is None or controller.navigationMode() != QgsTemporalNavigationObject.Animated:
        return
    if time is None or not time.isActive() or not hasattr(time, "fixedTemporalRange"):
        return
    moment = time.fixedTemporalRange()
    if not controller.dateTimeRangeForFrameNumber(controller.currentFrameNumber()).overlaps(moment):
        controller.setCurrentFrameNumber(controller.findBestFrameNumberForFrameStart(moment.begin()))


def whole_project(tasks: Sequence[Task], server_url: str, canvas: Optional[QObject] = None) -> Timeline:
    """Let the temporal controller step through the flights of a project that are on the map, one after the other.

    Each is seen from its beginning to that of the next. The range and the step are written into the QGIS project; with
    fewer than two flights nothing is changed. canvas: the main map; that of QGIS where none is given.
    """
    layers = _layers_of(tasks, server_url)
    flights = [task for task in by_time(tasks) if task.id in layers and flight_span(task) is not None]
    steps = _steps(flights)
    if len(steps) < 2:
        return Timeline(len(flights), len(steps), _why_no_steps(len(flights)))
    for task in flights:
        shown = next(step for step in steps if step[0] <= _begin(task) <= step[1])
        for layer in layers[task.id]:
            set_range(layer, _range(*shown))
    _fill_project(steps)
    _switch_on(steps, canvas)
    found = translate("Layers", "{n} flights are on the map, one is shown at a time.").format(n=len(flights))
    how = translate("Layers", "Step through them in View > Panels > Temporal Controller; its first button shows all again.")
    return Timeline(len(flights), len(steps), f"{found} {how}")


def _layers_of(tasks: Sequence[Task], server_url: str) -> dict[str, List[QgsMapLayer]]:
    """By task id, the layers of whatever run that are of one flight."""
    wanted = {task.id for task in tasks}
    found: dict[str, List[QgsMapLayer]] = {}
    for layer, mark in marked_layers():
        if mark.server_url == server_url and mark.task_id in wanted and _is_of_a_flight(mark):
            found.setdefault(mark.task_id, []).append(layer)
    return found


def _is_of_a_flight(mark: Mark) -> bool:
    return mark.kind not in _NO_TIME


def _steps(flights: Sequence[Task]) -> List[Span]:
    """One for each moment at which a flight began; the last one ends with its flight.

    Ends are a second before the next begins: QGIS saves both ends of a layer's range as belonging to it.
    """
    begins = sorted({_begin(task) for task in flights})
    ends = [begin - SECOND for begin in begins[1:]]
    latest = max((span[1] for task in flights for span in [flight_span(task)] if span is not None), default=datetime.min)
    return list(zip(begins, [*ends, max(latest, begins[-1] + SECOND)])) if begins else []


def _begin(task: Task) -> datetime:
    span = flight_span(task)
    return span[0].replace(microsecond=0) if span is not None else datetime.max


def _fill_project(steps: Sequence[Span]) -> None:
    settings = QgsProject.instance().timeSettings()
    settings.setTemporalRange(_range(steps[0][0], steps[-1][1]))
    settings.setTimeStepUnit(QgsUnitTypes.TemporalIrregularStep)
    settings.setTimeStep(1)
    mode = QgsTemporalNavigationObject.Animated
    QgsProject.instance().writeEntry("TemporalControllerWidget", "/NavigationMode", int(getattr(mode, "value", mode)))


def _switch_on(steps: Sequence[Span], canvas: Optional[QObject]) -> None:
    """Have the controller of the main map go through the steps; it begins with the last one, the newest flight."""
    controller = _controller(canvas)
    if controller is None:
        return
    controller.setNavigationMode(QgsTemporalNavigationObject.Animated)
    controller.setTemporalExtents(_range(steps[0][0], steps[-1][1]))
    controller.setAvailableTemporalRanges([_range(*step) for step in steps])
    controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalIrregularStep))
    controller.setCurrentFrameNumber(len(steps) - 1)


def _controller(canvas: Optional[QObject]) -> Optional[QgsTemporalNavigationObject]:
    from qgis.utils import iface  # None until QGIS has its window, and without one

    if canvas is None and iface is not None:
        canvas = iface.mapCanvas()
    found = canvas.temporalController() if canvas is not None else None
    return found if isinstance(found, QgsTemporalNavigationObject) else None


def _set_vector_range(
    layer: QgsVectorLayer, properties: QgsVectorLayerTemporalProperties, moment: QgsDateTimeRange
) -> None:
    mark = read_mark(layer)
    fixed, each = QgsVectorLayerTemporalProperties.ModeFixedTemporalRange, QgsVectorLayerTemporalProperties
    if mark is not None and mark.kind is LayerKind.PHOTOS and layer.fields().indexOf(PHOTO_TIME) >= 0:
        # QGIS takes the figures of a range for the time zone of the computer where it looks at features
        parts = ", ".join(f'{part}("{PHOTO_TIME}")' for part in ("year", "month", "day", "hour", "minute", "second"))
        clock = f'if("{PHOTO_TIME}" IS NULL, {_literal(moment.begin())}, make_datetime({parts}))'
        properties.setMode(each.ModeFeatureDateTimeStartAndEndFromExpressions)
        properties.setStartExpression(clock)
        properties.setEndExpression(f"{clock} + to_interval('1 second')")  # QGIS leaves out what ends as a range begins
    else:
        properties.setMode(fixed)
    properties.setFixedTemporalRange(moment)


def _literal(moment: QDateTime) -> str:
    return f"make_datetime({moment.toString('yyyy, M, d, H, m, s')})"


def _why_no_steps(flights: int) -> str:
    if not flights:
        return translate("Layers", "No flight with a date is on the map.")
    return translate("Layers", "There is one date only, so there is nothing to step through.")


def _is_credible(moment: datetime, made: Optional[datetime]) -> bool:
    return moment >= FIRST_CREDIBLE and (made is None or moment <= made + AHEAD)


def _at_this_computer(moment: datetime) -> datetime:
    """By the clock of this computer, without the zone; what has none stays as it is."""
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo is not None else moment


def _range(begin: datetime, end: datetime) -> QgsDateTimeRange:
    return QgsDateTimeRange(_as_written(begin), _as_written(end))


def _as_written(moment: datetime) -> QDateTime:
    """The same figures, as UTC."""
    since = moment.replace(tzinfo=timezone.utc) - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return QDateTime.fromMSecsSinceEpoch(since // timedelta(milliseconds=1), Qt.TimeSpec.UTC)
