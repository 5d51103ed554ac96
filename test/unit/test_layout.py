"""The architecture as a test: who may import whom, which rooms are free of Qt, what the layout keeps."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Each room with the rooms that it may import. `errors` is the one thing below all of them.
ALLOWED = {
    "plugin": {"ui", "layer_life", "servers", "algorithms", "workspace", "layers", "monitor", "local", "connections", "settings"}
    | {"jobs", "api", "resources_rc"},
    "ui": {"layer_life", "servers", "server", "algorithms", "workspace", "layers", "monitor", "transfers", "local", "connections"}
    | {"settings", "jobs", "photos", "api", "resources_rc"},
    "layer_life": {"servers", "server", "workspace", "layers", "jobs", "api"},
    "servers": {"server", "workspace", "layers", "local", "connections", "settings", "jobs"},
    "server": {"workspace", "layers", "local", "connections", "jobs", "api"},
    "algorithms": {"workspace", "surveys", "layers", "monitor", "transfers", "local", "connections", "settings", "jobs", "photos", "api"},
    "workspace": {"verbs", "surveys", "layers", "monitor", "transfers", "local", "connections", "settings", "jobs", "photos", "api"},
    "verbs": {"surveys", "layers", "monitor", "transfers", "local", "connections", "settings", "jobs", "photos", "api"},
    "surveys": {"layers", "transfers", "jobs", "api"},
    "layers": {"transfers", "connections", "settings", "photos", "jobs", "api"},
    "monitor": {"jobs", "api"},
    "transfers": {"photos", "api"},
    "local": {"jobs", "connections", "settings", "api"},
    "connections": {"settings", "api"},
    "settings": {"api"},
    "jobs": set(),
    "photos": set(),
    "api": set(),
    "errors": set(),
}  # fmt: skip
FREE_OF_QT = ("api", "transfers", "photos", "errors")


def plugin_files() -> list[Path]:
    return [
        ROOT / "plugin.py",
        ROOT / "__init__.py",
        *sorted((ROOT / "core").rglob("*.py")),
        *sorted((ROOT / "ui").rglob("*.py")),
    ]


def room_of(parts: tuple[str, ...]) -> str:
    """The room of a module, given its path inside the package without `.py`."""
    return parts[1] if parts[0] == "core" and len(parts) > 1 else parts[0]


def modules_imported(path: Path) -> Iterator[tuple[str, ...]]:
    """What a file imports: inside the package as a path, such as ('core', 'api', 'tasks'); outside as a single name."""
    here = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0],) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield tuple((node.module or "").split("."))[:1]
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level] + tuple((node.module or "").split(".") if node.module else ())
            yield from (base + (alias.name,) for alias in node.names)


@pytest.mark.parametrize("path", plugin_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_run_down(path: Path) -> None:
    here = path.relative_to(ROOT).with_suffix("").parts
    if here == ("__init__",):
        return
    room = room_of(here)
    for target in modules_imported(path):
        if target[0] in ("core", "ui", "resources_rc") and len(target) > 1:
            other = room_of(target)
            assert other in ALLOWED[room] | {room, "errors"}, f"{room} must not import {'.'.join(target)}"


@pytest.mark.parametrize("room", FREE_OF_QT)
def test_rooms_without_qt_stay_so(room: str) -> None:
    files = (
        [ROOT / "core" / f"{room}.py"]
        if (ROOT / "core" / f"{room}.py").exists()
        else (ROOT / "core" / room).rglob("*.py")
    )
    for path in files:
        assert not {target[0] for target in modules_imported(path)} & {"qgis", "PyQt5", "PyQt6", "processing"}, path


def test_package_files_import_nothing() -> None:
    for path in [*(ROOT / "core").rglob("__init__.py"), *(ROOT / "ui").rglob("__init__.py")]:
        assert not list(modules_imported(path)), path


@pytest.mark.parametrize("path", sorted((ROOT / "local").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_local_server_never_imports_the_plugin(path: Path) -> None:
    assert not {target[0] for target in modules_imported(path)} & {"nadir", "qgis", "PyQt5"}


def test_the_plugin_never_imports_the_local_server() -> None:
    for path in plugin_files():
        assert not {target[0] for target in modules_imported(path)} & {"nadir_server", "nadir_engine", "nadir_shared"}, path


def test_metadata_has_what_the_plugin_repository_asks_for() -> None:
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    for key in (
        "name",
        "description",
        "version",
        "qgisMinimumVersion",
        "qgisMaximumVersion",
        "author",
        "email",
        "about",
        "tracker",
        "repository",
    ):
        assert f"\n{key}=" in text, key
    assert "not affiliated" in text


def test_versions_agree() -> None:
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    version = next(line.split("=")[1] for line in metadata.splitlines() if line.startswith("version="))
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
