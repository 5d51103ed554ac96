"""The dialog *Export*: a task's product in another reference system, format, or in colours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsDoubleSpinBox, QgsFileWidget, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...core.api.exports import ExportProduct
from ...core.api.raster_metadata import Algorithm, RasterMetadata
from ...core.api.task import Task
from ...core.jobs import Job
from ...core.settings import Settings
from ...core.workspace import Workspace
from ..common import wording
from . import export_choices as choices
from .export_choices import Choice
from .file_kinds import product_title
from .labels import plain_label
from .saving import file_name

LARGEST_VALUE = 1e9  # of a range
STRONGEST_SHADING, USUAL_SHADING = 20.0, 1.0
COARSEST, FINEST = 1000.0, 0.001  # metres between points


class ExportDialog(QDialog):
    """Only shows what the chosen product and format have a use for; colours and indices are the server's own."""

    decided = pyqtSignal(object, object)  # ExportOptions, Path

    def __init__(
        self,
        workspace: Workspace,
        task: Task,
        products: Sequence[ExportProduct],
        product: ExportProduct,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("NadirExportDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self._workspace, self._task = workspace, task
        self._metadata: dict[ExportProduct, RasterMetadata] = {}
        self._job: Optional[Job] = None
        self._suggested = ""
        self._make_fields(products)
        self._lay_out()
        self._product.setCurrentIndex(list(products).index(product))
        self._connect()
        self._take_product()

    # Fields

    def _make_fields(self, products: Sequence[ExportProduct]) -> None:
        self._product = _combo("exportProduct", self.tr("Product"))
        for product in products:
            self._product.addItem(product_title(product), product)
        self._format = _combo("exportFormat", self.tr("Format"))
        self._crs = QgsProjectionSelectionWidget()
        self._crs.setObjectName("exportCrs")
        self._crs.setAccessibleName(self.tr("Reference system"))
        self._crs.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, True)
        self._crs.setNotSetText(self.tr("As it is: {name}").format(name=self._own_crs()))
        self._crs.setCrs(QgsCoordinateReferenceSystem())
        self._index = _combo("exportIndex", self.tr("Index"))
        self._bands = _combo("exportBands", self.tr("Order of the bands"))
        self._colours = _combo("exportColours", self.tr("Colours"))
        self._low, self._high = _number("exportLow", self.tr("Lowest value")), _number("exportHigh", self.tr("Highest value"))
        self._shading = QgsDoubleSpinBox()
        self._shading.setObjectName("exportShading")
        self._shading.setRange(0.0, STRONGEST_SHADING)
        self._shading.setSpecialValueText(self.tr("none"))
        self._shading.setClearValue(0.0)
        self._shading.setAccessibleName(self.tr("Shading"))
        self._distance = QgsDoubleSpinBox()
        self._distance.setObjectName("exportDistance")
        self._distance.setRange(0.0, COARSEST)
        self._distance.setDecimals(3)
        self._distance.setSingleStep(0.1)
        self._distance.setSuffix(self.tr(" m"))
        self._distance.setSpecialValueText(self.tr("all points"))
        self._distance.setClearValue(0.0)
        self._distance.setAccessibleName(self.tr("Distance of points"))
        self._target = QgsFileWidget()
        self._target.setObjectName("exportTarget")
        self._target.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._target.lineEdit().setAccessibleName(self.tr("Save as"))

    def _lay_out(self) -> None:
        self._form = QGridLayout()  # rows that are hidden take no room in it, as they do in a QFormLayout
        self._form.setColumnStretch(1, 1)
        self._range = QWidget()
        ends = QHBoxLayout(self._range)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.addWidget(self._low, 1)
        ends.addWidget(QLabel(self.tr("to")))
        ends.addWidget(self._high, 1)
        self._rows: dict[QWidget, QLabel] = {}
        self._add_row(self.tr("&Product:"), self._product)
        self._add_row(self.tr("&Format:"), self._format)
        self._add_row(self.tr("&Reference system:"), self._crs)
        self._add_row(self.tr("&Index:"), self._index)
        self._add_row(self.tr("Order of the &bands:"), self._bands)
        self._add_row(self.tr("&Colours:"), self._colours)
        self._add_row(self.tr("Colours &from:"), self._range, self._low)
        self._add_row(self.tr("S&hading:"), self._shading)
        self._add_row(self.tr("&Distance of points:"), self._distance)
        self._add_row(self.tr("&Save as:"), self._target, self._target.lineEdit())
        self._note = plain_label()
        self._note.setObjectName("exportNote")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("&Export"))
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addWidget(self._note)
        layout.addStretch()
        layout.addWidget(self._buttons)

    def _add_row(self, text: str, field: QWidget, buddy: Optional[QWidget] = None) -> None:
        label = QLabel(text)
        label.setBuddy(buddy or field)
        row = self._form.rowCount()
        self._form.addWidget(label, row, 0)
        self._form.addWidget(field, row, 1)
        self._rows[field] = label

    def _connect(self) -> None:
        self._product.currentIndexChanged.connect(self._take_product)
        self._format.currentIndexChanged.connect(self._take_format)
        self._index.currentIndexChanged.connect(self._take_index)
        self._target.fileChanged.connect(self._judge)
        self._low.valueChanged.connect(self._judge)
        self._high.valueChanged.connect(self._judge)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    # What is chosen

    @property
    def product(self) -> ExportProduct:
        """The product that is chosen."""
        return self._product.currentData()

    def choice(self) -> Choice:
        """All that is chosen."""
        ranged = self._rows[self._range].isVisibleTo(self)
        return Choice(
            self.product,
            self._format.currentData() or "",
            self._crs.crs(),
            index=self._chosen_index().id if self._chosen_index() is not None else "",  # type: ignore[union-attr]
            bands=self._bands.currentData() or "",
            colours=self._colours.currentData() or "",
            low=self._low.value() if ranged else None,
            high=self._high.value() if ranged else None,
            shading=self._shading.value(),
            distance=self._distance.value(),
        )

    def accept(self) -> None:
        """Hand on what is wanted."""
        if not self._problem():
            self.decided.emit(choices.options_of(self.choice()), self._path())
            super().accept()

    def done(self, result: int) -> None:
        """Ask the server for nothing more."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _chosen_index(self) -> Optional[Algorithm]:
        return self._index.currentData() if choices.takes_index(self.product) else None

    def _path(self) -> Path:
        """The file, with the ending of its format."""
        path = Path(self._target.filePath().strip())
        ending = choices.ending_of(self.product, self._format.currentData())
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)

    # What follows from what

    def _take_product(self) -> None:
        self._format.clear()
        for name in choices.formats_of(self.product):
            self._format.addItem(choices.format_title(name), name)
        self._fill_from_metadata()
        known = self.product in self._metadata or not choices.is_raster(self.product)
        if not known:
            self._ask_for_metadata(self.product)

    def _take_format(self) -> None:
        if self._format.currentData() is not None:
            self._suggest_target()
            self._show_rows()
            self._judge()

    def _take_index(self) -> None:
        index = self._chosen_index()
        self._bands.clear()
        self._bands.addItem(self.tr("as the server finds them"), "auto")
        for name in index.filters if index is not None else ():
            self._bands.addItem(wording.one_line(name, 40), name)
        self._suggest_range()
        self._show_rows()
        self._judge()

    def _show_rows(self) -> None:
        product, format_name, index = self.product, self._format.currentData() or "", self._chosen_index()
        coloured = choices.takes_colours(product, format_name, index.id if index is not None else "")
        metadata = self._metadata.get(product)
        shown = {
            self._index: choices.takes_index(product) and metadata is not None and bool(metadata.algorithms),
            self._bands: index is not None,
            self._colours: coloured and metadata is not None and bool(metadata.palette),
            self._range: coloured and metadata is not None,
            self._shading: choices.takes_shading(product, format_name),
            self._distance: not choices.is_raster(product),
        }
        for field, visible in shown.items():
            field.setVisible(visible)
            self._rows[field].setVisible(visible)

    def _suggest_target(self) -> None:
        """A name for the file, unless the user has typed another."""
        if self._target.filePath() == self._suggested:
            ending = choices.ending_of(self.product, self._format.currentData())
            folder = Path(Settings().last_download_folder or Path.home())
            self._suggested = str(folder / file_name(self._task.name, self.product.value + ending))
            self._target.setFilePath(self._suggested)
        self._target.setFilter(f"*{choices.ending_of(self.product, self._format.currentData())}")

    # What the server knows

    def _ask_for_metadata(self, product: ExportProduct) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = job = self._workspace.raster_metadata(self._task, choices.RASTER_KINDS[product])
        self._note.setText(self.tr("Asking the server for colours and indices…"))

        def take(metadata: RasterMetadata) -> None:
            self._metadata[product] = metadata
            if product is self.product:
                self._fill_from_metadata()

        def end() -> None:
            if self._job is job:
                self._job = None
                self._judge()

        job.succeeded.connect(take)
        job.finished.connect(end)

    def _fill_from_metadata(self) -> None:
        metadata = self._metadata.get(self.product)
        self._index.clear()
        self._index.addItem(self.tr("none: true colours"), None)
        for algorithm in metadata.algorithms if metadata is not None else ():
            title = " - ".join(part for part in (algorithm.id, wording.one_line(algorithm.help, 60)) if part)
            self._index.addItem(title, algorithm)
        self._colours.clear()
        self._colours.addItem(self.tr("as the server has them"), "")
        for colours in metadata.palette if metadata is not None else ():
            self._colours.addItem(wording.one_line(colours.label, 60), colours.key)
        self._take_index()

    def _suggest_range(self) -> None:
        metadata = self._metadata.get(self.product)
        found = choices.suggested_range(metadata, self.product, self._chosen_index()) if metadata is not None else None
        low, high = found or (0.0, 1.0)
        self._low.setValue(low)
        self._high.setValue(high)

    # Whether it can be done

    def _problem(self) -> str:
        if not self._target.filePath().strip():
            return self.tr("Choose where the file is to be saved.")
        if self._path().is_dir() or not self._path().parent.is_dir():
            return self.tr("There is no folder {folder}.").format(folder=self._path().parent)
        if self._rows[self._range].isVisibleTo(self) and self._low.value() >= self._high.value():
            return self.tr("The lowest value has to be below the highest.")
        return ""

    def _judge(self) -> None:
        problem = self._problem()
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)
        replaced = self.tr("The file is there already and will be replaced.") if not problem and self._path().exists() else ""
        asking = self.tr("Asking the server for colours and indices…") if self._job is not None else ""
        self._note.setText(problem or replaced or asking)

    def _own_crs(self) -> str:
        code = f"EPSG:{self._task.epsg}" if self._task.epsg is not None else ""
        return wording.one_line(self._task.srs_name or code or self.tr("that of the task"), 60)


def _combo(object_name: str, name: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(object_name)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(24)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def _number(object_name: str, name: str) -> QgsDoubleSpinBox:
    box = QgsDoubleSpinBox()
    box.setObjectName(object_name)
    box.setAccessibleName(name)
    box.setRange(-LARGEST_VALUE, LARGEST_VALUE)
    box.setDecimals(3)
    box.setShowClearButton(False)
    return box
