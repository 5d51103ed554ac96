"""Layers stay alive: saved and opened, after a log-in, a run, a move, another address; what is lost is said once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Sequence
from urllib.parse import unquote

import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.connections import LOCAL_ID, Connection
from nadir.core.jobs import Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.clouds.sleeping import asleep
from nadir.core.layers.life.keeper import KnownServer, LayerKeeper, OpenServer, Standing
from nadir.core.layers.marks import is_local, read_mark
from nadir.core.layers.on_map import marked_layers
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.legend import TileLegend
from nadir.core.workspace import Workspace, open_workspace
from nadir.test.qgis.conftest import turn_until
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer
from qgis.core import QgsLayoutItemMap, QgsMapLayer, QgsPrintLayout, QgsProject, QgsVectorLayer

Turn = Callable[..., bool]
KINDS = {"orthophoto", "dsm", "dtm", "pointcloud"}


class Life:
    """A keeper, and what it told."""

    def __init__(self, jobs: Jobs) -> None:
        self.servers: List[KnownServer] = []
        self.keeper = LayerKeeper(jobs, lambda: self.servers)
        self.said: List[Any] = []
        self.wanted: List[Any] = []
        self.newer: List[Any] = []
        self.repaired: List[str] = []
        self.keeper.said.connect(self.said.append)
        self.keeper.server_wanted.connect(self.wanted.append)
        self.keeper.newer_found.connect(self.newer.append)
        self.keeper.repaired.connect(self.repaired.extend)

    def know(self, workspace: Workspace, standing: Standing, *, local: bool = False) -> None:
        connection = workspace.connection
        known = KnownServer(LOCAL_ID if local else connection.id, connection.name, workspace.client.session.url, local, standing)
        self.servers = [each for each in self.servers if each.connection_id != known.connection_id] + [known]

    def open(self, workspace: Workspace, *, local: bool = False) -> None:
        self.know(workspace, Standing.OPEN, local=local)
        connection_id = LOCAL_ID if local else workspace.connection.id
        self.keeper.take_open(OpenServer(connection_id, workspace.connection.name, workspace.client, local))

    def look(self, workspace: Workspace, project_id: str = "1") -> None:
        """As the monitor tells it."""
        tasks = tuple(workspace.client.tasks.list(project_id)) if project_id in ids(workspace) else ()
        self.keeper.take_tasks(workspace.connection.id, project_id, tasks)


def ids(workspace: Workspace) -> List[str]:
    return [project.id for project in workspace.client.projects.list()]


@pytest.fixture
def life(jobs: Jobs, project: QgsProject) -> Iterator[Life]:
    made = Life(jobs)
    yield made
    made.keeper.uninstall()


@pytest.fixture
def second_workspace(second_server: SurveyServer, jobs: Jobs, signer: RequestSigner) -> Iterator[Workspace]:
    job = open_workspace(Connection.new("Other", second_server.url), USER, PASSWORD, jobs, NetworkOptions(), signer)
    assert turn_until(lambda: not job.is_running()) and job.error is None
    yield job.result
    job.result.close()


def load(workspace: Workspace, turn: Turn) -> Dict[str, QgsMapLayer]:
    job = workspace.load_results(workspace.client.tasks.get("1", TASK_ID))
    assert turn(lambda: not job.is_running()) and job.error is None, job.error
    return by_kind()


def by_kind() -> Dict[str, QgsMapLayer]:
    return {layer.customProperty("nadir/kind"): layer for layer in QgsProject.instance().mapLayers().values()}


def saved_and_opened(project: QgsProject, path: Path) -> Dict[str, QgsMapLayer]:
    assert project.write(str(path))
    project.clear()
    assert project.read(str(path))
    return by_kind()


def sources(layers: Dict[str, QgsMapLayer], kinds: Sequence[str] = ("orthophoto", "dsm", "dtm")) -> List[str]:
    return [unquote(layers[kind].source()) for kind in kinds]


def all_awake(life: Life, turn: Turn) -> None:
    assert turn(lambda: len(life.repaired) >= 4 and not any(asleep(layer) for layer in by_kind().values()))


def test_a_saved_project_opens_with_its_legends_and_extents_and_wakes_when_the_server_is_open(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    extent = load(workspace, turn)["dsm"].extent()
    layers = saved_and_opened(project, tmp_path / "saved.qgz")
    assert layers["dsm"].extent() == extent
    assert isinstance(layers["dsm"].legend(), TileLegend)
    assert asleep(layers["pointcloud"]) and layers["pointcloud"].isValid()
    life.open(workspace)
    all_awake(life, turn)
    assert layers["pointcloud"].isValid() and layers["pointcloud"].pointCount() > 0
    assert life.said == []


def test_a_project_that_waits_for_a_server_says_so_once_and_names_the_layers(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    load(workspace, turn)
    life.know(workspace, Standing.CLOSED)
    saved_and_opened(project, tmp_path / "saved.qgz")
    assert turn(lambda: life.wanted)
    (wanted,) = life.wanted
    assert wanted.connection_id == workspace.connection.id
    assert len(wanted.layers) == 4
    assert "Beach office" in wanted.notice.summary and "“Orthophoto”" in str(wanted.notice.summary) + str(wanted.layers)


def test_a_server_that_nobody_added_is_asked_for_by_its_address(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    load(workspace, turn)
    saved_and_opened(project, tmp_path / "saved.qgz")
    assert turn(lambda: life.wanted)
    assert (life.wanted[0].connection_id, life.wanted[0].server_url) == ("", workspace.client.session.url)


def test_nothing_is_asked_for_while_the_server_opens_by_itself(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    load(workspace, turn)
    life.know(workspace, Standing.OPENING)
    saved_and_opened(project, tmp_path / "saved.qgz")
    assert not turn(lambda: life.wanted, 3)


def test_after_the_task_ran_again_the_layers_show_the_new_run(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer
) -> None:
    layers = load(workspace, turn)
    life.open(workspace)
    all_awake(life, turn)
    before = sources(layers)
    layers["dsm"].setName("Beach heights")
    layers["dsm"].setOpacity(0.5)
    survey_server.tasks[TASK_ID]["processing_time"] += 1000
    life.look(workspace)
    version = f"{survey_server.tasks[TASK_ID]['processing_time']:x}"
    assert turn(lambda: all(f"v={version}" in source for source in sources(by_kind())))
    assert all(old != new for old, new in zip(before, sources(by_kind())))
    assert turn(lambda: {read_mark(layer).version for layer in by_kind().values()} == {version})  # type: ignore[union-attr]
    assert by_kind()["dsm"] is layers["dsm"] and layers["dsm"].name() == "Beach heights"
    assert layers["dsm"].opacity() == 0.5


def test_a_task_that_runs_changes_nothing_before_its_end(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer
) -> None:
    before = sources(load(workspace, turn))
    life.open(workspace)
    all_awake(life, turn)
    survey_server.looks_until_done = 99
    survey_server.tasks[TASK_ID].update(status=20, processing_time=77)
    life.look(workspace)
    assert not turn(lambda: sources(by_kind()) != before, 1)


def test_layers_follow_their_task_into_another_project(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer, project: QgsProject, tmp_path: Path
) -> None:
    load(workspace, turn)
    project.write(str(tmp_path / "saved.qgz"))
    survey_server.projects.append({**survey_server.projects[0], "id": 2, "name": "Other", "tasks": [TASK_ID]})
    survey_server.projects[0]["tasks"] = []
    survey_server.tasks[TASK_ID]["project"] = 2
    project.clear()
    assert project.read(str(tmp_path / "saved.qgz"))
    life.open(workspace)
    all_awake(life, turn)
    assert all("/api/projects/2/tasks/" in source for source in sources(by_kind(), sorted(KINDS)))
    assert {read_mark(layer).project_id for layer in by_kind().values()} == {"2"}  # type: ignore[union-attr]
    assert life.said == []


def test_a_removed_task_is_said_once_and_the_layers_stay(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer
) -> None:
    load(workspace, turn)
    life.open(workspace)
    all_awake(life, turn)
    survey_server.projects[0]["tasks"] = []
    del survey_server.tasks[TASK_ID]
    life.look(workspace)
    assert turn(lambda: life.said)
    life.look(workspace)
    life.open(workspace)
    assert not turn(lambda: len(life.said) > 1, 1)
    assert "“Orthophoto”" in life.said[0].summary or "more" in life.said[0].summary
    assert "Beach office" in life.said[0].summary
    assert set(by_kind()) == KINDS


def test_a_project_that_is_not_shared_any_more_is_told_apart_from_a_removed_task(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer
) -> None:
    load(workspace, turn)
    survey_server.projects.clear()
    life.open(workspace)
    assert turn(lambda: life.said)
    assert "shared" in life.said[0].summary
    assert len(life.said) == 1


def test_a_server_that_fails_takes_nothing_away(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer, jobs: Jobs
) -> None:
    before = sources(load(workspace, turn))
    survey_server.refuse = {f"/tasks/{TASK_ID}/": 500}
    life.open(workspace)
    assert turn(lambda: not jobs.running(), 90)
    assert life.said == [] and sources(by_kind()) == before


def test_a_server_at_another_address_gets_its_layers_back(
    workspace: Workspace, second_workspace: Workspace, second_server: SurveyServer, life: Life, turn: Turn,
    project: QgsProject, tmp_path: Path,
) -> None:  # fmt: skip
    load(workspace, turn)
    saved_and_opened(project, tmp_path / "saved.qgz")
    second_server.projects[0]["tasks"] = [TASK_ID]
    life.open(second_workspace)
    all_awake(life, turn)
    url = second_workspace.client.session.url
    assert all(url in source for source in sources(by_kind(), sorted(KINDS)))
    assert {read_mark(layer).server_url for layer in by_kind().values()} == {url}  # type: ignore[union-attr]


def test_layers_of_a_server_that_is_known_are_never_given_to_another_one(
    workspace: Workspace, second_workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    load(workspace, turn)
    before = sources(saved_and_opened(project, tmp_path / "saved.qgz"))
    life.know(workspace, Standing.CLOSED)
    life.open(second_workspace)
    assert not turn(lambda: sources(by_kind()) != before, 1.5)


def test_the_local_server_gets_its_layers_back_at_its_port_of_today(
    workspace: Workspace, second_workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    life.open(workspace, local=True)
    load(workspace, turn)
    assert turn(lambda: all(is_local(layer) for layer in by_kind().values()))
    saved_and_opened(project, tmp_path / "saved.qgz")
    life.keeper.take_closed(LOCAL_ID)
    life.repaired.clear()
    life.open(second_workspace, local=True)  # the same data, at another port
    all_awake(life, turn)
    url = second_workspace.client.session.url
    assert all(url in source for source in sources(by_kind(), sorted(KINDS)))
    group = project.layerTreeRoot().children()[0]
    assert group.customProperty("nadir/server") == url, "new layers of the task go where the others are"


def test_the_local_server_of_another_computer_does_not_get_them(
    workspace: Workspace, second_workspace: Workspace, second_server: SurveyServer, life: Life, turn: Turn,
    project: QgsProject, tmp_path: Path,
) -> None:  # fmt: skip
    life.open(workspace, local=True)
    load(workspace, turn)
    assert turn(lambda: all(is_local(layer) for layer in by_kind().values()))
    before = sources(saved_and_opened(project, tmp_path / "saved.qgz"))
    life.keeper.take_closed(LOCAL_ID)
    second_server.tasks.clear()
    second_server.projects[0]["tasks"] = []
    life.open(second_workspace, local=True)
    assert turn(lambda: life.said)
    assert "another computer" in life.said[0].summary
    assert sources(by_kind()) == before


def test_a_project_with_local_layers_offers_to_start_this_computer(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    life.open(workspace, local=True)
    load(workspace, turn)
    assert turn(lambda: all(is_local(layer) for layer in by_kind().values()))
    life.keeper.take_closed(LOCAL_ID)
    life.servers = [KnownServer(LOCAL_ID, "This computer", "", True, Standing.CLOSED)]
    saved_and_opened(project, tmp_path / "saved.qgz")
    assert turn(lambda: life.wanted)
    assert life.wanted[0].connection_id == LOCAL_ID
    assert "This computer" in life.wanted[0].notice.summary


def test_duplicated_layers_have_legend_and_extent_and_go_on_living(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer, project: QgsProject
) -> None:
    layers = load(workspace, turn)
    life.open(workspace)
    all_awake(life, turn)
    twin = layers["dsm"].clone()
    project.addMapLayer(twin)
    assert turn(lambda: isinstance(twin.legend(), TileLegend))
    assert twin.extent() == layers["dsm"].extent()
    survey_server.tasks[TASK_ID]["processing_time"] += 1000
    life.look(workspace)
    assert turn(lambda: read_mark(twin).version == read_mark(layers["dsm"]).version != "")  # type: ignore[union-attr]
    version = f"{survey_server.tasks[TASK_ID]['processing_time']:x}"
    assert turn(lambda: f"v={version}" in unquote(twin.source()))


def test_several_projects_one_after_the_other(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    load(workspace, turn)
    life.open(workspace)
    all_awake(life, turn)
    project.write(str(tmp_path / "first.qgz"))
    project.clear()
    project.addMapLayer(QgsVectorLayer("Point", "somebody else's", "memory"))
    project.write(str(tmp_path / "second.qgz"))
    for name in ("first", "second", "first"):
        life.repaired.clear()
        assert project.read(str(tmp_path / f"{name}.qgz"))
        if name == "first":
            all_awake(life, turn)
            assert set(by_kind()) == KINDS
    assert life.said == [] and life.wanted == []


def test_moved_and_renamed_layers_are_known_again(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer, project: QgsProject
) -> None:
    layers = load(workspace, turn)
    life.open(workspace)
    all_awake(life, turn)
    root = project.layerTreeRoot()
    node = root.findLayer(layers["dtm"].id())
    elsewhere = root.addGroup("Mine")
    elsewhere.addChildNode(node.clone())
    node.parent().removeChildNode(node)
    layers["dtm"].setName("mine")
    survey_server.tasks[TASK_ID]["processing_time"] += 1000
    life.look(workspace)
    version = f"{survey_server.tasks[TASK_ID]['processing_time']:x}"
    assert turn(lambda: read_mark(layers["dtm"]).version == version)  # type: ignore[union-attr]
    assert elsewhere.findLayer(layers["dtm"].id()) is not None


def test_a_product_that_the_latest_run_did_not_give_is_said_and_its_layer_stays(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer
) -> None:
    load(workspace, turn)
    life.open(workspace)
    all_awake(life, turn)
    task = survey_server.tasks[TASK_ID]
    task["available_assets"] = [asset for asset in task["available_assets"] if not asset.startswith("dtm")]
    task["processing_time"] += 1000
    life.look(workspace)
    assert turn(lambda: life.said)
    assert "Terrain model (DTM)" in life.said[0].summary and "Brighton Beach" in life.said[0].summary
    assert set(by_kind()) == KINDS


def test_hostile_names_are_one_short_line(workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer) -> None:
    for layer in load(workspace, turn).values():
        layer.setName("<b>x</b>\n" * 50)
    survey_server.projects.clear()
    life.open(workspace)
    assert turn(lambda: life.said)
    assert "\n" not in life.said[0].summary and len(life.said[0].summary) < 300



def test_a_plugin_that_was_switched_on_again_takes_the_layers_of_the_open_project(
    workspace: Workspace, life: Life, turn: Turn, jobs: Jobs
) -> None:
    dsm = load(workspace, turn)["dsm"]
    assert turn(lambda: isinstance(dsm.legend(), TileLegend))
    life.keeper.uninstall()
    assert not isinstance(dsm.legend(), TileLegend)
    again = Life(jobs)
    try:
        assert turn(lambda: isinstance(dsm.legend(), TileLegend))
        again.know(workspace, Standing.CLOSED)
        assert turn(lambda: again.wanted), "its server is asked for as when a project is opened"
    finally:
        again.keeper.uninstall()
        life.keeper = LayerKeeper(jobs, tuple)  # for the fixture


def test_layers_whose_server_failed_while_it_was_asked_wake_once_it_answers(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer, project: QgsProject, tmp_path: Path
) -> None:
    workspace.client.session._retry = RetryPolicy(attempts=1)
    load(workspace, turn)
    saved_and_opened(project, tmp_path / "saved.qgz")
    survey_server.broken = True
    life.open(workspace)
    assert turn(lambda: workspace.connection.id in life.keeper._unfinished, 30)
    assert asleep(by_kind()["pointcloud"])
    survey_server.broken = False
    life.keeper.take_renewed(workspace.client.session.url)  # as the monitor tells it
    all_awake(life, turn)
    assert not life.keeper._unfinished and life.said == []


def test_values_whose_file_is_not_on_this_computer_are_told_and_have_it_again_when_they_are_loaded(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    task = workspace.client.tasks.get("1", TASK_ID)

    def load_values() -> None:
        job = workspace.add_values(task, LayerKind.DSM)
        assert turn(lambda: not job.is_running()) and job.error is None, job.error

    load_values()
    (layer,) = [layer for layer, _mark in marked_layers()]
    layer.setOpacity(0.5)
    file = Path(layer.source())
    file.unlink()
    project.write(str(tmp_path / "saved.qgz"))
    project.clear()
    project.read(str(tmp_path / "saved.qgz"))
    (layer,) = [layer for layer, _mark in marked_layers()]
    assert not layer.isValid()
    life.open(workspace)
    assert turn(lambda: life.said)
    assert "DSM" in life.said[0].summary and "not on this computer" in life.said[0].summary
    load_values()
    assert [each for each, _mark in marked_layers()] == [layer], "the same layer, not another one"
    assert layer.isValid() and file.is_file() and layer.opacity() == 0.5
    assert layer.renderer().type() == "singlebandpseudocolor"
    assert all(each.isValid() for each in project.mapLayers().values()), "its relief, too"


def test_opening_a_project_and_its_server_changes_nothing_that_wants_saving(
    workspace: Workspace, life: Life, turn: Turn, project: QgsProject, tmp_path: Path
) -> None:
    load(workspace, turn)
    saved_and_opened(project, tmp_path / "saved.qgz")
    life.open(workspace)
    all_awake(life, turn)
    assert not turn(project.isDirty, 0.5)


def test_layouts_and_map_themes_go_on_with_the_layers(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer, project: QgsProject, tmp_path: Path
) -> None:
    layers = load(workspace, turn)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName("Report")
    item = QgsLayoutItemMap(layout)
    layout.addLayoutItem(item)
    item.setLayers([layers["orthophoto"], layers["pointcloud"]])
    item.setKeepLayerSet(True)
    project.layoutManager().addLayout(layout)
    layers = saved_and_opened(project, tmp_path / "saved.qgz")
    survey_server.tasks[TASK_ID]["processing_time"] += 1000
    life.open(workspace)
    all_awake(life, turn)
    version = f"{survey_server.tasks[TASK_ID]['processing_time']:x}"
    assert turn(lambda: {read_mark(layer).version for layer in by_kind().values()} == {version})  # type: ignore[union-attr]
    layout = project.layoutManager().layoutByName("Report")
    (item,) = [each for each in layout.items() if isinstance(each, QgsLayoutItemMap)]
    assert {layer.id() for layer in item.layers()} == {layers["orthophoto"].id(), layers["pointcloud"].id()}
    assert all(layer.isValid() for layer in item.layers())


def test_a_repaired_layer_says_of_which_run_it_is(
    workspace: Workspace, life: Life, turn: Turn, survey_server: SurveyServer
) -> None:
    load(workspace, turn)
    life.open(workspace)
    all_awake(life, turn)
    survey_server.tasks[TASK_ID].update(processing_time=987654, name="Second attempt")
    life.look(workspace)
    assert turn(lambda: "Second attempt" in by_kind()["dsm"].metadata().title() + by_kind()["dsm"].metadata().abstract())
