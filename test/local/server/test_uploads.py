"""Photos on their way in: whole, in chunks, three hundred at once."""
from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Finished
from nadir_server.uploads.names import safe_name
from running_server import RunningServer

Recording = Callable[[str], dict[str, Any]]


class Placeholder:
    """A partial task to upload to."""

    def __init__(self, server: RunningServer, project: int) -> None:
        body = {"partial": True, "name": "partial", "auto_processing_node": False}
        self.server = server
        self.id = server.json("POST", f"/api/projects/{project}/tasks/", json=body)["id"]
        self.path = f"/api/projects/{project}/tasks/{self.id}/"
        self.images = server.data / "tasks" / self.id / "images"

    def upload(self, *files: tuple[str, bytes], **form: Any) -> Any:
        return self.server.call("POST", self.path + "upload/", files=[("images", file) for file in files], data=form)

    def chunk(self, data: bytes, index: int, size: int, upload: str, name: str = "big.JPG") -> Any:
        piece = data[index * size : (index + 1) * size]
        return self.upload(
            (name, piece), dzuuid=upload, dzchunkindex=index, dztotalchunkcount=-(-len(data) // size),
            dztotalfilesize=len(data), dzchunksize=size, dzchunkbyteoffset=index * size,
        ).json()  # fmt: skip


@pytest.fixture()
def placeholder(finished: Finished) -> Placeholder:
    return Placeholder(finished.server, finished.project)


def test_whole_files_arrive_as_they_were(placeholder: Placeholder) -> None:
    answer = placeholder.upload(("a.JPG", b"abc"), ("Höhe 1.JPG", b"defg"))
    assert answer.json() == {"success": True, "uploaded": {"a.JPG": 3, "Höhe 1.JPG": 4}}
    assert (placeholder.images / "Höhe 1.JPG").read_bytes() == b"defg"
    assert placeholder.upload(("a.JPG", b"newer")).json()["uploaded"] == {"a.JPG": 5}
    assert (placeholder.images / "a.JPG").read_bytes() == b"newer"


def test_names_cannot_lead_elsewhere(placeholder: Placeholder) -> None:
    answer = placeholder.upload(("../../evil.jpg", b"x"), ("..\\..\\worse.jpg", b"y"))
    assert answer.json()["uploaded"] == {"evil.jpg": 1, "worse.jpg": 1}
    assert sorted(path.name for path in placeholder.images.iterdir()) == ["evil.jpg", "worse.jpg"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a/b.jpg", "b.jpg"), ("..", ""), (".", ""), ("", ""), ("a\x00b.jpg", "ab.jpg"), ("C:\\x\\y.jpg", "y.jpg"),
     ("写真.JPG", "写真.JPG"), ("x" * 300 + ".jpg", "x" * 196 + ".jpg"),
     ("日" * 120 + ".jpg", "日" * 65 + ".jpg"), ("x" * 300, "x" * 200)],
)  # fmt: skip
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [("CON", "_CON"), ("nul.JPG", "_nul.JPG"), ("com1.tar.gz", "_com1.tar.gz"), ("console.jpg", "console.jpg"),
     ("a:b?.jpg", "a_b_.jpg"), ("photo.jpg. .", "photo.jpg")],
)  # fmt: skip
def test_names_that_windows_keeps_for_itself(monkeypatch: pytest.MonkeyPatch, name: str, safe: str) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert safe_name(name) == safe


def test_a_long_name_in_any_script_is_shortened_and_taken(placeholder: Placeholder) -> None:
    stored = placeholder.upload(("日" * 120 + ".jpg", b"x")).json()["uploaded"]
    assert stored == {"日" * 65 + ".jpg": 1}
    assert (placeholder.images / ("日" * 65 + ".jpg")).read_bytes() == b"x"


def test_no_file_is_no_upload(placeholder: Placeholder, recording: Recording) -> None:
    answer = placeholder.upload()
    assert (answer.status_code, answer.json()) == (400, recording("task_upload_nofiles_400")["body"])
    assert placeholder.server.call("POST", placeholder.path + "commit/").status_code == 400
    assert placeholder.server.json("GET", placeholder.path)["partial"] is True


def test_chunks_make_the_file_in_whatever_order_and_however_often(placeholder: Placeholder) -> None:
    data = random.Random(1).randbytes(1_000_123)
    answers = [placeholder.chunk(data, index, 300_000, "u1")["uploaded"] for index in (0, 2, 2, 1, 0, 3)]
    assert answers == [{}, {}, {}, {}, {}, {"big.JPG": len(data)}]
    assert (placeholder.images / "big.JPG").read_bytes() == data


def test_a_new_first_chunk_under_the_same_id_begins_anew(placeholder: Placeholder) -> None:
    old, new = random.Random(2).randbytes(900_000), random.Random(3).randbytes(900_000)
    for index in (0, 1):
        placeholder.chunk(old, index, 300_000, "same")
    for index in (0, 2):
        assert placeholder.chunk(new, index, 300_000, "same")["uploaded"] == {}
    assert placeholder.chunk(new, 1, 300_000, "same")["uploaded"] == {"big.JPG": len(new)}
    assert (placeholder.images / "big.JPG").read_bytes() == new


