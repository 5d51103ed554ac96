"""One processing option: its name, editor, way back to the default, and help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QTextOption
from qgis.PyQt.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ....core.api.options import NodeOption
from ....core.jobs import Jobs
from ...common import icons, wording
from . import catalogue
from .chosen import ChosenOptions
from .editors import BoolEditor, JsonEditor, WheelGuard, editor_for

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

EDITOR_LETTERS = 18  # average letters that fit into an editor beside its name
FADED = 0.68  # how much of the text colour is left in the second line
LONGEST_HELP = 4000  # letters
_UNLIMITED = 16_777_215  # pixels, Qt's word for no largest size


def beginning(widget: QWidget) -> Qt.Alignment:
    """Where lines begin in the direction of the layout, whatever language they are in."""
    mirrored = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class FaintLine(QWidget):
    """One faded line of plain text that ends in … where there is no room. Painted, since a form has a hundred of them."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        """As high as a line."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line in the text colour, faded."""
        painter = QPainter(self)
        painter.setOpacity(FADED)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRectF(self.rect()), text, QTextOption(beginning(self)))


class PlainLabel(QLabel):
    """Text that wraps, is never taken for HTML, and begins where the layout does, whatever language it is in."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def changeEvent(self, event: QEvent) -> None:
        """Qt would put English to the left of a mirrored layout, away from what it belongs to."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(beginning(self))


