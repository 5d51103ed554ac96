"""Tasks and projects that somebody removes while others write to them: whoever comes too late is told so."""
from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import requests
from fake_node import FakeNode
from running_server import RunningServer

ROUNDS = 15


def test_who_comes_too_late_is_told_that_it_is_gone(
    own_server: RunningServer, own_node: FakeNode, photos: list[Path]
) -> None:
    own_server.log_in()
    codes: dict[str, set[int]] = {}
    for _ in range(ROUNDS):
        project = f"/api/projects/{own_server.new_project()}/"
        task = own_server.json("POST", project + "tasks/", json={"partial": True})["id"]
        gone = threading.Event()
        photo = {"images": ("a.jpg", photos[0].read_bytes())}
        calls: list[tuple[str, str, dict[str, Any]]] = [
            ("PATCH", f"{project}tasks/{task}/", {"json": {"name": "x"}}),
            ("POST", f"{project}tasks/{task}/upload/", {"files": photo}),
            ("POST", f"{project}tasks/{task}/commit/", {}),
            ("POST", f"{project}tasks/", {"json": {"partial": True}}),
            ("GET", f"{project}tasks/{task}/backup", {}),
            ("PATCH", project, {"json": {"name": "x"}}),
        ]

        def go_on(
            method: str, path: str, arguments: dict[str, Any], until: threading.Event = gone, place: str = project
        ) -> None:
            while not until.is_set():
                try:
                    code = own_server.call(method, path, **arguments).status_code
                except requests.exceptions.ChunkedEncodingError:
                    continue  # a backup under way breaks off, which its length tells
                codes.setdefault(f"{method} {path.removeprefix(place).split('/')[-2:]}", set()).add(code)

        threads = [threading.Thread(target=go_on, args=call) for call in calls]
        for thread in threads:
            thread.start()
        time.sleep(0.15)
        own_server.call("POST", f"{project}tasks/{task}/remove/")
        own_server.call("DELETE", project)
        time.sleep(0.35)
        gone.set()
        for thread in threads:
            thread.join()
    assert {code for found in codes.values() for code in found} <= {200, 201, 400, 404}, codes
    end = time.time() + 20
    while list((own_server.data / "tasks").iterdir()):
        assert time.time() < end, "files of removed tasks stayed"
        time.sleep(0.1)
