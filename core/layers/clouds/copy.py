"""A whole point cloud from a server to a folder, in the form that every QGIS opens (EPT).

QGIS builds on Linux open no LAZ file, and a server's EPT needs a log-in: this is the copy that needs neither.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable, Dict, List, Set

from ...api.client import Client
from ...api.errors import UnexpectedAnswer
from ...api.exchange import CancelCheck
from ...api.task import Task
from ...errors import Cancelled, NadirError
from ...transfers.part_file import PART, remove_leftovers

ROOT = "entwine_pointcloud"
ENDINGS = {"laszip": "laz", "binary": "bin", "zstandard": "zst"}  # by the dataType in ept.json
CONNECTIONS = 4
MOST_NODES = 1_000_000
NODE_LIMIT = 256 * 1024 * 1024  # bytes


def download_ept(
    client: Client, task: Task, folder: Path, progress: Callable[[float], None], cancelled: CancelCheck
) -> Path:
    """Copy a task's EPT to `folder`, which takes that name once it is whole; returns the path of its ept.json.

    Raises what the client raises, and Cancelled; then nothing is left behind.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder.parent)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=PART, dir=folder.parent))
    try:
        _Copy(client, task, part, cancelled).run(progress)
        part.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part)
        raise
    return folder / "ept.json"


class _Copy:
    """One download under way."""

    def __init__(self, client: Client, task: Task, target: Path, cancelled: CancelCheck) -> None:
        self._client = client
        self._task = task
        self._target = target
        self._cancelled = cancelled

    def run(self, progress: Callable[[float], None]) -> None:
        description = self._fetch_json("ept.json")
        ending = ENDINGS.get(str(description.get("dataType")))
        if ending is None:
            raise UnexpectedAnswer("The point cloud is stored in a way that is not known.", "", repr(description)[:200])
        nodes = sorted(self._nodes())
        pool = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="nadir-ept")
        try:
            fetched = pool.map(lambda node: self._fetch(f"ept-data/{node}.{ending}"), nodes)
            for done, _ in enumerate(fetched, start=1):
                progress(done / len(nodes))
        finally:
            pool.shutdown(cancel_futures=True)

    def _nodes(self) -> Set[str]:
        """The keys of all nodes that hold points; hierarchy files refer to further ones where they say -1."""
        nodes: Set[str] = set()
        seen: Set[str] = set()
        waiting: List[str] = ["0-0-0-0"]
        while waiting:
            key = waiting.pop()
            seen.add(key)
            for name, points in self._fetch_json(f"ept-hierarchy/{key}.json").items():
                if not _is_key(name):
                    raise _damaged(repr(name)[:200])
                if points == -1:
                    if name not in seen:
                        waiting.append(name)
                elif points:
                    nodes.add(name)
            if len(nodes) > MOST_NODES:
                raise UnexpectedAnswer("The point cloud's index does not end.", "", f"{len(nodes)} nodes")
        return nodes

    def _fetch_json(self, name: str) -> Dict[str, Any]:
        try:
            content = json.loads(self._fetch(name))
        except ValueError as error:
            raise _damaged(f"{name}: {error}") from error
        if not isinstance(content, dict):
            raise _damaged(name)
        return content

    def _fetch(self, name: str) -> bytes:
        if self._cancelled():
            raise Cancelled
        content = self._client.assets.read_raw(
            self._task.project_id, self._task.id, f"{ROOT}/{name}", NODE_LIMIT, cancelled=self._cancelled
        )
        path = self._target / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise NadirError(f"The point cloud cannot be written to {self._target.parent}.", "", str(error)) from error
        return content


def _damaged(detail: str) -> UnexpectedAnswer:
    return UnexpectedAnswer("The point cloud's index on the server is damaged.", "Restart the task.", detail)


def _is_key(name: object) -> bool:
    """Whether this is depth-x-y-z, which becomes a file name."""
    parts = name.split("-") if isinstance(name, str) else []
    return len(parts) == 4 and all(part.isdigit() and part.isascii() for part in parts)
