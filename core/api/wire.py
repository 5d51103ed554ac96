"""urllib3's connections, made such that an `Exchange` can break them off at any moment, and `requests`' adapter to them.

Used without `requests.Session`, which would keep cookies, read .netrc and follow redirects with the token.
"""

from __future__ import annotations

import errno
import http.client
import os
import socket
import ssl
import time
from typing import Any, Iterable, Optional, Tuple, Union

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.poolmanager import ProxyManager
from urllib3.util.wait import wait_for_read, wait_for_write

from .exchange import Exchange, current

_TICK = 0.1  # seconds between two looks whether a connection that is being made is still wanted
_PIECE = 1024 * 1024  # bytes handed to the system at once
_FRESH = 1.5  # seconds; what must not be sent twice goes over no connection that was idle for longer and may be dead
_OTHERS_TOO = 3.0  # seconds for each address of a host but the last: one that is dead leaves time for the next
_UNDER_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN, 10035)  # 10035: Windows' own


class _LastLine:
    """A file that remembers the last line read from it."""

    def __init__(self, wrapped: Any) -> None:
        self.wrapped = wrapped
        self.line = b""

    def readline(self, *limit: int) -> bytes:
        self.line = self.wrapped.readline(*limit)
        return self.line

    def __getattr__(self, name: str) -> Any:
        return getattr(self.wrapped, name)


class _WholeHead(http.client.HTTPResponse):
    """An answer whose head came whole. `http.client` takes the end of a connection for the end of the head, which would
    make a good answer without content of one that was cut there.
    """

    fp: Any

    def begin(self) -> None:
        seen = self.fp = _LastLine(self.fp)
        try:
            super().begin()
        finally:
            if self.fp is seen:
                self.fp = seen.wrapped
        if seen.line not in (b"\r\n", b"\n"):
            raise http.client.IncompleteRead(seen.line)


class _Breakable:
    """Mixed into urllib3's connections: tells the thread's exchange which socket it runs over."""

    response_class: Any = _WholeHead
    sock: Any
    timeout: Any
    _dns_host: str
    port: int
    socket_options: Any

    live_socket: Optional[socket.socket] = None
    idle_since = 0.0
    spoilt = False
    """Whether a body was sent in part only: what follows would be taken for the rest."""
    _twin: Optional[socket.socket] = None

    def connect(self) -> None:
        try:
            super().connect()  # type: ignore[misc]
            self.live_socket = self.sock
            self.spoilt = False
            exchange = current()
            if exchange is not None:
                exchange.use(self.live_socket)
        finally:
            twin, self._twin = self._twin, None
            if twin is not None:
                twin.close()

    def _new_conn(self) -> socket.socket:
        exchange = current()
        if exchange is None:
            return super()._new_conn()  # type: ignore[misc]
        host = self._dns_host.strip("[]")
        try:
            live = _open(host, self.port, self.timeout, self.socket_options or (), exchange)
        except socket.timeout as error:
            raise ConnectTimeoutError(self, f"No connection to {host} after {self.timeout} s") from error
        except OSError as error:
            raise NewConnectionError(self, f"No connection to {host}: {error}") from error  # type: ignore[arg-type]
        # The TLS handshake takes the socket's handle away; a second one reaches it even then.
        self._twin = live.dup()
        exchange.use(self._twin)
        return live

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        exchange = current()
        if exchange is not None and self.sock is not None:
            # While a body is sent urllib3 leaves the connect time-out in force, which is too short for a slow line.
            self.sock.settimeout(exchange.read_timeout)
            exchange.use(self.live_socket)
        super().putrequest(*args, **kwargs)  # type: ignore[misc]

    def send(self, data: Any) -> None:
        exchange = current()
        if exchange is None or self.sock is None:
            super().send(data)  # type: ignore[misc]
            return
        try:
            if exchange.in_body:
                _carry(self.sock, data, exchange)
            else:
                super().send(data)  # type: ignore[misc]
        except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
            # The server has hung up or answered before it had all: urllib3 takes this one for a sign to read what
            # the server said, which may be why.
            self.spoilt = True
            raise BrokenPipeError(errno.EPIPE, f"Ended by the server: {error}") from error


