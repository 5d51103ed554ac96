"""The journal across versions, servers that move, and what it keeps of an upload."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import List

import pytest
from nadir.core.transfers.files import leave_out
from nadir.core.transfers.journal import FILE_NAME, Journal, JournalEntry
from nadir.core.transfers.plan import FileState, PlannedFile, UploadPlan

VERSION_1 = """
CREATE TABLE uploads (id TEXT PRIMARY KEY, server_url TEXT NOT NULL, username TEXT NOT NULL, project_id TEXT NOT NULL,
    task_id TEXT, tasks_before TEXT, name TEXT NOT NULL, options TEXT NOT NULL, state TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '', created_at REAL NOT NULL, lease_owner TEXT NOT NULL DEFAULT '',
    lease_until REAL NOT NULL DEFAULT 0);
CREATE TABLE files (upload_id TEXT NOT NULL REFERENCES uploads(id) ON DELETE CASCADE, position INTEGER NOT NULL,
    path BLOB NOT NULL, remote_name TEXT NOT NULL, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (upload_id, position)) WITHOUT ROWID;
INSERT INTO uploads VALUES ('old', 'http://127.0.0.1:8001', 'admin', '7', 'task', '["a"]', 'Meadow', '[["dsm", true]]',
    'open', 'no network', 100.0, '', 0);
INSERT INTO files VALUES ('old', 0, CAST('/photos/a.jpg' AS BLOB), 'a.jpg', 10, 20, 1);
INSERT INTO files VALUES ('old', 1, CAST('/photos/b.jpg' AS BLOB), 'b.jpg', 30, 40, 0);
PRAGMA user_version = 1;
"""
VERSION_2 = (
    VERSION_1
    + """
ALTER TABLE uploads ADD COLUMN project_is_new INTEGER NOT NULL DEFAULT 0;
UPDATE uploads SET project_is_new = 1;
PRAGMA user_version = 2;
"""
)
VERSION_3 = """
CREATE TABLE uploads (id TEXT PRIMARY KEY, server_url TEXT NOT NULL, server_id TEXT NOT NULL DEFAULT '',
    username TEXT NOT NULL, project_id TEXT NOT NULL, project_is_new INTEGER NOT NULL DEFAULT 0, task_id TEXT,
    tasks_before TEXT, name TEXT NOT NULL, options TEXT NOT NULL, resize_to INTEGER, node_id TEXT, rate_limit INTEGER,
    in_one_piece INTEGER NOT NULL DEFAULT 0, paused INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '', created_at REAL NOT NULL, lease_owner TEXT NOT NULL DEFAULT '',
    lease_until REAL NOT NULL DEFAULT 0);
CREATE TABLE files (upload_id TEXT NOT NULL REFERENCES uploads(id) ON DELETE CASCADE, position INTEGER NOT NULL,
    path BLOB NOT NULL, remote_name TEXT NOT NULL, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '', sent_size INTEGER NOT NULL DEFAULT -1,
    crc32 TEXT NOT NULL DEFAULT '', PRIMARY KEY (upload_id, position)) WITHOUT ROWID;
INSERT INTO uploads (id, server_url, username, project_id, project_is_new, task_id, tasks_before, name, options,
    state, error, created_at) VALUES ('old', 'http://127.0.0.1:8001', 'admin', '7', 1, 'task', '["a"]', 'Meadow',
    '[["dsm", true]]', 'open', 'no network', 100.0);
