"""The name of a new preset, checked while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from ....core.api.presets import Preset
from ...common import wording
from .part import ERROR, WARNING, MessageLine

LONGEST_NAME = 255  # letters that servers keep


class PresetDialog(QDialog):
    """`named` comes with the name, and with the preset of the account's own that it takes the place of, or None."""

    named = pyqtSignal(str, object)

    def __init__(self, suggested: str, taken: Callable[[str], Optional[Preset]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("NadirPresetDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save as preset"))
        self._taken = taken
        self.edit = QLineEdit(suggested)
        self.edit.setObjectName("presetNameEdit")
        self.edit.setMaxLength(LONGEST_NAME)
        self.edit.selectAll()
        self.edit.textChanged.connect(self._check)
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self.edit)
        self.message = MessageLine("presetNameMessage")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button = self._buttons.addButton(self.tr("&Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setObjectName("presetSaveButton")
        self.save_button.setDefault(True)
        self._buttons.accepted.connect(self._save)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (label, self.edit, self.message, self._buttons):
            column.addWidget(widget)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 36)
        self._check()

    def _check(self) -> None:
        name = self.edit.text().strip()
        found = self._taken(name)
        self.save_button.setText(self.tr("&Replace") if found is not None and not found.system else self.tr("&Save"))
        self.save_button.setEnabled(bool(name) and (found is None or not found.system))
        if found is None:
            self.message.say("")
        elif found.system:
            text = self.tr("“{name}” is a preset of the server, which stays as it is. Choose another name.")
            self.message.say(text.format(name=wording.one_line(found.name, 60)), ERROR)
        else:
            text = self.tr("You have a preset “{name}”. Its options are replaced.")
            self.message.say(text.format(name=wording.one_line(found.name, 60)), WARNING)

    def _save(self) -> None:
        name = self.edit.text().strip()
        self.named.emit(name, self._taken(name))
        self.accept()
