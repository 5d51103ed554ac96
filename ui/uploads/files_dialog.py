"""What became of each file of an upload, while it runs or after it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...core.transfers.progress import FileProgress
from ..common import wording
from .files_model import NAME, STATE, Phase, TroubleFilter, UploadFilesModel
from .texts import WrappingLabel

FOLLOW_EVERY = 500  # ms
Changes = tuple[int, dict[int, FileProgress]]


class UploadFilesDialog(QDialog):
    """A list that can be narrowed to what is in trouble, and a way to go on without that. Non-modal."""

    leave_out_wanted = pyqtSignal(tuple)  # of paths that could not be sent

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("uploadFilesDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Photos of “{name}”").format(name=wording.one_line(name, 80)))
        self._changes: Optional[Callable[[int], Changes]] = None
        self._all: Callable[[], Sequence[FileProgress]] = tuple
        self._change = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_EVERY)
        self._timer.timeout.connect(self._look)
        self.model = UploadFilesModel(self)
        self._filter = TroubleFilter(self.model, self)
        self._make()
        self._show_counts()
        width = self.fontMetrics().averageCharWidth()
        self.resize(width * 80, self.fontMetrics().height() * 26)

    def follow(self, changes: Callable[[int], Changes], all_files: Callable[[], Sequence[FileProgress]]) -> None:
        """Show an upload that runs: `changes` tells what changed since a number, `all_files` how all are now."""
        self._changes, self._all, self._change = changes, all_files, 0
        self._leave_out.setText(self.tr("Go &on without those in trouble at the end"))
        self._look()
        self._timer.start()

    def show_files(self, files: Sequence[FileProgress]) -> None:
        """Show an upload that stopped."""
        self._timer.stop()
        self._changes = None
        self.model.set_files(files)
        self._leave_out.setText(self.tr("Go &on without those in trouble"))
        self._leave_out.setCheckable(False)
        self._show_counts()

    def set_left_out(self, left_out: bool) -> None:
        """Whether the running upload goes on without what is in trouble, once all else was sent."""
        self._leave_out.setCheckable(True)
        self._leave_out.setChecked(left_out)

    def _make(self) -> None:
        self._counts = WrappingLabel()
        self._counts.setObjectName("filesCountLabel")
        self._only = QCheckBox(self.tr("Only those in &trouble"))
        self._only.setObjectName("onlyTroubleCheck")
        self._only.toggled.connect(self._filter.show_only_trouble)
        self._view = QTreeView()
        self._view.setObjectName("filesView")
        self._view.setAccessibleName(self.tr("Photos of the upload"))
        self._view.setModel(self._filter)
        self._view.setRootIsDecorated(False)
        self._view.setUniformRowHeights(True)
        self._view.setAllColumnsShowFocus(True)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self._view.header()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(NAME, self.fontMetrics().averageCharWidth() * 30)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self._leave_out = QPushButton()
        self._leave_out.setObjectName("leaveOutButton")
        self._leave_out.setAutoDefault(False)
        self._leave_out.clicked.connect(lambda: self.leave_out_wanted.emit(self.model.troubled()))
        buttons.addButton(self._leave_out, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        for widget in (self._counts, self._only, self._view, buttons):
            layout.addWidget(widget)

    def _look(self) -> None:
        """Fetch what changed; all where none are shown yet, after the number from which changes are asked for."""
        if self._changes is None:
            return
        change, changed = self._changes(self._change)
        if not self.model.rowCount():
            self.model.set_files(self._all())
        else:
            self.model.update(changed)
        self._change = change
        self._show_counts()

    def _show_counts(self) -> None:
        total, trouble = self.model.rowCount(), self.model.count(Phase.TROUBLE)
        parts = [
            wording.photo_count(total) if total else self.tr("Looking at the photos…"),
            *(self._counted(Phase.DONE, self.tr("{n} sent")) if total else []),
            *self._counted(Phase.TROUBLE, self.tr("{n} in trouble")),
            *self._counted(Phase.LEFT_OUT, self.tr("{n} left out")),
        ]
        self._counts.show_text(", ".join(parts))
        self._only.setEnabled(trouble > 0 or self._only.isChecked())
        self._leave_out.setEnabled(trouble > 0)
        self._leave_out.setToolTip("" if trouble else self.tr("No photo is in trouble."))

    def _counted(self, phase: Phase, text: str) -> list[str]:
        count = self.model.count(phase)
        return [text.format(n=self.locale().toString(count))] if count else []
