"""A user's session with one server: log in, sign, renew, and repeat what may be repeated."""

from __future__ import annotations

import copy
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Tuple, Type, TypeVar
from urllib.parse import quote, quote_plus, urlencode

from ..errors import Cancelled, NadirError
from .address import Origin, origin_of, server_url
from .answers import Answer
from .errors import (
    TRANSIENT,
    ApiError,
    ConnectionLost,
    NotFound,
    NotThisKindOfServer,
    PageNotFound,
    PermissionRefused,
    ServerFailed,
    SessionExpired,
    TimedOut,
    UnexpectedAnswer,
    Unreachable,
    WrongPassword,
)
from .exchange import CancelCheck, never
from .network import NetworkOptions
from .news import SessionNews
from .pages import Page, all_pages
from .retry import RetryPolicy, StopWhen
from .token import Token
from .transport import JSON_LIMIT, Body, Call, StreamStart, Transport
from .unchanged import Unchanged

T = TypeVar("T")

_STREAM_ENDS = (200, 206, 304, 416)
_TRUST_AGAIN = 60.0  # seconds until a log-in is tried again that the server refused, or whose token it refused at once
_LATER = (408, 429)
_ANSWER_LOST = (ConnectionLost, TimedOut, ServerFailed)  # it may have been carried out
RETRY = RetryPolicy(attempts=4, first=0.5, longest=8.0, deadline=60.0)


