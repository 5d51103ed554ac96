"""A connection on which large bodies come."""
from __future__ import annotations

import socket
import sys
from typing import Any

from waitress.channel import HTTPChannel
from waitress.receiver import FixedStreamReceiver

WORTH_WAKING = 256 * 1024  # bytes: for each piece that arrived the server's one receiving thread would wake otherwise


class UploadChannel(HTTPChannel):
    """Lets the system collect a large body in pieces of some size, where it can (not on Windows)."""

    request: Any = None
    socket: Any
    _low_water = 1

    def handle_read(self) -> None:
        """Take what has come."""
        super().handle_read()
        if self.connected and sys.platform != "win32":
            self._wait_for(min(self._coming(), WORTH_WAKING))

    def _coming(self) -> int:
        """How many bytes are certain to come, at least 1."""
        receiver = None if self.request is None else self.request.body_rcv
        return max(receiver.remain, 1) if isinstance(receiver, FixedStreamReceiver) else 1

    def _wait_for(self, count: int) -> None:
        if count != self._low_water:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, count)
            self._low_water = count
