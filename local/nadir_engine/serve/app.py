"""The node as a WSGI application: requests in, NodeODM's answers out."""

from __future__ import annotations

import errno
import hmac
import html
import logging
from dataclasses import dataclass
from typing import IO

from flask import Flask, Request, Response, current_app, jsonify, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from nadir_engine.serve import routes
from nadir_engine.serve.hosts import names_loopback
from nadir_engine.serve.runner import Runner, VerbError
from nadir_engine.serve.task_options import BadOptionsError
from nadir_engine.serve.tasks import TaskNotFoundError, TaskStore
from nadir_engine.serve.uploads import UploadError, Uploads

LOG = logging.getLogger(__name__)
_OPEN_PATHS = ("/auth/info", "/auth/login", "/auth/register")
_MOST_PARTS = 1_000_000  # files and fields of one request
_MOST_FIELD_BYTES = 64 << 20  # all fields together that are not files: options with a boundary, cameras


@dataclass(frozen=True)
class Node:
    """What the routes work on. `local` is whether it listens for this computer alone."""

    store: TaskStore
    uploads: Uploads
    runner: Runner
    token: str = ""
    local: bool = True


class NodeRequest(Request):
    """A request whose files go straight to the data disk, however large."""

    max_content_length = None
    max_form_parts = _MOST_PARTS
    max_form_memory_size = _MOST_FIELD_BYTES

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        stream = routes.node().uploads.incoming_file()
        self.environ.setdefault("nadir.parts", []).append(stream)
        return stream


class NodeApp(Flask):
    """Flask with our request."""

    request_class = NodeRequest


def make_app(node: Node) -> Flask:
    """The application around `node`."""
    app = NodeApp("nadir_node", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=None, MAX_FORM_PARTS=_MOST_PARTS, MAX_FORM_MEMORY_SIZE=_MOST_FIELD_BYTES)
    provider = DefaultJSONProvider(app)
    provider.sort_keys = False
    provider.mimetype = "application/json; charset=utf-8"
    app.json = provider
    app.extensions["nadir_node"] = node
    app.register_blueprint(routes.blueprint)
    app.before_request(_refuse_strange_host)
    app.before_request(_refuse_wrong_token)
    app.teardown_request(_forget_parts)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OSError, _disk_error)
    app.register_error_handler(TaskNotFoundError, _not_found)
    app.register_error_handler(VerbError, _not_possible)
    app.register_error_handler(UploadError, _bad_upload)
    app.register_error_handler(BadOptionsError, _bad_options)
    return app


def _refuse_strange_host() -> Response | None:
    if not current_app.extensions["nadir_node"].local or names_loopback(request.headers.get("Host", "")):
        return None
    answer = jsonify(error="This node is for its own computer: ask for it as 127.0.0.1 or localhost.")
    answer.status_code = 403
    return answer


def _refuse_wrong_token() -> Response | None:
    token = current_app.extensions["nadir_node"].token
    if not token or request.path in _OPEN_PATHS:
        return None
    if hmac.compare_digest(request.args.get("token", "").encode(), token.encode()):
        return None
    return jsonify(error="Invalid authentication token: token does not match.")


def _forget_parts(_error: BaseException | None) -> None:
    for stream in request.environ.pop("nadir.parts", []):
        Uploads.forget_part(stream)


def _http_error(error: HTTPException) -> Response:
    """NodeODM has a page for unknown paths and methods; what else is wrong with a request is told in words."""
    if error.code in (404, 405):
        text = html.escape(f"Cannot {request.method} {request.path}")
        page = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n'
        return Response(f"{page}<body>\n<pre>{text}</pre>\n</body>\n</html>\n", 404, mimetype="text/html")
    if isinstance(error, RequestEntityTooLarge):
        return jsonify(error="The fields of the request are too large.", noRetry=True)
    if error.code == 500:
        LOG.error("%s %s", request.method, request.path, exc_info=getattr(error, "original_exception", None))
    answer = jsonify(error=error.description)
    answer.status_code = error.code or 500
    return answer


def _disk_error(error: OSError) -> Response:
    LOG.error("%s %s", request.method, request.path, exc_info=error)
    if error.errno == errno.ENOSPC:
        return jsonify(error="The node's disk is full. Make room or remove old tasks, then try again.")
    return jsonify(error=f"The node cannot read or write its files: {error.strerror or error}")


def _verb_answer(text: str) -> Response:
    """The POSTs on a task say `success`, everything else only `error`."""
    if request.path in routes.VERB_PATHS:
        return jsonify(success=False, error=text)
    return jsonify(error=text)


def _not_found(error: TaskNotFoundError) -> Response:
    return _verb_answer(str(error))


def _not_possible(error: VerbError) -> Response:
    return _verb_answer(str(error))


def _bad_upload(error: UploadError) -> Response:
    return jsonify(error=str(error)) if error.retry else jsonify(error=str(error), noRetry=True)


def _bad_options(error: BadOptionsError) -> Response:
    return _verb_answer(str(error))
