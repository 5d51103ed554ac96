"""The options step of *New task*: how the photos are processed, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from ....core.api.nodes import ProcessingNode
from ....core.photos.report import PhotoReport
from ....core.workspace import Workspace
from .align_choice import AlignChoice
from .boundary_choice import BoundaryChoice
from .choice import OptionsChoice
from .control_points_choice import ENGINES_WITH_POINTS, ControlPointsChoice
from .fold import FoldButton
from .form import OptionsForm
from .looking import Looking
from .node_choice import NodeChoice
from .part import MessageLine, Part
from .preset_bar import PresetBar
from .presets import Presets
from .size_choice import SizeChoice
from .well_known import WELL_KNOWN

BOUNDARY, RERUN_FROM = "boundary", "rerun-from"
HIDDEN = (RERUN_FROM,)  # means something for tasks that ran before only
WIDE_LETTERS = 90  # average letters; where fewer fit, the form goes below the rest


class OptionsStep(QWidget):
    """Presets, the form of options, and what is decided beside them: node, boundary, control points, size, alignment.

    photos: what is to be sent as it is now, or None; `photos_changed` has the step look again.
    """

    changed = pyqtSignal()

    def __init__(self, workspace: Optional[Workspace], photos: Callable[[], Optional[PhotoReport]]) -> None:
        super().__init__()
        self.setObjectName("NadirOptionsStep")
        self._workspace: Optional[Workspace] = None
        self._project_id: Optional[str] = None
        self._photos = photos
        self._began = False  # whether the first preset of this workspace was chosen
        self.form = OptionsForm(workspace.jobs if workspace is not None else None)
        self.presets = PresetBar()
        self.node, self.boundary, self.points = NodeChoice(), BoundaryChoice(), ControlPointsChoice()
        self.size_choice, self.align = SizeChoice(), AlignChoice()
        self._word = MessageLine("optionsMessage")
        self._looking = Looking(self)
        self._preset_verbs = Presets(self.presets, self.form, self)
        self._lay_out()
        self._connect()
        if workspace is not None:
            self.set_workspace(workspace)

    # What it holds

    def set_workspace(self, workspace: Optional[Workspace]) -> None:
        """Look at this server's nodes, presets and tasks."""
        if workspace is self._workspace:
            return
        self._workspace = workspace
        self._project_id = None
        self._began = False
        self.node.set_nodes(())
        self.align.set_tasks((), has_project=False)
        self.presets.set_presets(())
        if workspace is not None:
            self.boundary.set_jobs(workspace.jobs)
            self.points.set_jobs(workspace.jobs)
        self._preset_verbs.set_workspace(workspace)
        self._looking.look(workspace)

    def set_project(self, project_id: Optional[str]) -> None:
        """The project that the task goes to, None for a new one: tasks to align to are looked for there."""
        if project_id != self._project_id:
            self._project_id = project_id
            self.align.set_tasks((), has_project=project_id is not None)
            self._looking.look_for_tasks(project_id)

    def photos_changed(self) -> None:
        """Look again at what depends on the photos."""
        report = self._photos()
        photos = report.photos if report is not None else ()
        self.node.set_photos(len(photos))
        self.boundary.set_photos(photos)
        self.points.set_photos(photos)
        self.size_choice.set_photos(photos)
        self.changed.emit()

    def choice(self) -> OptionsChoice:
        """What was decided. Good for a start only where `problem` is ''."""
        preset = self.presets.preset()
        chosen = self.form.chosen
        return OptionsChoice(
            options=self.form.values(),
            node_id=self.node.node_id(),
            resize_to=self.size_choice.resize_to(),
            resize_on_server=self.size_choice.on_server(),
            align_to=self.align.align_to(),
            gcp_file=self.points.file(),
            preset=preset.name if preset is not None else "",
            node_name=self.node.node_name(),
            queue=self.node.queue(),
            unknown=tuple(name for name in chosen.unknown if name in chosen.kept),
            notes=tuple(note for part in self._parts() for note in part.notes()),
        )

    def is_touched(self) -> bool:
        """Whether there is something that the user would have to choose once more."""
        choice = self.choice()
        chosen = choice.gcp_file or choice.align_to or choice.node_id or self.boundary.combo.currentLayer()
        return bool(chosen) or self.form.chosen.differs_from(self.presets.options())

    def problem(self) -> str:
        """What stands in the way of a start; '' for nothing."""
        if self._looking.is_first():
            return self.tr("The server’s processing options are being looked at.")
        return next((text for text in (self.form.problem(), *(part.problem() for part in self._parts())) if text), "")

    def close_looks(self) -> None:
        """Nothing of it goes on; for the end of the dialog."""
        self._looking.stop()
        self.boundary.close_look()
        self.points.close_look()

    # Parts

    def _parts(self) -> tuple[Part, ...]:
        return (self.node, self.boundary, self.points, self.size_choice, self.align)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, self.fontMetrics().averageCharWidth(), 0)
        for part in self._parts():
            column.addWidget(part)
        column.addStretch()
        self._left = QScrollArea()
        self._left.setFrameShape(QFrame.Shape.NoFrame)
        self._left.setWidgetResizable(True)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left.setWidget(left)
        right = QWidget()
        options = QVBoxLayout(right)
        options.setContentsMargins(0, 0, 0, 0)
        options.addWidget(self.presets)
        options.addWidget(self._preset_verbs.message)
        options.addWidget(self._word)
        options.addWidget(self.form, 1)
        self._fold = FoldButton("morePartsButton", self.tr("Node, boundary, control points, size, alignment"))
        self._fold.setMinimumWidth(1)
        self._fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        options.addWidget(self._fold)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("optionsSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(right)
        self._splitter.addWidget(self._left)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _connect(self) -> None:
        for part in self._parts():
            part.changed.connect(self.changed)
        self._fold.toggled.connect(self._fit)
        self.changed.connect(self._unfold_problem)
        self.node.changed.connect(self._node_changed)
        self.boundary.changed.connect(self._show_boundary)
        self.points.changed.connect(lambda: self.size_choice.set_has_points(self.points.file() is not None))
        self.form.changed.connect(self._form_changed)
        self.presets.chosen.connect(self._take_preset)
        self._looking.nodes_seen.connect(self._take_nodes)
        self._looking.options_seen.connect(self._show_options)
        self._looking.presets_seen.connect(self._take_presets)
        self._looking.tasks_seen.connect(lambda tasks: self.align.set_tasks(tasks, has_project=True))
        self._looking.state_changed.connect(self._show_state)

    # What happens

    def _form_changed(self) -> None:
        self._show_preset_state()
        self.changed.emit()

    def _take_preset(self, options: tuple) -> None:
        self.form.set_values(options, keep_unknown=False)
        self._form_changed()

    def _take_presets(self, presets: tuple) -> None:
        self.presets.set_presets(presets)
        if not self._began:
            self._began = True
            self.presets.pick_default()
        self._show_preset_state()

    def _show_preset_state(self) -> None:
        own = self.form.chosen.own()
        changed = self.form.chosen.differs_from(self.presets.options())
        self.presets.show_state(own, changed=changed, can_save=bool(own) and not self.form.problem())

    def _take_nodes(self, nodes: tuple[ProcessingNode, ...]) -> None:
        self.node.set_nodes(nodes)
        self._node_changed()

    def _node_changed(self) -> None:
        self._show_options()

    def _show_options(self) -> None:
        """Those of the node, or those that all have in common; the well-known ones where none can be asked."""
        node = self.node.node()
        options = node.available_options if node is not None else self._looking.common_options
        self.form.set_options(options or WELL_KNOWN, HIDDEN)
        names = {option.name for option in options or WELL_KNOWN}
        engines = self.node.engines()
        self.boundary.set_known(BOUNDARY in names)
        self.points.set_engines(engines, lists_option="gcp" in names)
        self.align.set_engines(lists_option="align" in names or not engines or engines <= ENGINES_WITH_POINTS)
        self._show_boundary()
        self._show_state()
        self._form_changed()

    def _show_boundary(self) -> None:
        """The polygon of the layer is the option's value, which the user then sees and cannot type over."""
        found = self.boundary.boundary
        if found is None or self.boundary.problem() or BOUNDARY not in self.form.chosen.definitions:
            self.form.unlock(BOUNDARY)
        else:
            self.form.lock(BOUNDARY, found.geojson, self.tr("from the layer {layer}").format(layer=self.boundary.layer_name()))
        self._show_preset_state()

    def _show_state(self) -> None:
        """What is being looked at, what could not be, or that nobody can be asked."""
        text, kind = self._looking.words()
        known = self.node.node() is not None or bool(self._looking.common_options)
        if not text and not known:
            text = self.tr(
                "The options of the processing nodes are not known to your account. These are the usual ones of OpenDroneMap."
            )
        self._word.say(text, kind)
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """The parts beside the form, or below it and folded, so that the form keeps its rows."""
        wide = self.width() >= self.fontMetrics().averageCharWidth() * WIDE_LETTERS
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        shown = wide or self._fold.isChecked()
        self._fold.setHidden(wide)
        if self._splitter.orientation() != wanted or self._left.isHidden() == shown:
            self._splitter.setOrientation(wanted)
            self._left.setVisible(shown)
            room, share = (self.width(), 0.6) if wide else (self.height(), 0.45)
            self._splitter.setSizes([round(room * share), round(room * (1 - share))])

    def _unfold_problem(self) -> None:
        """What stands in the way is not hidden."""
        if any(part.problem() for part in self._parts()):
            self._fold.setChecked(True)
