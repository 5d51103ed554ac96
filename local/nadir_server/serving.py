"""The listening end: port and WSGI server."""
from __future__ import annotations

import errno
from typing import Any

from waitress import create_server

from nadir_server.data_folder import DataFolder, write_private
from nadir_server.uploads.room import watch_room

THREADS = 8
RECEIVE_BYTES = 256 * 1024  # at a time; the default of 8 kB is made for forms, not for surveys
NO_LIMIT = 1 << 50
IN_USE = (errno.EADDRINUSE, errno.EACCES, 10013, 10048)  # the last two: the same on Windows


def open_server(application: Any, data: DataFolder, host: str, port: int) -> Any:
    """A waitress server on the port; on port 0 the one of the last start, or another where that is taken."""
    wanted = [port] if port else [*kept_port(data), 0]
    for number in wanted:
        try:
            server = _open(application, data, host, number)
        except OSError as error:
            if number == wanted[-1] or error.errno not in IN_USE:
                raise
            continue
        write_private(data.port, str(server.effective_port))
        return server
    raise RuntimeError("no port was tried")


def kept_port(data: DataFolder) -> list[int]:
    """The port of the last start, if one is known."""
    try:
        port = int(data.port.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return []
    return [port] if 0 < port < 65536 else []


def _open(application: Any, data: DataFolder, host: str, port: int) -> Any:
    server = create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        recv_bytes=RECEIVE_BYTES,
        ident="Nadir",
        max_request_body_size=NO_LIMIT,
        inbuf_overflow=1024 * 1024,
        outbuf_overflow=16 * 1024 * 1024,
        channel_timeout=600,
        connection_limit=500,
    )
    watch_room(server, data.temporary)
    return server
