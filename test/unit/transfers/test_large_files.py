"""Files that go in chunks: strictly in order, none twice, and from the start again after any doubt."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Dict, List, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.api.sending import CHUNK_BYTES
from nadir.core.transfers.errors import UploadStopped
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan
from nadir.test.unit.api.scripted_server import Reply, Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, Times, drop, is_to

FAILURE = Reply(504, b"<html>Gateway Timeout</html>", {"Content-Type": "text/html"})

TOO_LARGE = Reply(413, b"<html>Request Entity Too Large</html>", {"Content-Type": "text/html"})


@pytest.fixture
def photos(tmp_path: Path) -> Tuple[Path, ...]:
    """Two large files, one of exactly a chunk, one of a byte more, and a small one."""
    folder = tmp_path / "photos"
    folder.mkdir()
    sizes = (3 * CHUNK_BYTES - 7, 2 * CHUNK_BYTES + 1, CHUNK_BYTES, CHUNK_BYTES + 1, 1000)
    chance = random.Random(7)
    for number, size in enumerate(sizes):
        (folder / f"{number}.tif").write_bytes(chance.randbytes(size))
    return tuple(sorted(folder.iterdir()))


def upload_of(client: Client, journal: Journal, photos: Tuple[Path, ...], connections: int = 3) -> Upload:
    plan = UploadPlan(client.session.url, "1", "Large", photos)
    return Upload(client, journal, plan, connections=connections, retry=QUICK)


def indexes(server: TaskServer) -> Dict[Tuple[str, str], List[int]]:
    """The indexes that came under each name and id, in order."""
    found: Dict[Tuple[str, str], List[int]] = {}
    for name, key, index in server.chunks:
        found.setdefault((name, key), []).append(index)
    return found


def the_files(server: TaskServer) -> Dict[str, bytes]:
    (files,) = server.files.values()
    return files


def test_large_files_go_in_order_under_an_id_of_their_own(
    server: TaskServer, client: Client, journal: Journal, photos: Tuple[Path, ...]
) -> None:
    upload_of(client, journal, photos).run()
    assert the_files(server) == {path.name: path.read_bytes() for path in photos}
    sent = {name: order for (name, _key), order in indexes(server).items()}
    assert sent == {"0.tif": [0, 1, 2], "1.tif": [0, 1, 2], "3.tif": [0, 1]}
    assert len({key for _name, key in indexes(server)}) == 3


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", [drop, lambda request: FAILURE], ids=["drop", "504"])
def test_after_a_doubt_a_file_begins_again_with_a_new_id(
    when: str, fault: object, server: TaskServer, client: Client, journal: Journal, photos: Tuple[Path, ...]
) -> None:
    """The server appends whatever comes: a chunk sent twice would make a file of the wrong bytes."""
    counter = itertools.count()

    def middle(request: Request) -> object:
        is_middle = is_to(request, "upload") and b'"dzchunkindex"\r\n\r\n1' in request.body
        return fault(request) if is_middle and next(counter) < 2 else None  # type: ignore[operator]

    setattr(server, when, middle)
    upload_of(client, journal, photos).run()
    assert the_files(server) == {path.name: path.read_bytes() for path in photos}
    for order in indexes(server).values():
        assert order == list(range(len(order)))
    assert len(indexes(server)) == 5


def test_a_last_chunk_of_another_size_is_a_doubt_too(
    server: TaskServer, client: Client, journal: Journal, photos: Tuple[Path, ...]
) -> None:
    short = Reply(200, {"success": True, "uploaded": {"0.tif": 3 * CHUNK_BYTES}})
    server.after = lambda request: short if b'"dzchunkindex"\r\n\r\n2' in request.body and len(server.chunks) < 4 else None
    upload_of(client, journal, photos[:1] + photos[4:], connections=1).run()
    assert [index for _name, _key, index in server.chunks] == [0, 1, 2, 0, 1, 2]
    assert the_files(server)["0.tif"] == photos[0].read_bytes()


def test_an_ended_session_in_the_middle_of_a_file_is_no_doubt(
    server: TaskServer, client: Client, journal: Journal, photos: Tuple[Path, ...]
) -> None:
    """The refused chunk has not been taken: it goes once more, under the same id, and counts once in the checksum."""
    ended = Reply(403, {"detail": "Signature has expired."})
    server.before = Times(1, "upload", lambda request: ended)
    upload = upload_of(client, journal, photos[:1] + photos[4:], connections=1)
    known: List[str] = []
    server.after = lambda request: known.append(journal.load(upload.id).files[0].crc32) if is_to(request, "commit") else None
    upload.run()
    assert [index for _name, _key, index in server.chunks] == [0, 1, 2]
    import zlib

    assert known == [f"{zlib.crc32(photos[0].read_bytes()):08x}"]


@pytest.mark.parametrize("connections", [1, 4])
def test_a_proxy_with_a_limit_is_sent_smaller_chunks(
    connections: int, server: TaskServer, client: Client, journal: Journal, photos: Tuple[Path, ...]
) -> None:
    limit = 1024 * 1024  # nginx, where nobody has set another
    server.before = lambda request: TOO_LARGE if len(request.body) > limit else None
    upload_of(client, journal, photos, connections).run()
    assert the_files(server) == {path.name: path.read_bytes() for path in photos}
    assert all(order == list(range(len(order))) for order in indexes(server).values())


def test_a_proxy_that_lets_nothing_through_is_told(
    server: TaskServer, client: Client, journal: Journal, photos: Tuple[Path, ...]
) -> None:
    server.before = lambda request: TOO_LARGE if is_to(request, "upload") else None
    with pytest.raises(UploadStopped, match="this large"):
        upload_of(client, journal, photos).run()
