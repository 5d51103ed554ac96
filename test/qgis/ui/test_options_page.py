"""The page in QGIS's options."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from nadir.core.layers.downloading import cache_of
from nadir.core.local.this_computer import ThisComputer
from nadir.core.settings import Settings
from nadir.ui.options.page import NadirOptionsFactory
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QLabel, QMessageBox, QPushButton, QSpinBox


def test_what_is_chosen_counts_from_ok_on(qgis_iface: Any, jobs: Any, tmp_path: Any) -> None:
    settings = Settings()
    computer = ThisComputer(jobs, settings)
    page = NadirOptionsFactory(settings, computer, jobs).createWidget()
    folder = page.findChild(QgsFileWidget, "localDataFolder")
    assert folder.lineEdit().placeholderText() == str(computer.data_folder)
    folder.setFilePath(str(tmp_path))
    page.findChild(QCheckBox, "loadWhenFinishedCheck").setChecked(False)
    assert settings.local_data_folder == ""
    page.apply()
    assert computer.data_folder == tmp_path
    assert settings.load_when_finished is False
    settings.local_data_folder = ""
    settings.load_when_finished = True


Turn = Callable[..., bool]


@pytest.fixture
def kept() -> Iterator[Path]:
    """Two results in the cache, of 1.5 MB together; gives the path of one of them."""
    cache = cache_of(Settings())
    cache.empty()
    for asset in ("points.csv", "other.csv"):
        entry = cache.folder / "server" / "task" / "run" / asset
        entry.mkdir(parents=True)
        (entry / asset).write_bytes(b"x,y\n1,2\n" + b"\n" * 749_992)
    yield cache.folder / "server" / "task" / "run" / "points.csv" / "points.csv"
    cache.empty()


def test_the_size_is_shown_and_what_nobody_uses_is_removed_once_confirmed(
    qgis_iface: Any, jobs: Any, kept: Path, turn: Turn
) -> None:
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"file://{kept}?type=csv&xField=x&yField=y", "points", "delimitedtext"))
    page = NadirOptionsFactory(Settings(), ThisComputer(jobs, Settings()), jobs).createWidget()
    page.show()
    size, button = page.findChild(QLabel, "cacheSizeLabel"), page.findChild(QPushButton, "emptyCacheButton")
    assert turn(lambda: size.text() == "1.5 MB")
    button.click()
    (question,) = page.window().findChildren(QMessageBox)
    assert "1.5 MB" in question.text()
    question.button(QMessageBox.StandardButton.Cancel).click()
    turn(lambda: False, 0.2)
    assert size.text() == "1.5 MB"
    button.click()
    question = [box for box in page.window().findChildren(QMessageBox) if box.isVisible()][-1]
    question.findChild(QPushButton, "confirmButton").click()
    assert turn(lambda: size.text() == "750.0 kB")
    assert kept.exists() and not kept.parents[1].joinpath("other.csv").exists()
    QgsProject.instance().clear()
    page.deleteLater()
    QApplication.processEvents()


def test_a_lower_limit_is_kept_to_from_ok_on(qgis_iface: Any, jobs: Any, kept: Path, turn: Turn) -> None:
    page = NadirOptionsFactory(Settings(), ThisComputer(jobs, Settings()), jobs).createWidget()
    limit = page.findChild(QSpinBox, "cacheLimitSpin")
    assert (limit.value(), limit.suffix()) == (10, " GB")
    limit.setValue(0)
    assert kept.exists()
    page.apply()
    try:
        assert turn(lambda: not kept.exists())
        assert Settings().cache_limit_gb == 0
    finally:
        Settings().cache_limit_gb = 10
