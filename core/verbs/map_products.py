"""Single products of a task on the map: real values, indices, and what is made out of its files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..api.errors import NotFound
from ..api.rasters import RasterKind, RasterMetadata
from ..api.task import Task
from ..errors import Cancelled, NadirError
from ..jobs import Job, JobControl
from ..layers import project as project_layers
from ..layers.downloading import cache_of, fetching, shown_files
from ..layers.make import PreparedLayers
from ..layers.marks import LayerForm, Mark
from ..layers.models.layer import make_model
from ..layers.models.plan import bring_model, plan_model
from ..layers.on_map import find_layer
from ..layers.plan import LayerPlan, PlannedLayer
from ..layers.products import ASSETS, RASTERS, LayerKind, not_loaded
from ..layers.project import LoadedLayers
from ..layers.tiles.indices import PlantIndex, ask_indices, plan_index
from ..layers.tiles.layer import make_tiles
from ..layers.tiles.plan import height_style
from ..layers.tiles.screen import wants_twice
from ..layers.tiles.style import TileStyle, style_of
from ..layers.values.files import open_file
from ..layers.values.heights import height_reference
from ..layers.values.raster import HEIGHTS, make_values
from ..layers.values.sample import style_of_file
from ..layers.values.stream import can_stream
from ..layers.vectors.contours import make_contours, plan_contours
from ..layers.vectors.control_points import make_control_points, plan_control_points
from ..layers.vectors.flight_path import make_flight_path, plan_flight_path
from ..layers.vectors.footprints import make_footprints, plan_footprints
from ..layers.vectors.photos import make_photos, plan_photos
from ..settings import Settings
from .map_layers import MapVerbs, prepared_layers

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

GEOCENTRIC = "EPSG:4978"  # that of 3D tiles
OFFLINE, OFFLINE_DETAIL = "orthophoto.mbtiles", "offline"

PlanOne = Callable[[JobControl], PlannedLayer]


class ProductVerbs(MapVerbs):
    """Each adds one layer, shows it, and moves the map only where it showed nothing of it. Each succeeds with LoadedLayers."""

    def add_values(self, task: Task, kind: LayerKind) -> Job:
        """A raster with its real values: read from the server piece by piece where that works, else out of the cache.

        It is coloured as its tiles are where those are on the map.
        """
        tiles = find_layer(Mark.of(task, self.client.session.url, kind, LayerForm.TILES))
        style = style_of(tiles) if tiles is not None else None
        title = translate("Workspace", "Loading {asset} of {name}").format(asset=ASSETS[kind][0], name=task.name)
        return self._add_one(title, task, kind, lambda control: self._plan_values(control, task, kind, style), shown=True)

    def indices(self, task: Task) -> Job:
        """The plant indices of a task's orthophoto; succeeds with a tuple of PlantIndex, empty where there are none."""
        title = translate("Workspace", "Asking for the indices of {name}").format(name=task.name)
        return self._start(title, lambda control: ask_indices(self.client, task, control.cancelled))

    def add_index(self, task: Task, index: PlantIndex) -> Job:
        """A plant index of the orthophoto as tiles."""
        twice = wants_twice()

        def plan_it(control: JobControl) -> PlannedLayer:
            tiles = plan_index(self.client, task, index, control.cancelled, twice=twice)
            return PlannedLayer(self._mark(task, LayerKind.INDEX, LayerForm.TILES, detail=index.name), partial(make_tiles, tiles))

        title = translate("Workspace", "Adding {index} of {name}").format(index=index.name, name=task.name)
        return self._add_one(title, task, LayerKind.INDEX, plan_it, detail=index.name)

    def add_photos(self, task: Task) -> Job:
        """Where the photos were taken and where they look, as points that show their photo."""
        return self._add_vector(task, LayerKind.PHOTOS, plan_photos, make_photos)

    def add_footprints(self, task: Task) -> Job:
        """What each photo shows of the ground, as areas."""
        return self._add_vector(task, LayerKind.FOOTPRINTS, plan_footprints, make_footprints)

    def add_flight_path(self, task: Task) -> Job:
        """The way of the drone from photo to photo."""
        return self._add_vector(task, LayerKind.FLIGHT_PATH, plan_flight_path, make_flight_path)

    def add_control_points(self, task: Task) -> Job:
        """Control points, and by how much the reconstruction misses them."""
        return self._add_vector(task, LayerKind.CONTROL_POINTS, plan_control_points, make_control_points)

    def add_contours(self, task: Task, kind: RasterKind, interval: Optional[float] = None) -> Job:
        """Contours of the DSM or DTM; interval: metres between two lines, None for a round one that suits."""
        detail = f"{interval:g} m {kind.value.upper()}" if interval is not None else ""
        plan_them = partial(plan_contours, kind=kind, interval=interval)
        return self._add_vector(task, LayerKind.CONTOURS, plan_them, make_contours, detail=detail)

    def add_model(self, task: Task) -> Job:
        """The textured 3D model, unpacked to the cache, in a QGIS that shows such."""

        def plan_one(control: JobControl) -> PlannedLayer:
            try:
                model = plan_model(self.client, task, control.cancelled)
                path = bring_model(self.client, cache_of(Settings()), task, model)(control)
            except Cancelled:
                raise
            except NadirError as error:
                raise not_loaded(LayerKind.MODEL, error) from error
            mark = self._mark(task, LayerKind.MODEL, LayerForm.FILE, asset=model.asset)
            return PlannedLayer(mark, partial(make_model, path), True, (GEOCENTRIC,))

        title = translate("Workspace", "Adding the 3D model of {name}").format(name=task.name)
        return self._add_one(title, task, LayerKind.MODEL, plan_one, shown=True)

    def add_offline(self, task: Task) -> Job:
        """The orthophoto as MBTiles out of the cache, which needs no server to be looked at."""

        def plan_one(control: JobControl) -> PlannedLayer:
            path = fetching(self.client, cache_of(Settings()), task, OFFLINE)(control)
            mark = self._mark(task, LayerKind.ORTHOPHOTO, LayerForm.FILE, asset=OFFLINE, detail=OFFLINE_DETAIL)
            return PlannedLayer(mark, partial(_open_offline, path))

        title = translate("Workspace", "Downloading {asset} of {name}").format(asset=OFFLINE, name=task.name)
        return self._add_one(title, task, LayerKind.ORTHOPHOTO, plan_one, detail=OFFLINE_DETAIL, shown=True)

    def _add_vector(
        self, task: Task, kind: LayerKind, plan_it: Callable[..., Any], make: Callable[[Any], QgsMapLayer], *, detail: str = ""
    ) -> Job:
        """The planners of all vectors take and give the same; their files stay in the cache."""

        def plan_one(control: JobControl) -> PlannedLayer:
            shown = shown_files(control)
            planned = plan_it(self.client, cache_of(Settings()), task, control.cancelled, control.progress, in_use=shown)
            return PlannedLayer(planned.mark, partial(make, planned))

        title = translate("Workspace", "Adding {product} of {name}").format(product=kind.title, name=task.name)
        return self._add_one(title, task, kind, plan_one, detail=detail, shown=True)

    def _plan_values(self, control: JobControl, task: Task, kind: LayerKind, style: Optional[TileStyle]) -> PlannedLayer:
        """On a worker."""
        asset = ASSETS[kind][0]
        stream = can_stream(self.client, task, asset, control.cancelled)
        source = stream.path if stream is not None else str(fetching(self.client, cache_of(Settings()), task, asset)(control))
        reference = None
        if kind in HEIGHTS:
            metadata = self._metadata(control, task, kind)
            reference = height_reference(task, metadata, wkt=stream.wkt if stream is not None else "")
            style = style or _style(metadata, source)
        form = LayerForm.STREAM if stream is not None else LayerForm.FILE
        make = partial(make_values, task, self.client.session.url, kind, source, style, reference=reference)
        mark = self._mark(task, kind, form, asset=asset)
        if stream is None:
            return PlannedLayer(mark, make)
        return PlannedLayer(mark, make, waits=True, reference_systems=(stream.wkt,))  # QGIS asks the server again

    def _metadata(self, control: JobControl, task: Task, kind: LayerKind) -> Optional[RasterMetadata]:
        """What the server knows of heights; servers of the first generation know nothing."""
        try:
            return self.client.rasters.metadata(task.project_id, task.id, RASTERS[kind], cancelled=control.cancelled)
        except NotFound:
            return None

    def _mark(self, task: Task, kind: LayerKind, form: LayerForm, *, asset: str = "", detail: str = "") -> Mark:
        return Mark.of(task, self.client.session.url, kind, form, asset=asset, detail=detail)

    def _add_one(
        self, title: str, task: Task, kind: LayerKind, plan_one: PlanOne, *, detail: str = "", shown: bool = False
    ) -> Job:
        """A job that plans a layer on a worker and puts it on the map; one that is there already is only shown."""
        there = self._there(task, kind, detail)

        def work(control: JobControl) -> PreparedLayers:
            layer = plan_one(control) if there is None else there
            return prepared_layers(LayerPlan(task, self.client.session.url, (layer,)), control)

        return self._start(title, work, shown=shown, finish=_show)

    def _there(self, task: Task, kind: LayerKind, detail: str) -> Optional[PlannedLayer]:
        """The layer that is on the map already, as a plan that need not be carried out. Tiles are no real values."""
        forms = [form for form in LayerForm if form is not LayerForm.TILES or kind not in RASTERS]
        marks = (self._mark(task, kind, form, detail=detail) for form in forms)
        for mark in marks:
            if find_layer(mark) is not None:
                return PlannedLayer(mark, _removed_meanwhile)
        return None


