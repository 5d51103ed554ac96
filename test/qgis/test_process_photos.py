"""`nadir:processphotos`: from a folder to files and layers, as scripts and the toolbox run it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import numpy as np
import processing
import pytest
from nadir.core.algorithms import stages
from nadir.core.algorithms.provider import NadirProvider
from nadir.core.api.exchange import CancelCheck
from nadir.core.connections import Connection, Connections
from nadir.core.errors import NadirError
from nadir.core.layers.values.files import opens_laz
from nadir.core.local.processes import LocalLogin
from nadir.test.qgis import hill
from nadir.test.qgis.survey_server import PASSWORD, USER, SurveyServer
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsPointCloudLayer,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)

Turn = Callable[..., bool]
ID = "nadir:processphotos"


class NoLocalServer:
    """This computer before it was set up, or with a server that a test already runs."""

    def __init__(self) -> None:
        self.login: LocalLogin | None = None

    def start(self, progress: Any, cancelled: CancelCheck) -> LocalLogin:
        if self.login is None:
            raise NadirError("The local server is not set up on this computer yet.", "Open the Nadir panel.")
        return self.login

    def stop(self, *, wait: bool = False) -> None:
        """Nothing runs."""


@pytest.fixture
def this_computer() -> NoLocalServer:
    return NoLocalServer()


@pytest.fixture
def provider(
    qgis_processing: Any,
    survey_server: SurveyServer,
    authentication_database: None,
    this_computer: NoLocalServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[NadirProvider]:
    QgsSettings().remove("nadir")
    Connections().save(Connection.new("Beach office", survey_server.url), USER, PASSWORD)
    monkeypatch.setattr(stages, "LOOK_SECONDS", 0.1)
    made = NadirProvider(this_computer)  # type: ignore[arg-type]
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)
    QgsSettings().remove("nadir")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Four small JPEGs."""
    folder = tmp_path / "Quarry" / "images"
    folder.mkdir(parents=True)
    random = np.random.default_rng(1)
    for number in range(4):
        picture = gdal.GetDriverByName("MEM").Create("", 64, 48, 3)
        picture.WriteArray(random.integers(0, 255, (3, 48, 64), dtype="u1"))
        gdal.GetDriverByName("JPEG").CreateCopy(str(folder / f"DJI_{number}.JPG"), picture)
    return folder


