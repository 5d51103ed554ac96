"""Where the photos of a task were taken, with their direction of view, as points; the photo in map tip and form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional

from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.task import Task
from ...transfers.cache import Cache, InUse
from ...transfers.safe_names import safe_name
from ..products import LayerKind
from .ground import Grid, grid_of
from .photo_form import photo_map_tip, show_photo_in_form
from .plan import Progress, Source, VectorPlan, open_layer, source_of, unknown, untold
from .pose import direction
from .shots import ASSET, Shot, Shots, read_shots
from .storage import Feature, FieldType, Shape, Table, read_note, write
from .symbols import (
    ABOVE,
    AMBER,
    BELOW,
    INK,
    depends,
    label,
    label_depends,
    marker,
    marker_symbol,
    placement,
    set_label,
    stands_at_its_height,
)

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FIELDS = {
    "filename": FieldType.TEXT,
    "taken_at": FieldType.MOMENT,
    "heading": FieldType.NUMBER,
    "tilt": FieldType.NUMBER,
    "altitude": FieldType.NUMBER,
    "camera": FieldType.TEXT,
    "width": FieldType.COUNT,
    "height": FieldType.COUNT,
    "picture": FieldType.TEXT,
}
PICTURES = "pictures"
"""The folder beside the layer's file that holds what was fetched of the photos."""
_NEAR = 4000  # scale from which on directions can be told apart
_LABELLED = 1500
_SOUTHWARDS = 'coalesce("heading", 0) > 90 AND coalesce("heading", 0) < 270'


@dataclass(frozen=True)
class PhotosPlan(VectorPlan):
    """adjusted: places of the reconstruction, else those that the drone told."""

    adjusted: bool = True


def plan_photos(
    client: Client,
    cache: Cache,
    task: Task,
    cancelled: CancelCheck = never,
    progress: Progress = untold,
    *,
    in_use: InUse = unknown,
) -> PhotosPlan:
    """The photos of a task in a file of the cache, made where it is not there. On a worker.

    Raises what the client raises, NadirError for what cannot be read, Cancelled.
    """
    source = source_of(client, cache, task, cancelled, progress, in_use)
    path = source.folder("photos") / "photos.gpkg"
    adjusted = ASSET in task.available_assets
    mark = source.mark(LayerKind.PHOTOS, ASSET if adjusted else "")
    note = read_note(path)
    if note is None:
        shots = read_shots(source)
        write(path, _table(source, shots, path.parent), cancelled)
        note = shots.note
    progress(1.0)
    return PhotosPlan(mark, path, note, adjusted)


def make_photos(plan: PhotosPlan) -> QgsVectorLayer:
    """The layer of a plan, as a point with an arrow for each photo. On the main thread; asks no server. Raises NadirError."""
    about = (
        translate("Layers", "Where the photos were taken, as the reconstruction has it; arrows point to where each looks.")
        if plan.adjusted
        else translate("Layers", "Where the photos were taken, as the drone told it.")
    )
    layer = open_layer(plan, _aliases(), about)
    layer.setRenderer(QgsSingleSymbolRenderer(_symbol()))
    settings = label(layer, '"filename"', closest_scale_to=_LABELLED, placement=placement("OverPoint"))
    label_depends(settings, "OffsetQuad", f"if({_SOUTHWARDS}, {ABOVE}, {BELOW})")
    label_depends(settings, "OffsetXY", f"if({_SOUTHWARDS}, '0,-1.6', '0,1.6')")
    set_label(layer, settings)
    layer.setDisplayExpression('"filename"')
    layer.setMapTipTemplate(photo_map_tip())
    show_photo_in_form(layer)
    stands_at_its_height(layer)
    return layer


def picture_path(folder: Path, filename: str) -> Path:
    """Where the small picture of a photo belongs, beside the layer's file in `folder`."""
    return folder / PICTURES / safe_name(f"{filename}.jpg")


def _aliases() -> Dict[str, str]:
    return {
        "filename": translate("Layers", "Photo"),
        "taken_at": translate("Layers", "Taken at"),
        "heading": translate("Layers", "Direction (degrees from north)"),
        "tilt": translate("Layers", "Tilt (degrees, 0 is straight down)"),
        "altitude": translate("Layers", "Altitude (m)"),
        "camera": translate("Layers", "Camera"),
        "width": translate("Layers", "Width (pixels)"),
        "height": translate("Layers", "Height (pixels)"),
        "picture": translate("Layers", "Picture"),
    }


def _table(source: Source, shots: Shots, folder: Path) -> Table:
    grid = grid_of(source.task, [(shot.longitude, shot.latitude) for shot in shots.shots])
    has_heights = any(shot.altitude is not None for shot in shots.shots)
    features = [Feature(_place(shot), _values(shot, grid, folder)) for shot in shots.shots]
    return Table("photos", Shape.POINT, FIELDS, features, shots.note, has_heights)


def _place(shot: Shot) -> Any:
    return ((shot.longitude, shot.latitude, shot.altitude or 0.0),)


def _values(shot: Shot, grid: Grid, folder: Path) -> Dict[str, Any]:
    heading: Optional[float] = None
    tilt: Optional[float] = None
    if shot.rotation is not None:
        heading, tilt = direction(shot.rotation)
        heading = round((heading - grid.north) % 360.0, 1) % 360.0
        tilt = round(tilt, 1)
    return {
        "filename": shot.filename,
        "taken_at": shot.taken_at,
        "heading": heading,
        "tilt": tilt,
        "altitude": None if shot.altitude is None else round(shot.altitude, 3),
        "camera": shot.camera or None,
        "width": shot.width or None,
        "height": shot.height or None,
        "picture": str(picture_path(folder, shot.filename)),
    }


def _symbol() -> Any:
    """A dot with an arrow head beyond it; from far away a smaller dot alone, since 5,000 arrows are none."""
    arrow = marker("triangle", 3.2, AMBER, INK, 0.25, offset="0,-2.5", joinstyle="miter")
    dot = marker("circle", 2.6, AMBER, INK, 0.3)
    depends(arrow, "LayerEnabled", f"\"heading\" IS NOT NULL AND coalesce(@map_scale, 0) < {_NEAR}")
    depends(dot, "Size", f"CASE WHEN coalesce(@map_scale, 0) < {_NEAR} THEN 2.6 ELSE 1.3 END")
    symbol = marker_symbol(arrow, dot)
    for each in symbol.symbolLayers():
        depends(each, "Angle", 'coalesce("heading", 0)')
    return symbol
