"""Which names this server answers to. A page whose name was rebound to this computer's address sends its own name."""
from __future__ import annotations

import ipaddress

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def allowed_hosts(listening: str, named: list[str]) -> list[str]:
    """Loopback, the address listened on unless it stands for all of them, and what the administrator named."""
    own = [] if _is_any(listening) else [f"[{listening}]" if ":" in listening else listening]
    return list(dict.fromkeys([*LOOPBACK, *own, *named]))


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_any(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
