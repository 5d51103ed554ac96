"""A row of the table: which call of the client makes a recorded request, and what must come of the recorded answer."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from enum import Enum
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Tuple, Type, Union
from urllib.parse import parse_qsl, urlsplit

from nadir.core.api.client import Client
from nadir.core.api.errors import ApiError
from nadir.core.api.transport import Call
from nadir.test.unit.api.scripted_server import RECORDINGS, Reply, Request, recording

COMPLETED = "5aba71e7-3164-4f65-8aa0-2896f7f33839"
PARTIAL = "4abbfe0d-ac86-4a5b-9de1-3338ec587ada"
WAITING = "2a346164-3c98-4e44-9369-038f97e9f862"
COPY = "caed3e11-a32d-4481-a1ca-bce92d360e05"
TASK = f"/api/projects/1/tasks/{COMPLETED}/"
_BINARY = re.compile(r"^<(\d+) bytes binary, magic (b['\"].*['\"])>$", re.DOTALL)
_MOST = 3_000_000  # bytes of a recorded file that are made up; the rest of a large one tells nothing more
_FILES = re.compile(r"^<multipart: (\[.*\])>$")


class Sent(Enum):
    """How the request of the client's call compares with the recorded one."""

    SAME = "the same method, path, query and body"
    MORE = "the same, and more that the server takes too"
    LESS = "the same, less what the client has no use for"
    BARE = "the client never asks for this: a bare call stands for it, and only its answer counts"


Outcome = Callable[[Any], None]
Expected = Union[Type[ApiError], Outcome]


@dataclass(frozen=True)
class Row:
    """call: with the client and an empty folder. expected: an exception's exact type, or what checks the result.

    others: JSON for what else the call asks for, by method and path, None for a 404; to a GET that is not named, [].
    ignoring: fields of the request that are made up anew each time. answers: recordings whose answers come one after
    the other where the call asks more than once.
    """

    call: Callable[[Client, Path], Any]
    expected: Expected
    sent: Sent = Sent.SAME
    others: Mapping[str, Any] = field(default_factory=dict)
    ignoring: Tuple[str, ...] = ()
    answers: Tuple[str, ...] = ()


def bare(name: str, expected: Expected, **others: Any) -> Row:
    """A request that the client never makes: the recorded one, word by word, through the session."""
    method, target = recording(name)["request"].split(" ", 2)[:2]
    body = (recording(name).get("request_body") or {}).get("json")
    parts = urlsplit(target)

    def call(client: Client, _folder: Path) -> Any:
        call = Call(method, parts.path, params=dict(parse_qsl(parts.query)), json=body)
        return client.session.call(call).json()

    return Row(call, expected, Sent.BARE, **others)


def an(kind: type) -> Outcome:
    """One of that type."""

    def check(result: Any) -> None:
        assert type(result) is kind

    return check


def many(kind: type, count: int) -> Outcome:
    """A tuple of that many of that type."""

    def check(result: Any) -> None:
        assert isinstance(result, tuple)
        assert [type(item) for item in result] == [kind] * count

    return check


def equal(value: Any) -> Outcome:
    def check(result: Any) -> None:
        assert result == value

    return check


def with_fields(kind: type, **values: Any) -> Outcome:
    """One of that type whose attributes have these values."""

    def check(result: Any) -> None:
        assert type(result) is kind
        assert {name: getattr(result, name) for name in values} == values

    return check


def nothing(result: Any) -> None:
    """The call has nothing to tell."""
    assert result is None


def starting_with(magic: bytes) -> Outcome:
    """Bytes of a file."""

    def check(result: Any) -> None:
        assert isinstance(result, bytes)
        assert result.startswith(magic)

    return check


def streamed(begin: Callable[..., Any]) -> bytes:
    """What a call hands on as it comes."""
    blocks: List[bytes] = []
    begin(lambda _status, _headers: lambda block: blocks.append(bytes(block)))
    return b"".join(blocks)


def a_file(folder: Path, name: str, size: int = 2000) -> Path:
    """A file with nothing in it, of any size."""
    path = folder / name
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def reply_of(name: str) -> Reply:
    """The recorded answer as it went over the wire, as far as the recording kept it."""
    exchange = recording(name)
    told = exchange.get("headers") or {"Content-Type": "application/json"}
    kept = {key: value for key, value in told.items() if key in ("Content-Type", "Location", "Set-Cookie")}
    kept.update({key: value for key, value in told.items() if key.startswith(("X-", "Content-Disposition"))})
    if exchange["request"].startswith("HEAD "):
        kept["Content-Length"] = told["Content-Length"]
    return Reply(exchange["status"], _body(name, exchange, told), kept)


def _body(name: str, exchange: Dict[str, Any], headers: Mapping[str, str]) -> bytes:
    body = exchange["body"]
    binary = _BINARY.match(body) if isinstance(body, str) else None
    if binary is not None:
        return _file_content(name, int(binary.group(1)), ast.literal_eval(binary.group(2)))
    if "headers" not in exchange:  # an answer of 11 MB, cut
        return body.encode() + b'"}'
    if "json" in headers.get("Content-Type", "json"):
        return json.dumps(body).encode()
    return str(body).encode()


def _file_content(name: str, size: int, magic: bytes) -> bytes:
    pictures = [path for path in RECORDINGS.glob(f"{name}.*") if path.suffix != ".json"]
    if pictures:
        return pictures[0].read_bytes()
    return magic[:size] + bytes(max(0, min(size, _MOST) - len(magic)))


def content_of(request: Request) -> Any:
    """The body of a request: JSON, or the fields and files of a form."""
    kind = request.headers.get("content-type", "")
    if not request.body:
        return {}
    if "multipart" not in kind:
        return json.loads(request.body)
    fields, files = _form(request, kind)
    return {**fields, "files": files} if files else fields


def _form(request: Request, kind: str) -> Tuple[Dict[str, str], List[Tuple[str, str]]]:
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + request.body)
    parts = message.get_payload()
    assert isinstance(parts, list)
    fields: Dict[str, str] = {}
    files: List[Tuple[str, str]] = []
    for part in parts:
        name, filename = part.get_param("name", header="content-disposition"), part.get_filename()
        if filename is None:
            fields[str(name)] = part.get_payload(decode=True).decode()
        else:
            files.append((str(name), filename))
    return fields, files


def recorded_content(exchange: Dict[str, Any]) -> Any:
    """The body of the recorded request, in the same form."""
    body = exchange.get("request_body") or {}
    if "json" in body:
        return body["json"]
    content = dict(body.get("data") or {})
    files = _FILES.match(body["files"]) if "files" in body else None
    if files:
        content["files"] = ast.literal_eval(files.group(1))
    return content


def plain(value: Any) -> Any:
    """As text, as forms carry it; JSON in a form's field as what it means."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return sorted(items) if all(isinstance(item, str) for item in items) else items  # tags, permissions
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, str) and value[:1] in "[{" and value:
        return plain(json.loads(value))
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
