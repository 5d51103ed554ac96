"""The way that the drone flew, as a line through its photos for each flight."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from qgis.core import QgsMarkerLineSymbolLayer, QgsSimpleLineSymbolLayer, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.task import Task
from ...errors import NadirError
from ...transfers.cache import Cache, InUse
from ..products import LayerKind
from .ground import grid_of
from .map_tips import page
from .plan import Progress, Source, VectorPlan, open_layer, source_of, unknown, untold
from .shots import ASSET, Shot, Shots, read_shots
from .storage import Feature, FieldType, Shape, Table, read_note, write
from .symbols import MAGENTA, PAPER, line_symbol, marker, marker_symbol, stands_at_its_height

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FIELDS = {
    "flight": FieldType.COUNT,
    "photos": FieldType.COUNT,
    "begin": FieldType.MOMENT,
    "end": FieldType.MOMENT,
    "length_m": FieldType.NUMBER,
    "minutes": FieldType.NUMBER,
    "speed_ms": FieldType.NUMBER,
}
_LONG_BREAK = 120.0  # seconds between two photos, from which the second may be of another flight
_TIMES_USUAL = 10.0  # what else such a break has to be: so many times the usual one
_FAR = 50.0  # metres; of photos without a time
_ARROWS_EVERY = 14.0  # millimetres


def plan_flight_path(
    client: Client,
    cache: Cache,
    task: Task,
    cancelled: CancelCheck = never,
    progress: Progress = untold,
    *,
    in_use: InUse = unknown,
) -> VectorPlan:
    """The flights of a task in a file of the cache, made where it is not there. On a worker.

    Raises what the client raises, NadirError where there are too few photos, Cancelled.
    """
    source = source_of(client, cache, task, cancelled, progress, in_use)
    path = source.folder("flight_path") / "flight_path.gpkg"
    note = read_note(path)
    if note is None:
        table = _table(source, read_shots(source))
        write(path, table, cancelled)
        note = table.note
    progress(1.0)
    return VectorPlan(source.mark(LayerKind.FLIGHT_PATH, ASSET if ASSET in task.available_assets else ""), path, note)


def make_flight_path(plan: VectorPlan) -> QgsVectorLayer:
    """The layer of a plan, with arrows in the direction of flight. On the main thread; asks no server. Raises NadirError."""
    layer = open_layer(plan, _aliases(), translate("Layers", "The way that the drone flew, from photo to photo."))
    layer.setRenderer(QgsSingleSymbolRenderer(_symbol()))
    layer.setDisplayExpression("'" + translate("Layers", "Flight").replace("'", "''") + " ' || \"flight\"")
    layer.setMapTipTemplate(_map_tip())
    stands_at_its_height(layer)
    return layer


def flights_of(shots: Sequence[Shot], places: np.ndarray) -> List[List[int]]:
    """Which photos belong to one flight, in their order. places: (n, 2) metres.

    A flight ends where the drone took no photo for long, as while its battery was changed. Where no times are known a
    jump in the order of the names ends it.
    """
    if len(shots) < 2:
        return []
    times = [None if shot.taken_at is None else _seconds(shot.taken_at) for shot in shots]
    known = [time for time in times if time is not None]
    if len(known) == len(times):
        steps, least = np.diff(np.array(known)), _LONG_BREAK
    else:
        steps, least = np.linalg.norm(np.diff(places, axis=0), axis=1), _FAR
    moving = steps[steps > 0.0]
    longest = max(least, _TIMES_USUAL * float(np.median(moving))) if len(moving) else least
    flights: List[List[int]] = [[0]]
    for number, step in enumerate(steps, start=1):
        if step > longest:
            flights.append([])
        flights[-1].append(number)
    return [flight for flight in flights if len(flight) > 1]


def _table(source: Source, shots: Shots) -> Table:
    grid = grid_of(source.task, [(shot.longitude, shot.latitude) for shot in shots.shots])
    places = grid.to_metres(np.array([(shot.longitude, shot.latitude) for shot in shots.shots]))
    flights = flights_of(shots.shots, places)
    if not flights:
        raise NadirError(
            translate("Layers", "There is no flight path, since no two photos belong to one flight."),
            translate("Layers", "Add the photos to the map instead."),
        )
    features = [
        _feature(number, [shots.shots[each] for each in flight], places[flight])
        for number, flight in enumerate(flights, start=1)
    ]
    has_heights = all(shot.altitude is not None for shot in shots.shots)
    return Table("flight_path", Shape.LINE, FIELDS, features, _note(shots), has_heights)


def _feature(number: int, shots: List[Shot], places: np.ndarray) -> Feature:
    heights = np.array([shot.altitude or 0.0 for shot in shots])
    steps = np.diff(np.concatenate([places, heights[:, None]], axis=1), axis=0)
    length = float(np.linalg.norm(steps, axis=1).sum())
    begin, end = shots[0].taken_at, shots[-1].taken_at
    seconds = None if begin is None or end is None else _seconds(end) - _seconds(begin)
    values: Dict[str, Any] = {
        "flight": number,
        "photos": len(shots),
        "begin": begin,
        "end": end,
        "length_m": round(length, 1),
        "minutes": None if seconds is None else round(seconds / 60.0, 1),
        "speed_ms": round(length / seconds, 1) if seconds else None,
    }
    points: List[Tuple[float, ...]] = [(shot.longitude, shot.latitude, shot.altitude or 0.0) for shot in shots]
    return Feature(points, values)


def _seconds(moment: datetime) -> float:
    return moment.replace(tzinfo=moment.tzinfo or timezone.utc).timestamp()


def _note(shots: Shots) -> str:
    if all(shot.taken_at is not None for shot in shots.shots):
        return shots.note
    word = translate("Layers", "Some photos do not tell when they were taken: they follow each other by their names.")
    return f"{shots.note} {word}".strip()


def _aliases() -> Dict[str, str]:
    return {
        "flight": translate("Layers", "Flight"),
        "photos": translate("Layers", "Photos"),
        "begin": translate("Layers", "First photo"),
        "end": translate("Layers", "Last photo"),
        "length_m": translate("Layers", "Length (m)"),
        "minutes": translate("Layers", "Duration (minutes)"),
        "speed_ms": translate("Layers", "Mean speed (m/s)"),
    }


def _map_tip() -> str:
    title = translate("Layers", "Flight {number}").format(number='[% "flight" %]')
    figures = translate("Layers", "{photos} photos, {length} m").format(
        photos='[% "photos" %]', length='[% round("length_m") %]'
    )
    times = "[% coalesce(format_date(\"begin\", 'yyyy-MM-dd HH:mm') || ' – ' || format_date(\"end\", 'HH:mm'), '') %]"
    return page(f"<b>{title}</b><br>{figures}<br>{times}")


def _symbol() -> Any:
    """A line with a pale rim and arrow heads upon it."""

    def line(colour: str, width: float) -> QgsSimpleLineSymbolLayer:
        return QgsSimpleLineSymbolLayer.create(
            {"line_color": colour, "line_width": str(width), "capstyle": "round", "joinstyle": "round"}
        )

    arrows: Optional[QgsMarkerLineSymbolLayer] = QgsMarkerLineSymbolLayer.create(
        {"interval": str(_ARROWS_EVERY), "interval_unit": "MM", "placement": "interval", "rotate": "1"}
    )
    head = marker("triangle", 2.6, MAGENTA, PAPER, 0.25, angle=90)
    layers = [line(PAPER, 1.0), line(MAGENTA, 0.5)]
    if arrows is not None:
        arrows.setSubSymbol(marker_symbol(head))
        layers.append(arrows)
    return line_symbol(*layers)
