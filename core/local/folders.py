"""Whether a folder that somebody typed can be the local server's."""

from __future__ import annotations

from pathlib import Path

from ..errors import NadirError
from .data import has_data
from .environment import MARKER
from .moving import check_folder


def folder_problem(folder: Path) -> str:
    """Why data or programs cannot lie there, in words; empty where they can. Asks the disk."""
    try:
        check_folder(folder)
        others = folder.is_dir() and any(folder.iterdir()) and not has_data(folder) and not (folder / MARKER).exists()
    except NadirError as error:
        return str(error)
    except OSError as error:
        return f"{folder} cannot be read: {error.strerror}"
    return f"The folder {folder} holds other files. Choose an empty one." if others else ""
