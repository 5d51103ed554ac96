"""The ground that each photo shows, as polygons: from where the camera was, its lens, and the height of the ground."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

import numpy as np
from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.task import Task
from ...errors import Cancelled, NadirError
from ...transfers.cache import Cache, InUse
from ..products import LayerKind
from .ground import Grid, Terrain, grid_of, ground_height, terrain_at_hand
from .lens import Lens, edge_rays, lenses_from_json
from .map_tips import map_tip
from .plan import Progress, Source, VectorPlan, open_layer, read_json_file, source_of, unknown, untold
from .shots import ASSET, Shot, Shots, read_shots
from .storage import Feature, FieldType, Shape, Table, read_note, write
from .symbols import CYAN

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FIELDS = {
    "filename": FieldType.TEXT,
    "taken_at": FieldType.MOMENT,
    "height_m": FieldType.NUMBER,
    "gsd_cm": FieldType.NUMBER,
    "area_m2": FieldType.NUMBER,
}
FARTHEST = 4.0
"""Heights: ground further off, towards the horizon, is too coarse to count."""
_LOWEST = 2.0  # metres above the ground, below which a footprint tells nothing
_STEPS_ON_TERRAIN = 8  # points a side, where the ground is not flat
_ROUNDS = 6  # of finding where a ray meets the terrain
_HORIZON = 0.05  # how far down a photo's middle has to look to show ground


def plan_footprints(
    client: Client,
    cache: Cache,
    task: Task,
    cancelled: CancelCheck = never,
    progress: Progress = untold,
    *,
    in_use: InUse = unknown,
) -> VectorPlan:
    """The footprints of a task's photos in a file of the cache, on its terrain where that is on this disk, else on flat
    ground. On a worker. Raises what the client raises, NadirError where too little is known, Cancelled.
    """
    source = source_of(client, cache, task, cancelled, progress, in_use)
    shots = read_shots(source)
    grid = grid_of(task, [(shot.longitude, shot.latitude) for shot in shots.shots])
    terrain = terrain_at_hand(source, grid)
    path = source.folder("footprints") / ("on_terrain.gpkg" if terrain is not None else "on_plane.gpkg")
    note = read_note(path)
    if note is None:
        table = _table(source, shots, grid, terrain)
        write(path, table, cancelled)
        note = table.note
    progress(1.0)
    return VectorPlan(source.mark(LayerKind.FOOTPRINTS, ASSET), path, note)


def make_footprints(plan: VectorPlan) -> QgsVectorLayer:
    """The layer of a plan. On the main thread; asks no server. Raises NadirError."""
    layer = open_layer(plan, _aliases(), translate("Layers", "The ground that each photo shows."))
    fill = {"style": "no", "outline_color": f"{_rgb(CYAN)},230", "outline_width": "0.3", "joinstyle": "miter"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(fill)))
    layer.setDisplayExpression('"filename"')
    layer.setMapTipTemplate(map_tip("filename", _tip()))
    return layer


def footprint(
    shot: Shot, lens: Lens, place: Tuple[float, float], ground: float, terrain: Optional[Terrain] = None
) -> Optional[np.ndarray]:
    """(n, 2) metres around what a photo shows; None where it shows no ground.

    place: east and north of the camera; ground: metres of flat ground. Rays that leave towards the horizon end at
    FARTHEST heights.
    """
    if shot.rotation is None or shot.altitude is None or min(shot.width, shot.height) <= 0:
        return None
    height = shot.altitude - ground
    if not height > _LOWEST or -shot.rotation[2][2] < _HORIZON:
        return None
    rays = edge_rays(shot, lens, 1 if terrain is None else _STEPS_ON_TERRAIN) @ shot.rotation
    level = np.linalg.norm(rays[:, :2], axis=1)
    slope = level / np.maximum(-rays[:, 2], 1e-9)
    away = rays[:, :2] / np.maximum(level, 1e-12)[:, None]
    heights = np.full(len(rays), height)
    centre = np.array(place)
    found = centre + away * (np.minimum(slope, FARTHEST) * heights)[:, None]
    for _ in range(_ROUNDS if terrain is not None else 0):
        heights = shot.altitude - terrain.at(found, shot.altitude - heights)  # type: ignore[union-attr]
        found = centre + away * (np.minimum(slope, FARTHEST) * np.maximum(heights, 0.0))[:, None]
    return found


def _table(source: Source, shots: Shots, grid: Grid, terrain: Optional[Terrain]) -> Table:
    ground = ground_height(source)
    if ground is None:
        raise NadirError(
            translate("Layers", "The footprints are not known, since nobody knows how high the ground is."),
            translate("Layers", "Process the task with a terrain model (option “dtm”) or a surface model."),
        )
    lenses = _lenses(source)
    places = grid.to_metres(np.array([(shot.longitude, shot.latitude) for shot in shots.shots]))
    features: List[Feature] = []
    for number, (shot, place) in enumerate(zip(shots.shots, places)):
        if number % 100 == 0 and source.cancelled():
            raise Cancelled
        source.progress(0.5 + 0.5 * number / len(places))
        feature = _feature(shot, _lens_of(shot, lenses), (float(place[0]), float(place[1])), ground, grid, terrain)
        if feature is not None:
            features.append(feature)
    if not features:
        raise NadirError(
            translate("Layers", "The footprints are not known: the server does not tell which way the cameras looked."),
            translate("Layers", "Add the photos to the map instead."),
        )
    return Table("footprints", Shape.POLYGON, FIELDS, features, _note(shots, len(features)), has_heights=False)


def _feature(
    shot: Shot, lens: Optional[Lens], place: Tuple[float, float], ground: float, grid: Grid, terrain: Optional[Terrain]
) -> Optional[Feature]:
    edge = footprint(shot, lens, place, ground, terrain) if lens is not None else None
    if edge is None or lens is None or shot.altitude is None or not np.isfinite(edge).all():
        return None
    height = shot.altitude - ground
    values: Dict[str, Any] = {
        "filename": shot.filename,
        "taken_at": shot.taken_at,
        "height_m": round(height, 2),
        "gsd_cm": round(100.0 * height / (lens.focal[0] * max(shot.width, shot.height)), 3),
        "area_m2": round(_area(edge), 1),
    }
    return Feature([tuple(point) for point in grid.to_degrees(edge).tolist()], values)


def _lenses(source: Source) -> Dict[Tuple[int, int], Lens]:
    if "cameras.json" not in source.task.available_assets:
        return {}
    return lenses_from_json(read_json_file(source.asset("cameras.json")))


def _lens_of(shot: Shot, lenses: Dict[Tuple[int, int], Lens]) -> Optional[Lens]:
    """What the reconstruction found for photos of this size, else the focal length that the photo names."""
    known = lenses.get((shot.width, shot.height))
    if known is not None or shot.focal is None or not 0.05 < shot.focal < 100.0:
        return known
    return Lens((shot.focal, shot.focal))


def _area(edge: np.ndarray) -> float:
    x, y = (edge - edge.mean(axis=0)).T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2.0


def _note(shots: Shots, known: int) -> str:
    missing = len(shots.shots) - known
    if not missing:
        return shots.note
    word = translate("Layers", "Photos whose footprint is not known: {count}.").format(count=missing)
    return f"{shots.note} {word}".strip()


def _aliases() -> Dict[str, str]:
    return {
        "filename": translate("Layers", "Photo"),
        "taken_at": translate("Layers", "Taken at"),
        "height_m": translate("Layers", "Height above the ground (m)"),
        "gsd_cm": translate("Layers", "Ground resolution (cm a pixel)"),
        "area_m2": translate("Layers", "Area (m²)"),
    }


def _tip() -> str:
    """What the map tip says below the name."""
    return translate("Layers", "{height} m above the ground, {gsd} cm a pixel").format(
        height="[% round(\"height_m\", 1) %]", gsd="[% round(\"gsd_cm\", 2) %]"
    )


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
