"""Calls to a node, through pyodm, with four kinds of failure in place of its many."""
from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from pyodm.exceptions import NodeConnectionError, NodeServerError, OdmError
from pyodm.utils import options_to_json
from requests import RequestException

from nadir_server.data_folder import KEPT_FREE
from nadir_server.nodes.answers import LONGEST_TEXT, NodeState, TaskState, options_from_json
from nadir_server.nodes.connection import MB, PIECE, LimitedNode
from nadir_server.nodes.models import ProcessingNode
from nadir_server.security.redaction import GONE, redacted

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PARALLEL_UPLOADS = 4
LOOK_AT_DISK_EVERY = 16 * MB
SLOWEST, SLOW_FOR_SECONDS = 1024, 120.0  # bytes a second of a download, over so long
T = TypeVar("T")


class NodeError(Exception):
    """A node did not do what it was asked to; the text holds no token."""


class NodeUnreachable(NodeError):
    """It could not be reached, or the connection broke: worth trying again."""


class NodeForgot(NodeError):
    """It does not know the task."""


class NodeBroken(NodeError):
    """It answered with something that is no answer: an error page, nonsense."""


class NodeRefused(NodeError):
    """It answered with a reason why not."""


class NoRoom(Exception):
    """What a node sends does not fit on this computer's disk."""


class NodeClient:
    """One node. Every method raises NodeError."""

    def __init__(self, node: ProcessingNode, timeout: float = 30) -> None:
        self._token = node.token
        self._node = LimitedNode(node.hostname, node.port, node.token, timeout)

    def info(self) -> NodeState:
        """How it is."""
        return self._call(lambda: NodeState.from_json(self._node.get("/info")))

    def options(self) -> list[dict[str, Any]]:
        """Options in the documented shape: name, type, value, domain, help."""
        return self._call(lambda: options_from_json(self._node.get("/options")))

    def create_task(
        self, uuid: str, files: list[Path], options: dict[str, Any], name: str, progress: Callable[[float], None]
    ) -> None:
        """Upload the files and start a task under the chosen uuid; `progress` gets 0 to 100 and may raise to stop."""
        self._call(
            lambda: self._node.create_task(
                [str(file) for file in files],
                options,
                name,
                progress_callback=progress,
                parallel_uploads=PARALLEL_UPLOADS,
                max_retries=3,
                retry_timeout=2,
                task_uuid=uuid,
            )
        )

    def task_info(self, uuid: str, lines_known: int | None = None) -> TaskState:
        """State of a task, with the console lines from `lines_known` on."""
        query = {} if lines_known is None else {"with_output": lines_known}
        return self._call(lambda: TaskState.from_json(self._node.get(f"/task/{quote(uuid)}/info", query)))

    def cancel(self, uuid: str) -> None:
        """Stop a task."""
        self._act("cancel", {"uuid": uuid})

    def restart(self, uuid: str, options: dict[str, Any]) -> None:
        """Begin an ended task again, with other options."""
        self._act("restart", {"uuid": uuid, "options": options_to_json(options)})

    def remove(self, uuid: str) -> None:
        """Delete a task with all it has."""
        self._act("remove", {"uuid": uuid})

    def download_results(self, uuid: str, target: Path, progress: Callable[[float], None]) -> None:
        """all.zip of a completed task as the file `target`; `progress` gets 0 to 100 and may raise to stop.

        Raises NoRoom before the disk is full, however large the node says that the file is.
        """
        self._call(lambda: self._download(f"/task/{quote(uuid)}/download/all.zip", target, progress))

    def _download(self, path: str, target: Path, progress: Callable[[float], None]) -> None:
        answer = self._node.get(path, stream=True)
        if isinstance(answer, (dict, list)):
            raise ValueError("JSON in place of a file")
        total = int(answer.headers.get("Content-Length") or 0)
        received, next_look, pace = 0, 0, _Pace()
        with answer, target.open("wb") as out:
            for piece in answer.iter_content(PIECE):
                if received >= next_look:
                    next_look = received + LOOK_AT_DISK_EVERY
                    _check_room(target.parent, max(total - received, LOOK_AT_DISK_EVERY))
                out.write(piece)
                received += len(piece)
                pace.check(received)
                progress(100.0 * received / max(total, received) if total else 0.0)
        if total and received < total:
            raise NodeConnectionError(f"{received} of {total} bytes arrived")

    def _act(self, verb: str, form: dict[str, str]) -> None:
        """One of the POSTs on a task, which answer `success`, and where that is false why."""
        answer = self._call(lambda: self._node.post(f"/task/{verb}", form))
        if not isinstance(answer, dict) or answer.get("success") is False:
            raise NodeRefused(f"The node does not {verb} the task: {self._words(answer)}")

    def _call(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except (NodeConnectionError, RequestException) as error:
            raise NodeUnreachable(self._words(error)) from error
        except NodeServerError as error:
            raise NodeBroken(f"The node failed: {self._words(error)}") from error
        except OdmError as error:
            words = self._words(error)
            raise (NodeForgot if "not found" in words else NodeRefused)(words) from error
        except (LookupError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
            raise NodeBroken(f"The node's answer was not understood: {self._words(error)}") from error

    def _words(self, error: object) -> str:
        """The error's text; requests puts whole addresses into it, token included."""
        text = str(error)[:LONGEST_TEXT]
        for secret in filter(None, {self._token, quote(self._token), quote_plus(self._token)}):
            text = text.replace(secret, GONE)
        return redacted(text)


class _Pace:
    """Notices a download that only trickles: a byte now and then keeps a connection alive for ever."""

    def __init__(self) -> None:
        self._since, self._received = time.monotonic(), 0

    def check(self, received: int) -> None:
        """Raises NodeConnectionError."""
        passed = time.monotonic() - self._since
        if passed < SLOW_FOR_SECONDS:
            return
        if received - self._received < SLOWEST * passed:
            raise NodeConnectionError(f"Only {received - self._received} bytes arrived in {passed:.0f} seconds")
        self._since, self._received = time.monotonic(), received


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if size > free - KEPT_FREE:
        raise NoRoom(
            f"The results do not fit on this server's disk, of which {free / MB:.0f} MB are free. "
            "Free some space and restart the task."
        )


def reach_loopback_directly() -> None:
    """Keep requests to nodes on this computer away from a proxy that the environment names."""
    for name in ("no_proxy", "NO_PROXY"):
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, *LOOPBACK]))
