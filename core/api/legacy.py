"""What servers of the first generation cannot do, told by how they refuse it."""

from __future__ import annotations

import re
from typing import Optional

from .errors import InvalidRequest

_WANTS_PHOTOS = re.compile(r"\bat least \d+ images?\b", re.IGNORECASE)
_WANTS_A_FORM = "Unsupported media type"


class PartialUploadUnsupported(InvalidRequest):
    """An old server: it takes a task only together with all its photos, in one request."""


def partial_upload_unsupported(refusal: InvalidRequest) -> Optional[PartialUploadUnsupported]:
    """The capability error that the refusal of a partial create means, None where it means something else.

    An old server does not know the word `partial` and looks for photos at once, or takes no JSON here at all.
    """
    messages = [message for found in refusal.fields.values() for message in found]
    if not any(_WANTS_PHOTOS.search(message) or message.startswith(_WANTS_A_FORM) for message in messages):
        return None
    return PartialUploadUnsupported(
        "The server is too old to take photos one by one.",
        "Send the task with all its photos in one request.",
        refusal.detail,
        fields=refusal.fields,
    )
