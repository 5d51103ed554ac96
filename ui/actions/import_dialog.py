"""What is imported as a task: a backup or an all.zip, an address of one, or rasters and models from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional
from urllib.parse import unquote, urlsplit

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QFormLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from ...core.api.imports import ExternalKind
from ..common import wording
from .form_dialog import FormDialog, hint
from .name_dialog import LONGEST_NAME

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

GENERIC_NAMES = ("all", "backup", "odm_orthophoto", "orthophoto", "dsm", "dtm", "download")


@dataclass(frozen=True)
class Import:
    """What is to be imported: one of a path, an address, and files by what they are."""

    name: str
    path: Optional[Path] = None
    url: str = ""
    files: Mapping[ExternalKind, Path] = field(default_factory=dict)


class ImportDialog(FormDialog):
    """Closes when it is decided: the import itself is followed in the panel and in QGIS's task manager."""

    def __init__(
        self, window: QWidget, project: str, folder: str, start: Callable[[Import], None], no_rasters: str = ""
    ) -> None:
        """project: its name. folder: where the file dialogs begin. no_rasters: why the server takes no single products."""
        title = translate("ImportDialog", "Import into “{project}”").format(project=wording.one_line(project, 60))
        super().__init__(window, "NadirImportDialog", title, translate("ImportDialog", "Import"))
        self._start, self._suggested = start, ""
        self._tabs = QTabWidget()
        self._tabs.setObjectName("importTabs")
        self._zip = self._file(folder, self.tr("Backups and downloads (*.zip)"), "zipEdit", self.tr("Zip file"))
        self._url = QLineEdit()
        self._url.setObjectName("urlEdit")
        self._url.setAccessibleName(self.tr("Address of the zip file"))
        self._url.setPlaceholderText("https://")
        self._url.textChanged.connect(self._check)
        self._products = self._make_products(folder)
        self._tabs.addTab(self._page([self.tr("A backup of a task, or the all.zip of one.")], self._zip), self.tr("&File"))
        told = self.tr("The server fetches a backup or an all.zip from this address itself.")
        self._tabs.addTab(self._page([told], self._url), self.tr("&Address"))
        self._tabs.addTab(self._make_products_page(), self.tr("&Rasters and models"))
        self._tabs.setTabEnabled(2, not no_rasters)
        self._tabs.setTabToolTip(2, wording.plain_tooltip(no_rasters))
        self._tabs.currentChanged.connect(lambda _index: self._check())
        self._name = QLineEdit()
        self._name.setObjectName("nameEdit")
        self._name.setMaxLength(LONGEST_NAME)
        self._name.textChanged.connect(self._check)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Name of the task:"), self._name)
        self.body.addWidget(self._tabs, 1)
        self.body.addLayout(form)
        self._check()

    def wanted(self) -> Optional[Import]:
        """What the fields say; None while something is missing."""
        name = self._name.text().strip()
        path, url = self._zip.filePath().strip(), self._url.text().strip()
        files = {kind: Path(edit.filePath().strip()) for kind, edit in self._products.items() if edit.filePath().strip()}
        page = self._tabs.currentIndex()
        if not name or self.problem():
            return None
        if page == 0:
            return Import(name, path=Path(path)) if path else None
        if page == 1:
            return Import(name, url=url) if url else None
        return Import(name, files=files) if files else None

    def problem(self) -> str:
        """What is wrong with the fields; '' where nothing is, or nothing was chosen yet."""
        if self._tabs.currentIndex() == 1:
            url = self._url.text().strip()
            parts = urlsplit(url) if _splits(url) else None
            good = parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)
            return "" if not url or good else self.tr("The address has to begin with http:// or https://.")
        if self._tabs.currentIndex() == 0:
            chosen = [self._zip.filePath().strip()]
        else:
            chosen = [edit.filePath().strip() for edit in self._products.values()]
        missing = next((path for path in chosen if path and not Path(path).is_file()), "")
        return self.tr("There is no such file: {path}").format(path=missing) if missing else ""

    def send(self) -> None:
        """Begin, and close."""
        wanted = self.wanted()
        if wanted is not None:
            self._start(wanted)
            self.accept()

    def _check(self) -> None:
        self._suggest()
        self.show_problem(self.problem())
        self.set_ready(self.wanted() is not None)

    def _suggest(self) -> None:
        """Name the task after what was chosen, unless the user has typed a name."""
        if self._name.text() not in ("", self._suggested):
            return
        page = self._tabs.currentIndex()
        if page == 1:
            source = unquote(urlsplit(self._url.text().strip()).path) if _splits(self._url.text().strip()) else ""
        else:
            chosen = [self._zip] if page == 0 else list(self._products.values())
            source = next((edit.filePath().strip() for edit in chosen if edit.filePath().strip()), "")
        self._suggested = _task_name(source)
        self._name.blockSignals(True)
        self._name.setText(self._suggested)
        self._name.blockSignals(False)

    def _file(self, folder: str, wanted: str, name: str, accessible: str) -> QgsFileWidget:
        edit = QgsFileWidget()
        edit.setObjectName(name)
        edit.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        edit.setDialogTitle(accessible)
        edit.setFilter(wanted)
        edit.setDefaultRoot(folder)
        edit.lineEdit().setAccessibleName(accessible)
        edit.fileChanged.connect(lambda _path: self._check())
        return edit

    def _make_products(self, folder: str) -> dict[ExternalKind, QgsFileWidget]:
        tiff, cloud = self.tr("GeoTIFF (*.tif *.tiff)"), self.tr("Point clouds (*.laz *.las)")
        model = self.tr("Textured models (*.zip *.glb)")
        return {
            ExternalKind.ORTHOPHOTO: self._file(folder, tiff, "orthophotoEdit", self.tr("Orthophoto")),
            ExternalKind.DSM: self._file(folder, tiff, "dsmEdit", self.tr("Surface model (DSM)")),
            ExternalKind.DTM: self._file(folder, tiff, "dtmEdit", self.tr("Terrain model (DTM)")),
            ExternalKind.POINT_CLOUD: self._file(folder, cloud, "cloudEdit", self.tr("Point cloud")),
            ExternalKind.TEXTURED_MODEL: self._file(folder, model, "modelEdit", self.tr("Textured model")),
        }

    def _make_products_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(hint(self.tr("Products that were made elsewhere. One is enough.")))
        for edit in self._products.values():
            form.addRow(edit.dialogTitle() + ":", edit)
        return page

    @staticmethod
    def _page(texts: list[str], edit: QWidget) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        for text in texts:
            layout.addWidget(hint(text))
        layout.addWidget(edit)
        layout.addStretch()
        return page


def _splits(url: str) -> bool:
    """Whether the text can be taken apart as an address: half a bracket cannot."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _task_name(source: str) -> str:
    """`Dawn` out of `/flights/Dawn/all.zip` as out of `/flights/Dawn.zip`."""
    path = Path(source)
    if not path.name:
        return ""
    name = path.parent.name if path.stem.lower() in GENERIC_NAMES and path.parent.name else path.stem
    return wording.one_line(name, LONGEST_NAME)
