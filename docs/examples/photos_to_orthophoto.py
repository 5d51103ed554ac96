"""A folder of photos to an orthophoto, on a server compatible with WebODM software and without QGIS.

    export NADIR_PASSWORD=...
    python photos_to_orthophoto.py https://webodm.example.org pilot ~/photos/hill orthophoto.tif --option dsm=true

Interrupted at any moment, by Ctrl-C, a lost network or a power cut, it goes on where it stopped when it is run again.
"""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Sequence, Tuple

from nadir.core.api.client import Client
from nadir.core.api.options import TaskOption
from nadir.core.api.projects import Project, ProjectFilter
from nadir.core.api.session import Session
from nadir.core.api.task import Task
from nadir.core.errors import NadirError
from nadir.core.transfers.downloads import Download
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan, UploadProgress

PHOTOS = (".jpg", ".jpeg", ".tif", ".tiff")
log = logging.getLogger("photos_to_orthophoto")


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code: 0 when the orthophoto is there."""
    asked = read(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    password = os.environ.get("NADIR_PASSWORD") or getpass.getpass(f"Password of {asked.user}: ")
    try:
        with closing(Session(asked.server, asked.user, password)) as session:
            client = Client(session)
            task = process(client, asked)
            Download(client, task.project_id, task.id, "orthophoto.tif", asked.target).run()
    except KeyboardInterrupt:
        log.info("Stopped. Run it again to go on.")
        return 130
    except NadirError as error:  # each says what happened and what can be done
        log.error("%s", error)
        log.debug("%s", error.detail)
        return 1
    log.info("%s", asked.target)
    return 0


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", help="address, such as https://webodm.example.org")
    parser.add_argument("user")
    parser.add_argument("photos", type=Path, help="folder of photos")
    parser.add_argument("target", type=Path, help="GeoTIFF to write")
    parser.add_argument("--option", action="append", default=[], help="processing option, such as dsm=true")
    parser.add_argument("--journal", type=Path, default=Path.home() / ".nadir", help="where uploads are remembered")
    return parser.parse_args(arguments)


def process(client: Client, asked: argparse.Namespace) -> Task:
    """Upload, or go on with it, and wait for the end of the processing."""
    options = tuple(option(text) for text in asked.option)
    client.nodes.check_options(options)
    task = upload(client, asked, options)
    log.info("Processing %s", task.name)
    told = Told()
    task = client.tasks.wait(task.project_id, task.id, on_look=lambda seen: told(f"{100 * seen.progress:3.0f} %"))
    if not task.completed:
        raise NadirError(f"{task.name} ended as {task.state.value}: {task.last_error}", "Look at its console output.")
    return task


def upload(client: Client, asked: argparse.Namespace, options: Tuple[TaskOption, ...]) -> Task:
    """The task with all its photos on the server, and started."""
    name = asked.photos.resolve().name
    with closing(Journal(asked.journal)) as journal:
        interrupted = [each for each in journal.unfinished(client.session.url, asked.user) if each.name == name]
        if interrupted:
            log.info("Going on with %s", name)
            return Upload.resume(client, journal, interrupted[0].id).run(Told().photos)
        photos = tuple(sorted(path for path in asked.photos.iterdir() if path.suffix.lower() in PHOTOS))
        plan = UploadPlan(client.session.url, project(client, "Surveys").id, name, photos, options)
        return Upload(client, journal, plan).run(Told().photos)


def project(client: Client, name: str) -> Project:
    """The project of that name, made where there is none."""
    own = [each for each in client.projects.list(ProjectFilter(name=name)) if each.owned]
    return own[0] if own else client.projects.create(name)


def option(text: str) -> TaskOption:
    """'dsm=true' as an option; what it may be is the processing node's to say."""
    name, _, value = text.partition("=")
    return TaskOption(name, {"true": True, "false": False}.get(value, value))


class Told:
    """Tells what is new."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, text: str) -> None:
        if text != self._last:
            log.info("%s", text)
        self._last = text

    def photos(self, moment: UploadProgress) -> None:
        self(f"{moment.files_done} of {moment.files_total} photos {moment.trouble}".rstrip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
