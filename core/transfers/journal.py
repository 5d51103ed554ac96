"""The journal of uploads: an SQLite file that is written before the first byte and outlives any crash.

An upload has a lease, so that two QGIS windows never carry on the same one; it runs out by itself when a window dies.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional, Sequence, Tuple

from ..api.ids import ProjectId, TaskId
from ..api.task import TaskOption
from .errors import JournalFailed, UploadUnknown
from .plan import PlannedFile, UploadPlan, valid_text

FILE_NAME = "transfers.sqlite"
LEASE_SECONDS = 15.0  # after a crash nobody can go on for so long
_OPEN, _REMOVING = "open", "removing"
_VERSION = 2
_SCHEMA = """
CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    server_url TEXT NOT NULL,
    username TEXT NOT NULL,
    project_id TEXT NOT NULL,
    task_id TEXT,
    tasks_before TEXT,
    name TEXT NOT NULL,
    options TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL,
    lease_owner TEXT NOT NULL DEFAULT '',
    lease_until REAL NOT NULL DEFAULT 0
);
CREATE TABLE files (
    upload_id TEXT NOT NULL REFERENCES uploads(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path BLOB NOT NULL,
    remote_name TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (upload_id, position)
) WITHOUT ROWID;
"""
_SINCE_VERSION_1 = "ALTER TABLE uploads ADD COLUMN project_is_new INTEGER NOT NULL DEFAULT 0"


@dataclass(frozen=True)
class JournalEntry:
    """All that is known of an upload.

    task_id: None until the server has made the task. tasks_before: the project's tasks before it was asked to, None
    while it has not been asked: a task that was made by a request whose answer was lost is found by them.
    removing: cancelled, and its task still to be removed from the server.
    """

    id: str
    plan: UploadPlan
    files: Tuple[PlannedFile, ...]
    task_id: Optional[TaskId] = None
    tasks_before: Optional[Tuple[TaskId, ...]] = None
    removing: bool = False


@dataclass(frozen=True)
class UnfinishedUpload:
    """An upload that can go on, for a list. created_at: seconds since 1970; error: why it stopped, '' if killed."""

    id: str
    name: str
    project_id: ProjectId
    task_id: Optional[TaskId]
    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    created_at: float
    error: str


class Journal:
    """The uploads of one user on this computer, in `folder`. Thread-safe; several programs may hold it open."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = folder / FILE_NAME
        self._clock = clock
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                str(self._path), timeout=10.0, isolation_level=None, check_same_thread=False
            )
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA foreign_keys=ON")
            self._make_tables()
        except (OSError, sqlite3.Error) as error:
            raise self._failure(error) from error

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def add(self, entry: JournalEntry, username: str, owner: str) -> None:
        """Write a new upload, leased to `owner`."""
        plan = entry.plan
        options = json.dumps([[option.name, option.value] for option in plan.options])
        with self._transaction() as database:
            database.execute(
                "INSERT INTO uploads (id, server_url, username, project_id, name, options, state, created_at,"
                " lease_owner, lease_until, project_is_new) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(entry.id, plan.server_url, username, plan.project_id, plan.name, options, _OPEN, self._clock()),
                    *(owner, self._clock() + LEASE_SECONDS, int(plan.project_is_new)),
                ),
            )
            database.executemany(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", [_file_row(entry.id, file) for file in entry.files]
            )

    def load(self, upload_id: str) -> JournalEntry:
        """Raises `UploadUnknown`."""
        with self._transaction() as database:
            row = database.execute(
                "SELECT server_url, project_id, name, options, task_id, tasks_before, state, project_is_new"
                " FROM uploads WHERE id = ?",
                (upload_id,),
            ).fetchone()
            rows = database.execute(
                "SELECT position, path, remote_name, size, modified_ns, confirmed FROM files WHERE upload_id = ?"
                " ORDER BY position",
                (upload_id,),
            ).fetchall()
        if row is None:
            raise UploadUnknown("This upload is no longer known.", "It was finished or cancelled; refresh the list.")
        files = tuple(
            PlannedFile(at, Path(os.fsdecode(path)), name, size, modified, bool(sent))
            for at, path, name, size, modified, sent in rows
        )
        server_url, project_id, name, options, task_id, before, state, project_is_new = row
        plan = UploadPlan(
            server_url,
            project_id,
            name,
            tuple(file.path for file in files),
            tuple(TaskOption(key, value) for key, value in json.loads(options)),
            bool(project_is_new),
        )
        tasks_before = None if before is None else tuple(json.loads(before))
        return JournalEntry(upload_id, plan, files, task_id, tasks_before, state == _REMOVING)

    def unfinished(self, server_url: str, username: Optional[str] = None) -> Tuple[UnfinishedUpload, ...]:
        """Uploads to a server that can go on, oldest first; those that another window carries on are left out."""
        with self._transaction() as database:
            rows = database.execute(
                "SELECT id, name, project_id, task_id, COALESCE(SUM(confirmed), 0), COUNT(position),"
                " COALESCE(SUM(confirmed * size), 0), COALESCE(SUM(size), 0), created_at, error"
                " FROM uploads LEFT JOIN files ON upload_id = id"
                " WHERE server_url = ? AND state = ? AND lease_until < ? AND username = COALESCE(?, username)"
                " GROUP BY id ORDER BY created_at",
                (server_url, _OPEN, self._clock(), username),
            ).fetchall()
        return tuple(UnfinishedUpload(*row) for row in rows)

    def seconds_until_free(self, server_url: str, username: Optional[str] = None) -> Optional[float]:
        """When to look again for uploads that a window, this one or another, dead or alive, holds now; None: no need."""
        with self._transaction(durable=False) as database:
            now = self._clock()
            row = database.execute(
                "SELECT MIN(lease_until) FROM uploads WHERE server_url = ? AND state = ? AND lease_until >= ?"
                " AND username = COALESCE(?, username)",
                (server_url, _OPEN, now, username),
            ).fetchone()
        return None if row[0] is None else max(0.0, row[0] - now)

    def to_be_removed(self, server_url: str, username: str) -> Tuple[str, ...]:
        """Ids of cancelled uploads whose task could not be removed from the server yet."""
        with self._transaction() as database:
            rows = database.execute(
                "SELECT id FROM uploads WHERE server_url = ? AND username = ? AND state = ? AND lease_until < ?",
                (server_url, username, _REMOVING, self._clock()),
            ).fetchall()
        return tuple(row[0] for row in rows)

    def lease(self, upload_id: str, owner: str) -> bool:
        """Take or prolong the lease; False while somebody else holds it."""
        with self._transaction(durable=False) as database:
            now = self._clock()
            changed = database.execute(
                "UPDATE uploads SET lease_owner = ?, lease_until = ?"
                " WHERE id = ? AND (lease_owner = ? OR lease_until < ?)",
                (owner, now + LEASE_SECONDS, upload_id, owner, now),
            ).rowcount
        return changed == 1

    def release(self, upload_id: str, owner: str) -> None:
        self._change(
            "UPDATE uploads SET lease_owner = '', lease_until = 0 WHERE id = ? AND lease_owner = ?", upload_id, owner
        )

    def set_tasks_before(self, upload_id: str, task_ids: Sequence[TaskId]) -> None:
        self._change("UPDATE uploads SET tasks_before = ? WHERE id = ?", json.dumps(list(task_ids)), upload_id)

    def set_task(self, upload_id: str, task_id: TaskId) -> None:
        self._change("UPDATE uploads SET task_id = ?, error = '' WHERE id = ?", task_id, upload_id)

    def set_error(self, upload_id: str, error: str) -> None:
        self._change("UPDATE uploads SET error = ? WHERE id = ?", valid_text(error), upload_id)

    def set_removing(self, upload_id: str) -> None:
        """The upload is cancelled: it can no longer go on, its task is still to be removed."""
        self._change("UPDATE uploads SET state = ? WHERE id = ?", _REMOVING, upload_id)

    def set_files(self, upload_id: str, files: Sequence[PlannedFile]) -> None:
        """Write the present size, time and state of files."""
        with self._transaction(durable=False) as database:
            database.executemany(
                "UPDATE files SET size = ?, modified_ns = ?, confirmed = ? WHERE upload_id = ? AND position = ?",
                [(file.size, file.modified_ns, int(file.confirmed), upload_id, file.position) for file in files],
            )

    def forget(self, upload_id: str) -> None:
        """Drop an upload that is finished, or that the user gives up."""
        self._change("DELETE FROM uploads WHERE id = ?", upload_id)

    def _change(self, statement: str, *values: Any) -> None:
        """Carry out one statement."""
        with self._transaction() as database:
            database.execute(statement, values)

    def _make_tables(self) -> None:
        with self._transaction() as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version > _VERSION:
                raise JournalFailed(
                    "The list of uploads was written by a newer version of Nadir.",
                    "Update the plugin.",
                    str(self._path),
                )
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    database.execute(statement)
            if version < _VERSION:
                database.execute(_SINCE_VERSION_1)
                database.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def _transaction(self, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction. All survive the death of the program; those that are not `durable` may be lost with the
        power, which for a confirmed photo means that it is sent once more."""
        with self._lock:
            try:
                self._database.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    yield self._database
                except BaseException:
                    self._database.execute("ROLLBACK")
                    raise
                self._database.execute("COMMIT")
            except sqlite3.Error as error:
                raise self._failure(error) from error

    def _failure(self, error: Exception) -> JournalFailed:
        return JournalFailed(
            "The list of uploads cannot be read or written.",
            f"Check that the disk is not full and that you may write to {self._path.parent}.",
            f"{self._path}: {type(error).__name__}: {error}",
        )


def _file_row(upload_id: str, file: PlannedFile) -> List[Any]:
    return [
        upload_id,
        file.position,
        os.fsencode(file.path),  # a name need not be valid text
        file.remote_name,
        file.size,
        file.modified_ns,
        int(file.confirmed),
    ]
