"""What runs in a data folder, as `running.json` in it says."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Optional

from ..errors import NadirError
from .process_ids import is_ours


@dataclass(frozen=True)
class Running:
    """What `running.json` says: process ids, the server's port, the QGIS processes that use it, and since when it runs.

    end_when_idle: nobody uses it and it ends itself as soon as its work is done. started: seconds since 1970.
    """

    server_pid: int
    node_pid: int
    port: int
    users: tuple[int, ...] = ()
    stopping: bool = False
    end_when_idle: bool = False
    started: float = 0.0

    @property
    def is_alive(self) -> bool:
        """Whether both processes run and are meant to."""
        return not self.stopping and is_ours(self.server_pid) and is_ours(self.node_pid)


def read_state(path: Path) -> Optional[Running]:
    """None where nothing was started. Raises NadirError for a file that cannot be read."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        return Running(
            int(state["server_pid"]),
            int(state["node_pid"]),
            int(state["port"]),
            tuple(state["users"]),
            bool(state["stopping"]),
            bool(state.get("end_when_idle", False)),
            float(state.get("started", 0.0)),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NadirError(
            "The local server's state cannot be read.", f"Delete the file {path}, then try again.", str(error)
        ) from error


def write_state(path: Path, running: Running) -> None:
    """Whole or not at all: other QGIS windows, server and node read it at any time."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(running)), encoding="utf-8")
    part.replace(path)