def test_a_chunk_with_nonsense_is_refused(placeholder: Placeholder, recording: Recording) -> None:
    answer = placeholder.upload(("z.jpg", b"x"), dzuuid="x1", dzchunkindex="a", dztotalchunkcount="2")
    assert (answer.status_code, answer.json()) == (400, recording("task_upload_chunk_bad_index")["body"])
    beyond = placeholder.upload(("z.jpg", b"x"), dzuuid="../../x", dzchunkindex="5", dztotalchunkcount="2")
    assert beyond.status_code == 400
    short = placeholder.upload(("z.jpg", b"x"), dzuuid="x", dzchunkindex="0", dztotalchunkcount="1", dztotalfilesize=9)
    assert short.status_code == 400
    assert not (placeholder.images / "z.jpg").exists()


def test_commit_counts_and_may_be_repeated(placeholder: Placeholder) -> None:
    placeholder.upload(("a.JPG", b"abc"))
    for _ in range(2):
        task = placeholder.server.json("POST", placeholder.path + "commit/")
        assert (task["partial"], task["images_count"], task["status"]) == (False, 1, None)


def test_an_upload_that_was_canceled_can_be_finished(placeholder: Placeholder) -> None:
    server, path = placeholder.server, placeholder.path
    server.json("POST", path + "cancel/")
    end = time.time() + 10
    while server.json("GET", path)["status"] != 50:
        assert time.time() < end
        time.sleep(0.05)
    placeholder.upload(("a.JPG", b"abc"))
    server.json("PATCH", path, json={"auto_processing_node": False})
    task = server.json("POST", path + "commit/")
    assert (task["partial"], task["status"], task["pending_action"]) == (False, None, None)


def test_three_hundred_photos_in_one_request(finished: Finished) -> None:
    server, temporary = finished.server, finished.server.data / "tmp"
    files = [("images[]", (f"DJI_{number:04}.JPG", os.urandom(20_000))) for number in range(300)]
    before = open_files(server)
    task = server.json(
        "POST", f"/api/projects/{finished.project}/tasks/", files=files, data={"auto_processing_node": "false"}
    )
    assert task["images_count"] == 300
    stored = server.data / "tasks" / task["id"] / "images"
    assert all((stored / name).read_bytes() == data for _, (name, data) in files)
    end = time.time() + 5
    while (list(temporary.iterdir()) or open_files(server) > before + 5) and time.time() < end:
        time.sleep(0.05)
    assert list(temporary.iterdir()) == []
    assert open_files(server) <= before + 5


def open_files(server: RunningServer) -> int:
    assert server.process is not None
    folder = Path(f"/proc/{server.process.pid}/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_one_photo_is_too_few_and_leaves_nothing(finished: Finished) -> None:
    tasks = f"/api/projects/{finished.project}/tasks/"
    before = {task["id"] for task in finished.server.json("GET", tasks)}
    folders = set((finished.server.data / "tasks").iterdir())
    answer = finished.server.call("POST", tasks, files=[("images", ("a.JPG", b"abc"))])
    assert (answer.status_code, answer.json()) == (400, ["Cannot create task, you need at least 2 images"])
    assert {task["id"] for task in finished.server.json("GET", tasks)} == before
    assert set((finished.server.data / "tasks").iterdir()) == folders


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("task_create_badoptions_400", "nonsense"),
        ("task_create_badoptions2", '[{"name": "dsm"}]'),
        ("task_create_zero", '[{"name": "min-num-features", "value": 0}]'),
    ],
)
def test_options_of_a_wrong_form_are_refused(
    finished: Finished, recording: Recording, name: str, options: str
) -> None:
    files = [("images", (photo.name, photo.read_bytes())) for photo in finished.photos]
    tasks = f"/api/projects/{finished.project}/tasks/"
    answer = finished.server.call("POST", tasks, files=files, data={"options": options})
    assert (answer.status_code, answer.json()) == (400, recording(name)["body"])


def test_a_bad_option_leaves_no_orphan(finished: Finished, recording: Recording) -> None:
    tasks = f"/api/projects/{finished.project}/tasks/"
    before = len(finished.server.json("GET", tasks))
    body = {"partial": True, "name": "orphan?", "options": [{"name": "dsm", "value": False}]}
    answer = finished.server.call("POST", tasks, json=body)
    assert (answer.status_code, answer.json()) == (400, recording("task_create_partial_badoption_orphan")["body"])
    assert finished.server.call("POST", tasks, json={"partial": True, "processing_node": 99}).status_code == 400
    assert len(finished.server.json("GET", tasks)) == before


def test_what_the_server_cannot_do_is_refused_and_not_ignored(finished: Finished) -> None:
    tasks = f"/api/projects/{finished.project}/tasks/"
    before = len(finished.server.json("GET", tasks))
    for size in (5, 10**6, "large"):
        answer = finished.server.call("POST", tasks, json={"partial": True, "resize_to": size})
        assert (answer.status_code, set(answer.json())) == (400, {"resize_to"})
    assert len(finished.server.json("GET", tasks)) == before
    for size, kept in ((-1, -1), (0, -1), (2048, 2048)):
        assert finished.server.json("POST", tasks, json={"partial": True, "resize_to": size})["resize_to"] == kept
