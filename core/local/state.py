"""How the local server is now: set up, running, shared, and with which data. Looked at on a job's thread."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .data import NODE, SERVER, STATE, Contents, contents_of, has_data, size_of
from .environment import LOCAL_SOURCE, MARKER, Cancel, is_ready
from .process_ids import living
from .running import Running, read_state


@dataclass(frozen=True)
class LocalState:
    """running: the server that works in the data folder, None where none does. others: how many other QGIS use it.

    outdated: an environment is there, but the server has become newer. python: what it is made with, such as `Python 3.11.2`.
    """

    environment: Path
    data: Path
    set_up: bool = False
    outdated: bool = False
    running: Optional[Running] = None
    others: int = 0
    used_here: bool = False
    has_data: bool = False
    version: str = ""
    python: str = ""

    @property
    def server_log(self) -> Path:
        """What the server wrote of its work."""
        return self.data / SERVER / "server.log"

    @property
    def node_log(self) -> Path:
        """What the node wrote of its work."""
        return self.data / NODE / "node.log"


@dataclass(frozen=True)
class Sizes:
    """What the local server takes on the disk: its data, and bytes of its environment."""

    data: Contents
    environment: int


def look(environment: Path, data: Path) -> LocalState:
    """Read it from the disk. Raises NadirError where the state of what runs cannot be read."""
    set_up, python = is_ready(environment), _python_of(environment)
    running = read_state(data / STATE)
    if running is not None and not running.is_alive:
        running = None
    users = living(running.users) if running is not None else set()
    return LocalState(
        environment,
        data,
        set_up=set_up,
        outdated=bool(python) and not set_up,
        running=running,
        others=len(users - {os.getpid()}),
        used_here=os.getpid() in users,
        has_data=has_data(data),
        version=_version(),
        python=python,
    )


def measure(environment: Path, data: Path, cancelled: Cancel) -> Sizes:
    """Count what it takes: seconds for large folders. Raises Cancelled."""
    return Sizes(contents_of(data, cancelled), size_of(environment, cancelled)[0] if environment.is_dir() else 0)


def _python_of(environment: Path) -> str:
    try:
        marker = json.loads((environment / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(marker.get("python", "")) if isinstance(marker, dict) else ""


def _version() -> str:
    """The server comes with the plugin and has its version."""
    try:
        lines = (LOCAL_SOURCE.parent / "metadata.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition("=")[2].strip() for line in lines if line.startswith("version=")), "")
