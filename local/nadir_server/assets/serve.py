"""Files over HTTP: whole, by range, or "you have it already"."""
from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date

TYPES = {
    ".laz": "application/zip", ".mbtiles": "application/zip", ".geojson": "application/geo+json",
    ".obj": "model/obj", ".mtl": "model/mtl", ".glb": "model/gltf-binary", ".json": "application/json",
    ".tif": "image/tiff", ".webp": "image/webp", ".las": "application/octet-stream", ".ply": "application/octet-stream",
}  # fmt: skip
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
BLOCK = 256 * 1024


def content_type(name: str) -> str:
    """The type that the real server gives for such a name."""
    return TYPES.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def disposition(name: str, inline: bool) -> str:
    """The header that names the file, in ASCII, and in UTF-8 where that differs."""
    kind, plain = "inline" if inline else "attachment", file_name(name)
    return f"{kind}; filename={plain}" + (f"; filename*=UTF-8''{quote(name)}" if plain != name else "")


def file_name(name: str) -> str:
    """The name in plain ASCII, as old clients and every disk take it."""
    return re.sub(r"[^\w.()+-]", "-", name, flags=re.ASCII)


def serve_file(request: HttpRequest, path: Path, name: str, inline: bool) -> HttpResponseBase:
    """The file, the part of it that `Range` asks for, or 304 where `If-None-Match` has it."""
    status = path.stat()
    tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    response: HttpResponseBase
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = _content(request, path, status.st_size, tag)
        response["Content-Disposition"] = disposition(name, inline)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Last-Modified"] = http_date(status.st_mtime)
    return response


def _content(request: HttpRequest, path: Path, size: int, tag: str) -> HttpResponseBase:
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag or not RANGE.fullmatch(wanted):
        return _part(path, 0, size)
    span = _span(wanted, size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = _part(path, span[0], span[1] - span[0])
    response.status_code = 206
    response["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{size}"
    return response


def _span(text: str, size: int) -> tuple[int, int] | None:
    """First byte and the byte after the last of a range, None where it holds nothing."""
    first, last = RANGE.fullmatch(text).groups()  # type: ignore[union-attr]
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
    else:
        start, end = max(size - int(last), 0) if last else size, size
    return (start, end) if start < end else None


def _part(path: Path, start: int, length: int) -> FileResponse:
    """So many bytes of the file from `start` on; the WSGI server stops at the content length."""
    file = path.open("rb")
    file.seek(start)
    response = FileResponse(file, content_type=content_type(path.name))
    response.block_size = BLOCK
    response["Content-Length"] = str(length)
    return response
