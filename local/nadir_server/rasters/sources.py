"""Open raster files, kept open between requests: opening one costs as much as reading a tile from it."""
from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import rasterio
from pyproj import Transformer
from rasterio.enums import ColorInterp
from rasterio.io import DatasetReader

from nadir_server.rasters.opening import open_geotiff

MERCATOR = "EPSG:3857"
MOST_IDLE = 12
DECODED_BYTES = 128 * 1024 * 1024  # blocks that GDAL keeps decoded, over all files
Identity = tuple[str, int, int, int]


class OutsideOfBounds(Exception):
    """The raster has nothing there."""


@dataclass
class Source:
    """One raster file, used by one thread at a time."""

    path: Path
    dataset: DatasetReader
    alpha: int | None  # band number
    bands: tuple[int, ...]  # numbers of the others
    from_mercator: Transformer | None  # to the raster's own reference system; None where that has none
    _levels: dict[int, DatasetReader] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Source:
        """Raises RasterioIOError for what is no raster."""
        dataset = open_geotiff(path)
        kinds = dict(zip(dataset.indexes, dataset.colorinterp, strict=True))
        alpha = next((band for band, kind in kinds.items() if kind == ColorInterp.alpha), None)
        bands = tuple(band for band in kinds if band != alpha)
        crs = dataset.crs.to_wkt() if dataset.crs else None
        moved = Transformer.from_crs(MERCATOR, crs, always_xy=True) if crs else None
        return cls(path, dataset, alpha, bands, moved)

    def level(self, ratio: float) -> tuple[DatasetReader, float]:
        """The coarsest overview (or the raster itself) that is at least as fine as `ratio` of its pixels, and its own ratio."""
        wanted = -1
        for number, factor in enumerate(self.dataset.overviews(1)):
            if factor <= ratio * 1.01:
                wanted = number
        if wanted < 0:
            return self.dataset, 1.0
        if wanted not in self._levels:
            self._levels[wanted] = open_geotiff(self.path, overview_level=wanted)
        found = self._levels[wanted]
        return found, self.dataset.width / found.width

    def close(self) -> None:
        for dataset in (self.dataset, *self._levels.values()):
            dataset.close()


class Sources:
    """The open files that nobody uses now, the latest first; each request borrows one, and opens one where it must."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[tuple[Identity, Source]] = []

    @contextmanager
    def borrow(self, path: Path) -> Iterator[Source]:
        """The raster for this thread alone. A file that was replaced is opened anew."""
        wanted = identity(path)
        source = self._take(wanted) or self._open(path)
        try:
            yield source
        except OutsideOfBounds:  # no fault of the file: maps ask for the corners of every survey
            self._give_back(wanted, source)
            raise
        except BaseException:
            source.close()
            raise
        self._give_back(wanted, source)

    def release(self, folder: Path) -> None:
        """Close what lies below the folder and is not in use: an open file keeps its room on the disk after it is
        removed, and on Windows it can be neither moved nor removed.
        """
        prefix = str(folder) + os.sep
        with self._lock:
            closed = [source for key, source in self._idle if key[0].startswith(prefix)]
            self._idle = [(key, source) for key, source in self._idle if not key[0].startswith(prefix)]
        for source in closed:
            source.close()

    def _open(self, path: Path) -> Source:
        with rasterio.Env(GDAL_CACHEMAX=DECODED_BYTES):
            return Source.open(path)

    def _take(self, wanted: Identity) -> Source | None:
        with self._lock:
            for place, (key, source) in enumerate(self._idle):
                if key == wanted:
                    del self._idle[place]
                    return source
            stale = [source for key, source in self._idle if key[0] == wanted[0]]
            self._idle = [(key, source) for key, source in self._idle if key[0] != wanted[0]]
        for source in stale:
            source.close()
        return None

    def _give_back(self, key: Identity, source: Source) -> None:
        with self._lock:
            self._idle.insert(0, (key, source))
            closed = [source for _, source in self._idle[MOST_IDLE:]]
            del self._idle[MOST_IDLE:]
        for source in closed:
            source.close()


def identity(path: Path) -> Identity:
    """What changes when the file is replaced. Raises FileNotFoundError."""
    status = path.stat()
    return str(path), status.st_ino, status.st_mtime_ns, status.st_size


sources = Sources()