class Told(QgsProcessingFeedback):
    """Feedback that remembers."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: List[str] = []
        self.warnings: List[str] = []
        self.texts: List[str] = []
        self.errors: List[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803 - QGIS's names
        self.errors.append(error)

    def setProgressText(self, text: str) -> None:  # noqa: N802 - QGIS's name
        self.texts.append(text)

    def pushConsoleInfo(self, info: str) -> None:  # noqa: N802 - QGIS's name
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802 - QGIS's name
        self.warnings.append(warning)


def parameters(photos: Path, output: Path, **more: Any) -> Dict[str, Any]:
    return {"INPUT": str(photos), "CONNECTION": "Beach office", "OUTPUT": str(output), **more}


@pytest.mark.usefixtures("provider")
def test_products_come_as_files(photos: Path, tmp_path: Path, survey_server: SurveyServer) -> None:
    feedback = Told()
    output = tmp_path / "products out"
    survey_server.console = {f"00000000-0000-4000-8000-{1:012d}": ["opensfm", "openmvs"]}
    results = processing.run(ID, parameters(photos, output, LOAD=False), feedback=feedback)
    assert Path(results["ORTHOPHOTO"]) == output / "orthophoto.tif"
    assert Path(results["DSM"]).read_bytes() == (survey_server.folder / "dsm.tif").read_bytes()
    assert Path(results["DTM"]).is_file()
    assert (output / "georeferenced_model.laz").is_file()
    assert results["TASK"] in survey_server.tasks
    assert survey_server.projects[-1]["name"] == "Quarry"
    task = survey_server.tasks[results["TASK"]]
    assert task["name"] == "Quarry"
    assert {option["name"] for option in task["options"]} == {"dsm", "dtm"}
    assert feedback.lines == ["opensfm", "openmvs"]
    assert feedback.progress() == pytest.approx(100, abs=1)
    assert any("position" in warning for warning in feedback.warnings)
    assert not list(output.rglob("*.part"))


@pytest.mark.usefixtures("provider")
def test_the_point_cloud_is_what_this_qgis_opens(photos: Path, tmp_path: Path) -> None:
    results = processing.run(ID, parameters(photos, tmp_path / "out", PRODUCTS=[3], LOAD=False))
    path = Path(results["POINTCLOUD"])
    if not opens_laz():
        layer = QgsPointCloudLayer(str(path), "cloud", "ept")
        assert layer.isValid()
        assert layer.pointCount() == (hill.SIZE // 2) ** 2
        assert len(list(path.parent.glob("ept-data/*.bin"))) > 2
    assert not (tmp_path / "out" / "dsm.tif").exists()


@pytest.mark.usefixtures("provider")
def test_no_line_is_written_for_each_photo(photos: Path, tmp_path: Path) -> None:
    feedback = Told()
    processing.run(ID, parameters(photos, tmp_path / "out", LOAD=False), feedback=feedback)
    assert not [text for text in feedback.texts if "DJI_" in text]
    assert [text.split(",")[0] for text in feedback.texts][-1] == "4 of 4 photos" and len(feedback.texts) <= 3


@pytest.mark.usefixtures("provider")
def test_a_name_of_two_connections_is_refused(photos: Path, tmp_path: Path, survey_server: SurveyServer) -> None:
    Connections().save(Connection.new("Beach office", "https://drones.example.org/beach"), USER, PASSWORD)
    feedback = Told()
    with pytest.raises(QgsProcessingException):
        processing.run(ID, parameters(photos, tmp_path / "out"), feedback=feedback)
    told = [error for error in feedback.errors if error.startswith("Several connections are called “Beach office”: ")]
    assert len(told) == 1 and "https://drones.example.org/beach" in told[0] and survey_server.url in told[0]
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ID)
    assert algorithm.parameterDefinition("CONNECTION").options() == ["This computer", "Beach office"]
    assert survey_server.requests == []


def without_position(server: SurveyServer) -> None:
    """Let tasks end as those of photos without a position do: points in a frame of their own, as a file alone."""
    advance = server._advance

    def end_without_place(task: Dict[str, Any]) -> None:
        advance(task)
        if task["status"] == 40:
            task.update(available_assets=["all.zip", "georeferenced_model.laz"], extent=None, epsg=None)

    server._advance = end_without_place  # type: ignore[method-assign]
    server.refuse = {"/entwine_pointcloud/": 404}


@pytest.mark.usefixtures("provider")
def test_photos_without_position_give_a_file_and_warnings(
    photos: Path, tmp_path: Path, survey_server: SurveyServer, project: QgsProject
) -> None:
    without_position(survey_server)
    feedback = Told()
    results = processing.runAndLoadResults(ID, parameters(photos, tmp_path / "out"), feedback=feedback)
    assert Path(results["POINTCLOUD"]) == tmp_path / "out" / "georeferenced_model.laz"
    assert Path(results["POINTCLOUD"]).is_file() and "DSM" not in results
    missing = [warning for warning in feedback.warnings if warning.startswith("The task has no ")]
    assert len(missing) == 3 and all(warning.endswith(": its photos have no position.") for warning in missing)
    if not opens_laz():
        assert any("no EPT" in warning and "not added to the map" in warning for warning in feedback.warnings)
        assert project.mapLayers() == {}
        assert not (tmp_path / "out" / "pointcloud").exists()


@pytest.mark.usefixtures("provider")
def test_layers_are_loaded_styled(photos: Path, tmp_path: Path, project: QgsProject) -> None:
    processing.runAndLoadResults(ID, parameters(photos, tmp_path / "out"))
    layers = {layer.customProperty("nadir/kind"): layer for layer in project.mapLayers().values()}
    assert set(layers) == {"orthophoto", "dsm", "dtm"} | (set() if opens_laz() else {"pointcloud"})
    assert all(layer.isValid() for layer in layers.values())
    renderer = layers["dsm"].renderer()
    assert renderer.type() == "singlebandpseudocolor"
    assert 156 <= renderer.classificationMin() < renderer.classificationMax() <= 168.5
    if not opens_laz():
        assert layers["pointcloud"].renderer().type() == "rgb"


@pytest.mark.usefixtures("provider")
def test_it_runs_in_the_background_without_stalling(
    photos: Path, tmp_path: Path, survey_server: SurveyServer, turn: Turn
) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ID)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    task = QgsProcessingAlgRunnerTask(algorithm, parameters(photos, tmp_path / "out", LOAD=False), context, feedback)
    ended: List[Any] = []
    task.executed.connect(lambda good, results: ended.append((good, results)))
    QgsApplication.taskManager().addTask(task)
    assert turn(lambda: ended, 60)
    assert ended[0][0] is True
    assert Path(ended[0][1]["DSM"]).is_file()


@pytest.mark.usefixtures("provider")
def test_cancelling_cancels_on_the_server_too(
    photos: Path, tmp_path: Path, survey_server: SurveyServer, turn: Turn
) -> None:
    survey_server.looks_until_done = 10_000
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ID)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    task = QgsProcessingAlgRunnerTask(algorithm, parameters(photos, tmp_path / "out"), context, feedback)
    ended: List[Any] = []
    task.executed.connect(lambda good, results: ended.append(good))
    QgsApplication.taskManager().addTask(task)
    assert turn(lambda: any(each["status"] == 20 for each in survey_server.tasks.values()), 30)
    feedback.cancel()
    assert turn(lambda: ended, 30)
    assert [each["status"] for each in survey_server.tasks.values() if each["name"] == "Quarry"] == [50]
    assert not (tmp_path / "out" / "dsm.tif").exists()


@pytest.mark.usefixtures("provider")
def test_a_failed_task_tells_the_servers_reason(photos: Path, tmp_path: Path, survey_server: SurveyServer) -> None:
    def fail(task: Dict[str, Any]) -> None:
        if task["name"] == "Quarry" and not task["partial"]:
            task.update(status=30, last_error="Not enough overlap")

    survey_server._advance = fail  # type: ignore[method-assign]
    with pytest.raises(QgsProcessingException, match="Not enough overlap"):
        processing.run(ID, parameters(photos, tmp_path / "out"))


@pytest.mark.usefixtures("provider")
def test_bad_input_is_told_before_anything_is_sent(photos: Path, tmp_path: Path, survey_server: SurveyServer) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(QgsProcessingException, match="empty"):
        processing.run(ID, parameters(empty, tmp_path / "out"))
    with pytest.raises(QgsProcessingException):
        processing.run(ID, parameters(photos, tmp_path / "out", CONNECTION="Nowhere"))
    assert survey_server.requests == []


@pytest.mark.usefixtures("provider")
def test_this_computer_is_used_where_it_is_set_up_and_explained_where_not(
    photos: Path, tmp_path: Path, survey_server: SurveyServer, this_computer: NoLocalServer
) -> None:
    wanted = parameters(photos, tmp_path / "out", CONNECTION="This computer", LOAD=False)
    with pytest.raises(QgsProcessingException, match="not set up on this computer"):
        processing.run(ID, wanted)
    this_computer.login = LocalLogin(survey_server.url, USER, PASSWORD)
    assert Path(processing.run(ID, wanted)["DTM"]).is_file()


@pytest.mark.usefixtures("provider")
def test_the_log_in_is_in_no_parameter(photos: Path, tmp_path: Path) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ID)
    command = algorithm.asPythonCommand(parameters(photos, tmp_path / "out"), QgsProcessingContext())
    assert "Beach office" in command
    assert USER not in command
    assert PASSWORD not in command


def test_the_interface_of_the_algorithm(provider: NadirProvider) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById(ID)
    assert [each.name() for each in algorithm.parameterDefinitions()] == [
        "INPUT", "CONNECTION", "NAME", "PRODUCTS", "LOAD", "OUTPUT"
    ]  # fmt: skip
    outputs = {each.name() for each in algorithm.outputDefinitions()}
    assert outputs == {"ORTHOPHOTO", "DSM", "DTM", "POINTCLOUD", "OUTPUT", "TASK"}
    assert all(each.description() for each in algorithm.parameterDefinitions())
    assert algorithm.shortHelpString()
    assert not provider.icon().isNull()
    assert not algorithm.icon().isNull()
