"""Point clouds of servers that have no EPT: what QGIS opens is downloaded, the rest is turned into EPT on this disk."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Callable, Collection, Optional

import numpy as np
import pytest
from nadir.core.api.task import Task
from nadir.core.errors import NadirError
from nadir.core.layers.clouds.bring import bring
from nadir.core.layers.clouds.las import copc_is_whole, first_colour, is_copc
from nadir.core.layers.clouds.layer import make_point_cloud
from nadir.core.layers.clouds.looks import Colouring
from nadir.core.layers.clouds.octree import write_ept
from nadir.core.layers.clouds.plan import CloudForm, PointCloudPlan, plan_point_cloud
from nadir.core.layers.clouds.points import read_points
from nadir.core.layers.clouds.reference import wkt_of
from nadir.core.transfers.cache import Cache
from nadir.core.workspace import Workspace
from nadir.test.qgis import hill
from nadir.test.qgis.layers.cloud_files import hill_points, picture, share_painted, write_csv, write_las
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer
from qgis.core import QgsProject
from qgis.PyQt.QtGui import QColor

Turn = Callable[..., bool]


def old_server(survey_server: SurveyServer, *assets: str) -> None:
    """It has no EPT, and these files."""
    survey_server.refuse = {"entwine_pointcloud": 404}
    survey_server.tasks[TASK_ID]["available_assets"] = [f"georeferenced_model.{asset}" for asset in assets]


def task_of(workspace: Workspace) -> Task:
    return workspace.client.tasks.get("1", TASK_ID)


def planned(workspace: Workspace, opens: Optional[Collection[str]] = None) -> PointCloudPlan:
    return plan_point_cloud(workspace.client, task_of(workspace), lambda: False, opens)


def brought(workspace: Workspace, cloud: PointCloudPlan, folder: Path, turn: Turn) -> PointCloudPlan:
    work = bring(workspace.client, Cache(folder, 10**9), task_of(workspace), cloud)
    job = workspace.jobs.start("bring", work)
    assert turn(lambda: not job.is_running(), 60)
    if job.error:
        raise job.error
    return job.result


def shows_the_hill(layer: Any) -> None:
    image = picture(layer)
    assert layer.crs().authid() == "EPSG:32615"
    assert share_painted(image) > 0.5
    west, east = QColor(image.pixel(20, 150)), QColor(image.pixel(280, 150))
    north, south = QColor(image.pixel(150, 20)), QColor(image.pixel(150, 280))
    assert east.red() - west.red() > 180, "red grows eastwards"
    assert south.green() - north.green() > 180, "green grows southwards"


@pytest.mark.parametrize("ending", ["las", "csv"])
def test_an_old_servers_file_becomes_a_cloud(
    workspace: Workspace, project: QgsProject, survey_server: SurveyServer, turn: Turn, tmp_path: Path, ending: str
) -> None:
    old_server(survey_server, ending)
    path = survey_server.folder / f"georeferenced_model.{ending}"
    (write_las if ending == "las" else write_csv)(path, *hill_points())
    cloud = planned(workspace, {"ept"})
    assert cloud.converted and not cloud.is_ready
    ready = brought(workspace, cloud, tmp_path, turn)
    assert ready.points == 128 * 128 and ready.notice == ""
    layer = make_point_cloud(ready)
    assert layer.pointCount() == 128 * 128
    shows_the_hill(layer)
    survey_server.requests.clear()
    brought(workspace, cloud, tmp_path, turn)
    assert survey_server.paths("download") == [], "it is kept"


def test_it_goes_on_the_map_like_any_other(
    workspace: Workspace, project: QgsProject, survey_server: SurveyServer, turn: Turn
) -> None:
    from nadir.core.layers.products import LayerKind

    old_server(survey_server, "csv", "laz")
    write_csv(survey_server.folder / "georeferenced_model.csv", *hill_points())
    job = workspace.load_results(task_of(workspace), [LayerKind.POINT_CLOUD])
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, job.error
    (layer,) = project.mapLayers().values()
    assert layer.customProperty("nadir/form") == "file"
    shows_the_hill(layer)


def test_a_csv_without_names_of_columns(tmp_path: Path) -> None:
    xyz, rgb = hill_points(16)
    write_csv(tmp_path / "bare.csv", xyz, rgb, header="")
    points = read_points(tmp_path / "bare.csv", lambda: False)
    assert points.xyz == pytest.approx(xyz, abs=0.001)
    assert (points.rgb == rgb).all()


def test_huge_files_are_sampled_evenly_and_say_so(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nadir.core.layers.clouds import points

    xyz, rgb = hill_points()
    for write, name in ((write_las, "a.las"), (write_csv, "a.csv")):
        write(tmp_path / name, xyz, rgb)
        monkeypatch.setattr(points, "_BLOCK_POINTS", 1_000)
        monkeypatch.setattr(points, "_BLOCK_BYTES", 10_000)
        some = read_points(tmp_path / name, lambda: False, most=3_000)
        assert 1_500 < len(some.xyz) <= 3_000
        assert some.total == len(xyz)
        steps = np.unique(np.diff(_places(some.xyz)))
        assert len(steps) == 1, "one step from each point to the next, also from block to block"
    old_server(survey_server, "las")
    write_las(survey_server.folder / "georeferenced_model.las", xyz, rgb)
    monkeypatch.setattr("nadir.core.layers.clouds.bring.read_points", lambda path, stop: read_points(path, stop, 3_000))
    ready = brought(workspace, planned(workspace, {"ept"}), tmp_path / "cache", turn)
    assert "16,384" in ready.notice or "16384" in ready.notice


def _places(some: Any) -> Any:
    """Which of the hill's points some are."""
    columns = np.floor((some[:, 0] - hill.WEST) / hill.PIXEL / 2)
    rows = np.floor((hill.NORTH - some[:, 1]) / hill.PIXEL / 2)
    return rows * (hill.SIZE // 2) + columns


@pytest.mark.parametrize(
    "content", [b"", b"LASF", b"a,b,c\n1,2,3\n", b"X,Y,Z\n1,2\n", b"X,Y,Z\n1,2,nan\n", b"X,Y,Z\n", b"<html>no</html>\n"]
)
def test_nonsense_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cloud.csv").write_bytes(content)
    with pytest.raises(NadirError, match=r"no points in cloud\.csv"):
        read_points(tmp_path / "cloud.csv", lambda: False)


def test_a_las_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    write_las(tmp_path / "cloud.las", *hill_points(8))
    content = (tmp_path / "cloud.las").read_bytes()
    (tmp_path / "cloud.las").write_bytes(content[:-100])
    with pytest.raises(NadirError, match="no points"):
        read_points(tmp_path / "cloud.las", lambda: False)


def test_every_point_is_in_the_octree_once(tmp_path: Path) -> None:
    xyz, rgb = hill_points(1)
    write_las(tmp_path / "cloud.las", xyz, rgb)
    target = write_ept(read_points(tmp_path / "cloud.las", lambda: False), "", tmp_path / "ept", lambda: False)
    nodes = list((target.parent / "ept-data").iterdir())
    records = np.concatenate([np.frombuffer(node.read_bytes(), np.uint8).reshape(-1, 18 + 1) for node in nodes])
    assert len(records) == len(np.unique(records[:, :12], axis=0)) == len(xyz)
    root = (target.parent / "ept-data" / "0-0-0-0.bin").stat().st_size // 19
    assert 5_000 < root < 30_000, "the root is an overview"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_which_form_is_taken_by_what_qgis_opens(workspace: Workspace, survey_server: SurveyServer) -> None:
    assert planned(workspace, {"ept", "copc", "pdal"}).form is CloudForm.EPT
    old_server(survey_server, "laz", "csv")
    assert (planned(workspace, {"ept", "pdal"}).form, planned(workspace, {"ept", "pdal"}).converted) == (CloudForm.LAS, False)
    assert planned(workspace, {"ept", "copc"}).asset == "georeferenced_model.csv"
    old_server(survey_server, "laz")
    assert planned(workspace, {"ept"}).exported, "the server unpacks what QGIS cannot"
    with pytest.raises(NadirError, match="built without point clouds"):
        planned(workspace, ())
    old_server(survey_server, "ply")
    with pytest.raises(NadirError, match="no form that this QGIS opens"):
        planned(workspace, {"ept"})


def copc_beginning(index_at: int, index_size: int) -> bytes:
    head = bytearray(375)
    head[:4], head[24:26] = b"LASF", b"\x01\x04"
    struct.pack_into("<HIIBHI", head, 94, 375, 700, 1, 0x80 | 7, 36, 10)
    record = bytearray(54 + 160)
    record[2:6] = b"copc"
    struct.pack_into("<QQ", record, 54 + 40, index_at, index_size)
    return bytes(head) + bytes(record) + bytes(700)


def test_a_copc_file_is_known_by_its_first_record_and_its_end_by_its_index(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn, tmp_path: Path
) -> None:
    assert is_copc(copc_beginning(1, 1)) and not is_copc(b"LASF" + bytes(500))
    assert copc_is_whole(copc_beginning(1_000, 32), 1_032)
    assert not copc_is_whole(copc_beginning(1_000, 32), 1_031)
    old_server(survey_server, "laz")
    (survey_server.folder / "georeferenced_model.laz").write_bytes(copc_beginning(10**6, 32))
    cloud = planned(workspace, {"ept", "copc"})
    assert (cloud.form, cloud.asset) == (CloudForm.COPC, "georeferenced_model.laz")
    with pytest.raises(NadirError):
        brought(workspace, cloud, tmp_path, turn)


def test_a_stream_of_copc_wants_a_server_that_sends_parts(workspace: Workspace, survey_server: SurveyServer) -> None:
    old_server(survey_server, "csv")
    target = survey_server.folder / "odm_georeferencing" / "odm_georeferenced_model.copc.laz"
    target.parent.mkdir()
    target.write_bytes(copc_beginning(1_000, 32))
    assert planned(workspace, {"ept", "copc"}).form is CloudForm.EPT
    good = survey_server._product

    def in_parts(rest: str, query: Any) -> Any:
        status, content, kind = good(rest, query)
        return (206, content, kind) if rest.endswith(".copc.laz") and status == 200 else (status, content, kind)

    survey_server._product = in_parts  # type: ignore[method-assign]
    cloud = planned(workspace, {"ept", "copc"})
    assert (cloud.form, cloud.is_ready, cloud.url.endswith(".copc.laz")) == (CloudForm.COPC, True, True)


def test_the_first_colour_of_a_las_file(tmp_path: Path) -> None:
    xyz, rgb = hill_points(16)
    write_las(tmp_path / "cloud.las", xyz, rgb)
    assert first_colour((tmp_path / "cloud.las").read_bytes()) == tuple(rgb[0])
    assert first_colour(b"nonsense") is None


def test_the_reference_system_of_a_task() -> None:
    assert 'AUTHORITY["EPSG","32615"]' in wkt_of(Task("a", "1", epsg=32615))
    assert wkt_of(Task("a", "1", wkt="LOCAL")) == "LOCAL"
    assert wkt_of(Task("a", "1", epsg=999_999, wkt="")) == ""


def test_a_cloud_in_a_file_without_colours_is_shown_by_height(tmp_path: Path) -> None:
    from nadir.core.layers.clouds.looks import look_of_file

    xyz, rgb = hill_points(16)
    write_las(tmp_path / "grey.las", xyz, rgb * 0)
    look = look_of_file((tmp_path / "grey.las").read_bytes())
    assert look is not None and look.colouring is Colouring.HEIGHTS
    assert (look.low, look.high) == pytest.approx((156.0, 168.0), abs=1)
