"""The form that nearly every client sends with a photo, read in one step, since thousands come.

Only where nothing about it leaves Django's parser a choice: names of plain letters, the usual lines in the usual order. It
gives what `outline` would give; whatever is different in a single character is for that one, and for Django.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nadir_server.uploads.body import BodyFile, BodyReader
from nadir_server.uploads.files import DiskFile
from nadir_server.uploads.outline import NotPlain, Part, extract, file_of, parts_of

LONGEST_FIELDS = 1024 * 1024  # bytes
_TYPE = re.compile(r"multipart/form-data; boundary=([A-Za-z0-9_-]{1,70})")
_HEAD = re.compile(
    rb'\r\nContent-Disposition: form-data; name="([A-Za-z0-9_]+)"'
    rb'(?:; filename="([A-Za-z0-9_][A-Za-z0-9_ .()-]*)"(?:\r\nContent-Type: ([a-z]+/[a-z-]+))?)?'
)


def read_plain_form(meta: Mapping[str, Any]) -> tuple[dict[str, str], list[DiskFile]] | None:
    """Fields and files of a request, which the caller closes; None where the form is not plain or its body is small."""
    content_type = _TYPE.fullmatch(meta.get("CONTENT_TYPE", ""))
    reader = getattr(meta["wsgi.input"], "raw", None)
    if content_type is None or not isinstance(reader, BodyReader) or reader.tell() != 0:
        return None
    body = reader.file
    if meta.get("CONTENT_LENGTH") != str(body.size):
        return None
    try:
        fields, found = _read(body, b"--" + content_type[1].encode())
    except NotPlain:
        return None
    extract(body, found)
    reader.exhaust()
    return fields, [file for file, _ in found]


def _read(body: BodyFile, separator: bytes) -> tuple[dict[str, str], list[tuple[DiskFile, Part]]]:
    """Fields, and files that are yet to be extracted. Raises NotPlain."""
    fields: dict[str, str] = {}
    found: list[tuple[DiskFile, Part]] = []
    read = 0
    for head, part in parts_of(body, separator):
        said = _HEAD.fullmatch(head)
        if said is None:
            raise NotPlain
        if said[2] is not None:
            found.append((file_of(body, part, said[2].decode(), (said[3] or b"").decode()), part))
            continue
        read += part.size
        if read > LONGEST_FIELDS:
            raise NotPlain
        fields[said[1].decode()] = body.bytes_between(part.start, part.end).decode("utf-8", "replace")
    return fields, found
