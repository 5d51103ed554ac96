"""From what `requests` raises to errors that a user understands."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from typing import Iterator
from urllib.parse import urlsplit

import requests
import urllib3

from .errors import (
    ApiError,
    CertificateRefused,
    ClientCertificateWanted,
    ConnectionLost,
    InvalidAddress,
    NoEncryption,
    NotThisKindOfServer,
    ProxyAuthenticationWanted,
    ProxyRefused,
    TimedOut,
    UnexpectedAnswer,
    Unreachable,
)

PROXY_SETTINGS = "Check QGIS: Settings, Options, Network."
AUTHENTICATION_SETTINGS = "QGIS: Settings, Options, Authentication"

_NO_TLS = ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "RECORD_LAYER")
_CERTIFICATE_WANTED = ("CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE", "ALERT_UNKNOWN_CA", "ALERT_CERTIFICATE")
_BAD_ADDRESS = (urllib3.exceptions.LocationParseError, UnicodeError)
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_LOG_IN = re.compile(r"(?<=://)[^/\s'\"]+@")
_WORDS_FOR_CERTIFICATES = (
    # what OpenSSL or urllib3 says, what the user reads, what can be done
    (
        ("has expired",),
        "The certificate of {place} has expired.",
        "Check the clock of this computer; else ask who runs the server to renew its certificate.",
    ),
    (
        ("not yet valid",),
        "The certificate of {place} is not valid yet.",
        "Check the clock of this computer; else ask who runs the server.",
    ),
    (
        ("self signed certificate in", "self-signed certificate in", "unable to get local issuer", "unable to verify"),
        "The certificate of {place} is not trusted: nobody that this computer trusts vouches for it.",
        f"Add its authority in {AUTHENTICATION_SETTINGS}, Manage Certificates.",
    ),
    (
        ("self signed", "self-signed"),
        "The certificate of {place} is not trusted: the server signed it itself.",
        f"If it is your own server, add the certificate in {AUTHENTICATION_SETTINGS}, Manage Certificates.",
    ),
    (
        ("doesn't match", "Hostname mismatch", "IP address mismatch", "no appropriate"),
        "The certificate of {place} is made out to another name.",
        "Enter the address by the name that the certificate has, or ask who runs the server.",
    ),
    (
        ("revoked",),
        "The certificate of {place} has been revoked.",
        "Do not log in there; ask who runs the server.",
    ),
)


def network_failure(error: Exception, url: str, *, with_proxy: bool = False) -> ApiError:
    """The typed error for what `requests`, `urllib3` or a socket raised while talking to `url`."""
    causes = list(_causes(error))
    detail = _LOG_IN.sub("", f"{type(error).__name__}: {error}")
    if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in detail:
        return ProxyRefused(
            "QGIS is set to a SOCKS proxy, which this installation cannot use.",
            "Set an HTTP proxy in QGIS: Settings, Options, Network; or install PySocks for the Python of QGIS.",
            detail,
        )
    if with_proxy and (_TUNNEL.search(detail) or isinstance(error, requests.exceptions.ProxyError)):
        return _proxy_failure(detail, url)
    if with_proxy and isinstance(error, (requests.exceptions.InvalidURL, *_BAD_ADDRESS)):  # the server's was tried before
        # The error's own text holds the address, where a password with odd letters cannot be told from the rest.
        return ProxyRefused("The address of the proxy in QGIS is not valid.", PROXY_SETTINGS, type(error).__name__)
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, *_BAD_ADDRESS)):
        return InvalidAddress(f"'{_place(url)}' is not a server address.", "Check the address.", detail)
    if any(isinstance(cause, (requests.exceptions.SSLError, ssl.SSLError)) for cause in causes):
        return _tls_failure(detail, url)
    if any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in causes):
        return _no_connection(causes, url, detail)
    if any(isinstance(cause, urllib3.exceptions.ConnectTimeoutError) for cause in causes):
        return Unreachable(
            f"{_place(url)} does not answer.", "Check the address, the port and your network connection.", detail
        )
    timeouts = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, socket.timeout)
    if any(isinstance(cause, timeouts) for cause in causes):
        return TimedOut(f"{_place(url)} takes too long to answer.", "Try again later.", detail)
    return _broken_connection(causes, url, detail)


def _no_connection(causes: list[BaseException], url: str, detail: str) -> ApiError:
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
    return Unreachable(f"{_place(url)} cannot be reached.", "Check your network connection.", detail)


def _broken_connection(causes: list[BaseException], url: str, detail: str) -> ApiError:
    host = urlsplit(url).hostname or url
    if any(isinstance(cause, http.client.BadStatusLine) and not _is_drop(cause) for cause in causes):
        return NotThisKindOfServer(
            f"What answers at {_place(url)} is not a web server.", "Check the port in the address.", detail
        )
    if any(_is_drop(cause) for cause in causes):
        return ConnectionLost(f"The connection to {host} broke off.", "Try again.", detail)
    if any(isinstance(cause, http.client.HTTPException) for cause in causes) or "InvalidHeader" in detail:
        return UnexpectedAnswer("The server's answer cannot be read.", "Try again.", detail)
    return ConnectionLost(f"The connection to {host} failed.", "Try again.", detail)


def _proxy_failure(detail: str, url: str) -> ApiError:
    found = _TUNNEL.search(detail)
    status = int(found.group(1)) if found else 0
    if status == 407:
        return proxy_wants_log_in(detail)
    if status in (500, 502, 503, 504):  # so says a proxy that got no connection itself
        return Unreachable(
            f"The proxy cannot reach {_place(url)}.", "Check the address; try again later.", detail
        )
    if status:
        return ProxyRefused(
            f"The proxy does not let you through to {_place(url)} (HTTP {status}).",
            "Ask who runs your network, or leave this address out of the proxy in QGIS: Settings, Options, Network.",
            detail,
        )
    return ProxyRefused("The proxy cannot be reached.", PROXY_SETTINGS, detail)


def proxy_wants_log_in(detail: str) -> ProxyAuthenticationWanted:
    """The error for a 407, whether the proxy gave it for a tunnel or as the answer to a call."""
    return ProxyAuthenticationWanted(
        "The proxy wants a user name and password, or others than it got.",
        "Set them in QGIS: Settings, Options, Network.",
        detail,
    )


def _tls_failure(detail: str, url: str) -> ApiError:
    shouted = detail.upper().replace(" ", "_")
    if any(sign in shouted for sign in _NO_TLS):
        return NoEncryption(
            f"{_place(url)} does not speak https.", "Check the port, or start the address with http://.", detail
        )
    if any(sign in shouted for sign in _CERTIFICATE_WANTED) or "ALERT_HANDSHAKE_FAILURE" in shouted:
        return client_certificate_wanted(_place(url), detail)
    for signs, summary, remedy in _WORDS_FOR_CERTIFICATES:
        if any(sign in detail for sign in signs):
            return CertificateRefused(summary.format(place=_place(url)), remedy, detail)
    if "ingerprint" in detail:
        return CertificateRefused(
            f"{_place(url)} shows another certificate than the one that you trust.",
            f"Ask who runs the server whether it was renewed, then trust it anew in {AUTHENTICATION_SETTINGS}.",
            detail,
        )
    if "CERTIFICATE_VERIFY_FAILED" in shouted:
        return CertificateRefused(
            f"The certificate of {_place(url)} is not trusted.",
            f"Add its authority in {AUTHENTICATION_SETTINGS}, Manage Certificates.",
            detail,
        )
    if "EOF" in detail or "TIMED_OUT" in shouted:
        return ConnectionLost(f"The connection to {_place(url)} broke off.", "Try again.", detail)
    return CertificateRefused(
        f"No secure connection to {_place(url)}.", "Ask who runs the server about its certificate.", detail
    )


def client_certificate_wanted(place: str, detail: str) -> ClientCertificateWanted:
    """The error of a server that asks for a certificate, during the handshake or as an answer."""
    return ClientCertificateWanted(
        f"{place} wants a certificate of yours, or another than it got.",
        f"Add one in {AUTHENTICATION_SETTINGS}, as a PKI configuration whose resource is the server's address.",
        detail,
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
    """Scheme, host and port, never a user name."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
