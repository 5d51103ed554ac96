"""What the user does with presets: save, update and delete them on the server."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ....core.api.presets import Preset
from ....core.errors import Cancelled
from ....core.jobs import Job
from ....core.workspace import Workspace
from ...common import wording
from ...common.confirmation import confirm
from ...common.notifier import as_nadir_error, log
from .form import OptionsForm
from .part import ERROR, FACT, MessageLine
from .preset_bar import PresetBar
from .preset_dialog import PresetDialog


class Presets(QObject):
    """Between the bar, the form and the server. What was done, or could not be, stands in `message` under the bar."""

    def __init__(self, bar: PresetBar, form: OptionsForm, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar, self._form, self._window = bar, form, parent
        self._workspace: Optional[Workspace] = None
        self.message = MessageLine("presetMessage")
        bar.save_wanted.connect(self._ask_name)
        bar.update_wanted.connect(self._update)
        bar.delete_wanted.connect(self._ask_delete)
        bar.chosen.connect(lambda _options: self.message.say(""))

    def set_workspace(self, workspace: Optional[Workspace]) -> None:
        self._workspace = workspace
        self.message.say("")

    def _ask_name(self) -> None:
        preset = self._bar.preset()
        suggested = "" if preset is None else wording.one_line(preset.name, 200)
        if preset is not None and preset.system:
            suggested = self.tr("My {preset}").format(preset=suggested)
        dialog = PresetDialog(suggested, self._bar.taken, self._window)
        dialog.named.connect(self._save)
        dialog.open()

    def _save(self, name: str, replaced: Optional[Preset]) -> None:
        if self._workspace is None:
            return
        options = self._form.chosen.own()
        preset_id = replaced.id if replaced is not None else None
        self._follow(self._workspace, self._workspace.save_preset(name, options, preset_id))

    def _update(self, preset: Optional[Preset]) -> None:
        if preset is not None:
            self._save(preset.name, preset)

    def _follow(self, workspace: Workspace, job: Job) -> None:
        def saved(preset: Preset) -> None:
            if workspace is not self._workspace:
                return
            others = [each for each in self._bar.presets if each.id != preset.id]
            self._bar.set_presets([*others, preset])
            self._bar.select(preset.id)
            self._form.changed.emit()
            self.message.say(self.tr("The preset “{name}” was saved.").format(name=wording.one_line(preset.name, 60)), FACT)

        job.succeeded.connect(saved)
        job.failed.connect(self._fail)

    def _ask_delete(self, preset: Optional[Preset]) -> None:
        if preset is None:
            return
        confirm(
            self._window,
            self.tr("Delete the preset {name}?").format(name=wording.names([preset.name])),
            self.tr("Tasks that were made with it stay as they are."),
            self.tr("Delete"),
            lambda: self._delete(preset),
        )

    def _delete(self, preset: Preset) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        job = workspace.delete_preset(preset)

        def deleted(_nothing: object) -> None:
            if workspace is self._workspace:
                self._bar.set_presets([each for each in self._bar.presets if each.id != preset.id])
                self._form.changed.emit()
                self.message.say(self.tr("The preset “{name}” was deleted.").format(name=wording.one_line(preset.name, 60)), FACT)

        job.succeeded.connect(deleted)
        job.failed.connect(self._fail)

    def _fail(self, error: object) -> None:
        if not isinstance(error, Cancelled):
            known = as_nadir_error(error)
            log(known)
            self.message.say(str(known), ERROR)
