"""All that a node of the field delivers for a survey, small and real: every asset that the recordings ask for.

Reports and the like are those of the recorded task: they are the node's files, which a server hands on as they are.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import laspy
import numpy as np
from PIL import Image
from pyproj import CRS

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "local" / "server"))

from sample_products import EPSG, NORTH, WEST, heights, results  # noqa: E402

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"
OBJ = b"mtllib odm_textured_model_geo.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
TILESET = b'{"asset": {"version": "1.0"}, "geometricError": 1, "root": {"geometricError": 0}}'
# Files of the results and the recordings that hold them.
RECORDED = {
    "cameras.json": "assets_raw_cameras",
    "images.json": "assets_raw_images_json",
    "entwine_pointcloud/ept.json": "assets_raw_ept",
    "odm_report/stats.json": "assets_raw_stats",
    "odm_report/shots.geojson": "assets_raw_shots",
    "odm_georeferencing/ground_control_points.geojson": "download_ground_control_points_geojson",
}


def survey_products(recordings: Path) -> dict[str, bytes]:
    """The entries of an all.zip."""
    cloud = point_cloud()
    return {
        **results(),
        **{path: json.dumps(recorded_body(recordings, name)).encode() for path, name in RECORDED.items()},
        "odm_orthophoto/odm_orthophoto.png": picture(),
        "odm_georeferencing/odm_georeferenced_model.laz": cloud,
        "odm_georeferencing/coords.txt": b"WGS84 UTM 15N\n576714 5188162\n",
        "entwine_pointcloud/ept-data/0-0-0-0.laz": cloud,
        "odm_report/report.pdf": PDF,
        "odm_texturing/odm_textured_model_geo.obj": OBJ,
        "odm_texturing/odm_textured_model_geo.mtl": b"newmtl material\nKd 1 1 1\n",
        "3d_tiles/model/tileset.json": TILESET,
        "3d_tiles/pointcloud/tileset.json": TILESET,
        **{f"{kind}_tiles/17/1/1.png": picture() for kind in ("orthophoto", "dsm", "dtm")},
    }


def recorded_body(recordings: Path, name: str) -> Any:
    """The body of a recording."""
    return json.loads((recordings / f"{name}.json").read_text(encoding="utf-8"))["body"]


def point_cloud() -> bytes:
    """LAZ of the sample terrain, every eighth height in both directions, in one grey."""
    thinned = heights()[::8, ::8]
    rows, columns = np.indices(thinned.shape) * 8
    header = laspy.LasHeader(point_format=2, version="1.2")
    header.offsets, header.scales = np.array([WEST, NORTH - 110, 0]), np.full(3, 0.001)
    header.add_crs(CRS.from_epsg(EPSG))
    cloud = laspy.LasData(header)
    cloud.x, cloud.y, cloud.z = WEST + columns.ravel() * 0.2, NORTH - rows.ravel() * 0.2, thinned.ravel()
    cloud.red = cloud.green = cloud.blue = np.full(thinned.size, 30_000, "uint16")
    out = io.BytesIO()
    cloud.write(out, do_compress=True)
    return out.getvalue()


def picture() -> bytes:
    """A PNG of one tile's size."""
    out = io.BytesIO()
    Image.new("RGBA", (256, 256), (90, 120, 60, 255)).save(out, "PNG")
    return out.getvalue()
