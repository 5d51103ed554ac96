"""The posed photos as ideal pinhole cameras, at whatever size a stage needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pycolmap
from numpy.typing import NDArray

from nadir_engine.photos import Photo

Floats = NDArray[np.floating]
SMALLEST_SIDE = 64
NEAR_ENOUGH = 0.06


@dataclass(frozen=True)
class View:
    """One photo, undistorted. A point X of the site (metres) is seen at x = f * (R X + t)[:2] / (R X + t)[2] + (cx, cy), in
    pixels of a photo of `width` x `height`, the first pixel's middle at 0.5, 0.5. `distortion`: Brown's k1, k2, p1, p2, which
    undistorting takes out."""

    name: str
    path: Path
    R: NDArray[np.float64]
    centre: NDArray[np.float64]
    focal: float
    cx: float
    cy: float
    width: int
    height: int
    distortion: tuple[float, float, float, float]
    full_side: int

    def resized(self, longer_side: int) -> View:
        """The same view with its longer side at `longer_side` pixels, never enlarged."""
        scale = min(1.0, longer_side / max(self.width, self.height))
        width, height = round(self.width * scale), round(self.height * scale)
        factor_x, factor_y = width / self.width, height / self.height
        return replace(
            self, focal=self.focal * scale, cx=self.cx * factor_x, cy=self.cy * factor_y, width=width, height=height
        )

    def height_over(self, ground: float) -> float:
        """Metres from the level ground at height `ground` up to the camera."""
        return abs(float(self.centre[2]) - ground)

    def pixel_on(self, ground: float) -> float:
        """Metres that a pixel shows on the level ground at height `ground`."""
        return self.height_over(ground) / self.focal

    def with_pixel(self, metres: float, ground: float) -> View:
        """The same view at about the size at which its pixels show `metres` of the ground, never enlarged nor below
        SMALLEST_SIDE; at a half, a quarter or an eighth of the photo where that is near: it is what decoders give, unblurred."""
        side = max(self.width, self.height) * self.pixel_on(ground) / metres
        near = [self.full_side / part for part in (1, 2, 4, 8) if abs(side * part / self.full_side - 1.0) < NEAR_ENOUGH]
        return self.resized(max(SMALLEST_SIDE, round(near[0] if near else side)))

    def project(self, x: Floats, y: Floats, z: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Pixel coordinates of points in metres; NaN behind the camera."""
        u, v, depth = self.rays(x, y, z)
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = np.where(depth > 0, self.focal / depth, np.nan).astype(np.float32)
        return u * inverse + np.float32(self.cx), v * inverse + np.float32(self.cy)

    def rays(self, x: Floats, y: Floats, z: Floats) -> tuple[NDArray[np.float32], ...]:
        """Points in metres to the camera's own axes (right, down, forward), in metres."""
        dx, dy, dz = (
            (coordinate - origin).astype(np.float32) for coordinate, origin in zip((x, y, z), self.centre, strict=True)
        )
        r = self.R.astype(np.float32)
        right, down, forward = (r[i, 0] * dx + r[i, 1] * dy + r[i, 2] * dz for i in range(3))
        return right, down, forward

    def footprint(self, z: float) -> NDArray[np.float64]:
        """The photo's corners (4, 2) on the level ground at height `z`, metres; NaN where a corner looks above the horizon."""
        corners = np.array([[0, 0], [self.width, 0], [self.width, self.height], [0, self.height]], float)
        rays = np.column_stack([(corners - [self.cx, self.cy]) / self.focal, np.ones(4)]) @ self.R
        with np.errstate(divide="ignore", invalid="ignore"):
            length = np.where(rays[:, 2] < -0.1, (z - self.centre[2]) / rays[:, 2], np.nan)
        return np.asarray(self.centre[:2] + rays[:, :2] * length[:, None])


def views_of(reconstruction: pycolmap.Reconstruction, photos: Sequence[Photo]) -> list[View]:
    """Views of the photos that were put together, in the order of `photos`."""
    by_name = {reconstruction.image(image_id).name: image_id for image_id in reconstruction.reg_image_ids()}
    return [_view(reconstruction, by_name[photo.filename], photo) for photo in photos if photo.filename in by_name]


def _view(reconstruction: pycolmap.Reconstruction, image_id: int, photo: Photo) -> View:
    image = reconstruction.image(image_id)
    camera = reconstruction.camera(image.camera_id)
    focal, _, cx, cy, k1, k2, p1, p2 = (float(value) for value in camera.params)
    return View(
        name=image.name,
        path=Path(photo.path_file),
        R=np.asarray(image.cam_from_world().rotation.matrix()),
        centre=np.asarray(image.projection_center()),
        focal=focal,
        cx=cx,
        cy=cy,
        width=camera.width,
        height=camera.height,
        distortion=(k1, k2, p1, p2),
        full_side=max(photo.width, photo.height),
    )
