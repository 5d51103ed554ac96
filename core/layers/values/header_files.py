"""The Authorization header that GDAL sends to one server, kept in memory only.

GDAL reads the header out of a file at each request. The file lies in GDAL's own memory under a name that nobody can guess:
on no disk, in no layer's source and in no debug text; and a token that was renewed holds at once for rasters that are open.
"""

from __future__ import annotations

import secrets
import threading
from typing import Dict

from osgeo import gdal

_lock = threading.Lock()
_files: Dict[str, str] = {}  # server -> name of the file
_sent: Dict[str, str] = {}  # server -> the header that is in it

_PATIENCE = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # else GDAL asks the server for a listing, and for files beside this one
    "GDAL_HTTP_CONNECTTIMEOUT": "5",  # seconds; a dead server must not hold up the opening of a project
    "GDAL_HTTP_TIMEOUT": "60",  # seconds; one piece of a file
}


def knows_paths() -> bool:
    """Whether this GDAL has options for single paths at all (3.6 and newer)."""
    return hasattr(gdal, "SetPathSpecificOption") and hasattr(gdal, "ClearPathSpecificOptions")


def set_header(server_url: str, authorization: str) -> None:
    """Have GDAL send this header to what lies below `/api/` of this server from now on, and forget what was refused with
    another one. The same header again changes nothing: what GDAL has read of this server's files stays in memory.
    """
    if not knows_paths():
        return
    prefix = prefix_of(server_url)
    with _lock:
        if _sent.get(server_url) == authorization:
            return
        name = _files.get(server_url)
        if name is None:
            name = _files[server_url] = f"/vsimem/{secrets.token_hex(16)}"
            for option, value in _PATIENCE.items():
                gdal.SetPathSpecificOption(prefix, option, value)
        gdal.FileFromMemBuffer(name, f"Authorization: {authorization}\n".encode("ascii"))
        gdal.SetPathSpecificOption(prefix, "GDAL_HTTP_HEADER_FILE", name)
        _sent[server_url] = authorization
    gdal.VSICurlPartialClearCache(prefix)


def forget_header(server_url: str) -> None:
    """Send it no more."""
    with _lock:
        name = _files.pop(server_url, None)
        _sent.pop(server_url, None)
        if name is None:
            return
        gdal.ClearPathSpecificOptions(prefix_of(server_url))
        gdal.Unlink(name)
    gdal.VSICurlPartialClearCache(prefix_of(server_url))


def forget_all_headers() -> None:
    """Send none any more, for `unload()`."""
    for server_url in list(_files):
        forget_header(server_url)


def prefix_of(server_url: str) -> str:
    """What the names of all rasters begin with that are read from this server; look-alike hosts and ports do not."""
    return f"/vsicurl/{server_url}/api/"
