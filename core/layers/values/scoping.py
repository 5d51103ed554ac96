"""Whether the GDAL that runs here sends a header to one address and to no other: tried on this computer, once.

Documentation does not tell: GDAL 3.6 takes a header for one path and sends nothing, others may send too much. So GDAL reads
from two small servers on loopback, with a word in the header that is no secret, and both write down what came.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import List, Tuple
from urllib.parse import urlsplit

from osgeo import gdal

from .header_files import forget_header, set_header

_WORD = "proof"
_CONTENT = b"nothing but a few bytes to read"


@lru_cache(maxsize=1)
def sends_headers_to_one_place() -> bool:
    """Whether a header reaches what lies below its prefix, its later value too, and nothing else: neither another folder of
    the same server, nor another server that the first one redirects to. On a worker: takes some hundredths of a second.
    """
    home, other = _Witness(), _Witness()
    try:
        home.elsewhere = other.url
        return _is_proven(home, other)
    finally:
        forget_header(home.url)
        home.close()
        other.close()


def _is_proven(home: _Witness, other: _Witness) -> bool:
    set_header(home.url, _WORD)
    _read(f"{home.url}/api/first")
    set_header(home.url, _WORD * 2)
    _read(f"{home.url}/api/second")
    for address in (f"{home.url}/outside", f"{home.url}/apis/look-alike", f"{other.url}/api/stranger", f"{home.url}/api/away"):
        _read(address)
    signed = {path: word for path, word in home.seen if word}
    inside = (signed.pop("/api/first", ""), signed.pop("/api/second", ""))
    signed.pop("/api/away", "")
    return inside == (_WORD, _WORD * 2) and not signed and not any(word for _path, word in other.seen)


def _read(address: str) -> None:
    """A few bytes by GDAL; what comes of it is seen at the server."""
    path = f"/vsicurl/{address}"
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        file = gdal.VSIFOpenL(path, "rb")
        if file is not None:
            gdal.VSIFReadL(1, len(_CONTENT), file)
            gdal.VSIFCloseL(file)
    except RuntimeError:  # with GDAL's exceptions on: refused, as some of these should be
        return
    finally:
        gdal.PopErrorHandler()


class _Handler(BaseHTTPRequestHandler):
    server: _Witness

    def do_GET(self) -> None:
        self._answer(True)

    def do_HEAD(self) -> None:
        self._answer(False)

    def _answer(self, with_content: bool) -> None:
        path = urlsplit(self.path).path
        self.server.seen.append((path, self.headers.get("Authorization", "")))
        if path.endswith("/away"):
            self.send_response(302)
            self.send_header("Location", f"{self.server.elsewhere}/api/landed")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(_CONTENT)))
        self.end_headers()
        if with_content:
            self.wfile.write(_CONTENT)

    def log_message(self, *_args: object) -> None:
        """Nothing of a proof belongs into QGIS's log."""


class _Witness(ThreadingHTTPServer):
    """A server on loopback that writes down which path was asked for with which Authorization header."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.seen: List[Tuple[str, str]] = []
        self.elsewhere = ""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it and let its port go."""
        self.shutdown()
        self.server_close()
        self._thread.join(5)
