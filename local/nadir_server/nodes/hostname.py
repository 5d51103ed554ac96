"""Which texts name a host."""
from __future__ import annotations

import ipaddress
import re

_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
LONGEST = 253


def is_hostname(text: str) -> bool:
    """Whether it is a host name, an IPv4 address, or an IPv6 address in brackets: all else would bend the address."""
    if text.startswith("[") and text.endswith("]"):
        return _is_ipv6(text[1:-1])
    return len(text) <= LONGEST and all(_LABEL.fullmatch(label) for label in text.removesuffix(".").split("."))


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
