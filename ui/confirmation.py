"""The question before something is lost: names what goes, and the safe answer is the default."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMessageBox, QWidget


def confirm(window: QWidget, question: str, consequence: str, verb: str, act: Callable[[], None]) -> None:
    """Ask without holding anything up; `act` follows if the user presses the button that is labelled with the verb."""
    box = QMessageBox(window)
    box.setObjectName("NadirConfirmation")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(verb)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(consequence)
    accept = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
    accept.setObjectName("confirmButton")
    keep = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.buttonClicked.connect(lambda button: act() if button is accept else None)
    box.open()
