"""A server that writes what it is sent to files, and does nothing else: `python keeping_sink.py FOLDER` prints its port.

No receiver of photos can do less. It reads raw sockets and looks at no more of a request than where its body ends.
"""

from __future__ import annotations

import re
import socket
import sys
import threading
import uuid
from pathlib import Path

BLOCK = 256 * 1024
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def serve(connection: socket.socket, folder: Path) -> None:
    """One request after the other, until the client goes."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    buffer = memoryview(bytearray(BLOCK))
    with connection:
        while count := connection.recv_into(buffer):
            head, _, body = bytes(buffer[:count]).partition(b"\r\n\r\n")
            found = _LENGTH.search(head)
            left = int(found.group(1)) - len(body) if found else 0
            with (folder / uuid.uuid4().hex).open("wb", buffering=0) as file:
                file.write(body)
                while left > 0 and (count := connection.recv_into(buffer, min(left, BLOCK))):
                    file.write(buffer[:count])
                    left -= count
            connection.sendall(ANSWER)


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, Path(sys.argv[1])), daemon=True).start()


if __name__ == "__main__":
    main()
