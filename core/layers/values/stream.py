"""Rasters read piece by piece from the server, only where all that it takes has been seen to work.

The server has to answer ranges, GDAL has to send the token to this server and to nobody else, and the file has to be laid
out for it: in tiles, with overviews. Everywhere else the file is downloaded.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Callable, Mapping, Optional

from osgeo import gdal
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.exchange import never
from ...api.fields import count
from ...api.task import Task
from ...api.transport import Sink
from ...errors import Cancelled, NadirError
from .header_files import forget_all_headers, forget_header, knows_paths, prefix_of, set_header
from .heights import wkt_of
from .scoping import sends_headers_to_one_place

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_log = logging.getLogger(__name__)
_SMALL = 1024  # pixels a side; so small a raster needs neither tiles nor overviews
_ASKED = 16  # bytes


class NotStreamed(NadirError):
    """The file has to be downloaded; `detail` says why."""


@dataclass(frozen=True)
class StreamSource:
    """path: GDAL's name of the file on the server, without any credential. size: its bytes. wkt: its reference system."""

    path: str
    size: int
    wkt: str = ""


def can_stream(
    client: Client, task: Task, asset: str, cancelled: Callable[[], bool] = never
) -> Optional[StreamSource]:
    """The file on the server as GDAL reads it, or None where it has to be downloaded. On a worker. Raises Cancelled."""
    try:
        return prove_stream(client, task, asset, cancelled)
    except Cancelled:
        raise
    except NadirError as error:
        _log.info("%s of task %s is downloaded: %s", asset, task.id, error.detail or error.summary)
        return None


def prove_stream(client: Client, task: Task, asset: str, cancelled: Callable[[], bool] = never) -> StreamSource:
    """The same; raises NotStreamed, and what else the server says, where it has to be downloaded."""
    if not knows_paths() or not sends_headers_to_one_place():
        raise _not_streamed(f"GDAL {gdal.__version__} does not send a header to one server alone")
    size = _size_by_range(client, task, asset, cancelled)
    server = client.session.url
    set_stream_header(server, client.session.authorization())
    path = f"/vsicurl/{client.assets.download_url(task.project_id, task.id, asset)}"
    if not path.startswith(prefix_of(server)):
        raise _not_streamed("its address lies elsewhere on the server")
    if cancelled():
        raise Cancelled
    gdal.VSICurlPartialClearCache(path)  # what GDAL remembers of it may be of an earlier run, or a refusal
    return StreamSource(path, size, _look_into(path, size))


def set_stream_header(server_url: str, authorization: str) -> None:
    """Sign what GDAL reads from this server with a new token, also for layers that are open; '' for no more. Any thread."""
    if authorization and authorization.isascii() and authorization.isprintable():
        set_header(server_url, authorization)
    else:
        forget_header(server_url)


def forget_stream_headers() -> None:
    """Sign nothing of GDAL's any more, for `unload()`."""
    forget_all_headers()


def is_streamed(source: str) -> bool:
    """Whether a layer's source is a file that GDAL reads from a server."""
    return source.startswith("/vsicurl")


def _size_by_range(client: Client, task: Task, asset: str, cancelled: Callable[[], bool]) -> int:
    """Bytes of the file, by a request for its first few. Raises NotStreamed where the server sends the whole file."""
    told: Mapping[str, str] = {}

    def start(status: int, headers: Mapping[str, str]) -> Sink:
        nonlocal told
        if status != 206:
            raise _not_streamed(f"the server answers no range: HTTP {status}")
        told = headers
        return lambda _block: None

    file = client.assets.file(task.project_id, task.id, asset)
    file.stream(start, headers={"Range": f"bytes=0-{_ASKED - 1}"}, cancelled=cancelled)
    span, _, total = told.get("Content-Range", "").partition("/")
    size = count(total.strip())
    if span.strip() != f"bytes 0-{_ASKED - 1}" or size is None or size <= _ASKED:
        raise _not_streamed("the server does not say which range it sends")
    return size


def _look_into(path: str, size: int) -> str:
    """Open the file as QGIS will, header and overviews; its reference system. Raises NotStreamed."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
        if dataset is None:
            raise _not_streamed(f"GDAL cannot read it from the server: {gdal.GetLastErrorMsg()}")
        known = gdal.VSIStatL(path)
        if known is None or known.size != size:
            raise _not_streamed("GDAL finds another size than the server says")
        _check_layout(dataset)
        return wkt_of(dataset)
    except RuntimeError as error:  # with GDAL's exceptions on
        raise _not_streamed(f"GDAL cannot read it from the server: {error}") from error
    finally:
        gdal.PopErrorHandler()


def _check_layout(dataset: gdal.Dataset) -> None:
    """Raise NotStreamed where a look at the whole would read the whole file."""
    if max(dataset.RasterXSize, dataset.RasterYSize) <= _SMALL:
        return
    band = dataset.GetRasterBand(1)
    if band.GetOverviewCount() == 0:
        raise _not_streamed("it has no overviews")
    if band.GetBlockSize()[0] >= dataset.RasterXSize:
        raise _not_streamed("it is laid out in strips")
    for number in range(band.GetOverviewCount()):
        band.GetOverview(number).GetBlockSize()


def _not_streamed(detail: str) -> NotStreamed:
    return NotStreamed(translate("Layers", "The file is downloaded."), "", detail)
