"""Photo positions: where they lie, where they look, and the photo in map tip and form."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from nadir.core.api.client import Client
from nadir.core.errors import Cancelled, NadirError
from nadir.core.jobs import Jobs
from nadir.core.layers.marks import LayerForm, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.vectors.photo_pictures import PhotoPictures
from nadir.core.layers.vectors.photos import make_photos, picture_path, plan_photos
from nadir.core.workspace import Workspace
from nadir.test.qgis.layers.vector_files import (
    DOWN_NORTH,
    HOSTILE,
    answer_also,
    broken_shots,
    in_cache,
    jpeg,
    picture,
    rows,
    serve_shots,
    share_of,
    shot,
    the_task,
    write_json,
)
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, SurveyServer
from qgis.core import (
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsAttributeForm, QgsExternalResourceWidget, QgsGui
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QImage

Turn = Callable[..., bool]


def photos(workspace: Workspace, folder: Path) -> QgsVectorLayer:
    return make_photos(plan_photos(workspace.client, in_cache(folder), the_task(workspace)))


def told(layer: QgsVectorLayer, feature: QgsFeature) -> str:
    """The map tip of a feature, as QGIS fills it in."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


def named(layer: QgsVectorLayer, name: str) -> QgsFeature:
    return next(feature for feature in layer.getFeatures() if feature["filename"] == name)


@pytest.fixture
def fetching(jobs: Jobs, workspace: Workspace, tmp_path: Path) -> Iterator[PhotoPictures]:
    """`nadir_photo()`, with the workspace's server open."""
    url = workspace.client.session.url

    def client_of(server_url: str) -> Any:
        return workspace.client if server_url == url else None

    made = PhotoPictures(jobs, client_of, in_cache(tmp_path).folder)
    yield made
    made.uninstall()


