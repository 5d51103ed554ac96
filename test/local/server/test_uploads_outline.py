"""Forms in a file, read by their outline, beside the same forms read whole by Django: same fields, files and refusals."""
from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nadir_server.uploads.body import Body, BodyReader

B = b"-------------7d"
IN_MEMORY = 64

PART = st.tuples(
    st.sampled_from([
        b'Content-Disposition: form-data; name="images"; filename="a.JPG"\r\nContent-Type: image/jpeg',
        'Content-Disposition: form-data; name="images[]"; filename="../Höhe &amp; 1.JPG"'.encode(),
        b"Content-Disposition: form-data; name=\"f\"; filename*=UTF-8''b%20c.JPG",
        b'Content-Disposition: form-data; name="f"; filename=""', b'Content-Disposition: form-data; name="f"; filename=".."',
        b'content-disposition: form-data; name="dzuuid"', b'Content-Disposition: form-data; name="filename"',
        b'Content-Disposition: form-data; name="f"; filename="b64"\r\nContent-Transfer-Encoding: base64',
        b"Content-Disposition: form-data; filename=nameless", b"X-Filename: nothing", b"X-Long: " + b"x" * 1200, b"",
    ]),
    st.one_of(
        st.binary(max_size=400), st.sampled_from([b"", b"\r\n", b"\n", b"--", b"\r\n--", b"--" + B[:-1], b"YWJj", b"0", b"1"]),
        st.sampled_from([b"x--" + B, b"\r\n--" + B + b"more", b"\r\n\r\n", b"y" * 3000]),
    ),
)  # fmt: skip
BREAKS = st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n", b""])
ENDS = st.sampled_from([b"--\r\n", b"--\r\n", b"--", b"--\r\nafterwards", b"", b"-", b"\r\n"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where bodies lie; Django is told of nothing else."""
    from django.conf import settings as django_settings

    folder = tmp_path_factory.mktemp("bodies")
    if not django_settings.configured:
        django_settings.configure()
    before = {name: getattr(django_settings, name) for name in NEEDED}
    for name, value in {**NEEDED, "FILE_UPLOAD_TEMP_DIR": folder}.items():
        setattr(django_settings, name, value)
    yield folder
    for name, value in before.items():
        setattr(django_settings, name, value)


NEEDED: dict[str, Any] = {
    "DATA_UPLOAD_MAX_NUMBER_FILES": None, "DATA_UPLOAD_MAX_NUMBER_FIELDS": None, "DATA_UPLOAD_MAX_MEMORY_SIZE": 2**25,
    "FILE_UPLOAD_TEMP_DIR": None,
}  # fmt: skip


def form(parts: list[tuple[bytes, bytes]], line: bytes = b"\r\n", end: bytes = b"--\r\n") -> bytes:
    written = b"".join(b"--" + B + b"\r\n" + head + b"\r\n\r\n" + content + line for head, content in parts)
    return written + b"--" + B + end


def received(data: bytes, folder: Path, piece: int) -> Body:
    body = Body(folder, IN_MEMORY)
    for start in range(0, len(data), piece):
        body.append(data[start : start + piece])
    return body


def parsed(stream: Any, size: int) -> Any:
    """What Django's parser with our handler makes of a stream: fields and files, or the refusal."""
    from django.core.exceptions import SuspiciousOperation
    from django.http.multipartparser import MultiPartParser, MultiPartParserError
    from nadir_server.uploads.handler import DiskUploadHandler

    meta = {"CONTENT_TYPE": "multipart/form-data; boundary=" + B.decode(), "CONTENT_LENGTH": size, "wsgi.input": stream}
    try:
        fields, files = MultiPartParser(meta, stream, [DiskUploadHandler()], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation) as error:
        return type(error), str(error)
    found = []
    for field, of_field in files.lists():
        for file in of_field:
            assert file.path.stat().st_size == file.size
            found.append((field, file.name, file.content_type, b"".join(file.chunks())))
            file.close()
    return dict(fields.lists()), found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(parts=[(b'Content-Disposition: form-data; name="f"; filename="a"', b"\r")], line=b"\n", end=b"--", piece=7)
@given(parts=st.lists(PART, min_size=0, max_size=5), line=BREAKS, end=ENDS, piece=st.integers(1, 5000))
def test_the_same_as_when_django_reads_it_whole(
    folder: Path, parts: list[tuple[bytes, bytes]], line: bytes, end: bytes, piece: int
) -> None:
    data = form(parts, line, end)
    body = received(data, folder, piece)
    assert parsed(body.getfile(), len(data)) == parsed(BytesIO(data), len(data))
    body.close()
    gc.collect()
    assert list(folder.iterdir()) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PART, max_size=4), piece=st.integers(1, 500), step=st.integers(1, 500))
