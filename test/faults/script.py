"""Fault scripts: which request, when, and what goes wrong with it."""

from __future__ import annotations

import enum
import re
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Optional, Sequence, Tuple
from urllib.parse import urlsplit


class Verb(enum.Enum):
    """What a request is for."""

    LOG_IN = "log in"
    PROJECT = "create a project"
    LIST = "list tasks"
    CREATE = "create a task"
    TASK = "read a task"
    UPLOAD = "upload"
    COMMIT = "commit"
    REMOVE = "remove"
    DOWNLOAD = "download"
    OTHER = "other"


_TASKS = r"^/api/projects/[^/]+/tasks/"
_VERBS: Tuple[Tuple[str, str, Verb], ...] = (
    ("POST", r"^/api/token-auth/$", Verb.LOG_IN),
    ("POST", r"^/api/projects/$", Verb.PROJECT),
    ("GET", _TASKS + "$", Verb.LIST),
    ("POST", _TASKS + "$", Verb.CREATE),
    ("GET", _TASKS + "[^/]+/$", Verb.TASK),
    ("POST", _TASKS + "[^/]+/upload/$", Verb.UPLOAD),
    ("POST", _TASKS + "[^/]+/commit/$", Verb.COMMIT),
    ("POST", _TASKS + "[^/]+/remove/$", Verb.REMOVE),
    ("GET", _TASKS + "[^/]+/download/", Verb.DOWNLOAD),
)


def verb_of(method: str, target: str) -> Verb:
    """What a request with this method and target is for."""
    path = urlsplit(target).path
    return next((verb for name, pattern, verb in _VERBS if name == method and re.match(pattern, path)), Verb.OTHER)


class Kind(enum.Enum):
    """What goes wrong. `at` below is a byte of the message, head included, counted modulo its length."""

    REFUSE = "the connection is dropped and new ones are refused for a moment"
    CUT_REQUEST = "the request reaches the server up to `at`, then both connections break"
    CUT_ANSWER = "the request is carried out; its answer breaks off at `at`"
    STALL_REQUEST = "the request is taken up to `at`, then nothing happens any more"
    STALL_ANSWER = "the request is carried out; its answer stops at `at` without an end"
    PAUSE_REQUEST = "the request stops at `at` for less than a time-out"
    PAUSE_ANSWER = "the answer stops at `at` for less than a time-out"
    STATUS_EARLY = "an error is answered when the head is there, the body is not read"
    STATUS_INSTEAD = "an error is answered, the server sees nothing of the request"
    STATUS_AFTER = "the request is carried out, but an error is answered"
    SHORTEN_ANSWER = "the answer's body ends at `at`, with a length that says that this is right"
    SWAP_BEFORE = "another answer with status 200 comes instead; the server sees nothing of the request"
    SWAP_AFTER = "the request is carried out, another answer with status 200 comes"
    REPEAT_REQUEST = "the request is carried out twice, the second answer is handed on"
    CHANGE_IN_ANSWER = "the answer breaks off at `at`, and what was asked for changes on the server"
    RESTART_BEFORE = "the server is killed and started again, then gets the request"
    RESTART_AFTER = "the request is carried out, the server killed and started again, the answer lost"
    KILL_IN_REQUEST = "the client is killed when `at` of the request is through"
    KILL_IN_ANSWER = "the request is carried out; the client is killed when `at` of the answer is through"


STATUSES = (403, 429, 500, 502, 503, 504, 524)
"""403 is what an expired token is answered with; the others are those of servers and proxies in trouble."""


@dataclass(frozen=True)
class Fault:
    """A fault at the `nth` request (from 0) for `verb`, and at the `times` - 1 such requests after it.

    status, retry_after: of an error that is answered. at: of what is cut, stalled, shortened; for a swap it chooses
    the other answer.
    """

    verb: Verb
    nth: int
    kind: Kind
    at: int = 0
    status: int = 503
    retry_after: str = ""
    times: int = 1


class Script:
    """Hands out the faults of a script as requests come. Thread-safe."""

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self._faults = tuple(faults)
        self._seen: Counter[Verb] = Counter()
        self._lock = threading.Lock()

    def next(self, verb: Verb) -> Optional[Fault]:
        """The fault of the request that has just come, the first of the script where there are several."""
        with self._lock:
            number = self._seen[verb]
            self._seen[verb] += 1
        at_its_turn = (
            fault for fault in self._faults if fault.verb is verb and fault.nth <= number < fault.nth + fault.times
        )
        return next(at_its_turn, None)
