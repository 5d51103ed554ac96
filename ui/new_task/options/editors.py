"""One editor for each type of processing option: it shows a value, gives it back as it was unless it is edited, and tells."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from pathlib import Path
from typing import Optional, Protocol

from qgis.PyQt.QtCore import QEvent, QLocale, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QValidator, QWheelEvent
from qgis.PyQt.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from ....core.api.options import NodeOption, OptionValue
from ....core.errors import NadirError
from ....core.jobs import Jobs
from ...common import wording
from .chosen import as_text, same_value

LONGEST_TEXT = 50_000_000  # letters; a boundary or the cameras of another run are long
LARGEST_FILE = 20_000_000  # bytes
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,4})?")


class Editor(Protocol):
    """What a row needs of an editor. `edited` follows what the user does, never `set_value`."""

    edited: pyqtSignal

    def set_value(self, value: OptionValue) -> None: ...

    def value(self) -> OptionValue: ...


class WheelGuard(QObject):
    """Keeps a wheel that scrolls the form from turning the value under it; an editor that has the focus takes it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the form."""
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class BoolEditor(QCheckBox):
    """On or off."""

    edited = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.clicked.connect(lambda _checked: self.edited.emit())

    def set_value(self, value: OptionValue) -> None:
        self.setChecked(as_text(value).lower() in ("true", "1"))

    def value(self) -> OptionValue:
        return self.isChecked()


class ChoiceEditor(QComboBox):
    """One of the node's words. A value that the node does not offer is shown too, so that it can be seen and changed."""

    edited = pyqtSignal()

    def __init__(self, option: NodeOption) -> None:
        super().__init__()
        self._option = option
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for choice in option.choices:
            self.addItem(wording.one_line(choice) or self.tr("(none)"), choice)
        self.activated.connect(lambda _index: self.edited.emit())

    def set_value(self, value: OptionValue) -> None:
        text = as_text(value)
        found = self.findData(text)
        if found < 0:
            self.addItem(wording.one_line(text) or self.tr("(none)"), text)
            found = self.count() - 1
        self.setCurrentIndex(found)

    def value(self) -> OptionValue:
        return str(self.currentData())


class NumberEditor(QAbstractSpinBox):
    """A number as text, with steps. Takes any text: what is wrong with it is said beside it, never changed silently.

    Shown with the decimal point of the locale; typed, either that or a full stop is taken.
    """

    edited = pyqtSignal()

    def __init__(self, option: NodeOption) -> None:
        super().__init__()
        self._option = option
        self._given: OptionValue = option.value
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(True)
        self.lineEdit().setPlaceholderText(wording.one_line(option.value, 40))
        self.lineEdit().textEdited.connect(lambda _text: self.edited.emit())

    def set_value(self, value: OptionValue) -> None:
        if value != self._given or not self._shows(value):
            self._given = value
            self.lineEdit().setText(_shown(as_text(value)))

    def value(self) -> OptionValue:
        """The value as it was given where the text still means it; a number where it is one; else the text."""
        text = self.lineEdit().text().strip()
        number = _number(text)
        if number is None:
            return text
        if same_value(self._option, number, self._given):
            return self._given
        whole = self._option.type == "int" and number.is_integer()
        return int(number) if whole else number

    def _shows(self, value: OptionValue) -> bool:
        number = _number(self.lineEdit().text())
        return number is not None and same_value(self._option, number, value)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """All is taken; the form says what is wrong."""
        return QValidator.State.Acceptable, text, position

    def fixup(self, text: str) -> str:
        return text

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        number = self._number_or_default()
        if number is None:
            return QAbstractSpinBox.StepEnabledFlag.StepNone
        steps = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._stepped(number, 1) is not None:
            steps |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._stepped(number, -1) is not None:
            steps |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return steps

    def stepBy(self, steps: int) -> None:
        """A tenth of the leading digit, as QGIS's own spin boxes step."""
        number = self._number_or_default()
        target = None if number is None else self._stepped(number, steps)
        if target is not None:
            self.lineEdit().setText(_shown(f"{target:.12g}"))
            self.edited.emit()

    def _number_or_default(self) -> Optional[float]:
        return _number(self.lineEdit().text().strip() or self._option.value)

    def _stepped(self, number: float, steps: int) -> Optional[float]:
        """So many steps on, at most to the end of what is allowed; None where there is no way to go."""
        size = step_of(number, whole=self._option.type == "int", down=steps < 0)
        target = float(Decimal(repr(number)) + Decimal(repr(size)) * steps)
        limits = self._option.limits
        for end in (limits.minimum, limits.maximum):
            if end is not None and not limits.hold(target) and limits.hold(end) and (end - number) * steps > 0:
                target = end
        return target if limits.hold(target) and target != number else None


