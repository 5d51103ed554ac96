"""Features of each photo: SIFT, spread evenly, described by the square root of their histograms (RootSIFT)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.atomic import whole_file
from nadir_engine.context import Run
from nadir_engine.decode import decode
from nadir_engine.errors import UnreadablePhoto
from nadir_engine.photos import Photo

# Longer side of the photos in which features are looked for. SIFT itself doubles it.
LONGER_SIDE = {"ultra": 2600, "high": 1300, "medium": 1000, "low": 750, "lowest": 500}
GRID = 8
# Bytes for each pixel that OpenCV's SIFT takes at its most, as measured (233 at 2600 x 1462 pixels).
SIFT_BYTES = 240


@dataclass(frozen=True)
class Features:
    """`keypoints` (n, 2): x, y in pixels of the whole photo, the first pixel's middle at 0.5; `descriptors` (n, 128) uint8."""

    keypoints: NDArray[np.float32]
    descriptors: NDArray[np.uint8]


NO_FEATURES = Features(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8))


def detect_all(context: Run, photos: list[Photo], begin: float, end: float) -> None:
    """Writes the features of every photo to disk."""
    context.layout.features.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(max(1, context.threads // len(photos)))  # the photos are the parallel part
    longer_side = LONGER_SIDE[context.options.feature_quality]
    bytes_each = max(detect_bytes(photo, longer_side) for photo in photos)

    def work(photo: Photo) -> None:
        try:
            features = detect(photo, longer_side, context.options.min_num_features)
        except UnreadablePhoto as damage:
            context.console.warning(f"{damage.message} It is left out.")
            features = NO_FEATURES
        with whole_file(feature_path(context.layout.features, photo)) as part:
            np.savez(part, keypoints=features.keypoints, descriptors=features.descriptors)

    context.map(work, photos, begin, end, "Looking for features", bytes_each)


def feature_path(folder: Path, photo: Photo) -> Path:
    """Where a photo's features lie."""
    return folder / f"{photo.filename}.npz"


def load_features(folder: Path, photo: Photo) -> Features:
    """A photo's features, from disk."""
    with np.load(feature_path(folder, photo)) as stored:
        return Features(stored["keypoints"], stored["descriptors"])


def detect_bytes(photo: Photo, longer_side: int) -> float:
    """Memory that `detect` takes at its most: SIFT's scale space over the doubled photo, and the photo as it is decoded."""
    side = max(photo.width, photo.height)
    pixels = photo.width * photo.height * min(1.0, longer_side / side) ** 2
    return SIFT_BYTES * pixels + photo.width * photo.height


def detect(photo: Photo, longer_side: int, count: int) -> Features:
    """At most about `count` SIFT features of a photo, looked for at `longer_side` pixels."""
    image = decode(Path(photo.path_file), max(photo.width, photo.height), longer_side, colour=False)
    sift = cv2.SIFT_create(contrastThreshold=0.01)  # all of them: a limit here would favour the rich parts
    found = sift.detect(image, None)
    if not found:
        return NO_FEATURES
    chosen = _spread(found, image.shape[1], image.shape[0], count)
    chosen, descriptors = sift.compute(image, chosen)
    scale = np.array([photo.width / image.shape[1], photo.height / image.shape[0]])
    keypoints = (np.array([point.pt for point in chosen]) + 0.5) * scale
    return Features(keypoints.astype(np.float32), _root(descriptors))


def _spread(found: tuple[cv2.KeyPoint, ...], width: int, height: int, count: int) -> list[cv2.KeyPoint]:
    """The strongest of each cell of a grid, then the strongest of the rest: even cover ties the photo down everywhere."""
    cells = [int(p.pt[0] * GRID / width) + GRID * int(p.pt[1] * GRID / height) for p in found]
    order = sorted(range(len(found)), key=lambda index: -found[index].response)
    quota = count // (GRID * GRID)
    taken = [0] * (GRID * GRID + GRID + 1)
    first: list[cv2.KeyPoint] = []
    rest: list[cv2.KeyPoint] = []
    for index in order:
        cell = cells[index]
        (first if taken[cell] < quota else rest).append(found[index])
        taken[cell] += 1
    return first + rest[: max(0, count - len(first))]


def _root(descriptors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """RootSIFT (Arandjelovic and Zisserman 2012), scaled so that a unit vector is 512 long as COLMAP stores it."""
    norm = np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6)
    return np.clip(np.sqrt(descriptors / norm) * 512.0 + 0.5, 0, 255).astype(np.uint8)
