"""Forms streamed from disk, and the traps of creating tasks."""

from __future__ import annotations

import json
import re
import threading
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import List, Tuple

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.tasks import TaskOption
from nadir.core.errors import Cancelled
from nadir.test.unit.api.scripted_server import Reply, Request, ScriptedServer, recorded

TASKS = "/api/projects/1/tasks/"
UPLOAD = "/api/projects/1/tasks/t/upload/"


def parts_of(request: Request) -> List[Message]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + request.body)
    parts = message.get_payload()
    assert isinstance(parts, list)
    return parts


def name_and_content(part: Message) -> Tuple[str, bytes]:
    found = re.search(rb'filename="([^"]*)"', part.as_bytes().replace(b"\n ", b" "))
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return (found.group(1).decode() if found else str(part.get_param("name", header="content-disposition"))), content


def stored(request: Request) -> Reply:
    sizes = {}
    for chunk in request.body.split(b"--" + request.headers["content-type"].split("boundary=")[1].encode())[1:-1]:
        head, content = chunk.split(b"\r\n\r\n", 1)
        sizes[re.search(rb'filename="([^"]*)"', head).group(1).decode()] = len(content) - 2
    return Reply(200, {"success": True, "uploaded": sizes})


@pytest.mark.parametrize("name", ["DJI_0001.JPG", "Überflug Straße 東京 №1.jpg", "a b (1).jpg"])
def test_a_photo_arrives_with_its_name_and_bytes(
    name: str, server: ScriptedServer, client: Client, tmp_path: Path
) -> None:
    content = bytes(range(256)) * 3000
    (tmp_path / name).write_bytes(content)
    server.on("POST", UPLOAD, stored)
    seen: List[int] = []
    assert client.sending.upload("1", "t", tmp_path / name, progress=seen.append) == len(content)
    (request,) = server.requests_to(UPLOAD)
    assert int(request.headers["content-length"]) == len(request.body)
    assert "transfer-encoding" not in request.headers
    assert f'name="images"; filename="{name}"'.encode() in request.body
    assert content in request.body


def test_quotes_and_line_ends_in_a_name_cannot_break_the_form(
    server: ScriptedServer, client: Client, tmp_path: Path
) -> None:
    photo = tmp_path / 'a"b\r\nX-Evil: 1.jpg'
    photo.write_bytes(b"content")
    server.on("POST", UPLOAD, stored)
    client.sending.upload("1", "t", photo)
    assert b'filename="a%22b%0D%0AX-Evil: 1.jpg"' in server.requests_to(UPLOAD)[0].body


def test_an_ended_session_sends_the_photo_again(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"content")
    server.on("POST", UPLOAD, recorded("auth_expired_header"), stored)
    assert client.sending.upload("1", "t", tmp_path / "a.jpg") == 7
    first, second = server.requests_to(UPLOAD)
    assert len(first.body) == len(second.body)


def test_a_missing_photo_is_named_and_nothing_is_sent(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(errors.FileUnreadable, match=r"gone\.jpg"):
        client.sending.upload("1", "t", tmp_path / "gone.jpg")
    assert server.requests_to(UPLOAD) == []


def test_a_photo_that_shrinks_while_it_is_sent(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    photo = tmp_path / "shrinking.jpg"
    photo.write_bytes(b"x" * 40_000_000)

    def shrink(_sent: int) -> None:
        photo.write_bytes(b"x" * 10)

    from nadir.core.api.multipart import FilePart, MultipartBody

    body = MultipartBody((), [FilePart.of(photo)], shrink)
    with pytest.raises(errors.FileChanged, match=r"shrinking\.jpg"):
        client.session.post_form(UPLOAD, body)


def test_one_request_creates_a_task_with_all_photos(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    photos = [tmp_path / f"photo {number}.jpg" for number in range(3)]
    for number, photo in enumerate(photos):
        photo.write_bytes(bytes([number]) * 1000)
    server.on("POST", TASKS, recorded("task_create_multipart"))
    seen: List[Tuple[int, int]] = []
    options = [TaskOption("dsm", True), TaskOption("dtm", False), TaskOption("crop", 0)]
    task = client.sending.create("1", photos, "Größe", options, lambda *step: seen.append(step))
    assert task.id == recorded("task_create_multipart").content["id"]
    (request,) = server.requests_to(TASKS)
    parts = [name_and_content(part) for part in parts_of(request)]
    assert parts[0] == ("name", "Größe".encode())
    assert json.loads(parts[1][1]) == [{"name": "dsm", "value": True}, {"name": "crop", "value": "0"}]
    assert [name for name, _content in parts[3:]] == [photo.name for photo in photos]
    assert seen[-1] == (len(request.body), len(request.body))


def test_falsy_option_values_are_never_sent(server: ScriptedServer, client: Client) -> None:
    server.on("GET", TASKS, Reply(200, []))
    server.on("POST", TASKS, recorded("task_create_partial"))
    options = [
        TaskOption("a", False),
        TaskOption("b", 0),
        TaskOption("c", ""),
        TaskOption("d", 0.0),
        TaskOption("e", "x"),
    ]
    client.sending.create_partial("1", "name", options)
    assert server.requests_to(TASKS, "POST")[0].json() == {
        "partial": True,
        "name": "name",
        "options": [{"name": "b", "value": "0"}, {"name": "d", "value": "0"}, {"name": "e", "value": "x"}],
        "auto_processing_node": True,
    }


def test_an_orphan_is_removed_though_the_user_does_not_wait_for_it(server: ScriptedServer, client: Client) -> None:
    orphan = {**recorded("task_no_node").content, "id": "orphan", "images_count": 0, "name": None}
    asked, go_on, removed = (threading.Event() for _ in range(3))

    def listed_late(request: Request) -> Reply:
        asked.set()
        go_on.wait(20)
        return Reply(200, [orphan])

    def remove(request: Request) -> Reply:
        removed.set()
        return recorded("task_remove")

    server.on("GET", TASKS, listed_late)
    server.on("POST", TASKS, recorded("task_create_partial_badoption_orphan"))
    server.on("POST", TASKS + "orphan/remove/", remove)
    with pytest.raises(Cancelled):
        client.sending.create_partial("1", "name", tasks_before=(), cancelled=asked.is_set)
    assert not go_on.is_set()
    go_on.set()
    assert removed.wait(10)


def test_a_refused_partial_create_leaves_no_orphan(server: ScriptedServer, client: Client) -> None:
    def task(identifier: str, **fields: object) -> dict[str, object]:
        return {**recorded("task_no_node").content, "id": identifier, "images_count": 0, "name": None, **fields}

    older, orphan = task("older-nameless"), task("orphan")
    others = [task("others-upload", name="x", partial=True), task("others-task", images_count=3)]
    server.on("GET", TASKS, Reply(200, [older]), Reply(200, [older, orphan, *others]))
    server.on("POST", TASKS, recorded("task_create_partial_badoption_orphan"))
    server.on("POST", TASKS + "orphan/remove/", recorded("task_remove"))
    with pytest.raises(errors.InvalidRequest) as caught:
        client.sending.create_partial("1", "name", [TaskOption("dsm", "nonsense")])
    assert caught.value.fields == {"options": ["Invalid options"]}
    removed = [request.path for request in server.requests if request.path.endswith("/remove/")]
    assert removed == ["/api/projects/1/tasks/orphan/remove/"]
