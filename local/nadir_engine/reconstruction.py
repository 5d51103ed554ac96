"""Stage `opensfm`: where each photo was taken from, and a sparse cloud of points, in metres.

Focal lengths are held: over flat ground, seen straight down, they cannot be told from the flying height (a free one was seen
25 % off with a better reprojection error). Lens distortion is estimated as far as the photos carry it (`lens`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pycolmap
from numpy.typing import NDArray

from nadir_engine.alignment import align, positions_of
from nadir_engine.atomic import whole_folder
from nadir_engine.cameras_file import known_camera_of, known_cameras, save_cameras
from nadir_engine.context import Run
from nadir_engine.coordinates import Georeference
from nadir_engine.errors import EngineError
from nadir_engine.features import detect_all, load_features
from nadir_engine.lens import (
    BROWN,
    POINTS_FOR_A_LENS,
    Pair,
    brown_camera,
    cameras_with_decentring,
    give_decentring,
    is_strip,
    needs_tracks_of_two,
    radial_camera,
)
from nadir_engine.matching import match_all
from nadir_engine.photos import Photo

FEATURES_SHARE, MATCHING_SHARE, ALIGNMENT_SHARE = 0.45, 0.8, 0.95
# Features by which a photo is added to the others: COLMAP asks for 30, more than photos at the end of a strip may share.
MIN_RESECTION_INLIERS = 15


def run(context: Run) -> None:
    """Features, matches, poses and sparse points; the reconstruction is left in `layout.reconstruction`."""
    pycolmap.logging.minloglevel = pycolmap.logging.Level.FATAL.value  # COLMAP's own lines are not for users
    photos = context.photos()
    georeference, positions = positions_of(photos)
    detect_all(context, photos, 0.0, FEATURES_SHARE)
    cameras = _cameras(context, photos)
    matches = match_all(context, photos, positions, cameras, FEATURES_SHARE, MATCHING_SHARE)
    context.progress(MATCHING_SHARE, "Reconstructing")
    _write_database(context, photos, cameras, matches)
    reconstruction, held = _put_together(context, photos, cameras, matches)
    context.progress(ALIGNMENT_SHARE, "Georeferencing")
    give_decentring(reconstruction, cameras_with_decentring(reconstruction) - held)
    if georeference.epsg is None:
        _estimate_decentring(reconstruction, held)
    georeference = align(reconstruction, photos, georeference, positions, held, context)
    give_decentring(reconstruction, set(reconstruction.cameras))
    _save(context, reconstruction, georeference)


def _cameras(context: Run, photos: list[Photo]) -> dict[str, pycolmap.Camera]:
    """One camera for each camera id; those that the option `cameras` gives as it gives them."""
    known = known_cameras(context.options.cameras)
    cameras: dict[str, pycolmap.Camera] = {}
    for photo in photos:
        if photo.camera_id in cameras:
            continue
        found = known_camera_of(photo, known)
        if found is None:
            cameras[photo.camera_id] = radial_camera(photo)
        else:
            cameras[photo.camera_id] = brown_camera(photo, found.params(photo.width, photo.height))
            context.console.info(f"{photo.camera_id}: as the option cameras gives it")
        if known and found is None:
            context.console.warning(
                f"The option cameras gives no camera {photo.camera_id} (make, model and size of the photos have to be the same): "
                "its lens is estimated."
            )
    for number, camera in enumerate(cameras.values(), 1):
        camera.camera_id = number
    return cameras


def _write_database(
    context: Run, photos: list[Photo], cameras: Mapping[str, pycolmap.Camera],
    matches: Mapping[Pair, pycolmap.TwoViewGeometry],
) -> None:  # fmt: skip
    """COLMAP's database of photos, features and verified matches. Image ids are the photos' indices plus 1."""
    path = context.layout.database
    path.unlink(missing_ok=True)
    with pycolmap.Database.open(path) as database:
        for camera in cameras.values():
            database.write_camera(camera, use_camera_id=True)
            rig = pycolmap.Rig(rig_id=camera.camera_id)
            rig.add_ref_sensor(camera.sensor_id)
            database.write_rig(rig, use_rig_id=True)
        for number, photo in enumerate(photos, 1):
            camera_id = cameras[photo.camera_id].camera_id
            image = pycolmap.Image(name=photo.filename, camera_id=camera_id, image_id=number)
            frame = pycolmap.Frame(frame_id=number, rig_id=camera_id)
            frame.add_data_id(image.data_id)
            database.write_image(image, use_image_id=True)
            database.write_frame(frame, use_frame_id=True)
            database.write_keypoints(number, load_features(context.layout.features, photo).keypoints)
        for (first, second), geometry in matches.items():
            database.write_matches(first + 1, second + 1, geometry.inlier_matches)
            database.write_two_view_geometry(first + 1, second + 1, geometry)


def _put_together(
    context: Run, photos: list[Photo], cameras: Mapping[str, pycolmap.Camera],
    matches: Mapping[Pair, pycolmap.TwoViewGeometry],
) -> tuple[pycolmap.Reconstruction, set[int]]:  # fmt: skip
    """The reconstruction, in a frame of its own, and the ids of the cameras whose lens is held as it is."""
    features = np.array([len(load_features(context.layout.features, photo).keypoints) for photo in photos])
    pairs_count = needs_tracks_of_two(matches, features)
    every = {camera.camera_id for camera in cameras.values()}
    held = every if context.options.use_fixed_camera_params else {
        camera.camera_id for camera in cameras.values() if camera.model == BROWN
    }  # fmt: skip
    best = _largest(_map_incrementally(context, len(photos), held, pairs_count))
    if held != every and (best is None or best.num_points3D() < POINTS_FOR_A_LENS):
        again = _largest(_map_incrementally(context, len(photos), every, pairs_count))
        if best is None or (again is not None and again.num_reg_images() >= best.num_reg_images()):
            best, held = again, every
    if best is None:
        raise EngineError(
            "The photos do not overlap enough to be put together.",
            "Give photos of one place that overlap by 70 % or more, sharp and with some texture.",
        )
    _tell(best, photos, context)
    return best, held


def _map_incrementally(
    context: Run, photo_count: int, held: set[int], pairs_count: bool
) -> list[pycolmap.Reconstruction]:
    """COLMAP's models. Cameras with the ids `held` stay as they are; `pairs_count`: points that only two photos see count."""
    options = pycolmap.IncrementalPipelineOptions()
    options.ba_refine_focal_length = False
    options.constant_cameras = held
    options.mapper.abs_pose_refine_focal_length = False
    options.mapper.abs_pose_refine_extra_params = False
    # Drone photos overlap by 70 to 85 %: neighbours see each other under smaller angles than COLMAP asks for.
    options.mapper.init_min_tri_angle = 8.0
    options.mapper.init_min_num_inliers = 40
    options.min_model_size = 2
    options.mapper.abs_pose_min_num_inliers = MIN_RESECTION_INLIERS
    options.triangulation.ignore_two_view_tracks = not pairs_count
    options.max_num_models = 5
    options.num_threads = context.threads
    options.random_seed = 1
    options.extract_colors = False
    # Bundle adjustments of all photos, most of the time that this takes: after each fifth of growth will do.
    options.ba_global_max_refinements = 2
    options.ba_global_frames_ratio = options.ba_global_points_ratio = 1.2
    options.ba_local_max_refinements = 1
    options.ba_global_function_tolerance = options.ba_local_function_tolerance = 1e-5
    options.ba_min_num_residuals_for_cpu_multi_threading = 5000
    placed = 0

    def photo_placed() -> None:
        nonlocal placed
        placed += 1
        part = min(1.0, (placed + 2) / photo_count)
        context.progress(MATCHING_SHARE + (ALIGNMENT_SHARE - MATCHING_SHARE) * part, "Putting photos together")

    with whole_folder(context.layout.models) as part:
        found = pycolmap.incremental_mapping(
            context.layout.database, context.photos_folder, part, options, next_image_callback=photo_placed
        )
    return list(found.values())


