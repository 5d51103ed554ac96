"""Where a task's files lie: photos as uploaded, products as the node named them, console lines."""
from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from nadir_server.rasters.sources import sources

MB = 1024 * 1024


@dataclass(frozen=True)
class TaskFolder:
    """The folder of one task. Only `assets` is ever served, and it changes in one step."""

    root: Path

    @classmethod
    def of(cls, task_id: UUID) -> TaskFolder:
        return cls(settings.DATA.tasks / str(task_id))

    @property
    def images(self) -> Path:
        return self.root / "images"

    @property
    def chunks(self) -> Path:
        """Pieces of files that are still coming in."""
        return self.root / "chunks"

    @property
    def assets(self) -> Path:
        return self.root / "assets"

    @property
    def fetching(self) -> Path:
        """Results on their way from the node."""
        return self.root / "fetching"

    @property
    def data(self) -> Path:
        """What a backup says of the task."""
        return self.root / "data"

    @property
    def console(self) -> Path:
        return self.root / "console.txt"

    def image_files(self) -> list[Path]:
        """The uploaded files, sorted by name."""
        return sorted(path for path in self.images.glob("*") if path.is_file()) if self.images.is_dir() else []

    def size_mb(self) -> float:
        """What all files of the task take, in MB."""
        total = 0
        for folder, _, names in os.walk(self.root):
            total += sum((Path(folder) / name).lstat().st_size for name in names)
        return total / MB

    def use_assets(self, new: Path) -> None:
        """Make the folder `new` the task's assets; the ones before go away."""
        old = self.root / "assets.old"
        shutil.rmtree(old, ignore_errors=True)
        sources.release(self.assets)
        if self.assets.exists():
            self.assets.rename(old)
        new.rename(self.assets)
        shutil.rmtree(old, ignore_errors=True)

    def remove(self) -> None:
        """Remove everything, in one step for all who write to it meanwhile: they find it gone, or begin a new one."""
        sources.release(self.root)
        aside = settings.DATA.temporary / f"removed-{uuid4().hex}"
        try:
            self.root.rename(aside)
        except FileNotFoundError:
            return
        shutil.rmtree(aside)
