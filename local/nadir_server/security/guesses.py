"""Log-ins that fail again and again are slowed down, per account and address.

The first failures cost nothing, since people mistype. After them each attempt has to wait, twice as long as the one
before; one that comes too early is answered with 429 and its password is not looked at. A log-in that succeeds, and a
quarter of an hour without a failure, clear the account at that address. Many accounts tried from one address are slowed
down too, but not on this computer itself, where all users and programs share one address.
"""
from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FREE_PER_ACCOUNT, FREE_PER_ADDRESS = 10, 50  # failures that cost nothing
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds
FORGOTTEN_AFTER = 900.0  # seconds without a failure
MOST_KEYS = 10_000  # a guesser that makes up names must not fill the memory

Key = tuple[str, ...]


@dataclass
class Failures:
    """Of one account at one address, or of one address."""

    count: int = 0
    last: float = 0.0


class Guesses:
    """Counts failures. Kept in memory: a restart forgives."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[Key, Failures] = {}

    def seconds_to_wait(self, account: str, address: str) -> float:
        """How long the next attempt has to wait from now; 0 where it need not."""
        now = self._clock()
        with self._lock:
            return max(0.0, *(self._due(key, free) - now for key, free in _keys(account, address)))

    def failed(self, account: str, address: str) -> None:
        """Note a failure."""
        now = self._clock()
        with self._lock:
            if len(self._failures) >= MOST_KEYS:
                self._forget_old(now)
            for key, _ in _keys(account, address):
                known = self._failures.get(key)
                if known is None or now - known.last > FORGOTTEN_AFTER:
                    known = self._failures[key] = Failures()
                known.count, known.last = known.count + 1, now

    def succeeded(self, account: str, address: str) -> None:
        """The account is clear at that address. What else came from there is not: a guesser may have an account, too."""
        with self._lock:
            self._failures.pop((account, address), None)

    def _due(self, key: Key, free: int) -> float:
        known = self._failures.get(key)
        if known is None or known.count < free:
            return 0.0
        return known.last + min(FIRST_WAIT * 2.0 ** min(known.count - free, 30), LONGEST_WAIT)

    def _forget_old(self, now: float) -> None:
        """Make room: what is old goes, and where that is not enough, what is oldest."""
        by_age = sorted(self._failures.items(), key=lambda item: item[1].last, reverse=True)
        self._failures = {key: known for key, known in by_age[: MOST_KEYS // 2] if now - known.last < FORGOTTEN_AFTER}


def _keys(account: str, address: str) -> list[tuple[Key, int]]:
    """What a failure counts for, and how many are free there."""
    keys: list[tuple[Key, int]] = [((account, address), FREE_PER_ACCOUNT)]
    return keys if _is_this_computer(address) else [*keys, ((address,), FREE_PER_ADDRESS)]


def _is_this_computer(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


guesses = Guesses()
