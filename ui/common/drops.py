"""Folders dropped from the file manager."""

from __future__ import annotations

from qgis.PyQt.QtCore import QFileInfo, QMimeData


def folder_of(data: QMimeData) -> str:
    """The one local folder that is being dragged; empty for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return ""
    path = urls[0].toLocalFile()
    return path if QFileInfo(path).isDir() else ""
