"""Downloads are tried again, and are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.transfers.downloads import Download
from nadir.test.unit.api.scripted_server import Reply, Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer

CONTENT = bytes(range(256)) * 4000


def test_a_download_that_breaks_off_is_made_again(server: TaskServer, client: Client, tmp_path: Path) -> None:
    answers = [
        Reply(502, b"busy", {"Content-Type": "text/plain"}),
        Reply(200, CONTENT[:1000], {"Content-Type": "image/tiff", "Content-Length": str(len(CONTENT))}),
        Reply(200, CONTENT, {"Content-Type": "image/tiff"}),
    ]
    server.before = lambda request: answers.pop(0)
    target = tmp_path / "Ausgabe für alle" / "orthophoto.tif"
    assert Download(client, "1", "t", "orthophoto.tif", target, retry=QUICK).run() == target
    assert target.read_bytes() == CONTENT
    assert [path.name for path in target.parent.iterdir()] == ["orthophoto.tif"]


def test_a_server_that_never_sends_all_is_told(server: TaskServer, client: Client, tmp_path: Path) -> None:
    short = Reply(200, b"short", {"Content-Type": "image/tiff", "Content-Length": "6"})
    server.before = lambda request: short
    with pytest.raises(errors.ConnectionLost):
        Download(client, "1", "t", "dsm.tif", tmp_path / "dsm.tif", retry=QUICK).run()
    assert list(tmp_path.glob("*.tif*")) == []


def test_what_is_not_there_is_not_asked_for_again(server: TaskServer, client: Client, tmp_path: Path) -> None:
    def not_there(request: Request) -> Reply:
        return Reply(404, {"detail": "Asset does not exist"})

    server.before = not_there
    with pytest.raises(errors.NotFound):
        Download(client, "1", "t", "dsm.tif", tmp_path / "dsm.tif", retry=QUICK).run()
    assert len([request for request in server.requests if request.method == "GET"]) == 1
