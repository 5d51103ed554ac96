"""A server that takes uploads and keeps nothing: `python sink.py` prints its port.

It reads raw sockets, so that it costs as little as can be, and answers what an uploading client asks: log-in, list,
create, upload, commit. `GET /first` tells when the first byte of a photo came, by the machine's monotonic clock.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time

BLOCK = 1024 * 1024
TASK = {"id": "sink", "project": 1, "name": "Bench", "status": None, "options": [], "images_count": 0, "partial": True}
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_NAME = re.compile(rb'filename="([^"]*)"')


class Sink:
    """Answers one connection a thread."""

    def __init__(self) -> None:
        self.first_photo = 0.0
        self.taken = 0
        self._lock = threading.Lock()

    def serve(self, connection: socket.socket) -> None:
        """Until the client goes."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        buffer = memoryview(bytearray(BLOCK))
        with connection:
            while True:
                count = connection.recv_into(buffer)
                if not count or not self._one(connection, buffer, count):
                    return

    def _one(self, connection: socket.socket, buffer: memoryview, count: int) -> bool:
        """One request, whose first bytes are in the buffer; False where the client went in the middle."""
        start = bytes(buffer[:count])
        while b"\r\n\r\n" not in start:
            more = connection.recv(BLOCK)
            if not more:
                return False
            start += more
        head, _, body = start.partition(b"\r\n\r\n")
        found = _LENGTH.search(head)
        length = int(found.group(1)) if found else 0
        left = length - len(body)
        is_photo = b"/upload/" in head.split(b"\r\n", 1)[0]
        while left > 0:
            if is_photo and not self.first_photo:
                self.first_photo = time.monotonic()
            if b"\r\n\r\n" not in body and len(body) < BLOCK:
                body += connection.recv(min(left, BLOCK))
                left = length - len(body)
                continue
            got = connection.recv_into(buffer, min(left, BLOCK))
            if not got:
                return False
            left -= got
        self._answer(connection, head, body, length)
        return True

    def _answer(self, connection: socket.socket, head: bytes, body: bytes, length: int) -> None:
        method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        content = self._content(method, path, body, length)
        answer = json.dumps(content).encode()
        status = "201 Created" if method == "POST" and path.endswith("/tasks/") else "200 OK"
        connection.sendall(
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
            + answer
        )

    def _content(self, method: str, path: str, body: bytes, length: int) -> object:
        if path.endswith("/token-auth/"):
            return {"token": "a.b.c"}
        if path == "/first":
            return {"first": self.first_photo, "taken": self.taken}
        if path.endswith("/upload/"):
            with self._lock:
                self.taken += 1
            return {"success": True, "uploaded": stored(body, length)}
        if path.endswith("/tasks/"):
            return [] if method == "GET" else TASK
        return {**TASK, "partial": not path.endswith("/commit/"), "images_count": self.taken}


def stored(body: bytes, length: int) -> dict[str, int]:
    """Name and size of the file in a form that has nothing else: what is not the file frames it."""
    head, _, _ = body.partition(b"\r\n\r\n")
    name = _NAME.search(head)
    boundary = head.split(b"\r\n", 1)[0]
    frame = len(head) + 4 + 2 + len(boundary) + 2 + 2
    return {name.group(1).decode() if name else "": length - frame}


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    sink = Sink()
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=sink.serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()
