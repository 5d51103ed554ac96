"""From an HTTP answer to JSON, or to the error that it means."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Mapping, Optional
from urllib.parse import urlsplit

from .errors import (
    ApiError,
    BodyTooLarge,
    CaptivePortal,
    CsrfRefused,
    InvalidRequest,
    MaintenancePage,
    NotFound,
    NotThisKindOfServer,
    PageNotFound,
    PermissionRefused,
    ServerFailed,
    SessionExpired,
    UnexpectedAnswer,
)
from .failures import client_certificate_wanted, proxy_wants_log_in

_ENDED = ("Signature has expired.", "Error decoding signature.", "Invalid signature.", "Invalid payload.")
_LATER = (408, 429)  # too slow, too many: not the fault of what was sent
_MISSING = "Authentication credentials were not provided."
_BUSY = (*_LATER, 502, 503, 504, 524)
_MAINTENANCE = re.compile(rb"maintenance|be right back|be back soon|temporarily unavailable|wartung", re.IGNORECASE)
_DEEPEST, _MOST_TEXTS, _LONGEST_TEXT = 5, 100, 2000  # of messages that are shown
_PORTAL = re.compile(rb"http-equiv=.?refresh|wispr|captive|hotspot|wi-?fi|wlan", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """A whole answer; `body` is empty where it was streamed elsewhere."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str
    from_known: bool = False
    """Whether what answers at this address has shown before that it is a server of this kind."""
    confidential: bool = False
    """Whether its text, which holds a token or a password, is kept out of the errors made of it."""

    @property
    def is_html(self) -> bool:
        return "html" in self.headers.get("Content-Type", "").lower() or self.body.lstrip()[:1] == b"<"

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The JSON of a good answer; raises what a bad one means."""
        self.raise_for_status()
        if not self.body:
            return None
        try:
            return read_json(self.body)
        except ValueError as error:
            if self.is_html:
                raise page_instead(self) from error
            raise UnexpectedAnswer(
                "The server's answer cannot be read.", "Try again.", f"{self.where()}: {error}"
            ) from error

    def detail(self) -> str:
        """The server's own `detail`, or ''."""
        content = self._content()
        found = content.get("detail") if isinstance(content, dict) else None
        return found if isinstance(found, str) else ""

    def says_session_ended(self) -> bool:
        """403 also means 'no permission': only the text tells them apart. 401, which some servers use, does not."""
        if self.status == 401:
            return bool(self.detail())
        return self.status == 403 and (self.detail() in _ENDED or self.detail() == _MISSING)

    def says_log_in_lost(self) -> bool:
        """Whether the server has seen no log-in at all, though one was sent."""
        return self.status in (401, 403) and self.detail() == _MISSING

    def raise_for_status(self) -> None:
        """Raise the error that the status means, if it means one."""
        if 200 <= self.status < 300:
            return
        raise self._error()

    def date(self) -> Optional[float]:
        """The server's clock when it answered, in seconds since 1970."""
        return _seconds(self.headers.get("Date", ""))

    def where(self) -> str:
        """Status, address and the beginning of the answer, for the details."""
        shown = "an HTML page" if self.is_html else self.text[:500]
        if self.confidential:
            shown = f"{len(self.body)} bytes that are not shown"
        return f"HTTP {self.status} from {self.url.split('?')[0]}: {shown}"

    def _error(self) -> ApiError:
        if self.says_session_ended():
            return SessionExpired("The session has ended.", "Log in again.", self.where())
        if self.status in (401, 403):
            return self._forbidden()
        if self.status in (404, 410):
            kind = PageNotFound if self.body and self._content() is None else NotFound
            return kind(
                "The server does not have this, or hides it from your account.",
                "It may have been deleted meanwhile: refresh the list.",
                self.where(),
            )
        if self.status == 407:
            return proxy_wants_log_in(self.where())
        if self.status == 511:
            return _portal(self)
        if self.status >= 500 or self.status in _LATER:
            return self._failure()
        if self.status == 413:
            return BodyTooLarge(
                "The server does not take files or requests this large.",
                "Whoever runs it can raise the limit, often that of a proxy before it.",
                self.where(),
            )
        if 400 <= self.status < 500 and not self.is_html:
            return self._torn() or self._refusal()
        if self.status in (400, 403, 495, 496) and b"SSL certificate" in self.body:  # nginx says it so
            return client_certificate_wanted(_place(self), self.where())
        return wrong_server(self)

    def _forbidden(self) -> PermissionRefused:
        if self.status == 401 and "basic" in self.headers.get("WWW-Authenticate", "").lower():
            return PermissionRefused(
                "A web server before the server asks for a log-in of its own.",
                "Ask who runs it to leave /api/ out: no program can give two log-ins at once.",
                self.where(),
            )
        if "CSRF" in self.detail() or (self.is_html and b"CSRF" in self.body):
            return CsrfRefused(
                "The server takes this request for a forged one.",
                "A proxy before it may drop headers or cookies: ask who runs the server.",
                self.where(),
            )
        return PermissionRefused(
            "Your account may not do this.", "Ask who runs the server for the permission.", self.where()
        )

    def _failure(self) -> ServerFailed:
        busy = self.status in _BUSY
        summary = "The server is busy or under maintenance" if busy else "The server failed"
        remedy = (
            "Try again later." if busy else "Try again; if it stays, whoever runs the server finds more in its log."
        )
        kind = MaintenancePage if self.status == 503 and self.is_html else ServerFailed
        return kind(
            f"{summary} (HTTP {self.status}).", remedy, self.where(), status=self.status, retry_after=self._wait()
        )

    def _wait(self) -> Optional[float]:
        """Seconds until Retry-After, which is a number of them or a date by the server's clock."""
        told = self.headers.get("Retry-After", "").strip()
        if told.isdecimal() and told.isascii():
            return float(told[:12])
        until = _seconds(told)
        return None if until is None else max(0.0, until - (self.date() or time.time()))

    def _torn(self) -> Optional[UnexpectedAnswer]:
        """What came of a refusal that was cut off on its way says nothing of what was refused."""
        if "json" not in self.headers.get("Content-Type", "").lower() or self._content() is not None:
            return None
        return UnexpectedAnswer("The server's answer cannot be read.", "Try again.", self.where())

    def _refusal(self) -> InvalidRequest:
        fields = messages_by_field(self._content())
        told = "; ".join(
            f"{name}: {', '.join(messages)}" if name else ", ".join(messages) for name, messages in fields.items()
        )
        says = bool(told) and not self.confidential
        summary = f"The server refused this: {told}" if says else f"The server refused this (HTTP {self.status})."
        return InvalidRequest(summary, "", self.where(), fields=fields)

    def _content(self) -> Any:
        try:
            return read_json(self.body)
        except ValueError:
            return None


