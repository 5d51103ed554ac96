"""What can end a transfer, beyond what the client raises."""
# ruff: noqa: N818 - errors are named by what happened

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from ..api.errors import ApiError
from ..errors import NadirError


class JournalFailed(NadirError):
    """The journal of transfers cannot be read or written."""


class UploadInUse(NadirError):
    """Another QGIS window is carrying this upload on."""


class UploadUnknown(NadirError):
    """The journal has no such upload: it was finished, cancelled or given up."""


class TaskGone(NadirError):
    """The task that the photos were for is no longer on the server: there is nothing left to go on with."""


class TaskCancelled(NadirError):
    """The task was cancelled on the server before it had all its photos."""


class TaskStarted(NadirError):
    """The task was started on the server before it had all its photos."""


class TooFewPhotos(NadirError):
    """Without the photos that are to be left out there are not enough for a task."""


class NotMadeSmaller(NadirError):
    """A photo that was to be sent smaller could not be made so."""


class PointsNotResized(NadirError):
    """Ground control points do not go with photos that are made smaller on the way."""


class StoredWrongly(ApiError):
    """The server says that it stored another number of bytes than were sent."""


@dataclass(frozen=True)
class FileTrouble:
    """A file that could not be sent: its path, its name on the server, and why, as a sentence."""

    path: str
    name: str
    reason: str


class UploadStopped(NadirError):
    """The upload stopped and can go on: what is on the server stays there, and the journal knows it.

    troubles: the files that stand in its way; empty where it was not for a file.
    """

    def __init__(
        self,
        summary: str,
        remedy: str = "",
        detail: str = "",
        upload_id: str = "",
        troubles: Tuple[FileTrouble, ...] = (),
    ) -> None:
        super().__init__(summary, remedy, detail)
        self.upload_id = upload_id
        self.troubles = troubles
