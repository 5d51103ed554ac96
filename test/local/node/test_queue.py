"""The queue of one: nothing is lost, nothing is stuck, and what is cancelled really stops."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

QUEUED, RUNNING, FAILED, COMPLETED, CANCELED = 10, 20, 30, 40, 50
NO_PHOTO = [("1.jpg", b"nothing of a photo")]


def new_task(node: Any, survey: tuple[Path, ...], **form: str) -> str:
    return node.post("/task/new", [(path.name, path.read_bytes()) for path in survey], **form)["uuid"]


def engine_of(node: Any, uuid: str) -> psutil.Process:
    """The engine's process once it is at work."""
    node.wait_for(uuid, lambda info: info["status"]["code"] == RUNNING and info["progress"] > 0)
    return psutil.Process(json.loads((node.data / "tasks" / uuid / "task.json").read_text())["process_id"])


def has_ended(process: psutil.Process, seconds: float = 8.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_cancel_ends_the_engine(node: Any, survey: tuple[Path, ...]) -> None:
    uuid = new_task(node, survey)
    engine = engine_of(node, uuid)
    assert engine.nice() > psutil.Process(node.process.pid).nice()
    assert node.post("/task/cancel", uuid=uuid) == {"success": True}
    assert has_ended(engine)
    info = node.get(f"/task/{uuid}/info")
    assert (info["status"], info["processingTime"]) == ({"code": CANCELED}, -1)
    assert node.get("/info")["taskQueueCount"] == 0


def test_remove_ends_the_engine_and_leaves_nothing(node: Any, survey: tuple[Path, ...]) -> None:
    uuid = new_task(node, survey)
    engine = engine_of(node, uuid)
    assert node.post("/task/remove", uuid=uuid) == {"success": True}
    assert has_ended(engine)
    assert not (node.data / "tasks" / uuid).exists()
    assert node.get("/task/list") == []


def test_one_task_runs_at_a_time_and_a_waiting_one_can_be_cancelled(node: Any, survey: tuple[Path, ...]) -> None:
    first, second = new_task(node, survey), new_task(node, survey)
    engine_of(node, first)
    assert node.get(f"/task/{second}/info")["status"] == {"code": QUEUED}
    assert node.get("/info")["taskQueueCount"] == 2
    assert "error" in node.post("/task/restart", uuid=first)
    node.post("/task/cancel", uuid=second)
    assert node.get("/info")["taskQueueCount"] == 1
    node.post("/task/cancel", uuid=first)
    node.post("/task/restart", uuid=second)
    engine_of(node, second)


def test_a_killed_node_goes_on_with_its_tasks(node: Any, survey: tuple[Path, ...]) -> None:
    first, second = new_task(node, survey, name="first"), node.post("/task/new", NO_PHOTO, name="second")["uuid"]
    engine = engine_of(node, first)
    node.stop(signal.SIGKILL)
    assert engine.is_running()
    node.start()
    assert has_ended(engine), "the engine of the killed node must not work beside the new one"
    again = engine_of(node, first)
    assert again.pid != engine.pid
    assert any("was stopped" in line for line in node.get(f"/task/{first}/output"))
    node.post("/task/cancel", uuid=first)
    assert node.wait_for_code(second, FAILED)["status"]["errorMessage"]


def test_a_task_that_keeps_being_cut_short_fails_with_the_reason(node: Any, survey: tuple[Path, ...]) -> None:
    uuid = new_task(node, survey)
    for _ in range(3):
        engine_of(node, uuid)
        node.stop(signal.SIGKILL)
        node.start()
    info = node.wait_for_code(uuid, FAILED)
    assert "stopped 3 times" in info["status"]["errorMessage"]
    assert node.post("/task/restart", uuid=uuid) == {"success": True}
    engine_of(node, uuid)


def test_a_node_that_is_told_to_end_takes_its_engine_with_it(node: Any, survey: tuple[Path, ...]) -> None:
    uuid = new_task(node, survey)
    engine = engine_of(node, uuid)
    assert node.stop(signal.SIGTERM) == 0
    assert has_ended(engine, seconds=0.5)
    node.start()
    engine_of(node, uuid)


def test_an_engine_that_dies_is_a_failure_that_says_so(node: Any, survey: tuple[Path, ...]) -> None:
    uuid = new_task(node, survey)
    engine_of(node, uuid).kill()
    info = node.wait_for_code(uuid, FAILED)
    assert "memory" in info["status"]["errorMessage"]


def test_what_is_no_photo_fails_in_the_engines_words(node: Any) -> None:
    uuid = node.post("/task/new", NO_PHOTO)["uuid"]
    message = node.wait_for_code(uuid, FAILED)["status"]["errorMessage"]
    assert "photo" in message
    assert "Traceback" not in message
    assert any(message in line for line in node.get(f"/task/{uuid}/output"))


def test_ended_tasks_go_in_time(start_node: Callable[..., Any]) -> None:
    node = start_node()
    uuid = node.post("/task/new", NO_PHOTO)["uuid"]
    node.wait_for_code(uuid, FAILED)
    node.stop()
    node = start_node(arguments=["--cleanup-tasks-after", "0.0001"])
    end = time.monotonic() + 10
    while node.get("/task/list") and time.monotonic() < end:
        time.sleep(0.1)
    assert node.get("/task/list") == []
    assert not (node.data / "tasks" / uuid).exists()


def test_the_remains_of_a_task_do_not_keep_the_node_from_starting(node: Any) -> None:
    node.stop()
    broken = node.data / "tasks" / "11111111-2222-4333-8444-555555555555"
    broken.mkdir()
    (broken / "task.json").write_text('{"uuid": "1111')
    node.start()
    assert node.get("/task/list") == []
