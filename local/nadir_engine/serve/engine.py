"""One run of the engine as a process: starts it, turns what it says into console lines, ends it with all it started."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess  # nosec B404
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

import psutil  # type: ignore[import-untyped]

LOG = logging.getLogger(__name__)
_GRACE = 4.0  # seconds between asking the engine to end and ending it
_PACKAGE_PARENT = Path(__file__).resolve().parents[2]


class EngineProcess:
    """A running engine. `on_lines` and `on_progress` (0..100) are called from threads of this class."""

    def __init__(
        self,
        arguments: Sequence[str],
        temporary: Path,
        on_lines: Callable[[list[str]], None],
        on_progress: Callable[[float], None],
    ) -> None:
        self._on_lines = on_lines
        self._on_progress = on_progress
        self._stage = ""
        self._error = ""
        self._process = subprocess.Popen(  # nosec B603  # noqa: S603
            [sys.executable, "-m", "nadir_engine", "run", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(temporary),
            text=True,
            encoding="utf-8",
            errors="replace",
            **_own_group(),
        )
        self._lower_priority()

    @property
    def process_id(self) -> int:
        """The engine's process id."""
        return self._process.pid

    @property
    def started(self) -> float:
        """When the system started the process; with its id this names it for good. 0 where it is gone already."""
        try:
            return float(psutil.Process(self._process.pid).create_time())
        except psutil.Error:
            return 0.0

    def _lower_priority(self) -> None:
        try:
            process = psutil.Process(self._process.pid)
            if sys.platform == "win32":
                process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
            else:
                process.nice(min(19, process.nice() + 10))
        except psutil.Error as error:
            LOG.info("the engine runs at normal priority: %s", error)

    def wait(self) -> str:
        """Follow the engine to its end. Returns '' where it succeeded, else what went wrong in the user's words."""
        errors = threading.Thread(target=self._follow, args=(self._process.stderr, self._plain_line), daemon=True)
        errors.start()
        self._follow(self._process.stdout, self._json_line)
        code = self._process.wait()
        _end_group(self._process.pid)  # what the engine started and did not wait for
        errors.join(timeout=5)
        return self._reason(code)

    def stop(self) -> None:
        """Ask the engine to end, and end it by force after a few seconds. Returns at once."""
        for member in _members(self._process.pid):
            _signal(member, force=False)
        timer = threading.Timer(_GRACE, self.kill)
        timer.daemon = True
        timer.start()

    def kill(self) -> None:
        """End the engine and all that it started, now. Its id is its own until `wait` has seen its end."""
        if self._process.returncode is None:
            _end_tree(self._process.pid)

    def _follow(self, stream: IO[str] | None, take: Callable[[str], None]) -> None:
        if stream is None:
            return
        with stream:
            for line in stream:
                if line.strip():
                    take(line.rstrip())

    def _plain_line(self, line: str) -> None:
        self._on_lines([line])

    def _json_line(self, line: str) -> None:
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if not isinstance(event, dict) or "event" not in event:
            self._on_lines([line])
            return
        self._take_event(event)

    def _take_event(self, event: dict[str, Any]) -> None:
        message = str(event.get("message") or "")
        kind = event["event"]
        if kind == "progress":
            self._take_progress(event, message)
        elif kind == "error":
            remedy = str(event.get("remedy") or "")
            self._error = " ".join(filter(None, (message, remedy)))
            self._on_lines([f"[ERROR] {self._error}"])
        elif message:
            level = str(event.get("level") or "info").upper()
            self._on_lines([f"[{level}] {part}" for part in message.splitlines()])

    def _take_progress(self, event: dict[str, Any], message: str) -> None:
        percent = event.get("progress")
        stage = str(event.get("stage") or "")
        if isinstance(percent, (int, float)):
            self._on_progress(float(percent))
        if stage and stage != self._stage:
            self._stage = stage
            self._on_lines([f"[INFO] Running {stage} stage"])
        if message:
            self._on_lines([f"[INFO] {message}"])

    def _reason(self, code: int) -> str:
        if code == 0:
            return ""
        if self._error:
            return self._error
        if code in (-9, 137):
            return (
                "The engine was ended by the system, most likely because memory ran out. "
                "Try a lower quality or fewer photos."
            )
        if code < 0:
            return f"The engine stopped unexpectedly (signal {-code})."
        return f"The engine stopped with exit code {code}; its console output says more."


def _environment(temporary: Path) -> dict[str, str]:
    """The node's environment without its secrets, with temporary files on the data disk."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NADIR_")}
    paths = [str(_PACKAGE_PARENT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    environment.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)))
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _members(process_id: int) -> list[psutil.Process]:
    """The process and all that it started and that still lives."""
    try:
        leader = psutil.Process(process_id)
        return [leader, *leader.children(recursive=True)]
    except psutil.Error:
        return []


def _signal(process: psutil.Process, *, force: bool) -> None:
    try:
        if force:
            process.kill()
        else:
            process.terminate()
    except psutil.NoSuchProcess:
        return
    except psutil.Error as error:
        LOG.warning("process %d of the engine cannot be ended: %s", process.pid, error)


def _end_tree(process_id: int) -> None:
    for member in _members(process_id):
        _signal(member, force=True)
    _end_group(process_id)


def _end_group(process_id: int) -> None:
    """End what is left of the group that the process led; Windows has no such groups."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nothing is left, or only what has ended (macOS)
        os.killpg(process_id, signal.SIGKILL)


def end_left_over(process_id: int, started: float) -> None:
    """End an engine that outlived its node: only the very process of that start time, no later one of its id."""
    try:
        process = psutil.Process(process_id)
        if abs(process.create_time() - started) > 1.0:
            return
    except psutil.Error:
        return
    LOG.info("ending engine process %d, which outlived its node", process_id)
    _end_tree(process_id)
    psutil.wait_procs([process], timeout=10)
