"""A 3D view of the results, or a word on where QGIS has it."""

from __future__ import annotations

from typing import Any, Callable

from nadir.core.layers.places import extent_of
from nadir.core.layers.products import LayerKind
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import TASK_ID
from nadir.ui.map.view3d import _has_terrain, _heights, open_3d
from qgis.core import QgsProject
from qgis.gui import QgisInterface

Turn = Callable[..., bool]


class OldInterface:
    """What plugins get of QGIS before 3.30: nothing for 3D views."""


def cloud_of(workspace: Workspace, turn: Turn) -> Any:
    job = workspace.load_results(workspace.client.tasks.get("1", TASK_ID), [LayerKind.POINT_CLOUD])
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, job.error
    return job.result.layers[0]


def test_where_no_plugin_may_open_one_the_user_is_told_where_it_is_and_the_layer_is_on(
    workspace: Workspace, project: QgsProject, turn: Turn
) -> None:
    layer = cloud_of(workspace, turn)
    node = project.layerTreeRoot().findLayer(layer.id())
    node.setItemVisibilityChecked(False)
    node.parent().setItemVisibilityChecked(False)
    why = open_3d(OldInterface(), [layer], extent_of([layer]))
    assert "New 3D Map View" in why
    assert node.isVisible()


def test_nothing_to_show_is_said(project: QgsProject) -> None:
    assert "Add the point cloud" in open_3d(OldInterface(), [], None)


def test_the_camera_looks_at_the_height_of_the_points(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    heights = _heights([cloud_of(workspace, turn)])
    assert heights is not None
    assert heights[0] < 160 < heights[1]
    assert not _has_terrain()


def test_the_interface_is_asked_and_not_the_version() -> None:
    known = [name for name in dir(QgisInterface) if "MapCanvas3D" in name or "mapCanvases3D" in name]
    assert known == [] or {"createNewMapCanvas3D", "mapCanvases3D"} <= set(known)
