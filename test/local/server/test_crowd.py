"""Many clients at a time: six upload, others poll, tasks are processed, and the database is nobody's obstacle."""
from __future__ import annotations

import threading
import time
from pathlib import Path

from fake_node import FakeNode
from running_server import RunningServer

FILES = 12


def test_six_uploads_and_many_polls_get_their_answers(own_server: RunningServer, own_node: FakeNode, photos: list[Path]) -> None:
    server, failures, tasks = own_server, [], []
    server.log_in()
    project = server.new_project()
    path = f"/api/projects/{project}/tasks/"
    ended = threading.Event()

    def check(method: str, address: str, **arguments: object) -> dict[str, object]:
        answer = server.call(method, address, **arguments)
        if answer.status_code >= 400:
            failures.append(f"{method} {address}: {answer.status_code} {answer.text[:200]}")
        return answer.json()

    def upload(number: int) -> None:
        task = check("POST", path, json={"partial": True, "name": f"task {number}"})["id"]
        for index in range(FILES):
            files = [("images", (f"{index}.jpg", photos[index % 3].read_bytes()))]
            check("POST", f"{path}{task}/upload/", files=files)
        check("POST", f"{path}{task}/commit/")
        tasks.append(task)

    def poll() -> None:
        while not ended.is_set():
            for address in ("/api/projects/", path, "/api/processingnodes/"):
                check("GET", address)

    def rename(number: int) -> None:
        while not ended.is_set():
            check("PATCH", f"/api/projects/{project}/", json={"description": f"{number}"})

    others = [threading.Thread(target=poll) for _ in range(3)] + [threading.Thread(target=rename, args=(n,)) for n in range(2)]
    uploads = [threading.Thread(target=upload, args=(number,)) for number in range(6)]
    for thread in [*others, *uploads]:
        thread.start()
    for thread in uploads:
        thread.join()
    time.sleep(1)
    ended.set()
    for thread in others:
        thread.join()
    assert failures == []
    assert len(tasks) == 6
    for task in tasks:
        done = server.wait_for(project, task, 30, 40)
        assert (done["status"], done["images_count"]) == (40, FILES), done["last_error"]
    log = (server.data / "server.log").read_text()
    assert "locked" not in log and "Traceback" not in log
