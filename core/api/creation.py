"""Creating things on a server when answers get lost: what was made already is found, never made twice."""

from __future__ import annotations

import threading
from typing import Callable, Optional, Sequence, Set, TypeVar

from ..errors import Cancelled
from .errors import ApiError, ConnectionLost, ServerFailed, TimedOut
from .exchange import CancelCheck
from .retry import RetryPolicy, StopWhen

T = TypeVar("T")

CREATION = RetryPolicy(attempts=4, first=0.5, longest=10.0)
COPYING = RetryPolicy(attempts=1, first=2.0, longest=10.0)
"""Looks for what became of a copy whose answer got lost and makes none again: the server may still be at it."""
COPYING_SILENCE = 600.0  # seconds; a server copies all photos and results before it answers
_LOOKS = 2  # for what a lost answer may have made: the server may still be at it at the first
_NOTHING_DONE = (429, 503)  # the request was turned away unread
_LOST_ON_THE_WAY = (408, 502, 504, 520, 522, 524)  # a proxy gave up on a server that may go on


def create_once(
    create: Callable[[], T],
    candidates: Callable[[], Sequence[T]],
    key: Callable[[T], str],
    *,
    policy: RetryPolicy = CREATION,
    cancelled: CancelCheck,
) -> T:
    """What `create` makes, made once although its answer may get lost.

    candidates: those things on the server that look like the one to be made. They are asked for before, and again
    when an answer was lost: one with a new `key` is ours. Where there is none the creation is repeated. Raises the
    last error when the policy's attempts are used up, or at once one that says no.
    """
    before = {key(item) for item in candidates()}
    stop = StopWhen(cancelled)
    attempt = 0
    while True:
        attempt += 1
        try:
            return create()
        except (ConnectionLost, TimedOut, ServerFailed) as error:
            made = _find(candidates, key, before, policy, attempt, error, stop)
            if made is not None:
                return made
            if attempt >= policy.attempts or not _may_repeat(error):
                raise


def _find(
    candidates: Callable[[], Sequence[T]],
    key: Callable[[T], str],
    before: Set[str],
    policy: RetryPolicy,
    attempt: int,
    error: ApiError,
    stop: threading.Event,
) -> Optional[T]:
    """The thing that is new, after a wait; None where there is none."""
    if isinstance(error, ServerFailed) and error.status in _NOTHING_DONE:
        if attempt < policy.attempts:
            _wait(stop, policy.delay(attempt, error), error)
        return None
    for look in range(_LOOKS):
        _wait(stop, policy.delay(attempt + look, error), error)
        new = [item for item in candidates() if key(item) not in before]
        if new:
            return new[0]
    return None


def _may_repeat(error: ApiError) -> bool:
    """A plain 500 is the server's own word that it cannot."""
    return not isinstance(error, ServerFailed) or error.status in (*_NOTHING_DONE, *_LOST_ON_THE_WAY)


def _wait(stop: threading.Event, seconds: float, error: ApiError) -> None:
    if stop.wait(seconds):
        raise Cancelled from error
