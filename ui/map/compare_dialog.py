"""Two flights of a project, or two layers of the map, and how they are to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from ...core.api.task import Task
from ...core.layers.comparing.work import DifferenceRequest
from ...core.layers.products import LayerKind
from ...core.layers.time import by_time, day_of, flight_span
from ...core.settings import Settings
from ..actions.form_dialog import FormDialog, hint
from ..common import wording
from ..details.saving import FORBIDDEN
from .compare_reasons import why_no_pair, why_not
from .swipe_sides import Side

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

INDENT = 22  # logical pixels below a choice
COMBO_CHARACTERS = 28
LONGEST_NAME = 80
MOST_IGNORED = 10.0  # metres
MODELS = (LayerKind.DSM, LayerKind.DTM)


class CompareDialog(FormDialog):
    """Says what is missing and why, and tells what was chosen by one of its signals when it is accepted."""

    swipe_wanted = pyqtSignal(object, object)  # Task of before, Task of after: their orthophotos
    sides_wanted = pyqtSignal(object, object)  # Side, Side: of the map
    difference_wanted = pyqtSignal(object)  # DifferenceRequest

    def __init__(self, window: QWidget, tasks: Sequence[Task], chosen: Sequence[Task] = ()) -> None:
        """tasks: those of the project. chosen: one or two of them, which the user has selected."""
        title = translate("CompareDialog", "Compare flights")
        super().__init__(window, "NadirCompareDialog", title, translate("CompareDialog", "Compare"))
        self._flights = by_time([task for task in tasks if task.completed])
        self._sides = _sides_of_the_map()
        self._suggested = ""  # file name, as long as the user gave no other
        self._modes = QButtonGroup(self)
        self._make_flights([task for task in tasks if not task.completed])
        self._make_swipe()
        self._make_difference()
        self._make_layers()
        self._choose_flights(chosen)
        self._choose_mode()
        for combo in (self._before, self._after, self._model, self._first, self._second):
            combo.currentIndexChanged.connect(self._check)
        self._modes.buttonToggled.connect(self._check)
        self._file.fileChanged.connect(self._check)
        self._suggest_file()
        for combo in (self._before, self._after, self._model):
            combo.currentIndexChanged.connect(self._suggest_file)
        self._check()

    def send(self) -> None:
        """Tell what was chosen."""
        before, after = self._flight(self._before), self._flight(self._after)
        self.accept()
        if self._on_map.isChecked():
            self.sides_wanted.emit(self._sides[self._first.currentIndex()], self._sides[self._second.currentIndex()])
        elif before is None or after is None:
            return
        elif self._heights.isChecked():
            how = _as_tif(_folder() / self._file.filePath()), self._level.isChecked(), self._ignore.value()
            self.difference_wanted.emit(DifferenceRequest(before, after, self._kind(), *how))
        else:
            self.swipe_wanted.emit(before, after)

    # What there is to choose

    def _make_flights(self, unfinished: Sequence[Task]) -> None:
        self._before = _combo("beforeCombo", self.tr("Earlier flight"))
        self._after = _combo("afterCombo", self.tr("Later flight"))
        for task in self._flights:
            for combo in (self._before, self._after):
                combo.addItem(_with_day(task))
        form = QFormLayout()
        form.addRow(_label(self.tr("&Earlier flight:"), self._before), self._before)
        form.addRow(_label(self.tr("&Later flight:"), self._after), self._after)
        self.body.addLayout(form)
        if unfinished:
            note = hint(wording.not_finished([task.name for task in unfinished]))
            note.setObjectName("unfinishedLabel")
            self.body.addWidget(note)

    def _make_swipe(self) -> None:
        self._swipe = self._choice("swipeChoice", self.tr("&Orthophotos under a line that you draw across the map"))
        self._why_no_swipe = self._reason("whyNoSwipe")

    def _make_difference(self) -> None:
        self._heights = self._choice("differenceChoice", self.tr("&Difference of heights, with the volumes cut and filled"))
        self._why_no_difference = self._reason("whyNoDifference")
        self._model = _combo("modelCombo", self.tr("Heights to compare"))
        for kind in MODELS:
            self._model.addItem(kind.title)
        self._level = QCheckBox(self.tr("&Remove a vertical offset between the flights"))
        self._level.setObjectName("levelCheck")
        why = self.tr("Without ground control points, whole flights lie too high or too low, often by metres.")
        how = self.tr("The offset is taken from the ground that did not change, which has to be at least half of the area.")
        self._level.setToolTip(wording.plain_tooltip(f"{why} {how}"))
        self._ignore = QDoubleSpinBox()
        self._ignore.setObjectName("ignoreSpin")
        self._ignore.setRange(0.0, MOST_IGNORED)
        self._ignore.setSingleStep(0.01)
        self._ignore.setDecimals(2)
        self._ignore.setSuffix(self.tr(" m"))
        self._ignore.setSpecialValueText(self.tr("Count all changes"))
        noise = self.tr("Smaller changes count neither as cut nor as filled: over a large area the noise of matching adds up.")
        self._ignore.setToolTip(wording.plain_tooltip(noise))
        self._file = QgsFileWidget()
        self._file.setObjectName("differenceFile")
        self._file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._file.setFilter(self.tr("GeoTIFF") + " (*.tif)")
        self._file.setDialogTitle(self.tr("Save the difference"))
        self._file.lineEdit().setAccessibleName(self.tr("File of the difference"))
        self._difference, form = self._indented()
        form.addRow(_label(self.tr("&Heights:"), self._model), self._model)
        form.addRow(self._level)
        form.addRow(_label(self.tr("I&gnore below:"), self._ignore), self._ignore)
        form.addRow(_label(self.tr("&Save as:"), self._file.lineEdit()), self._file)

    def _make_layers(self) -> None:
        self._on_map = self._choice("layersChoice", self.tr("&Two layers or groups of the map under a line"))
        self._first = _combo("firstCombo", self.tr("Layer on the left"))
        self._second = _combo("secondCombo", self.tr("Layer on the right"))
        for side in self._sides:
            for combo in (self._first, self._second):
                combo.addItem(side.name)
        self._second.setCurrentIndex(_other_side(self._sides))
        self._why_no_layers = self._reason("whyNoLayers")
        self._layers, form = self._indented()
        form.addRow(_label(self.tr("Le&ft:"), self._first), self._first)
        form.addRow(_label(self.tr("R&ight:"), self._second), self._second)
        self.body.addStretch(1)

    def _choice(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(name)
        self._modes.addButton(button)
        self.body.addWidget(button)
        return button

    def _reason(self, name: str) -> QLabel:
        """Why a choice cannot be had, below it."""
        label = hint("")
        label.setObjectName(name)
        label.setIndent(INDENT)
        label.hide()
        self.body.addWidget(label)
        return label

    def _indented(self) -> tuple[QWidget, QFormLayout]:
        """A form below a choice, moved in from the side where lines begin."""
        part, form = QWidget(), QFormLayout()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.addSpacing(INDENT)
        row.addLayout(form, 1)
        self.body.addWidget(part)
        return part, form

    # What is chosen

    def _flight(self, combo: QComboBox) -> Optional[Task]:
        place = combo.currentIndex()
        return self._flights[place] if 0 <= place < len(self._flights) else None

    def _kind(self) -> LayerKind:
        return MODELS[max(0, self._model.currentIndex())]

    def _choose_flights(self, chosen: Sequence[Task]) -> None:
        """Those that are selected; one with the flight before it; else the two latest."""
        wanted = {task.id for task in chosen}
        places = [place for place, task in enumerate(self._flights) if task.id in wanted]
        last = len(self._flights) - 1
        if len(places) >= 2:
            before, after = places[0], places[-1]
        elif places:
            before, after = (places[0] - 1, places[0]) if places[0] > 0 else (0, min(1, last))
        else:
            before, after = max(0, last - 1), last
        self._before.setCurrentIndex(before)
        self._after.setCurrentIndex(after)
        if not self._has(LayerKind.DSM) and self._has(LayerKind.DTM):
            self._model.setCurrentIndex(MODELS.index(LayerKind.DTM))

    def _choose_mode(self) -> None:
        """The first that can be had."""
        if self._has(LayerKind.ORTHOPHOTO):
            self._swipe.setChecked(True)
        elif self._has(self._kind()):
            self._heights.setChecked(True)
        elif len(self._sides) > 1:
            self._on_map.setChecked(True)
        else:
            self._swipe.setChecked(True)

    def _has(self, kind: LayerKind) -> bool:
        return not self._why_not(kind)

    def _why_not(self, kind: LayerKind) -> str:
        before, after = self._flight(self._before), self._flight(self._after)
        return why_no_pair(before, after, len(self._flights)) or why_not((before, after), kind)

    def _suggest_file(self) -> None:
        """A name for the flights that are chosen, unless the user gave another one."""
        before, after = self._flight(self._before), self._flight(self._after)
        if before is None or after is None or self._file.filePath() != self._suggested:
            return
        days = [_for_file(task) for task in (before, after)]
        model = "DTM" if self._kind() is LayerKind.DTM else "DSM"
        name = self.tr("{model} difference {before} to {after}").format(model=model, before=days[0], after=days[1])
        self._suggested = str(_folder() / f"{name}.tif")
        self._file.setFilePath(self._suggested)

    def _check(self, *_what: object) -> None:
        """Show what the choice needs, and why it cannot be had."""
        no_swipe, no_difference = self._why_not(LayerKind.ORTHOPHOTO), self._why_not(self._kind())
        no_layers = self._why_no_sides()
        self._difference.setVisible(self._heights.isChecked())
        self._layers.setVisible(self._on_map.isChecked())
        self._before.setEnabled(len(self._flights) > 1 and not self._on_map.isChecked())
        self._after.setEnabled(self._before.isEnabled())
        _tell(self._why_no_swipe, no_swipe if self._swipe.isChecked() else "")
        _tell(self._why_no_difference, no_difference if self._heights.isChecked() else "")
        _tell(self._why_no_layers, no_layers if self._on_map.isChecked() else "")
        if self._on_map.isChecked():
            self.set_ready(not no_layers)
        elif self._heights.isChecked():
            self.set_ready(not no_difference and bool(self._file.filePath().strip()))
        else:
            self.set_ready(not no_swipe)

    def _why_no_sides(self) -> str:
        if len(self._sides) < 2:
            return self.tr("The map has fewer than two layers: add some to it first.")
        if self._first.currentIndex() == self._second.currentIndex():
            return self.tr("Choose two different layers.")
        return ""


def _sides_of_the_map() -> list[Side]:
    """Groups and layers as the layer tree has them, the top one first; what lies in a group is moved in."""
    found: list[Side] = []

    def take(group: QgsLayerTreeGroup, depth: int) -> None:
        for node in group.children():
            if isinstance(node, QgsLayerTreeGroup) and node.findLayers():
                side = Side.of_group(node)
                found.append(Side("    " * depth + side.name, side.layer_ids))
                take(node, depth + 1)
            elif isinstance(node, QgsLayerTreeLayer) and node.layer() is not None and node.layer().isSpatial():
                side = Side.of_layer(node.layer())
                found.append(Side("    " * depth + side.name, side.layer_ids))

    take(QgsProject.instance().layerTreeRoot(), 0)
    return found


def _other_side(sides: Sequence[Side]) -> int:
    """The first that has nothing in common with the one on top, such as the next group."""
    apart = (place for place, side in enumerate(sides) if not set(side.layer_ids) & set(sides[0].layer_ids))
    return next(apart, min(1, len(sides) - 1))


def _combo(name: str, accessible: str) -> QComboBox:
    """One that does not grow as wide as the longest name that a server has."""
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(accessible)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(COMBO_CHARACTERS)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return combo


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def _tell(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _with_day(task: Task) -> str:
    name, day = wording.one_line(task.name, LONGEST_NAME), day_of(task)
    return translate("CompareDialog", "{day}: {name}").format(day=day, name=name) if day else name


def _for_file(task: Task) -> str:
    """The day of a flight, in every language the same so that files sort by it; its name where no day is known."""
    span = flight_span(task)
    if span is not None:
        return span[0].date().isoformat()
    kept = "".join("-" if letter in FORBIDDEN or not letter.isprintable() else letter for letter in task.name)
    return kept.strip(" .")[:40].strip(" .") or "flight"


def _folder() -> Path:
    """Where files are suggested, and where a name without a folder belongs: never QGIS's own folder."""
    return Path(Settings().last_download_folder or Path.home())


def _as_tif(path: Path) -> Path:
    return path if path.suffix.lower() in (".tif", ".tiff") else path.with_name(f"{path.name}.tif")
