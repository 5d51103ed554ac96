"""`max-concurrency` holds for the libraries too."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import cv2
import pytest
from nadir_engine.console import Console
from nadir_engine.context import Run
from nadir_engine.features import detect_all
from nadir_engine.image_size import image_size
from nadir_engine.layout import Layout
from nadir_engine.options import EngineOptions
from nadir_engine.photos import Photo
from running_engine import engine_environment

COUNT = """
import os, sys, threading
from pathlib import Path
from nadir_engine.run import _configure_libraries
_configure_libraries(int(sys.argv[1]))
import laspy, numpy as np
from rasterio.transform import from_origin
from nadir_engine.cog import write_height_cog
from nadir_engine.cloud import PointCloud
from nadir_engine.coordinates import Georeference
from nadir_engine.point_cloud import write_laz

most, done = 0, threading.Event()
def watch():
    global most
    while not done.is_set():
        most = max(most, len(os.listdir("/proc/self/task")))
before = len(os.listdir("/proc/self/task"))
watcher = threading.Thread(target=watch)
watcher.start()
folder = Path(sys.argv[2])
if sys.argv[3] == "raster":
    heights = np.random.default_rng(1).random((3000, 3000)).astype(np.float32)
    write_height_cog(folder / "dsm.tif", heights, from_origin(0, 0, 1, 1), 32632, "DSM")
else:
    xyz = np.random.default_rng(1).random((300_000, 3))
    cloud = PointCloud(xyz, np.zeros((len(xyz), 3), np.uint8), np.ones(len(xyz), np.uint8))
    write_laz(folder / "cloud.laz", cloud, Georeference(None, 0.0, 0.0, 0.0))
done.set()
watcher.join()
print(most - before - 1)
"""


def _threads(threads: int, work: str, folder: Path) -> int:
    """Threads that the libraries started."""
    command = [sys.executable, "-c", COUNT, str(threads), str(folder), work]
    done = subprocess.run(command, env=engine_environment(), capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not list a process's threads")
@pytest.mark.parametrize("work", ["raster", "point cloud"])
def test_libraries_start_no_more_threads_than_allowed(work: str, tmp_path: Path) -> None:
    few, many = _threads(1, work, tmp_path), _threads(5, work, tmp_path)
    assert few <= 1
    assert 4 <= many <= 5


def test_libraries_do_not_multiply_the_threads_of_the_work(photos: Path, tmp_path: Path) -> None:
    context = Run(photos, Layout(tmp_path), EngineOptions(max_concurrency=4), Console(io.StringIO()))
    found = [_photo_named(path) for path in sorted(photos.iterdir())]
    detect_all(context, found, 0.0, 1.0)
    assert cv2.getNumThreads() == 1
    detect_all(context, found[:2], 0.0, 1.0)
    assert cv2.getNumThreads() == 2


def _photo_named(path: Path) -> Photo:
    width, height = image_size(path)
    nothing = dict.fromkeys(field.name for field in fields(Photo))
    about = {"filename": path.name, "path_file": str(path), "width": width, "height": height}
    return Photo(**{**nothing, **about})  # type: ignore[arg-type]
