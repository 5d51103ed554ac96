"""The paths of the NodeODM API, answered as a recorded node of it does: errors too come with status 200."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, current_app, jsonify, request, send_file

from nadir_engine.serve import machine, task_options
from nadir_engine.serve.archive import ASSETS
from nadir_engine.serve.tasks import Status
from nadir_engine.serve.uploads import NEED_FILE, TaskRequest, UploadError

if TYPE_CHECKING:
    from nadir_engine.serve.app import Node

API_VERSION = "2.3.1"  # of the NodeODM API that this node speaks; clients choose what they send by it
ENGINE = "nadir"
ENGINE_VERSION = "0.1.0"
VERB_PATHS = ("/task/cancel", "/task/remove", "/task/restart")

blueprint = Blueprint("node", __name__)


def node() -> Node:
    """The node of the running application."""
    return cast("Node", current_app.extensions["nadir_node"])


@blueprint.get("/info")
def info() -> Response:
    """The node and its machine."""
    return jsonify(
        version=API_VERSION,
        taskQueueCount=node().runner.queue_count(),
        totalMemory=machine.total_memory(),
        availableMemory=machine.available_memory(),
        cpuCores=machine.cpu_cores(),
        maxImages=None,
        maxParallelTasks=1,
        engineVersion=ENGINE_VERSION,
        engine=ENGINE,
    )


@blueprint.get("/options")
def options() -> Response:
    """What a task can be asked for."""
    return jsonify(task_options.described())


@blueprint.get("/auth/info")
def auth_info() -> Response:
    """There is no log-in: a node has one token or none."""
    return jsonify(message="Authentication not available on this node", loginUrl=None, registerUrl=None)


@blueprint.post("/auth/login")
@blueprint.post("/auth/register")
def auth_not_available() -> Response:
    """See `auth_info`."""
    return jsonify(error="Not available")


# --- new tasks ---


def _task_request() -> TaskRequest:
    form = request.form
    return TaskRequest(
        name=form.get("name", ""),
        options=form.get("options", ""),
        outputs=form.get("outputs", ""),
        webhook=form.get("webhook", ""),
        date_created=form.get("dateCreated", ""),
    )


@blueprint.post("/task/new")
def task_new() -> Response:
    """A task in one request."""
    files = request.files.getlist("images")
    if not files and request.form.get("zipurl"):
        raise UploadError("This node does not fetch archives (zipurl); send the photos themselves.", retry=False)
    if not files:
        raise UploadError("Need at least 1 file or a zip file url.")
    uploads = node().uploads
    uuid = uploads.choose_uuid(request.headers.get("set-uuid"))
    uploads.open(uuid, _task_request())
    try:
        uploads.add(uuid, files)
        return _commit(uuid)
    finally:
        uploads.discard(uuid)


@blueprint.post("/task/new/init")
def task_new_init() -> Response:
    """Begin a task whose files come one by one."""
    uploads = node().uploads
    uuid = uploads.choose_uuid(request.headers.get("set-uuid"))
    uploads.open(uuid, _task_request())
    return jsonify(uuid=uuid)


@blueprint.post("/task/new/upload/<uuid>")
def task_new_upload(uuid: str) -> Response:
    """Some of its files."""
    uploads = node().uploads
    if not uploads.is_open(uuid):
        raise UploadError("Invalid uuid (not found)")
    files = request.files.getlist("images")
    if not files:
        raise UploadError(NEED_FILE, retry=False)
    uploads.add(uuid, files)
    return jsonify(success=True)


@blueprint.post("/task/new/commit/<uuid>")
def task_new_commit(uuid: str) -> Response:
    """All files are there: queue the task."""
    return _commit(uuid)


def _commit(uuid: str) -> Response:
    task = node().uploads.commit(uuid)
    node().runner.queue_changed()
    return jsonify(uuid=task.uuid)


# --- one task ---


@blueprint.get("/task/list")
def task_list() -> Response:
    """The ids of all tasks."""
    return jsonify([{"uuid": task.uuid} for task in node().store.all()])


@blueprint.get("/task/<uuid>/info")
def task_info(uuid: str) -> Response:
    """State of a task, with console lines from `with_output` on where that is given."""
    body = node().store.get(uuid).info()
    if "with_output" in request.args:
        body["output"] = node().store.lines(uuid, request.args.get("with_output", 0, type=int))
    return jsonify(body)


@blueprint.get("/task/<uuid>/output")
def task_output(uuid: str) -> Response:
    """Console lines from `line` on."""
    node().store.get(uuid)
    return jsonify(node().store.lines(uuid, request.args.get("line", 0, type=int)))


@blueprint.get("/task/<uuid>/download/<path:asset>")
def task_download(uuid: str, asset: str) -> Response:
    """A product, streamed from disk. Single products have the names that WebODM software gives them."""
    store = node().store
    task = store.get(uuid)
    if asset == "all.zip":
        path = store.archive(uuid)
    elif asset in ASSETS:
        path = store.output(uuid) / ASSETS[asset]
    else:
        return jsonify(error="Invalid asset")
    if task.status is not Status.COMPLETED or not path.is_file():
        return jsonify(error="Asset not ready" if not task.is_finished else "Invalid asset")
    return send_file(path, as_attachment=True, download_name=asset, conditional=False, etag=False)


def _verb_uuid() -> str:
    uuid = _posted("uuid")
    if not uuid:
        raise UploadError("uuid param missing")
    return uuid


def _posted(name: str) -> str | None:
    """A value from a form or a JSON body."""
    if request.is_json:
        body = request.get_json()
        value = body.get(name) if isinstance(body, dict) else None
        return None if value is None else str(value)
    return request.form.get(name)


@blueprint.post("/task/cancel")
def task_cancel() -> Response:
    """Stop a task."""
    node().runner.cancel(_verb_uuid())
    return jsonify(success=True)


@blueprint.post("/task/remove")
def task_remove() -> Response:
    """Stop a task and delete all it has."""
    node().runner.remove(_verb_uuid())
    return jsonify(success=True)


@blueprint.post("/task/restart")
def task_restart() -> Response:
    """Queue an ended task again, with other options where they are given."""
    text = _posted("options")
    values = None if text is None else task_options.parse(text)
    node().runner.restart(_verb_uuid(), values)
    return jsonify(success=True)
