"""Single products of a task on the map: real values, indices, and what is made out of its files."""

from __future__ import annotations

from functools import partial
from typing import Callable, Optional

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..api.errors import NotFound
from ..api.rasters import RasterMetadata
from ..api.task import Task
from ..errors import NadirError
from ..jobs import Job, JobControl
from ..layers import project as project_layers
from ..layers.downloading import cache_of, fetching
from ..layers.make import PreparedLayers
from ..layers.marks import LayerForm, Mark
from ..layers.on_map import find_layer
from ..layers.plan import LayerPlan, PlannedLayer
from ..layers.products import ASSETS, RASTERS, LayerKind
from ..layers.project import LoadedLayers
from ..layers.tiles.indices import PlantIndex, ask_indices, plan_index
from ..layers.tiles.layer import make_tiles
from ..layers.tiles.plan import height_style
from ..layers.tiles.screen import wants_twice
from ..layers.tiles.style import TileStyle, style_of
from ..layers.values.heights import height_reference
from ..layers.values.raster import HEIGHTS, make_values
from ..layers.values.sample import style_of_file
from ..layers.values.stream import can_stream
from ..settings import Settings
from .map_layers import MapVerbs, prepared_layers

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

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
        return PlannedLayer(self._mark(task, kind, form, asset=asset), make)

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


def _removed_meanwhile() -> QgsMapLayer:
    """What is left of a layer that was on the map when it was asked for."""
    raise NadirError(translate("Workspace", "The layer was removed meanwhile."), translate("Workspace", "Add it again."))


def _style(metadata: Optional[RasterMetadata], source: str) -> TileStyle:
    """As tiles are coloured where nobody chose anything, of the file where the server does not tell."""
    if metadata is not None and metadata.bands:
        return height_style(metadata)
    return style_of_file(source, Settings().cut_percent)
