"""Calls to a node, through pyodm, with four kinds of failure in place of its many."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyodm
import requests
from pyodm.exceptions import NodeConnectionError, NodeServerError, OdmError
from pyodm.types import NodeInfo, TaskInfo

from nadir_server.nodes.models import ProcessingNode

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PARALLEL_UPLOADS = 4


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


class _Node(pyodm.Node):
    """pyodm's node; its own `url` writes the token into a shared default argument, from where other nodes send it."""

    def url(self, url: str, query: dict[str, Any] | None = None) -> str:
        return str(super().url(url, dict(query or {})))


class NodeClient:
    """One node. Every method raises NodeError."""

    def __init__(self, node: ProcessingNode, timeout: float = 30) -> None:
        self._token = node.token
        self._node = _Node(node.hostname, node.port, node.token, timeout)

    def info(self) -> NodeInfo:
        return self._call(self._node.info)

    def options(self) -> list[dict[str, Any]]:
        """Options in the documented shape: name, type, value, domain, help."""
        return [
            {key: getattr(option, key) for key in ("domain", "help", "name", "value", "type")}
            for option in self._call(self._node.options)
        ]

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

    def task_info(self, uuid: str, lines_known: int | None = None) -> TaskInfo:
        """State of a task, with the console lines from `lines_known` on."""
        return self._call(lambda: self._node.get_task(uuid).info(lines_known))

    def cancel(self, uuid: str) -> None:
        self._call(self._node.get_task(uuid).cancel)

    def restart(self, uuid: str, options: dict[str, Any]) -> None:
        self._call(lambda: self._node.get_task(uuid).restart(options))

    def remove(self, uuid: str) -> None:
        self._call(self._node.get_task(uuid).remove)

    def download_results(self, uuid: str, folder: Path, progress: Callable[[float], None]) -> Path:
        """all.zip of a completed task as a file in `folder`; `progress` gets 0 to 100 and may raise to stop."""
        task = self._node.get_task(uuid)
        return Path(self._call(lambda: task.download_zip(str(folder), progress, parallel_downloads=1)))

    def _call(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except NodeConnectionError as error:
            raise NodeUnreachable(self._words(error)) from error
        except requests.RequestException as error:
            raise NodeUnreachable(self._words(error)) from error
        except NodeServerError as error:
            raise NodeBroken(f"The node failed: {self._words(error)}") from error
        except OdmError as error:
            words = self._words(error)
            raise (NodeForgot if "not found" in words else NodeRefused)(words) from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NodeBroken(f"The node's answer was not understood: {self._words(error)}") from error

    def _words(self, error: Exception) -> str:
        """The error's text; requests puts whole addresses into it, token included."""
        text = str(error)
        return text.replace(self._token, "***") if self._token else text


def reach_loopback_directly() -> None:
    """Keep requests to nodes on this computer away from a proxy that the environment names."""
    for name in ("no_proxy", "NO_PROXY"):
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, *LOOPBACK]))
