"""Kills a server at a random moment of upload, processing and export, starts it again, and looks at what became of it all.

Clients are at work meanwhile and note what the server acknowledged: that must be there afterwards. What was not answered
may be there or not, but never by half.
"""
from __future__ import annotations

import io
import random
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rasterio
import requests
from fake_node import FakeNode, zip_of
from running_server import RunningServer
from sample_products import results

LONGEST_LIFE = 3.0  # seconds until the kill
PATIENCE = 60.0  # seconds until something counts as stuck
CHUNKS = 3
ORTHOPHOTO = "odm_orthophoto/odm_orthophoto.tif"


@dataclass
class Ledger:
    """What the server acknowledged in one round."""

    tasks: dict[str, dict[str, bytes]] = field(default_factory=dict)  # id: files by name
    uploading: dict[str, dict[str, bytes]] = field(default_factory=dict)  # id: files that it has answered for
    committed: set[str] = field(default_factory=set)
    exports: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """How much was looked at, and what went wrong, in words."""

    kills: int = 0
    tasks: int = 0
    exports: int = 0
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)


class Killing:
    """One server on one data folder, killed again and again."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.products = results()
        self.node = FakeNode(zip_of(self.products))
        self.node.upload_delay = 0.02
        self.server = RunningServer(folder / "data", self.node.port).start()
        self.photos = {f"DJI_{n:04}.JPG": b"\xff\xd8" + self.random.randbytes(150_000) for n in range(6)}
        self.project = self.server.new_project("Killed")
        self.path = f"/api/projects/{self.project}/tasks/"
        self.base = self._create(self.photos)
        self.server.wait_for(self.project, self.base, 40)
        self.outcome = Outcome()

    def close(self) -> None:
        """End both."""
        if self.server.process is not None and self.server.process.poll() is None:
            self.server.stop()
        self.node.close()

    def round(self) -> None:
        """Work, kill, start, look."""
        ledger = Ledger()
        workers = [
            threading.Thread(target=self._until_it_breaks, args=(work, ledger))
            for work in (self._upload, self._upload_in_pieces, self._send_at_once, self._export)
        ]
        for worker in workers:
            worker.start()
        time.sleep(self.random.uniform(0, LONGEST_LIFE))
        self.server.kill()
        for worker in workers:
            worker.join()
        self._start()
        self.outcome.kills += 1
        self._look(ledger)

    def _start(self) -> None:
        """Start it; now and then it is killed at that, too."""
        if self.random.random() < 0.2:
            self.server.start_without_waiting()
            time.sleep(self.random.uniform(0.05, 1.5))
            self.server.kill()
        self.server.start()

    # --- clients ---

    def _until_it_breaks(self, work: Callable[[Ledger], None], ledger: Ledger) -> None:
        try:
            while True:
                work(ledger)
        except requests.RequestException:
            return  # the server is gone

    def _create(self, files: dict[str, bytes], **fields: Any) -> str:
        parts = [("images", (name, data)) for name, data in files.items()]
        return str(self.server.json("POST", self.path, files=parts, data=fields)["id"])

    def _send_at_once(self, ledger: Ledger) -> None:
        task = self._create(self.photos, name="at once")
        ledger.tasks[task] = self.photos
        time.sleep(0.7)

    def _upload(self, ledger: Ledger) -> None:
        task = self._placeholder(ledger)
        for name, data in self.photos.items():
            self._send(task, name, data)
            ledger.uploading[task][name] = data
        self._commit(task, ledger)

    def _upload_in_pieces(self, ledger: Ledger) -> None:
        task = self._placeholder(ledger)
        for name, data in list(self.photos.items())[:2]:
            self._send_in_pieces(task, name, data)
            ledger.uploading[task][name] = data
        self._commit(task, ledger)

    def _placeholder(self, ledger: Ledger) -> str:
        task = str(self.server.json("POST", self.path, json={"partial": True, "name": "uploading"})["id"])
        ledger.uploading[task] = {}
        return task

    def _send(self, task: str, name: str, data: bytes, **form: Any) -> dict[str, int]:
        answer = self.server.json("POST", f"{self.path}{task}/upload/", files=[("images", (name, data))], data=form)
        return dict(answer["uploaded"])

    def _send_in_pieces(self, task: str, name: str, data: bytes) -> None:
        size, key = -(-len(data) // CHUNKS), str(uuid.uuid4())
        for index in range(CHUNKS):
            form = {"dzuuid": key, "dzchunkindex": index, "dztotalchunkcount": CHUNKS, "dztotalfilesize": len(data),
                    "dzchunkbyteoffset": index * size}  # fmt: skip
            self._send(task, name, data[index * size : (index + 1) * size], **form)

    def _commit(self, task: str, ledger: Ledger) -> None:
        self.server.json("POST", f"{self.path}{task}/commit/")
        ledger.tasks[task] = dict(ledger.uploading.pop(task))

    def _export(self, ledger: Ledger) -> None:
        wanted = {"format": "gtiff", "epsg": self.random.choice((3857, 4326, 32616))}
        answer = self.server.json("POST", f"{self.path}{self.base}/orthophoto/export", json=wanted)
        ledger.exports.append(answer["celery_task_id"])
        time.sleep(0.3)

    # --- what became of it ---

    def _look(self, ledger: Ledger) -> None:
        self._look_at_database()
        self._go_on_uploading(ledger)
        self._look_at_tasks(ledger)
        for export in ledger.exports:
            self._look_at_export(export)
        self.outcome.tasks += len(ledger.tasks)
        self.outcome.exports += len(ledger.exports)
        self._remove_all()

    def _look_at_database(self) -> None:
        with sqlite3.connect(self.server.data / "nadir.sqlite3", timeout=30) as database:
            (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            self.outcome.lost.append(f"the database: {verdict}")
        if left := list((self.server.data / "tmp").iterdir()):
            self.outcome.lost.append(f"half files stay in tmp: {left}")

    def _go_on_uploading(self, ledger: Ledger) -> None:
        """A client goes on where it was: it sends what was not answered for, and commits."""
        for task, sent in list(ledger.uploading.items()):
            if self.server.call("GET", f"{self.path}{task}/").status_code != 200:
                self.outcome.lost.append(f"the placeholder {task}")
                continue
            for name, data in self.photos.items():
                if name not in sent:
                    self._send_in_pieces(task, name, data)
                sent[name] = data
            self._commit(task, ledger)

    def _look_at_tasks(self, ledger: Ledger) -> None:
        """Also at those that nobody was told of."""
        for task, files in ledger.tasks.items():
            if self.server.call("GET", f"{self.path}{task}/").status_code != 200:
                self.outcome.lost.append(f"task {task}")
                continue
            self._look_at_photos(task, files)
        end = time.monotonic() + PATIENCE
        while waiting := [task for task in self.server.json("GET", self.path) if not _has_ended(task)]:
            if time.monotonic() > end:
                self.outcome.stuck += [f"task {t['id']}: {t['status']}, {t['pending_action']}" for t in waiting]
                break
            time.sleep(0.2)
        for task in self.server.json("GET", self.path):
            if task["status"] == 40:
                self._look_at_product(task["id"])
            elif task["status"] == 30:
                self.outcome.lost.append(f"task {task['id']} failed: {task['last_error']}")
        self._look_at_folders()

    def _look_at_photos(self, task: str, files: dict[str, bytes]) -> None:
        folder = self.server.data / "tasks" / task / "images"
        found = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
        wrong = [name for name, data in files.items() if found.get(name) != data]
        if wrong or set(found) - set(self.photos):
            self.outcome.lost.append(f"photos of task {task}: {wrong}, {sorted(set(found) - set(files))}")

    def _look_at_product(self, task: str) -> None:
        answer = self.server.call("GET", f"{self.path}{task}/download/orthophoto.tif")
        if answer.content != self.products[ORTHOPHOTO]:
            self.outcome.lost.append(f"the orthophoto of {task}: {answer.status_code}, {len(answer.content)} bytes")

    def _look_at_folders(self) -> None:
        known = {task["id"] for task in self.server.json("GET", self.path)}
        orphans = {path.name for path in (self.server.data / "tasks").iterdir()} - known
        if orphans:
            self.outcome.lost.append(f"folders without a task: {sorted(orphans)}")

    def _look_at_export(self, export: str) -> None:
        end = time.monotonic() + PATIENCE
        while not (state := self.server.json("GET", f"/api/workers/check/{export}"))["ready"]:
            if time.monotonic() > end:
                self.outcome.stuck.append(f"export {export}")
                return
            time.sleep(0.1)
        if "error" in state:
            self.outcome.lost.append(f"export {export}: {state['error']}")
            return
        content = self.server.call("GET", f"/api/workers/get/{export}").content
        try:
            with rasterio.open(io.BytesIO(content)) as raster:
                raster.read()
        except rasterio.errors.RasterioError as error:
            self.outcome.lost.append(f"export {export}: {len(content)} bytes, {error}")

    def _remove_all(self) -> None:
        """For the next round; what cannot be removed is stuck."""
        for task in self.server.json("GET", self.path):
            if task["id"] != self.base:
                self.server.json("POST", f"{self.path}{task['id']}/remove/")
        end = time.monotonic() + PATIENCE
        while len(left := self.server.json("GET", self.path)) > 1:
            if time.monotonic() > end:
                self.outcome.stuck.append(f"{len(left) - 1} tasks that are to be removed")
                return
            time.sleep(0.1)


def _has_ended(task: dict[str, Any]) -> bool:
    return task["partial"] or (task["status"] in (30, 40, 50) and task["pending_action"] is None)
