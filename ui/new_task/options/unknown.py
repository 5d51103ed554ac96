"""Values of a task or preset that the chosen node does not know: shown, and sent or left out as the user says."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from ...common import wording
from .chosen import ChosenOptions, as_text
from .row import PlainLabel

LONGEST_VALUE = 80  # letters


class UnknownOptions(QFrame):
    """Hidden while there are none. `edited` is called after the user decided about one."""

    def __init__(self, chosen: ChosenOptions, edited: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("unknownOptions")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._chosen = chosen
        self._edited = edited
        self.boxes: dict[str, QCheckBox] = {}
        self._column = QVBoxLayout(self)
        self._word = PlainLabel(
            self.tr(
                "The processing node does not know these options. They are left out unless you choose to send them all the "
                "same; another node may know them."
            )
        )
        self._column.addWidget(self._word)
        self.hide()

    def refresh(self) -> None:
        """Show those that there are now."""
        for box in self.boxes.values():
            self._column.removeWidget(box)
            box.deleteLater()
        self.boxes = {}
        for name, value in self._chosen.unknown.items():
            text = wording.one_line(f"{name} = {as_text(value)}", LONGEST_VALUE)
            box = QCheckBox(self.tr("Send {option}").format(option=text).replace("&", "&&"))
            box.setObjectName(f"keep_{name}")
            box.setChecked(name in self._chosen.kept)
            box.toggled.connect(lambda kept, name=name: self._decide(name, kept))
            self._column.addWidget(box)
            self.boxes[name] = box
        self.setVisible(bool(self.boxes))

    def _decide(self, name: str, kept: bool) -> None:
        (self._chosen.kept.add if kept else self._chosen.kept.discard)(name)
        self._edited()
