"""Processing nodes: the machines that do the work, as the server sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional, Tuple

from . import fields
from .exchange import CancelCheck, never
from .fields import Json
from .ids import NodeId
from .session import Session


@dataclass(frozen=True)
class NodeOption:
    """A processing option that a node knows.

    type: 'bool', 'int', 'float', 'string', 'enum' ... ; value: the default, as text; domain: the allowed values of an
    enum, or a description such as 'positive integer'; help may hold the placeholders %(default)s and %(choices)s.
    """

    name: str
    type: str = "string"
    value: str = ""
    domain: Tuple[str, ...] = ()
    help: str = ""

    @classmethod
    def from_json(cls, data: Json) -> NodeOption:
        domain = data.get("domain")
        choices = domain if isinstance(domain, list) else [domain] if isinstance(domain, str) and domain else []
        value = data.get("value")
        return cls(
            name=fields.text(data, "name"),
            type=fields.text(data, "type", "string"),
            value="" if value is None else str(value),
            domain=tuple(str(choice) for choice in choices),
            help=fields.text(data, "help"),
        )


@dataclass(frozen=True)
class ProcessingNode:
    """A node as the server last saw it. max_images: None for no limit. online: seen within the last five minutes."""

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
            available_options=tuple(NodeOption.from_json(item) for item in fields.objects(data, "available_options")),
        )


class ProcessingNodes:
    """`/api/processingnodes/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, cancelled: CancelCheck = never) -> Tuple[ProcessingNode, ...]:
        """The nodes that the account sees: none for plain accounts of many servers, which can process all the same."""
        items = self._session.get_list("/api/processingnodes/", cancelled=cancelled)
        return tuple(ProcessingNode.from_json(item) for item in items)

    def options(self, *, cancelled: CancelCheck = never) -> Tuple[NodeOption, ...]:
        """The options that all online nodes have in common."""
        items = self._session.get_list("/api/processingnodes/options/", cancelled=cancelled)
        return tuple(NodeOption.from_json(item) for item in items if isinstance(item, dict))
