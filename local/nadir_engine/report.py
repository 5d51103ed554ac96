"""Stage `odm_report`: stats.json and shots.geojson, as OpenDroneMap's programs read them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import numpy as np
import pycolmap
import rasterio
from numpy.typing import NDArray

from nadir_engine.alignment import positions_of
from nadir_engine.atomic import write_json
from nadir_engine.context import Run
from nadir_engine.coordinates import Georeference
from nadir_engine.dense import ground_sampling_distance
from nadir_engine.photos import Photo
from nadir_engine.reconstruction import camera_centres, load_reconstruction
from nadir_engine.views import View, views_of

DATE_FORMAT = "%d/%m/%Y at %H:%M:%S"


def run(context: Run) -> None:
    """Writes stats.json and, where the site has a place on the map, shots.geojson."""
    photos = context.photos()
    reconstruction = load_reconstruction(context.layout.reconstruction)
    georeference = Georeference.load(context.layout.georeference)
    views = views_of(reconstruction, photos)
    write_json(context.layout.stats, _stats(context, photos, reconstruction, georeference, views))
    if georeference.epsg is not None:
        write_json(context.layout.shots, shots(views, georeference))


def _stats(
    context: Run,
    photos: list[Photo],
    reconstruction: pycolmap.Reconstruction,
    georeference: Georeference,
    views: list[View],
) -> dict[str, Any]:
    points = np.array([point.xyz for point in reconstruction.points3D.values()])
    taken = sorted(datetime.fromisoformat(photo.taken_at) for photo in photos if photo.taken_at)
    with rasterio.open(context.layout.colours) as source:
        chosen = source.read(4) > 0
        area = float(chosen.sum()) * abs(source.transform.a * source.transform.e)
    placed = georeference.epsg is not None
    return {
        "processing_statistics": {
            "area": round(area, 2),
            "date": datetime.now().strftime(DATE_FORMAT),
            "start_date": taken[0].strftime(DATE_FORMAT) if taken else None,
            "end_date": taken[-1].strftime(DATE_FORMAT) if taken else None,
        },
        "odm_processing_statistics": {"average_gsd": round(100 * ground_sampling_distance(views, points), 3)},
        "point_cloud_statistics": {
            "dense": not context.options.fast_orthophoto,
            "stats": {"statistic": _dimension_statistics(context)},
        },
        "reconstruction_statistics": {
            "has_gps": placed,
            "has_gcp": False,
            "components": 1,
            "initial_shots_count": len(photos),
            "reconstructed_shots_count": len(views),
            "reconstructed_points_count": reconstruction.num_points3D(),
            "observations_count": reconstruction.compute_num_observations(),
            "average_track_length": reconstruction.compute_mean_track_length(),
            "reprojection_error_pixels": reconstruction.compute_mean_reprojection_error(),
        },
        "gps_errors": _gps_errors(reconstruction, photos) if placed else {},
    }


def _dimension_statistics(context: Run) -> list[dict[str, Any]]:
    """Statistics of the cloud's dimensions as PDAL gives them."""
    path = context.layout.ept / "ept.json"
    if path.exists():
        schema = json.loads(path.read_text(encoding="utf-8"))["schema"]
        names = ("name", "count", "minimum", "maximum", "mean", "stddev", "variance")
        return [{name: entry[name] for name in names} for entry in schema]
    with rasterio.open(context.layout.colours) as source:
        return [{"name": "X", "count": int((source.read(4) > 0).sum())}]


def _gps_errors(reconstruction: pycolmap.Reconstruction, photos: list[Photo]) -> dict[str, Any]:
    """Where the photos were put against where they say they were, in metres."""
    centres = camera_centres(reconstruction)
    _, positions = positions_of(photos)
    placed = [
        (centres[photo.filename], at) for photo, at in zip(photos, positions, strict=True) if photo.filename in centres
    ]
    errors = np.array([found - told for found, told in placed])
    errors = errors[~np.isnan(errors).any(axis=1)]
    rmse = np.sqrt((errors**2).mean(axis=0))
    return {
        "mean": _by_axis(errors.mean(axis=0)),
        "std": _by_axis(errors.std(axis=0)),
        "error": _by_axis(rmse),
        "average_error": float(np.linalg.norm(errors, axis=1).mean()),
        "horizontal_rmse": float(np.hypot(rmse[0], rmse[1])),
    }


def _by_axis(values: NDArray[np.float64]) -> dict[str, float]:
    return {"x": float(values[0]), "y": float(values[1]), "z": float(values[2])}


def shots(views: list[View], georeference: Georeference) -> dict[str, Any]:
    """Where each photo was taken and how it was held: a GeoJSON feature collection."""
    places = georeference.to_lonlat(np.array([view.centre for view in views]))
    features = []
    for view, place in zip(views, places, strict=True):
        rotation = pycolmap.Rotation3d(view.R)
        angle_axis = rotation.angle() * _axis(view.R)
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": place.tolist()},
                "properties": {
                    "filename": view.name,
                    "width": view.width,
                    "height": view.height,
                    "focal": view.focal / max(view.width, view.height),
                    "rotation": angle_axis.tolist(),
                    "translation": (view.centre + georeference.origin).tolist(),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _axis(R: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit axis (3,) of a rotation, also of half turns, where the antisymmetric part vanishes."""
    values, vectors = np.linalg.eigh((R + R.T) / 2.0)
    axis = vectors[:, int(np.argmax(values))]
    skew = np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]])
    return -axis if float(axis @ skew) < 0 else axis
