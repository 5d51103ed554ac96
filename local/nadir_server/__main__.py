"""`python -m nadir_server --data DIR --port N`: the whole server in one process."""
from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from nadir_shared.abandoned import Abandoned, Users, end_this_process

from nadir_server.api.numbers import whole_number
from nadir_server.data_folder import DataFolder
from nadir_server.lock import AlreadyRunning, hold
from nadir_server.nodes.hostname import is_hostname

if TYPE_CHECKING:
    from nadir_server.worker.work import Requests


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nadir_server", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds everything; made if missing")
    parser.add_argument("--port", type=int, default=0, help="0: the one of the last start, or a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; another than loopback is open to others")
    parser.add_argument(
        "--allow-host", type=host_name, action="append", default=[], metavar="NAME",
        help="a name or address that clients may ask for beside loopback and --host; may be given again",
    )  # fmt: skip
    parser.add_argument("--users", type=Path, metavar="FILE", help="says whose server this is; without any, it ends")
    parser.add_argument("--abandoned-after", type=float, default=60, metavar="S", help="seconds without a user until then")
    parser.add_argument("--node", type=address, metavar="HOST:PORT", help="the built-in node; its token in NADIR_NODE_TOKEN")
    return parser.parse_args(arguments)


def address(text: str) -> str:
    """Check HOST:PORT."""
    host, _, port = text.rpartition(":")
    if not is_hostname(host) or not 0 < (whole_number(port) or 0) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return text


def host_name(text: str) -> str:
    """Check a name that clients use, without a port."""
    if not is_hostname(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a host name or address")
    return text


def main() -> int:
    """Serve until SIGTERM or SIGINT. 1 where another server holds the data folder or the port is taken."""
    if sys.argv[1:2] == ["users"]:
        from nadir_server.accounts.command import main as users

        return users(sys.argv[2:])
    options = parse()
    os.umask(0o077)  # whatever this process writes is its user's only: photos, database, log
    data = DataFolder(options.data.resolve())
    data.make()
    try:
        held = hold(data.lock)
    except AlreadyRunning as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with held:
        return serve(options, data)


def serve(options: argparse.Namespace, data: DataFolder) -> int:
    """Prepare the data folder, listen, say so, and work."""
    data.empty_temporary()
    data.use_for_temporary_files()
    prepare(options, data)
    from nadir_server.serving import open_server, port_of
    from nadir_server.worker.background import Background
    from nadir_server.worker.work import Requests
    from nadir_server.wsgi import application

    requests = Requests(application)
    try:
        server = open_server(requests, data, options.host, options.port)
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {options.host}:{options.port}: {error.strerror}\n")
        return 1
    background = Background()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    background.start()
    if options.users:
        watch_users(options, requests)
    sys.stdout.write(json.dumps({"event": "ready", "port": port_of(server), "pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    logging.getLogger(__name__).info("Listening on %s:%s", options.host, port_of(server))
    try:
        server.run()
    finally:
        background.stop()
        server.close()
    return 0


def watch_users(options: argparse.Namespace, requests: Requests) -> None:
    """End once no user lives, nobody asks, and nothing is queued or running."""
    from nadir_server.worker.work import has_work

    def is_busy(users: Users | None) -> bool:
        somebody_asks = requests.idle_seconds() < options.abandoned_after and not (users and users.end_when_idle)
        return somebody_asks or has_work()

    Abandoned(options.users, is_busy, end_this_process, options.abandoned_after).start()


def prepare(options: argparse.Namespace, data: DataFolder) -> None:
    """Settings, database, administrator, built-in node."""
    os.environ["NADIR_SERVER_DATA"] = str(data.root)
    os.environ["NADIR_SERVER_HOST"] = options.host
    os.environ["NADIR_SERVER_ALLOWED_HOSTS"] = " ".join(options.allow_host)
    os.environ["DJANGO_SETTINGS_MODULE"] = "nadir_server.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from nadir_server.accounts.administrator import ensure_administrator
    from nadir_server.nodes.builtin import ensure_builtin_node
    from nadir_server.nodes.client import reach_loopback_directly
    from nadir_server.security.redaction import log_uncaught
    from nadir_server.tasks.tidy import tidy_at_start

    log_uncaught()
    call_command("migrate", interactive=False, verbosity=0)
    ensure_administrator(data)
    tidy_at_start()
    if options.node:
        ensure_builtin_node(options.node, os.environ.pop("NADIR_NODE_TOKEN", ""))
    reach_loopback_directly()


def leave(number: int, frame: FrameType | None) -> None:
    """End the main loop."""
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
