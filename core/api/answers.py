"""From an HTTP answer to JSON, or to the error that it means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Mapping, Optional

from .errors import (
    ApiError,
    InvalidRequest,
    NotFound,
    NotThisKindOfServer,
    PermissionRefused,
    ServerFailed,
    SessionExpired,
    UnexpectedAnswer,
)

_ENDED = ("Signature has expired.", "Error decoding signature.", "Invalid signature.")
_LATER = (408, 429)  # too slow, too many: not the fault of what was sent
_MISSING = "Authentication credentials were not provided."


@dataclass(frozen=True)
class Answer:
    """A whole answer; `body` is empty where it was streamed elsewhere."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

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
            return json.loads(self.body)
        except ValueError as error:
            if self.is_html:
                raise _wrong_server(self) from error
            raise UnexpectedAnswer(
                "The server's answer cannot be read.", "Try again.", f"{self._where()}: {error}"
            ) from error

    def detail(self) -> str:
        """The server's own `detail`, or ''."""
        content = self._content()
        found = content.get("detail") if isinstance(content, dict) else None
        return found if isinstance(found, str) else ""

    def says_session_ended(self) -> bool:
        """403 (401 on servers that use it) also means 'no permission': only the text tells them apart."""
        return self.status in (401, 403) and (self.detail() in _ENDED or self.detail() == _MISSING)

    def raise_for_status(self) -> None:
        """Raise the error that the status means, if it means one."""
        if 200 <= self.status < 300:
            return
        raise self._error()

    def date(self) -> Optional[float]:
        """The server's clock when it answered, in seconds since 1970."""
        try:
            return parsedate_to_datetime(self.headers.get("Date", "")).timestamp()
        except (TypeError, ValueError, IndexError):
            return None

    def _error(self) -> ApiError:
        if self.says_session_ended():
            return SessionExpired("The session has ended.", "Log in again.", self._where())
        if self.status in (401, 403):
            return PermissionRefused(
                "Your account may not do this.", "Ask who runs the server for the permission.", self._where()
            )
        if self.status in (404, 410):
            return NotFound(
                "The server does not have this, or hides it from your account.",
                "It may have been deleted meanwhile: refresh the list.",
                self._where(),
            )
        if self.status >= 500 or self.status in _LATER:
            return self._failure()
        if self.status == 413:
            return InvalidRequest(
                "The server does not take files or requests this large.",
                "Whoever runs it can raise the limit, often that of a proxy before it.",
                self._where(),
            )
        if 400 <= self.status < 500 and not self.is_html:
            return self._refusal()
        return _wrong_server(self)

    def _failure(self) -> ServerFailed:
        busy = self.status in (*_LATER, 502, 503, 504, 524)
        summary = "The server is busy or under maintenance." if busy else "The server failed."
        remedy = (
            "Try again later." if busy else "Try again; if it stays, whoever runs the server finds more in its log."
        )
        return ServerFailed(
            f"{summary[:-1]} (HTTP {self.status}).", remedy, self._where(), status=self.status, retry_after=self._wait()
        )

    def _wait(self) -> Optional[float]:
        try:
            return max(0.0, float(self.headers.get("Retry-After", "")))
        except ValueError:
            return None

    def _refusal(self) -> InvalidRequest:
        fields = messages_by_field(self._content())
        told = "; ".join(
            f"{name}: {', '.join(messages)}" if name else ", ".join(messages) for name, messages in fields.items()
        )
        summary = f"The server refused this: {told}" if told else f"The server refused this (HTTP {self.status})."
        return InvalidRequest(summary, "", self._where(), fields=fields)

    def _content(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def _where(self) -> str:
        shown = "an HTML page" if self.is_html else self.text[:500]
        return f"HTTP {self.status} from {self.url.split('?')[0]}: {shown}"


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


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, dict):
        return [f"{key}: {text}" for key, item in value.items() for text in _texts(item)]
    return [] if value is None else [str(value)]


def _wrong_server(answer: Answer) -> NotThisKindOfServer:
    return NotThisKindOfServer(
        "What answers at this address is not a server compatible with WebODM software.",
        "Check the address and the port.",
        f"HTTP {answer.status} from {answer.url.split('?')[0]}: {answer.headers.get('Content-Type', 'no type')}",
    )
