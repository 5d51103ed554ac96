"""Ground control points and check points, with what is left between survey and reconstruction as arrows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

import numpy as np
from qgis.core import (
    QgsArrowSymbolLayer,
    QgsFillSymbol,
    QgsRuleBasedRenderer,
    QgsVectorFieldSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...api import fields
from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.task import Task
from ...photos.place import Frame
from ...transfers.cache import Cache, InUse
from ..products import LayerKind
from .map_tips import map_tip
from .plan import Progress, VectorPlan, nothing_in, open_layer, read_json_file, source_of, unknown, untold
from .shots import is_on_earth
from .storage import Feature, FieldType, Shape, Table, plain, write
from .symbols import BLUE, INK, PAPER, RED, label, line_symbol, marker, marker_symbol, placement, stands_at_its_height

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

ASSET = "ground_control_points.geojson"
FIELDS = {
    "name": FieldType.TEXT,
    "is_check": FieldType.FLAG,
    "dx_cm": FieldType.NUMBER,
    "dy_cm": FieldType.NUMBER,
    "dz_cm": FieldType.NUMBER,
    "flat_cm": FieldType.NUMBER,
    "total_cm": FieldType.NUMBER,
    "photos": FieldType.COUNT,
    "pixels": FieldType.NUMBER,
    "altitude": FieldType.NUMBER,
}
_ROLES = ("check", "checkpoint", "check point", "check_point", "metrics_only", "validation")
_LONGEST_ARROW = 0.12  # of the distance that the points are spread over
_ONE_POINT = 50.0  # metres that one point alone is taken to be spread over
_LARGEST = 1e4  # metres of a residual, beyond which the file is nonsense


@dataclass(frozen=True)
class ControlPointsPlan(VectorPlan):
    """factor: how many times longer than the residuals their arrows are."""

    factor: float = 1.0


@dataclass(frozen=True)
class _Point:
    """residual: metres east, north, up from the surveyed place to the reconstructed one; NaN where unknown."""

    name: str
    place: Tuple[float, float, Optional[float]]
    is_check: bool
    residual: Tuple[float, float, float]
    photos: int
    pixels: Optional[float]


def plan_control_points(
    client: Client,
    cache: Cache,
    task: Task,
    cancelled: CancelCheck = never,
    progress: Progress = untold,
    *,
    in_use: InUse = unknown,
) -> ControlPointsPlan:
    """The control points of a task in a file of the cache. On a worker.

    Raises what the client raises, NadirError for a file without points, Cancelled.
    """
    source = source_of(client, cache, task, cancelled, progress, in_use)
    items = read_json_file(source.asset(ASSET)).get("features")
    features = items if isinstance(items, list) else []
    read = [_point(item) for item in features if isinstance(item, dict)]
    points = [point for point in read if point is not None]
    if not points:
        raise nothing_in(LayerKind.CONTROL_POINTS.title, f"{ASSET}: {len(features)} features")
    note = _note(len(features) - len(points))
    path = source.folder("control_points") / "control_points.gpkg"
    if not path.is_file():
        write(path, Table("control_points", Shape.POINT, FIELDS, [_feature(each) for each in points], note), cancelled)
    progress(1.0)
    return ControlPointsPlan(source.mark(LayerKind.CONTROL_POINTS, ASSET), path, note, factor_for(points))


def make_control_points(plan: ControlPointsPlan) -> QgsVectorLayer:
    """The layer of a plan, whose legend says how much longer the arrows are than the residuals. On the main thread;
    asks no server. Raises NadirError.
    """
    about = translate(
        "Layers", "Arrows lead from where a point was surveyed to where the reconstruction has it, {factor} times as long."
    ).format(factor=f"{plan.factor:,.0f}")
    layer = open_layer(plan, _aliases(), about)
    layer.setRenderer(_renderer(plan.factor))
    label(
        layer,
        "\"name\" || coalesce('\\n' || format_number(\"flat_cm\", 1) || ' cm, ' || "
        "if(\"dz_cm\" < 0, '↓ ', '↑ ') || format_number(abs(\"dz_cm\"), 1) || ' cm', '')",
        placement=placement("OrderedPositionsAroundPoint"),
        distance=1.5,
    )
    layer.setDisplayExpression('"name"')
    layer.setMapTipTemplate(map_tip("name", *_tip()))
    stands_at_its_height(layer)
    return layer


def factor_for(points: List[_Point]) -> float:
    """How many times arrows are to be longer than residuals: 1, 2 or 5 and zeros, so that the longest is well seen."""
    lengths = [math.hypot(*point.residual[:2]) for point in points]
    longest = max((length for length in lengths if math.isfinite(length)), default=0.0)
    if longest <= 0.0:
        return 1.0
    places = np.array([point.place[:2] for point in points])
    metres = Frame(float(places[0, 0]), float(places[0, 1])).to_metres(places[:, 0], places[:, 1])
    spread = float(np.linalg.norm(metres.max(axis=0) - metres.min(axis=0)))
    wanted = _LONGEST_ARROW * (spread if spread > 1.0 else _ONE_POINT) / longest
    if wanted <= 1.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= wanted * (1.0 + 1e-9))


def _point(feature: Mapping[str, Any]) -> Optional[_Point]:
    """None for a feature without a place."""
    properties = fields.child(feature, "properties")
    place = fields.position(fields.child(feature, "geometry").get("coordinates"))
    if place is None or not is_on_earth(place[0], place[1]):
        return None
    name = properties.get("id")
    observations = fields.objects(properties, "observations")
    return _Point(
        plain(str(name)) if isinstance(name, (str, int)) else "",
        place,
        _is_check(properties),
        _residual(properties),
        len({plain(fields.text(each, "shot_id")) for each in observations}),
        _pixels(observations),
    )


def _residual(properties: Mapping[str, Any]) -> Tuple[float, float, float]:
    """A list of three numbers, or one field for each as the GeoPackage beside it has them."""
    listed = properties.get("error")
    values = listed if isinstance(listed, list) else [properties.get(f"error_{axis}") for axis in "xyz"]
    numbers = [fields.finite(value) for value in values[:3]]
    known = [number for number in numbers if number is not None and abs(number) < _LARGEST]
    if len(known) != 3:
        return (math.nan, math.nan, math.nan)
    return (known[0], known[1], known[2])


def _is_check(properties: Mapping[str, Any]) -> bool:
    """Whether a point was left out of the adjustment, to judge it by."""
    if fields.flag(properties, "checkpoint") or fields.flag(properties, "is_checkpoint"):
        return True
    return any(fields.text(properties, name).strip().lower() in _ROLES for name in ("role", "type", "kind"))


def _pixels(observations: List[Mapping[str, Any]]) -> Optional[float]:
    """The mean distance in pixels from where a point was marked to where it is seen by the reconstruction."""
    found = []
    for each in observations:
        marked, seen = fields.position(each.get("annotated")), fields.position(each.get("reprojected"))
        if marked is not None and seen is not None:
            found.append(math.hypot(marked[0] - seen[0], marked[1] - seen[1]))
    return sum(found) / len(found) if found else None


def _feature(point: _Point) -> Feature:
    x, y, z = (100.0 * metres for metres in point.residual)
    values: Dict[str, Any] = {
        "name": point.name,
        "is_check": point.is_check,
        "dx_cm": round(x, 2) if math.isfinite(x) else None,
        "dy_cm": round(y, 2) if math.isfinite(y) else None,
        "dz_cm": round(z, 2) if math.isfinite(z) else None,
        "flat_cm": round(math.hypot(x, y), 2) if math.isfinite(x) else None,
        "total_cm": round(math.sqrt(x * x + y * y + z * z), 2) if math.isfinite(x) else None,
        "photos": point.photos,
        "pixels": None if point.pixels is None else round(point.pixels, 2),
        "altitude": point.place[2],
    }
    return Feature(((point.place[0], point.place[1], point.place[2] or 0.0),), values)


def _note(skipped: int) -> str:
    if skipped <= 0:
        return ""
    return translate("Layers", "Left out, since their place cannot be read: {count}.").format(count=skipped)


def _aliases() -> Dict[str, str]:
    return {
        "name": translate("Layers", "Point"),
        "is_check": translate("Layers", "Check point"),
        "dx_cm": translate("Layers", "East (cm)"),
        "dy_cm": translate("Layers", "North (cm)"),
        "dz_cm": translate("Layers", "Up (cm)"),
        "flat_cm": translate("Layers", "Horizontal (cm)"),
        "total_cm": translate("Layers", "In all (cm)"),
        "photos": translate("Layers", "Photos"),
        "pixels": translate("Layers", "In photos (pixels)"),
        "altitude": translate("Layers", "Altitude (m)"),
    }


def _tip() -> List[str]:
    figures = translate("Layers", "East {x} cm, north {y} cm, up {z} cm").format(
        **{axis: f"[% coalesce(\"d{axis}_cm\", '?') %]" for axis in "xyz"}
    )
    seen = translate("Layers", "Marked in {count} photos").format(count='[% "photos" %]')
    return [figures, seen]


def _renderer(factor: float) -> QgsRuleBasedRenderer:
    root = QgsRuleBasedRenderer.Rule(None)
    kinds = (
        (translate("Layers", "Control points"), 'NOT coalesce("is_check", false)', "triangle", RED),
        (translate("Layers", "Check points"), 'coalesce("is_check", false)', "square", BLUE),
    )
    for name, condition, shape, colour in kinds:
        title = translate("Layers", "{points}, residuals × {factor}").format(points=name, factor=f"{factor:,.0f}")
        symbol = marker_symbol(
            _arrow(factor, colour), marker(shape, 3.4, colour, PAPER, 0.4), marker("circle", 0.7, PAPER, INK, 0.0)
        )
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, filterExp=condition, label=title))
    return QgsRuleBasedRenderer(root)


def _arrow(factor: float, colour: str) -> QgsVectorFieldSymbolLayer:
    """The residual in metres on the ground, `factor` times as long; the fields are in centimetres."""
    field: QgsVectorFieldSymbolLayer = QgsVectorFieldSymbolLayer.create(
        {
            "x_attribute": "dx_cm",
            "y_attribute": "dy_cm",
            "scale": str(factor / 100.0),
            "vector_field_type": "0",
            "distance_unit": "RenderMetersInMapUnits",
        }
    )
    arrow: QgsArrowSymbolLayer = QgsArrowSymbolLayer.create(
        {
            "arrow_width": "0.6",
            "arrow_start_width": "0.6",
            "head_length": "2",
            "head_thickness": "1.6",
            "is_curved": "0",
            "arrow_type": "0",
            "head_type": "0",
        }
    )
    fill = {"color": colour, "outline_color": PAPER, "outline_width": "0.25", "joinstyle": "round"}
    arrow.setSubSymbol(QgsFillSymbol.createSimple(fill))
    field.setSubSymbol(line_symbol(arrow))
    return field
