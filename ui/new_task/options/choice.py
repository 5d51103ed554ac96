"""What the user decided in the options step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ....core.api.options import TaskOption

AUTOMATIC = "auto"  # the server chooses the task to align to


@dataclass(frozen=True)
class OptionsChoice:
    """How a task is to be processed, and where.

    options: what differs from the node's defaults; unknown: names of those among them that the node does not know and
    the user sends all the same. node_id: None for whichever is free; node_name: in words; queue: tasks
    that wait there already, of an automatic choice where fewest do. resize_to: longest side of the
    photos in pixels, None for as they are; resize_on_server: made smaller there, not before they are sent. align_to: a
    task's id or `AUTOMATIC`, None for no task. preset: the name of the one that the options were made from, '' for none.
    notes: what the user should know before the start, as sentences.
    """

    options: tuple[TaskOption, ...] = ()
    node_id: Optional[str] = None
    resize_to: Optional[int] = None
    resize_on_server: bool = False
    align_to: Optional[str] = None
    gcp_file: Optional[Path] = None
    preset: str = ""
    node_name: str = ""
    queue: int = 0
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
