"""The tables of the journal, and how those of older versions become today's."""

from __future__ import annotations

import sqlite3

from .errors import JournalFailed

VERSION = 4
_STATES_OF_FILES = 3  # the first version that knew more of a file than whether it is confirmed
OPEN, REMOVING, REMOVING_STARTED = "open", "removing", "removing started"  # values of `uploads.state`

_TABLES = """
CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    server_url TEXT NOT NULL,
    server_id TEXT NOT NULL DEFAULT '',
    username TEXT NOT NULL,
    project_id TEXT NOT NULL,
    project_is_new INTEGER NOT NULL DEFAULT 0,
    task_id TEXT,
    tasks_before TEXT,
    name TEXT NOT NULL,
    options TEXT NOT NULL,
    resize_to INTEGER,
    node_id TEXT,
    rate_limit INTEGER,
    resize_on_server INTEGER,
    align_to TEXT NOT NULL DEFAULT '',
    in_one_piece INTEGER NOT NULL DEFAULT 0,
    paused INTEGER NOT NULL DEFAULT 0,
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
    state INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    sent_size INTEGER NOT NULL DEFAULT -1,
    crc32 TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (upload_id, position)
) WITHOUT ROWID;
"""
_SINCE_VERSION_4 = (
    "ALTER TABLE uploads ADD COLUMN resize_on_server INTEGER",
    "ALTER TABLE uploads ADD COLUMN align_to TEXT NOT NULL DEFAULT ''",
)
_SINCE_VERSION_2 = "ALTER TABLE old_uploads ADD COLUMN project_is_new INTEGER NOT NULL DEFAULT 0"
_KEEP_UPLOADS = """
INSERT INTO uploads (id, server_url, username, project_id, project_is_new, task_id, tasks_before, name, options, state,
                     error, created_at, lease_owner, lease_until)
SELECT id, server_url, username, project_id, project_is_new, task_id, tasks_before, name, options, state,
       error, created_at, lease_owner, lease_until FROM old_uploads
"""
_KEEP_FILES = """
INSERT INTO files (upload_id, position, path, remote_name, size, modified_ns, state, sent_size)
SELECT upload_id, position, path, remote_name, size, modified_ns, CASE WHEN confirmed THEN 2 ELSE 0 END,
       CASE WHEN confirmed THEN size ELSE -1 END FROM old_files
"""


def make_tables(database: sqlite3.Connection, path: str) -> None:
    """Make the tables, or bring those of an older version up to date. Within a transaction. Raises `JournalFailed`."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise JournalFailed(
            "The list of uploads was written by a newer version of Nadir.", "Update the plugin.", path
        )
    if version == VERSION:
        return
    if version == _STATES_OF_FILES:
        for statement in _SINCE_VERSION_4:
            database.execute(statement)
    else:
        _make_all(database, version)
    database.execute(f"PRAGMA user_version = {VERSION}")


def _make_all(database: sqlite3.Connection, version: int) -> None:
    """Make the tables anew; version: of those that are there already, 0 for none."""
    if version:
        database.execute("ALTER TABLE uploads RENAME TO old_uploads")
        database.execute("ALTER TABLE files RENAME TO old_files")
    for statement in _TABLES.split(";\n"):
        database.execute(statement)
    if version:
        _take_over(database, version)


def _take_over(database: sqlite3.Connection, version: int) -> None:
    """The rows of version 1 or 2, where every file was sent as it is."""
    if version == 1:
        database.execute(_SINCE_VERSION_2)
    for statement in (_KEEP_UPLOADS, _KEEP_FILES, "DROP TABLE old_files", "DROP TABLE old_uploads"):
        database.execute(statement)
