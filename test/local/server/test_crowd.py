"""Many clients at a time: six upload, others poll, tasks are processed, and the database is nobody's obstacle."""
from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fake_node import FakeNode
from running_server import RunningServer

UPLOADS, FILES = 6, 12


class Crowd:
    """Clients of one project, each on a thread of its own; what is not answered well is noted."""

    def __init__(self, server: RunningServer, photos: list[Path]) -> None:
        self.server, self.photos = server, photos
        self.project = server.new_project()
        self.path = f"/api/projects/{self.project}/tasks/"
        self.failures: list[str] = []
        self.tasks: list[str] = []
        self.ended = threading.Event()

    def check(self, method: str, address: str, **arguments: Any) -> Any:
        answer = self.server.call(method, address, **arguments)
        if answer.status_code >= 400:
            self.failures.append(f"{method} {address}: {answer.status_code} {answer.text[:200]}")
        return answer.json()

    def upload(self) -> None:
        task = self.check("POST", self.path, json={"partial": True})["id"]
        for index in range(FILES):
            files = [("images", (f"{index}.jpg", self.photos[index % len(self.photos)].read_bytes()))]
            self.check("POST", f"{self.path}{task}/upload/", files=files)
        self.check("POST", f"{self.path}{task}/commit/")
        self.tasks.append(task)

    def poll(self) -> None:
        while not self.ended.is_set():
            for address in ("/api/projects/", self.path, "/api/processingnodes/"):
                self.check("GET", address)

    def write(self) -> None:
        while not self.ended.is_set():
            self.check("PATCH", f"/api/projects/{self.project}/", json={"description": str(time.time())})


def started(*work: Callable[[], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    return threads


def test_six_uploads_and_many_polls_get_their_answers(
    own_server: RunningServer, own_node: FakeNode, photos: list[Path]
) -> None:
    own_server.log_in()
    crowd = Crowd(own_server, photos)
    others = started(crowd.poll, crowd.poll, crowd.poll, crowd.write, crowd.write)
    for thread in started(*[crowd.upload] * UPLOADS):
        thread.join()
    time.sleep(1)
    crowd.ended.set()
    for thread in others:
        thread.join()
    assert crowd.failures == []
    assert len(crowd.tasks) == UPLOADS
    for task in crowd.tasks:
        done = own_server.wait_for(crowd.project, task, 30, 40)
        assert (done["status"], done["images_count"]) == (40, FILES), done["last_error"]
    log = (own_server.data / "server.log").read_text()
    assert "locked" not in log and "Traceback" not in log
