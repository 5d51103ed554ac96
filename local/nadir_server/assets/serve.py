"""Files over HTTP: whole, by range, or "you have it already" (RFC 9110)."""
from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date, parse_etags, quote_etag

TYPES = {
    ".laz": "application/zip", ".mbtiles": "application/zip", ".geojson": "application/geo+json",
    ".obj": "model/obj", ".mtl": "model/mtl", ".glb": "model/gltf-binary", ".json": "application/json",
    ".tif": "image/tiff", ".webp": "image/webp", ".las": "application/octet-stream", ".ply": "application/octet-stream",
    ".csv": "text/csv", ".kmz": "application/vnd.google-earth.kmz", ".pdf": "application/pdf", ".zip": "application/zip",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".txt": "text/plain", ".dng": "image/x-adobe-dng",
}  # fmt: skip
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
BLOCK = 256 * 1024
# A page or drawing out of somebody's zip file may be looked at. It does nothing in the name of who looks.
NO_SCRIPTS = "sandbox"


@dataclass(frozen=True)
class Content:
    """What is sent. `part` gives so many bytes from one on; nothing of it changes while it is sent."""

    name: str  # of the file, for its type
    size: int
    tag: str  # changes whenever a byte does
    modified: float  # seconds since 1970
    part: Callable[[int, int], HttpResponseBase]


def content_type(name: str) -> str:
    """The type that the real server gives for such a name."""
    return TYPES.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def disposition(name: str, inline: bool) -> str:
    """The header that names the file, in ASCII, and in UTF-8 where that differs; never a path."""
    kind, plain, full = "inline" if inline else "attachment", file_name(name), re.sub(r"[/\\]", "-", name)
    return f"{kind}; filename={plain}" + (f"; filename*=UTF-8''{quote(full, safe='')}" if plain != full else "")


def file_name(name: str) -> str:
    """The name in plain ASCII, as old clients and every disk take it."""
    return re.sub(r"[^\w.()+-]", "-", name, flags=re.ASCII)


def serve_file(request: HttpRequest, path: Path, name: str, inline: bool) -> HttpResponseBase:
    """The file, the part of it that is asked for, or 304. It is opened first: what replaces it meanwhile is not mixed in.

    Raises OSError, FileNotFoundError among them.
    """
    file = path.open("rb")
    status = os.fstat(file.fileno())
    tag = f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"

    def part(start: int, length: int) -> HttpResponseBase:
        file.seek(start)
        response = FileResponse(file, content_type=content_type(path.name))
        response.block_size = BLOCK
        return response

    try:
        response = serve(request, Content(path.name, status.st_size, tag, status.st_mtime, part), name, inline)
    except BaseException:
        file.close()
        raise
    if not isinstance(response, FileResponse):
        file.close()
    return response


def serve(request: HttpRequest, content: Content, name: str, inline: bool) -> HttpResponseBase:
    """The content under that name, or the part of it that is asked for, or 304 where the client has it already."""
    response: HttpResponseBase
    if _is_known(request, content):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _answer(request, content)
        response["Content-Disposition"] = disposition(name, inline)
    response["Accept-Ranges"] = "bytes"
    if not content.name.lower().endswith(".pdf"):  # browsers show none in a sandbox; scripts in them reach no page
        response["Content-Security-Policy"] = NO_SCRIPTS
    response["ETag"] = quote_etag(content.tag)
    response["Last-Modified"] = http_date(content.modified)
    return response


def _is_known(request: HttpRequest, content: Content) -> bool:
    """Whether the client has these very bytes; its tags count more than its date."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        known = {tag.removeprefix("W/") for tag in parse_etags(tags)}
        return "*" in known or quote_etag(content.tag) in known
    since = _date(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(content.modified) <= since.timestamp()


def _answer(request: HttpRequest, content: Content) -> HttpResponseBase:
    wanted = RANGE.fullmatch(request.headers.get("Range", "").strip())  # several ranges at once: all of it is sent
    if wanted is None or not any(wanted.groups()) or not _is_unchanged(request.headers.get("If-Range", ""), content):
        response = content.part(0, content.size)
        response["Content-Length"] = str(content.size)
        return response
    span = _span(wanted[1], wanted[2], content.size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{content.size}"})
    start, end = span
    response = content.part(start, end - start)
    response["Content-Length"] = str(end - start)
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{end - 1}/{content.size}"
    return response


def _is_unchanged(condition: str, content: Content) -> bool:
    """Whether the part that a client has already belongs to this content. A weak tag says too little for that."""
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == quote_etag(content.tag)
    date = _date(condition)
    return date is not None and date.timestamp() == int(content.modified)


def _date(text: str) -> datetime | None:
    """A date as HTTP writes it; None for anything else."""
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None


def _span(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First byte and the byte after the last of a range, None where it holds nothing."""
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
    else:
        start, end = max(size - int(last), 0), size
    return (start, end) if start < end else None
