"""Proxy, certificates and time-outs as plain values, handed in by whoever knows the user's settings."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace
from typing import Mapping, Tuple, Union
from urllib.parse import urlsplit


@dataclass(frozen=True)
class ClientIdentity:
    """A certificate of the user's own, with its chain, and its private key, as PEM text held in memory only."""

    certificate: str
    key: str = field(repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class NetworkOptions:
    """How to reach servers.

    proxies: scheme of the wanted address ('http', 'https') to the proxy's address, which may carry user:password.
    no_proxy: hosts reached directly; 'example.org' covers its subdomains too, '*' everything.
    ca_bundle: PEM file of trusted authorities, '' for the built-in ones.
    client_certificate: PEM file, (certificate file, key file) or a `ClientIdentity`, '' for none. Shown to `url` alone
        that a session is opened for, not to where it redirects.
    pinned: 'host:port' in lower case to the SHA-256 (hex) of a certificate that is accepted there and nowhere else,
        whoever vouches for it.
    Time-outs in seconds; the read time-out is the longest silence that is borne.
    """

    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)  # may hold a password
    no_proxy: Tuple[str, ...] = ()
    ca_bundle: str = ""
    client_certificate: Union[str, Tuple[str, str], ClientIdentity] = ""
    pinned: Mapping[str, str] = field(default_factory=dict)
    connect_timeout: float = 10.0
    read_timeout: float = 60.0

    def proxies_for(self, url: str) -> dict[str, str]:
        """Proxies for one address: none for this computer and for the excluded hosts."""
        host = (urlsplit(url).hostname or "").lower()
        if is_loopback(host) or any(_covers(pattern, host) for pattern in self.no_proxy):
            return {}
        return dict(self.proxies)


    def pinned_for(self, url: str) -> str:
        """The fingerprint accepted at one address, '' where certificates are verified as usual."""
        parts = urlsplit(url)
        if parts.scheme.lower() != "https":
            return ""
        return self.pinned.get(f"{(parts.hostname or '').lower()}:{parts.port or 443}", "")

    def abroad(self) -> NetworkOptions:
        """The same for other servers than the one meant: nothing that says who the user is."""
        return replace(self, client_certificate="")


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this computer."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _covers(pattern: str, host: str) -> bool:
    wanted = pattern.strip().lower().lstrip("*").lstrip(".")
    if not wanted:
        return pattern.strip() == "*"
    return host == wanted or host.endswith("." + wanted)
