"""Presets: the server's and the account's own, with what can be done with them. Says when the form holds something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from ....core.api.options import TaskOption
from ....core.api.presets import Preset
from ...common import wording

DEFAULT = "Default"  # what servers call the preset that they start from
_NODE, _UNSAVED = "node", "unsaved"  # items that are no presets


class PresetBar(QWidget):
    """`chosen` comes with the options of what the user picked; the three others when a button was pressed."""

    chosen = pyqtSignal(tuple)  # of TaskOption
    save_wanted = pyqtSignal()
    update_wanted = pyqtSignal(object)  # Preset
    delete_wanted = pyqtSignal(object)  # Preset

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("presetBar")
        self.presets: tuple[Preset, ...] = ()
        self._is_changed = False
        self._can_save = False
        self._current: object = _NODE
        self._form: tuple[TaskOption, ...] = ()
        self._unsaved: Optional[tuple[TaskOption, ...]] = None
        self.combo = QComboBox()
        self.combo.setObjectName("presetCombo")
        self.combo.setAccessibleName(self.tr("Preset"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.combo.activated.connect(self._pick)
        label = QLabel(self.tr("&Preset"))
        label.setBuddy(self.combo)
        self.button = QToolButton()
        self.button.setObjectName("presetMenuButton")
        self.button.setText(self.tr("Save"))
        self.button.setAccessibleName(self.tr("Save, update or delete presets"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self._make_menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.combo, 1)
        row.addWidget(self.button)
        self._fill()

    def set_presets(self, presets: Sequence[Preset]) -> None:
        """Offer these, the account's own first."""
        own = sorted((each for each in presets if not each.system), key=lambda each: each.name.casefold())
        system = sorted((each for each in presets if each.system), key=lambda each: (each.name != DEFAULT, each.name.casefold()))
        self.presets = (*own, *system)
        self._fill()

    def preset(self) -> Optional[Preset]:
        """The one that was chosen, changed or not."""
        return next((each for each in self.presets if each.id == self._current), None)

    def select(self, preset_id: str) -> None:
        """Show a preset as the chosen one, whose options the form holds already."""
        self._current = preset_id
        self._fill()

    def pick_default(self) -> None:
        """Begin as the server's own pages do: with its preset of that name, where there is one."""
        found = next((each for each in self.presets if each.system and each.name == DEFAULT), None)
        self._go_to(found.id if found is not None else _NODE)

    def options(self) -> tuple[TaskOption, ...]:
        """Those of what is chosen."""
        if self._current == _UNSAVED:
            return self._unsaved or ()
        preset = self.preset()
        return preset.options if preset is not None else ()

    def show_state(self, form: Sequence[TaskOption], *, changed: bool, can_save: bool) -> None:
        """What the form holds now, whether that is something else than what was chosen, and whether it is worth a preset."""
        self._form, self._is_changed, self._can_save = tuple(form), changed, can_save
        self._mark()
        self._update_menu()

    def taken(self, name: str) -> Optional[Preset]:
        """The preset that has this name already, whatever its letters' case."""
        return next((each for each in self.presets if each.name.casefold() == name.strip().casefold()), None)

    # How

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self.save_action = self._action(menu, "savePresetAction", self.tr("&Save as preset…"))
        self.save_action.triggered.connect(lambda: self.save_wanted.emit())
        self.update_action = self._action(menu, "updatePresetAction", "")
        self.update_action.triggered.connect(lambda: self.update_wanted.emit(self.preset()))
        self.revert_action = self._action(menu, "revertPresetAction", "")
        self.revert_action.triggered.connect(lambda: self._go_to(self._current))
        menu.addSeparator()
        self.delete_action = self._action(menu, "deletePresetAction", "")
        self.delete_action.triggered.connect(lambda: self.delete_wanted.emit(self.preset()))
        return menu

    def _action(self, menu: QMenu, name: str, text: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        return action

    def _update_menu(self) -> None:
        preset = self.preset()
        own = preset is not None and not preset.system
        name = wording.one_line(preset.name, 40).replace("&", "&&") if preset is not None else ""
        self.save_action.setEnabled(self._can_save)
        self.update_action.setVisible(own)
        self.update_action.setEnabled(self._is_changed and self._can_save)
        self.update_action.setText(self.tr("&Update “{name}”").format(name=name))
        self.revert_action.setVisible(preset is not None)
        self.revert_action.setEnabled(self._is_changed)
        self.revert_action.setText(self.tr("&Back to “{name}”").format(name=name))
        self.delete_action.setVisible(own)
        self.delete_action.setText(self.tr("&Delete “{name}”…").format(name=name))

    def _fill(self) -> None:
        self.combo.clear()
        if self._unsaved is not None:
            self.combo.addItem(self.tr("My last changes"), _UNSAVED)
        own = [each for each in self.presets if not each.system]
        for each in own:
            self.combo.addItem(wording.one_line(each.name, 80), each.id)
        if own:
            self.combo.insertSeparator(self.combo.count())
        for each in self.presets[len(own) :]:
            self.combo.addItem(wording.one_line(each.name, 80), each.id)
        self.combo.addItem(self.tr("The node’s defaults"), _NODE)
        if self.combo.findData(self._current) < 0:
            self._current = _NODE
        self.combo.setCurrentIndex(self.combo.findData(self._current))
        self._mark()
        self._update_menu()

    def _mark(self) -> None:
        """Names of presets stay as they are; that of the chosen one says when it was changed."""
        for index in range(self.combo.count()):
            preset = next((each for each in self.presets if each.id == self.combo.itemData(index)), None)
            if preset is None:
                continue
            name = wording.one_line(preset.name, 80)
            changed = self._is_changed and preset.id == self._current
            self.combo.setItemText(index, self.tr("{preset} (changed)").format(preset=name) if changed else name)

    def _pick(self, _index: int) -> None:
        wanted = self.combo.currentData()
        if wanted != self._current:
            self._go_to(wanted)

    def _go_to(self, wanted: object) -> None:
        """Choose; what was changed and not saved can be had back from the list."""
        if self._is_changed and wanted != _UNSAVED:
            self._unsaved = self._form
        self._current, self._is_changed = wanted, False
        self._fill()
        self.chosen.emit(self.options())
