"""The token of a session: read from the answer to a log-in, and how long it lasts."""

from __future__ import annotations

import base64
import binascii
import json
import math
import time
from dataclasses import dataclass, field
from typing import Any, Optional

from .answers import Answer, wrong_server
from .errors import (
    ApiError,
    CsrfRefused,
    InvalidRequest,
    NotFound,
    PermissionRefused,
    SessionExpired,
    UnexpectedAnswer,
    WrongPassword,
)

_RENEW_BEFORE = 300.0  # seconds before its end that a token is renewed, or a quarter of its life where that is less


@dataclass(frozen=True)
class Token:
    """`received_at` and `age` go by a clock that nobody sets; `ends_at` is in seconds since 1970 by this computer's."""

    text: str = field(repr=False)
    received_at: float
    ends_at: Optional[float]
    lifetime: Optional[float]

    @classmethod
    def of(cls, answer: Answer) -> Token:
        """The token that a server gave. Raises `WrongPassword`, `NotThisKindOfServer` or what else the answer means."""
        text = _text_of(answer)
        now = time.time()
        end = _end(text)
        lifetime = None if end is None else end - (answer.date() or now)
        return cls(text, time.monotonic(), None if lifetime is None else now + lifetime, lifetime)

    @property
    def age(self) -> float:
        """Seconds since it was received."""
        return time.monotonic() - self.received_at

    def ends_soon(self) -> bool:
        """Whether to renew it before it is used; never where it was past its end when it came: then a clock is wrong."""
        left = self._left()
        return left is not None and self.lifetime is not None and left < min(_RENEW_BEFORE, self.lifetime / 4)

    def has_ended(self) -> bool:
        """Whether the server would refuse it, as far as the clocks tell."""
        left = self._left()
        return left is not None and left <= 0

    def _left(self) -> Optional[float]:
        """Seconds until its end; None where nothing sensible is known of that."""
        if self.lifetime is None or self.ends_at is None or self.lifetime <= 0:
            return None
        return min(self.lifetime - self.age, self.ends_at - time.time())  # the first stands still while a laptop sleeps


def _text_of(answer: Answer) -> str:
    try:
        content = answer.json()
    except CsrfRefused:
        raise
    except (InvalidRequest, PermissionRefused, SessionExpired) as error:
        raise _refused(answer, error) from error
    except (NotFound, UnexpectedAnswer) as error:
        raise wrong_server(answer) from error
    token = content.get("token") if isinstance(content, dict) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token or " " in token:
        raise wrong_server(answer)
    return token


def _refused(answer: Answer, error: ApiError) -> ApiError:
    """What a refused log-in means."""
    if answer.status == 401 and "WWW-Authenticate" in answer.headers and answer.is_html:
        return error  # not the server's own log-in
    if answer.is_html:
        return wrong_server(answer)
    if answer.status == 403:
        return PermissionRefused(
            "The server does not let this account log in.",
            "Ask who runs the server; after too many wrong passwords it may only take some waiting.",
            error.detail,
        )
    fields = error.fields if isinstance(error, InvalidRequest) else {"": []}
    if "" in fields or not fields:
        return WrongPassword("The user name or the password is wrong.", "Check both.", error.detail)
    missing = " and ".join({"username": "user name"}.get(name, name) for name in fields)
    return WrongPassword(f"The {missing} is missing or not valid.", "Enter both user name and password.", error.detail)


def _end(token: str) -> Optional[float]:
    """The `exp` claim of a JSON web token, in seconds since 1970 by the server's clock."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims: Any = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        end = float(claims["exp"])
    except (binascii.Error, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return end if math.isfinite(end) else None
