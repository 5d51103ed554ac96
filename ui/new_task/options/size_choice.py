"""Whether the photos are made smaller, and where: what each saves is said, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox

from ....core.photos.photo import Photo
from ...common import wording
from .part import ERROR, FACT, WARNING, Part

AS_THEY_ARE, BEFORE, ON_SERVER = "as-they-are", "before", "on-server"
SMALLEST, LARGEST, USUAL = 320, 20_000, 2_048  # pixels of the longer side


class SizeChoice(Part):
    """As they are, smaller before the upload, or smaller on the server."""

    def __init__(self) -> None:
        super().__init__("", "sizeChoice")
        self.setTitle(self.tr("Size of the photos"))
        self._photos: tuple[Photo, ...] = ()
        self._has_points = False
        self.combo = QComboBox()
        self.combo.setObjectName("sizeCombo")
        self.combo.setAccessibleName(self.tr("Size of the photos"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.combo.addItem(self.tr("As they are"), AS_THEY_ARE)
        self.combo.addItem(self.tr("Smaller before the upload"), BEFORE)
        self.combo.addItem(self.tr("Smaller on the server"), ON_SERVER)
        self.combo.currentIndexChanged.connect(self._edited)
        self.spin = QSpinBox()
        self.spin.setObjectName("sizeSpin")
        self.spin.setRange(SMALLEST, LARGEST)
        self.spin.setSingleStep(128)
        self.spin.setSuffix(self.tr(" px"))
        self.spin.setValue(USUAL)
        self.spin.setAccessibleName(self.tr("Longest side in pixels"))
        self.spin.valueChanged.connect(self._edited)
        self._label = QLabel(self.tr("&Longest side"))
        self._label.setBuddy(self.spin)
        row = QHBoxLayout()
        row.addWidget(self._label)
        row.addWidget(self.spin)
        row.addStretch()
        self.column.addWidget(self.combo)
        self.column.addLayout(row)
        self.column.addWidget(self.message)
        self._show()

    def start_from(self, longest: int) -> None:
        """What is usual with this user: pixels of the longest side, 0 for as they are."""
        if longest > 0:
            self.spin.setValue(longest)
            self.combo.setCurrentIndex(self.combo.findData(BEFORE))

    def set_photos(self, photos: Sequence[Photo]) -> None:
        self._photos = tuple(photos)
        self._show()

    def set_has_points(self, has_points: bool) -> None:
        """Whether ground control points go with the photos, which count their pixels."""
        self._has_points = has_points
        self._show()

    def resize_to(self) -> Optional[int]:
        """Longest side in pixels, None for as they are."""
        return None if self._way() == AS_THEY_ARE else self.spin.value()

    def on_server(self) -> bool:
        return self._way() == ON_SERVER

    def problem(self) -> str:
        """Ground control points do not go with photos that are made smaller on the way."""
        if self._way() == BEFORE and self._has_points:
            return self.tr("Ground control points count the pixels of the photos as they are. Make them smaller on the server instead.")
        return ""

    def _way(self) -> str:
        return str(self.combo.currentData())

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        smaller = self._way() != AS_THEY_ARE
        self.spin.setVisible(smaller)
        self._label.setVisible(smaller)
        problem = self.problem()
        if problem:
            self.message.say(problem, ERROR)
        elif smaller and self._photos and not self._any_too_large():
            self.message.say(self.tr("None of the photos is larger than that: they stay as they are."), WARNING)
        else:
            self.message.say(self._words(), FACT)

    def _any_too_large(self) -> bool:
        """Whether one would be made smaller; of unknown size counts as large."""
        most = self.spin.value()
        return any(not photo.width or max(photo.width, photo.height) > most for photo in self._photos)

    def _words(self) -> str:
        if self._way() == ON_SERVER:
            return self.tr("All of each photo is uploaded. Saves time and memory while it is processed; results are less detailed.")
        if self._way() == AS_THEY_ARE:
            return self.tr("The most detailed results.")
        before, after = self._bytes()
        saved = self.tr("Saves time for the upload too; results are less detailed.")
        if not before:
            return saved
        about = self.tr("About {after} to upload instead of {before}.").format(after=wording.size(after), before=wording.size(before))
        return f"{about} {saved}"

    def _bytes(self) -> tuple[int, int]:
        """Of all photos as they are, and about how many once they are smaller: as the number of their pixels."""
        before = after = 0
        for photo in self._photos:
            longest = max(photo.width, photo.height)
            ratio = min(1.0, self.spin.value() / longest) if longest else 1.0
            before += photo.size_bytes
            after += round(photo.size_bytes * ratio * ratio)
        return before, after
