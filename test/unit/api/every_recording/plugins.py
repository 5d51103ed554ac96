"""Recorded exchanges with the server's plugins and its workers."""

from __future__ import annotations

from typing import Any, Dict

from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.contours import ContourFormat, ContourOptions
from nadir.core.api.plugins import Plugin, PluginMissing
from nadir.core.api.volumes import Volume, VolumeMethod, VolumeState
from nadir.core.api.workers import WorkState
from nadir.test.unit.api.every_recording.rows import (
    COMPLETED,
    Row,
    Sent,
    bare,
    equal,
    starting_with,
    streamed,
)
from nadir.test.unit.api.scripted_server import recording

NO_HEIGHT = Volume(0.0, VolumeState.NO_HEIGHT)
READY = WorkState(ready=True)


def _work_of(name: str) -> str:
    return str(recording(name)["body"]["celery_task_id"])


def _volume(name: str) -> Row:
    asked = recording(name)["request_body"]["json"]
    ring = tuple(tuple(point) for point in asked["area"]["geometry"]["coordinates"][0])
    method = VolumeMethod(asked["method"])
    return Row(lambda client, _: client.volumes.start(COMPLETED, (ring,), method), equal(_work_of(name)))


def _result(work_id: str, expected: Any) -> Row:
    return Row(lambda client, _: client.volumes.result(COMPLETED, work_id), expected)


def _contours(file_format: ContourFormat, name: str) -> Row:
    options = ContourOptions(interval=1, format=file_format, simplify=0.2, zfactor=1)
    return Row(lambda client, _: client.contours.start(COMPLETED, options), equal(_work_of(name)))


def _lines(work_id: str, magic: bytes) -> Row:
    return Row(
        lambda client, _: streamed(lambda start: client.contours.file(COMPLETED, work_id).stream(start)),
        starting_with(magic),
    )


def _check(work_id: str, expected: WorkState = READY) -> Row:
    return Row(lambda client, _: client.workers.check(work_id), equal(expected))


def _file(work_id: str, magic: bytes) -> Row:
    return Row(
        lambda client, _: streamed(lambda start: client.workers.file(work_id, "any").stream(start)),
        starting_with(magic),
        Sent.MORE,  # with a file name
    )


def _number(work_id: str, output: float) -> Row:
    return Row(lambda client, _: client.workers.result(work_id), equal({"output": output}))


def _shortlink(client: Client) -> Any:
    plugin = Plugin(client.session, "shortlinks")
    return plugin.get(plugin.path(COMPLETED, "shortlink"), cancelled=lambda: False)


_PLANE = "array must not contain infs or NaNs"
_CUSTOM = "Base method set to custom, but no custom base Z specified"
_NO_NAME = "<urlopen error [Errno -2] Name or service not known>"

