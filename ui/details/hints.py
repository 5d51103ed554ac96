"""What to do about a task that failed: the words that servers, nodes and engines are known to use, and a hint for each.

The words are those of WebODM (3.2 and older), NodeODM, NodeODX, ODM and of Nadir's own server, node and engine, in lower
case. The first row that fits is taken, so the particular stands above the general.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


@dataclass(frozen=True)
class _Known:
    """An error by the expression that finds it in the text, and what the user can do."""

    pattern: str
    hint: Callable[[], str]


def hint_for(error: str) -> str:
    """What the user can do about a task's last error, in plain words; '' for an error that nobody knows."""
    words = " ".join(error[:4000].lower().split())
    return next((known.hint() for known in _KNOWN if re.search(known.pattern, words)), "")


def _memory() -> str:
    return translate(
        "Hints",
        "The computer that processes ran out of memory. Restart with smaller photos (resize), a lower quality or fewer "
        "photos, or use a processing node with more memory."
    )


def _disk() -> str:
    return translate(
        "Hints",
        "A disk is full, on the server or on the processing node. Free some space there, for example by removing or "
        "compacting old tasks, then restart this one."
    )


def _too_few() -> str:
    return translate(
        "Hints",
        "There are not enough photos that can be used. Give at least two, better five or more of each place, as JPEG or "
        "TIFF files that open in other programs."
    )


def _overlap() -> str:
    return translate(
        "Hints",
        "The photos could not be matched with each other. They need to overlap by 70 % or more, be sharp, and show some "
        "texture: water, snow or dense crops alone do not match. A higher feature quality or more features can help."
    )


def _control_points() -> str:
    return translate(
        "Hints",
        "The ground control points do not fit the photos. Check that their file names the photos as they are called, and "
        "its first line the reference system."
    )


def _option() -> str:
    return translate(
        "Hints", "The processing node refused an option. Change the options of the task, then restart it."
    )


def _stage() -> str:
    return translate(
        "Hints", "What earlier stages made is not there any more. Restart the task from the start."
    )


def _no_photos() -> str:
    return translate(
        "Hints",
        "The server does not have the photos any more, since the task was compacted or imported without them. Upload them "
        "as a new task."
    )


def _forgotten() -> str:
    return translate(
        "Hints",
        "The processing node does not know the task any more: it was set up anew, or keeps tasks for some days only. "
        "Restart the task; the photos are still on the server."
    )


def _no_node() -> str:
    return translate(
        "Hints", "The task has no processing node. Choose one in the task's options, or let the server choose, then restart."
    )


def _node_access() -> str:
    return translate(
        "Hints", "The processing node wants another token. Who runs the server can set it on the Processing nodes page."
    )


def _offline() -> str:
    return translate(
        "Hints",
        "The processing node did not answer. Look on the Processing nodes page whether it is online, then restart the task. "
        "A node that vanished while it worked may have run out of memory."
    )


def _slow() -> str:
    return translate(
        "Hints", "The server or the processing node took too long to answer. Restart the task when there is less going on."
    )


def _import() -> str:
    return translate(
        "Hints",
        "The file could not be imported. It has to be a task's backup or its “all.zip”, whole, and its address has to lead "
        "to the file itself without a log-in."
    )


def _cancelled() -> str:
    return translate("Hints", "The task was cancelled. Restart it to process it again; the photos are still on the server.")


def _node_itself() -> str:
    return translate(
        "Hints",
        "The processing node's installation is at fault, not your photos. Tell who runs it, or use another node."
    )


def _general() -> str:
    return translate(
        "Hints",
        "The engine gave up. The last lines of the console say at what. Mostly it is memory, too little overlap, or blurred "
        "photos: try smaller photos and the default options."
    )


_KNOWN = (
    _Known(r"unsupported cpu|illegal instruction|installation issue|not installed|no module named|command not found", _node_itself),
    _Known(r"fewer than 2 photos|not enough (supported )?images|at least (1|2) (file|image)|no (usable |valid )?images", _too_few),
    _Known(r"no space left|disk (is )?full|not fit on (this|the) server|not enough (disk|storage)|errno 28|\benospc\b", _disk),
    _Known(
        r"memory ran out|out of memory|not enough memory|insufficient memory\b(?!.*network)|bad_alloc|memoryerror|cannot allocate"
        r"|\b(code|status|signal):? ?-?(137|9)\b|\bkilled\b|oom",
        _memory,
    ),
    _Known(r"zip file|import (it|them) again|file could not be fetched|address cannot be used|too long to fetch", _import),
    _Known(r"whose photos are not here|photos of the run are not", _no_photos),
    _Known(r"has no processing node|no processing node|node of this task was removed", _no_node),
    _Known(r"results of \S+ are not there|cannot go on from|nothing to run from", _stage),
    _Known(r"\bgcp\b|ground control", _control_points),
    _Known(
        r"overlap|too little in common|enough (recognizable )?features|could not process this dataset|cannot be put together"
        r"|point cloud is empty|reconstruction\.json|not show an area from above|strange values",
        _overlap,
    ),
    _Known(
        r"invalid (value|option)|unknown option|out of range|not one of|option \S+ cannot|options are not|neither true nor false",
        _option,
    ),
    _Known(r"unauthori[sz]ed|set a token|invalid token|authentication", _node_access),
    _Known(r"[0-9a-f]{8}-[0-9a-f-]{20,} not found|uuid \(?not found|task not found", _forgotten),
    _Known(r"timed? ?out|timeout|took longer|too slow|bytes arrived in", _slow),
    _Known(
        r"offline|connection (was |has been )?(refused|reset|error|lost|aborted|closed)|unreachable|no route|max retries"
        r"|name resolution|name or service|econn\w+|bad gateway|service unavailable|unexpected status code: 5",
        _offline,
    ),
    _Known(r"cancel", _cancelled),
    _Known(r"cannot process dataset|processing failed|exit(ed)? (with )?code|stopped unexpectedly|signal \d+|the node failed", _general),
)
