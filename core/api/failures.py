"""From what `requests` raises to errors that a user understands."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import Iterator
from urllib.parse import urlsplit

import requests

from .errors import (
    ApiError,
    CertificateRefused,
    ConnectionLost,
    InvalidAddress,
    NotThisKindOfServer,
    ProxyRefused,
    TimedOut,
    UnexpectedAnswer,
    Unreachable,
)


def network_failure(error: Exception, url: str) -> ApiError:
    """The typed error for what `requests`, `urllib3` or a socket raised while talking to `url`."""
    detail = f"{type(error).__name__}: {error}"
    causes = list(_causes(error))
    if isinstance(error, requests.exceptions.ProxyError):
        return _proxy_failure(detail)
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
        return InvalidAddress(f"'{url}' is not a server address.", "Check the address.", detail)
    if isinstance(error, OSError) and "Could not find" in detail and "TLS" in detail:
        return CertificateRefused(
            f"A file of certificates is missing: {str(error).split('invalid path: ')[-1]}",
            "Check QGIS: Settings, Options, Authentication.",
            detail,
        )
    if any(isinstance(cause, (requests.exceptions.SSLError, ssl.SSLError)) for cause in causes):
        return _tls_failure(detail, url)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return Unreachable(
            f"{_place(url)} does not answer.", "Check the address, the port and your network connection.", detail
        )
    if any(isinstance(cause, (requests.exceptions.Timeout, socket.timeout)) for cause in causes):
        return TimedOut(f"{_place(url)} takes too long to answer.", "Try again later.", detail)
    return _connection_failure(causes, url, detail)


def _connection_failure(causes: list[BaseException], url: str, detail: str) -> ApiError:
    host = urlsplit(url).hostname or url
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Unreachable(
            f"There is no computer called '{host}' on this network.",
            "Check the spelling of the address and your network connection.",
            detail,
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Unreachable(
            f"No server answers at {_place(url)}.", "Check the address and the port, and that the server runs.", detail
        )
    if any(isinstance(cause, http.client.HTTPException) and not _is_drop(cause) for cause in causes):
        return NotThisKindOfServer(
            f"What answers at {_place(url)} is not a web server.", "Check the port in the address.", detail
        )
    if any(_is_drop(cause) for cause in causes):
        return ConnectionLost(f"The connection to {host} broke off.", "Try again.", detail)
    if any(isinstance(cause, OSError) and "NewConnectionError" in detail for cause in causes):
        return Unreachable(f"{_place(url)} cannot be reached.", "Check your network connection.", detail)
    if isinstance(causes[0], requests.exceptions.ContentDecodingError):
        return UnexpectedAnswer("The server's answer is damaged.", "Try again.", detail)
    return ConnectionLost(f"The connection to {host} failed.", "Try again.", detail)


def _proxy_failure(detail: str) -> ProxyRefused:
    if "407" in detail:
        return ProxyRefused(
            "The proxy wants a user name and password.", "Set them in QGIS: Settings, Options, Network.", detail
        )
    return ProxyRefused("The proxy cannot be reached.", "Check QGIS: Settings, Options, Network.", detail)


def _tls_failure(detail: str, url: str) -> ApiError:
    if any(sign in detail for sign in ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "RECORD_LAYER")):
        return NotThisKindOfServer(
            f"{_place(url)} does not speak https.", "Check the port, or start the address with http://.", detail
        )
    if "CERTIFICATE_VERIFY_FAILED" in detail or "doesn't match" in detail:
        return CertificateRefused(
            f"The certificate of {_place(url)} is not trusted.",
            "Add its authority in QGIS: Settings, Options, Authentication, Manage Certificates.",
            detail,
        )
    if "EOF" in detail:
        return ConnectionLost(f"The connection to {_place(url)} broke off.", "Try again.", detail)
    return CertificateRefused(
        f"No secure connection to {_place(url)}.", "Ask who runs the server about its certificate.", detail
    )


def _is_drop(cause: BaseException) -> bool:
    """Whether a connection that was there ended early; `RemoteDisconnected` is a `BadStatusLine` too."""
    return isinstance(
        cause, (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, http.client.IncompleteRead)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it wraps: libraries hide the cause in args, in `reason` or in the chain."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        wrapped = [*current.args, getattr(current, "reason", None), current.__cause__, current.__context__]
        waiting.extend(item for item in wrapped if isinstance(item, BaseException))


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
