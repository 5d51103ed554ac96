"""Photos and folders dropped from the file manager."""

from __future__ import annotations

from qgis.PyQt.QtCore import QFileInfo, QMimeData

from ...core.photos.folder import PHOTO_SUFFIXES


def folder_of(data: QMimeData) -> str:
    """The one local folder that is being dragged; empty for anything else."""
    paths = _local_paths(data)
    return paths[0] if len(paths) == 1 and QFileInfo(paths[0]).isDir() else ""


def photo_paths(data: QMimeData) -> list[str]:
    """The local folders and photos that are being dragged; none where anything else is among them.

    The disk is only asked about names that look like neither.
    """
    paths = _local_paths(data)
    return paths if all(_may_be_photos(path) for path in paths) else []


def _local_paths(data: QMimeData) -> list[str]:
    urls = data.urls()
    return [url.toLocalFile() for url in urls] if all(url.isLocalFile() for url in urls) else []


def _may_be_photos(path: str) -> bool:
    return path.lower().endswith(PHOTO_SUFFIXES) or QFileInfo(path).isDir()
