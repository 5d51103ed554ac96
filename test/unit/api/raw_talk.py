"""HTTP by hand for `RawServer`: requests read whole, answers put together byte by byte."""

from __future__ import annotations

import socket

TOKEN = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"token":"t"}'
"""The answer to a log-in."""


def read_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        block = connection.recv(65536)
        if not block:
            return b""
        head += block
    return head


def read_request(connection: socket.socket) -> bytes:
    """Head and body of one request, b'' where the client has gone."""
    whole = read_head(connection)
    head, _, body = whole.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        block = connection.recv(min(missing, 65536))
        if not block:
            return b""
        missing -= len(block)
    return whole


def reply(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
