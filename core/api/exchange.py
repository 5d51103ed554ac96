"""Requests that can be broken off at any moment.

A blocking socket cannot be asked to give up, and a look-up of a name or a TLS handshake even less. So each exchange
runs on a thread of its own, its caller waits for it in short steps and, when cancelled, shuts the socket down and
goes; a thread that hangs where nothing can reach it ends by its own time-out and is not waited for.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any, Callable, Generic, Optional, TypeVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import ProxyManager

from ..errors import Cancelled
from .errors import TimedOut

T = TypeVar("T")
CancelCheck = Callable[[], bool]

_TICK = 0.1  # seconds between two looks at `cancelled`
_GRACE = 0.25  # seconds that a broken-off exchange has to tidy up before its caller goes on
_local = threading.local()


def never() -> bool:
    """The default of every `cancelled`."""
    return False


class Exchange:
    """One request under way, as seen by the thread that may break it off."""

    def __init__(self, read_timeout: float) -> None:
        self.read_timeout = read_timeout
        self._lock = threading.Lock()
        self._broken = False
        self._socket: Optional[socket.socket] = None

    def check(self) -> None:
        """Raise `Cancelled` on the exchange's own thread once it has been broken off."""
        if self._broken:
            raise Cancelled

    def use(self, live_socket: Optional[socket.socket]) -> None:
        """Remember the socket that the exchange runs over."""
        with self._lock:
            self._socket = live_socket
        self.check()

    def break_off(self) -> None:
        """Make whatever the exchange waits for fail now."""
        with self._lock:
            self._broken = True
            live_socket = self._socket
        if live_socket is not None:
            # Of the plain class: an SSLSocket would drop its TLS state under the hands of the other thread.
            with contextlib.suppress(OSError):  # closed already: nothing left to break off
                socket.socket.shutdown(live_socket, socket.SHUT_RDWR)


class _Run(Generic[T]):
    """The outcome of work on another thread."""

    def __init__(self, work: Callable[[Exchange], T], exchange: Exchange) -> None:
        self._work = work
        self._exchange = exchange
        self._result: Optional[T] = None
        self._error: Optional[BaseException] = None
        self.done = threading.Event()

    def perform(self) -> None:
        _local.exchange = self._exchange
        try:
            self._result = self._work(self._exchange)
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread whatever it is
            self._error = error
        finally:
            _local.exchange = None
            self.done.set()

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


def run(
    work: Callable[[Exchange], T],
    *,
    read_timeout: float,
    cancelled: CancelCheck = never,
    deadline: Optional[float] = None,
    on_tick: Optional[Callable[[], None]] = None,
) -> T:
    """Do `work` on a thread of its own and return or raise what it does.

    Raises `Cancelled` within 0.5 s once `cancelled()` is true, `TimedOut` after `deadline` seconds. `on_tick` is called
    on the caller's thread about every 0.1 s, for progress.
    """
    exchange = Exchange(read_timeout)
    running = _Run(work, exchange)
    if cancelled():
        raise Cancelled
    threading.Thread(target=running.perform, name="nadir-http", daemon=True).start()
    try:
        _wait(running, cancelled, deadline, on_tick)
    except BaseException:
        exchange.break_off()
        running.done.wait(_GRACE)
        raise
    return running.outcome()


def _wait(
    running: _Run[Any], cancelled: CancelCheck, deadline: Optional[float], on_tick: Optional[Callable[[], None]]
) -> None:
    ends_at = None if deadline is None else time.monotonic() + deadline
    while not running.done.wait(_TICK):
        if cancelled():
            raise Cancelled
        if ends_at is not None and time.monotonic() > ends_at:
            raise TimedOut(
                "The server takes too long to answer.", "Try again later.", f"No full answer after {deadline:.0f} s."
            )
        if on_tick is not None:
            on_tick()


class _Breakable:
    """Mixed into urllib3's connections: tells the thread's exchange which socket it runs over."""

    sock: Any
    live_socket: Optional[socket.socket] = None

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.live_socket = self.sock
        exchange = getattr(_local, "exchange", None)
        if exchange is not None:
            # While a body is sent urllib3 leaves the connect time-out in force, which is too short for a slow line.
            self.sock.settimeout(exchange.read_timeout)
            exchange.use(self.live_socket)

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        exchange = getattr(_local, "exchange", None)
        if exchange is not None:
            exchange.use(self.live_socket if self.sock is not None else None)
        super().putrequest(*args, **kwargs)  # type: ignore[misc]


class _PlainConnection(_Breakable, HTTPConnection):
    pass


class _TlsConnection(_Breakable, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _PlainPool, "https": _TlsPool}


class BreakableAdapter(HTTPAdapter):
    """`requests`' transport over connections that an `Exchange` can break off.

    Used without `requests.Session`, which would keep cookies, read .netrc and follow redirects with the token.
    """

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if type(manager) is ProxyManager:  # a SOCKS proxy brings connections of its own
            manager.pool_classes_by_scheme = _POOLS
        return manager
