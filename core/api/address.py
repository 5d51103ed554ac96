"""Addresses of servers: what a user types, and what two addresses have in common."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from .errors import InvalidAddress
from .network import is_loopback

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PAGES = re.compile(
    r"/(api|dashboard|login|logout|admin|map|3d|public|welcome|processingnode|plugins|about|dev-tools|media|static|s)"
    r"(/.*)?$"
)
_AROUND = "<>\"'“”‘’«»(){},;"
"""What stands around an address in a letter or a document, and gets copied along."""
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"^(https?)(?::[/\s]*|/+)(?=[^/])", re.IGNORECASE)


class Origin(NamedTuple):
    """What a token may be sent to: exactly this scheme, host and port."""

    scheme: str
    host: str
    port: int


def origin_of(url: str) -> Origin:
    """Scheme, host and port of an address; the scheme's own port where none is given."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return Origin(scheme, (parts.hostname or "").lower(), parts.port or _DEFAULT_PORTS.get(scheme, 0))


def server_url(text: str) -> str:
    """The server's address out of what a user typed or pasted from a browser, without a slash at the end.

    A missing scheme becomes https, or http for this computer; the path of a page of the server's own web interface
    is dropped, a path under which the whole server lies is kept.
    """
    typed = _bare(text)
    remedy = "Enter an address such as https://webodm.example.org or http://192.168.1.20:8000."
    if not typed:
        raise InvalidAddress("There is no server address.", remedy)
    try:
        parts = urlsplit(typed if "://" in typed else "//" + typed)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidAddress(f"'{typed}' is not a server address.", remedy, str(error)) from error
    if parts.username or parts.password:
        raise InvalidAddress("The address holds a user name or password.", "Enter them in their own fields.")
    scheme = parts.scheme.lower() or ("http" if is_loopback(host) else "https")
    if scheme not in _DEFAULT_PORTS or not host or re.search(r"\s", host):
        raise InvalidAddress(f"'{typed}' is not a server address.", remedy)
    shown_host = f"[{host}]" if ":" in host else host
    netloc = shown_host if port in (None, _DEFAULT_PORTS[scheme]) else f"{shown_host}:{port}"
    return urlunsplit((scheme, netloc, _PAGES.sub("", parts.path.rstrip("/")), "", ""))


def _bare(text: str) -> str:
    """What was typed or pasted without what came along: spaces, quotes and brackets around it, invisible marks; with the
    two slashes behind the scheme, however they were typed.
    """
    bare = _INVISIBLE.sub("", text).strip().strip(_AROUND).strip()
    return _SCHEME.sub(lambda found: found.group(1) + "://", bare.replace("\\", "/"))


def segment(value: str) -> str:
    """One id or name as one segment of a path: what it holds cannot lead elsewhere."""
    if value in ("", ".", ".."):
        raise InvalidAddress(f"'{value}' cannot be part of an address.")
    try:
        return quote(value, safe="")
    except UnicodeEncodeError as error:
        raise InvalidAddress(f"{value!r} cannot be part of an address.", "", str(error)) from error