def _show(prepared: PreparedLayers) -> LoadedLayers:
    """On the main thread. Raises what kept the layer from being made."""
    loaded = project_layers.add(prepared)
    if loaded.problems:
        raise loaded.problems[0]
    project_layers.zoom_to(project_layers.extent_of((*loaded.layers, *loaded.present)), if_unseen=True)
    return loaded


def _open_offline(path: Path) -> QgsMapLayer:
    layer = open_file(path, translate("Workspace", "{product} (offline)").format(product=LayerKind.ORTHOPHOTO.title))
    if layer is None:
        raise NadirError(
            translate("Workspace", "QGIS cannot open {file}.").format(file=path.name),
            translate("Workspace", "Remove downloaded results in the options, then try again."),
            str(path),
        )
    return layer


def _removed_meanwhile() -> QgsMapLayer:
    """What is left of a layer that was on the map when it was asked for."""
    raise NadirError(translate("Workspace", "The layer was removed meanwhile."), translate("Workspace", "Add it again."))


def _style(metadata: Optional[RasterMetadata], source: str) -> TileStyle:
    """As tiles are coloured where nobody chose anything, of the file where the server does not tell."""
    if metadata is not None and metadata.bands:
        return height_style(metadata)
    return style_of_file(source, Settings().cut_percent)
