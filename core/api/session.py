"""A user's session with one server: log in, sign, renew."""

from __future__ import annotations

import base64
import binascii
import json
import threading
import time
from typing import Any, Callable, Mapping, Optional

from ..errors import Cancelled
from .address import Origin, origin_of, server_url
from .answers import Answer
from .errors import (
    InvalidRequest,
    NotFound,
    NotThisKindOfServer,
    PermissionRefused,
    SessionExpired,
    UnexpectedAnswer,
    WrongPassword,
)
from .exchange import CancelCheck, never
from .network import NetworkOptions
from .transport import JSON_LIMIT, Body, Call, StreamStart, Transport

_RENEW_BEFORE = 300.0  # seconds before its end that a token is renewed
_LEAST_AGE = 60.0  # a token younger than this is not renewed early, so that a wrong clock cannot cause a storm
_MOST_PAGES = 10_000
_STREAM_ENDS = (200, 206, 304, 416)


class Session:
    """Signs calls for one user of one server. Thread-safe; the token lives in memory only.

    Every call raises the errors of `core/api/errors.py`, `Cancelled` within 0.5 s once `cancelled()` is true, and
    logs in by itself where that has not been done.
    """

    def __init__(self, url: str, username: str, password: str, network: NetworkOptions = NetworkOptions()) -> None:  # noqa: B008 - frozen
        self.url = server_url(url)
        self.origin: Origin = origin_of(self.url)
        self.username = username
        self._password = password
        self._transport = Transport(self.url, network)
        self._renewal = threading.Lock()
        self._token: Optional[str] = None
        self._received_at = 0.0
        self._expires_at: Optional[float] = None

    def authorization(self) -> str:
        """The value of the Authorization header, '' before the first log-in. Does no I/O; callable from any thread."""
        token = self._token
        return f"JWT {token}" if token else ""

    def token_expires_at(self) -> Optional[float]:
        """When the token ends, by this computer's clock in seconds since 1970; None where the token does not say."""
        return self._expires_at

    def close(self) -> None:
        """Forget the token and close the connections."""
        self._token = None
        self._expires_at = None
        self._transport.close()

    def log_in(self, *, cancelled: CancelCheck = never) -> None:
        """Fetch a token. Raises `WrongPassword`, `NotThisKindOfServer` and what else can happen on the way."""
        credentials = {"username": self.username, "password": self._password}
        call = Call("POST", "/api/token-auth/", json=credentials, limit=1024 * 1024)
        answer = self._transport.send(call, "", cancelled=cancelled)
        token = _token_of(answer)
        now = time.time()
        server_now = answer.date() or now
        ends = _token_end(token)
        self._expires_at = None if ends is None else ends - server_now + now
        self._received_at = now
        self._token = token

    def get_json(self, path: str, params: Optional[Mapping[str, str]] = None, *, cancelled: CancelCheck = never) -> Any:
        return self.call(Call("GET", path, params=params or {}), cancelled=cancelled).json()

    def get_list(
        self, path: str, params: Optional[Mapping[str, str]] = None, *, cancelled: CancelCheck = never
    ) -> list[Any]:
        """All items of a list, which comes whole from new servers and in pages from old ones."""
        items: list[Any] = []
        for page in range(1, _MOST_PAGES):
            asked = dict(params or {}, **({"page": str(page)} if page > 1 else {}))
            content = self.get_json(path, asked, cancelled=cancelled)
            if isinstance(content, list):
                return content
            if not isinstance(content, dict) or not isinstance(content.get("results"), list):
                raise NotThisKindOfServer(
                    "What answers at this address is not a server compatible with WebODM software.",
                    "Check the address and the port.",
                    f"No list from {path}",
                )
            items.extend(content["results"])
            if not content.get("next"):
                return items
        raise UnexpectedAnswer("The server's list does not end.", "", path)

    def get_bytes(self, path: str, *, limit: int = JSON_LIMIT, cancelled: CancelCheck = never) -> bytes:
        """A small file as it is. Raises `AnswerTooLarge` above `limit` bytes."""
        answer = self.call(Call("GET", path, limit=limit), cancelled=cancelled)
        answer.raise_for_status()
        return answer.body

    def post(
        self, path: str, content: Any = None, *, idempotent: bool = False, cancelled: CancelCheck = never
    ) -> Any:
        """Post JSON (nothing where `content` is None) and return the JSON of the answer.

        `idempotent`: a second time does no harm, so that it is made again where the first answer was lost.
        """
        return self.call(Call("POST", path, json=content, idempotent=idempotent), cancelled=cancelled).json()

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

    def delete(self, path: str, *, cancelled: CancelCheck = never) -> None:
        self.call(Call("DELETE", path), cancelled=cancelled).raise_for_status()

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
        """Send a call signed, renewing the token before its end and once when the server says that it has ended."""
        token = self._token or ""
        if not token or self._ends_soon():
            token = self._renew(token, cancelled)
        answer = self._transport.send(call, f"JWT {token}", cancelled=cancelled, on_tick=on_tick)
        if answer.says_session_ended():
            token = self._renew(token, cancelled)
            answer = self._transport.send(call, f"JWT {token}", cancelled=cancelled, on_tick=on_tick)
        return answer

    def _ends_soon(self) -> bool:
        now = time.time()
        expires_at = self._expires_at
        return expires_at is not None and now > expires_at - _RENEW_BEFORE and now - self._received_at > _LEAST_AGE

    def _renew(self, stale: str, cancelled: CancelCheck) -> str:
        """A token other than the stale one: all threads that need one together log in once."""
        while not self._renewal.acquire(timeout=0.1):
            if cancelled():
                raise Cancelled
        try:
            if self._token and self._token != stale:
                return self._token
            first = not stale
            try:
                self.log_in(cancelled=cancelled)
            except WrongPassword as error:
                if first:
                    raise
                raise SessionExpired(
                    "The session has ended and the password is no longer right.", "Log in again.", error.detail
                ) from error
            return self._token or ""
        finally:
            self._renewal.release()


def _token_of(answer: Answer) -> str:
    """The token in the answer to a log-in."""
    try:
        content = answer.json()
    except (InvalidRequest, PermissionRefused, SessionExpired) as error:
        if answer.is_html:
            raise _wrong_server(answer) from error
        if isinstance(error, PermissionRefused) and answer.status == 403:
            raise
        raise _refused(error) from error
    except (NotFound, UnexpectedAnswer) as error:
        raise _wrong_server(answer) from error
    token = content.get("token") if isinstance(content, dict) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise _wrong_server(answer)
    return token


def _refused(error: Exception) -> Exception:
    fields = getattr(error, "fields", {"": []})
    if "" in fields:
        return WrongPassword("The user name or the password is wrong.", "Check both.", str(error))
    missing = " and ".join({"username": "user name"}.get(name, name) for name in fields)
    return WrongPassword(f"The {missing} is missing or not valid.", "Enter both user name and password.", str(error))


def _wrong_server(answer: Answer) -> NotThisKindOfServer:
    return NotThisKindOfServer(
        "What answers at this address is not a server compatible with WebODM software.",
        "Check the address and the port.",
        f"HTTP {answer.status} to the log-in: {answer.headers.get('Content-Type', 'no type')}",
    )


def _token_end(token: str) -> Optional[float]:
    """The `exp` claim of a JSON web token, in seconds since 1970 by the server's clock."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return float(claims["exp"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return None
