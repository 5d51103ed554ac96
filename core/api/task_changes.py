"""What can be changed of a task that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional, Sequence, Tuple

from .errors import InvalidRequest
from .geojson import Polygon, polygon_to_json
from .ids import NodeId, ProjectId, as_sent
from .options import NodeOption, TaskOption, options_to_json


@dataclass(frozen=True)
class TaskChanges:
    """The fields to change; what is None stays as it is.

    options: replace all that were set. node_id: the node to run on, which ends the automatic choice; auto_node: let the
    server choose. move_to: another project. crop: the area that the rasters are shown of, clear_crop: all of them.
    resize_to: longest side of the photos in pixels, -1 for as they are; before processing starts only.
    """

    name: Optional[str] = None
    options: Optional[Tuple[TaskOption, ...]] = None
    node_id: Optional[NodeId] = None
    auto_node: Optional[bool] = None
    move_to: Optional[ProjectId] = None
    tags: Optional[Tuple[str, ...]] = None
    crop: Optional[Polygon] = None
    clear_crop: bool = False
    public: Optional[bool] = None
    public_edit: Optional[bool] = None
    resize_to: Optional[int] = None

    def to_json(self, known: Sequence[NodeOption] = ()) -> Dict[str, Any]:
        """By the API's own names; `known` options of the nodes are what the options are checked against."""
        asked = {"name": self.name, "public": self.public, "public_edit": self.public_edit, "resize_to": self.resize_to}
        content: Dict[str, Any] = {key: value for key, value in asked.items() if value is not None}
        if self.options is not None:
            content["options"] = options_to_json(self.options, known)
        if self.tags is not None:
            content["tags"] = list(self.tags)
        if self.move_to is not None:
            content["project"] = as_sent(self.move_to)
        return {**content, **self._node(), **self._crop()}

    def _node(self) -> Dict[str, Any]:
        if self.node_id is not None and self.auto_node:
            raise InvalidRequest("A task runs on a chosen node or on any, not on both.", "Choose one of them.")
        content: Dict[str, Any] = {}
        if self.node_id is not None:
            content = {"processing_node": as_sent(self.node_id), "auto_processing_node": False}
        elif self.auto_node is not None:
            content = {"auto_processing_node": self.auto_node}
        return content

    def _crop(self) -> Dict[str, Any]:
        if self.crop is not None:
            return {"crop": polygon_to_json(self.crop)}
        return {"crop": None} if self.clear_crop else {}
