"""Processes by their ids: whether they live, telling them to end, and by force where they do not listen."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process with this id runs."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_alive_on_windows(pid)
    try:
        finished, _ = os.waitpid(pid, os.WNOHANG)  # collects a child of ours that has ended
        if finished == pid:
            return False
    except ChildProcessError:
        return _exists(pid)
    return True


def is_ours(pid: int) -> bool:
    """Whether a process with this id runs and is one of the local server's: after a restart of the computer the ids that
    were written down belong to others. Where the system does not show command lines, whether it runs.
    """
    command = Path(f"/proc/{pid}/cmdline")
    if not is_alive(pid):
        return False
    try:
        return b"nadir_" in command.read_bytes()
    except OSError:
        return not command.parent.parent.joinpath("self").exists()


def living(pids: Iterable[int]) -> set[int]:
    """Those of the ids that belong to a process."""
    return {pid for pid in pids if is_alive(pid)}


def tell_to_end(pid: int) -> None:
    """Ask a process of the local server to end in good order."""
    if is_ours(pid):
        with suppress(OSError):  # it ended between the question and the signal
            os.kill(pid, signal.SIGTERM)


def kill(pid: int) -> None:
    """End a process at once."""
    with suppress(OSError):  # it ended between the question and the signal
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_alive_on_windows(pid: int) -> bool:
    import ctypes

    still_active, query_limited = 259, 0x1000
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(query_limited, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
