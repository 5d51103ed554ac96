"""A program that uploads or downloads and may be killed: `python -m nadir.test.faults.client_program ORDER.json`.

It goes on with what its journal knows, or starts what the order describes. The last line that it prints is 'done', or
'stopped' and why; what is killed prints neither.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Dict

from nadir.core.api.client import Client
from nadir.core.errors import NadirError
from nadir.core.transfers.downloads import Download
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan
from nadir.test.faults.uploading import NAME, RETRY, chunks_of, client_for


def upload(order: Dict[str, Any], client: Client) -> None:
    """The clock goes ahead, so that the lease of the one before, who was killed, has run out."""
    journal = Journal(Path(order["profile"]), clock=lambda: time.time() + order["ahead"])
    unfinished = journal.unfinished(client.session.url)
    if unfinished:
        going_on = Upload.resume(
            client, journal, unfinished[0].id, connections=order["connections"], retry=RETRY
        )
    else:
        photos = tuple(Path(photo) for photo in order["photos"])
        plan = UploadPlan(client.session.url, order["project"], NAME, photos)
        going_on = Upload(client, journal, plan, connections=order["connections"], retry=RETRY)
    with chunks_of(order["chunk_bytes"]):
        going_on.run()


def download(order: Dict[str, Any], client: Client) -> None:
    Download(client, order["project"], order["task"], order["asset"], Path(order["target"]), retry=RETRY).run()


def main() -> int:
    order = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    client = client_for(order["url"], order["login"])
    try:
        {"upload": upload, "download": download}[order["what"]](order, client)
    except NadirError as error:
        sys.stdout.write(f"stopped: {type(error).__name__}: {error} {error.detail}\n")
        return 1
    sys.stdout.write("done\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
