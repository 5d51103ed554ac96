"""Uploads that the disk has no room for are answered with 507, and take none.

waitress keeps a body in a file until it is whole; where that file does not fit it would drop the connection without a word.
"""

from __future__ import annotations

import errno
import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, MultiSocketServer

KEPT_FREE = 256 << 20  # bytes that stay free, for the task that runs meanwhile
_SMALL = 1 << 20  # bodies up to this size always pass: tasks can be removed from a full disk
_COPIES = 2  # the body as it came, and the photos that are taken out of it
_LOOK_EVERY = 16 << 20  # bytes of a body that does not tell its size


class DiskFull:
    """The answer, in the form in which waitress takes errors."""

    def to_response(self, _ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status line, headers and body."""
        body = {"error": "The node's disk is full. Make room or remove old tasks, then try again."}
        return "507 Insufficient Storage", [("Content-Type", "application/json")], json.dumps(body).encode()


class _Nowhere:
    """In the place of a body's file: forgets what it is given."""

    def append(self, _data: bytes) -> None:
        """Forget it."""

    def close(self) -> None:
        """Nothing is held."""

    def __len__(self) -> int:
        return 0


class RoomParser(HTTPRequestParser):
    """Refuses a request whose body does not fit. A client reads no answer before it has sent all: the body is let through."""

    expect_continue: bool

    def __init__(self, adjustments: Any, folder: Path) -> None:
        super().__init__(adjustments)
        self._folder = folder
        self._next_look = 0
        self._refused = False

    def received(self, data: bytes) -> int:
        """Take some bytes of the request; returns how many."""
        try:
            consumed: int = super().received(data)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.error, self.completed = DiskFull(), True  # something else filled the disk meanwhile
            return len(data)
        if self.body_rcv is not None and self.error is None and not self._refused and not self._fits():
            self._refuse()
        if self.completed and self._refused:
            self.error = DiskFull()
        return consumed

    def _fits(self) -> bool:
        """Looks at the disk at the beginning of a body, and again now and then where it does not tell its size."""
        if self.body_bytes_received < self._next_look:
            return True
        self._next_look = self.body_bytes_received + _LOOK_EVERY if self.chunked else 1 << 62
        size = _COPIES * self.content_length or self.body_bytes_received
        return size <= _COPIES * _SMALL or shutil.disk_usage(self._folder).free - KEPT_FREE >= size

    def _refuse(self) -> None:
        self._refused = True
        if self.expect_continue and not self.body_bytes_received:  # it waits for leave to send
            self.expect_continue = False
            self.connection_close = self.completed = True
            return
        self.body_rcv.getbuf().close()
        self.body_rcv.buf = _Nowhere()


def watch_room(server: BaseWSGIServer | MultiSocketServer, folder: Path) -> None:
    """Let the server refuse requests that do not fit on the disk of `folder`."""
    channel = type("RoomChannel", (HTTPChannel,), {"parser_class": partial(RoomParser, folder=folder)})
    listening = server.map.values() if isinstance(server, MultiSocketServer) else [server]
    for end in listening:
        if isinstance(end, BaseWSGIServer):
            end.channel_class = channel
