"""The difference as a layer: a ramp around zero, a legend in metres, figures in words; and two flights as a job."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable

import numpy as np
import pytest
from nadir.core.api.task import Task, TaskStatistics, TaskStatus
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs, JobState
from nadir.core.layers.comparing.difference import difference
from nadir.core.layers.comparing.layer import decimals_of, make_difference, reach_of, tell
from nadir.core.layers.comparing.work import DifferenceRequest, comparing, show_difference
from nadir.core.layers.marks import LayerForm, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.transfers.cache import Cache, run_of
from nadir.test.qgis.layers import surfaces
from qgis.core import QgsLayerTreeLayer, QgsLayerTreeModel, QgsMapRendererParallelJob, QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

URL = "https://drones.example.org"


def task(name: str, day: str) -> Task:
    told = TaskStatistics.from_json({"start_date": f"{day} at 14:30:00", "end_date": f"{day} at 14:50:00"})
    return Task(name, "1", name, TaskStatus.COMPLETED, statistics=told, available_assets=("dsm.tif", "dtm.tif"))


BEFORE, AFTER = task("May", "12/05/2024"), task("<b>June</b>", "03/06/2024")


@pytest.fixture
def result(tmp_path: Path) -> Any:
    """A pile of 2 m on the west, a pit of 1 m on the east, nothing between."""
    ground = surfaces.slope()
    after = ground.copy()
    after[:, :40] += 2.0
    after[:, 160:] -= 1.0
    paths = surfaces.write(tmp_path / "b.tif", ground), surfaces.write(tmp_path / "a.tif", after)
    return difference(*paths, tmp_path / "difference.tif")


def test_the_ramp_is_symmetric_around_zero(result: Any, project: QgsProject) -> None:
    layer = make_difference(result, LayerKind.DSM, BEFORE, AFTER, URL)
    assert reach_of(result) == pytest.approx(2.0)
    renderer = layer.renderer()
    assert (renderer.classificationMin(), renderer.classificationMax()) == pytest.approx((-2.0, 2.0))
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(200, 200))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    west, middle, east = (picture.pixelColor(column, 100) for column in (10, 100, 190))
    assert west.blue() > west.red() + 50  # filled
    assert close(middle, QColor(253, 253, 253)), "a thin veil, so that one sees where it is"
    assert east.red() > east.blue() + 50  # cut


def close(one: QColor, other: QColor) -> bool:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3])
    return all(abs(first - second) <= 3 for first, second in pairs)


def test_the_legend_is_in_metres_in_the_layer_tree(result: Any, project: QgsProject) -> None:
    layer = make_difference(result, LayerKind.DTM, BEFORE, AFTER, URL)
    project.addMapLayer(layer)
    model = QgsLayerTreeModel(project.layerTreeRoot())
    node = project.layerTreeRoot().findLayer(layer.id())
    assert isinstance(node, QgsLayerTreeLayer)
    settings = model.layerLegendNodes(node)[-1].settings()
    assert "2" in settings.maximumLabel()
    assert " m " in settings.maximumLabel()
    assert settings.minimumLabel().startswith("−2")


@pytest.mark.parametrize(("reach", "decimals"), [(0.05, 3), (0.5, 2), (1.0, 1), (2.5, 1), (10.0, 0), (150.0, 0)])
def test_decimals_tell_ranges_apart(reach: float, decimals: int) -> None:
    assert decimals_of(reach) == decimals


def test_a_small_pile_on_flat_ground_does_not_saturate(tmp_path: Path) -> None:
    ground = np.full((300, 300), 20.0)
    after = ground.copy()
    after[:25, :25] += 3.0  # 0.7 % of the area, above every percentile
    paths = surfaces.write(tmp_path / "b.tif", ground), surfaces.write(tmp_path / "a.tif", after)
    assert 0.3 < reach_of(difference(*paths, tmp_path / "difference.tif")) < 3.1


def test_equal_surfaces_have_a_range(tmp_path: Path) -> None:
    path = surfaces.write(tmp_path / "b.tif", surfaces.slope())
    assert reach_of(difference(path, path, tmp_path / "difference.tif")) == pytest.approx(0.05)


def test_it_says_what_it_is_and_is_known_again(result: Any, project: QgsProject) -> None:
    layer = make_difference(result, LayerKind.DSM, BEFORE, AFTER, URL)
    mark = read_mark(layer)
    assert mark is not None
    assert (mark.kind, mark.form, mark.task_id) == (LayerKind.DIFFERENCE, LayerForm.FILE, AFTER.id)
    assert BEFORE.id in mark.detail
    assert layer.name().startswith("DSM difference")
    abstract = layer.metadata().abstract()
    assert "2,000" in abstract or "2000" in abstract
    assert "98 %" in abstract
    assert "<" not in abstract
    assert "‹b›June‹/b›" in abstract


def test_figures_are_told_in_one_sentence(result: Any) -> None:
    text = tell(result)
    assert text.startswith("Cut 2,000 m³, filled 4,000 m³, net +2,000 m³ on 10,000 m².")
    assert "offset" not in text
    assert "+0.70 m" in tell(replace(result, offset_m=0.7))
    assert "removed" in tell(replace(result, offset_m=0.7, levelled=True))
    assert "no vertical offset" in tell(replace(result, offset_m=0.001, levelled=True))
    assert "below 0.05 m" in tell(replace(result, ignored_m=0.05))
    assert "net 0 m³" in tell(replace(result, net_m3=0.001))


CLIENT = SimpleNamespace(session=SimpleNamespace(url=URL))
"""Only its address is asked while everything is in the cache."""


def in_cache(cache: Cache, of: Task, asset: str, file: Path) -> None:
    target = cache._entry(URL, of.id, run_of(of), asset) / asset
    target.parent.mkdir(parents=True)
    shutil.copy(file, target)


def test_two_flights_are_compared_out_of_the_cache(
    tmp_path: Path, jobs: Jobs, turn: Callable[..., bool], project: QgsProject
) -> None:
    cache = Cache(tmp_path / "cache", 10**9)
    for each, rise in ((BEFORE, 0.0), (AFTER, 1.0)):
        file = surfaces.write(tmp_path / "heights.tif", surfaces.slope() + rise)
        in_cache(cache, each, "dtm.tif", file)
    request = DifferenceRequest(BEFORE, AFTER, LayerKind.DTM, tmp_path / "difference.tif")
    told: list[float] = []
    job = jobs.start("compare", comparing(CLIENT, cache, request), finish=lambda found: show_difference(found, request, URL))
    job.progressed.connect(lambda fraction, _text: told.append(fraction))
    assert turn(lambda: not job.is_running())
    assert job.state is JobState.SUCCEEDED, job.error
    assert told == sorted(told)
    assert project.layerTreeRoot().layerOrder()[0] is job.result
    node = project.layerTreeRoot().findLayer(job.result.id())
    assert node.itemVisibilityChecked()
    assert node.isExpanded()  # the legend is seen


def test_a_result_that_was_moved_is_told(result: Any, tmp_path: Path) -> None:
    moved = replace(result, path=tmp_path / "elsewhere.tif")
    with pytest.raises(NadirError, match="elsewhere.tif"):
        make_difference(moved, LayerKind.DSM, BEFORE, AFTER, URL)
