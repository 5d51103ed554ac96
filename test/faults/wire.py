"""HTTP/1.1 messages as bytes on a socket: where one ends and the next begins, and no more than that."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Dict, Optional, Tuple

_BLOCK = 64 * 1024
_LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True)
class Head:
    """The first line and the headers of a message. Header names in lower case; `raw` ends with the empty line."""

    raw: bytes
    first_line: str
    headers: Dict[str, str]

    @property
    def method(self) -> str:
        return self.first_line.split(" ")[0]

    @property
    def target(self) -> str:
        return self.first_line.split(" ")[1]

    @property
    def status(self) -> int:
        return int(self.first_line.split(" ")[1])

    @property
    def keeps_connection(self) -> bool:
        return self.headers.get("connection", "").lower() != "close"


class Stream:
    """A socket that is read message by message."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self._ahead = b""  # read, but not yet taken

    def head(self) -> Optional[Head]:
        """The next message's head; None where the other side has closed the connection before it."""
        while b"\r\n\r\n" not in self._ahead:
            if len(self._ahead) > _LONGEST_HEAD:
                raise ConnectionAbortedError("a head without end")
            block = self.socket.recv(_BLOCK)
            if not block:
                return None
            self._ahead += block
        raw, self._ahead = self._ahead.split(b"\r\n\r\n", 1)
        lines = raw.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines[1:])
        return Head(raw + b"\r\n\r\n", lines[0], {name.lower(): value.strip() for name, _, value in pairs})

    def some(self, most: int) -> bytes:
        """At least one byte and at most so many; raises where the other side has closed the connection."""
        block, self._ahead = self._ahead[:most], self._ahead[most:]
        if not block:
            block = self.socket.recv(min(most, _BLOCK))
        if not block:
            raise ConnectionResetError("closed in the middle of a message")
        return block

    def exactly(self, count: int) -> bytes:
        blocks = []
        while count:
            block = self.some(count)
            count -= len(block)
            blocks.append(block)
        return b"".join(blocks)

    def body(self, head: Head, *, of_answer_to: str = "") -> bytes:
        """The whole body of a message, with a chunked one put together; `of_answer_to`: the request's method."""
        if of_answer_to == "HEAD" or (of_answer_to and (head.status in (204, 304) or head.status < 200)):
            return b""
        if head.headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks()
        if "content-length" in head.headers:
            return self.exactly(int(head.headers["content-length"]))
        return self._rest() if of_answer_to else b""

    def _chunks(self) -> bytes:
        blocks = []
        while True:
            size = int(self._line().split(b";")[0], 16)
            blocks.append(self.exactly(size))
            self._line()
            if size == 0:
                return b"".join(blocks)

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\r\n"):
            line += self.exactly(1)
        return line[:-2]

    def _rest(self) -> bytes:
        blocks = [self._ahead]
        while block := self.socket.recv(_BLOCK):
            blocks.append(block)
        self._ahead = b""
        return b"".join(blocks)


def message(first_line: str, headers: Tuple[Tuple[str, str], ...], body: bytes) -> bytes:
    """A whole message of known length."""
    lines = [first_line, *(f"{name}: {value}" for name, value in headers), f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
