"""Point clouds in natural colours, else by class, else by height; and what does not hang with the server."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict

import pytest
from nadir.core.layers.clouds.layer import make_point_cloud
from nadir.core.layers.clouds.looks import CloudLook, Colouring
from nadir.core.layers.clouds.painting import when_nothing_paints
from nadir.core.layers.clouds.plan import CloudForm, PointCloudPlan, plan_point_cloud
from nadir.core.workspace import Workspace
from nadir.test.qgis.layers.cloud_files import (
    change_ept,
    forget_statistics,
    paint_black,
    picture,
    share_painted,
)
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer
from qgis.core import QgsProject, QgsReadWriteContext
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

Turn = Callable[..., bool]


def planned(workspace: Workspace) -> PointCloudPlan:
    task = workspace.client.tasks.get("1", TASK_ID)
    return plan_point_cloud(workspace.client, task, lambda: False)


def test_a_cloud_in_colours_says_how_bright_they_can_be(workspace: Workspace, survey_server: SurveyServer) -> None:
    cloud = planned(workspace)
    assert cloud.form is CloudForm.EPT and cloud.points == 128 * 128
    assert cloud.look is not None and (cloud.look.colouring, cloud.look.top) == (Colouring.NATURAL, 65_535)
    assert survey_server.paths("ept-data") == [], "its statistics say it"


def test_colours_without_statistics_are_looked_at(
    workspace: Workspace, project: QgsProject, survey_server: SurveyServer
) -> None:
    change_ept(survey_server.folder, forget_statistics)
    cloud = planned(workspace)
    assert cloud.look is not None and cloud.look.colouring is Colouring.NATURAL
    layer = make_point_cloud(cloud)
    image = picture(layer)
    assert share_painted(image) > 0.5
    assert QColor(image.pixel(30, 30)).blue() - QColor(image.pixel(270, 270)).blue() > 120
    assert len({image.pixel(x, 150) for x in range(300)}) > 60


@pytest.mark.parametrize("with_statistics", [True, False])
def test_colours_that_are_all_zero_are_none(
    workspace: Workspace, project: QgsProject, survey_server: SurveyServer, with_statistics: bool
) -> None:
    def change(description: Dict[str, Any]) -> None:
        for dimension in description["schema"][3:]:
            dimension.update(minimum=0, maximum=0, mean=0, stddev=0, variance=0)
        if not with_statistics:
            forget_statistics(description)

    change_ept(survey_server.folder, change)
    paint_black(survey_server.folder)
    cloud = planned(workspace)
    assert cloud.look is not None and cloud.look.colouring is Colouring.HEIGHTS
    layer = make_point_cloud(cloud)
    assert layer.renderer().type() == "ramp"
    assert (layer.renderer().minimum(), layer.renderer().maximum()) == pytest.approx((156.0, 168.0), abs=0.2)
    image = picture(layer)
    top, foot = QColor(image.pixel(150, 150)), QColor(image.pixel(20, 150))
    assert top.red() > 200 and top.blue() < 80, "the top is yellow"
    assert foot.red() < 100 and foot.blue() > 60, "the foot is violet"


def test_a_cloud_with_classes_and_no_colours_is_shown_by_class(
    workspace: Workspace, project: QgsProject, survey_server: SurveyServer
) -> None:
    def change(description: Dict[str, Any]) -> None:
        for dimension in description["schema"][3:]:
            dimension.update(minimum=0, maximum=0)
        classes = {"name": "Classification", "type": "unsigned", "size": 1, "minimum": 2, "maximum": 6}
        description["schema"].append(classes)

    change_ept(survey_server.folder, change)
    for node in (survey_server.folder / "entwine_pointcloud" / "ept-data").glob("*.bin"):
        old = node.read_bytes()
        node.write_bytes(b"".join(old[at : at + 18] + b"\x02" for at in range(0, len(old), 18)))
    cloud = planned(workspace)
    assert cloud.look is not None and cloud.look.colouring is Colouring.CLASSES
    layer = make_point_cloud(cloud)
    assert layer.renderer().type() == "classified" and layer.renderer().attribute() == "Classification"
    ground = next(each for each in layer.renderer().categories() if each.value() == 2)
    assert QColor(picture(layer).pixel(150, 150)).name() == ground.color().name()


def test_making_the_layer_waits_for_no_server(
    workspace: Workspace, project: QgsProject, survey_server: SurveyServer
) -> None:
    cloud = planned(workspace)
    survey_server.requests.clear()
    survey_server.delay = 60.0
    layer = make_point_cloud(cloud)
    assert layer.isValid() and layer.crs().authid() == "EPSG:32615"
    assert survey_server.requests == []
    survey_server.delay = 0.0


def test_heights_count_in_profiles_in_the_colours_of_the_map(workspace: Workspace, project: QgsProject) -> None:
    layer = make_point_cloud(planned(workspace))
    properties = layer.elevationProperties()
    assert properties.hasElevation()
    if hasattr(properties, "respectLayerColors"):
        assert properties.respectLayerColors() and properties.pointSize() < 1


@pytest.mark.parametrize("colouring", list(Colouring))
def test_a_3d_view_shows_it_as_the_map_does(workspace: Workspace, project: QgsProject, colouring: Colouring) -> None:
    cloud = planned(workspace)
    layer = make_point_cloud(replace(cloud, look=CloudLook(colouring, low=150.0, high=170.0)))
    kinds = {Colouring.NATURAL: "rgb", Colouring.HEIGHTS: "color-ramp", Colouring.CLASSES: "classification"}
    document = QDomDocument()
    element = document.createElement("renderer")
    layer.renderer3D().writeXml(element, QgsReadWriteContext())
    document.appendChild(element)
    assert f'"{kinds[colouring]}"' in document.toString()


def test_it_is_told_when_nothing_paints(project: QgsProject, turn: Turn) -> None:
    told = []
    when_nothing_paints(lambda: told.append(1))
    assert turn(lambda: bool(told))


def test_a_damaged_description_is_told(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    from nadir.core.errors import NadirError

    for content in (b"{}", b"[1]", b"no json", b'{"points": 1, "schema": [{"name": "X"}], "bounds": [1]}'):
        (survey_server.folder / "entwine_pointcloud" / "ept.json").write_bytes(content)
        with pytest.raises(NadirError, match="description on the server is damaged"):
            planned(workspace)
