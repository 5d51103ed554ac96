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
from typing import Any, Callable, Dict, Iterator, Optional, Sequence, Tuple

from ..api.ids import ProjectId, TaskId
from ..api.task import TaskOption
from .errors import JournalFailed, UploadUnknown
from .journal_tables import OPEN, REMOVING, REMOVING_STARTED, make_tables
from .plan import FileState, PlannedFile, UploadPlan, valid_text

FILE_NAME = "transfers.sqlite"
LEASE_SECONDS = 15.0  # after a crash nobody can go on for so long
_ADD_UPLOAD = (
    "INSERT INTO uploads (id, server_url, server_id, username, project_id, project_is_new, name, options, resize_to,"
    " node_id, rate_limit, resize_on_server, align_to, state, created_at, lease_owner, lease_until)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class JournalEntry:
    """All that is known of an upload.

    task_id: None until the server has made the task. tasks_before: the project's tasks before it was asked to, None
    while it has not been asked: a task that was made by a request whose answer was lost is found by them.
    removing: cancelled, and its task still to be removed from the server; started: that came while the server was asked
    to start the task. paused: by the user. in_one_piece: the server takes a task only together with all its photos.
    """

    id: str
    plan: UploadPlan
    files: Tuple[PlannedFile, ...]
    task_id: Optional[TaskId] = None
    tasks_before: Optional[Tuple[TaskId, ...]] = None
    removing: bool = False
    paused: bool = False
    in_one_piece: bool = False
    started: bool = False


@dataclass(frozen=True)
class UnfinishedUpload:
    """An upload that can go on, for a list. created_at: seconds since 1970; error: why it stopped, '' if killed.

    Files that are left out count nowhere. bytes: of the files on this disk.
    """

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
    files_failed: int = 0
    paused: bool = False


class Journal:
    """The uploads of one user on this computer, in `folder`. Thread-safe; several programs may hold it open."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._path = folder / FILE_NAME
        self._clock = clock
        self._lock = threading.Lock()
        self._is_durable: Optional[bool] = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                str(self._path), timeout=10.0, isolation_level=None, check_same_thread=False
            )
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA foreign_keys=ON")
            with self._transaction() as database:
                make_tables(database, str(self._path))
        except (OSError, sqlite3.Error) as error:
            raise self._failure(error) from error

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def add(self, entry: JournalEntry, username: str, owner: str) -> None:
        """Write a new upload, leased to `owner`."""
        plan, now = entry.plan, self._clock()
        options = json.dumps([[option.name, option.value] for option in plan.options])
        values = (
            *(entry.id, plan.server_url, plan.server_id, username, plan.project_id, int(plan.project_is_new)),
            *(plan.name, options, plan.resize_to, plan.node_id, plan.rate_limit, plan.resize_on_server, plan.align_to),
            *(OPEN, now, owner, now + LEASE_SECONDS),
        )
        with self._transaction() as database:
            database.execute(_ADD_UPLOAD, values)
            database.executemany(
                "INSERT INTO files (size, modified_ns, state, reason, sent_size, crc32, path, remote_name, upload_id,"
                " position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (*_changing(file), os.fsencode(file.path), file.remote_name, entry.id, file.position)
                    for file in entry.files  # a path need not be valid text
                ],
            )

    def load(self, upload_id: str) -> JournalEntry:
        """Raises `UploadUnknown`."""
        with self._transaction(durable=False) as database:
            cursor = database.execute("SELECT * FROM uploads WHERE id = ?", (upload_id,))
            row = cursor.fetchone()
            rows = database.execute(
                "SELECT position, path, remote_name, size, modified_ns, state, reason, sent_size, crc32 FROM files"
                " WHERE upload_id = ? ORDER BY position",
                (upload_id,),
            ).fetchall()
        if row is None:
            raise UploadUnknown("This upload is no longer known.", "It was finished or cancelled; refresh the list.")
        columns = [column[0] for column in cursor.description]
        return _entry(dict(zip(columns, row)), tuple(_file(*values) for values in rows))

    def unfinished(
        self, server_url: str, username: Optional[str] = None, *, server_id: str = ""
    ) -> Tuple[UnfinishedUpload, ...]:
        """Uploads to a server that can go on, oldest first; those that another window carries on are left out.

        A server is known by its address or, where that may change, by the id that its uploads were planned with.
        """
        with self._transaction(durable=False) as database:
            rows = database.execute(
                "SELECT id, name, project_id, task_id, COALESCE(SUM(files.state = 2), 0),"
                " COALESCE(SUM(files.state <> 4), 0), COALESCE(SUM((files.state = 2) * size), 0),"
                " COALESCE(SUM((files.state <> 4) * size), 0), created_at, error, COALESCE(SUM(files.state = 3), 0),"
                " paused FROM uploads LEFT JOIN files ON upload_id = id"
                " WHERE ((server_id <> '' AND server_id = ?) OR (server_id = '' AND server_url = ?))"
                " AND uploads.state = ? AND lease_until NOT BETWEEN ? AND ?"
                " AND username = COALESCE(?, username) GROUP BY id ORDER BY created_at",
                (server_id, server_url, OPEN, *self._held_until(), username),
            ).fetchall()
        return tuple(UnfinishedUpload(*row) for row in rows)

    def seconds_until_free(
        self, server_url: str, username: Optional[str] = None, *, server_id: str = ""
    ) -> Optional[float]:
        """When to look again for uploads that a window, this one or another, dead or alive, holds now; None: no need."""
        with self._transaction(durable=False) as database:
            now = self._clock()
            row = database.execute(
                "SELECT MIN(lease_until) FROM uploads"
                " WHERE ((server_id <> '' AND server_id = ?) OR (server_id = '' AND server_url = ?))"
                " AND state = ? AND lease_until BETWEEN ? AND ? AND username = COALESCE(?, username)",
                (server_id, server_url, OPEN, *self._held_until(), username),
            ).fetchone()
        return None if row[0] is None else max(0.0, row[0] - now)

    def to_be_removed(self, server_url: str, username: str, *, server_id: str = "") -> Tuple[str, ...]:
        """Ids of cancelled uploads whose task could not be removed from the server yet."""
        with self._transaction(durable=False) as database:
            rows = database.execute(
                "SELECT id FROM uploads"
                " WHERE ((server_id <> '' AND server_id = ?) OR (server_id = '' AND server_url = ?))"
                " AND username = ? AND state <> ? AND lease_until NOT BETWEEN ? AND ?",
                (server_id, server_url, username, OPEN, *self._held_until()),
            ).fetchall()
        return tuple(row[0] for row in rows)

    def all_ids(self) -> Tuple[str, ...]:
        """The ids of all uploads, to whatever server."""
        with self._transaction(durable=False) as database:
            return tuple(row[0] for row in database.execute("SELECT id FROM uploads"))

    def claim(self, username: str, server_id: str, is_at: Callable[[str], bool]) -> None:
        """Name a server for the user's uploads that have none, where `is_at` says so of their address: those that were
        begun before uploads knew their server by more than the port that it happened to have.
        """
        with self._transaction(durable=False) as database:
            rows = database.execute(
                "SELECT id, server_url FROM uploads WHERE username = ? AND server_id = ''", (username,)
            ).fetchall()
        for upload_id, url in rows:
            if is_at(url):
                self._change("UPDATE uploads SET server_id = ? WHERE id = ?", server_id, upload_id)

    def lease(self, upload_id: str, owner: str) -> bool:
        """Take or prolong the lease; False while somebody else holds it."""
        with self._transaction(durable=False) as database:
            now = self._clock()
            changed = database.execute(
                "UPDATE uploads SET lease_owner = ?, lease_until = ?"
                " WHERE id = ? AND (lease_owner = ? OR lease_until NOT BETWEEN ? AND ?)",
                (owner, now + LEASE_SECONDS, upload_id, owner, *self._held_until()),
            ).rowcount
        return changed == 1

    def _held_until(self) -> Tuple[float, float]:
        """Between which times a lease ends that somebody holds now; a later one was taken before the clock was set back."""
        now = self._clock()
        return now, now + 2 * LEASE_SECONDS

    def release(self, upload_id: str, owner: str) -> None:
        self._change(
            "UPDATE uploads SET lease_owner = '', lease_until = 0 WHERE id = ? AND lease_owner = ?", upload_id, owner
        )

    def set_tasks_before(self, upload_id: str, task_ids: Sequence[TaskId]) -> None:
        self._change("UPDATE uploads SET tasks_before = ? WHERE id = ?", json.dumps(list(task_ids)), upload_id)

    def set_task(self, upload_id: str, task_id: TaskId) -> None:
        self._change("UPDATE uploads SET task_id = ?, error = '' WHERE id = ?", task_id, upload_id)

    def set_project(self, upload_id: str, project_id: ProjectId) -> None:
        """The task was moved to a project that is not ours to remove."""
        self._change("UPDATE uploads SET project_id = ?, project_is_new = 0 WHERE id = ?", project_id, upload_id)

    def set_in_one_piece(self, upload_id: str) -> None:
        """The server takes a task only together with its photos."""
        self._change("UPDATE uploads SET in_one_piece = 1 WHERE id = ?", upload_id)

    def set_paused(self, upload_id: str, paused: bool) -> None:
        self._change("UPDATE uploads SET paused = ? WHERE id = ?", int(paused), upload_id)

    def set_rate_limit(self, upload_id: str, bytes_per_second: Optional[int]) -> None:
        self._change("UPDATE uploads SET rate_limit = ? WHERE id = ?", bytes_per_second, upload_id)

    def set_error(self, upload_id: str, error: str) -> None:
        self._change("UPDATE uploads SET error = ? WHERE id = ?", valid_text(error), upload_id)

    def set_removing(self, upload_id: str, started: bool = False) -> None:
        """The upload is cancelled: it can no longer go on, its task is still to be removed. started: even though it may
        have been started, since that came while the upload itself asked for it.
        """
        state = REMOVING_STARTED if started else REMOVING
        self._change("UPDATE uploads SET state = ? WHERE id = ?", state, upload_id)

    def set_files(self, upload_id: str, files: Sequence[PlannedFile]) -> None:
        """Write the present size, time and state of files."""
        with self._transaction(durable=False) as database:
            database.executemany(
                "UPDATE files SET size = ?, modified_ns = ?, state = ?, reason = ?, sent_size = ?, crc32 = ?"
                " WHERE upload_id = ? AND position = ?",
                [(*_changing(file), upload_id, file.position) for file in files],
            )

    def forget(self, upload_id: str) -> None:
        """Drop an upload that is finished, or that the user gives up."""
        self._change("DELETE FROM uploads WHERE id = ?", upload_id)

    def _change(self, statement: str, *values: Any) -> None:
        """Carry out one statement."""
        with self._transaction() as database:
            database.execute(statement, values)

    @contextmanager
    def _transaction(self, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction. All survive the death of the program; those that are not `durable` may be lost with the
        power, which for a confirmed photo means that it is sent once more."""
        with self._lock:
            try:
                if durable != self._is_durable:
                    self._database.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                    self._is_durable = durable
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


def _changing(file: PlannedFile) -> Tuple[Any, ...]:
    """What of a file changes in the course of an upload."""
    return file.size, file.modified_ns, file.state.value, valid_text(file.reason), file.sent_size, file.crc32


def _file(position: int, path: bytes, name: str, size: int, modified: int, state: int, *rest: Any) -> PlannedFile:
    """A file out of its row; one that was being sent when the program died has to be sent again."""
    known = FileState(state)
    return PlannedFile(
        position,
        Path(os.fsdecode(path)),
        name,
        size,
        modified,
        FileState.WAITING if known is FileState.SENDING else known,
        *rest,
    )


def _entry(row: Dict[str, Any], files: Tuple[PlannedFile, ...]) -> JournalEntry:
    plan = UploadPlan(
        row["server_url"],
        row["project_id"],
        row["name"],
        tuple(file.path for file in files),
        tuple(TaskOption(key, value) for key, value in json.loads(row["options"])),
        bool(row["project_is_new"]),
        row["server_id"],
        row["resize_to"],
        row["node_id"],
        row["rate_limit"],
        row["resize_on_server"],
        row["align_to"],
    )
    before = None if row["tasks_before"] is None else tuple(json.loads(row["tasks_before"]))
    return JournalEntry(
        row["id"],
        plan,
        files,
        row["task_id"],
        before,
        row["state"] != OPEN,
        bool(row["paused"]),
        bool(row["in_one_piece"]),
        row["state"] == REMOVING_STARTED,
    )
