"""A node that misbehaves in every way costs no task and never takes the server down."""
from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_node import FakeNode
from nasty_node import COMMIT, INFO, RESULTS, UPLOAD, NastyNode
from running_server import RunningServer

SECONDS = 100


@pytest.fixture()
def nasty(all_zip: bytes) -> Iterator[NastyNode]:
    node = NastyNode(all_zip)
    yield node
    node.forgiven.set()
    node.close()


@pytest.fixture()
def server(tmp_path: Path, nasty: NastyNode) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path / "data", nasty.port).start()
    yield server
    assert server.stop() == 0


class Tasks:
    """One task for each way to misbehave, all at the same time, in one project."""

    def __init__(self, server: RunningServer, photos: list[Path], names: Any) -> None:
        self.server, self.project = server, server.new_project()
        self.path = f"/api/projects/{self.project}/tasks/"
        self.names = list(names)
        self.ids = {name: server.new_task(self.project, photos, name=name) for name in self.names}

    def states(self) -> dict[str, dict[str, Any]]:
        return {task["name"]: task for task in self.server.json("GET", self.path)}

    def act(self, name: str, verb: str) -> None:
        self.server.json("POST", f"{self.path}{self.ids[name]}/{verb}/")

    def hurry(self) -> None:
        """Nobody waits for the pause between two tries: any change lets the server look at once."""
        self.server.json("PATCH", f"{self.path}{self.ids[self.names[0]]}/", json={"tags": []})

    def wait(self, condition: Callable[[dict[str, Any]], bool], hurrying: bool = True) -> dict[str, dict[str, Any]]:
        """Until the condition holds for every task."""
        end = time.time() + SECONDS
        while time.time() < end:
            states = self.states()
            if all(condition(states[name]) for name in self.names):
                return states
            if hurrying:
                self.hurry()
            time.sleep(0.3)
        missing = {name: (s["status"], s["last_error"]) for name, s in states.items() if not condition(s)}
        raise AssertionError(f"it did not happen to {missing}")


def is_healthy(server: RunningServer) -> bool:
    started = time.monotonic()
    answered = server.call("GET", "/api/processingnodes/").status_code == 200
    return answered and time.monotonic() - started < 10


def test_nonsense_about_a_task_is_waited_out(server: RunningServer, nasty: NastyNode, photos: list[Path]) -> None:
    tasks = Tasks(server, photos, INFO)
    end = time.time() + SECONDS
    while not set(INFO) <= set(nasty.asked) and time.time() < end:
        time.sleep(0.3)
    assert set(INFO) <= set(nasty.asked)
    for _ in range(5):
        tasks.hurry()
        time.sleep(0.3)
    assert is_healthy(server)
    for name, state in tasks.states().items():
        assert state["status"] in (10, 20), (name, state["last_error"])
        assert 0 <= state["running_progress"] <= 1 and -1 <= state["processing_time"] <= 2**53, name
    nasty.forgiven.set()
    tasks.wait(lambda state: state["status"] == 40)


def test_results_that_do_not_arrive_are_told_of_and_can_be_had_later(
    server: RunningServer, nasty: NastyNode, photos: list[Path]
) -> None:
    tasks = Tasks(server, photos, RESULTS)
    failed = tasks.wait(lambda state: state["status"] == 30)
    assert is_healthy(server)
    for name, state in failed.items():
        assert "results" in state["last_error"], (name, state["last_error"])
        assert state["available_assets"] == [], name
        assert nasty.asked.count(name) >= 3 or "empty" in name, name
    nasty.forgiven.set()
    for name in RESULTS:
        tasks.act(name, "restart")
    tasks.wait(lambda state: state["status"] == 40 and state["pending_action"] is None)


def test_photos_that_are_not_taken_are_told_of_and_can_be_sent_later(
    server: RunningServer, nasty: NastyNode, photos: list[Path]
) -> None:
    ways = {**UPLOAD, **COMMIT}
    waiting = {"photos dropped", "commit dropped", "commit half of it"}  # a connection that breaks is tried again
    tasks = Tasks(server, photos, ways)
    states = tasks.wait(lambda state: state["status"] == 30 or state["name"] in waiting)
    assert is_healthy(server)
    for name, state in states.items():
        assert state["last_error"] if name not in waiting else state["status"] is None, name
    assert "no space left" in states["photos on a full disk"]["last_error"]
    assert "Not enough memory" in states["commit refused"]["last_error"]
    assert "The disk is full" in states["commit disk full"]["last_error"]
    nasty.forgiven.set()
    for name in set(ways) - waiting:
        tasks.act(name, "restart")
    tasks.wait(lambda state: state["status"] == 40 and state["pending_action"] is None)
    committed = [task for task in nasty.tasks.values() if task["committed"]]
    assert all(len(task["files"]) == len(photos) for task in committed)


def test_an_endless_queue_is_left_by_cancel_and_restart(
    server: RunningServer, nasty: NastyNode, photos: list[Path]
) -> None:
    tasks = Tasks(server, photos, ["endless queue", "page 500"])
    tasks.wait(lambda state: state["status"] in (10, 20, 40))
    tasks.act("endless queue", "cancel")
    assert tasks.wait(lambda state: state["status"] in (40, 50))["endless queue"]["status"] == 50
    nasty.forgiven.set()
    tasks.act("endless queue", "restart")
    tasks.wait(lambda state: state["status"] == 40 and state["pending_action"] is None)


