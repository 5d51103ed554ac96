"""Connections to addresses that a user named: http and https only, and to no computer of a private network.

The name is looked up once, by the connection itself, and the connection goes to the address that was checked: a name
server that answers differently the second time (DNS rebinding) gains nothing, nor does a redirection.
"""
from __future__ import annotations

import ipaddress
import re
import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

_WEB = re.compile(r"https?://[^/\s]+\S*", re.IGNORECASE)
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
MOST_REDIRECTIONS = 5


class ForbiddenAddress(Exception):
    """The address belongs to a private network."""


def is_web_address(text: str) -> bool:
    """Whether it is an address of http or https."""
    return _WEB.fullmatch(text) is not None


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, also where it carries an IPv4 address inside."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if address.sixtofour or address.teredo or any(address in network for network in _NAT64):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class _Checked(HTTPConnection):
    """A connection that looks its host up itself and refuses private addresses."""

    def _new_conn(self) -> socket.socket:
        host = self._dns_host.strip("[]")
        try:
            found = socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(self.host, self, socket.gaierror(str(error))) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not addresses or not all(map(is_public, addresses)):
            raise ForbiddenAddress(f"{self.host} is an address of a private network, from which nothing is imported.")
        try:
            return create_connection((addresses[0], self.port), self.timeout, socket_options=self.socket_options)
        except OSError as error:
            raise NewConnectionError(self, f"no connection: {error}") from error


class _CheckedTls(_Checked, HTTPSConnection):
    """The same over TLS; the certificate is checked against the name."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Checked


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedTls


class _CheckedAdapter(HTTPAdapter):
    """requests' adapter on checked connections."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


def web_session(private_too: bool) -> requests.Session:
    """A session for http and https, without proxy, stored passwords or cookies; checked unless told otherwise."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = MOST_REDIRECTIONS
    if not private_too:
        for scheme in ("http://", "https://"):
            session.mount(scheme, _CheckedAdapter())
    return session
