"""The first bytes of a large file on a server, and whether the server can send parts of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from ...api.client import Client
from ...api.exchange import CancelCheck
from ...api.transport import Call
from ...errors import Cancelled, NadirError

LENGTH = 65_536  # bytes; the headers of LAZ files take a few thousand
_PART = 206


@dataclass(frozen=True)
class Beginning:
    """in_parts: whether the server sent what it was asked for and no more. content: b'' for no file."""

    content: bytes
    in_parts: bool = False


def read_beginning(client: Client, path: str, cancelled: CancelCheck) -> Beginning:
    """The first bytes of what lies at a path below the server's address; what cannot be read has none.

    A server that sends the whole file in spite of being asked for a part is broken off once there is enough.
    """
    taken = bytearray()
    statuses = []

    def start(status: int, _headers: object) -> Callable[[bytes], None]:
        statuses.append(status)
        return taken.extend

    def enough() -> bool:
        return len(taken) >= LENGTH or cancelled()

    call = Call("GET", path, headers={"Range": f"bytes=0-{LENGTH - 1}"}, stream=start)
    try:
        client.session.call(call, cancelled=enough)
    except Cancelled:
        if cancelled():
            raise
    except NadirError:
        return Beginning(b"")
    return Beginning(bytes(taken[:LENGTH]), statuses == [_PART])
