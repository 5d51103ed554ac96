"""The one folder that holds all the server's data, and the names in it."""
from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)
KEPT_FREE = 256 * 1024 * 1024  # bytes that stay free on its disk, for the database and what comes in meanwhile


@dataclass(frozen=True)
class DataFolder:
    """Paths below the data folder. Everything in it is the user's own: folders have mode 700."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "nadir.sqlite3"

    @property
    def queue(self) -> Path:
        return self.root / "queue.sqlite3"

    @property
    def login(self) -> Path:
        """User name and password of the administrator, JSON, mode 600."""
        return self.root / "login.json"

    @property
    def port(self) -> Path:
        """The port of the last start, which saved QGIS projects point to."""
        return self.root / "port"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def lock(self) -> Path:
        return self.root / "server.lock"

    @property
    def temporary(self) -> Path:
        """Request bodies on their way in. On the data disk, for they are as large as a survey; emptied at each start."""
        return self.root / "tmp"

    @property
    def tasks(self) -> Path:
        return self.root / "tasks"

    def make(self) -> None:
        """Make the folders."""
        for folder in (self.root, self.temporary, self.tasks):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self.root.chmod(0o700)  # one that was there before, too
        except PermissionError:  # another user's folder, or a file system without modes
            logger.warning("Other users of this computer may be able to read %s", self.root)

    def empty_temporary(self) -> None:
        """Remove what an earlier run left half-received."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir(mode=0o700, exist_ok=True)

    def use_for_temporary_files(self) -> None:
        """Let every temporary file of this process (waitress's request bodies too) lie on the data disk."""
        tempfile.tempdir = str(self.temporary)

    def secret_key(self) -> str:
        """The key that signs tokens, made at the first start."""
        path = self.root / "secret_key"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text(encoding="utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
