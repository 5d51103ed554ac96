"""From the reconstruction's own frame to metres on the map, by the positions at which the photos were taken."""

from __future__ import annotations

import numpy as np
import pycolmap
from numpy.typing import NDArray

from nadir_engine.context import Run
from nadir_engine.coordinates import Georeference, georeference_of, to_local
from nadir_engine.photos import Photo

LOCAL_FRAME = Georeference(None, 0.0, 0.0, 0.0)
# Weight of a camera's tilt against its position: settles what positions in a line leave open, and bends nothing else.
DIRECTION_WEIGHT = 0.02
# Flying height that a local frame is scaled to where the drone tells none.
ASSUMED_HEIGHT_M = 50.0
MINIMUM_FOR_BUNDLE = 4
VERTICAL_TO_HORIZONTAL = 1.5


def positions_of(photos: list[Photo]) -> tuple[Georeference, NDArray[np.float64]]:
    """The site's georeference, and the photos' positions (n, 3) in metres in it, NaN where not known."""
    positions = np.full((len(photos), 3), np.nan)
    placed = [index for index, photo in enumerate(photos) if photo.has_position]
    if len(placed) < 2:
        return LOCAL_FRAME, positions
    longitudes = [float(photos[index].longitude or 0.0) for index in placed]
    latitudes = [float(photos[index].latitude or 0.0) for index in placed]
    altitudes = [float(photos[index].altitude or 0.0) for index in placed]
    georeference = georeference_of(longitudes, latitudes)
    positions[placed] = to_local(georeference, longitudes, latitudes, altitudes)
    return georeference, positions


def align(
    reconstruction: pycolmap.Reconstruction, photos: list[Photo], georeference: Georeference,
    positions: NDArray[np.float64], context: Run,
) -> Georeference:  # fmt: skip
    """Moves the reconstruction into metres; returns its georeference, a local frame where positions do not carry it."""
    index_of = {photo.filename: index for index, photo in enumerate(photos)}
    images = [reconstruction.image(image_id) for image_id in reconstruction.reg_image_ids()]
    centres = np.array([image.projection_center() for image in images])
    axes = np.array([image.viewing_direction() for image in images])
    depth = _median_depth(reconstruction, centres)
    order = [index_of[image.name] for image in images]
    targets = positions[order]
    known = ~np.isnan(targets).any(axis=1)
    wanted_axes = np.array([looking_direction(photos[index]) for index in order])
    if known.sum() >= 2 and np.ptp(targets[known], axis=0).max() > 1e-3:
        scale = _spread(targets[known]) / _spread(centres[known])
        source = np.vstack([centres[known], centres[known] + depth * axes[known]])
        target = np.vstack([targets[known], targets[known] + depth * scale * wanted_axes[known]])
        weights = np.repeat([1.0, DIRECTION_WEIGHT], known.sum())
        reconstruction.transform(_similarity(source, target, weights))
        _adjust_to_positions(reconstruction, photos, positions, context)
        return georeference
    _to_local_frame(reconstruction, centres, axes, wanted_axes, depth, [photos[index] for index in order])
    return LOCAL_FRAME


def looking_direction(photo: Photo) -> NDArray[np.float64]:
    """Unit vector (east, north, up) along which a photo looks, from its gimbal angles; straight down where not told."""
    if photo.pitch is None or photo.yaw is None:
        return np.array([0.0, 0.0, -1.0])
    pitch, yaw = np.radians(photo.pitch), np.radians(photo.yaw)
    return np.array([np.cos(pitch) * np.sin(yaw), np.cos(pitch) * np.cos(yaw), np.sin(pitch)])


def _median_depth(reconstruction: pycolmap.Reconstruction, centres: NDArray[np.float64]) -> float:
    points = np.array([point.xyz for point in reconstruction.points3D.values()])
    return float(np.median(np.linalg.norm(points - centres.mean(axis=0), axis=1)))


def _spread(points: NDArray[np.float64]) -> float:
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean()))


