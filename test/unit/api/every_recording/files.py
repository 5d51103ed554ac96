"""Recorded exchanges about the files of a task: assets, exports, media, 3D."""

from __future__ import annotations

from typing import Any, Dict

from nadir.core.api import errors
from nadir.core.api.exports import ExportOptions, ExportProduct, StartedExport
from nadir.core.api.media import Medium
from nadir.test.unit.api.every_recording.rows import (
    COMPLETED,
    TASK,
    Row,
    Sent,
    a_file,
    bare,
    equal,
    nothing,
    starting_with,
    streamed,
    with_fields,
)

ZIP, TIFF, LAS = starting_with(b"PK\x03\x04"), starting_with(b"II*\x00"), starting_with(b"LASF")
JSON = starting_with(b"{")
PHOTO = Medium("photo.jpg", "photo", 4024770, "", -91.99455988888889, 46.842607083333334, 198.309)
ORTHOPHOTO, DSM, CLOUD = ExportProduct.ORTHOPHOTO, ExportProduct.DSM, ExportProduct.POINT_CLOUD


def _asset(name: str, expected: Any, sent: Sent = Sent.SAME) -> Row:
    return Row(
        lambda client, _: streamed(lambda start: client.assets.file("1", COMPLETED, name).stream(start)), expected, sent
    )


def _raw(path: str, expected: Any) -> Row:
    return Row(lambda client, _: client.assets.read_raw("1", COMPLETED, path), expected)


def _export(options: ExportOptions, work_id: str, ending: str) -> Row:
    name = f"Multipart-18-renamed-{ending}"
    return Row(
        lambda client, _: client.exports.start("1", COMPLETED, options),
        with_fields(StartedExport, work_id=work_id, filename=name),
    )


