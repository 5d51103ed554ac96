"""The dock's first page: this computer, or a server by its address; then how far connecting is."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsPasswordLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.connections import Connection
from ..common import icons, wording
from ..common.big_button import BigButton


class ConnectPage(QStackedWidget):
    """Emits what the user wants; the dock does it and tells the page how it goes."""

    this_computer_wanted = pyqtSignal()
    stop_wanted = pyqtSignal()
    connect_wanted = pyqtSignal(str, str, str, bool)  # address, user name, password, keep
    saved_wanted = pyqtSignal(str)  # connection id
    forget_wanted = pyqtSignal(str)  # connection id
    cancel_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._form = QWidget()
        self._busy = _BusyPage()
        self._busy.cancelled.connect(self.cancel_wanted)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._form)
        self.addWidget(scroll)
        self.addWidget(self._busy)
        layout = QVBoxLayout(self._form)
        layout.addWidget(self._make_headline())
        layout.addWidget(self._make_this_computer())
        layout.addWidget(self._make_running())
        layout.addWidget(self._make_rule(self.tr("or a server")))
        layout.addLayout(self._make_saved())
        layout.addLayout(self._make_login())
        layout.addWidget(self._make_note())
        layout.addStretch()
        self._set_tab_order()
        self._update_button()
        self.refresh_icons()

    # What the dock tells

    def set_connections(self, connections: tuple[Connection, ...], last: str) -> None:
        """Offer the saved servers, the last one first chosen."""
        self._saved.clear()
        for connection in connections:
            self._saved.addItem(wording.one_line(connection.name), connection)
            self._saved.setItemData(self._saved.count() - 1, wording.plain_tooltip(connection.url), Qt.ItemDataRole.ToolTipRole)
        chosen = [position for position, connection in enumerate(connections) if connection.id == last]
        self._saved.setCurrentIndex(chosen[0] if chosen else 0)
        self._saved_box.setVisible(bool(connections))

    def set_local_running(self, running: bool) -> None:
        """Say that the local server runs, with a way to stop it."""
        self._running.setVisible(running)

    def show_form(self) -> None:
        """Back to the choice."""
        self.setCurrentIndex(0)

    def show_busy(self, title: str) -> None:
        """Something takes a while: show it with a way out."""
        self._busy.begin(title)
        self.setCurrentIndex(1)

    def set_progress(self, fraction: float, text: str) -> None:
        """How far it is, 0..1."""
        self._busy.set_progress(fraction, text)

    def clear_password(self) -> None:
        """Forget the password once it was used."""
        self._password.clear()

    def ask_password_again(self, url: str, username: str) -> None:
        """Prepare the form for a log-in that was refused: the next thing typed replaces the password."""
        self._url.setText(url)
        self._user.setText(username)
        self._password.setFocus()
        self._password.selectAll()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self._this_computer.set_picture("computer")
        self._forget.setIcon(icons.icon("remove", self._forget))
        self._busy.refresh_icons()

    # Parts

    def _make_headline(self) -> QLabel:
        label = QLabel(self.tr("Where shall your photos be processed?"))
        label.setWordWrap(True)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        return label

    def _make_this_computer(self) -> QWidget:
        text = self.tr("Right here, with no server and no account. Your photos stay with you.")
        self._this_computer = BigButton(self.tr("This computer"), text)
        self._this_computer.setObjectName("thisComputerButton")
        self._this_computer.setShortcut(QKeySequence(self.tr("Alt+T")))
        self._this_computer.clicked.connect(self.this_computer_wanted)
        return self._this_computer

    def _make_running(self) -> QWidget:
        self._running = QWidget()
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("The local server is running.")), 1)
        stop = QToolButton()
        stop.setObjectName("stopLocalServerButton")
        stop.setText(self.tr("&Stop it"))
        stop.clicked.connect(self.stop_wanted)
        row.addWidget(stop)
        self._running.hide()
        return self._running

    def _make_rule(self, text: str) -> QWidget:
        rule = QWidget()
        row = QHBoxLayout(rule)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(text)
        row.addWidget(_line(), 1)
        row.addWidget(label)
        row.addWidget(_line(), 1)
        return rule

    def _make_saved(self) -> QVBoxLayout:
        self._saved_box = QWidget()
        row = QHBoxLayout(self._saved_box)
        row.setContentsMargins(0, 0, 0, 0)
        self._saved = QComboBox()
        self._saved.setObjectName("savedConnections")
        self._saved.setAccessibleName(self.tr("Saved servers"))
        self._saved.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        row.addWidget(self._saved, 1)
        self._open_saved = QPushButton(self.tr("&Open"))
        self._open_saved.setObjectName("openSavedButton")
        self._open_saved.clicked.connect(lambda: self._with_saved(self.saved_wanted))
        row.addWidget(self._open_saved)
        self._forget = QToolButton()
        self._forget.setObjectName("forgetSavedButton")
        self._forget.setToolTip(self.tr("Forget this server and its log-in"))
        self._forget.setAccessibleName(self._forget.toolTip())
        self._forget.clicked.connect(lambda: self._with_saved(self.forget_wanted))
        row.addWidget(self._forget)
        self._saved_box.hide()
        box = QVBoxLayout()
        box.addWidget(self._saved_box)
        return box

    def _make_login(self) -> QFormLayout:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._url = QLineEdit()
        self._url.setObjectName("serverUrlEdit")
        self._url.setPlaceholderText("https://drones.example.org")
        self._user = QLineEdit()
        self._user.setObjectName("userNameEdit")
        self._password = QgsPasswordLineEdit()
        self._password.setObjectName("passwordEdit")
        self._keep = QCheckBox(self.tr("&Keep in QGIS's authentication database"))
        self._keep.setObjectName("keepLoginCheck")
        self._keep.setChecked(True)
        self._connect = QPushButton(self.tr("&Connect"))
        self._connect.setObjectName("connectButton")
        for label, field in ((self.tr("&Address"), self._url), (self.tr("&User"), self._user), (self.tr("&Password"), self._password)):
            field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 12)
            field.setAccessibleName(label.replace("&", ""))
            field.textChanged.connect(self._update_button)
            field.returnPressed.connect(self._emit_connect)
            form.addRow(label, field)
        self._connect.clicked.connect(self._emit_connect)
        form.addRow(self._keep)
        form.addRow(self._connect)
        return form

    def _make_note(self) -> QLabel:
        note = QLabel(self.tr("Works with servers compatible with WebODM software."))
        note.setWordWrap(True)
        return note

    def _set_tab_order(self) -> None:
        order = [self._this_computer, self._saved, self._open_saved, self._forget]
        order += [self._url, self._user, self._password, self._keep, self._connect]
        for before, after in zip(order, order[1:]):
            QWidget.setTabOrder(before, after)

    def _update_button(self) -> None:
        complete = bool(self._url.text().strip() and self._user.text().strip() and self._password.text())
        self._connect.setEnabled(complete)
        self._connect.setToolTip("" if complete else self.tr("Fill in address, user and password."))

    def _emit_connect(self) -> None:
        if self._connect.isEnabled():
            self.connect_wanted.emit(self._url.text().strip(), self._user.text().strip(), self._password.text(), self._keep.isChecked())

    def _with_saved(self, signal: object) -> None:
        connection = self._saved.currentData()
        if connection is not None:
            signal.emit(connection.id)  # type: ignore[attr-defined]


class _BusyPage(QWidget):
    """A title, a bar, what is being done, and Cancel."""

    cancelled = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = _centred()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._bar = QProgressBar()
        self._bar.setObjectName("connectProgress")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._text = _centred()
        self._text.setObjectName("connectProgressText")
        self._cancel = QPushButton(self.tr("&Cancel"))
        self._cancel.setObjectName("connectCancelButton")
        self._cancel.clicked.connect(self._emit_cancelled)
        for widget in (self._picture, self._title, self._bar, self._text):
            layout.addWidget(widget)
        layout.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def begin(self, title: str) -> None:
        self._title.setText(title)
        self._text.clear()
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)

    def set_progress(self, fraction: float, text: str) -> None:
        if self._cancel.isEnabled():
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(fraction * 1000))
            self._text.setText(text)

    def refresh_icons(self) -> None:
        edge = self.fontMetrics().height() * 4
        self._picture.setPixmap(icons.picture("nadir", edge, self._title))

    def _emit_cancelled(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText(self.tr("Cancelling…"))
        self.cancelled.emit()


def _centred() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
