"""Stopping at once when told to, also in the midst of a long call into a library, and leaving nothing half-written."""

from __future__ import annotations

import os
import signal
import socket
import threading
from types import FrameType

from nadir_engine.atomic import remove_parts
from nadir_engine.layout import Layout


def stop_on_signals(layout: Layout) -> None:
    """From now on SIGTERM and SIGINT end the process after it has removed its unfinished files.

    Python runs signal handlers between its own instructions only, and a bundle adjustment may take minutes. The wake-up
    descriptor is written to at once, and a thread that waits on it does the rest.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _noted)
    threading.Thread(target=_wait, args=(reader, writer, layout), daemon=True, name="stopping").start()


def _noted(number: int, frame: FrameType | None) -> None:
    """Only there so that Python writes the signal's number to the wake-up descriptor."""


def _wait(reader: socket.socket, writer: socket.socket, layout: Layout) -> None:
    number = reader.recv(1)[0]
    with writer:  # kept open until here
        remove_parts(layout.own_files, layout.own_folders)
        os._exit(128 + number)
