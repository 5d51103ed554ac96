"""The verbs that put things on the map, on a server that answers: one by one, whole projects, all that a task has."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.projects import Project
from nadir.core.api.rasters import RasterKind
from nadir.core.api.task import Task
from nadir.core.jobs import JobState
from nadir.core.layers.downloading import cache_of
from nadir.core.layers.marks import LayerForm, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.settings import Settings
from nadir.core.workspace import Workspace
from nadir.test.qgis.layers.vector_files import serve_shots, the_task, write_json
from nadir.test.qgis.survey_server import TASK_ID, Answer, SurveyServer, recorded
from qgis.core import QgsProject

Turn = Callable[..., bool]


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache_of(Settings()).empty()
    yield
    QgsProject.instance().clear()
    cache_of(Settings()).empty()


def ended(job: Any, turn: Turn) -> Any:
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, (job.error, job.error.detail)
    return job.result


def kinds() -> dict[tuple[LayerKind, LayerForm], Any]:
    """Our layers in the open project by what they show and how."""
    layers = QgsProject.instance().mapLayers().values()
    marks = [(read_mark(layer), layer) for layer in layers]
    return {(mark.kind, mark.form): layer for mark, layer in marks if mark is not None}


def is_shown(layer: Any) -> bool:
    return bool(QgsProject.instance().layerTreeRoot().findLayer(layer.id()).itemVisibilityChecked())


BEACH, HILLS = Project("1", "Beach"), Project("2", "Hills")


@pytest.fixture
def gate(survey_server: SurveyServer, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Requests for the DSM wait until this is set."""
    opened = threading.Event()
    answer = survey_server.answer

    def wait(method: str, path: str, *rest: Any) -> Answer:
        if "/dsm/" in path:
            opened.wait(30)
        return answer(method, path, *rest)

    monkeypatch.setattr(survey_server, "answer", wait)
    return opened


def test_the_orthophoto_is_seen_while_the_others_are_still_asked_for(
    workspace: Workspace, project: QgsProject, turn: Turn, gate: threading.Event
) -> None:
    job = workspace.load_results(the_task(workspace))
    assert turn(lambda: (LayerKind.ORTHOPHOTO, LayerForm.TILES) in kinds())
    assert job.is_running() and len(kinds()) == 1
    gate.set()
    result = ended(job, turn)
    assert len(result.layers) == 4
    assert [layer.name() for layer in result.layers if is_shown(layer)] == ["Orthophoto"]


def test_what_came_before_a_cancel_stays(
    workspace: Workspace, project: QgsProject, turn: Turn, gate: threading.Event
) -> None:
    job = workspace.load_results(the_task(workspace))
    assert turn(lambda: len(kinds()) == 1)
    job.cancel()
    gate.set()
    assert turn(lambda: not job.is_running())
    assert job.state is JobState.CANCELLED and len(kinds()) == 1


