"""`python -m nadir_engine serve`: a processing node with the NodeODM API."""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import Union

import waitress
from nadir_shared.abandoned import Abandoned, Users, end_this_process
from waitress.server import BaseWSGIServer, MultiSocketServer

from nadir_engine.serve.app import Node, make_app
from nadir_engine.serve.folder_lock import FolderInUseError, lock_folder
from nadir_engine.serve.hosts import is_loopback
from nadir_engine.serve.room import watch_room
from nadir_engine.serve.runner import Runner
from nadir_engine.serve.tasks import TaskStore
from nadir_engine.serve.uploads import Uploads

LOG = logging.getLogger("nadir_engine.serve")
_LARGEST_BODY = 1 << 44  # bytes: no limit of ours; the disk has its own
_THREADS = 16  # a download holds none, an upload only once it has come in whole
Server = Union[BaseWSGIServer, MultiSocketServer]


def main(argv: list[str]) -> int:
    """Serve until SIGTERM or Ctrl-C, with the token in NADIR_NODE_TOKEN.

    Returns 1 where it cannot start, with the reason on standard error.
    """
    arguments = _parse(argv)
    token = os.environ.get("NADIR_NODE_TOKEN", "")
    if not token and not is_loopback(arguments.host):
        sys.stderr.write(f"On {arguments.host} anybody could use the node: set a token in NADIR_NODE_TOKEN.\n")
        return 1
    data: Path = arguments.data.resolve()
    os.umask(0o077)  # photos and maps are the user's own: nobody else reads them, whoever writes them here
    try:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)  # also where it was there before
        lock = lock_folder(data)
    except (OSError, FolderInUseError) as error:
        sys.stderr.write(f"The node cannot use its data folder: {error}\n")
        return 1
    with lock:
        _log_to(data / "node.log")
        temporary = _use_temporary_folder(data / "tmp")
        return _serve(arguments, data, temporary, token)


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nadir_engine serve", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder for tasks, uploads and temporary files")
    parser.add_argument("--port", type=int, default=3000, help="0: a free one, the same again at the next start")
    parser.add_argument("--host", default="127.0.0.1", help="another than the computer's own wants a token")
    parser.add_argument(
        "--cleanup-tasks-after",
        type=float,
        default=2880.0,
        metavar="MINUTES",
        help="delete ended tasks and abandoned uploads after this long (default %(default)s)",
    )
    parser.add_argument("--users", type=Path, metavar="FILE", help="says whose node this is; without any, it ends")
    parser.add_argument("--abandoned-after", type=float, default=60.0, metavar="S", help="seconds without a user until then")
    return parser.parse_args(argv)


def _log_to(path: Path) -> None:
    handler = RotatingFileHandler(path, maxBytes=2_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _use_temporary_folder(folder: Path) -> Path:
    """Let request bodies overflow to the data disk: /tmp may be small, or memory."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(folder)
    return folder


def _serve(arguments: argparse.Namespace, data: Path, temporary: Path, token: str) -> int:
    store = TaskStore(data / "tasks")
    uploads = Uploads(data, store)
    runner = Runner(store, uploads, temporary, arguments.cleanup_tasks_after * 60)
    app = make_app(Node(store, uploads, runner, token, is_loopback(arguments.host)))
    try:
        server = _listen(app, arguments.host, arguments.port, data / "port")
    except OSError as error:
        reason = error.strerror or error
        sys.stderr.write(f"The node cannot listen on {arguments.host}, port {arguments.port}: {reason}\n")
        return 1
    watch_room(server, temporary)
    _stop_on_signals()
    runner.start()
    if arguments.users:
        _watch_users(arguments, runner)
    sys.stdout.write(json.dumps({"event": "ready", "port": _port_of(server), "pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    try:
        server.run()  # returns on SystemExit and KeyboardInterrupt
    finally:
        runner.stop()
        server.close()
    return 0


def _watch_users(arguments: argparse.Namespace, runner: Runner) -> None:
    """End once no user lives, the server is gone, and nothing is queued or running."""

    def is_busy(users: Users | None) -> bool:
        return runner.queue_count() > 0 or (users is not None and users.lives(users.server))

    Abandoned(arguments.users, is_busy, end_this_process, arguments.abandoned_after).start()


def _listen(app: object, host: str, port: int, memory: Path) -> Server:
    """A listening server. For port 0 the one of the last start, where it is free still."""
    last = _remembered(memory) if port == 0 else 0
    if last:
        try:
            return _create(app, host, last)
        except OSError as error:
            LOG.info("port %d of the last start is taken: %s", last, error)
    server = _create(app, host, port)
    if port == 0:
        memory.write_text(str(_port_of(server)), "utf-8")
    return server


def _remembered(memory: Path) -> int:
    try:
        return int(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return 0


def _create(app: object, host: str, port: int) -> Server:
    return waitress.create_server(
        app,
        host=host,
        port=port,
        threads=_THREADS,
        max_request_body_size=_LARGEST_BODY,
        ident="nadir-node",
        clear_untrusted_proxy_headers=True,
    )


def _port_of(server: Server) -> int:
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, stop)