def test_a_giant_console_is_cut(server: RunningServer, nasty: NastyNode, photos: list[Path]) -> None:
    line = "x" * 9_000
    INFO["giant console"] = lambda handler, key: handler.answer(
        b'{"status": {"code": 20}, "output": [' + ",".join([f'"{line}"'] * 2_000).encode() + b"]}"
    )
    try:
        tasks = Tasks(server, photos, ["giant console"])
        path = server.data / "tasks" / tasks.ids["giant console"] / "console.txt"
        end = time.time() + SECONDS
        while nasty.asked.count("giant console") < 4 and time.time() < end:
            tasks.hurry()
            time.sleep(0.2)
        assert nasty.asked.count("giant console") >= 4
        assert 16 << 20 < path.stat().st_size < 33 << 20
        tail = server.json("GET", f"{tasks.path}{tasks.ids['giant console']}/output/?limit=-1")
        assert tail.strip() == "The console is longer than this server keeps; the rest is on the node."
        nasty.forgiven.set()
        tasks.wait(lambda state: state["status"] == 40)
    finally:
        del INFO["giant console"]


@pytest.mark.parametrize("answer", [b"", b"null", b"[]", b'{"version": 5}', b'{"version": "1", "maxImages": 1e400, "x": NaN}'])
def test_a_node_that_says_nonsense_of_itself_is_added_and_offline_or_understood(
    server: RunningServer, nasty: NastyNode, answer: bytes
) -> None:
    with _answering(answer) as port:
        made = server.call("POST", "/api/processingnodes/", json={"hostname": "127.0.0.1", "port": port})
        assert made.status_code == 201, made.text
        assert made.json()["online"] is False
        assert server.call("GET", "/api/processingnodes/options/").status_code == 200
        assert server.call("DELETE", f"/api/processingnodes/{made.json()['id']}/").status_code == 204


def test_nodes_that_never_answer_hold_up_nobody_else(
    server: RunningServer, nasty: NastyNode, photos: list[Path]
) -> None:
    """Each of them takes connections and is silent: every call to it lasts until its time is over."""
    with _silent() as port:
        for _ in range(3):
            made = server.json("POST", "/api/processingnodes/", json={"hostname": "127.0.0.1", "port": port}, timeout=30)
            _pretend_online(server, made["id"])
            project = server.new_project()
            for _ in range(4):
                server.new_task(project, photos, processing_node=made["id"], auto_processing_node="false")
        builtin = server.json("GET", "/api/processingnodes/")[0]["id"]
        project = server.new_project()
        task = server.new_task(project, photos, processing_node=builtin, auto_processing_node="false")
        started = time.monotonic()
        assert server.wait_for(project, task, 30, 40)["status"] == 40
        assert time.monotonic() - started < 25  # one call to a silent node alone takes 30 seconds


def _pretend_online(server: RunningServer, node_id: int) -> None:
    """As if the node had answered a moment ago."""
    import sqlite3

    with sqlite3.connect(server.data / "nadir.sqlite3", timeout=30) as database:
        database.execute("UPDATE nodes_processingnode SET last_refreshed = datetime('now') WHERE id = ?", [node_id])


class _silent:  # noqa: N801
    """A port that takes connections and says nothing."""

    reply: bytes | None = None

    def __enter__(self) -> int:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=100)
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()
        return int(self._socket.getsockname()[1])

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
                self._open.append(connection)
                if self.reply is not None:
                    connection.recv(65536)
                    connection.sendall(self.reply)
                    connection.close()
            except OSError:  # the test is over
                return

    def __exit__(self, *args: object) -> None:
        self._socket.close()
        for connection in self._open:
            connection.close()


class _answering(_silent):  # noqa: N801
    """A port that gives the same JSON to every question."""

    def __init__(self, body: bytes) -> None:
        self.reply = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def test_a_node_that_is_deleted_keeps_its_tasks(server: RunningServer, nasty: NastyNode, photos: list[Path]) -> None:
    tasks = Tasks(server, photos, ["done", "endless queue"])
    tasks.wait(lambda state: state["status"] == (40 if state["name"] == "done" else 10))
    node = server.json("GET", "/api/processingnodes/")[0]["id"]
    assert server.call("DELETE", f"/api/processingnodes/{node}/").status_code == 204
    states = tasks.wait(lambda state: state["status"] in (30, 40))
    assert states["done"]["status"] == 40
    assert states["done"]["processing_node"] is None and states["done"]["available_assets"]
    assert "removed" in states["endless queue"]["last_error"]


def test_what_is_waiting_goes_to_the_least_loaded_node_that_takes_so_many_photos(
    server: RunningServer, nasty: NastyNode, photos: list[Path], all_zip: bytes
) -> None:
    nasty.hold.set()
    small, second = FakeNode(all_zip), FakeNode(all_zip)
    small.max_images, second.max_images = 2, 100
    second.hold.set()
    try:
        ids = [server.json("GET", "/api/processingnodes/")[0]["id"]]
        for node in (small, second):
            ids.append(server.json("POST", "/api/processingnodes/", json={"hostname": "127.0.0.1", "port": node.port})["id"])
        tasks = Tasks(server, photos, [f"task {number}" for number in range(6)])
        states = tasks.wait(lambda state: state["status"] == 20)
        chosen = [state["processing_node"] for state in states.values()]
        assert sorted(chosen) == sorted([ids[0], ids[2]] * 3)
        assert small.tasks == {}
        for node in (nasty, second):
            node.hold.clear()
        tasks.wait(lambda state: state["status"] == 40)
    finally:
        small.close()
        second.close()