def _open(
    host: str, port: int, timeout: float, options: Iterable[Tuple[Any, ...]], exchange: Exchange
) -> socket.socket:
    """A connected socket. Looks at the exchange in short steps, as no other thread can reach a socket that connects."""
    try:
        addresses = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, f"No name of a host: {error}") from error
    failure = OSError(f"{host} has no address")
    for number, (family, kind, protocol, _name, address) in enumerate(addresses, 1):
        exchange.check()
        try:
            live = socket.socket(family, kind, protocol)
        except OSError as error:  # such as IPv6 where the system has none
            failure = error
            continue
        try:
            for option in options:
                live.setsockopt(*option)
            _connect(live, address, timeout if number == len(addresses) else min(timeout, _OTHERS_TOO), exchange)
            live.settimeout(timeout)
        except OSError as error:
            live.close()
            failure = error
        except BaseException:
            live.close()
            raise
        else:
            return live
    raise failure


def _connect(live: socket.socket, address: Any, timeout: float, exchange: Exchange) -> None:
    live.setblocking(False)
    code = live.connect_ex(address)
    ends_at = time.monotonic() + timeout
    if code in _UNDER_WAY:
        while not wait_for_write(live, _TICK):
            exchange.check()
            if time.monotonic() > ends_at:
                raise socket.timeout("timed out")
        code = live.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _carry(live: socket.socket, data: Any, exchange: Exchange) -> None:
    """Send part of a body, as long as the server wants it: one that answers already has refused it."""
    rest = memoryview(data)
    while rest:
        # Over TLS the socket may be readable for other reasons, such as a session ticket.
        if not isinstance(live, ssl.SSLSocket) and wait_for_read(live, 0.0):
            raise BrokenPipeError(errno.EPIPE, "answered before the end")
        sent = live.send(rest[:_PIECE])
        exchange.moved += sent
        exchange.check()
        rest = rest[sent:]


class _PlainConnection(_Breakable, HTTPConnection):
    pass


class _TlsConnection(_Breakable, HTTPSConnection):
    pass


class _KeptPool:
    """Mixed into urllib3's pools: what a connection may be used for, and by whom it may be shut down."""

    def _get_conn(self, timeout: Any = None) -> Any:
        connection = super()._get_conn(timeout)  # type: ignore[misc]
        exchange = current()
        stale = time.monotonic() - connection.idle_since > _FRESH
        if connection.sock is not None and stale and exchange is not None and not exchange.repeatable:
            connection.close()
            return self._new_conn()  # type: ignore[attr-defined]
        return connection

    def _put_conn(self, connection: Any) -> None:
        exchange = current()
        if connection is not None:
            connection.idle_since = time.monotonic()
            if connection.spoilt or (exchange is not None and not exchange.let_go()):
                connection.close()
        super()._put_conn(connection)  # type: ignore[misc]


class _PlainPool(_KeptPool, HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(_KeptPool, HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _PlainPool, "https": _TlsPool}


class BreakableAdapter(HTTPAdapter):
    """`requests`' transport over connections that an `Exchange` can break off, secured by a TLS context of our own.

    `fingerprint`: SHA-256 of the one certificate that is accepted, in place of what the context verifies.
    """

    def __init__(self, context: Optional[ssl.SSLContext], fingerprint: str = "", connections: int = 16) -> None:
        self._context = context
        self._fingerprint = fingerprint
        super().__init__(pool_connections=4, pool_maxsize=connections)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        if type(manager) is ProxyManager:  # a SOCKS proxy brings connections of its own
            manager.pool_classes_by_scheme = _POOLS
        return manager

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        """As newer `requests` wants it: the context alone decides about certificates."""
        host_parameters, _ = super().build_connection_pool_key_attributes(*args, **kwargs)
        return host_parameters, {}

    def cert_verify(
        self, conn: Any, url: str, verify: Union[bool, str], cert: Union[None, str, Tuple[str, str]]
    ) -> None:
        """All in the context, so that a file of certificates is read once and not for each connection."""
        if url.lower().startswith("https"):
            conn.cert_reqs = "CERT_NONE" if self._fingerprint else "CERT_REQUIRED"
            conn.assert_fingerprint = self._fingerprint or None
