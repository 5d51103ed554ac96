"""The last step of a new task: what is sent, where, for how long, and what comes out; and the button that starts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QLocale, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ...core.photos.report import PhotoReport
from ..common import icons, wording
from ..common.big_button import BigButton
from ..uploads.rate_menu import speed as speed_text
from ..uploads.texts import WrappingLabel
from .estimates import bytes_to_send, seconds_to_send
from .options.choice import OptionsChoice
from .options.row import NameLabel
from .photos import words
from .products import last_stage, products

_NAME = 120  # letters of a name that are shown


@dataclass(frozen=True)
class Facts:
    """All that the summary tells. speed: bytes a second of earlier uploads to the server; limit: of the next one, both
    None where there is none. problem: why it cannot start. count: photos that are to be sent; `photos` has those that
    were looked at so far.
    """

    count: int
    photos: PhotoReport
    choice: OptionsChoice
    server: str
    project: str
    project_is_new: bool
    task: str
    speed: Optional[float]
    limit: Optional[int]
    problem: str


class SummaryStep(QWidget):
    """Shows facts and emits `start_wanted`."""

    start_wanted = pyqtSignal()
    load_toggled = pyqtSignal(bool)

    def __init__(self, load_when_finished: bool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("summaryStep")
        self._values: dict[str, WrappingLabel] = {}
        self._titles: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(self.fontMetrics().averageCharWidth() * 2)
        self._add_row("task", self.tr("Task"))
        self._add_row("target", self.tr("Goes to"))
        self._add_row("photos", self.tr("Sends"))
        self._add_row("time", self.tr("Upload takes"))
        self._add_row("node", self.tr("Processed by"))
        self._add_row("products", self.tr("Makes"))
        self._add_row("expected", self.tr("Expect"))
        self._warnings = QGridLayout()
        self._warnings.setColumnStretch(1, 1)
        self._load = QCheckBox()
        load = self.tr("&Add the results to the map when they are there")
        self._load.setAccessibleName(load.replace("&", ""))
        self._load_label = NameLabel(load, self._load)
        self._load.setObjectName("loadCheck")
        self._load.setChecked(load_when_finished)
        self._load.toggled.connect(self.load_toggled)
        self._start = BigButton(self.tr("Start upload"), "")
        self._start.setObjectName("startButton")
        self._start.setDefault(True)
        self._start.clicked.connect(self.start_wanted)
        self._lay_out()

    def show_facts(self, facts: Facts) -> None:
        """Show how it stands now."""
        self._show("task", wording.one_line(facts.task, _NAME) or self.tr("without a name yet"))
        self._show("target", self._target(facts))
        self._show("photos", self._photos(facts))
        self._show("time", self._time(facts) if facts.count else "")
        self._show("node", self._node(facts.choice))
        self._show("products", self._products(facts.choice))
        self._show("expected", words.expectation(facts.photos) if facts.photos.count else "")
        self._show_warnings(self._findings(facts.photos) + list(facts.choice.notes))
        self._start.setEnabled(not facts.problem)
        self._start.set_text(facts.problem or self._promise(facts))

    # Putting together

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addLayout(self._warnings)
        column.addStretch()
        area = QScrollArea()
        area.setObjectName("summaryArea")
        area.setAccessibleName(self.tr("Summary"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        row = QHBoxLayout()
        row.addWidget(self._load, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._load_label, 1)
        layout.addLayout(row)
        layout.addWidget(self._start)
        self._show_picture()

    def _add_row(self, key: str, title: str) -> None:
        value = WrappingLabel()
        value.setObjectName(f"summary{key.capitalize()}Label")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._values[key] = value
        self._titles[key] = QLabel(title)
        row = len(self._values) - 1
        self._grid.addWidget(self._titles[key], row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)

    def _show(self, key: str, text: str) -> None:
        value = self._values[key]
        if value.shown_text() != text or not text:
            value.show_text(text)
        value.setVisible(bool(text))
        self._titles[key].setVisible(bool(text))

    def _show_warnings(self, texts: Sequence[str]) -> None:
        while self._warnings.count():
            widget = self._warnings.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, text in enumerate(texts):
            picture = QLabel()
            picture.setPixmap(icons.picture("warning", self.fontMetrics().height(), self))
            label = WrappingLabel(text)
            label.setObjectName("summaryWarning")
            self._warnings.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
            self._warnings.addWidget(label, row, 1)

    def _show_picture(self) -> None:
        self._start.set_picture("state-uploading")

    def changeEvent(self, event: QEvent) -> None:
        """Icons take the theme's text colour."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._show_picture()

    # Texts

    def _target(self, facts: Facts) -> str:
        if not facts.server:
            return ""
        project = wording.one_line(facts.project, _NAME)
        text = self.tr("{server}, new project “{project}”") if facts.project_is_new else self.tr("{server}, project “{project}”")
        return text.format(server=facts.server, project=project) if project else facts.server

    def _photos(self, facts: Facts) -> str:
        if not facts.count:
            return self.tr("no photos yet")
        if not facts.photos.count:
            return wording.photo_count(facts.count)
        count, size = wording.photo_count(facts.count), wording.size(facts.photos.size_bytes)
        parts = [self.tr("{photos}, {size}").format(photos=count, size=size)]
        choice = facts.choice
        if choice.resize_to and choice.resize_on_server:
            parts.append(self.tr("the server makes them {n} pixels wide").format(n=choice.resize_to))
        elif choice.resize_to:
            smaller = wording.size(bytes_to_send(facts.photos.photos, choice.resize_to))
            parts.append(self.tr("made {n} pixels wide before, then about {size}").format(n=choice.resize_to, size=smaller))
        if choice.gcp_file is not None:
            parts.append(self.tr("with ground control points"))
        return ", ".join(parts)

    def _time(self, facts: Facts) -> str:
        if not facts.photos.count:
            return self.tr("the photos are still being looked at")
        resize_to = None if facts.choice.resize_on_server else facts.choice.resize_to
        seconds = seconds_to_send(bytes_to_send(facts.photos.photos, resize_to), facts.speed, facts.limit)
        if seconds is None:
            return self.tr("unknown: nothing was sent to this server before")
        time = wording.duration(max(1.0, seconds))
        if facts.speed is None:
            text = self.tr("at least {time} with the limit of {speed}")
            return text.format(time=time, speed=speed_text(facts.limit or 0))
        if facts.limit and facts.limit < facts.speed:
            return self.tr("about {time} with the limit of {speed}").format(time=time, speed=speed_text(facts.limit))
        return self.tr("about {time}, if it goes as last time ({speed})").format(time=time, speed=speed_text(facts.speed))

    def _node(self, choice: OptionsChoice) -> str:
        if choice.node_id is None:
            text = self.tr("whichever node is free; how long that takes is not known before")
        else:
            name = wording.one_line(choice.node_name or choice.node_id, _NAME)
            text = self.tr("{node}; how long that takes is not known before").format(node=name)
        if not choice.queue:
            return text
        waiting = self.tr("Tasks in its queue before this one: {count}.").format(count=QLocale().toString(choice.queue))
        return f"{text}. {waiting}"

    def _products(self, choice: OptionsChoice) -> str:
        made = ", ".join(products(choice.options))
        stage = wording.one_line(last_stage(choice.options), 40)
        if not stage:
            return made
        return self.tr("{products}, as far as they come before it stops after {stage}").format(products=made, stage=stage)

    def _findings(self, report: PhotoReport) -> list[str]:
        texts = []
        for finding in report.findings:
            title = words.title(finding.kind)
            count = wording.photo_count(len(finding.photos))
            texts.append(self.tr("{finding}: {photos}").format(finding=title, photos=count) if finding.photos else title)
        return texts

    def _promise(self, facts: Facts) -> str:
        """What the button does, where it can."""
        text = self.tr("Sends {photos} to {server} in the background. You can pause it, and it goes on after a restart of QGIS.")
        return text.format(photos=wording.photo_count(facts.count), server=facts.server)