INSERT INTO files VALUES ('old', 0, CAST('/photos/a.jpg' AS BLOB), 'a.jpg', 10, 20, 2, '', 10, 'ab');
INSERT INTO files VALUES ('old', 1, CAST('/photos/b.jpg' AS BLOB), 'b.jpg', 30, 40, 0, '', -1, '');
PRAGMA user_version = 3;
"""
LOCAL = "this-computer"


def files(count: int) -> List[PlannedFile]:
    return [PlannedFile(number, Path(f"/photos/{number}.jpg"), f"{number}.jpg", 10, 20) for number in range(count)]


def plan(url: str = "http://127.0.0.1:8001", **others: object) -> UploadPlan:
    return UploadPlan(url, "7", "Meadow", tuple(file.path for file in files(3)), **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("script", "is_new"), [(VERSION_1, False), (VERSION_2, True), (VERSION_3, True)], ids=["1", "2", "3"]
)
def test_journals_of_older_versions_are_taken_over(script: str, is_new: bool, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
        database.executescript(script)
    for _ in range(2):  # also when it is opened again
        with closing(Journal(tmp_path)) as journal:
            entry = journal.load("old")
            (unfinished,) = journal.unfinished("http://127.0.0.1:8001", "admin")
    assert (entry.plan.name, entry.plan.project_is_new, entry.task_id, entry.tasks_before) == (
        *("Meadow", is_new, "task", ("a",)),
    )
    assert [(file.path, file.state, file.sent_size) for file in entry.files] == [
        (Path("/photos/a.jpg"), FileState.CONFIRMED, 10),
        (Path("/photos/b.jpg"), FileState.WAITING, -1),
    ]
    assert (unfinished.files_done, unfinished.bytes_total, unfinished.error) == (1, 40, "no network")
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
        database.execute("PRAGMA foreign_keys=ON")
        database.execute("DELETE FROM uploads")
        assert database.execute("SELECT COUNT(*) FROM files").fetchone() == (0,)


def test_a_migration_that_is_killed_leaves_the_old_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
        database.executescript(VERSION_2)
    monkeypatch.setattr("nadir.core.transfers.journal_tables._KEEP_FILES", "SELECT no_such_thing")
    with pytest.raises(Exception, match="cannot be read or written"):
        Journal(tmp_path)
    monkeypatch.undo()
    with closing(Journal(tmp_path)) as journal:
        assert len(journal.load("old").files) == 2


def test_all_of_a_plan_and_of_each_file_is_kept(tmp_path: Path) -> None:
    wanted = plan(server_id=LOCAL, resize_to=2048, node_id="5", rate_limit=100_000)
    with closing(Journal(tmp_path)) as journal:
        journal.add(JournalEntry("one", wanted, tuple(files(3))), "admin", "me")
        sent = replace(files(3)[0], state=FileState.CONFIRMED, sent_size=6, crc32="0000abcd")
        failed = files(3)[1].failed("It cannot be read.")
        under_way = replace(files(3)[2], state=FileState.SENDING)
        journal.set_files("one", [sent, failed, under_way])
        journal.set_paused("one", True)
        journal.set_in_one_piece("one")
        journal.set_rate_limit("one", None)
    with closing(Journal(tmp_path)) as journal:
        entry = journal.load("one")
    assert entry.plan == replace(wanted, rate_limit=None)
    assert entry.files == (sent, failed, files(3)[2]), "one that was under way has to be sent again"
    assert entry.paused and entry.in_one_piece


def test_a_server_is_known_by_its_id_whatever_its_port(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        journal.add(JournalEntry("local", plan(server_id=LOCAL), ()), "admin", "x")
        journal.add(JournalEntry("remote", plan("https://a.example"), ()), "admin", "x")
        journal.set_removing("remote")
        for each in ("local", "remote"):
            journal.release(each, "x")
        elsewhere = "http://127.0.0.1:9999"
        assert [upload.id for upload in journal.unfinished(elsewhere, "admin", server_id=LOCAL)] == ["local"]
        assert journal.unfinished("http://127.0.0.1:8001", "admin") == (), "another server at the port that it had"
        assert journal.to_be_removed("https://a.example", "admin") == ("remote",)
        assert journal.to_be_removed("https://a.example", "admin", server_id=LOCAL) == ("remote",)
        assert journal.seconds_until_free(elsewhere, server_id=LOCAL) is None
        journal.lease("local", "x")
        assert journal.seconds_until_free(elsewhere, server_id=LOCAL)


def test_uploads_from_before_servers_had_ids_are_claimed(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        for name, url, user in (
            ("mine", "http://127.0.0.1:8001", "admin"),
            ("another server here", "http://127.0.0.1:8000", "admin"),
            ("another user", "http://127.0.0.1:8001", "pilot"),
        ):
            journal.add(JournalEntry(name, plan(url), ()), user, "x")
            journal.release(name, "x")
        journal.claim("admin", LOCAL, lambda url: url.endswith(":8001"))
        found = journal.unfinished("http://127.0.0.1:9999", "admin", server_id=LOCAL)
        assert [upload.id for upload in found] == ["mine"]
        assert [upload.id for upload in journal.unfinished("http://127.0.0.1:8000")] == ["another server here"]


def test_what_is_left_out_counts_nowhere(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        journal.add(JournalEntry("one", plan(), tuple(files(3))), "admin", "x")
        journal.release("one", "x")
        leave_out(journal, "one", ["1.jpg"])
        (unfinished,) = journal.unfinished("http://127.0.0.1:8001")
    assert (unfinished.files_total, unfinished.bytes_total) == (2, 20)


def test_a_path_that_is_no_text_survives(tmp_path: Path) -> None:
    odd = replace(files(1)[0], path=Path(os.fsdecode(b"/photos/\xe4.jpg")))
    with closing(Journal(tmp_path)) as journal:
        journal.add(JournalEntry("one", plan(), (odd,)), "admin", "x")
        assert journal.load("one").files == (odd,)
