"""A task's products: which of the engine's files a client gets, one by one or packed in `all.zip`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

# What NodeODM packs, relative to the project's folder; folders with all that is in them.
DEFAULT_OUTPUTS = (
    "odm_orthophoto/odm_orthophoto.tif",
    "odm_orthophoto/odm_orthophoto.png",
    "odm_orthophoto/odm_orthophoto.mbtiles",
    "odm_orthophoto/odm_orthophoto.kmz",
    "odm_georeferencing",
    "odm_texturing",
    "odm_dem/dsm.tif",
    "odm_dem/dtm.tif",
    "dsm_tiles",
    "dtm_tiles",
    "orthophoto_tiles",
    "entwine_pointcloud",
    "3d_tiles",
    "images.json",
    "cameras.json",
    "task_output.txt",
    "log.json",
    "odm_report",
)

# Single products by the names that WebODM software gives them.
ASSETS = {
    "orthophoto.tif": "odm_orthophoto/odm_orthophoto.tif",
    "orthophoto.png": "odm_orthophoto/odm_orthophoto.png",
    "dsm.tif": "odm_dem/dsm.tif",
    "dtm.tif": "odm_dem/dtm.tif",
    "georeferenced_model.laz": "odm_georeferencing/odm_georeferenced_model.laz",
    "cameras.json": "cameras.json",
    "images.json": "images.json",
    "shots.geojson": "odm_report/shots.geojson",
    "stats.json": "odm_report/stats.json",
    "task_output.txt": "task_output.txt",
}

_COMPRESSIBLE = {".json", ".geojson", ".txt", ".xyz", ".obj", ".mtl", ".csv", ".html", ".svg", ".xml", ".prj", ".ply"}
_CHUNK = 1 << 20


class PackingStoppedError(Exception):
    """The task was cancelled while its products were packed."""


def product_files(project: Path, outputs: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """The files that belong in the archive, with their names in it. Links that leave the project are left out."""
    root = project.resolve()
    for name in outputs:
        start = project / name
        candidates = sorted(start.rglob("*")) if start.is_dir() else [start]
        for path in candidates:
            if path.is_file() and path.resolve().is_relative_to(root):
                yield path, path.relative_to(project).as_posix()


def pack(
    project: Path,
    target: Path,
    outputs: Sequence[str],
    progress: Callable[[float], None],
    stopped: Callable[[], bool],
) -> None:
    """Pack the products of `project` into `target`, which appears only once it is whole.

    Rasters and point clouds are compressed already and are stored as they are. `progress` gets 0 to 1.
    Raises PackingStoppedError and OSError; nothing half-made stays.
    """
    part = target.with_name(target.name + ".part")
    files = list(product_files(project, outputs or DEFAULT_OUTPUTS))
    total = sum(path.stat().st_size for path, _ in files) or 1
    done = 0
    try:
        with zipfile.ZipFile(part, "w", allowZip64=True) as archive:
            for path, name in files:
                done = _add(archive, path, name, done, stopped, lambda size: progress(size / total))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _add(
    archive: zipfile.ZipFile,
    path: Path,
    name: str,
    done: int,
    stopped: Callable[[], bool],
    progress: Callable[[int], None],
) -> int:
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    info.compress_type = zipfile.ZIP_DEFLATED if path.suffix.lower() in _COMPRESSIBLE else zipfile.ZIP_STORED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=info.file_size > 1 << 31) as target:
        while chunk := source.read(_CHUNK):
            if stopped():
                raise PackingStoppedError
            target.write(chunk)
            done += len(chunk)
            progress(done)
    return done