ROWS: Dict[str, Row] = {
    "download_orthophoto_tif": _asset("orthophoto.tif", TIFF),
    "download_range": _asset("orthophoto.tif", TIFF),
    "download_inline": _asset("orthophoto.tif", TIFF, Sent.LESS),
    "download_jwtqs": _asset("cameras.json", JSON, Sent.LESS),
    "download_cameras_json": _asset("cameras.json", JSON),
    "download_orthophoto_png": _asset("orthophoto.png", starting_with(b"\x89PNG")),
    "download_dtm_tif": _asset("dtm.tif", TIFF),
    "download_d3_tiles_model_zip": _asset("3d_tiles_model.zip", ZIP),
    "download_d3_tiles_pointcloud_zip": _asset("3d_tiles_pointcloud.zip", ZIP),
    "download_dsm_tiles_zip": _asset("dsm_tiles.zip", ZIP),
    "download_dtm_tiles_zip": _asset("dtm_tiles.zip", ZIP),
    "download_orthophoto_tiles_zip": _asset("orthophoto_tiles.zip", ZIP),
    "download_textured_model_zip": _asset("textured_model.zip", ZIP),
    "download_georeferenced_model_laz": _asset("georeferenced_model.laz", LAS),
    "download_ground_control_points_geojson": _asset("ground_control_points.geojson", JSON),
    "download_shots_geojson": _asset("shots.geojson", JSON),
    "download_report_pdf": _asset("report.pdf", starting_with(b"%PDF-1.4")),
    "download_unknown": _asset("foo.bar", errors.NotFound),
    "download_head": Row(lambda client, _: client.assets.size("1", COMPLETED, "orthophoto.tif"), equal(5830698)),
    "assets_raw_cameras": _raw("cameras.json", JSON),
    "assets_raw_coords": _raw("odm_georeferencing/coords.txt", starting_with(b"WGS84 UTM 15N\n")),
    "assets_raw_ept": _raw("entwine_pointcloud/ept.json", JSON),
    "assets_raw_laz": _raw("odm_georeferencing/odm_georeferenced_model.laz", LAS),
    "assets_raw_range": _raw("entwine_pointcloud/ept-data/0-0-0-0.laz", LAS),
    "assets_raw_obj": _raw("odm_texturing/odm_textured_model_geo.obj", starting_with(b"mtllib")),
    "assets_raw_stats": _raw("odm_report/stats.json", JSON),
    "assets_raw_tileset": _raw("3d_tiles/model/tileset.json", equal(b"")),
    "assets_raw_missing": _raw("nope.txt", errors.NotFound),
    "assets_raw_dir": bare("assets_raw_dir", errors.NotFound),
    "assets_raw_traversal": bare("assets_raw_traversal", errors.NotFound),
    "backup": Row(
        lambda client, _: streamed(lambda start: client.assets.backup("1", COMPLETED).stream(start)), ZIP
    ),
    "textured_model": Row(
        lambda client, _: streamed(lambda start: client.assets.model("1", COMPLETED).stream(start)),
        starting_with(b"glTF"),
    ),
    "export_ortho_gtiff": Row(
        lambda client, _: client.exports.start("1", COMPLETED, ExportOptions(ORTHOPHOTO, "gtiff")),
        with_fields(StartedExport, work_id="", path=f"{TASK}download/orthophoto.tif"),
    ),
    "export_ortho_gtiff_4326": _export(
        ExportOptions(ORTHOPHOTO, "gtiff", epsg=4326), "b6249552-0d70-4ebd-a729-b979e2aaec58", "orthophoto.tif"
    ),
    "export_dsm_gtiff_3857": _export(
        ExportOptions(DSM, "gtiff", epsg=3857), "6aa9e1de-888e-4239-a907-c7ff7b75463d", "dsm.tif"
    ),
    "export_ortho_jpg": _export(
        ExportOptions(ORTHOPHOTO, "jpg"), "be1d1178-87ea-4957-a9e4-65c772828c95", "orthophoto.jpg"
    ),
    "export_ortho_kmz": _export(
        ExportOptions(ORTHOPHOTO, "kmz"), "341374b1-77eb-44a1-94aa-6e6d64c0fa5f", "orthophoto.kmz"
    ),
    "export_ortho_vari_rgb": _export(
        ExportOptions(
            ORTHOPHOTO, "gtiff-rgb", formula="VARI", bands="RGB", color_map="rdylgn", rescale=(-0.3, 0.3)
        ),
        "45fd2d64-96bd-4f30-8cb2-75c47d3287e4",
        "orthophoto-VARI.tif",
    ),
    "export_laz_las": _export(
        ExportOptions(CLOUD, "las"), "22e99f97-c45c-43db-b402-65eaedceba44", "georeferenced_model.las"
    ),
    "export_bad_epsg": bare("export_bad_epsg", errors.InvalidRequest),
    "export_bad_format": bare("export_bad_format", errors.InvalidRequest),
    "export_formula_no_bands": bare("export_formula_no_bands", errors.InvalidRequest),
    "pilot_export_hidden": Row(
        lambda client, _: client.exports.start("1", COMPLETED, ExportOptions(ORTHOPHOTO, "gtiff")),
        errors.NotFound,
        Sent.MORE,
    ),
    "media_list": Row(lambda client, _: client.media.list("1", COMPLETED), equal(())),
    "media_list2": Row(lambda client, _: client.media.list("1", COMPLETED), equal((PHOTO,))),
    "media_geojson": Row(lambda client, _: client.media.placed("1", COMPLETED), equal((PHOTO,))),
    "media_upload": Row(
        lambda client, folder: client.media.upload("1", COMPLETED, a_file(folder, "photo.jpg", 4024770)), equal(PHOTO)
    ),
    "media_delete": Row(lambda client, _: client.media.delete("1", COMPLETED, "photo.jpg"), nothing),
    "scene3d_get": Row(lambda client, _: client.scenes.get("1", COMPLETED), equal({})),
    "cameraview_post": Row(
        lambda client, _: client.scenes.set_camera("1", COMPLETED, {"position": [1, 2, 3]}), nothing
    ),
}
