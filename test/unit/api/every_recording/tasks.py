"""Recorded exchanges about tasks: making, sending, changing, watching, importing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.console import Console
from nadir.core.api.imports import ExternalKind
from nadir.core.api.multipart import FilePart, MultipartBody
from nadir.core.api.options import TaskOption
from nadir.core.api.task import Task, TaskStatus
from nadir.core.api.tasks import TaskChanges
from nadir.test.unit.api.every_recording.rows import (
    COMPLETED,
    COPY,
    PARTIAL,
    WAITING,
    Row,
    Sent,
    a_file,
    an,
    bare,
    equal,
    many,
    nothing,
    with_fields,
)
from nadir.test.unit.api.scripted_server import recording

DSM_DTM = (TaskOption("dsm", True), TaskOption("dtm", True))
CROP = (((-91.9943, 46.8423), (-91.9935, 46.8423), (-91.9935, 46.8428), (-91.9943, 46.8428), (-91.9943, 46.8423)),)
STORED_CROP = (((-91.9935, 46.8423), (-91.9943, 46.8423), (-91.9943, 46.8428), (-91.9935, 46.8428), (-91.9935, 46.8423)),)
EXTERNAL = "160436e6-203d-406c-b084-0afd6465acfc"


def _get(task_id: str, expected: Any, project: str = "1") -> Row:
    return Row(lambda client, _: client.tasks.get(project, task_id), expected)


def _patch(changes: TaskChanges, expected: Any, task_id: str = COMPLETED, project: str = "1") -> Row:
    return Row(lambda client, _: client.tasks.patch(project, task_id, changes), expected)


def _output(expected: Any, line: int = 0) -> Row:
    return Row(lambda client, _: client.tasks.output("1", COMPLETED, line), expected)


def _lines(count: int, first: str = "") -> Any:
    def check(result: Any) -> None:
        assert len(result) == count
        assert not count or result[0].startswith(first)

    return check


def _two_photos(folder: Path) -> list[Path]:
    return [a_file(folder, "DJI_0018.JPG"), a_file(folder, "DJI_0019.JPG")]


def _form(path: str, form: Dict[str, str], *names: str, expected: Any) -> Row:
    """A form that the client never sends: with options that it refuses, or of several files."""

    def call(client: Client, folder: Path) -> Any:
        parts = [FilePart.of(a_file(folder, Path(name).name), name=name) for name in names]
        return client.session.post_form(path, MultipartBody(list(form.items()), parts))

    return Row(call, expected)


def _multipart_18(client: Client, folder: Path) -> Task:
    photos = [a_file(folder, f"DJI_00{number}.JPG") for number in (18, 19, 20, 21)]
    options = (*DSM_DTM, TaskOption("orthophoto-resolution", 5))
    return client.sending.create("1", photos, "Multipart 18", options, node_id="1")


def _import_in_chunks(client: Client, folder: Path) -> Task:
    path = a_file(folder, "all.zip", 23_544_306)
    return client.imports.file("2", path, "Chunk import", chunk_bytes=8_000_000)


def _external(kind: ExternalKind, filename: str, asset: str) -> Row:
    return Row(
        lambda client, folder: client.imports.upload_external("2", EXTERNAL, kind, a_file(folder, filename)),
        equal(asset),
    )


IN_CHUNKS = ("import_chunk_mid", "import_chunk_mid", "import_chunk_last")
_UPLOADS = f"/api/projects/1/tasks/{PARTIAL}/upload/"

ROWS: Dict[str, Row] = {
    "tasks_list": Row(lambda client, _: client.tasks.list("1"), many(Task, len(recording("tasks_list")["body"]))),
    "tasks_list_bbox": Row(
        lambda client, _: client.tasks.list("1", bbox=(-92, 46, -91, 47)),
        many(Task, len(recording("tasks_list_bbox")["body"])),
    ),
    "tasks_list_bbox_bad": bare("tasks_list_bbox_bad", errors.InvalidRequest),
    "tasks_list_status": Row(
        lambda client, _: client.tasks.list("1", status=TaskStatus.COMPLETED, ordering="-created_at"),
        many(Task, len(recording("tasks_list_status")["body"])),
    ),
    "task_get_completed": _get(
        COMPLETED,
        with_fields(
            Task, status=TaskStatus.COMPLETED, completed=True, images_count=18, epsg=32615, processing_time_ms=8187,
            srs_name="WGS 84 / UTM zone 15N", srs_units="m", auto_processing_node=False, resize_to=None,
            media_count=0, crop=None, import_url="", compacted=False, public_edit=False, potree_scene={}, wkt="",
        ),
    ),  # fmt: skip
    "task_get_partial": _get(PARTIAL, with_fields(Task, partial=True, status=None, waits_for_ever=False)),
    "viewer_task_get": _get(COMPLETED, an(Task)),
    "task_no_node": _get(WAITING, with_fields(Task, processing_node_id=None, waits_for_ever=True), "2"),
    "task_404_baduuid": _get("7", errors.NotFound),
    "task_404_uuid": _get("00000000-0000-0000-0000-000000000000", errors.NotFound),
    "task_noauth": _get(COMPLETED, errors.NotFound),
    "task_wrong_project": _get(COMPLETED, errors.NotFound, "2"),
    "pilot_task_hidden": _get(COMPLETED, errors.NotFound),
    "public_json": Row(
        lambda client, _: client.tasks.get_public(COMPLETED), with_fields(Task, id=COMPLETED, public=True)
    ),
    "task_patch_name": _patch(
        TaskChanges(name="Multipart 18 renamed", tags=("x", "y")), with_fields(Task, tags=("x", "y"))
    ),
    "task_patch_options": _patch(
        TaskChanges(options=(TaskOption("dsm", True), TaskOption("rerun-from", "odm_dem"))), an(Task)
    ),
    "task_patch_public": _patch(TaskChanges(public=True), with_fields(Task, public=True)),
    "task_patch_crop": _patch(TaskChanges(crop=CROP), with_fields(Task, crop=STORED_CROP)),
    "task_patch_crop_null": _patch(TaskChanges(clear_crop=True), with_fields(Task, crop=None)),
    "task_move_project": _patch(TaskChanges(move_to="2"), with_fields(Task, project_id="2"), COPY),
    "task_assign_node": _patch(
        TaskChanges(node_id="2"),
        with_fields(Task, processing_node_id="2", processing_node_name="127.0.0.1:3001", failed=True),
        WAITING,
        "2",
    ),
    "viewer_patch_task": _patch(TaskChanges(name="x"), errors.NotFound),
    "task_delete_verb": bare("task_delete_verb", errors.InvalidRequest),
    "task_cancel_completed": Row(lambda client, _: client.tasks.cancel("1", COMPLETED), nothing),
    "task_restart": Row(lambda client, _: client.tasks.restart("1", COMPLETED), nothing),
    "task_restart3": Row(lambda client, _: client.tasks.restart("1", COMPLETED), nothing),
    "task_remove": Row(lambda client, _: client.tasks.remove("2", COPY), nothing),
    "task_compact": Row(lambda client, _: client.tasks.compact("1", COPY), nothing),
    "task_duplicate": Row(
        lambda client, _: client.tasks.duplicate("1", COMPLETED),
        with_fields(Task, id=COPY, name="Copy of Multipart 18 renamed"),
    ),
    "task_output": _output(_lines(279, "DJI_0131.JPG - DJI_0313.JPG has 1 candidate matches")),
    "task_output_running": _output(equal(())),
    "task_output_beyond": _output(equal(()), 99999),
    "task_output_line": Row(
        lambda client, _: client.tasks.console("1", COMPLETED, 3, 2).lines,
        _lines(2, "DJI_0131.JPG - DJI_0210.JPG"),
        Sent.MORE,
    ),
    "task_output_json": Row(
        lambda client, _: client.tasks.console("1", COMPLETED, 1, 2), with_fields(Console, count=279)
    ),
    "task_output_tail": Row(
        lambda client, _: client.tasks.console("1", COMPLETED, limit=-3), with_fields(Console, count=279)
    ),
    "task_output_bad": bare("task_output_bad", errors.InvalidRequest),
    "task_create_multipart": Row(_multipart_18, with_fields(Task, images_count=18, partial=False)),
    "task_create_partial": Row(
        lambda client, _: client.sending.create_partial("1", "Chunked 18", DSM_DTM, node_id="1", align_to="auto"),
        with_fields(Task, id=PARTIAL, partial=True),
    ),
    "task_create_nodenull": Row(
        lambda client, _: client.sending.create_partial("2", "nonode", auto_node=False),
        with_fields(Task, partial=True, processing_node_id=None),
        Sent.MORE,
    ),
    "viewer_create_task": Row(
        lambda client, _: client.sending.create_partial("1", "x"), errors.NotFound, Sent.MORE
    ),
    "task_create_partial_badoption_orphan": bare("task_create_partial_badoption_orphan", errors.InvalidRequest),
    "task_create_badvalue": Row(
        lambda client, folder: client.sending.create(
            "2", _two_photos(folder), "badval", [TaskOption("orthophoto-resolution", "abc")], node_id="2"
        ),
        an(Task),
    ),
    "task_create_badoptions_400": _form(
        "/api/projects/1/tasks/",
        {"options": "nonsense"},
        "DJI_0018.JPG",
        "DJI_0019.JPG",
        expected=errors.InvalidRequest,
    ),
    "task_create_badoptions2": _form(
        "/api/projects/1/tasks/",
        {"options": '[{"name": "dsm"}]', "name": "badopt2", "auto_processing_node": "false"},
        "DJI_0018.JPG",
        "DJI_0019.JPG",
        expected=errors.InvalidRequest,
    ),
    "task_create_zero": _form(
        "/api/projects/2/tasks/",
        {"name": "zero", "options": '[{"name": "min-num-features", "value": 0}]'},
        "DJI_0018.JPG",
        "DJI_0019.JPG",
        expected=errors.InvalidRequest,
    ),
    "task_upload_whole_file": Row(
        lambda client, folder: client.sending.upload("1", PARTIAL, a_file(folder, "DJI_0018.JPG")), equal(4024770)
    ),
    "task_upload_after_complete": Row(
        lambda client, folder: client.sending.upload("1", PARTIAL, a_file(folder, "extra.jpg")), equal(4024770)
    ),
    "task_upload_two_files": _form(_UPLOADS, {}, "DJI_0019.JPG", "DJI_0020.JPG", expected=an(dict)),
    "task_upload_txt": _form(
        "/api/projects/2/tasks/ac1016a2-00b0-4481-bcaa-d43a8a03dc21/upload/",
        {},
        "gcp_list.txt",
        "../evil.jpg",
        expected=an(dict),
    ),
    "task_upload_nofiles_400": bare("task_upload_nofiles_400", errors.InvalidRequest),
    "task_upload_chunk_bad_index": _form(
        _UPLOADS,
        {"dzuuid": "x1", "dzchunkindex": "a", "dztotalchunkcount": "2"},
        "z.jpg",
        expected=errors.InvalidRequest,
    ),
    "task_commit": Row(lambda client, _: client.sending.commit("1", PARTIAL), with_fields(Task, partial=False)),
    "task_commit_twice": Row(lambda client, _: client.sending.commit("2", WAITING), an(Task)),
    "task_commit_completed": Row(
        lambda client, _: client.sending.commit("1", COMPLETED), with_fields(Task, completed=True)
    ),
    "import_chunk_mid": Row(_import_in_chunks, an(Task), ignoring=("dzuuid",), answers=IN_CHUNKS),
    "import_chunk_last": Row(
        _import_in_chunks, with_fields(Task, name="Chunk import"), ignoring=("dzuuid",), answers=IN_CHUNKS
    ),
    "import_nothing": bare("import_nothing", errors.InvalidRequest),
    "import_url_bad": bare("import_url_bad", errors.InvalidRequest),
    "import_ext_init": Row(lambda client, _: client.imports.begin_external("2"), equal(EXTERNAL)),
    "import_ext_upload_ortho": _external(ExternalKind.ORTHOPHOTO, "my.tif", "orthophoto.tif"),
    "import_ext_upload_dsm": _external(ExternalKind.DSM, "d.tif", "dsm.tif"),
    "import_ext_upload_badtype": Row(
        lambda client, folder: client.session.post_form(
            "/api/projects/2/tasks/import/external/upload",
            MultipartBody([("uuid", EXTERNAL)], [FilePart.of(a_file(folder, "d.tif"), field="foo")]),
        ),
        errors.InvalidRequest,
    ),
    "import_ext_commit": Row(
        lambda client, _: client.imports.commit_external("2", EXTERNAL, "External rasters"),
        with_fields(Task, name="External rasters", import_url="file://external"),
    ),
    "import_backup_file": Row(
        lambda client, folder: client.imports.file("2", a_file(folder, "backup.zip"), "From backup"),
        with_fields(Task, name="From backup", import_url="file://all.zip", pending_action=5, waits_for_ever=False),
    ),
}