class NameLabel(PlainLabel):
    """The name of an option, which wraps, unlike that of a check box; a click on it does what one on its editor does."""

    def __init__(self, text: str, editor: QWidget) -> None:
        super().__init__(text)
        self._editor = editor
        self.setBuddy(editor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle a check box, give any other editor the focus."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()) and self._editor.isEnabled():
            self._editor.setFocus(Qt.FocusReason.MouseFocusReason)
            if isinstance(self._editor, QAbstractButton):
                self._editor.click()


class OptionRow(QWidget):
    """A row of the form. `edited` is called with the option's name after the user changed it; the form holds the values."""

    def __init__(
        self, option: NodeOption, chosen: ChosenOptions, edited: Callable[[str], None], jobs: Optional[Jobs], guard: WheelGuard
    ) -> None:
        super().__init__()
        self.option = option
        self._chosen = chosen
        self._edited = edited
        self._help: Optional[QLabel] = None
        self._message: Optional[QLabel] = None
        self._narrow: Optional[bool] = None
        self._label = catalogue.label(option.name)
        self._locked_text = ""
        self.setObjectName(f"option_{option.name}")
        self._make_editor(jobs, guard)
        self._second = FaintLine()
        self._second.setToolTip(wording.plain_tooltip(self._tip()))
        self._make_buttons()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 1, 0, 3)
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.set_narrow(False)
        self.refresh()

    # Parts

    def _make_editor(self, jobs: Optional[Jobs], guard: WheelGuard) -> None:
        self.editor = editor_for(self.option, jobs)
        self.editor.setObjectName(f"editor_{self.option.name}")
        self.editor.setAccessibleName(self._label)
        self.editor.setAccessibleDescription(self._tip())
        self.editor.setToolTip(wording.plain_tooltip(self._tip()))
        self.editor.installEventFilter(guard)
        if isinstance(self.editor, BoolEditor):  # in line with the first line of its name
            self.editor.setMinimumHeight(self.fontMetrics().lineSpacing())
        self.editor.edited.connect(self._take)
        self.name = NameLabel(self._label, self.editor)
        self.name.setToolTip(wording.plain_tooltip(self._tip()))
        if isinstance(self.editor, JsonEditor):
            self.editor.text_editor.setAccessibleName(self._label)
            self.editor.text_editor.setObjectName(f"text_{self.option.name}")
            self.editor.read_failed.connect(self._say)

    def _make_buttons(self) -> None:
        default = self._default_text()
        self.reset_button = _small_button("undo", "reset", self.option.name, self)
        self.reset_button.setToolTip(wording.plain_tooltip(translate("OptionsForm", "Back to the default: {value}").format(value=default)))
        self.reset_button.setAccessibleName(translate("OptionsForm", "Reset {option}").format(option=self._label))
        self.reset_button.clicked.connect(self._reset)
        keep = self.reset_button.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(keep)
        self.help_button = _small_button("help", "help", self.option.name, self)
        self.help_button.setCheckable(True)
        self.help_button.setToolTip(translate("OptionsForm", "Show or hide the help"))
        self.help_button.setAccessibleName(translate("OptionsForm", "Help on {option}").format(option=self._label))
        self.help_button.toggled.connect(self._show_help)

    def set_narrow(self, narrow: bool) -> None:
        """Put the editor below the name where there is no room beside it."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        grid = self._grid
        for widget in (self.name, self.editor):
            grid.removeWidget(widget)
        if isinstance(self.editor, BoolEditor):
            grid.addWidget(self.editor, 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.name, 0, 1, 1, 2)
        elif narrow:
            self.editor.setMinimumWidth(0)
            self.editor.setMaximumWidth(_UNLIMITED)
            grid.addWidget(self.name, 0, 0, 1, 3)
            grid.addWidget(self.editor, 1, 0, 1, 3)
        else:
            self.editor.setFixedWidth(self.fontMetrics().averageCharWidth() * EDITOR_LETTERS)
            grid.addWidget(self.name, 0, 0, 1, 2)
            grid.addWidget(self.editor, 0, 2)
        grid.addWidget(self.reset_button, 0, 3, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.help_button, 0, 4, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._second, 2, 0, 1, 5)

    # What it shows

    def refresh(self) -> None:
        """Show the value and what it means: bold where it differs, the problem where there is one."""
        name = self.option.name
        changed = self._chosen.is_changed(name)
        self.editor.set_value(self._chosen.value(name))
        self._show_state(changed)

    def _show_state(self, changed: bool) -> None:
        name, locked = self.option.name, self._chosen.is_locked(self.option.name)
        font = self.name.font()
        if font.bold() != changed:
            font.setBold(changed)
            self.name.setFont(font)
        self.editor.setEnabled(not locked)
        self.reset_button.setVisible(changed and not locked)
        self._second.set_text(self._second_line(changed, locked))
        self._say(self._chosen.problem(name))

    def _second_line(self, changed: bool, locked: bool) -> str:
        """The real name, then why it is as it is, or the beginning of the help."""
        if locked:
            more = self._locked_text
        elif changed:
            more = translate("OptionsForm", "default: {value}").format(value=self._default_text())
        else:
            more = wording.one_line(self.option.help_text)
        return f"{self.option.name} · {more}" if more else self.option.name

    def _default_text(self) -> str:
        """The node's default in words."""
        if self.option.type == "bool":
            on = self.option.value.lower() in ("true", "1")
            return translate("OptionsForm", "on") if on else translate("OptionsForm", "off")
        return wording.one_line(self.option.value, 40) or translate("OptionsForm", "nothing")

    def set_locked_text(self, text: str) -> None:
        """Why it cannot be changed here."""
        self._locked_text = text
        self.refresh()

    def _tip(self) -> str:
        return "\n".join(part for part in (self.option.name, self._help_text()) if part)

    def _help_text(self) -> str:
        """The node's help, without what control characters could make of it."""
        lines = (wording.one_line(line, LONGEST_HELP) for line in self.option.help_text[:LONGEST_HELP].splitlines())
        return "\n".join(line for line in lines if line)

    def _show_help(self, shown: bool) -> None:
        if self._help is None:
            self._help = PlainLabel(self._help_text() or translate("OptionsForm", "The processing node gives no help on it."))
            self._help.setObjectName(f"help_{self.option.name}")
            self._help.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(self._help, 3, 0, 1, 5)
        self._help.setVisible(shown)

    def _say(self, problem: str) -> None:
        """What is wrong, under the editor."""
        if self._message is None:
            if not problem:
                return
            self._message = PlainLabel("")
            self._message.setObjectName(f"problem_{self.option.name}")
            font = self._message.font()
            font.setItalic(True)
            self._message.setFont(font)
            self._grid.addWidget(self._message, 4, 0, 1, 5)
        self._message.setText(f"⚠ {problem}")
        self._message.setVisible(bool(problem))

    # What the user does

    def _take(self) -> None:
        name = self.option.name
        self._chosen.set(name, self.editor.value())
        self._show_state(self._chosen.is_changed(name))
        self._edited(name)

    def _reset(self) -> None:
        self.editor.setFocus()
        self._chosen.reset([self.option.name])
        self.refresh()
        self._edited(self.option.name)

    def focus_chain(self) -> tuple[QWidget, ...]:
        """Its controls in the order of the Tab key."""
        editor = self.editor.focus_chain() if isinstance(self.editor, JsonEditor) else (self.editor,)
        return (*editor, self.reset_button, self.help_button)


def _small_button(icon: str, verb: str, option: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName(f"{verb}_{option}")
    button.setIcon(icons.icon(icon, parent))
    button.setIconSize(QSize(parent.fontMetrics().height(), parent.fontMetrics().height()))
    button.setAutoRaise(True)
    return button
