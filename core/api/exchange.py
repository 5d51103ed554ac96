"""Requests that can be broken off at any moment.

A blocking socket cannot be asked to give up, and a look-up of a name even less. So each exchange runs on a thread of
its own, its caller waits for it in short steps and, when cancelled, shuts the socket down and goes; a thread that hangs
where nothing can reach it (a look-up) ends by its own time-out and is not waited for.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any, Callable, Generic, Optional, TypeVar

from ..errors import Cancelled
from .errors import TimedOut

T = TypeVar("T")
CancelCheck = Callable[[], bool]

_TICK = 0.1  # seconds between two looks at `cancelled`
_GRACE = 0.25  # seconds that a broken-off exchange has to tidy up before its caller goes on
_LEAST_RATE = 128  # bytes a second below which a connection counts as hanging
_local = threading.local()


def never() -> bool:
    """The default of every `cancelled`."""
    return False


class Exchange:
    """One request under way, as seen by the thread that may break it off.

    The worker's thread writes `moved`, `ours`, `in_body` and `all_sent`, the caller's thread reads them.
    """

    def __init__(self, read_timeout: float, *, repeatable: bool = False) -> None:
        self.read_timeout = read_timeout
        self.repeatable = repeatable
        """Whether it may be sent over a connection that has been idle and may be dead."""
        self.moved = 0
        """Bytes of bodies sent and received."""
        self.ours = False
        """Whether it is this side that keeps the other waiting: reading a file, or keeping to a rate."""
        self.in_body = False
        self.all_sent = False
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

    def let_go(self) -> bool:
        """Forget the socket, which others use from now on; whether it is fit for that."""
        with self._lock:
            self._socket = None
            return not self._broken

    def break_off(self) -> None:
        """Make whatever the exchange waits for fail now."""
        with self._lock:
            self._broken = True
            if self._socket is not None:
                # Of the plain class: an SSLSocket would drop its TLS state under the hands of the other thread.
                with contextlib.suppress(OSError):  # closed already: nothing left to break off
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def current() -> Optional[Exchange]:
    """The exchange of the calling thread, where it is an exchange's."""
    return getattr(_local, "exchange", None)


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


class _Patience:
    """Ends an exchange after its deadline, or when it has only trickled for longer than silence is borne."""

    def __init__(self, exchange: Exchange, deadline: Optional[float], silence: float) -> None:
        now = time.monotonic()
        self._exchange = exchange
        self._deadline = deadline
        self._ends_at = None if deadline is None else now + deadline
        self._silence = silence
        self._least = int(_LEAST_RATE * exchange.read_timeout)
        self._since, self._moved = now, 0

    def check(self) -> None:
        """Raise `TimedOut` once it is exhausted."""
        now = time.monotonic()
        if self._ends_at is not None and now > self._ends_at:
            raise _too_long(f"No full answer after {self._deadline:.0f} s.")
        moved = self._exchange.moved
        if self._exchange.ours or moved - self._moved >= self._least:
            self._since, self._moved = now, moved
        elif now > self._since + self._silence:
            raise _too_long(f"{moved - self._moved} bytes within {self._silence:.0f} s.")


def _too_long(detail: str) -> TimedOut:
    return TimedOut("The server takes too long to answer.", "Try again later.", detail)


def run(
    work: Callable[[Exchange], T],
    exchange: Exchange,
    *,
    cancelled: CancelCheck = never,
    deadline: Optional[float] = None,
    silence: float = 60.0,
    on_tick: Optional[Callable[[], None]] = None,
) -> T:
    """Do `work` on a thread of its own and return or raise what it does.

    Raises `Cancelled` within 0.5 s once `cancelled()` is true, `TimedOut` after `deadline` seconds, or when next to
    nothing has moved for `silence` seconds. `on_tick` is called on the caller's thread about every 0.1 s, for progress.
    """
    running = _Run(work, exchange)
    if cancelled():
        raise Cancelled
    threading.Thread(target=running.perform, name="nadir-http", daemon=True).start()
    try:
        _wait(running, _Patience(exchange, deadline, silence), cancelled, on_tick)
    except BaseException:
        exchange.break_off()
        running.done.wait(_GRACE)
        raise
    return running.outcome()


def _wait(
    running: _Run[Any], patience: _Patience, cancelled: CancelCheck, on_tick: Optional[Callable[[], None]]
) -> None:
    while not running.done.wait(_TICK):
        if cancelled():
            raise Cancelled
        patience.check()
        if on_tick is not None:
            on_tick()
