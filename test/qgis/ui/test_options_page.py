"""The page in QGIS's options."""

from __future__ import annotations

from typing import Any

from nadir.core.local.this_computer import ThisComputer
from nadir.core.settings import Settings
from nadir.ui.options_page import NadirOptionsFactory
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QCheckBox


def test_what_is_chosen_counts_from_ok_on(qgis_iface: Any, jobs: Any, tmp_path: Any) -> None:
    settings = Settings()
    computer = ThisComputer(jobs, settings)
    page = NadirOptionsFactory(settings, computer).createWidget()
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
