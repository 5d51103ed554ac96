"""From values to colours."""
from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_server.rasters.colors import ramp
from nadir_server.rasters.hillshade import hillshade, shade_colors
from nadir_server.rasters.style import Span, Style


def paint(values: NDArray[Any], visible: NDArray[np.bool_], style: Style, pixel_size: float) -> NDArray[np.uint8]:
    """RGBA, (rows, columns, 4): photos as they are, figures over grey or a colour ramp, heights shaded if asked.

    values: (rows, columns, bands), those that `style.bands` names; pixel_size in metres, for the slopes.
    """
    if style.formula is None and values.shape[2] >= 3:
        colors = values[..., :3] if style.span is None else stretch(values[..., :3], style.span)
    else:
        figures = style.formula.compute(values) if style.formula else values[..., 0].astype(np.float32)
        if style.formula:
            visible = visible & np.isfinite(figures)
        colors = _over_ramp(stretch(figures, style.span or (0.0, 255.0)), style.color_map)
        if style.hillshade:
            relief = hillshade(np.where(visible, figures, np.float32(np.nan)), pixel_size, style.hillshade)
            colors = shade_colors(colors, relief)
    alpha = visible.view(np.uint8) * np.uint8(255)
    return np.asarray(cv2.merge([*cv2.split(np.ascontiguousarray(colors)), alpha]))


def _over_ramp(grey: NDArray[np.uint8], color_map: str) -> NDArray[np.uint8]:
    """Colours (rows, columns, 3) of values (rows, columns)."""
    if not color_map:
        return np.asarray(cv2.merge([grey] * 3))
    table = np.ascontiguousarray(ramp(color_map)[None, :, :3])
    return np.asarray(cv2.LUT(cv2.merge([grey] * 3), table))


def stretch(values: NDArray[Any], span: Span) -> NDArray[np.uint8]:
    """Values spread over 0 to 255; same shape. What is no number becomes 0."""
    low, high = span
    scaled = (values.astype(np.float32) - np.float32(low)) * np.float32(255.0 / ((high - low) or 1.0))
    scaled = np.clip(scaled, 0, 255, out=scaled)
    return np.nan_to_num(scaled, copy=False).astype(np.uint8)