def test_a_product_that_is_added_by_itself_is_shown(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    task = the_task(workspace)
    ended(workspace.load_results(task), turn)
    dtm = kinds()[LayerKind.DTM, LayerForm.TILES]
    assert not is_shown(dtm)
    ended(workspace.load_results(task, (LayerKind.DTM,)), turn)
    assert len(kinds()) == 4


def test_values_have_the_colours_of_their_tiles(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    task = the_task(workspace)
    ended(workspace.load_results(task, (LayerKind.DSM,)), turn)
    ended(workspace.add_values(task, LayerKind.DSM), turn)
    found = kinds()
    tiles, values = found[LayerKind.DSM, LayerForm.TILES], found[LayerKind.DSM, LayerForm.FILE]
    assert values.customProperty("nadir/style") == tiles.customProperty("nadir/style")
    assert is_shown(values) and not is_shown(tiles)


def test_values_are_added_once(workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer) -> None:
    task = the_task(workspace)
    ended(workspace.add_values(task, LayerKind.DSM), turn)
    before = len(QgsProject.instance().mapLayers())
    requests = len(survey_server.paths("dsm"))
    again = ended(workspace.add_values(task, LayerKind.DSM), turn)
    assert again.layers == () and len(again.present) == 1
    assert len(QgsProject.instance().mapLayers()) == before and len(survey_server.paths("dsm")) == requests


def test_all_that_is_drawn_comes_into_the_group_of_the_task(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    serve_shots(survey_server)
    task = the_task(workspace)
    for job in (
        workspace.add_photos(task),
        workspace.add_flight_path(task),
        workspace.add_contours(task, RasterKind.DSM, 2.0),
        workspace.add_contours(task, RasterKind.DSM, 2.0),
    ):
        ended(job, turn)
    (group,) = project.layerTreeRoot().findGroups()
    names = [node.name() for node in group.findLayers()]
    assert names[:2] == ["Photos", "Flight path"] and names[2].startswith("Contours, 2 m")
    assert len(names) == 3


def test_what_fails_is_the_job_s_error_and_leaves_nothing(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    job = workspace.add_control_points(the_task(workspace))
    assert turn(lambda: not job.is_running())
    assert job.state is JobState.FAILED and not QgsProject.instance().mapLayers()


def flown(server: SurveyServer, *days: str) -> None:
    """A project with one more completed task for each day."""
    for number, day in enumerate(days):
        task = copy.deepcopy(server.tasks[TASK_ID])
        stats = {**task.get("statistics", {}), "start_date": f"{day}/2024 at 10:00:00", "end_date": f"{day}/2024 at 10:20:00"}
        task.update(id=f"5aba71e7-3164-4f65-8aa0-00000000000{number}", name=f"Flight {day}", statistics=stats)
        server.tasks[task["id"]] = task


def test_a_whole_project_comes_with_all_its_finished_flights(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    flown(survey_server, "01/05", "01/06")
    survey_server.tasks[TASK_ID]["status"] = 30
    result = ended(workspace.add_whole_project(BEACH, (LayerKind.ORTHOPHOTO,)), turn)
    assert [task.name for task in result.tasks] == ["Flight 01/05", "Flight 01/06"]
    assert len(result.layers) == 2 and result.timeline.flights == 2
    groups = [group.name() for group in project.layerTreeRoot().findGroups()]
    assert groups == ["Flight 01/06", "Flight 01/05"]
    again = ended(workspace.add_whole_project(BEACH, (LayerKind.ORTHOPHOTO,)), turn)
    assert again.layers == () and len(kinds()) == 1


def test_what_fails_of_a_project_is_told_in_one(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    told: list[Any] = []
    workspace.error_occurred.connect(told.append)
    flown(survey_server, "01/05", "01/06")
    survey_server.refuse = {"000000000000/orthophoto": 500, "000000000001/orthophoto": 500}
    ended(workspace.add_whole_project(BEACH, (LayerKind.ORTHOPHOTO,)), turn)
    (error,) = told
    assert "2 flights" in error.summary and "Flight 01/05" in error.summary and error.detail


def test_a_project_without_a_finished_flight_says_so(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    survey_server.tasks[TASK_ID]["status"] = 30
    job = workspace.add_whole_project(BEACH)
    assert turn(lambda: not job.is_running())
    assert "No task of “Beach” is completed yet." in str(job.error)


def test_extents_are_one_layer_for_each_project(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    other = copy.deepcopy(survey_server.tasks[TASK_ID])
    other.update(id="5aba71e7-3164-4f65-8aa0-000000000009", project=2, name="Elsewhere")
    survey_server.tasks[other["id"]] = other
    survey_server.projects.append({**survey_server.projects[0], "id": 2, "name": "Hills"})
    first = ended(workspace.add_extents(BEACH), turn)
    assert first.name() == "Extents of the tasks of Beach"
    assert ended(workspace.add_extents(BEACH), turn) is first
    second = ended(workspace.add_extents(HILLS), turn)
    assert second is not first and len(QgsProject.instance().mapLayers()) == 2


def test_a_task_is_looked_up_by_its_ids(workspace: Workspace, turn: Turn) -> None:
    found = ended(workspace.find_task("1", TASK_ID), turn)
    assert isinstance(found, Task) and found.name == "Brighton Beach"


def test_what_is_downloaded_for_vectors_takes_no_file_from_under_an_open_layer(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn, project: QgsProject
) -> None:
    serve_shots(survey_server)
    write_json(survey_server, "cameras.json", recorded("download_cameras_json"))
    task, settings = the_task(workspace), Settings()
    settings.cache_limit_gb = 0
    try:
        for start in (
            lambda: workspace.add_values(task, LayerKind.DSM),
            lambda: workspace.add_photos(task),
            lambda: workspace.add_footprints(task),
            lambda: workspace.add_contours(task, RasterKind.DTM, 2.0),
        ):
            assert ended(start(), turn).layers
        sources = [Path(layer.source().split("|")[0]) for layer in kinds().values()]
        assert len(sources) == 4 and all(path.is_file() for path in sources)
    finally:
        settings.cache_limit_gb = 10
