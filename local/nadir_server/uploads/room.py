"""Requests that would fill the disk are refused by their head, before their body has taken the room.

The WSGI server keeps a body in a file until it is whole; where that file does not fit, it could only drop the
connection, and the client would not know why.
"""
from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from waitress.parser import HTTPRequestParser

from nadir_server.data_folder import KEPT_FREE
from nadir_server.uploads.body import Body

SMALL = 1024 * 1024  # a body up to this size is let in: on a full disk tasks can still be removed
IN_MEMORY = 128 * 1024  # a body up to this size takes no room at all
COPIES = 2  # the body as it came, and the files that are taken out of it, before the first goes
LOOK_EVERY = 16 * 1024 * 1024  # bytes of a body whose size nobody said


class DiskFull:
    """The answer, in the form that waitress wants of an error."""

    code, reason = 507, "Insufficient Storage"
    body = {"detail": "The server's disk is full. Free some space and try again."}

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status line, headers and body."""
        return f"{self.code} {self.reason}", [("Content-Type", "application/json")], json.dumps(self.body).encode()


class Nowhere:
    """A buffer that forgets what it is given."""

    def append(self, data: bytes) -> None:
        """Forget it."""

    def __len__(self) -> int:
        return 0

    def close(self) -> None:
        """Nothing is held."""


class RoomyParser(HTTPRequestParser):
    """A parser that answers 507 where the body does not fit on the disk of the folder.

    Most clients read no answer before all is sent, and lose it when the connection is closed on them: the body is
    taken and forgotten. A client that asks first (`Expect: 100-continue`) hears it at once.
    """

    expect_continue: bool = False  # waitress's own, which has no type

    def __init__(self, adj: Any, folder: Path) -> None:
        super().__init__(adj)
        self._folder = folder
        self._head_known = False
        self._looked_at = 0
        self._refused: DiskFull | None = None

    def received(self, data: bytes) -> int:
        """Take some bytes of the request; returns how many."""
        try:
            consumed: int = super().received(data)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.error, self.completed = DiskFull(), True  # somebody else filled it meanwhile
            return len(data)
        if self.headers_finished and self.error is None and self._refused is None and not self._fits():
            self._refuse()
        if self.completed and self._refused is not None:
            self.error = self._refused
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, and let the body go where photos are taken from it."""
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = Body(self._folder, IN_MEMORY)

    def _fits(self) -> bool:
        """Looks at the disk once for a body of known size, now and then for one that comes in chunks."""
        if self.chunked and self.body_bytes_received - self._looked_at >= LOOK_EVERY:
            self._looked_at = self.body_bytes_received
            return self._has_room(self.body_bytes_received)
        if self._head_known:
            return True
        self._head_known = True
        return self.content_length <= SMALL or self._has_room(COPIES * self.content_length)

    def _has_room(self, size: int) -> bool:
        return shutil.disk_usage(self._folder).free - KEPT_FREE >= size

    def _refuse(self) -> None:
        self._refused = DiskFull()
        if self.expect_continue and self.body_bytes_received == 0:
            self.expect_continue = False
            self.connection_close = self.completed = True
        elif self.body_rcv is not None:
            self.body_rcv.getbuf().close()
            self.body_rcv.buf = Nowhere()


def roomy_parser(folder: Path) -> Callable[[Any], RoomyParser]:
    """What parses requests of a server whose bodies lie below the folder."""
    return partial(RoomyParser, folder=folder)
