"""Undistorted pixels of views, decoded when they are wanted and kept while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.decode import decode
from nadir_engine.views import View

# Rows whose places in the photo are worked out at a time: they take six times the memory of the pixels.
STRIP_ROWS = 256
Pixels = NDArray[np.generic]


class Imagery:
    """Pixels of views by name; the least recently used go when there are more than `limit_mb`. For use by many threads."""

    def __init__(self, prepare: Callable[[View], Pixels], limit_mb: int = 400) -> None:
        self._prepare = prepare
        self._limit = limit_mb * 1024 * 1024
        self._kept: OrderedDict[str, Pixels] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}

    def pixels(self, view: View) -> Pixels:
        """What `prepare` makes of the view."""
        with self._lock:
            if view.name in self._kept:
                self._kept.move_to_end(view.name)
                return self._kept[view.name]
            making = self._making.setdefault(view.name, threading.Lock())
        with making:
            with self._lock:
                if view.name in self._kept:
                    return self._kept[view.name]
            pixels = self._prepare(view)
            self._keep(view.name, pixels)
            return pixels

    def _keep(self, name: str, pixels: Pixels) -> None:
        with self._lock:
            self._kept[name] = pixels
            self._bytes += pixels.nbytes
            while self._bytes > self._limit and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= dropped.nbytes


def undistorted(view: View, colour: bool) -> NDArray[np.uint8]:
    """The view's photo at the view's size without lens distortion: (h, w) grey or (h, w, 3) BGR; black where it saw nothing."""
    image = decode(view.path, view.full_side, max(view.width, view.height), colour)
    k1, k2, p1, p2 = view.distortion
    rows, columns = image.shape[:2]
    if not any(view.distortion) and (columns, rows) == (view.width, view.height):
        return image
    result = np.empty((view.height, view.width, *image.shape[2:]), np.uint8)
    for top in range(0, view.height, STRIP_ROWS):
        bottom = min(view.height, top + STRIP_ROWS)
        map_x, map_y = _source_places(view, top, bottom)
        if (columns, rows) != (view.width, view.height):  # decoders give nearly the size that is wanted
            map_x = (map_x + np.float32(0.5)) * np.float32(columns / view.width) - np.float32(0.5)
            map_y = (map_y + np.float32(0.5)) * np.float32(rows / view.height) - np.float32(0.5)
        result[top:bottom] = cv2.remap(image, map_x, map_y, cv2.INTER_LINEAR)
    return result


def _source_places(view: View, top: int, bottom: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where in the photo (column, row) the pixels of rows `top` to `bottom` of the undistorted view come from."""
    k1, k2, p1, p2 = view.distortion
    x = ((np.arange(view.width, dtype=np.float32) + 0.5 - view.cx) / view.focal)[None, :]
    y = ((np.arange(top, bottom, dtype=np.float32) + 0.5 - view.cy) / view.focal)[:, None]
    r2 = x * x + y * y
    radial = 1.0 + k1 * r2 + k2 * r2 * r2
    map_x = (x * radial + 2.0 * p1 * x * y + p2 * (r2 + 2.0 * x * x)) * view.focal + view.cx - 0.5
    map_y = (y * radial + p1 * (r2 + 2.0 * y * y) + 2.0 * p2 * x * y) * view.focal + view.cy - 0.5
    return map_x.astype(np.float32), map_y.astype(np.float32)