def _similarity(
    source: NDArray[np.float64], target: NDArray[np.float64], weights: NDArray[np.float64]
) -> pycolmap.Sim3d:
    """Weighted least-squares similarity from points (n, 3) to points (n, 3) (Umeyama 1991)."""
    weights = weights / weights.sum()
    source_mean, target_mean = weights @ source, weights @ target
    centred, wanted = source - source_mean, target - target_mean
    U, S, Vt = np.linalg.svd((wanted * weights[:, None]).T @ centred)
    sign = np.diag([1.0, 1.0, np.sign(np.linalg.det(U @ Vt))])
    R = U @ sign @ Vt
    scale = float(np.trace(np.diag(S) @ sign) / (weights @ (centred**2).sum(axis=1)))
    return pycolmap.Sim3d(scale, pycolmap.Rotation3d(R), target_mean - scale * R @ source_mean)


def _to_local_frame(
    reconstruction: pycolmap.Reconstruction, centres: NDArray[np.float64], axes: NDArray[np.float64],
    wanted_axes: NDArray[np.float64], depth: float, photos: list[Photo],
) -> None:  # fmt: skip
    """Upright, in about metres by the flying height that the drone tells, the first camera's ground at 0, 0, 0."""
    heights = [photo.relative_altitude for photo in photos if photo.relative_altitude and photo.relative_altitude > 1.0]
    scale = (float(np.median(heights)) if heights else ASSUMED_HEIGHT_M) / depth
    mean, wanted = axes.mean(axis=0), wanted_axes.mean(axis=0)
    rotation = _rotation_between(mean / np.linalg.norm(mean), wanted / np.linalg.norm(wanted))
    ground = centres.mean(axis=0) + depth * mean
    reconstruction.transform(pycolmap.Sim3d(scale, pycolmap.Rotation3d(rotation), -scale * rotation @ ground))


def _rotation_between(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """The smallest rotation (3, 3) that turns one unit vector to another."""
    cross, cosine = np.cross(start, end), float(start @ end)
    if cosine < -1.0 + 1e-9:
        return np.diag([1.0, -1.0, -1.0]) if abs(start[0]) < 0.9 else np.diag([-1.0, 1.0, -1.0])
    K = np.array([[0.0, -cross[2], cross[1]], [cross[2], 0.0, -cross[0]], [-cross[1], cross[0], 0.0]])
    return np.eye(3) + K + K @ K / (1.0 + cosine)


def _adjust_to_positions(
    reconstruction: pycolmap.Reconstruction, photos: list[Photo], positions: NDArray[np.float64], context: Run
) -> None:
    """A last bundle adjustment in which the positions count with their accuracy: takes out the bend of a long strip."""
    priors, config = [], pycolmap.BundleAdjustmentConfig()
    index_of = {photo.filename: index for index, photo in enumerate(photos)}
    for image_id in reconstruction.reg_image_ids():
        config.add_image(image_id)
        image = reconstruction.image(image_id)
        index = index_of[image.name]
        if not np.isnan(positions[index]).any():
            priors.append(_prior(image, photos[index], positions[index], context.options.gps_accuracy))
    placed = np.array([prior.position for prior in priors])
    if len(priors) < MINIMUM_FOR_BUNDLE or _is_line(placed):
        return
    options = pycolmap.BundleAdjustmentOptions()
    options.refine_focal_length = False
    options.refine_extra_params = not context.options.use_fixed_camera_params
    options.print_summary = False
    adjuster = pycolmap.create_pose_prior_bundle_adjuster(
        options, pycolmap.PosePriorBundleAdjustmentOptions(), config, priors, reconstruction
    )
    adjuster.solve()
    reconstruction.update_point_3d_errors()


def _prior(image: pycolmap.Image, photo: Photo, position: NDArray[np.float64], accuracy: float) -> pycolmap.PosePrior:
    horizontal = photo.accuracy_horizontal or accuracy
    vertical = photo.accuracy_vertical or accuracy * VERTICAL_TO_HORIZONTAL
    return pycolmap.PosePrior(
        corr_data_id=image.data_id,
        position=position,
        position_covariance=np.diag([horizontal**2, horizontal**2, vertical**2]),
        coordinate_system=pycolmap.PosePriorCoordinateSystem.CARTESIAN,
    )


def _is_line(points: NDArray[np.float64]) -> bool:
    """Whether points lie in a line so nearly that the roll about it is open."""
    singular = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(singular[1] < 0.05 * singular[0])
