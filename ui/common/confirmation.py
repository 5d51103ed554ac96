"""The question before something is lost: names what goes, and the safe answer is the default."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

Choice = tuple[str, Callable[[], None]]  # a button's label and what it does


def confirm(window: QWidget, question: str, consequence: str, verb: str, act: Callable[[], None]) -> None:
    """Ask without holding anything up; `act` follows if the user presses the button that is labelled with the verb."""
    box = _box(window, question, consequence, verb)
    accept = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
    accept.setObjectName("confirmButton")
    keep = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.buttonClicked.connect(lambda button: act() if button is accept else None)
    box.open()


def choose(window: QWidget, question: str, consequence: str, safe: Choice, other: Choice) -> None:
    """Ask for one of two ways, without holding anything up; the safe one is the default, and Cancel does neither."""
    box = _box(window, question, consequence, other[0])
    box.setIcon(QMessageBox.Icon.Question)
    ways = {box.addButton(safe[0], QMessageBox.ButtonRole.AcceptRole): safe[1]}
    box.setDefaultButton(next(iter(ways)))
    ways[box.addButton(other[0], QMessageBox.ButtonRole.DestructiveRole)] = other[1]
    box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.buttonClicked.connect(lambda button: ways[button]() if button in ways else None)
    box.open()


def _box(window: QWidget, question: str, consequence: str, title: str) -> QMessageBox:
    box = QMessageBox(window)
    box.setObjectName("NadirConfirmation")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(consequence)
    return box
