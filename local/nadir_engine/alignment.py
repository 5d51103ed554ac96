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
ROBUST_ITERATIONS = 15
VERTICAL_TO_HORIZONTAL = 1.5
# A photo further from its position than this many times the accuracy (or what is usual on the site) has a wrong one.
FAR_OFF = 3.0


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
    positions: NDArray[np.float64], held: set[int], context: Run,
) -> Georeference:  # fmt: skip
    """Moves the reconstruction into metres; returns its georeference, a local frame where positions do not carry it.

    The lenses of the cameras with the ids `held` stay as they are.
    """
    index_of = {photo.filename: index for index, photo in enumerate(photos)}
    images = [reconstruction.image(image_id) for image_id in reconstruction.reg_image_ids()]
    centres = np.array([image.projection_center() for image in images])
    axes = np.array([image.viewing_direction() for image in images])
    depth = _median_depth(reconstruction, centres)
    order = [index_of[image.name] for image in images]
    targets = positions[order]
    known = np.asarray(~np.isnan(targets).any(axis=1))
    wanted_axes = np.array([looking_direction(photos[index]) for index in order])
    if known.sum() >= 2 and np.ptp(targets[known], axis=0).max() > 1e-3:
        reconstruction.transform(
            robust_similarity(centres[known], targets[known], depth * axes[known], depth * wanted_axes[known])
        )
        misplaced = _misplaced(images, targets, context.options.gps_accuracy)
        _tell_wrong_positions([image.name for image in images if image.name in misplaced], photos, context)
        _adjust_to_positions(reconstruction, photos, positions, misplaced, held, context)
        return georeference
    if georeference.epsg is not None:
        context.console.warning(
            "The positions of the photos do not place the site (fewer than 2, or all the same): the result has no place on "
            "the map, and no orthophoto or elevation model is made."
        )
    _to_local_frame(reconstruction, centres, axes, wanted_axes, depth, [photos[index] for index in order])
    return LOCAL_FRAME


def _misplaced(images: list[pycolmap.Image], targets: NDArray[np.float64], accuracy: float) -> set[str]:
    """Names of the images that lie so far from their position that it must be wrong; those without a position too."""
    distances = np.linalg.norm(np.array([image.projection_center() for image in images]) - targets, axis=1)
    limit = FAR_OFF * max(accuracy, float(np.nanmedian(distances)))
    return {image.name for image, distance in zip(images, distances, strict=True) if not distance <= limit}


def _tell_wrong_positions(misplaced: list[str], photos: list[Photo], context: Run) -> None:
    """A warning that names photos whose position does not fit what they show."""
    told = {photo.filename for photo in photos if photo.has_position}
    wrong = sorted(name for name in misplaced if name in told)
    if wrong:
        names = ", ".join(wrong[:5]) + (" ..." if len(wrong) > 5 else "")
        context.console.warning(f"The positions of these photos do not fit what they show: {names}")


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


def robust_similarity(
    centres: NDArray[np.float64],
    targets: NDArray[np.float64],
    looks: NDArray[np.float64],
    wanted_looks: NDArray[np.float64],
) -> pycolmap.Sim3d:
    """Similarity of camera centres (n, 3) to positions (n, 3) by least sums of distances: a wrong position does not pull.

    The lines of sight `looks`, which should become `wanted_looks` (n, 3), count a little; both are as long as the centres
    are above the ground, in the frame of the centres.
    """
    scale = _spread(targets) / _spread(centres)
    weights = np.ones(len(centres))
    for _ in range(ROBUST_ITERATIONS):
        source = np.vstack([centres, centres + looks])
        target = np.vstack([targets, targets + scale * wanted_looks])
        found = _similarity(source, target, np.concatenate([weights, DIRECTION_WEIGHT * weights]))
        moved = found.scale * centres @ found.rotation.matrix().T + found.translation
        distances = np.linalg.norm(moved - targets, axis=1)
        weights = 1.0 / np.maximum(distances, max(1e-3, float(np.median(distances))))
        scale = found.scale
    return found


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
    reconstruction: pycolmap.Reconstruction,
    photos: list[Photo],
    positions: NDArray[np.float64],
    misplaced: set[str],
    held: set[int],
    context: Run,
) -> None:
    """A last bundle adjustment in which the positions count with their accuracy: takes out the bend of a long strip."""
    priors, config = [], pycolmap.BundleAdjustmentConfig()
    index_of = {photo.filename: index for index, photo in enumerate(photos)}
    for image_id in reconstruction.reg_image_ids():
        config.add_image(image_id)
        image = reconstruction.image(image_id)
        index = index_of[image.name]
        if image.name not in misplaced:
            priors.append(_prior(image, photos[index], positions[index], context.options.gps_accuracy))
    placed = np.array([prior.position for prior in priors])
    if len(priors) < MINIMUM_FOR_BUNDLE or _is_line(placed):
        return
    for camera_id in held:
        config.set_constant_cam_intrinsics(camera_id)
    options = pycolmap.BundleAdjustmentOptions()
    options.refine_focal_length = False
    options.print_summary = False
    options.ceres.solver_options.num_threads = context.threads
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
