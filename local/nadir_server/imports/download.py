"""The zip file at an address, fetched within limits."""
from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import requests
from django.conf import settings

from nadir_server.imports.address import ForbiddenAddress, web_session
from nadir_server.imports.errors import BadImport, ImportBrokeOff
from nadir_server.tasks.lifecycle.unpack import check_room

logger = logging.getLogger(__name__)
TIMEOUTS = (15, 20)  # seconds to connect, and between two pieces; a removed task waits as long at most
BLOCK = 1024 * 1024
LOOK_EVERY = 64 * BLOCK
UNUSABLE = (
    requests.TooManyRedirects, requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
)  # fmt: skip


def download(url: str, target: Path, progress: Callable[[float], None]) -> None:
    """Fetch the file to `target`, which appears whole or not at all; `progress` gets 0 to 100 and may raise to stop.

    Raises BadImport for what will not get better, ImportBrokeOff for what may.
    """
    part = target.with_name(target.name + ".part")
    try:
        with web_session(settings.IMPORT_PRIVATE) as session, session.get(
            url, stream=True, timeout=TIMEOUTS, headers={"Accept-Encoding": "identity"}
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise BadImport(f"Invalid zip file: the address answered {answer.status_code}.")
            receive(answer, part, progress)
    except ForbiddenAddress as error:
        raise BadImport(str(error)) from error
    except UNUSABLE as error:
        raise BadImport("The address cannot be used, or leads to one that cannot.") from error
    except requests.RequestException as error:
        logger.info("A download broke off: %s", type(error).__name__)
        raise ImportBrokeOff(f"The file could not be fetched ({type(error).__name__}).") from error
    part.replace(target)


def receive(answer: requests.Response, part: Path, progress: Callable[[float], None]) -> None:
    """Write the body to a file, as long as it fits on the disk and into the limits of size and time."""
    announced = answer.headers.get("Content-Length", "")
    expected = int(announced) if announced.isascii() and announced.isdecimal() else 0
    check_size(expected)
    check_room(expected, part.parent)
    end = time.monotonic() + settings.IMPORT_MOST_SECONDS
    received = looked_at = 0
    with part.open("wb") as out:
        for block in answer.iter_content(BLOCK):
            out.write(block)
            received += len(block)
            check_size(received)
            if received - looked_at >= LOOK_EVERY:
                looked_at = received
                check_room(LOOK_EVERY, part.parent)
            if time.monotonic() > end:
                raise BadImport("The file takes too long to fetch.")
            progress(min(100 * received / expected, 99.0) if expected else 0.0)


def check_size(size: int) -> None:
    if size > settings.IMPORT_MOST_BYTES:
        raise BadImport(f"The file is larger than {settings.IMPORT_MOST_BYTES / BLOCK / 1024:.0f} GB.")
