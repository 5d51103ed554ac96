"""The dialog *Export*: from what is chosen to what the server is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.exports import CLOUD_FORMATS, RASTER_FORMATS, ExportOptions, ExportProduct
from nadir.core.api.raster_metadata import RasterMetadata
from nadir.core.jobs import Jobs
from nadir.test.qgis.ui.conftest import make_project
from nadir.test.qgis.ui.details_stage import DetailsServer, Stage, completed_task, recorded
from nadir.ui.details.export_choices import Choice, format_title, formats_of, options_of
from nadir.ui.details.export_dialog import ExportDialog
from nadir.ui.details.file_kinds import products_of
from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox

Turn = Callable[..., bool]
AS_IT_IS = QgsCoordinateReferenceSystem()
INDICES = {
    **recorded("orthophoto_metadata"),
    "algorithms": [
        {"id": "NDVI", "filters": ["RGN", "NRG"], "expr": "(N - R) / (N + R)", "help": "Vegetation", "range": [-1, 1]},
        {"id": "VARI", "filters": ["RGB"], "expr": "x", "help": "Green"},
    ],
    "color_maps": [{"key": "rdylgn", "label": "RdYlGn", "color_map": []}, {"key": "viridis", "label": "Viridis", "color_map": []}],
}


class IndexServer(DetailsServer):
    """Knows indices of an orthophoto."""

    def _metadata(self, project_id: str, task_id: str, kind: Any, cancelled: Any) -> RasterMetadata:
        found = super()._metadata(project_id, task_id, kind, cancelled)
        return RasterMetadata.from_json(INDICES) if kind.value == "orthophoto" else found


@pytest.fixture
def stage(jobs: Jobs, qgis_app: Any) -> Iterator[Stage]:
    made = Stage(jobs, IndexServer(project_list=[make_project()]))
    yield made
    made.close()
    QApplication.processEvents()


@pytest.fixture
def open_dialog(stage: Stage, turn: Turn, tmp_path: Path) -> Iterator[Callable[..., ExportDialog]]:
    """`open_dialog(product, format)`: the dialog once the server has answered."""
    made: list[ExportDialog] = []

    def open_it(product: ExportProduct, format_name: str = "") -> ExportDialog:
        task = completed_task()
        dialog = ExportDialog(stage.workspace, task, products_of(task.available_assets), product, stage.window)
        made.append(dialog)
        dialog.show()
        assert turn(lambda: dialog._job is None)
        field(dialog, "exportTarget").setFilePath(str(tmp_path / "out"))
        if format_name:
            choose(dialog, "exportFormat", format_name)
        return dialog

    yield open_it
    for dialog in made:
        dialog.reject()
    QApplication.processEvents()


def field(dialog: ExportDialog, name: str) -> Any:
    found = dialog.findChild(QObject, name)
    assert found is not None, name
    return found


def choose(dialog: ExportDialog, name: str, value: Any) -> None:
    box = field(dialog, name)
    found = next(index for index in range(box.count()) if getattr(box.itemData(index), "id", box.itemData(index)) == value)
    box.setCurrentIndex(found)


def visible(dialog: ExportDialog) -> set[str]:
    names = ("exportIndex", "exportBands", "exportColours", "exportLow", "exportShading", "exportDistance")
    return {name for name in names if field(dialog, name).isVisible()}


def decide(dialog: ExportDialog) -> tuple[ExportOptions, Path]:
    found: list[tuple[ExportOptions, Path]] = []
    dialog.decided.connect(lambda options, path: found.append((options, path)))
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    assert len(found) == 1
    return found[0]


def test_every_documented_format_is_offered() -> None:
    assert formats_of(ExportProduct.DSM) == tuple(RASTER_FORMATS)
    assert formats_of(ExportProduct.POINT_CLOUD) == tuple(CLOUD_FORMATS)
    assert all(format_title(name) != name for name in (*RASTER_FORMATS, *CLOUD_FORMATS))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(ExportProduct.ORTHOPHOTO, "gtiff", AS_IT_IS), {"format": "gtiff"}),
        (
            Choice(ExportProduct.DSM, "gtiff", AS_IT_IS, colours="viridis", low=1.0, high=2.0, shading=3.0),
            {"format": "gtiff"},
        ),
        (
            Choice(ExportProduct.DSM, "png", AS_IT_IS, colours="viridis", low=157.5, high=163.25, shading=2.0),
            {"format": "png", "color_map": "viridis", "rescale": "157.5,163.25", "hillshade": 2.0},
        ),
        (
            Choice(ExportProduct.ORTHOPHOTO, "gtiff-rgb", AS_IT_IS, "VARI", "RGB", "rdylgn", -0.3, 0.3),
            {"format": "gtiff-rgb", "formula": "VARI", "bands": "RGB", "color_map": "rdylgn", "rescale": "-0.3,0.3"},
        ),
        (Choice(ExportProduct.ORTHOPHOTO, "jpg", AS_IT_IS, colours="rdylgn", low=0.0, high=1.0), {"format": "jpg"}),
        (Choice(ExportProduct.DTM, "kmz", AS_IT_IS, "VARI", low=2.0, high=2.0), {"format": "kmz"}),
        (Choice(ExportProduct.POINT_CLOUD, "las", AS_IT_IS, distance=0.25, shading=9.0), {"format": "las", "resample": 0.25}),
    ],
)
def test_only_what_has_a_meaning_is_asked_for(choice: Choice, expected: dict[str, Any]) -> None:
    assert options_of(choice).to_json() == expected


def test_reference_systems_go_as_a_code_or_as_proj(qgis_app: Any) -> None:
    by_code = Choice(ExportProduct.DSM, "gtiff", QgsCoordinateReferenceSystem("EPSG:3857"))
    assert options_of(by_code).to_json() == {"format": "gtiff", "epsg": 3857}
    own = QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lat_0=1 +lon_0=2 +datum=WGS84 +units=m +no_defs")
    by_text = options_of(Choice(ExportProduct.DSM, "gtiff", own))
    assert by_text.epsg is None
    assert by_text.proj is not None
    assert "+proj=tmerc" in by_text.proj


def test_an_orthophoto_as_it_is(open_dialog: Callable[..., ExportDialog], tmp_path: Path) -> None:
    dialog = open_dialog(ExportProduct.ORTHOPHOTO)
    assert visible(dialog) == {"exportIndex"}
    assert decide(dialog) == (ExportOptions(ExportProduct.ORTHOPHOTO, "gtiff"), tmp_path / "out.tif")


def test_an_index_with_its_bands_and_range(open_dialog: Callable[..., ExportDialog]) -> None:
    dialog = open_dialog(ExportProduct.ORTHOPHOTO, "gtiff-rgb")
    choose(dialog, "exportIndex", "NDVI")
    assert visible(dialog) == {"exportIndex", "exportBands", "exportColours", "exportLow"}
    choose(dialog, "exportBands", "RGN")
    choose(dialog, "exportColours", "rdylgn")
    options, _path = decide(dialog)
    assert (options.formula, options.bands, options.color_map, options.rescale) == ("NDVI", "RGN", "rdylgn", (-1.0, 1.0))


def test_heights_in_colours_begin_with_the_range_of_the_survey(open_dialog: Callable[..., ExportDialog]) -> None:
    dialog = open_dialog(ExportProduct.DSM, "png")
    assert visible(dialog) == {"exportColours", "exportLow", "exportShading"}
    field(dialog, "exportShading").setValue(2.0)
    options, path = decide(dialog)
    low, high = recorded("dsm_metadata")["statistics"]["1"]["percentiles"]
    assert options.rescale == pytest.approx((low, high), abs=0.001)
    assert options.hillshade == 2.0
    assert path.name == "out.png"


def test_heights_as_values_need_no_colours(open_dialog: Callable[..., ExportDialog]) -> None:
    assert visible(open_dialog(ExportProduct.DTM, "gtiff")) == set()


def test_a_point_cloud_can_be_thinned(open_dialog: Callable[..., ExportDialog], stage: Stage) -> None:
    dialog = open_dialog(ExportProduct.POINT_CLOUD, "csv")
    assert visible(dialog) == {"exportDistance"}
    assert [asked for asked in stage.server.asked if asked[0] == "metadata"] == []
    field(dialog, "exportDistance").setValue(0.5)
    field(dialog, "exportCrs").setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    options, path = decide(dialog)
    assert options == ExportOptions(ExportProduct.POINT_CLOUD, "csv", epsg=4326, resample=0.5)
    assert path.name == "out.csv"


def test_another_product_has_other_formats(open_dialog: Callable[..., ExportDialog], turn: Turn) -> None:
    dialog = open_dialog(ExportProduct.ORTHOPHOTO)
    choose(dialog, "exportProduct", ExportProduct.POINT_CLOUD)
    assert field(dialog, "exportFormat").currentData() == "laz"
    choose(dialog, "exportProduct", ExportProduct.DSM)
    assert turn(lambda: dialog._job is None)
    assert field(dialog, "exportFormat").currentData() == "gtiff"


def test_nothing_is_decided_without_a_place_for_the_file(open_dialog: Callable[..., ExportDialog], tmp_path: Path) -> None:
    dialog = open_dialog(ExportProduct.DSM)
    button = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    field(dialog, "exportTarget").setFilePath(str(tmp_path / "nowhere" / "x.tif"))
    assert not button.isEnabled()
    assert "no folder" in field(dialog, "exportNote").text()
    field(dialog, "exportTarget").setFilePath("")
    assert not button.isEnabled()
    (tmp_path / "there.tif").write_bytes(b"x")
    field(dialog, "exportTarget").setFilePath(str(tmp_path / "there.tif"))
    assert button.isEnabled()
    assert "will be replaced" in field(dialog, "exportNote").text()


def test_a_range_upside_down_is_refused(open_dialog: Callable[..., ExportDialog]) -> None:
    dialog = open_dialog(ExportProduct.DSM, "jpg")
    field(dialog, "exportLow").setValue(200.0)
    assert "below the highest" in field(dialog, "exportNote").text()
    assert not dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_closing_ends_the_question_to_the_server(stage: Stage, turn: Turn) -> None:
    stage.server.hold = 20.0
    task = completed_task()
    dialog = ExportDialog(stage.workspace, task, products_of(task.available_assets), ExportProduct.DSM, stage.window)
    dialog.show()
    assert turn(lambda: any(asked[0] == "metadata" for asked in stage.server.asked))
    dialog.reject()
    assert turn(lambda: not stage.workspace.jobs.running(), 5)
