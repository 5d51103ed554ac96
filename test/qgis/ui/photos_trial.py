"""What the tests of the photos step share: folders of drone photos, and a step that they are put into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Optional

import numpy as np
from nadir.core.jobs import Jobs
from nadir.core.settings import Settings
from nadir.test.unit.photos.drone_photo import SITE, START, DroneTags, write_photo
from nadir.ui.new_task.photos.scan import ScanPhase
from nadir.ui.new_task.photos.step import PhotosStep
from qgis.core import QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QApplication, QWidget

HEIGHT, AHEAD = 50.0, 10.0  # metres above the ground, and from one photo to the next


def fly(folder: Path, count: int, **changes: Any) -> list[Path]:
    """A folder with the photos of one line to the north."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_photo(folder / f"DJI_{number:04}.JPG", replace(tags(number), **changes)) for number in range(count)]


def tags(number: int) -> DroneTags:
    """Of the nth photo of the line."""
    longitude, latitude = SITE.to_degrees(np.array([0.0, AHEAD * number]))
    told = {"RelativeAltitude": f"+{HEIGHT}", "GimbalYawDegree": "0.0", "GimbalPitchDegree": "-90.0"}
    moment = START + timedelta(seconds=3 * number)
    return DroneTags(round(float(longitude), 7), round(float(latitude), 7), 600.0, moment, xmp=told)


@dataclass
class Trial:
    """A step that is shown, and ways to look at it as a user does."""

    step: PhotosStep
    jobs: Jobs
    turn: Callable[..., bool]
    canvas: Optional[QgsMapCanvas] = None

    def add(self, *paths: Path) -> None:
        """Add files or folders and wait until all is known of them."""
        self.step.add_paths(paths)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being done."""
        step = self.step
        on_map = step._map
        assert self.turn(lambda: step._scan.phase is ScanPhase.IDLE and not step._assessor.is_busy())
        assert on_map is None or self.turn(lambda: not on_map.is_busy())
        QApplication.processEvents()

    def widget(self, name: str) -> Any:
        """A part of the step by its object name."""
        found = self.step.findChild(QWidget, name)
        assert found is not None, name
        return found

    def finding(self, name: str) -> Any:
        """The row of a finding."""
        return self.widget(f"finding_{name}")

    def findings(self) -> list[str]:
        """What the rows of findings say."""
        rows = self.step._findings._rows.values()
        return [row._title.accessibleName() for row in rows if not row.isHidden()]

    def names(self) -> list[str]:
        """Of the photos that would be sent."""
        return [path.name for path in self.step.chosen()]

    def selected(self) -> list[str]:
        """Names of the photos that are selected in the list."""
        return [photo.path.name for photo in self.step._list.selected()]


def trials(jobs: Jobs, turn: Callable[..., bool]) -> Iterator[Callable[..., Trial]]:
    """For a fixture: `make(canvas)` makes a step that is shown; all are closed at the end."""
    made: list[Trial] = []

    def make(canvas: Optional[QgsMapCanvas] = None) -> Trial:
        step = PhotosStep(jobs, Settings(), canvas)
        step.resize(480, 640)
        step.show()
        QApplication.processEvents()
        made.append(Trial(step, jobs, turn, canvas))
        return made[-1]

    yield make
    for trial in made:
        trial.step.close()
        trial.step.deleteLater()
    QApplication.processEvents()
    QgsSettings().remove("nadir")
