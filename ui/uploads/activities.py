"""What is going on for the user right now, a row each: downloads, layers being loaded, imports, backups."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from ...core.jobs import Job
from ..common import icons, wording
from .texts import WrappingLabel


class ActivityRow(QFrame):
    """One job: its title, a bar, a line of detail and a cancel button."""

    def __init__(self, job: Job, title: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("activityRow")
        self.job = job
        self._cancelling = False
        self._title = WrappingLabel(wording.one_line(title))
        self._bar = QProgressBar()
        self._bar.setObjectName("activityProgress")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(wording.one_line(title))
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._detail = WrappingLabel()
        self._detail.setObjectName("activityDetail")
        self._detail.hide()
        self._cancel = icon_button("activityCancelButton", self)
        self._cancel.setToolTip(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel: {title}").format(title=wording.one_line(title)))
        self._cancel.clicked.connect(self._cancel_job)
        self._lay_out()
        self.refresh_icons()
        job.progressed.connect(self._show_progress)

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        self._cancel.setIcon(icons.icon("close", self._cancel))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 4, 6, 4)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._bar, 1, 0)
        grid.addWidget(self._detail, 2, 0)
        grid.addWidget(self._cancel, 0, 1, 3, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(0, 1)

    def _show_progress(self, fraction: float, text: str) -> None:
        if self._cancelling:
            return
        if fraction > 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(fraction * 1000))
        self._detail.show_text(wording.one_line(text))
        self._detail.setVisible(bool(text))

    def _cancel_job(self) -> None:
        self._cancelling = True
        self._cancel.setEnabled(False)
        self._bar.setRange(0, 0)
        self._detail.show_text(self.tr("Cancelling…"))
        self._detail.show()
        self.job.cancel()


class ActivityPanel(QWidget):
    """The rows, one below the other; hidden while there is none."""

    count_changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("activityPanel")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._rows: list[ActivityRow] = []
        self.hide()

    @property
    def rows(self) -> tuple[ActivityRow, ...]:
        """What goes on, the oldest first."""
        return tuple(self._rows)

    def add(self, job: Job, title: str, row: Optional[ActivityRow] = None) -> ActivityRow:
        """Show a job until it ends, in a row of its own kind where one is given."""
        row = row or ActivityRow(job, title, self)
        self._rows.append(row)
        self._layout.addWidget(row)
        self.show()
        job.finished.connect(lambda: self._remove(row))
        self.count_changed.emit()
        return row

    def clear(self) -> None:
        """Show nothing any more."""
        for row in tuple(self._rows):
            self._remove(row)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for row in self._rows:
            row.refresh_icons()

    def _remove(self, row: ActivityRow) -> None:
        if row in self._rows:
            self._rows.remove(row)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
            self.setVisible(bool(self._rows))
            self.count_changed.emit()


def icon_button(name: str, parent: QWidget) -> QToolButton:
    """A flat button for an icon as high as the text beside it."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setAutoRaise(True)
    edge = parent.fontMetrics().height()
    button.setIconSize(QSize(edge, edge))
    return button
