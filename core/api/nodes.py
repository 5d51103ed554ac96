"""Processing nodes: the machines that do the work, as the server sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Container, Dict, Optional, Sequence, Tuple

from . import fields
from .address import segment
from .creation import create_once
from .errors import NotFound, PermissionRefused
from .exchange import CancelCheck, never
from .ids import NodeId
from .options import NodeOption, TaskOption, options_to_json
from .session import Session
from .transport import Call

__all__ = ["NodeFilter", "NodeOption", "ProcessingNode", "ProcessingNodes"]

_NODES = "/api/processingnodes/"


@dataclass(frozen=True)
class ProcessingNode:
    """A node as the server last saw it. max_images: None for no limit. online: seen within the last five minutes.

    label: what the server calls it, or host and port. token: what the node wants to be shown; never printed.
    available_options: none from a node that was never seen.
    """

    id: NodeId
    hostname: str = ""
    port: Optional[int] = None
    online: bool = False
    queue_count: int = 0
    max_images: Optional[int] = None
    engine: str = ""
    engine_version: str = ""
    api_version: str = ""
    label: str = ""
    last_refreshed: Optional[datetime] = None
    available_options: Tuple[NodeOption, ...] = ()
    token: str = field(default="", repr=False)

    @classmethod
    def from_json(cls, content: Any) -> ProcessingNode:
        data = fields.mapping(content, "processing node")
        hostname, port = fields.text(data, "hostname"), fields.integer(data, "port")
        return cls(
            id=fields.identifier(data),
            hostname=hostname,
            port=port,
            online=fields.flag(data, "online"),
            queue_count=fields.integer(data, "queue_count") or 0,
            max_images=fields.integer(data, "max_images"),
            engine=fields.text(data, "engine"),
            engine_version=fields.text(data, "engine_version"),
            api_version=fields.text(data, "api_version"),
            label=fields.text(data, "label") or (hostname if port is None else f"{hostname}:{port}"),
            last_refreshed=fields.moment(data, "last_refreshed"),
            available_options=NodeOption.list_from_json(data.get("available_options")),
            token=fields.text(data, "token"),
        )


@dataclass(frozen=True)
class NodeFilter:
    """Which nodes, and in which order; what is None or '' does not matter.

    has_available_options: whether it was ever seen. ordering: a field, '-' before it for the other way round.
    """

    id: Optional[NodeId] = None
    hostname: str = ""
    port: Optional[int] = None
    api_version: str = ""
    queue_count: Optional[int] = None
    max_images: Optional[int] = None
    has_available_options: Optional[bool] = None
    label: str = ""
    engine: str = ""
    engine_version: str = ""
    ordering: str = ""

    def params(self) -> Dict[str, str]:
        asked: Dict[str, Any] = {
            name: getattr(self, name) for name in self.__dataclass_fields__ if name != "has_available_options"
        }
        params = {name: str(value) for name, value in asked.items() if value not in (None, "")}
        if self.has_available_options is not None:
            params["has_available_options"] = "true" if self.has_available_options else "false"
        return params


_ALL = NodeFilter()


class ProcessingNodes:
    """`/api/processingnodes/`

    A label cannot be set through the API: a server drops it without a word and makes its own.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, chosen: NodeFilter = _ALL, *, cancelled: CancelCheck = never) -> Tuple[ProcessingNode, ...]:
        """The nodes that the account sees: none for plain accounts of many servers, which can process all the same."""
        items = self._session.get_list(_NODES, chosen.params(), cancelled=cancelled)
        return tuple(ProcessingNode.from_json(item) for item in items)

    def get(self, node_id: NodeId, *, cancelled: CancelCheck = never) -> ProcessingNode:
        return ProcessingNode.from_json(self._session.get_json(_path(node_id), cancelled=cancelled))

    def create(
        self, hostname: str, port: int, token: Optional[str] = None, *, cancelled: CancelCheck = never
    ) -> ProcessingNode:
        """Add a node, once. The server asks the node at once; one that does not answer is added all the same, offline.

        Raises `PermissionRefused` for accounts that do not run the server.
        """
        content: Dict[str, Any] = {"hostname": hostname, "port": port}
        if token:
            content["token"] = token

        def create() -> ProcessingNode:
            return ProcessingNode.from_json(self._session.post(_NODES, content, cancelled=cancelled))

        def candidates() -> Tuple[ProcessingNode, ...]:
            alike = self.list(NodeFilter(hostname=hostname, port=port), cancelled=cancelled)
            return tuple(node for node in alike if (node.hostname, node.port) == (hostname, port))

        return create_once(create, candidates, lambda node: node.id, cancelled=cancelled)

    def patch(
        self,
        node_id: NodeId,
        *,
        hostname: Optional[str] = None,
        port: Optional[int] = None,
        token: Optional[str] = None,
        cancelled: CancelCheck = never,
    ) -> ProcessingNode:
        """Change what is given and leave the rest."""
        asked = {"hostname": hostname, "port": port, "token": token}
        content = {key: value for key, value in asked.items() if value is not None}
        return ProcessingNode.from_json(self._session.patch(_path(node_id), content, cancelled=cancelled))

    def replace(
        self, node_id: NodeId, hostname: str, port: int, *, cancelled: CancelCheck = never
    ) -> ProcessingNode:
        """Point the node to another machine (PUT)."""
        call = Call("PUT", _path(node_id), json={"hostname": hostname, "port": port})
        return ProcessingNode.from_json(self._session.call(call, cancelled=cancelled).json())

    def delete(self, node_id: NodeId, *, cancelled: CancelCheck = never) -> None:
        """Take a node off the server's list; the node itself stays as it is."""
        self._session.delete(_path(node_id), cancelled=cancelled)

    def options(self, *, cancelled: CancelCheck = never) -> Tuple[NodeOption, ...]:
        """The options that all online nodes have in common; none for an account that sees no nodes."""
        return NodeOption.list_from_json(self._session.get_list(f"{_NODES}options/", cancelled=cancelled))

    def check_options(
        self,
        options: Sequence[TaskOption],
        node_id: Optional[NodeId] = None,
        *,
        unknown: Container[str] = (),
        cancelled: CancelCheck = never,
    ) -> None:
        """Raise `InvalidOption` for what the node (None: any of them) would refuse, minutes after the upload.

        unknown: names that the user wants to send although no node knows them; nodes leave such options alone.
        An account that sees no nodes, or not this one, cannot know; then all passes.
        """
        try:
            known = self.options(cancelled=cancelled) if node_id is None else self._of(node_id, cancelled)
        except (NotFound, PermissionRefused):
            known = ()
        names = {option.name for option in known}
        checked = [option for option in options if option.name in names or option.name not in unknown]
        options_to_json(checked, known)

    def _of(self, node_id: NodeId, cancelled: CancelCheck) -> Tuple[NodeOption, ...]:
        return self.get(node_id, cancelled=cancelled).available_options


def _path(node_id: NodeId) -> str:
    return f"{_NODES}{segment(node_id)}/"
