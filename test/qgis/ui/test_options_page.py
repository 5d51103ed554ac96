"""The page in QGIS's options."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from nadir.core.connections import Connection, Connections
from nadir.core.layers.downloading import cache_of
from nadir.core.local.this_computer import ThisComputer
from nadir.core.settings import Settings
from nadir.ui.options.page import NadirOptionsFactory
from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSpinBox,
)

Turn = Callable[..., bool]


@pytest.fixture
def clean_settings() -> Iterator[Settings]:
    """Settings as after the installation, and so again afterwards."""
    QgsSettings().remove("nadir")
    yield Settings()
    QgsSettings().remove("nadir")


def test_what_is_chosen_counts_from_ok_on(
    qgis_iface: Any, jobs: Any, tmp_path: Path, turn: Turn, clean_settings: Settings
) -> None:
    settings = clean_settings
    computer = ThisComputer(jobs, settings)
    page = NadirOptionsFactory(settings, computer, jobs).createWidget()
    folder = page.findChild(QgsFileWidget, "localDataFolder")
    assert folder.lineEdit().placeholderText() == str(computer.data_folder)
    folder.setFilePath(str(tmp_path))
    for name in ("loadWhenFinishedCheck", "systemNotificationsCheck", "localGoesOnOption"):
        assert page.findChild(QCheckBox, name).isChecked(), name
        page.findChild(QCheckBox, name).setChecked(False)
    page.findChild(QSpinBox, "uploadRateSpin").setValue(500)
    page.findChild(QSpinBox, "resizeSpin").setValue(2048)
    turn(lambda: False, 0.5)
    assert settings.local_data_folder == ""
    assert settings.load_when_finished is True
    page.apply()
    assert turn(lambda: computer.data_folder == tmp_path)
    assert (settings.load_when_finished, settings.notify, settings.local_goes_on) == (False, False, False)
    assert (settings.upload_rate_kb, settings.resize_to) == (500, 2048)
    again = NadirOptionsFactory(settings, computer, jobs).createWidget()
    assert again.findChild(QSpinBox, "uploadRateSpin").text() == "500 kB/s"
    assert not again.findChild(QCheckBox, "localGoesOnOption").isChecked()


def test_a_folder_that_cannot_be_used_is_said_and_not_kept(
    qgis_iface: Any, jobs: Any, tmp_path: Path, turn: Turn, clean_settings: Settings
) -> None:
    page = NadirOptionsFactory(clean_settings, ThisComputer(jobs, clean_settings), jobs).createWidget()
    problem = page.findChild(QLabel, "foldersProblem")
    (tmp_path / "thesis.doc").write_text("mine")
    for path, words in ((tmp_path, "other files"), (tmp_path / "thesis.doc", "is a file"), (Path("half"), "whole path")):
        page.findChild(QgsFileWidget, "localDataFolder").setFilePath(str(path))
        assert turn(lambda words=words: words in problem.text()), words
        assert not page.isValid()
    page.findChild(QCheckBox, "systemNotificationsCheck").setChecked(False)
    page.apply()
    assert turn(lambda: clean_settings.notify is False)
    assert clean_settings.local_data_folder == ""
    (tmp_path / "empty").mkdir()
    page.findChild(QgsFileWidget, "localDataFolder").setFilePath(str(tmp_path / "empty"))
    assert turn(lambda: page.isValid())
    page.findChild(QgsFileWidget, "localEnvironmentFolder").setFilePath(str(tmp_path / "empty"))
    assert turn(lambda: "different folders" in problem.text())


def test_saved_servers_are_listed_as_plain_text(qgis_iface: Any, jobs: Any, clean_settings: Settings) -> None:
    hint = NadirOptionsFactory(clean_settings, ThisComputer(jobs, clean_settings), jobs).createWidget()
    assert "No server is saved" in hint.findChild(QLabel, "savedServersHint").text()
    Connections().save(Connection.new("<b>Office</b>", "https://drones.example.org"))
    page = NadirOptionsFactory(clean_settings, ThisComputer(jobs, clean_settings), jobs).createWidget()
    rows = page.findChild(QListWidget, "savedServersList")
    assert [rows.item(row).text() for row in range(rows.count())] == ["<b>Office</b>\nhttps://drones.example.org"]
    assert "&lt;b&gt;Office" in rows.item(0).toolTip()


def test_it_fits_into_a_narrow_dialog_and_every_control_has_a_name(qgis_iface: Any, jobs: Any, clean_settings: Settings) -> None:
    page = NadirOptionsFactory(clean_settings, ThisComputer(jobs, clean_settings), jobs).createWidget()
    area = page.findChild(QScrollArea, "optionsScrollArea")
    page.resize(260, 600)
    page.show()
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    page.close()
    for widget in page.findChildren((QCheckBox, QSpinBox, QPushButton, QListWidget)):
        if widget.objectName() != "" and not widget.objectName().startswith("qt_"):
            labels = [label for label in page.findChildren(QLabel) if label.buddy() is widget]
            has_text = isinstance(widget, (QCheckBox, QPushButton)) and widget.text()
            assert has_text or labels or widget.accessibleName(), widget.objectName()


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


def test_what_add_to_map_adds_and_how_can_be_chosen(qgis_iface: Any, jobs: Any, turn: Turn, clean_settings: Settings) -> None:
    page = NadirOptionsFactory(clean_settings, ThisComputer(jobs, clean_settings), jobs).createWidget()
    for name in ("orthophotoCheck", "dsmCheck", "dtmCheck", "pointcloudCheck", "offerValuesCheck"):
        assert page.findChild(QCheckBox, name).isChecked(), name
    for name in ("dtmCheck", "pointcloudCheck", "offerValuesCheck"):
        page.findChild(QCheckBox, name).setChecked(False)
    combo = page.findChild(QComboBox, "sharpTilesCombo")
    combo.setCurrentIndex(combo.findData("never"))
    page.findChild(QDoubleSpinBox, "cutPercentSpin").setValue(5.5)
    page.apply()
    assert turn(lambda: clean_settings.offer_values is False)
    assert turn(lambda: clean_settings.map_products == "orthophoto,dsm")
    assert turn(lambda: (clean_settings.sharp_tiles, clean_settings.cut_percent) == ("never", 5.5))


def test_add_to_map_always_adds_something(qgis_iface: Any, jobs: Any, clean_settings: Settings) -> None:
    clean_settings.map_products = "nonsense"
    page = NadirOptionsFactory(clean_settings, ThisComputer(jobs, clean_settings), jobs).createWidget()
    orthophoto, dsm = page.findChild(QCheckBox, "orthophotoCheck"), page.findChild(QCheckBox, "dsmCheck")
    assert orthophoto.isChecked() and not orthophoto.isEnabled() and not dsm.isChecked()
    dsm.setChecked(True)
    assert orthophoto.isEnabled()
    orthophoto.setChecked(False)
    assert dsm.isChecked() and not dsm.isEnabled()
