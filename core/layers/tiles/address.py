"""Addresses of tiles: drawn in a style, of a run, with twice the pixels, at a place."""

from __future__ import annotations

import re
from typing import Dict
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ...api.raster_style import RasterStyle
from ...api.rasters import TileJson

_ENDING = re.compile(r"\.(png|jpg|webp)$")
_TWICE = "@2x"
_STYLED = ("rescale", "color_map", "hillshade")
_VERSION = "v"


def of(tiles: TileJson) -> str:
    """Tiles of colours that a legend explains: PNG, which keeps each as it is. Rows as QGIS counts them."""
    return tiles.tile_url.replace("{y}", "{-y}") if tiles.from_south else tiles.tile_url


def of_photos(tiles: TileJson) -> str:
    """Tiles of natural colours: the server's choice of format where it makes one, JPEG inside and PNG at the edges.

    That is a third to a sixth of the bytes of PNG alone, and nobody sees the difference on photos.
    """
    if not tiles.picks_format:
        return of(tiles)
    parts = urlsplit(of(tiles))
    return urlunsplit(parts._replace(path=_ENDING.sub("", parts.path)))


def styled(url: str, style: RasterStyle) -> str:
    """The same tiles in another style; what else is in the address, such as a formula, stays."""
    kept = {name: value for name, value in _query(url).items() if name not in _STYLED}
    version = {_VERSION: kept.pop(_VERSION)} if _VERSION in kept else {}
    return _with_query(url, {**kept, **style.params(), **version})  # always in one order: QGIS keeps tiles by address


def of_formula(url: str, style: RasterStyle) -> str:
    """The tiles of what a formula makes of the bands."""
    return _with_query(url, {**_query(url), **style.params()})


def of_version(url: str, version: str) -> str:
    """The tiles of a run: QGIS keeps tiles by their address, so that has to change when the task ran again."""
    return _with_query(url, {**_query(url), _VERSION: version})


def twice(url: str) -> str:
    """Tiles of 512 pixels over the same ground."""
    parts = urlsplit(url)
    if is_twice(url):
        return url
    ending = _ENDING.search(parts.path)
    stem = parts.path[: ending.start()] if ending else parts.path
    return urlunsplit(parts._replace(path=stem + _TWICE + (ending[0] if ending else "")))


def once(url: str) -> str:
    """Tiles of 256 pixels."""
    parts = urlsplit(url)
    head, _, name = parts.path.rpartition("/")
    return urlunsplit(parts._replace(path=f"{head}/{name.replace(_TWICE, '')}"))


def is_twice(url: str) -> bool:
    """Whether these are tiles of 512 pixels."""
    return _TWICE in urlsplit(url).path.rpartition("/")[2]


def at(url: str, zoom: int, column: int, row: int) -> str:
    """The address of one tile; row counted from the north."""
    south = 2**zoom - 1 - row
    for name, value in (("{z}", zoom), ("{x}", column), ("{y}", row), ("{-y}", south)):
        url = url.replace(name, str(value))
    return url


def _query(url: str) -> Dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _with_query(url: str, query: Dict[str, str]) -> str:
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query, safe=",()")))
