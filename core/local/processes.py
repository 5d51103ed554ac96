"""The two processes of the local server: the WebODM REST API and its processing node. Started, shared between QGIS windows, stopped.

What runs is written in `running.json` in the data folder, and every change of it is made under a lock file, so that several QGIS windows
share one server and the last one stops it. Server and node read it, too, and end by themselves when none of its users lives and all work is
done: a QGIS that was killed, or was closed with tasks running that may go on, stops nobody.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess  # nosec B404
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QLockFile

from ..errors import Cancelled, NadirError
from . import moving
from .data import LOCK, STATE, remove_if_empty, remove_owned
from .environment import LOCAL_SOURCE, NO_WINDOW, Cancel, Progress, clean_environ, is_ready, make, python_of, remove
from .process_ids import is_ours, kill, living, tell_to_end
from .running import Running, read_state, write_state

START_SECONDS = 90  # a first start migrates the database and compiles Python files, on a slow disk
STOP_SECONDS = 15
LOCK_SECONDS = 2


@dataclass(frozen=True)
class LocalLogin:
    """Where the local server is and the log-in that it generated."""

    url: str
    username: str
    password: str


class InUse(NadirError):  # noqa: N818 - named by what happened
    """Another QGIS uses the server, so that it cannot be ended."""


class DataMoved(NadirError):  # noqa: N818 - named by what happened
    """The data lie elsewhere since we looked: another QGIS moved them while we waited for the lock."""


class LocalProcesses:
    """Starts and stops the server and the node of one data folder. Every method but `running` waits: not for the main thread."""

    def __init__(self, environment: Path, data: Path, is_current: Callable[[Path], bool] = lambda data: True) -> None:
        """is_current: whether the data folder is still the one that is set, asked under the lock."""
        self._environment = environment
        self._data = data
        self._is_current = is_current
        self._children: list[subprocess.Popen[bytes]] = []
        self.pids: tuple[int, ...] = ()  # of the server and the node that this QGIS uses

    def uses(self, environment: Path, data: Path) -> bool:
        """Whether this is about these folders."""
        return (self._environment, self._data) == (environment, data)

    def start(self, progress: Progress, cancelled: Cancel, proxy: str = "", *, may_make: bool = True) -> LocalLogin:
        """Join the running server or start one, after making the environment where it is missing or outdated.

        may_make: whether the user agreed to the download that making it is. Raises NadirError (of `environment.make`, or
        with the end of the log) and Cancelled; then nothing is left running.
        """
        self._make_data_folder()
        with self._locked(cancelled):
            if not self._is_current(self._data):
                raise DataMoved("The data of the local server were just moved to another folder.", "Start it again.")
            running = self.running()
            if not is_ready(self._environment):
                if not may_make:
                    raise NadirError("The local server was just removed by another QGIS window.", "Set it up again.")
                self._make_room_for_an_update(running)
                running = None
                make(self._environment, lambda fraction, text: progress(0.95 * fraction, text), cancelled, proxy)
            progress(0.96, "Starting the local server")
            if running is None or not running.is_alive:
                self._end(running)
                moving.settle(self._data)
                running = self._launch(cancelled)
            users = tuple(sorted(living(running.users) | {os.getpid()}))
            write_state(self._state_file, replace(running, users=users, end_when_idle=False))
            login = self._login(running.port)
        self.pids = (running.server_pid, running.node_pid)
        progress(1.0, "The local server runs")
        return login

    def stop(self, *, wait: bool = True, finish_work: bool = False) -> None:
        """Leave the server; the last QGIS that leaves stops it. Without `wait` the processes are only told to end.

        finish_work: let it do what it has to do; it then ends by itself.

        Raises Cancelled where another QGIS holds the lock for longer than a moment; it then keeps the server.
        """
        deadline = time.monotonic() + LOCK_SECONDS
        with self._locked(lambda: time.monotonic() > deadline):
            running = self.running()
            if running is not None:
                self._leave(running, wait, finish_work)
        self.pids = ()

    def move_data(self, new: Path, switch: Callable[[], None], progress: Progress, cancelled: Cancel) -> str:
        """End the server and move its data to `new`, all or nothing; what could not be removed here, or ''.

        Raises NadirError where another QGIS uses the server, and what `moving.move` raises.
        """
        with self.unused(cancelled):
            left = moving.move(self._data, new, switch, progress, cancelled)
        remove_if_empty(self._data)
        return left

    def switch_data(self, switch: Callable[[], None]) -> None:
        """End the server and have its data lie elsewhere from now on; those here stay. Raises as `move_data` does."""
        with self.unused(lambda: False):
            switch()
        remove_if_empty(self._data)

    def remove(self, progress: Progress, cancelled: Cancel, *, with_data: bool) -> None:
        """End the server and remove its environment and, for good, its data. Raises NadirError where another QGIS uses it."""
        with self.unused(cancelled):
            if cancelled():
                raise Cancelled("Removing the local server was cancelled.")
            progress(0.1, "Removing the programs")
            remove(self._environment)
            if with_data:
                progress(0.5, "Removing the data")
                remove_owned(self._data)
        remove_if_empty(self._data)
        progress(1.0, "Removed")

    @contextmanager
    def unused(self, cancelled: Cancel) -> Iterator[None]:
        """Hold the lock, with the server ended. Raises NadirError where another QGIS uses it."""
        self._make_data_folder()
        with self._locked(cancelled):
            running = self.running()
            if running is not None and running.is_alive and living(running.users) - {os.getpid()}:
                raise InUse(
                    "Another QGIS window uses the local server.",
                    "Stop it there or close the other QGIS windows, then try again.",
                )
            self.pids = ()  # before they end: who watches them knows then that it is on purpose
            self._end(running)
            yield

    def _leave(self, running: Running, wait: bool, finish_work: bool) -> None:
        others = living(running.users) - {os.getpid()}
        if others:
            write_state(self._state_file, replace(running, users=tuple(sorted(others))))
            return
        if finish_work and running.is_alive:
            write_state(self._state_file, replace(running, users=(), end_when_idle=True))
            return
        write_state(self._state_file, replace(running, users=(), stopping=True))
        self.pids = ()  # before they end: who watches them knows then that it is on purpose
        if wait:
            self._end(running)
        else:
            for pid in (running.server_pid, running.node_pid):
                tell_to_end(pid)

    def _make_room_for_an_update(self, running: Optional[Running]) -> None:
        """End a server that runs from an environment which is about to be replaced. Raises NadirError where others use it."""
        if running is not None and running.is_alive and living(running.users) - {os.getpid()}:
            raise NadirError(
                "The local server must be updated, but another QGIS window uses it.",
                "Close the other QGIS windows, then click This computer again.",
            )
        self._end(running)

    def running(self) -> Optional[Running]:
        """What `running.json` says, or None where nothing was started. Raises NadirError for a file that cannot be read."""
        return read_state(self._state_file)

    def end_of_log(self, lines: int = 15) -> str:
        """The last lines that the two processes wrote, for the details of an error."""
        parts = []
        for name in ("node", "server"):
            path = self._log(name)
            if path.exists():
                parts += [
                    f"{name}: {line}"
                    for line in path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
                ]
        return "\n".join(parts)

    @property
    def _state_file(self) -> Path:
        return self._data / STATE

    def _log(self, name: str) -> Path:
        return self._data / f"{name}.out"

    def _make_data_folder(self) -> None:
        try:
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise NadirError(
                f"The data folder of the local server cannot be made: {self._data}",
                "Choose another folder in the QGIS options, page Nadir.",
                str(error),
            ) from error

    @contextmanager
    def _locked(self, cancelled: Cancel) -> Iterator[None]:
        """Hold the lock file; a lock whose process is gone is taken over by Qt."""
        lock = QLockFile(str(self._data / LOCK))
        lock.setStaleLockTime(0)
        while not lock.tryLock(200):
            if cancelled():
                raise Cancelled("Waiting for the local server was cancelled.")
            if lock.error() != QLockFile.LockError.LockFailedError:
                raise NadirError(
                    f"The data folder of the local server cannot be written: {self._data}",
                    "Choose another folder in the QGIS options, page Nadir.",
                )
        try:
            yield
        finally:
            lock.unlock()

    def _launch(self, cancelled: Cancel) -> Running:
        """Start the node, then the server that uses it."""
        environ = {**clean_environ(), "NADIR_NODE_TOKEN": secrets.token_urlsafe(24), "PYTHONPATH": str(LOCAL_SOURCE)}
        environ["PYTHONUNBUFFERED"] = "1"
        started: list[int] = []
        try:
            node = self._start(
                "node",
                ["nadir_engine", "serve", "--data", str(self._data / "node"), "--port", "0", *self._users()],
                environ,
            )
            started.append(node.pid)
            node_port = self._wait_until_ready("node", node, cancelled)
            arguments = [
                "nadir_server",
                "--data",
                str(self._data / "server"),
                "--port",
                "0",
                "--node",
                f"127.0.0.1:{node_port}",
                *self._users(),
            ]
            server = self._start("server", arguments, environ)
            started.append(server.pid)
            port = self._wait_until_ready("server", server, cancelled)
            return Running(server.pid, node.pid, port, started=time.time())
        except BaseException:
            for pid in started:
                tell_to_end(pid)
            self._wait_for_end(started)
            raise

    def _users(self) -> list[str]:
        """Server and node watch who uses them: a QGIS that is killed cannot stop them."""
        return ["--users", str(self._state_file)]

    def _start(self, name: str, arguments: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start a process whose output goes to a file, so that it outlives this QGIS where others use it."""
        with self._log(name).open("wb") as output:
            try:
                child = subprocess.Popen(  # nosec B603  # noqa: S603
                    [str(python_of(self._environment)), "-m", *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    cwd=str(self._data),
                    env=environ,
                    start_new_session=sys.platform != "win32",
                    creationflags=NO_WINDOW,
                )
            except OSError as error:
                raise NadirError(
                    "The local server could not be started.",
                    "Choose an empty folder for its programs in the QGIS options, page Nadir; it is then set up again.",
                    str(error),
                ) from error
        self._children.append(child)
        return child

    def _wait_until_ready(self, name: str, child: subprocess.Popen[bytes], cancelled: Cancel) -> int:
        """The port in the ready line of a process."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if cancelled():
                raise Cancelled("Starting the local server was cancelled.")
            port = _ready_port(self._log(name))
            if port is not None:
                return port
            if child.poll() is not None:
                raise NadirError(
                    f"The local {name} stopped while it started.",
                    "Open the details for its last words.",
                    self.end_of_log(),
                )
            time.sleep(0.1)
        raise NadirError(
            f"The local {name} did not start within {START_SECONDS} seconds.", "Try again.", self.end_of_log()
        )

    def _end(self, running: Optional[Running]) -> None:
        """End both processes, by force where they do not listen, and forget them."""
        if running is not None:
            pids = [running.server_pid, running.node_pid]
            for pid in pids:
                tell_to_end(pid)
            self._wait_for_end(pids)
        self._state_file.unlink(missing_ok=True)

    def _wait_for_end(self, pids: list[int]) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        while any(self._reaped(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.05)
        for pid in pids:
            if self._reaped(pid):
                kill(pid)

    def _reaped(self, pid: int) -> bool:
        """Whether a process still runs; a finished child of ours is collected on the way."""
        for child in self._children:
            if child.pid == pid:
                return child.poll() is None
        return is_ours(pid)

    def _login(self, port: int) -> LocalLogin:
        try:
            login = json.loads((self._data / "server" / "login.json").read_text(encoding="utf-8"))
            return LocalLogin(f"http://127.0.0.1:{port}", login["username"], login["password"])
        except (OSError, ValueError, KeyError) as error:
            raise NadirError(
                "The local server's log-in cannot be read.", "Restart QGIS, then try again.", str(error)
            ) from error


def _ready_port(log: Path) -> Optional[int]:
    """The port from the line `{"event": "ready", "port": N}`, once a process has written it."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if '"ready"' in line:
            with suppress(ValueError, KeyError, TypeError):  # another line with that word, or one half written
                event = json.loads(line)
                if event["event"] == "ready":
                    return int(event["port"])
    return None
