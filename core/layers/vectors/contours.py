"""Contour lines of a task: the server's, where it makes any, else made here out of its terrain or surface model."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsLabeling,
    QgsPalLayerSettings,
    QgsRuleBasedRenderer,
    QgsSimpleLineSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.contours import ContourFormat, ContourOptions
from ...api.errors import ApiError
from ...api.exchange import CancelCheck, never
from ...api.rasters import RasterKind
from ...api.task import Task
from ...errors import Cancelled, NadirError
from ...transfers.cache import Cache, InUse, run_of
from ...transfers.fetch import Fetch
from ..products import LayerKind
from ..values.contours import ELEVATION, EVERY, INDEX, interval_for
from ..values.contours import make_contours as make_here
from .plan import Progress, Source, VectorPlan, nothing_in, open_layer, source_of, unknown, untold
from .storage import Feature, FieldType, Shape, Table, write
from .symbols import BROWN, label, line_symbol, placement, set_label, stands_at_its_height

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FIELDS = {ELEVATION: FieldType.NUMBER, INDEX: FieldType.FLAG}
_ELEVATIONS = ("level", "elev", "elevation", "height", "z")  # names of the field in files of servers
_NUMBERS = (ogr.OFTReal, ogr.OFTInteger, ogr.OFTInteger64)
_THIN_LINES_FROM = 8_000  # scale, from which on lines between the index contours are shown
_LABELLED = 20_000
_REPEAT = 70.0  # millimetres between two labels of one line
_MOST_LINES = 500_000
_SIMPLIFY = 0.1  # metres
_RIM = "255,255,255,110"  # lets lines be seen on dark ground

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ContoursPlan(VectorPlan):
    """interval: metres between two lines. kind: of the model that they are of. by_server: who made them."""

    interval: float = 1.0
    kind: RasterKind = RasterKind.DTM
    by_server: bool = False


def plan_contours(
    client: Client,
    cache: Cache,
    task: Task,
    cancelled: CancelCheck = never,
    progress: Progress = untold,
    *,
    kind: Optional[RasterKind] = None,
    interval: Optional[float] = None,
    in_use: InUse = unknown,
) -> ContoursPlan:
    """Contours of a task in a file of the cache, made where it is not there. On a worker; shows progress and is long.

    kind: DTM or DSM; None for the DTM where there is one. interval: metres; None for a round one that draws about
    twenty lines. A model that lies on this disk is used, else the server is asked; where that makes none, the model is
    downloaded. Raises what the client raises, NadirError where the task has no model, Cancelled.
    """
    source = source_of(client, cache, task, cancelled, progress, in_use)
    model = _model(task, kind)
    step = interval if interval is not None else _usual_interval(source, model)
    detail = f"{step:g} m {model.value.upper()}"
    folder = source.folder(f"contours {detail}")
    here, there = folder / "made_here.gpkg", folder / "of_server.gpkg"
    if not here.is_file() and not there.is_file():
        _make(source, model, step, here, there)
    progress(1.0)
    path = here if here.is_file() else there
    mark = source.mark(LayerKind.CONTOURS, f"{model.value}.tif", detail)
    return ContoursPlan(mark, path, "", step, model, path == there)


def make_contours(plan: ContoursPlan) -> QgsVectorLayer:
    """The layer of a plan; each fifth line is thicker and has its metres on it. On the main thread; asks no server.

    Raises NadirError.
    """
    about = translate("Layers", "Lines of equal height, one for each {interval} m, of the {model}.").format(
        interval=f"{plan.interval:g}", model=plan.kind.value.upper()
    )
    aliases = {ELEVATION: translate("Layers", "Height (m)"), INDEX: translate("Layers", "Index contour")}
    layer = open_layer(plan, aliases, about)
    layer.setName(
        translate("Layers", "Contours, {interval} m ({model})").format(
            interval=f"{plan.interval:g}", model=plan.kind.value.upper()
        )
    )
    layer.setRenderer(_renderer(plan.interval))
    set_label(layer, _labels(layer, plan.interval))
    height = f"format_number(\"{ELEVATION}\", {_decimals(plan.interval)}) || ' m'"
    layer.setDisplayExpression(height)
    layer.setMapTipTemplate(f"[% {height} %]")
    stands_at_its_height(layer)
    return layer


def lines_of(path: Path, interval: float, epsg: Optional[int]) -> List[Feature]:
    """The lines of a server's file in degrees, each with its height. Raises NadirError for what holds none.

    epsg: of a file that does not say.
    """
    dataset: Any = None
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=["GPKG", "GeoJSON"])
        layer = dataset.GetLayer(0) if dataset is not None else None
        if layer is None:
            raise nothing_in(LayerKind.CONTOURS.title, gdal.GetLastErrorMsg())
        found = list(_lines(layer, interval, epsg))
    except RuntimeError as error:
        raise nothing_in(LayerKind.CONTOURS.title, str(error)) from error
    finally:
        dataset = None  # closed here, also where an error keeps this frame
        gdal.PopErrorHandler()
    if not found:
        raise nothing_in(LayerKind.CONTOURS.title)
    return found


def _model(task: Task, kind: Optional[RasterKind]) -> RasterKind:
    for each in (kind,) if kind is not None else (RasterKind.DTM, RasterKind.DSM):
        if f"{each.value}.tif" in task.available_assets:
            return each
    raise NadirError(
        translate("Layers", "The task has no model of heights that contours could be made of."),
        translate("Layers", "Process it with a terrain model (option “dtm”) or a surface model (“dsm”)."),
    )


def _usual_interval(source: Source, model: RasterKind) -> float:
    task = source.task
    known = source.client.rasters.metadata(task.project_id, task.id, model, cancelled=source.cancelled)
    if not known.bands:
        return 1.0
    return interval_for(known.bands[0].percentile_2, known.bands[0].percentile_98)


def _make(source: Source, model: RasterKind, interval: float, here: Path, there: Path) -> None:
    asset = f"{model.value}.tif"
    if source.cache.find(source.server_url, source.task.id, run_of(source.task), asset) is None:
        try:
            _fetch(source, model, interval, there)
            return
        except Cancelled:
            raise
        except NadirError as error:  # the server makes none, or cannot now: they are made here
            _log.info("No contours of the server: %s %s", error.summary, error.detail)
    dem = source.asset(asset)
    make_here(dem, here, interval, source.cancelled, lambda fraction: source.progress(0.5 + 0.5 * fraction))


def _fetch(source: Source, model: RasterKind, interval: float, target: Path) -> None:
    """Have the server make them, and keep them as ours are kept. Raises what the client raises, and NadirError."""
    task, contours = source.task, source.client.contours
    if task.epsg is None:
        raise ApiError(translate("Layers", "The task has no reference system in metres."))
    options = ContourOptions(model, interval, task.epsg, ContourFormat.GPKG, min(_SIMPLIFY, interval / 4.0))

    def tell(fraction: Optional[float]) -> None:
        source.progress(0.5 * (fraction or 0.0))

    work = contours.make(task.id, options, tell, cancelled=source.cancelled)
    raw = target.with_name("fetched.gpkg")
    try:
        Fetch(contours.file(task.id, work), raw).run(cancelled=source.cancelled)
        lines = lines_of(raw, interval, task.epsg)
        write(target, Table("contours", Shape.LINE, FIELDS, lines), source.cancelled)
    finally:
        raw.unlink(missing_ok=True)


def _lines(layer: Any, interval: float, epsg: Optional[int]) -> Iterator[Feature]:
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(each) for each in range(definition.GetFieldCount())]
    names = {each.GetName().lower(): number for number, each in enumerate(fields) if each.GetType() in _NUMBERS}
    index = next((names[name] for name in _ELEVATIONS if name in names), None)
    to_degrees = _to_degrees(layer.GetSpatialRef(), epsg)
    if index is None or to_degrees is None:
        return
    for number, feature in enumerate(layer):
        if number >= _MOST_LINES:
            return
        shape = feature.GetGeometryRef()
        elevation = feature.GetFieldAsDouble(index)
        if shape is None or feature.IsFieldNull(index) or not -12_000.0 < elevation < 12_000.0:
            continue
        if shape.Transform(to_degrees) == ogr.OGRERR_NONE:
            yield from _pieces(shape, elevation, interval)


def _pieces(shape: Any, elevation: float, interval: float) -> Iterator[Feature]:
    parts = [shape.GetGeometryRef(each) for each in range(shape.GetGeometryCount())] or [shape]
    values: Dict[str, Any] = {ELEVATION: round(elevation, 6), INDEX: round(elevation / interval) % EVERY == 0}
    for part in parts:
        points: Tuple[Tuple[float, ...], ...] = tuple((x, y, elevation) for x, y, *_ in part.GetPoints() or ())
        if len(points) > 1 and all(abs(x) <= 180.0 and abs(y) <= 90.0 for x, y, _z in points):
            yield Feature(points, values)


def _to_degrees(system: Any, epsg: Optional[int]) -> Any:
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    if system is None and epsg is not None:
        system = osr.SpatialReference()
        system.ImportFromEPSG(epsg)
    if system is None:
        return None
    system = system.Clone()
    for each in (system, degrees):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(system, degrees)


def _decimals(interval: float) -> int:
    """Places behind the point that tell lines of this interval apart."""
    return next((places for places in range(4) if abs(round(interval, places) - interval) < 1e-9), 3)


def _renderer(interval: float) -> QgsRuleBasedRenderer:
    root = QgsRuleBasedRenderer.Rule(None)
    kinds = (
        (translate("Layers", "Index contours, {interval} m"), f'"{INDEX}" = 1', 0.5, interval * EVERY, 0),
        (translate("Layers", "Contours, {interval} m"), "ELSE", 0.2, interval, _THIN_LINES_FROM),
    )
    for title, condition, width, step, scale in kinds:
        rule = QgsRuleBasedRenderer.Rule(line_symbol(_line(_RIM, width + 0.4), _line(BROWN, width)))
        rule.setLabel(title.format(interval=f"{step:g}"))
        rule.setFilterExpression(condition)
        if scale:
            rule.setMinimumScale(scale)
        root.appendChild(rule)
    return QgsRuleBasedRenderer(root)


def _line(colour: str, width: float) -> QgsSimpleLineSymbolLayer:
    properties = {"line_color": colour, "line_width": str(width), "capstyle": "round", "joinstyle": "round"}
    return QgsSimpleLineSymbolLayer.create(properties)


def _labels(layer: QgsVectorLayer, interval: float) -> QgsPalLayerSettings:
    """Along the index contours, upon the line."""
    settings = label(
        layer,
        f"CASE WHEN \"{INDEX}\" = 1 THEN format_number(\"{ELEVATION}\", {_decimals(interval)}) || ' m' END",
        size=7.5,
        colour=BROWN,
        closest_scale_to=_LABELLED,
        placement=placement("Curved"),
        distance=0.0,
    )
    line = settings.lineSettings()
    line.setPlacementFlags(QgsLabeling.LinePlacementFlags(QgsLabeling.LinePlacementFlag.OnLine))
    settings.setLineSettings(line)
    settings.repeatDistance = _REPEAT
    return settings