ROWS: Dict[str, Row] = {
    "plugin_contours_DXF": _contours(ContourFormat.DXF, "plugin_contours_DXF"),
    "plugin_contours_GeoJSON": _contours(ContourFormat.GEOJSON, "plugin_contours_GeoJSON"),
    "plugin_contours_ESRI_Shapefile": _contours(ContourFormat.SHAPEFILE, "plugin_contours_ESRI_Shapefile"),
    "plugin_post_jwt_only_csrf403": Row(
        lambda client, _: client.contours.start(COMPLETED, ContourOptions(interval=1)), errors.CsrfRefused, Sent.MORE
    ),
    "plugin_contours_download_DXF": _lines("d3b2af25-a770-4529-8fe2-f020079d7de3", b"  0\nSECTION"),
    "plugin_contours_download_ESRI_Shapefile": _lines("572f4541-dba3-4d74-a9dd-ead0937db475", b"PK"),
    "plugin_contours_download_GPKG": _lines("e5f532ec-f638-4bda-9c0a-ea96a2d6cacb", b"SQLite format 3"),
    "plugin_contours_download_GeoJSON": _lines("a65094ea-bffb-4e65-ab2c-7496ea9b1480", b"{"),
    "plugin_disabled": Row(lambda client, _: _shortlink(client), PluginMissing),
    "plugin_objdetect": Row(
        lambda client, _: client.detections.start(COMPLETED, "cars"), equal(_work_of("plugin_objdetect"))
    ),
    "plugin_volume_average": _volume("plugin_volume_average"),
    "plugin_volume_highest": _volume("plugin_volume_highest"),
    "plugin_volume_lowest": _volume("plugin_volume_lowest"),
    "plugin_volume_plane": _volume("plugin_volume_plane"),
    "plugin_volume_triangulate": _volume("plugin_volume_triangulate"),
    "plugin_volume_ok_lowest": _volume("plugin_volume_ok_lowest"),
    "plugin_volume_ok_plane": _volume("plugin_volume_ok_plane"),
    "plugin_volume_ok_triangulate": _volume("plugin_volume_ok_triangulate"),
    "plugin_volume_custom": bare("plugin_volume_custom", equal(recording("plugin_volume_custom")["body"])),
    "plugin_volume_get_average": _result("d42124da-fa6a-4d3e-b36d-e45d35ae8b18", equal(NO_HEIGHT)),
    "plugin_volume_get_highest": _result("07603678-5d5a-49a9-b95f-582ca9e2afec", equal(NO_HEIGHT)),
    "plugin_volume_get_lowest": _result("3d13509f-48c3-483a-8978-8924c9c465da", equal(NO_HEIGHT)),
    "plugin_volume_get_plane": _result("22bdd696-9907-4063-84ab-66800d849c0c", errors.InvalidRequest),
    "plugin_volume_get_custom": _result("65cbf485-b2c0-4957-bf8b-b446d34169ab", errors.InvalidRequest),
    "plugin_volume_ok_get_lowest": _result("05a80c8d-5b97-48b4-9b0d-46d69f2ae8e5", equal(Volume(21.0423))),
    "plugin_volume_ok_get_plane": _result("542a7ace-dc76-4479-940a-6aeea1621d44", equal(Volume(2.9031))),
    "plugin_volume_ok_get_triangulate": _result("6c523c09-d5a5-41c4-903e-bbfe673dbead", equal(Volume(3.9301))),
    "plugin_volume_get_noauth": _number("05a80c8d-5b97-48b4-9b0d-46d69f2ae8e5", 21.0423),
    "workers_check_contours_DXF": _check("d3b2af25-a770-4529-8fe2-f020079d7de3"),
    "workers_check_contours_ESRI_Shapefile": _check("572f4541-dba3-4d74-a9dd-ead0937db475"),
    "workers_check_contours_GPKG": _check("e5f532ec-f638-4bda-9c0a-ea96a2d6cacb"),
    "workers_check_dsm_rgb": _check("7e72f58d-1e30-4031-8441-3a5973a738b2"),
    "workers_check_ortho_jpg": _check("be1d1178-87ea-4957-a9e4-65c772828c95"),
    "workers_check_ortho_kmz": _check("341374b1-77eb-44a1-94aa-6e6d64c0fa5f"),
    "workers_check_ortho_vari_rgb": _check("45fd2d64-96bd-4f30-8cb2-75c47d3287e4"),
    "workers_check_objdetect": _check("75873a78-f65c-4231-badf-23ecff6cdad6", WorkState(True, _NO_NAME)),
    "workers_check_volume_average": _check("d42124da-fa6a-4d3e-b36d-e45d35ae8b18"),
    "workers_check_volume_highest": _check("07603678-5d5a-49a9-b95f-582ca9e2afec"),
    "workers_check_volume_lowest": _check("3d13509f-48c3-483a-8978-8924c9c465da"),
    "workers_check_volume_triangulate": _check("0df17414-6869-4beb-b0e3-fad2530e9145"),
    "workers_check_volume_plane": _check("22bdd696-9907-4063-84ab-66800d849c0c", WorkState(True, _PLANE)),
    "workers_check_volume_custom": _check("65cbf485-b2c0-4957-bf8b-b446d34169ab", WorkState(True, _CUSTOM)),
    "workers_get_contours_DXF": _file("d3b2af25-a770-4529-8fe2-f020079d7de3", b"  0\nSECTION"),
    "workers_get_contours_ESRI_Shapefile": _file("572f4541-dba3-4d74-a9dd-ead0937db475", b"PK"),
    "workers_get_contours_GPKG": _file("e5f532ec-f638-4bda-9c0a-ea96a2d6cacb", b"SQLite format 3"),
    "workers_get_dsm_gtiff_3857": _file("6aa9e1de-888e-4239-a907-c7ff7b75463d", b"II*\x00"),
    "workers_get_ortho_gtiff_4326": _file("b6249552-0d70-4ebd-a729-b979e2aaec58", b"II*\x00"),
    "workers_get_ortho_jpg": _file("be1d1178-87ea-4957-a9e4-65c772828c95", b"\xff\xd8\xff"),
    "workers_get_ortho_kmz": _file("341374b1-77eb-44a1-94aa-6e6d64c0fa5f", b"PK"),
    "workers_get_ortho_png": _file("5a22d4da-5d13-4f81-a3df-da1763b3e5d2", b"\x89PNG"),
    "workers_get_ortho_vari_rgb": _file("45fd2d64-96bd-4f30-8cb2-75c47d3287e4", b"II*\x00"),
    "workers_get_volume_average": _number("d42124da-fa6a-4d3e-b36d-e45d35ae8b18", 0.0),
    "workers_get_volume_highest": _number("07603678-5d5a-49a9-b95f-582ca9e2afec", 0.0),
    "workers_get_volume_triangulate": _number("0df17414-6869-4beb-b0e3-fad2530e9145", 0.0),
}
