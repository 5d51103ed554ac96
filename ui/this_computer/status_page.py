"""The local server once it is set up: what it does, where its data lie, what they take, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Optional

from qgis.PyQt.QtCore import QLocale, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QFont
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ...core.local.state import LocalState, Sizes
from ..common import icons, wording
from .figures import breakable, new_form, text_label


class StatusPage(QWidget):
    """Shows what it is told and says what the user wants."""

    start_wanted = pyqtSignal()
    stop_wanted = pyqtSignal()
    move_wanted = pyqtSignal()
    remove_wanted = pyqtSignal()
    count_wanted = pyqtSignal(bool)  # count what it takes, or stop counting
    goes_on_wanted = pyqtSignal(bool)  # whether tasks go on when QGIS is closed

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusPage")
        self._state: Optional[LocalState] = None
        self._make_buttons()
        self._make_texts()
        self._lay_out()
        self.refresh_icons()

    # What is shown

    def show_state(self, state: LocalState, *, is_open: bool, busy: bool, goes_on: bool) -> None:
        """is_open: whether this QGIS is connected to it. busy: whether something is being done with it."""
        self._state = state
        running = state.running
        self._address.setText(f"http://127.0.0.1:{running.port}" if running else self.tr("–"))
        self._version.setText(" · ".join(part for part in (state.version, state.python) if part))
        self._data.setText(breakable(str(state.data)))
        self._programs.setText(breakable(str(state.environment)))
        self._sharing.setText(self._sharing_text(state))
        self._start.setText(self.tr("Connect") if running else self.tr("Start"))
        self._start.setVisible(not is_open)
        self._start.setEnabled(not busy)
        self._stop.setVisible(running is not None)
        for button in (self._stop, self._move, self._remove):
            button.setEnabled(not busy)
        self._move.setText(self.tr("Move…") if state.has_data else self.tr("Choose…"))
        self._goes_on.setChecked(goes_on)
        for action, path in ((self._open_server_log, state.server_log), (self._open_node_log, state.node_log)):
            action.setData(str(path))
        self._show_folder.setData(str(state.data))

    def show_work(self, names: Sequence[str], is_open: bool, running: bool) -> None:
        """What it works on, as far as it is known."""
        if not running:
            self._work.setText(self.tr("nothing, it is stopped"))
        elif not is_open:
            self._work.setText(self.tr("connect to see"))
        else:
            self._work.setText(wording.names(names) if names else self.tr("nothing"))

    def show_sizes(self, sizes: Optional[Sizes], counting: bool) -> None:
        """What it takes on the disk; None while nobody has counted."""
        text = self.tr("Stop counting") if counting else self.tr("Count again")
        self._count.setAccessibleName(text)
        self._count.setToolTip(text)
        self._count.setChecked(counting)
        if sizes is None:
            text = self.tr("counting…") if counting else self.tr("not counted")
            self._data_size.setText(text)
            self._programs_size.setText(text)
            return
        self._data_size.setText(data_text(sizes))
        self._programs_size.setText(wording.size(sizes.environment))

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for button, name in ((self._start, "go-on"), (self._stop, "cancel"), (self._remove, "remove"), (self._count, "refresh")):
            button.setIcon(icons.icon(name, button))

    # Parts

    def _make_buttons(self) -> None:
        self._start = _button("localStartButton", self.tr("Start"), self.start_wanted.emit)
        self._stop = _button("localStopButton", self.tr("Stop"), self.stop_wanted.emit)
        self._move = _button("localMoveButton", self.tr("Move…"), self.move_wanted.emit)
        self._move.setAccessibleName(self.tr("Move photos and results to another folder"))
        self._remove = _button("localRemoveButton", self.tr("Remove…"), self.remove_wanted.emit)
        self._remove.setAccessibleName(self.tr("Remove from this computer"))
        self._remove.setToolTip(self.tr("Remove from this computer"))
        self._count = QToolButton()
        self._count.setObjectName("localCountButton")
        self._count.setCheckable(True)
        self._count.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count.clicked.connect(self.count_wanted)
        self._logs = QToolButton()
        self._logs.setObjectName("localLogsButton")
        self._logs.setText(self.tr("Open"))
        self._logs.setAccessibleName(self.tr("Open the folder or a log"))
        self._logs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._logs.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._logs)
        self._show_folder = menu.addAction(self.tr("Data folder"))
        self._open_server_log = menu.addAction(self.tr("Log of the server"))
        self._open_node_log = menu.addAction(self.tr("Log of the processing node"))
        menu.triggered.connect(lambda action: QDesktopServices.openUrl(QUrl.fromLocalFile(action.data())))
        self._logs.setMenu(menu)
        self._goes_on = QCheckBox(self.tr("&Go on without QGIS"))
        self._goes_on.setObjectName("localGoesOnCheck")
        tip = self.tr(
            "With a tick, tasks that are being processed go on when QGIS is closed, and the local server ends by itself "
            "with the last of them. Without one they stop, and go on when it is started again."
        )
        self._goes_on.setToolTip(wording.plain_tooltip(tip))
        self._goes_on.clicked.connect(self.goes_on_wanted)

    def _make_texts(self) -> None:
        self._address, self._version = text_label("", "localAddressLabel"), text_label("", "localVersionLabel")
        self._data, self._data_size = text_label("", "localDataLabel"), text_label("", "localDataSizeLabel")
        self._programs = text_label("", "localProgramsLabel")
        self._programs_size = text_label("", "localProgramsSizeLabel")
        self._work, self._sharing = text_label("", "localWorkLabel"), text_label("", "localSharingLabel")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(_row(self._start, self._stop))
        form = new_form()
        form.addRow(self.tr("Works on:"), self._work)
        form.addRow(self.tr("Address:"), self._address)
        form.addRow(self.tr("Version:"), self._version)
        layout.addLayout(form)
        layout.addWidget(self._goes_on)
        layout.addWidget(self._sharing)
        self._add_folder(layout, self.tr("Photos and results"), self._data, self._data_size)
        layout.addLayout(_row(self._move, self._logs, self._count))
        self._add_folder(layout, self.tr("Programs"), self._programs, self._programs_size)
        layout.addLayout(_row(self._remove))
        layout.addStretch()

    def _add_folder(self, layout: QVBoxLayout, title: str, *labels: QWidget) -> None:
        """A title and what belongs to it below, for paths are long."""
        layout.addSpacing(self.fontMetrics().height() // 2)
        heading = text_label(title)
        font = QFont(heading.font())
        font.setBold(True)
        heading.setFont(font)
        column = QVBoxLayout()
        column.setSpacing(0)
        for label in (heading, *labels):
            column.addWidget(label)
        layout.addLayout(column)

    def _sharing_text(self, state: LocalState) -> str:
        if state.others == 1:
            return self.tr("Another QGIS window uses it too, and it goes on there when you stop it here.")
        if state.others:
            return self.tr("{n} other QGIS windows use it too, and it goes on there when you stop it here.").format(n=state.others)
        return self.tr("All QGIS windows on this computer share it; it stops with the last of them.")


def state_text(state: LocalState) -> str:
    """Whether it runs, since when, and for whom."""
    running = state.running
    if running is None:
        return wording.translate("ThisComputer", "Stopped")
    if running.end_when_idle:
        return wording.translate("ThisComputer", "Finishes its tasks, then stops by itself")
    if not running.started:
        return wording.translate("ThisComputer", "Running")
    started = datetime.fromtimestamp(running.started, timezone.utc)
    today = started.astimezone().date() == datetime.now(timezone.utc).astimezone().date()
    when = wording.clock(started) if today else wording.date_and_time(started)
    return wording.translate("ThisComputer", "Running since {when}").format(when=when)


def state_icon(state: LocalState) -> str:
    """The icon for it."""
    return "state-completed" if state.running is not None else "state-canceled"


def data_text(sizes: Sizes) -> str:
    """`12.3 GB in 4 projects with 17 tasks`."""
    size = wording.size(sizes.data.size) if sizes.data.size else wording.translate("ThisComputer", "empty")
    if sizes.data.projects is None or sizes.data.tasks is None or not sizes.data.size:
        return size
    return wording.translate("ThisComputer", "{size}, {projects}").format(size=size, projects=projects_text(sizes))


def projects_text(sizes: Sizes) -> str:
    """`4 projects with 17 tasks`."""
    projects, tasks = sizes.data.projects or 0, sizes.data.tasks or 0
    one = wording.translate("ThisComputer", "1 project")
    text = one if projects == 1 else wording.translate("ThisComputer", "{n} projects").format(n=QLocale().toString(projects))
    if not tasks:
        return text
    return wording.translate("ThisComputer", "{projects} with {tasks}").format(projects=text, tasks=wording.task_count(tasks))


def _button(name: str, text: str, slot: object) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(slot)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row