class Session:
    """Signs calls for one user of one server. Thread-safe; the token lives in memory only.

    Every call raises the errors of `core/api/errors.py`, `Cancelled` within 0.5 s once `cancelled()` is true, and
    logs in by itself where that has not been done. What may be made twice without harm is made again, as `retry` says,
    after failures that may pass; what may not, only where it has certainly not reached the server.
    """

    def __init__(
        self,
        url: str,
        username: str,
        password: str,
        network: NetworkOptions = NetworkOptions(),  # noqa: B008 - frozen
        *,
        retry: RetryPolicy = RETRY,
    ) -> None:
        self.url = server_url(url)
        self.origin: Origin = origin_of(self.url)
        self.username = username
        self._password = password
        self._transport = Transport(self.url, network)
        self._retry = retry
        self._renewal = threading.Lock()
        self._token: Optional[Token] = None
        self._closed = False
        self._refused: Tuple[Optional[ApiError], float] = (None, 0.0)
        """Why the server refused the last log-in, and when."""
        self._failed: Tuple[int, Optional[ApiError]] = (0, None)
        """How many renewals have failed, and how the last one did."""
        self.news = SessionNews()
        self._distrusted = ("", 0.0)
        """A token that was refused as soon as it was given, and when: another one would fare no better."""

    def authorization(self) -> str:
        """The value of the Authorization header, '' before the first log-in. Does no I/O; callable from any thread."""
        token = self._token
        return f"JWT {token.text}" if token else ""

    def token_expires_at(self) -> Optional[float]:
        """When the token ends, by this computer's clock in seconds since 1970; None where the token does not say."""
        token = self._token
        return token.ends_at if token else None

    def wants_renewal(self) -> bool:
        """Whether the token has ended or soon will. Does no I/O; callable from any thread."""
        token = self._token
        return token is not None and token.ends_soon()

    def has_ended(self) -> bool:
        """Whether the server would refuse the token by now. Does no I/O; callable from any thread."""
        token = self._token
        return token is not None and token.has_ended()

    def renew(self, stale: str, *, cancelled: CancelCheck = never) -> None:
        """Have another token than the one in `stale`, a former `authorization()`: threads that want it log in once."""
        self._renew(stale.rpartition(" ")[2], cancelled)

    def close(self) -> None:
        """Forget the token and close the connections. Only `log_in` opens the session again."""
        self._closed = True
        self._token = None
        self._transport.close()

    def log_in(self, password: Optional[str] = None, *, cancelled: CancelCheck = never) -> None:
        """Fetch a token. Raises `WrongPassword`, `NotThisKindOfServer` and what else can happen on the way.

        password: another one, which is the session's from then on if it is right.
        Asks the server even where it has refused the password before, which calls by themselves do not: some servers
        lock an account after a few wrong ones.
        """
        with self._alone(cancelled):
            self._closed = False
            before = self._password
            self._password = before if password is None else password
            try:
                self._fetch_token(cancelled)
            except NadirError:
                self._password = before
                raise

    def _fetch_token(self, cancelled: CancelCheck) -> str:
        credentials = {"username": self.username, "password": self._password}
        call = Call("POST", "/api/token-auth/", json=credentials, limit=1024 * 1024)
        answer = self._transport.send(call, "", cancelled=cancelled)
        holds_secret = answer.status < 400 or _repeats(answer.body, self._password)
        try:
            token = Token.of(replace(answer, confidential=holds_secret))
        except (WrongPassword, PermissionRefused) as error:
            self._refused = (copy.copy(error), time.monotonic())
            raise
        self._refused = (None, 0.0)
        self._transport.known = True
        if self._closed:  # meanwhile
            raise _closed()
        self._token = token
        self.news.tell(None)
        return token.text

    def get_json(self, path: str, params: Optional[Mapping[str, str]] = None, *, cancelled: CancelCheck = never) -> Any:
        return self.call(Call("GET", path, params=params or {}), cancelled=cancelled).json()

    def get_list(
        self, path: str, params: Optional[Mapping[str, str]] = None, *, cancelled: CancelCheck = never
    ) -> list[Any]:
        """All items of a list, none twice, which comes whole from new servers and in pages from old ones."""

        def fetch(number: int) -> Page[Any]:
            return _raw_page(self.get_json(path, _asked(params, number), cancelled=cancelled), number, path)

        return [item for page in all_pages(fetch, _identity) for item in page.items]

    def get_items(
        self,
        path: str,
        params: Mapping[str, str],
        parse: Callable[[Any], T],
        known: Unchanged[T],
        *,
        cancelled: CancelCheck = never,
    ) -> Tuple[T, ...]:
        """The same, parsed; what is `known` from before and has not changed comes as the very objects of then."""

        def fetch(number: int) -> Page[T]:
            asked = _asked(params, number)
            answer = self.call(Call("GET", path, params=asked), cancelled=cancelled)
            answer.raise_for_status()

            def read() -> Page[T]:
                raw = _raw_page(answer.json(), number, path)
                return Page(tuple(parse(item) for item in raw.items), number, raw.count, raw.has_next)

            return known.page(f"{path}?{urlencode(asked)}", answer.body, read)

        return tuple(item for page in all_pages(fetch, _id_of) for item in page.items)

    def get_bytes(self, path: str, *, limit: int = JSON_LIMIT, cancelled: CancelCheck = never) -> bytes:
        """A small file as it is. Raises `AnswerTooLarge` above `limit` bytes."""
        answer = self.call(Call("GET", path, limit=limit), cancelled=cancelled)
        answer.raise_for_status()
        return answer.body

    def post(
        self,
        path: str,
        content: Any = None,
        *,
        idempotent: bool = False,
        silence: Optional[float] = None,
        cancelled: CancelCheck = never,
    ) -> Any:
        """Post JSON (nothing where `content` is None) and return the JSON of the answer.

        `idempotent`: a second time does no harm, so that it is made again where the first answer was lost.
        `silence`: seconds that the server may take for it, where that is long.
        """
        call = Call("POST", path, json=content, idempotent=idempotent, silence=silence)
        return self.call(call, cancelled=cancelled).json()

    def post_form(
        self,
        path: str,
        body: Body,
        *,
        silence: Optional[float] = None,
        on_tick: Optional[Callable[[], None]] = None,
        cancelled: CancelCheck = never,
    ) -> Any:
        """Post a form streamed from disk; `silence` is how long the server may take to answer after the last byte."""
        call = Call("POST", path, body=body, silence=silence)
        return self.call(call, on_tick=on_tick, cancelled=cancelled).json()

    def patch(self, path: str, content: Any, *, cancelled: CancelCheck = never) -> Any:
        return self.call(Call("PATCH", path, json=content), cancelled=cancelled).json()

    def delete(self, path: str, *, cancelled: CancelCheck = never) -> Any:
        """Delete what is there, and return the JSON of the answer. Raises `NotFound` where nothing was there.

        Where an answer got lost and the next says that there is nothing, it has been done.
        """
        asked = 0

        def attempt() -> Any:
            nonlocal asked
            asked += 1
            return self.call(Call("DELETE", path, idempotent=False), cancelled=cancelled).json()

        try:
            return self._retry.call(attempt, StopWhen(cancelled), _ANSWER_LOST)
        except NotFound as error:
            if asked == 1 or isinstance(error, PageNotFound):
                raise
            return None

    def stream(
        self,
        path: str,
        start: StreamStart,
        *,
        params: Optional[Mapping[str, str]] = None,
        headers: Optional[Mapping[str, str]] = None,
        on_tick: Optional[Callable[[], None]] = None,
        cancelled: CancelCheck = never,
    ) -> Answer:
        """Hand a large answer on as it comes: `start(status, headers)` gives the function that takes its blocks.

        Returned are, without a body, answers of status 200, 206 (a range), 304 (not modified) and 416 (no such range);
        `start` was called for the first two. Other statuses raise. Never repeated by itself.
        """
        call = Call("GET", path, params=params or {}, headers=headers or {}, stream=start)
        answer = self.call(call, on_tick=on_tick, cancelled=cancelled)
        if answer.status not in _STREAM_ENDS:
            answer.raise_for_status()
            raise UnexpectedAnswer("The server sent no file.", "Try again.", f"HTTP {answer.status} from {path}")
        return answer

    def call(
        self, call: Call, *, cancelled: CancelCheck = never, on_tick: Optional[Callable[[], None]] = None
    ) -> Answer:
        """Send a call signed, renewing the token before its end and once when the server says that it has ended.

        Returns the answer, whatever its status, unless the server failed or is busy (5xx, 408, 429): that is raised.
        """
        stop = StopWhen(cancelled)

        def work() -> Answer:
            return self._send(call, cancelled, on_tick)

        if not call.may_be_repeated:  # what comes before it may be
            self._retry.call(lambda: self._valid_token(cancelled), stop)
        if call.moves_much:
            return work()
        failures: Tuple[Type[NadirError], ...] = TRANSIENT if call.may_be_repeated else (Unreachable,)
        return self._retry.call(work, stop, failures)

    def _send(self, call: Call, cancelled: CancelCheck, on_tick: Optional[Callable[[], None]]) -> Answer:
        token = self._valid_token(cancelled)
        answer = self._transport.send(call, f"JWT {token}", cancelled=cancelled, on_tick=on_tick)
        if answer.says_session_ended():
            token = self._renew(token, cancelled, answer)
            answer = self._transport.send(call, f"JWT {token}", cancelled=cancelled, on_tick=on_tick)
            if answer.says_session_ended():
                self._distrusted = (token, time.monotonic())
                raise _refused_at_once(answer)
        if answer.status >= 500 or answer.status in _LATER:
            answer.raise_for_status()
        return answer

    def _valid_token(self, cancelled: CancelCheck) -> str:
        token = self._token
        if token is None:
            return self._renew("", cancelled)
        return self._renew(token.text, cancelled) if token.ends_soon() else token.text

    @contextmanager
    def _alone(self, cancelled: CancelCheck) -> Iterator[None]:
        """Nobody else logs in meanwhile."""
        while not self._renewal.acquire(timeout=0.1):
            if cancelled():
                raise Cancelled
        try:
            yield
        finally:
            self._renewal.release()

    def _renew(self, stale: str, cancelled: CancelCheck, refusal: Optional[Answer] = None) -> str:
        """A token other than the stale one: all threads that need one together log in once, well or not."""
        failures, _ = self._failed
        with self._alone(cancelled):
            known = self._token
            if known is not None and known.text != stale:
                return known.text
            failed, failure = self._failed
            if failure is not None and failed != failures:  # while this thread waited
                raise copy.copy(failure)
            distrusted, since = self._distrusted
            if refusal is not None and stale == distrusted and time.monotonic() - since < _TRUST_AGAIN:
                raise _refused_at_once(refusal)
            try:
                return self._log_in_again(stale, cancelled)
            except ApiError as error:
                self._failed = (failed + 1, copy.copy(error))  # without its traceback
                raise

    def _log_in_again(self, stale: str, cancelled: CancelCheck) -> str:
        if self._closed:
            raise _closed()
        refused, since = self._refused
        try:
            if isinstance(refused, WrongPassword) or (refused and time.monotonic() - since < _TRUST_AGAIN):
                raise copy.copy(refused)
            return self._fetch_token(cancelled)
        except WrongPassword as error:
            if not stale:
                raise
            raise self.news.password_refused(error) from error


