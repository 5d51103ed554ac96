"""How much of a lens the photos can tell.

Flown in one line, or with few photos or points, a lens, the flying height and the tilt of the cameras explain one another:
a free lens was seen to take 20 % off the height of a strip, with a better reprojection error. So a lens is put together
with radial distortion alone; the decentring comes in where photos side by side carry it, and where there are few points the
lens is held altogether.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pycolmap
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from nadir_engine.photos import Photo

Pair = tuple[int, int]

# Points below which no distortion is estimated.
POINTS_FOR_A_LENS = 500
# What the decentring takes: so many photos by the camera, so far apart across the flight as a part of the flying height.
PHOTOS_FOR_DECENTRING = 10
STRIP_WIDTH = 0.1
# Features of a photo in tracks of three photos or more with which it can do without those of two.
ENOUGH_TRACKED = 100
BROWN = pycolmap.CameraModelId.OPENCV


def radial_camera(photo: Photo) -> pycolmap.Camera:
    """COLMAP's camera for a photo: focal length, principal point, and radial distortion (k1, k2), as yet none."""
    params = [photo.focal_length_px, photo.width / 2.0, photo.height / 2.0, 0.0, 0.0]
    camera = pycolmap.Camera(model="RADIAL", width=photo.width, height=photo.height, params=params)
    camera.has_prior_focal_length = True
    return camera


def brown_camera(photo: Photo, params: list[float]) -> pycolmap.Camera:
    """COLMAP's camera with Brown's distortion: two focal lengths, principal point (pixels), k1, k2, p1, p2."""
    camera = pycolmap.Camera(model="OPENCV", width=photo.width, height=photo.height, params=params)
    camera.has_prior_focal_length = True
    return camera


def give_decentring(reconstruction: pycolmap.Reconstruction, camera_ids: set[int]) -> None:
    """Makes radial cameras ones with Brown's distortion, their decentring zero. Those that have it are left as they are."""
    for camera_id in camera_ids:
        camera = reconstruction.camera(camera_id)
        if camera.model != BROWN:
            focal, cx, cy, k1, k2 = camera.params
            camera.model = BROWN
            camera.params = [focal, focal, cx, cy, k1, k2, 0.0, 0.0]


def cameras_with_decentring(reconstruction: pycolmap.Reconstruction) -> set[int]:
    """Ids of the cameras whose photos are many and wide enough apart to tell the lens's decentring."""
    centres: dict[int, list[NDArray[np.float64]]] = {}
    for image_id in reconstruction.reg_image_ids():
        image = reconstruction.image(image_id)
        centres.setdefault(image.camera_id, []).append(image.projection_center())
    depth = _median_depth(reconstruction)
    return {
        camera_id
        for camera_id, places in centres.items()
        if len(places) >= PHOTOS_FOR_DECENTRING and width_across(np.array(places)) > STRIP_WIDTH * depth
    }


def is_strip(reconstruction: pycolmap.Reconstruction) -> bool:
    """Whether the photos were taken along one line."""
    images = (reconstruction.image(image_id) for image_id in reconstruction.reg_image_ids())
    centres = np.array([image.projection_center() for image in images])
    return width_across(centres) <= STRIP_WIDTH * _median_depth(reconstruction)


def width_across(centres: NDArray[np.float64]) -> float:
    """Standard deviation of places (n, 3) across the line that fits them best, in their unit."""
    singular = np.linalg.svd(centres - centres.mean(axis=0), compute_uv=False)
    return float(singular[1] / np.sqrt(len(centres))) if len(singular) > 1 else 0.0


def _median_depth(reconstruction: pycolmap.Reconstruction) -> float:
    centres = [reconstruction.image(image_id).projection_center() for image_id in reconstruction.reg_image_ids()]
    points = np.array([point.xyz for point in reconstruction.points3D.values()])
    return float(np.median(np.linalg.norm(points - np.mean(centres, axis=0), axis=1)))


def needs_tracks_of_two(matches: Mapping[Pair, pycolmap.TwoViewGeometry], features: NDArray[np.int_]) -> bool:
    """Whether some photos have too few features that three photos or more show. `features` (n,): how many each photo has.

    Features of two photos only say little and take time; with little overlap they are all there is.
    """
    begins = np.concatenate([[0], np.cumsum(features)])
    links = [geometry.inlier_matches.astype(np.int64) + [begins[a], begins[b]] for (a, b), geometry in matches.items()]
    ends = np.concatenate(links)
    graph = coo_matrix((np.ones(len(ends), bool), (ends[:, 0], ends[:, 1])), shape=(begins[-1], begins[-1]))
    _, track = connected_components(graph, directed=False)
    long = np.bincount(track)[track] > 2
    matched = sorted({index for pair in matches for index in pair})
    tracked = [int(long[begins[index] : begins[index + 1]].sum()) for index in matched]
    return bool(np.percentile(tracked, 5, method="lower") < ENOUGH_TRACKED)
