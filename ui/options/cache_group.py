"""How much of the disk downloaded results take, how much they may, and the button that removes them."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QGroupBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from ...core.jobs import JobControl, Jobs
from ...core.layers.downloading import cache_of, shown_files
from ...core.settings import Settings
from ..common import wording
from ..common.confirmation import confirm

MOST_GIGABYTES = 10_000


class CacheGroup(QGroupBox):
    """A part of the options page. The limit counts from `apply` on, removal at once."""

    def __init__(self, settings: Settings, jobs: Jobs, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Downloaded results"))
        self.setObjectName("cacheGroup")
        self._settings, self._jobs = settings, jobs
        self._cache = cache_of(settings)
        self._limit = QSpinBox()
        self._limit.setObjectName("cacheLimitSpin")
        self._limit.setRange(0, MOST_GIGABYTES)
        self._limit.setSuffix(" GB")
        self._limit.setValue(settings.cache_limit_gb)
        self._size = QLabel("…")
        self._size.setObjectName("cacheSizeLabel")
        self._size.setTextFormat(Qt.TextFormat.PlainText)
        self._bytes = 0
        self._remove = QPushButton(self.tr("Re&move…"))
        self._remove.setObjectName("emptyCacheButton")
        self._remove.setEnabled(False)
        self._remove.clicked.connect(self._ask)
        self._lay_out()
        self._measure()

    def apply(self) -> None:
        """Keep the limit, and keep to it: what was used longest ago goes."""
        if self._limit.value() == self._settings.cache_limit_gb:
            return
        self._settings.cache_limit_gb = self._limit.value()
        cache = cache_of(self._settings)
        self._jobs.start(self.tr("Keeping to the limit of downloaded results"), lambda control: cache.trim(shown_files(control)))

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        limit = QLabel(self.tr("&Keep at most"))
        limit.setBuddy(self._limit)
        kept = QHBoxLayout()
        kept.addWidget(self._limit)
        kept.addStretch()
        form.addRow(limit, kept)
        used = QHBoxLayout()
        used.addWidget(self._size)
        used.addSpacing(self.fontMetrics().height() // 2)
        used.addWidget(self._remove)
        used.addStretch()
        form.addRow(QLabel(self.tr("Now on this computer")), used)
        hint = QLabel(
            self.tr(
                "Results that you open are kept here, so that they open at once the next time. Above the limit those go "
                "that were used longest ago."
            )
        )
        hint.setWordWrap(True)
        hint.setTextFormat(Qt.TextFormat.PlainText)
        form.addRow(hint)

    def _measure(self) -> None:
        """Count on another thread: there may be many thousand files."""
        cache = self._cache

        def work(_control: JobControl) -> int:
            cache.tidy()
            return cache.size()

        job = self._jobs.start(self.tr("Measuring downloaded results"), work)
        job.succeeded.connect(self._show_size)

    def _show_size(self, size: int) -> None:
        self._bytes = size
        self._size.setText(wording.size(size) if size else self.tr("nothing"))
        self._remove.setEnabled(size > 0)

    def _ask(self) -> None:
        confirm(
            self.window(),
            self.tr("Remove the downloaded results ({size})?").format(size=wording.size(self._bytes)),
            self.tr(
                "They can be downloaded again as long as they are on their servers. Files that layers of the open project "
                "show stay."
            ),
            self.tr("Remove"),
            self._empty,
        )

    def _empty(self) -> None:
        self._remove.setEnabled(False)
        cache = self._cache

        def work(control: JobControl) -> int:
            return cache.empty(shown_files(control))

        job = self._jobs.start(self.tr("Removing downloaded results"), work, shown=True)
        job.finished.connect(self._measure)
