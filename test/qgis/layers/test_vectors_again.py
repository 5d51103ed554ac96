"""Vector layers of a project that is opened where their files are not: on another computer, or after the cache was emptied."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, Dict, Iterator

import pytest
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.core.layers.downloading import cache_of
from nadir.core.layers.life.keeper import LayerKeeper, OpenServer
from nadir.core.layers.marks import LayerForm, Mark, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.vectors.again import has_lost_its_file
from nadir.core.settings import Settings
from nadir.core.workspace import Workspace
from nadir.test.qgis.layers.vector_files import picture, serve_shots, share_of, the_task, write_json
from nadir.test.qgis.survey_server import PASSWORD, SurveyServer, recorded
from qgis.core import QgsProject, QgsVectorLayer

Turn = Callable[..., bool]
AMBER = "#ffb000"


@pytest.fixture
def keeper(jobs: Jobs, project: QgsProject) -> Iterator[LayerKeeper]:
    made = LayerKeeper(jobs, lambda: ())
    yield made
    made.uninstall()


def ended(job: Any, turn: Turn) -> Any:
    assert turn(lambda: not job.is_running()), "not ended"
    if isinstance(job.error, NadirError):
        raise job.error
    return job.result


def by_kind() -> Dict[LayerKind, QgsVectorLayer]:
    marked = ((read_mark(layer), layer) for layer in QgsProject.instance().mapLayers().values())
    return {mark.kind: layer for mark, layer in marked if mark is not None}


def test_a_project_from_another_computer_gets_its_vectors_back(
    workspace: Workspace, survey_server: SurveyServer, keeper: LayerKeeper, project: QgsProject, turn: Turn, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    write_json(survey_server, "cameras.json", recorded("download_cameras_json"))
    write_json(survey_server, "ground_control_points.geojson", recorded("download_ground_control_points_geojson"))
    task = the_task(workspace)
    for add in (workspace.add_photos, workspace.add_footprints, workspace.add_flight_path, workspace.add_control_points):
        ended(add(task), turn)
    shown = share_of(picture(by_kind()[LayerKind.PHOTOS]), AMBER)
    assert shown > 0.002
    saved = tmp_path / "saved.qgs"
    assert project.write(str(saved))
    assert PASSWORD not in saved.read_text() and survey_server.token not in saved.read_text()
    project.clear()
    shutil.rmtree(cache_of(Settings()).folder)
    assert project.read(str(saved))
    assert not any(layer.isValid() for layer in by_kind().values())
    keeper.take_open(OpenServer(workspace.connection.id, "Beach", workspace.client, False))
    assert turn(lambda: len(by_kind()) == 4 and all(layer.isValid() for layer in by_kind().values()))
    layers = by_kind()
    assert layers[LayerKind.PHOTOS].featureCount() == 18
    assert share_of(picture(layers[LayerKind.PHOTOS]), AMBER) == pytest.approx(shown, rel=0.05), "it looks as before"
    assert layers[LayerKind.PHOTOS].mapTipTemplate()
    assert layers[LayerKind.PHOTOS].readOnly()


def test_only_files_that_are_made_here_can_be_made_again(tmp_path: Path) -> None:
    def mark(kind: LayerKind, form: LayerForm = LayerForm.FILE, detail: str = "") -> Mark:
        return Mark(kind, form, "http://127.0.0.1:8000", "1", "2", "", "", detail)

    gone, there = str(tmp_path / "gone.gpkg"), tmp_path / "there.gpkg"
    there.write_bytes(b"")
    assert has_lost_its_file(mark(LayerKind.PHOTOS), gone)
    assert has_lost_its_file(mark(LayerKind.CONTOURS, detail="0.5 m DTM"), f"{gone}|layername=contours")
    assert not has_lost_its_file(mark(LayerKind.PHOTOS), str(there))
    assert not has_lost_its_file(mark(LayerKind.ORTHOPHOTO), gone)
    assert not has_lost_its_file(mark(LayerKind.DSM, LayerForm.TILES), gone)
    for detail in ("", "DTM", "0 m DTM", "-1 m DTM", "nan m DTM", "1 m orthophotos"):
        assert not has_lost_its_file(mark(LayerKind.CONTOURS, detail=detail), gone)
