"""What lies where in an unpacked zip file: a backup (photos, assets/, data/backup.json) or the products alone."""
from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from nadir_server.assets.catalogue import available_assets
from nadir_server.imports.errors import BadImport
from nadir_server.uploads.names import safe_name

GB = 1024**3
MOST_ENTRIES = 1_000_000
MOST_EXPANSION = 200  # times the size of the zip file, for what is larger than a GB
WRAPPERS = 2  # folders around everything that are looked through


@dataclass(frozen=True)
class Content:
    """What an import found; None and empty where there is nothing."""

    photos: list[Path]
    assets: Path | None
    description: Path | None = None
    console: Path | None = None


def check_bomb(archive: Path) -> None:
    """Refuse an archive whose content is out of all proportion, before anything of it is written."""
    try:
        with zipfile.ZipFile(archive) as source:
            sizes = [entry.file_size for entry in source.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadImport(f"Invalid zip file: {error}") from error
    if len(sizes) > MOST_ENTRIES:
        raise BadImport(f"Invalid zip file: it has more than {MOST_ENTRIES} entries.")
    if sum(sizes) > max(GB, MOST_EXPANSION * archive.stat().st_size):
        raise BadImport("Invalid zip file: unpacked it is out of all proportion to its size.")


def find_content(folder: Path) -> Content:
    """Photos and products below the folder, also where one folder is around them all. Raises BadImport."""
    for _ in range(WRAPPERS + 1):
        content = backup_in(folder) or products_in(folder)
        if content is not None:
            return content
        inside = list(folder.iterdir())
        if len(inside) != 1 or not inside[0].is_dir():
            break
        folder = inside[0]
    raise BadImport("Invalid zip file: it holds neither the products of a task nor a backup of one.")


def backup_in(folder: Path) -> Content | None:
    """The content of a backup."""
    description = folder / "data" / "backup.json"
    if not description.is_file():
        return None
    photos = sorted(path for path in folder.iterdir() if path.is_file() and safe_name(path.name) == path.name)
    assets = products_in(folder / "assets")
    if assets is None and not photos:
        raise BadImport("Invalid zip file: the backup holds neither photos nor products.")
    console = folder / "data" / "console.txt"
    return Content(photos, assets.assets if assets else None, description, console if console.is_file() else None)


def products_in(folder: Path) -> Content | None:
    """The products, if the folder holds any that has a name of its own."""
    if not folder.is_dir() or not set(available_assets(folder)) - {"all.zip"}:
        return None
    (folder / "all.zip").unlink(missing_ok=True)  # some servers keep the archive beside what is in it
    return Content([], folder)