def read_json(text: bytes) -> Any:
    """JSON from a server that is not trusted: nested without measure is ValueError, NaN and infinity are None."""
    try:
        return json.loads(text, parse_constant=lambda _name: None)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def messages_by_field(content: Any) -> dict[str, list[str]]:
    """The messages of a refusal, which come as {"field": ["..."]}, as {"detail": "..."} or as a bare list."""
    if isinstance(content, dict):
        fields: dict[str, list[str]] = {}
        for name, value in content.items():
            key = "" if name in ("detail", "error", "non_field_errors") else str(name)
            fields.setdefault(key, []).extend(_texts(value))
        return fields
    found = _texts(content)
    return {"": found} if found else {}


def page_instead(answer: Answer) -> ApiError:
    """The error for a web page of status 200 where data was wanted."""
    if answer.from_known and urlsplit(answer.url).scheme == "http" and _PORTAL.search(answer.body):
        return _portal(answer)
    if answer.from_known or _MAINTENANCE.search(answer.body):
        return MaintenancePage(
            "The server shows a web page instead of answering: it is probably under maintenance.",
            "Try again later; open its address in a browser to read the page.",
            answer.where(),
            status=answer.status,
            retry_after=None,
        )
    return wrong_server(answer)


def wrong_server(answer: Answer) -> NotThisKindOfServer:
    """The error for whatever does not speak this API."""
    return NotThisKindOfServer(
        "What answers at this address is not a server compatible with WebODM software.",
        "Check the address and the port.",
        f"HTTP {answer.status} from {answer.url.split('?')[0]}: {answer.headers.get('Content-Type', 'no type')}",
    )


def _portal(answer: Answer) -> CaptivePortal:
    return CaptivePortal(
        "The network wants you to log in to it first.",
        f"Open {_place(answer)} in a browser, then try again.",
        answer.where(),
    )


def _texts(value: Any, depth: int = 0) -> list[str]:
    """The texts of a message, which may be nested, but by a sane server not deeply."""
    if depth > _DEEPEST:
        return ["…"]
    if isinstance(value, list):
        return [text for item in value[:_MOST_TEXTS] for text in _texts(item, depth + 1)]
    if isinstance(value, dict):
        return [f"{key}: {text}" for key, item in value.items() for text in _texts(item, depth + 1)]
    return [] if value is None else [str(value)[:_LONGEST_TEXT]]


def _seconds(date: str) -> Optional[float]:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _place(answer: Answer) -> str:
    parts = urlsplit(answer.url)
    return f"{parts.scheme}://{parts.netloc}"
