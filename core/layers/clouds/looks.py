"""How a point cloud is to look: in natural colours, else by class, else by height.

A cloud without colours has the dimensions for them all the same, filled with zeros. Where its description has no
statistics, the first point of some nodes is looked at: LAZ stores it uncompressed (LASzip: every chunk begins with it).
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from enum import Enum
from typing import Iterator, List, Optional, Tuple

from ...api.client import Client
from ...api.exchange import CancelCheck
from ...api.task import Task
from ...errors import Cancelled, NadirError
from .beginning import read_beginning
from .ept import CHANNELS, PATH, ROOT_HIERARCHY, EptDescription
from .las import Colour, first_colour, read_header

CLASSES = "Classification"
_FOLDER = PATH.rpartition("/")[0]
_NODES = 4


class Colouring(Enum):
    """What the colour of a point tells."""

    NATURAL = "natural"
    CLASSES = "classes"
    HEIGHTS = "heights"


@dataclass(frozen=True)
class CloudLook:
    """top: the brightest value that colours can have, 255 or 65535. low, high: heights from and to which colours run."""

    colouring: Colouring
    top: int = 65_535
    low: float = 0.0
    high: float = 1.0


def look_of(description: EptDescription, colours: List[Colour]) -> CloudLook:
    """How a cloud is shown. colours: of some points, where the description has no statistics of them."""
    low, high = _heights(description)
    brightest = _brightest(description, colours)
    if brightest:
        return CloudLook(Colouring.NATURAL, 255 if brightest <= 255 else 65_535, low, high)
    classes = description.dimensions.get(CLASSES)
    varied = classes is not None and classes.minimum is not None and classes.minimum != classes.maximum
    return CloudLook(Colouring.CLASSES if varied else Colouring.HEIGHTS, low=low, high=high)


def _heights(description: EptDescription) -> Tuple[float, float]:
    low, high = description.bounds[2], description.bounds[5]
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def _brightest(description: EptDescription, colours: List[Colour]) -> float:
    """The largest value of any channel, as far as it is known; 0 where there are no colours."""
    if not description.has_channels:
        return 0.0
    known = [maximum for name in CHANNELS for maximum in [description.dimensions[name].maximum] if maximum is not None]
    if known:
        return max(known)
    if colours:
        return float(max(max(colour) for colour in colours))
    return 65_535.0 if description.dimensions[CHANNELS[0]].size > 1 else 255.0  # nobody knows: most clouds have colours


def sample_colours(client: Client, task: Task, description: EptDescription, cancelled: CancelCheck) -> List[Colour]:
    """Colours of a few points on the server, [] where the description itself says how bright they are.

    A node that cannot be read tells nothing, and is no error: QGIS will say so when it paints.
    """
    if not description.has_channels or description.dimensions[CHANNELS[0]].maximum is not None:
        return []
    find = _FIRST_COLOUR.get(description.data_type)
    if find is None:
        return []
    found: List[Colour] = []
    for key in _nodes(client, task, cancelled):
        name = f"{_FOLDER}/ept-data/{key}.{description.node_ending}"
        path = client.assets.raw_url(task.project_id, task.id, name)[len(client.session.url) :]
        colour = find(read_beginning(client, path, cancelled).content, description)
        if colour is not None:
            found.append(colour)
            if any(colour):
                break
    return found


def _nodes(client: Client, task: Task, cancelled: CancelCheck) -> Iterator[str]:
    """The keys of some nodes that hold points, the root first."""
    try:
        content = client.assets.read_raw(task.project_id, task.id, f"{_FOLDER}/{ROOT_HIERARCHY}", cancelled=cancelled)
        counts = json.loads(content)
        keys = [str(key) for key, points in counts.items() if points > 0]
    except Cancelled:
        raise
    except (NadirError, ValueError, AttributeError, TypeError):
        return
    yield from sorted(keys, key=lambda key: (int(key.split("-")[0]) if key[:1].isdigit() else 99, key))[:_NODES]


def _first_binary_colour(beginning: bytes, description: EptDescription) -> Optional[Colour]:
    at = 0
    for dimension in description.dimensions.values():
        if dimension.name == CHANNELS[0]:
            form = {1: "<BBB", 2: "<HHH"}.get(dimension.size)
            if form is None or len(beginning) < at + struct.calcsize(form):
                return None
            red, green, blue = struct.unpack_from(form, beginning, at)
            return red, green, blue
        at += dimension.size
    return None


def _first_packed_colour(beginning: bytes, _description: EptDescription) -> Optional[Colour]:
    return first_colour(beginning)


def look_of_file(beginning: bytes) -> Optional[CloudLook]:
    """How a LAS, LAZ or COPC file is shown, by its first bytes; None leaves it to QGIS."""
    header = read_header(beginning)
    if header is None:
        return None
    low, high = header.bounds[2], header.bounds[5]
    colour = first_colour(beginning)
    if colour is not None and any(colour):
        return CloudLook(Colouring.NATURAL, 255 if max(colour) <= 255 else 65_535, low, high)
    return None if colour is None and header.colours_at is not None else CloudLook(Colouring.HEIGHTS, low=low, high=high)


_FIRST_COLOUR = {"laszip": _first_packed_colour, "binary": _first_binary_colour}