def _asked(params: Optional[Mapping[str, str]], number: int) -> Dict[str, str]:
    return dict(params or {}, **({"page": str(number)} if number > 1 else {}))


def _raw_page(content: Any, number: int, path: str) -> Page[Any]:
    try:
        return Page.from_json(content, number, lambda item: item)
    except UnexpectedAnswer as error:
        raise NotThisKindOfServer(
            "What answers at this address is not a server compatible with WebODM software.",
            "Check the address and the port.",
            f"No list from {path}",
        ) from error


def _id_of(item: Any) -> str:
    return str(item.id)


def _identity(item: Any) -> str:
    """What tells two items of a list apart."""
    known = item.get("id") if isinstance(item, dict) else None
    return repr(item if known is None else known)


def _closed() -> SessionExpired:
    return SessionExpired("The session was closed.", "Connect to the server again.")


def _repeats(body: bytes, password: str) -> bool:
    """Whether a server says the password back, as some do that explain what was wrong with a request."""
    written = (password, repr(password)[1:-1], *(json.dumps(password, ensure_ascii=each)[1:-1] for each in (True, False)))
    forms = (*written, quote(password, safe=""), quote_plus(password))
    return any(form.encode() in body for form in forms if form)


def _refused_at_once(answer: Answer) -> SessionExpired:
    """The server gives out a token and then does not take it."""
    if answer.says_log_in_lost():
        return SessionExpired(
            "The server does not see your log-in.",
            "A proxy before it may drop the Authorization header: ask who runs it.",
            answer.where(),
        )
    return SessionExpired(
        "The server ends each session as soon as it has begun.",
        "Its clock may be wrong: ask who runs it, then log in again.",
        answer.where(),
    )