def step_of(number: float, *, whole: bool, down: bool = False) -> float:
    """How much a step changes a number: a tenth of its leading digit's place, and 1 at least where it is whole."""
    place = math.floor(math.log10(abs(number))) if number else 0
    if down and number and math.isclose(abs(number), 10.0**place):
        place -= 1
    step = 10.0 ** (place - 1)
    return max(1.0, step) if whole else step


class TextEditor(QLineEdit):
    """Any text, and whatever has a type that is not known here."""

    edited = pyqtSignal()

    def __init__(self, option: NodeOption) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_TEXT)
        self.setPlaceholderText(wording.one_line(option.value, 40))
        self.textEdited.connect(lambda _text: self.edited.emit())

    def set_value(self, value: OptionValue) -> None:
        text = as_text(value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def value(self) -> OptionValue:
        return self.text()


class JsonEditor(QWidget):
    """JSON as text, or out of a file: nodes are sent the content, a path on this computer would mean nothing to them."""

    edited = pyqtSignal()
    read_failed = pyqtSignal(str)  # why a file could not be taken

    def __init__(self, option: NodeOption, jobs: Optional[Jobs]) -> None:
        super().__init__()
        self._jobs = jobs
        self.text_editor = TextEditor(option)
        self.text_editor.edited.connect(self.edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.text_editor, 1)
        self.setFocusProxy(self.text_editor)
        self._button = QToolButton()
        self._button.setText("…")
        self._button.setObjectName("openFileButton")
        self._button.setAccessibleName(self.tr("Take the content of a file"))
        self._button.setToolTip(self.tr("Take the content of a file"))
        self._button.clicked.connect(self._choose)
        self._button.setVisible(jobs is not None)
        row.addWidget(self._button)

    def set_value(self, value: OptionValue) -> None:
        self.text_editor.set_value(value)

    def value(self) -> OptionValue:
        return self.text_editor.value()

    def focus_chain(self) -> tuple[QWidget, ...]:
        """Its controls in the order of the Tab key."""
        return (self.text_editor, self._button)

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Take the content of a file"))
        dialog.setObjectName("NadirJsonFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("JSON files (*.json *.geojson)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.read(Path(path)))
        dialog.open()

    def read(self, path: Path) -> None:
        """Take the content of a file, read on another thread."""
        if self._jobs is None:
            return
        job = self._jobs.start(self.tr("Reading {name}").format(name=path.name), lambda _control: _content(path))
        job.succeeded.connect(self._take)
        job.failed.connect(lambda error: self.read_failed.emit(str(error)))

    def _take(self, text: str) -> None:
        self.text_editor.set_value(text)
        self.edited.emit()


def _content(path: Path) -> str:
    """The JSON of a file on one line. Raises `NadirError`."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NadirError(f"{path.name} is too large for an option.", "Choose a file of at most 20 MB.")
        return json.dumps(json.loads(path.read_text(encoding="utf-8-sig")), ensure_ascii=False, separators=(",", ":"))
    except OSError as error:
        raise NadirError(f"{path.name} cannot be read.", "Choose another file.", str(error)) from error
    except (ValueError, RecursionError) as error:
        raise NadirError(f"{path.name} is not JSON: {error}.", "Choose another file.") from error


def editor_for(option: NodeOption, jobs: Optional[Jobs]) -> QWidget:
    """The editor that fits an option's type; text for one that is not known."""
    if option.type == "bool":
        return BoolEditor()
    if option.type == "enum" and option.choices:
        return ChoiceEditor(option)
    if option.type in ("int", "float"):
        return NumberEditor(option)
    return JsonEditor(option, jobs) if option.domain == "json" else TextEditor(option)


def _shown(text: str) -> str:
    return text.replace(".", str(QLocale().decimalPoint()))


def _number(text: str) -> Optional[float]:
    """A number typed with the locale's decimal point or a full stop; None for anything else."""
    plain = text.strip().replace(str(QLocale().decimalPoint()), ".")
    number = float(plain) if _NUMBER.fullmatch(plain) else math.inf
    return number if math.isfinite(number) else None