def test_a_body_reads_as_it_came(folder: Path, parts: list[tuple[bytes, bytes]], piece: int, step: int) -> None:
    data = form(parts)
    body = received(data, folder, piece)
    stream = body.getfile()
    assert len(body) == len(data)
    assert b"".join(iter(lambda: stream.read(step), b"")) == data
    body.close()
    assert list(folder.iterdir()) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(parts=[(b'Content-Disposition: form-data; name="f"; filename="a b.JPG"\r\nContent-Type: image/jpeg', b"\r\n" * 99)], end=b"--")
@given(parts=st.lists(PART, max_size=4), end=ENDS)
def test_a_form_read_in_one_step_is_the_same(folder: Path, parts: list[tuple[bytes, bytes]], end: bytes) -> None:
    from nadir_server.uploads.plain import read_plain_form

    data = form(parts, end=end)
    body = received(data, folder, 5000)
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={B.decode()}", "CONTENT_LENGTH": str(len(data))}
    plain = read_plain_form({**meta, "wsgi.input": body.getfile()})
    if plain is not None:
        fields, files = parsed(BytesIO(data), len(data))
        assert plain[0] == {name: values[-1] for name, values in fields.items()}
        found = [(file.name, file.content_type, b"".join(file.chunks())) for file in plain[1]]
        assert sorted(found) == sorted(file[1:] for file in files)
        for file in plain[1]:
            file.close()
    body.close()
    assert list(folder.iterdir()) == []


def test_a_form_with_a_photo_is_read_in_one_step(folder: Path) -> None:
    from nadir_server.uploads.plain import read_plain_form

    head = b'Content-Disposition: form-data; name="images"; filename="DJI_0001 (1).JPG"\r\nContent-Type: image/jpeg'
    data = form([(b'Content-Disposition: form-data; name="dzuuid"', b"u1"), (head, b"x" * 300)])
    body = received(data, folder, 100)
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={B.decode()}", "CONTENT_LENGTH": str(len(data))}
    found = read_plain_form({**meta, "wsgi.input": body.getfile()})
    assert found is not None and found[0] == {"dzuuid": "u1"}
    assert [(file.name, file.size) for file in found[1]] == [("DJI_0001 (1).JPG", 300)]
    found[1][0].close()
    body.close()


def test_one_photo_is_not_written_again(folder: Path) -> None:
    """The file that the body was received into is the photo's."""
    content = os.urandom(300_000)
    fields = [(b'Content-Disposition: form-data; name="dzuuid"', b"u1")]
    photo = [(b'Content-Disposition: form-data; name="images"; filename="a.JPG"', content)]
    for parts in (photo, fields + photo, photo + fields):
        data = form(parts)
        body = received(data, folder, 70_000)
        (path,) = folder.iterdir()
        number = path.stat().st_ino
        _, files = _form_of(body, data)
        assert (files["images"].path.stat().st_ino, files["images"].path.read_bytes()) == (number, content)
        body.close()  # waitress, after the answer: what was taken stays
        assert files["images"].path.read_bytes() == content
        files["images"].close()
        assert list(folder.iterdir()) == []


def test_files_of_one_form_are_all_there_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nadir_server.uploads import outline

    head = b'Content-Disposition: form-data; name="images"; filename="%d.JPG"'
    data = form([(head % number, os.urandom(50_000)) for number in range(4)])
    copied: list[Path] = []

    def copy(body: Any, part: Any, path: Path) -> None:
        if len(copied) == 2:
            raise OSError(28, "No space left on device")
        path.write_bytes(b"x")
        copied.append(path)

    monkeypatch.setattr(outline, "_copy", copy)
    body = received(data, folder, 10_000)
    with pytest.raises(OSError, match="No space"):
        _form_of(body, data)
    assert len(copied) == 2 and len(list(folder.iterdir())) == 1
    body.close()
    assert list(folder.iterdir()) == []


def test_what_nobody_closes_goes_when_it_is_forgotten(folder: Path) -> None:
    """A client that goes in the middle of its photo."""
    body = received(os.urandom(10_000), folder, 1000)
    assert len(list(folder.iterdir())) == 1
    del body
    gc.collect()
    assert list(folder.iterdir()) == []


def test_a_form_of_nothing_but_separators_is_read_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nadir_server.uploads import body as module

    monkeypatch.setattr(module, "MOST_MARKS", 20)
    data = form([(b"", b"")] * 100)
    body = received(data, folder, 50)
    reader = body.getfile().raw  # type: ignore[attr-defined]
    assert isinstance(reader, BodyReader) and len(reader.file.marks) == 21
    body.close()


def _form_of(body: Body, data: bytes) -> Any:
    from nadir_server.uploads.outline import read_form

    reader = body.getfile().raw  # type: ignore[attr-defined]
    meta = {"CONTENT_TYPE": "multipart/form-data; boundary=" + B.decode(), "CONTENT_LENGTH": len(data)}
    found = read_form(reader.file, meta, B, "utf-8")
    assert found is not None
    return found
