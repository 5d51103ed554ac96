"""The photos step of a new task: what is to be sent, what is wrong with it, where it was taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QStandardPaths, Qt, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QFileDialog, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ....core.jobs import JobControl, Jobs
from ....core.photos.collecting import FoundFiles
from ....core.photos.findings import FEWEST_PHOTOS, Finding, FindingKind
from ....core.photos.photo import Photo
from ....core.photos.report import PhotoReport
from ....core.settings import Settings
from ...common import wording
from ...common.notifier import as_nadir_error, log
from .assessing import Assessment, Assessor
from .empty_page import EmptyPage
from .findings_panel import FindingsPanel
from .head import ButtonRow, FactsLabels, ScanRow
from .map_view import MapView
from .model import PhotoModel
from .photo_list import PhotoList, menu_text
from .scan import PhotoScan, ScanPhase
from .thumbnails import Thumbnails


class PhotosStep(QWidget):
    """Add, look, leave out. `canvas` None: without a map."""

    _is_made = False
    changed = pyqtSignal()  # other photos are chosen, or more is known of them

    def __init__(
        self, jobs: Jobs, settings: Settings, canvas: Optional[QgsMapCanvas], parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("photosStep")
        self.setAcceptDrops(True)
        self._jobs, self._settings = jobs, settings
        self._found = Assessment()
        self._others: dict[Path, None] = {}
        self._is_closed = False
        self._model = PhotoModel(self)
        self._scan = PhotoScan(jobs, lambda: self._model.photos, self)
        self._assessor = Assessor(jobs, self._model)
        self._thumbnails = Thumbnails(jobs, self)
        self._map = MapView(canvas, self._model, jobs) if canvas is not None else None
        self._make_parts()
        self._lay_out()
        self._connect()
        self._is_made = True
        self._show_state()

    # What others ask

    @property
    def report(self) -> PhotoReport:
        """Figures and findings of the chosen photos, as they were last looked at; `changed` tells of a new one."""
        return self._found.report

    @property
    def other_files(self) -> tuple[Path, ...]:
        """Files in the added folders that are no photos; ground control points may be among them."""
        return tuple(self._others)

    def chosen(self) -> tuple[Path, ...]:
        """The photos that are to be sent."""
        return tuple(photo.path for photo in self._model.chosen())

    def problem(self) -> str:
        """Why the task cannot start, '' when nothing of the photos is in the way."""
        count = len(self._model.chosen())
        if self._scan.phase is ScanPhase.READING:
            return self.tr("The photos are still being read.")
        if not self._model.photos:
            return self.tr("Add photos first.")
        if not self._model.usable():
            return self.tr("None of the photos can be used.")
        if not count:
            return self.tr("All photos are left out.")
        if count < FEWEST_PHOTOS:
            return self.tr("At least two photos that overlap are needed.")
        return ""

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Look at files and folders, with all folders below them."""
        self._message.hide()
        self._scan.add(paths)

    def show_on_map(self, shown: bool) -> None:
        """Take the photos off the map for a while, or put them back."""
        if self._map is not None:
            self._map.set_shown(shown)

    def close(self) -> bool:
        """Stop all work and take everything off the map."""
        if not self._is_closed:
            self._is_closed = True
            self._scan.close()
            self._assessor.close()
            self._thumbnails.close()
            if self._map is not None:
                self._map.close()
        return super().close()

    # Parts

    def _make_parts(self) -> None:
        self._empty = EmptyPage()
        self._buttons = ButtonRow(self._map is not None)
        self._facts = FactsLabels()
        self._progress = ScanRow()
        self._findings = FindingsPanel()
        self._list = PhotoList(self._model, self._thumbnails)
        self._list.has_map = self._map is not None
        self._message = QLabel()
        self._message.setObjectName("photosMessageLabel")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._message.hide()

    def _lay_out(self) -> None:
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        for part in (self._buttons, self._facts, self._findings):
            inside.addWidget(part)
        inside.addWidget(self._list, 1)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(full)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._pages, 1)
        layout.addWidget(self._message)
        layout.addWidget(self._progress)

    def _connect(self) -> None:
        for source in (self._buttons.add_folder.clicked, self._empty.folder_wanted):
            source.connect(self._choose_folder)
        for source in (self._buttons.add_photos.clicked, self._empty.photos_wanted):
            source.connect(self._choose_photos)
        self._buttons.undo.clicked.connect(self._model.undo)
        self._buttons.remove.menu().aboutToShow.connect(self._fill_remove_menu)
        undo = QAction(self)
        undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        undo.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.triggered.connect(self._model.undo)
        self.addAction(undo)
        self._scan.found.connect(self._model.add)
        self._scan.measured.connect(self._model.update)
        self._scan.read.connect(self._note_read)
        self._scan.progressed.connect(self._progress.show_progress)
        self._scan.phase_changed.connect(self._show_phase)
        self._scan.failed.connect(self._show_error)
        self._progress.cancelled.connect(self._scan.cancel)
        self._assessor.assessed.connect(self._show_assessment)
        self._assessor.failed.connect(self._show_error)
        self._model.chosen_changed.connect(self._show_state)
        self._findings.selected.connect(self._select)
        self._findings.left_out.connect(self._model.leave_out)
        self._findings.brought_back.connect(self._model.bring_back)
        self._list.folder_removed.connect(self._remove_folder)
        self._connect_map()

    def _connect_map(self) -> None:
        if self._map is None:
            return
        view = self._map
        view.attach(self._buttons.pick, self._buttons.polygon)
        view.picked.connect(self._pick)
        self._buttons.zoom.clicked.connect(view.zoom_to_all)
        self._list.shown_on_map.connect(view.zoom_to)
        self._list.selection_changed.connect(
            lambda: view.show_selected([photo.path for photo in self._list.selected()])
        )

    # Adding and removing

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a folder of photos"), self._start_folder())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        self._open(dialog)

    def _choose_photos(self) -> None:
        dialog = QFileDialog(self, self.tr("Add photos"), self._start_folder())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Photos") + " (*.jpg *.jpeg *.tif *.tiff *.JPG *.JPEG *.TIF *.TIFF)")
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.add_paths([Path(name) for name in names]))
        dialog.open()

    def _start_folder(self) -> str:
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return self._settings.last_folder or pictures

    def _note_read(self, found: FoundFiles) -> None:
        self._others.update(dict.fromkeys(found.others))
        if found.photos:
            self._keep_folder(found.photos[0].parent)
        self._tell_what_was_not_read(found)

    def _keep_folder(self, folder: Path) -> None:
        settings = self._settings

        def keep(_control: JobControl) -> None:
            settings.last_folder = str(folder)

        self._jobs.start(self.tr("Keeping the folder"), keep)

    def _tell_what_was_not_read(self, found: FoundFiles) -> None:
        texts = []
        if found.unreadable:
            names = ", ".join(wording.one_line(str(path), 80) for path in found.unreadable[:3])
            texts.append(self.tr("These folders could not be opened: {names}").format(names=names))
        elif not found.photos:
            texts.append(self.tr("There are no photos (JPEG or TIFF) in what was added."))
        self._say("\n".join(texts))

    def _fill_remove_menu(self) -> None:
        menu = self._buttons.remove.menu()
        menu.clear()
        for folder, count in self._model.folders().items():
            text = f"{menu_text(folder.name or str(folder))} ({wording.photo_count(count)})"
            menu.addAction(text, lambda folder=folder: self._remove_folder(folder)).setToolTip(str(folder))
        menu.addSeparator()
        menu.addAction(self.tr("All photos"), lambda: self._model.remove(lambda photo: True))

    def _remove_folder(self, folder: Path) -> None:
        self._others = {path: None for path in self._others if path.parent != folder}
        self._model.remove(lambda photo: photo.path.parent == folder)

    # Showing

    def _show_phase(self) -> None:
        phase = self._scan.phase
        self._progress.show_phase(phase)
        self._assessor.hold(phase is ScanPhase.READING)
        if phase is ScanPhase.IDLE:
            self._assessor.ask()  # with what is known of sharpness by now
        self._show_state()

    def _show_state(self) -> None:
        """What follows from the list alone, at once; the rest comes with the assessment."""
        self._show_page()
        self._buttons.undo.setEnabled(self._model.can_undo())
        has_positions = self._map is not None and self._map.has_positions()
        for button in (self._buttons.pick, self._buttons.polygon, self._buttons.zoom):
            button.setEnabled(has_positions)
        if self._assessor.is_busy():
            chosen = self._model.chosen()
            self._facts.show_count(len(chosen), sum(photo.size_bytes for photo in chosen))
        self._show_findings()
        self.changed.emit()

    def _show_page(self) -> None:
        """Instructions or the list; who pressed a button of the instructions finds the keyboard on the list."""
        had_focus = self._empty.isAncestorOf(self.focusWidget() or self)
        self._pages.setCurrentIndex(1 if self._model.photos else 0)
        if had_focus and self._model.photos:
            self._list.setFocus()

    def _show_assessment(self, found: Assessment) -> None:
        self._found = found
        self._model.set_findings(found.kinds)
        if self._map is not None:
            self._map.show_outlines(found.outlines)
        self._facts.show_report(found.report, len(self._others))
        self._show_state()

    def _show_findings(self) -> None:
        chosen = frozenset(self._model.chosen())
        unusable = tuple(photo.path for photo in self._model.photos if photo.problem)
        first = [Finding(FindingKind.UNUSABLE, unusable)] if unusable else []
        left_out = self._model.left_out
        kept = [_without(finding, left_out) for finding in self._found.report.findings] if chosen else []
        shown = [finding for finding in kept if finding.photos or finding.kind is FindingKind.FEW]
        order = [photo.path for photo in self._model.photos if photo.path in left_out]
        self._findings.show_findings([*first, *shown], order)

    def _show_error(self, error: object) -> None:
        known = as_nadir_error(error)
        log(known)
        self._say("\n".join(part for part in (known.summary, known.remedy) if part))

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.setVisible(bool(text))

    def _select(self, paths: Sequence[Path]) -> None:
        self._list.select(paths)
        if self._map is not None:
            self._map.show_selected(paths)

    def _pick(self, paths: list[Path], added: bool) -> None:
        kept: list[Photo] = list(self._list.selected()) if added else []
        self._list.select([*(photo.path for photo in kept), *paths])

    # Dropping, and the theme

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere on the step."""
        if _paths_of(event):
            self._empty.set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - as Qt has it
        """They are not, after all."""
        self._empty.set_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        self._empty.set_over(False)
        event.acceptProposedAction()
        self.add_paths(_paths_of(event))

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the theme."""
        if event.type() == QEvent.Type.PaletteChange and self._is_made:
            self._buttons.refresh_icons()
            self._progress.refresh_icons()
            self._findings.refresh_icons()
        super().changeEvent(event)


def _without(finding: Finding, left_out: frozenset[Path]) -> Finding:
    return Finding(finding.kind, tuple(path for path in finding.photos if path not in left_out))


def _paths_of(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