def _largest(models: list[pycolmap.Reconstruction]) -> pycolmap.Reconstruction | None:
    """The model with most photos, None where none has two."""
    models = [model for model in models if model.num_reg_images() >= 2 and model.num_points3D() > 0]
    return max(models, key=lambda model: (model.num_reg_images(), model.num_points3D()), default=None)


def _tell(best: pycolmap.Reconstruction, photos: list[Photo], context: Run) -> None:
    """What was put together; warnings where photos are left out and where heights may be off."""
    placed = {best.image(image_id).name for image_id in best.reg_image_ids()}
    context.console.info(
        f"{len(placed)} of {len(photos)} photos put together, {best.num_points3D()} points, "
        f"reprojection error {best.compute_mean_reprojection_error():.2f} px"
    )
    left_out = sorted(photo.filename for photo in photos if photo.filename not in placed)
    if left_out:
        context.console.warning(
            f"{len(left_out)} of {len(photos)} photos could not be put together with the others and are left out: "
            + ", ".join(left_out[:10])
            + (" ..." if len(left_out) > 10 else "")
        )
    if best.num_points3D() < POINTS_FOR_A_LENS:
        context.console.warning(
            f"Only {best.num_points3D()} points tie the photos together, so heights may be several percent too large or too "
            "small. Sharper photos that overlap more give better ones."
        )
    elif is_strip(best):
        context.console.warning(
            "The photos were taken along one line, so heights may be some percent too large or too small, and lean across "
            "the line. Lines side by side give better ones."
        )


def _estimate_decentring(reconstruction: pycolmap.Reconstruction, held: set[int]) -> None:
    """A bundle adjustment of all; no position counts in it."""
    config = pycolmap.BundleAdjustmentConfig()
    for image_id in reconstruction.reg_image_ids():
        config.add_image(image_id)
    for camera_id in held:
        config.set_constant_cam_intrinsics(camera_id)
    config.fix_gauge(pycolmap.BundleAdjustmentGauge.TWO_CAMS_FROM_WORLD)
    options = pycolmap.BundleAdjustmentOptions()
    options.refine_focal_length = False
    options.print_summary = False
    pycolmap.create_default_bundle_adjuster(options, config, reconstruction).solve()


def _save(context: Run, reconstruction: pycolmap.Reconstruction, georeference: Georeference) -> None:
    with whole_folder(context.layout.reconstruction) as part:
        reconstruction.write(part)
    georeference.save(context.layout.georeference)
    save_cameras(context.layout.cameras_json, reconstruction, context.photos())


def load_reconstruction(folder: Path) -> pycolmap.Reconstruction:
    """The reconstruction that the stage left on disk."""
    return pycolmap.Reconstruction(folder)


def camera_centres(reconstruction: pycolmap.Reconstruction) -> dict[str, NDArray[np.float64]]:
    """Photo name to the place (3,) it was taken from, in the reconstruction's frame."""
    images = (reconstruction.image(image_id) for image_id in reconstruction.reg_image_ids())
    return {image.name: np.asarray(image.projection_center()) for image in images}