def test_photos_of_a_real_survey_lie_where_they_were_taken(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    layer = photos(workspace, tmp_path)
    assert (layer.featureCount(), layer.crs().authid()) == (18, "EPSG:4326")
    assert QgsWkbTypes.hasZ(layer.wkbType())
    one = named(layer, "DJI_0034.JPG")
    point = one.geometry().constGet()
    assert (point.x(), point.y(), point.z()) == pytest.approx((-91.99357956561, 46.84263418603, 198.443194), abs=1e-6)
    assert one["altitude"] == pytest.approx(198.443)
    assert 36 < one["heading"] < 48, "the drone flew north-east, and the top of its photos points there"
    assert one["tilt"] < 5
    mark = read_mark(layer)
    assert mark is not None
    assert (mark.kind, mark.form, mark.asset) == (LayerKind.PHOTOS, LayerForm.FILE, "shots.geojson")
    assert layer.readOnly()


def test_directions_are_those_of_the_camera(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    east = [math.pi / math.sqrt(2), -math.pi / math.sqrt(2), 0.0]  # straight down, top of the photo to the east
    to_north = [math.pi / 2, 0.0, 0.0]  # level, to the north
    ways = {"n": DOWN_NORTH, "e": east, "level": to_north}
    serve_shots(survey_server, [shot(name, -93.0, 46.8, rotation=way) for name, way in ways.items()])
    found = {row["filename"]: (row["heading"], row["tilt"]) for row in rows(photos(workspace, tmp_path))}
    assert found["n"] == pytest.approx((0.0, 0.0), abs=0.11), "on the middle of its zone the grid's north is true north"
    assert found["e"] == pytest.approx((90.0, 0.0), abs=0.11)
    assert found["level"] == pytest.approx((0.0, 90.0), abs=0.11)


def test_photos_are_told_apart_by_time_and_kept_in_its_order(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server, [shot("b.JPG", -91.99, 46.84), shot("a.JPG", -91.98, 46.84), shot("c.JPG", -91.97, 46.84)])
    write_json(
        survey_server,
        "images.json",
        [
            {"filename": "a.JPG", "taken_at": "2016-06-23T16:33:00", "camera_make": "DJI", "camera_model": "FC300S"},
            {"filename": "b.JPG", "utc_time": 1466699400000.0},
            {"filename": "c.JPG", "taken_at": "yesterday"},
        ],
    )
    found = rows(photos(workspace, tmp_path))
    assert [row["filename"] for row in found] == ["b.JPG", "a.JPG", "c.JPG"]
    assert found[1]["taken_at"].toString("yyyy-MM-dd HH:mm") == "2016-06-23 16:33"
    assert found[1]["camera"] == "DJI FC300S"


def test_old_servers_tell_the_places_of_the_drone(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    place = {"latitude": 46.84, "longitude": -91.99, "altitude": 200.0}
    write_json(survey_server, "images.json", [{"filename": "a.JPG", **place}, {"filename": "lost.JPG"}])
    task = survey_server.tasks[TASK_ID]
    task["available_assets"] = [each for each in task["available_assets"] if each != "shots.geojson"]
    plan = plan_photos(workspace.client, in_cache(tmp_path), the_task(workspace))
    assert not plan.adjusted
    assert [(row["filename"], row["heading"]) for row in rows(make_photos(plan))] == [("a.JPG", NULL)]
    assert "1" in plan.note


def test_what_cannot_be_read_is_left_out_with_a_word(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server, broken_shots())
    cache, task = in_cache(tmp_path), the_task(workspace)
    plan = plan_photos(workspace.client, cache, task)
    assert [row["filename"] for row in rows(make_photos(plan))] == ["good.JPG"]
    assert "14" in plan.note
    assert plan_photos(workspace.client, cache, task).note == plan.note, "the word is kept with the file"


@pytest.mark.parametrize(
    "content", [b"", b"no json", b"[1, 2]", b'{"features": "none"}', b'{"features": []}', b"\xff\xfe\x00", b"[" * 100_000]
)
def test_a_file_without_photos_is_a_clear_error(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path, content: bytes
) -> None:
    serve_shots(survey_server)
    (survey_server.folder / "shots.geojson").write_bytes(content)
    with pytest.raises(NadirError) as caught:
        plan_photos(workspace.client, in_cache(tmp_path), the_task(workspace))
    assert caught.value.summary
    assert not list(tmp_path.rglob("*.gpkg"))


def test_a_second_time_no_server_is_asked(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_shots(survey_server)
    cache, task = in_cache(tmp_path), the_task(workspace)
    first = plan_photos(workspace.client, cache, task)
    survey_server.broken = True
    assert plan_photos(workspace.client, cache, task) == first


def test_five_thousand_photos_are_a_layer_too(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_shots(survey_server, [shot(f"DJI_{n:04}.JPG", -91.99 + n % 100 * 1e-4, 46.84 + n // 100 * 1e-4) for n in range(5000)])
    layer = photos(workspace, tmp_path)
    assert layer.featureCount() == 5000
    assert share_of(picture(layer), "#ffb000") > 0.01


def test_cancelling_leaves_nothing_behind(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_shots(survey_server)
    cache, task = in_cache(tmp_path), the_task(workspace)
    cache.get(workspace.client, "1", task.id, "", "shots.geojson")
    with pytest.raises(Cancelled):
        plan_photos(workspace.client, cache, task, lambda: True)
    assert not list(tmp_path.rglob("*.gpkg*"))


def test_arrows_are_seen_near_by_and_gone_from_far(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_shots(survey_server, [shot("a.JPG", -91.99, 46.84), shot("b.JPG", -91.9897, 46.8403)])
    layer = photos(workspace, tmp_path)
    near = share_of(picture(layer), "#ffb000")
    far = layer.extent()
    far.scale(200)
    assert near > 4 * share_of(picture(layer, far), "#ffb000") > 0


def test_the_picture_is_fetched_signed_and_shown_in_the_map_tip(
    workspace: Workspace, survey_server: SurveyServer, project: QgsProject, fetching: PhotoPictures, turn: Turn, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    answer_also(survey_server, "images/thumbnail/", lambda path, body: (200, jpeg(), "image/jpeg"))
    layer = photos(workspace, tmp_path)
    project.addMapLayer(layer)
    feature = named(layer, "DJI_0034.JPG")
    arrived = []
    fetching.fetched.connect(arrived.append)
    assert "being fetched" in told(layer, feature)
    assert turn(lambda: arrived == [layer.id()])
    told_then = told(layer, feature)
    path = Path(feature["picture"])
    assert f'src="file://{path}"'.replace(" ", "%20") in told_then
    assert QImage(str(path)).size().width() == 320
    assert survey_server.paths("images/thumbnail/DJI_0034.JPG")
    assert len(survey_server.paths("images/thumbnail/")) == 1, "of the photo that is looked at, and no other"
    assert survey_server.token not in layer.mapTipTemplate() + layer.source() + told_then
    assert PASSWORD not in layer.mapTipTemplate() + layer.source() + told_then


def test_names_in_map_tips_are_text(
    workspace: Workspace, survey_server: SurveyServer, project: QgsProject, fetching: PhotoPictures, turn: Turn, tmp_path: Path
) -> None:
    serve_shots(survey_server, [shot(HOSTILE, -91.99, 46.84), shot("../../../evil.JPG", -91.99, 46.84)])
    answer_also(survey_server, "images/thumbnail/", lambda path, body: (200, jpeg(), "image/jpeg"))
    layer = photos(workspace, tmp_path)
    project.addMapLayer(layer)
    for feature in layer.getFeatures():
        assert turn(lambda feature=feature: "<img width" in told(layer, feature))
        tip = told(layer, feature)
        assert "<img src=x" not in tip
        assert Path(feature["picture"]).parent == Path(layer.source().split("|")[0]).parent / "pictures"
    assert {path.suffix for path in tmp_path.rglob("*evil*")} == {".jpg"}


@pytest.mark.parametrize("content", [b"<html>busy</html>", b"\xff\xd8\xff\xe0 cut off", b""])
def test_what_is_no_picture_is_told_and_not_kept(
    workspace: Workspace,
    survey_server: SurveyServer,
    project: QgsProject,
    fetching: PhotoPictures,
    turn: Turn,
    tmp_path: Path,
    content: bytes,
) -> None:
    serve_shots(survey_server)
    answer_also(survey_server, "images/thumbnail/", lambda path, body: (200, content, "image/jpeg"))
    layer = photos(workspace, tmp_path)
    project.addMapLayer(layer)
    feature = named(layer, "DJI_0034.JPG")
    assert turn(lambda: "cannot be shown" in told(layer, feature))
    assert not Path(feature["picture"]).exists()


def test_without_a_log_in_the_tip_says_so(
    workspace: Workspace, survey_server: SurveyServer, project: QgsProject, jobs: Jobs, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    layer = photos(workspace, tmp_path)
    project.addMapLayer(layer)
    nobody: Callable[[str], Any] = lambda url: None  # noqa: E731
    pictures = PhotoPictures(jobs, nobody, in_cache(tmp_path).folder)
    assert "Log in" in told(layer, named(layer, "DJI_0034.JPG"))
    pictures.uninstall()
    without = told(layer, named(layer, "DJI_0034.JPG"))
    assert "DJI_0034.JPG" in without
    assert "[%" not in without, "a QGIS without the plugin shows no raw expression"


def test_layers_outside_of_the_cache_get_nothing_written_beside_them(
    workspace: Workspace, survey_server: SurveyServer, project: QgsProject, jobs: Jobs, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    layer = photos(workspace, tmp_path)
    project.addMapLayer(layer)
    client: Client = workspace.client
    pictures = PhotoPictures(jobs, lambda url: client, tmp_path / "another cache")
    told(layer, named(layer, "DJI_0034.JPG"))
    QCoreApplication.processEvents()
    pictures.uninstall()
    assert not survey_server.paths("images/thumbnail/")


def test_an_open_form_shows_the_picture_when_it_comes(
    workspace: Workspace, survey_server: SurveyServer, project: QgsProject, fetching: PhotoPictures, turn: Turn, tmp_path: Path
) -> None:
    QgsGui.editorWidgetRegistry().initEditors()
    serve_shots(survey_server)
    answer_also(survey_server, "images/thumbnail/", lambda path, body: (200, jpeg(), "image/jpeg"))
    layer = photos(workspace, tmp_path)
    project.addMapLayer(layer)
    feature = named(layer, "DJI_0034.JPG")
    form = QgsAttributeForm(layer, feature)
    form.show()
    widget = form.findChild(QgsExternalResourceWidget)
    assert widget is not None
    assert widget.documentPath() == feature["picture"]
    assert turn(lambda: Path(feature["picture"]).exists())
    assert turn(lambda: _shows(widget, "green"))
    form.deleteLater()


def _shows(widget: QgsExternalResourceWidget, colour: str) -> bool:
    return share_of(widget.grab().toImage(), "#008000", 12) > 0.2


def test_a_picture_has_its_own_file_whatever_its_name(tmp_path: Path) -> None:
    names = ["a.JPG", "A/../a.JPG", "a.JPG ", "con.JPG", "x" * 500, "é.JPG", ".."]
    paths = {picture_path(tmp_path, name) for name in names}
    assert len(paths) == len(names)
    assert {path.parent for path in paths} == {tmp_path / "pictures"}
