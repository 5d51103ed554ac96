"""Calls the address that a client left with its task when the task has ended."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

import requests

LOG = logging.getLogger(__name__)
_ATTEMPTS = 6
_WAIT = 5.0  # seconds, times the attempt


def announce(url: str, info: dict[str, Any], images_json: Path, stopping: threading.Event) -> None:
    """POST the task's state to `url` from a thread of its own, with retries; `images` is added from `images_json`."""
    body = {**info, "images": _images(images_json)}
    threading.Thread(target=_post, args=(url, body, stopping), name="webhook", daemon=True).start()


def _images(path: Path) -> list[Any]:
    if not path.exists():
        return []
    try:
        images = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        LOG.warning("images.json of a finished task cannot be read: %s", error)
        return []
    return images if isinstance(images, list) else []


def _post(url: str, body: dict[str, Any], stopping: threading.Event) -> None:
    for attempt in range(_ATTEMPTS):
        if stopping.wait(attempt * _WAIT):
            return
        try:
            if requests.post(url, json=body, timeout=30).status_code == 200:
                return
        except requests.RequestException as error:
            LOG.info("webhook of task %s: %s", body["uuid"], type(error).__name__)
    LOG.warning("webhook of task %s was not taken after %d attempts", body["uuid"], _ATTEMPTS)
