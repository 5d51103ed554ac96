"""Whether a server gives the tiles of an address: QGIS paints those that are refused blank and says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional, Sequence, Tuple

from ...api.client import Client
from ...api.errors import InvalidRequest, NotFound, ServerFailed
from ..places import Extent
from . import address
from .grid import tile_at
from .style import TileStyle

TILE_LIMIT = 8 * 1024 * 1024  # bytes
LEVELS = (0, 1, 2, -2)  # from the zoom level at which a raster fits into a tile


@dataclass(frozen=True)
class Candidate:
    """An address to try, the style that it draws in, and whether to ask for twice the pixels."""

    tile_url: str
    style: Optional[TileStyle] = None
    twice: bool = False


def first_that_answers(
    client: Client,
    candidates: Sequence[Candidate],
    extent: Optional[Extent],
    levels: Tuple[int, int],
    cancelled: Callable[[], bool],
) -> Candidate:
    """The first candidate that the server gives a tile of. Raises what keeps the last one blank."""
    for candidate in candidates[:-1]:
        try:
            _ask(client, candidate, extent, levels, cancelled)
            return candidate
        except (InvalidRequest, ServerFailed, NotFound):  # an old server, which cannot shade or has no such tiles
            continue
    _ask(client, candidates[-1], extent, levels, cancelled)
    return candidates[-1]


def _ask(
    client: Client,
    candidate: Candidate,
    extent: Optional[Extent],
    levels: Tuple[int, int],
    cancelled: Callable[[], bool],
) -> None:
    """Ask for a tile in the middle, at a level that shows the whole raster; raises what keeps the layer blank."""
    if extent is None:
        return
    server, url = client.session.url, candidate.tile_url
    template = address.twice(url) if candidate.twice else url
    for deeper in LEVELS:
        place = address.at(template, *tile_at(extent, *levels, deeper))
        try:
            client.session.get_bytes(place[len(server) :], limit=TILE_LIMIT, cancelled=cancelled)
            return
        except NotFound:  # nothing in the middle of it, as of a survey along a river
            if deeper == LEVELS[-1]:
                raise
