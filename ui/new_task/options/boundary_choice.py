"""The boundary of the task: a polygon layer of the project, or what is selected in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsMapLayerProxyModel, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QLocale, QTimer
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox

from ....core.errors import Cancelled, NadirError
from ....core.jobs import Job, JobControl, Jobs
from ....core.layers.boundary import Boundary, BoundarySource, make_boundary
from ....core.photos.photo import Photo
from ...common.notifier import as_nadir_error, log
from .part import ERROR, FACT, WARNING, Part

PAUSE = 300  # ms after the last change of a layer before it is looked at again
SQUARE_METRES = 10_000.0  # of a hectare


class BoundaryChoice(Part):
    """Looks at the layer on another thread, again whenever it, its selection or the photos change."""

    def __init__(self) -> None:
        super().__init__("", "boundaryChoice")
        self.setTitle(self.tr("Boundary"))
        self.boundary: Optional[Boundary] = None
        self._jobs: Optional[Jobs] = None
        self._job: Optional[Job] = None
        self._layer: Optional[QgsVectorLayer] = None
        self._positions: tuple[tuple[float, float], ...] = ()
        self._error = ""
        self._is_known = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._look)
        self.combo = QgsMapLayerComboBox()
        self.combo.setObjectName("boundaryLayerCombo")
        self.combo.setAccessibleName(self.tr("Polygon layer of the boundary"))
        self.combo.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.combo.setAllowEmptyLayer(True, self.tr("No boundary"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.combo.setLayer(None)
        self.combo.layerChanged.connect(self._layer_chosen)
        self.selected = QCheckBox(self.tr("Selected features only"))
        self.selected.setObjectName("boundarySelectedCheck")
        self.selected.toggled.connect(self._edited)
        self.column.addWidget(self.combo)
        self.column.addWidget(self.selected)
        self.column.addWidget(self.message)
        self._show()

    def set_jobs(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def set_known(self, known: bool) -> None:
        """Whether the processing node has such an option."""
        if known != self._is_known:
            self._is_known = known
            self._show()

    def set_photos(self, photos: Sequence[Photo]) -> None:
        """Where they were taken."""
        self._positions = tuple(
            (photo.longitude, photo.latitude) for photo in photos if photo.longitude is not None and photo.latitude is not None
        )
        self._show()

    def layer_name(self) -> str:
        return str(self._layer.name()) if self._layer is not None else ""

    def problem(self) -> str:
        """While it is looked at, too: nothing starts without the boundary that was wished for."""
        if self._layer is None or not self._is_known:
            return ""
        if self._error:
            return self._error
        if self.boundary is None:
            return self.tr("The boundary is being looked at.")
        if self._positions and not self.boundary.touches(self._positions):
            return self.tr("None of the photos was taken near the boundary. Choose the polygon around them.")
        return ""

    def notes(self) -> tuple[str, ...]:
        """How the boundary differs from the layer, and a small one."""
        if self._layer is not None and not self._is_known:
            return (self.tr("The processing node has no option “boundary”."),)
        if self.boundary is None:
            return ()
        notes = list(self.boundary.notices)
        if self._positions and self.boundary.touches(self._positions) and not self.boundary.inside(self._positions):
            notes.append(self.tr("None of the photos was taken within the boundary, only around it."))
        return tuple(notes)

    def close_look(self) -> None:
        """Nothing of it goes on."""
        self._timer.stop()
        self._follow(None)
        if self._job is not None:
            self._job.cancel()
            self._job = None

    # What happens

    def _layer_chosen(self, layer: Optional[QgsVectorLayer]) -> None:
        self._follow(layer)
        if layer is not None:
            self.selected.setChecked(layer.selectedFeatureCount() > 0)
        self._edited()

    def _follow(self, layer: Optional[QgsVectorLayer]) -> None:
        """Listen to this layer and to no other."""
        if self._layer is not None:
            for signal in (self._layer.selectionChanged, self._layer.geometryChanged, self._layer.repaintRequested):
                signal.disconnect(self._layer_changed)
            self._layer.willBeDeleted.disconnect(self._layer_gone)
        self._layer = layer
        if layer is not None:
            for signal in (layer.selectionChanged, layer.geometryChanged, layer.repaintRequested):
                signal.connect(self._layer_changed)
            layer.willBeDeleted.connect(self._layer_gone)

    def _layer_changed(self, *_what: object) -> None:
        self._timer.start()

    def _layer_gone(self) -> None:
        self._layer = None
        self._edited()

    def _edited(self) -> None:
        self._forget()
        self._timer.stop()
        self._look()
        self.changed.emit()

    def _forget(self) -> None:
        self.boundary, self._error = None, ""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _look(self) -> None:
        if self._layer is None or self._jobs is None:
            self._show()
            return
        source = BoundarySource.of(self._layer, only_selected=self.selected.isChecked())

        def work(control: JobControl) -> Boundary:
            return make_boundary(source, control.cancelled)

        if self._job is not None:
            self._job.cancel()
        job = self._jobs.start(self.tr("Looking at the boundary"), work)
        self._job = job
        job.succeeded.connect(lambda found: self._take(job, found, ""))
        job.failed.connect(lambda error: self._fail(job, error))
        self._show()

    def _fail(self, job: Job, error: object) -> None:
        if isinstance(error, Cancelled):
            return
        known = as_nadir_error(error)
        if not isinstance(error, NadirError):
            log(known)
        self._take(job, None, str(known))

    def _take(self, job: Job, boundary: Optional[Boundary], error: str) -> None:
        if job is not self._job:
            return
        self._job = None
        self.boundary, self._error = boundary, error
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.combo.setEnabled(self._is_known)
        self.selected.setVisible(self._layer is not None and self._is_known)
        problem, notes = self.problem(), self.notes()
        if not self._is_known:
            kind = WARNING if self._layer is not None else FACT
            self.message.say(self.tr("The processing node has no option “boundary”."), kind)
        elif self._layer is None:
            self.message.say(self.tr("Choose a polygon layer to process only what lies in it."))
        elif self.boundary is None and not self._error:
            self.message.say(self.tr("Looking at the layer…"))
        elif problem:
            self.message.say(problem, ERROR)
        else:
            self.message.say("\n".join((self._facts(), *notes)), WARNING if notes else FACT)

    def _facts(self) -> str:
        """Area, and how many photos lie within."""
        if self.boundary is None:
            return ""
        area = self.tr("{area} ha").format(area=QLocale().toString(self.boundary.area_m2 / SQUARE_METRES, "f", 2))
        if not self._positions:
            return area
        inside = self.boundary.inside(self._positions)
        text = self.tr("{area}, {inside} of {count} photos within")
        return text.format(area=area, inside=QLocale().toString(inside), count=QLocale().toString(len(self._positions)))
