"""The listening end: port, WSGI server, and how it words what never reaches the application."""
from __future__ import annotations

import errno
import json
from typing import Any, Union

from waitress import create_server
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.task import ErrorTask

from nadir_server.data_folder import DataFolder, write_private
from nadir_server.uploads.channel import UploadChannel
from nadir_server.uploads.room import roomy_parser

THREADS = 8
RECEIVE_BYTES = 256 * 1024  # at a time; the default of 8 kB is made for forms, not for surveys
NO_LIMIT = 1 << 50
IN_USE = (errno.EADDRINUSE, errno.EACCES, 10013, 10048)  # the last two: the same on Windows

Server = Union[BaseWSGIServer, MultiSocketServer]


class JsonErrorTask(ErrorTask):
    """Refusals of the WSGI server itself (no HTTP, headers without end), as JSON like all others."""

    def execute(self) -> None:
        """Answer with the error's code."""
        status, headers, body = self.request.error.to_response(self.channel.server.adj.ident)
        if ("Content-Type", "application/json") not in headers:
            headers = [("Content-Type", "application/json")]
            body = json.dumps({"detail": f"{self.request.error.reason}: {self.request.error.body}"}).encode()
        self.status, self.content_length = status, len(body)
        self.response_headers.extend(headers)
        self.set_close_on_finish()
        self.write(body)


def open_server(application: Any, data: DataFolder, host: str, port: int) -> Server:
    """A waitress server on the port; on port 0 the one of the last start, or another where that is taken."""
    wanted = [port] if port else [*kept_port(data), 0]
    for number in wanted:
        try:
            server = _open(application, data, host, number)
        except OSError as error:
            if number == wanted[-1] or error.errno not in IN_USE:
                raise
            continue
        write_private(data.port, str(port_of(server)))
        return server
    raise RuntimeError("no port was tried")


def kept_port(data: DataFolder) -> list[int]:
    """The port of the last start, if one is known."""
    try:
        port = int(data.port.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return []
    return [port] if 0 < port < 65536 else []


def port_of(server: Server) -> int:
    """Where it listens; a host name with several addresses has a socket for each."""
    return int(server.effective_listen[0][1] if isinstance(server, MultiSocketServer) else server.effective_port)


def _open(application: Any, data: DataFolder, host: str, port: int) -> Server:
    server: Server = create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        recv_bytes=RECEIVE_BYTES,
        ident="Nadir",
        max_request_body_size=NO_LIMIT,
        outbuf_overflow=16 * 1024 * 1024,
        channel_timeout=600,
        connection_limit=500,
        clear_untrusted_proxy_headers=True,
    )
    channel = type(
        "Channel", (UploadChannel,), {"parser_class": roomy_parser(data.temporary), "error_task_class": JsonErrorTask}
    )
    for end in list(server.map.values()) if isinstance(server, MultiSocketServer) else [server]:
        if isinstance(end, BaseWSGIServer):
            end.channel_class = channel
    return server
