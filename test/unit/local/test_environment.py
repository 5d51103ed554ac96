"""The local server's Python environment: what stands in its way is said, and nothing half-made stays."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from nadir.core.errors import Cancelled, NadirError
from nadir.core.local import environment


def nothing(fraction: float, text: str) -> None:
    """Takes progress and does not show it."""


def fake_python(folder: Path, script: str) -> str:
    """An executable that answers as some other Python would."""
    path = folder / "python3"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_this_python_is_found() -> None:
    found, problem = environment.find_python()
    assert problem is None
    assert found is not None
    assert found.version >= environment.MINIMUM_PYTHON


def test_an_old_python_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = fake_python(tmp_path, "echo '[3, 8, 10]'")
    monkeypatch.setattr(environment, "_candidates", lambda: iter([old]))
    found, problem = environment.find_python()
    assert found is None
    assert problem is not None
    assert "3.10" in problem.summary
    assert "too old: 3.8.10" in problem.detail


def test_a_python_without_venv_names_the_package_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = fake_python(tmp_path, "echo '[3, 11, 2]'; exit 1")
    monkeypatch.setattr(environment, "_candidates", lambda: iter([bare]))
    _, problem = environment.find_python()
    assert problem is not None
    assert "python3-venv" in problem.remedy


def test_a_program_that_is_no_python_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_candidates", lambda: iter([fake_python(tmp_path, "echo hello"), sys.executable]))
    found, _ = environment.find_python()
    assert found is not None
    assert found.executable == sys.executable


def test_too_little_disk_is_said_before_anything_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "DISK_MB", 10**9)
    plan = environment.plan(tmp_path / "environment")
    assert plan.problem is not None
    assert "disk space" in plan.problem.summary
    with pytest.raises(NadirError, match="disk space"):
        environment.make(tmp_path / "environment", nothing, lambda: False)
    assert not (tmp_path / "environment").exists()


def test_no_network_is_said_and_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().startswith("pip_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(NadirError, match="could not be downloaded") as caught:
        environment.make(tmp_path / "environment", nothing, lambda: False)
    assert "internet connection" in caught.value.remedy
    assert not (tmp_path / "environment").exists()


def test_cancel_ends_it_and_nothing_stays_behind(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        environment.make(tmp_path / "environment", nothing, lambda: True)
    assert not (tmp_path / "environment").exists()


def test_a_folder_with_other_files_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(NadirError, match="other files"):
        environment.make(tmp_path, nothing, lambda: False)
    assert (tmp_path / "thesis.txt").exists()


def test_an_environment_of_another_program_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin", encoding="utf-8")
    with pytest.raises(NadirError, match="other files"):
        environment.make(tmp_path, nothing, lambda: False)
    assert (tmp_path / "pyvenv.cfg").exists()


def test_an_unfinished_environment_is_not_ready_and_gives_way(tmp_path: Path) -> None:
    (tmp_path / environment.MARKER).write_text('{"requirements": "", "python": "Python 3.11"}', encoding="utf-8")
    assert not environment.is_ready(tmp_path)
    environment.remove(tmp_path)
    assert not tmp_path.exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk became full"),
        ("NewConnectionError('<pip>: Failed to establish a new connection: [Errno -2]')", "could not be downloaded"),
        ("ssl.SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED", "certificate"),
        ("something nobody has seen before", "could not be made"),
    ],
)
def test_what_pip_says_becomes_a_readable_cause(line: str, told: str) -> None:
    error = environment.explain_failure(["Collecting django", line])
    assert told in error.summary
    assert line in error.detail


def test_an_outdated_environment_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / environment.MARKER).write_text('{"requirements": "of last year"}', encoding="utf-8")
    assert not environment.is_ready(tmp_path)


def test_qgis_own_python_settings_are_not_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "/somewhere")
    monkeypatch.setenv("PROJ_LIB", "/somewhere")
    assert not {"PYTHONHOME", "PROJ_LIB"} & set(environment.clean_environ())
