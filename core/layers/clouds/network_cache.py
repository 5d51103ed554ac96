"""Has QGIS find a server's answers in its own network cache, so that it does not wait for the server.

QGIS reads the description of a point cloud in the constructor of the layer, on the thread that makes it, and a server
that hangs holds that thread for a minute. Our client, which can be broken off at any moment, fetches the same files
beforehand and puts them into the cache that QGIS looks into first.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Dict, Iterator, Mapping

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QDateTime, QUrl
from qgis.PyQt.QtNetwork import QNetworkCacheMetaData, QNetworkRequest

from ...api.client import Client
from ...api.errors import ApiError, InvalidAddress, NotFound
from ...api.exchange import CancelCheck
from .ept import ROOT_HIERARCHY

_log = logging.getLogger(__name__)
_ATTEMPTS = 3
_LIFE = 120  # seconds; entries are removed once QGIS has read them
_LIMIT = 64 * 1024 * 1024  # bytes of one file
_NO_MANIFEST = b"[]"  # of the files that the cloud was made of: newer versions of QGIS ask for it and go on without


@dataclass(frozen=True)
class CloudFiles:
    """The files that QGIS reads when it makes the layer of a point cloud. address: of its ept.json."""

    address: str
    description: bytes = field(repr=False)
    others: Mapping[str, bytes] = field(default_factory=dict, repr=False, hash=False)

    def by_address(self) -> Dict[str, bytes]:
        folder = self.address.rpartition("/")[0]
        return {self.address: self.description, **{f"{folder}/{name}": body for name, body in self.others.items()}}


def fetch_cloud_files(client: Client, address: str, cancelled: CancelCheck) -> CloudFiles:
    """Those files of a cloud on the client's server. On a worker; raises what the client raises, and Cancelled."""
    base = client.session.url
    if not address.startswith(f"{base}/"):
        raise InvalidAddress("The point cloud lies on another server.", "Log in to that one.", address)
    path = address[len(base) :]
    others = {"ept-sources/manifest.json": _NO_MANIFEST}
    with ThreadPoolExecutor(1, "nadir: hierarchy of a cloud") as aside:  # both at once: the way to a server may be long
        hierarchy = f"{path.rpartition('/')[0]}/{ROOT_HIERARCHY}"
        asked = aside.submit(client.session.get_bytes, hierarchy, limit=_LIMIT, cancelled=cancelled)
        description = client.session.get_bytes(path, limit=_LIMIT, cancelled=cancelled)
    try:
        others[ROOT_HIERARCHY] = asked.result()
    except NotFound as error:
        raise ApiError("The point cloud on the server is not whole.", "Restart the task.", error.detail) from error
    return CloudFiles(address, description, others)


@contextmanager
def answered_from_cache(files: CloudFiles) -> Iterator[bool]:
    """Within it, QGIS finds the files in its cache; whether that is so (not where the user switched the cache off)."""
    answers = files.by_address()
    put = [address for address, content in answers.items() if _put(address, content)]
    try:
        yield len(put) == len(answers)
    finally:
        cache = QgsNetworkAccessManager.instance().cache()
        for address in put:
            cache.remove(QUrl(address))


def _put(address: str, content: bytes) -> bool:
    cache = QgsNetworkAccessManager.instance().cache()
    if cache is None:
        return False
    entry = QNetworkCacheMetaData()
    entry.setUrl(QUrl(address))
    entry.setExpirationDate(QDateTime.currentDateTimeUtc().addSecs(_LIFE))
    entry.setSaveToDisk(True)
    length = str(len(content)).encode()
    entry.setRawHeaders(
        [
            (QByteArray(b"Content-Type"), QByteArray(b"application/json")),
            (QByteArray(b"Content-Length"), QByteArray(length)),
        ]
    )
    entry.setAttributes({QNetworkRequest.Attribute.HttpStatusCodeAttribute: 200})
    for _attempt in range(_ATTEMPTS):
        device = cache.prepare(entry)
        if device is None:
            return False
        try:
            device.write(QByteArray(content))
            cache.insert(device)
        except RuntimeError as error:  # another thread of QGIS has had the cache forget the entry meanwhile
            _log.info("%s was not kept: %s", address, error)
            continue
        if cache.metaData(QUrl(address)).isValid():
            return True
    return False
