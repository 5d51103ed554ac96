"""3D models: in their place on the Earth, safely unpacked; and a plain word where QGIS shows none."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any, Callable, Dict, Optional

import numpy as np
import pytest
from nadir.core.api.task import Task
from nadir.core.errors import NadirError
from nadir.core.layers.clouds.reference import wkt_of
from nadir.core.layers.models.glb import read_glb, to_earth, wrap
from nadir.core.layers.models.layer import make_model
from nadir.core.layers.models.plan import GLB, TILES, ModelPlan, bring_model, opens_models, plan_model
from nadir.core.transfers.cache import Cache
from nadir.core.workspace import Workspace
from nadir.test.qgis import hill
from nadir.test.qgis.layers.cloud_files import picture, settings_of, share_painted
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle
from qgis.PyQt.QtGui import QColor

Turn = Callable[..., bool]
OFFSET = (hill.WEST, hill.NORTH - hill.SIZE * hill.PIXEL, 0.0)
UTM = wkt_of(Task("a", "1", epsg=hill.EPSG))


def write_glb(path: Path, *, with_offset: bool) -> None:
    """The hill as OpenDroneMap writes it: z up, coordinates less the offset, the orthophoto as texture."""
    step = 8
    rows, columns = (part.ravel() for part in np.mgrid[0 : hill.SIZE : step, 0 : hill.SIZE : step])
    side = hill.SIZE // step
    height = hill.heights()[rows, columns]
    scale = hill.SIZE * hill.PIXEL / (side - 1)
    places = np.stack([columns // step * scale, (side - 1 - rows // step) * scale, height], axis=1).astype("<f4")
    texture = (np.stack([columns, rows], axis=1) / step / (side - 1)).astype("<f4")
    at = np.arange(side * side).reshape(side, side)
    corners = [at[:-1, :-1], at[1:, :-1], at[:-1, 1:], at[:-1, 1:], at[1:, :-1], at[1:, 1:]]
    faces = np.stack([corner.ravel() for corner in corners], axis=1).astype("<u4")
    parts = [places.tobytes(), texture.tobytes(), faces.tobytes(), _png()]
    views, begin = [], 0
    for part in parts:
        views.append({"buffer": 0, "byteOffset": begin, "byteLength": len(part)})
        begin += len(part)
    content: Dict[str, Any] = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2, "material": 0}]}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}, "metallicFactor": 0}}],
        "textures": [{"source": 0}],
        "images": [{"bufferView": 3, "mimeType": "image/png"}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": len(places), "type": "VEC3",
             "min": places.min(axis=0).tolist(), "max": places.max(axis=0).tolist()},
            {"bufferView": 1, "componentType": 5126, "count": len(places), "type": "VEC2"},
            {"bufferView": 2, "componentType": 5125, "count": int(faces.size), "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": begin}],
    }  # fmt: skip
    if with_offset:
        content["extensions"] = {"CESIUM_RTC": {"center": list(OFFSET)}}
        content["extensionsUsed"] = ["CESIUM_RTC"]
    text = json.dumps(content).encode()
    text += b" " * (-len(text) % 4)
    binary = b"".join(parts) + bytes(-begin % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(binary), 0x004E4942) + binary
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)


def _png() -> bytes:
    picture_ = gdal.GetDriverByName("MEM").Create("", hill.SIZE, hill.SIZE, 3)
    picture_.WriteArray(hill.colours())
    gdal.GetDriverByName("PNG").CreateCopy("/vsimem/texture.png", picture_)
    file = gdal.VSIFOpenL("/vsimem/texture.png", "rb")
    content = bytes(gdal.VSIFReadL(1, gdal.VSIStatL("/vsimem/texture.png").size, file))
    gdal.VSIFCloseL(file)
    return content


def write_zip(path: Path, folder: str = "") -> None:
    """The same as 3D tiles."""
    inside = path.parent / "tiles"
    inside.mkdir()
    write_glb(path.parent / "source.glb", with_offset=True)
    wrap(path.parent / "source.glb", inside, UTM, None)
    with zipfile.ZipFile(path, "w") as archive:
        for file in inside.iterdir():
            archive.write(file, f"{folder}{file.name}")


def brought(workspace: Workspace, model: ModelPlan, folder: Path, turn: Turn) -> Path:
    task = workspace.client.tasks.get("1", TASK_ID)
    job = workspace.jobs.start("model", bring_model(workspace.client, Cache(folder, 10**9), task, model))
    assert turn(lambda: not job.is_running(), 60)
    if job.error:
        raise job.error
    return job.result


def planned(workspace: Workspace, opens: Optional[Any] = ("cesiumtiles",)) -> ModelPlan:
    return plan_model(workspace.client, workspace.client.tasks.get("1", TASK_ID), lambda: False, opens)


def corners(tileset: Path) -> Any:
    """Where the corners of the tile's box lie: east, north and height in the survey's reference system."""
    from osgeo import osr

    root = json.loads(tileset.read_text())["root"]
    matrix, box = np.array(root["transform"]).reshape(4, 4).T, np.array(root["boundingVolume"]["box"])
    signs = np.array([[1, x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    local = signs @ box.reshape(4, 3)
    earth, survey = osr.SpatialReference(), osr.SpatialReference()
    earth.ImportFromEPSG(4978)
    survey.ImportFromWkt(UTM)
    survey.PromoteTo3D()
    back = osr.CoordinateTransformation(earth, survey)
    return np.array([back.TransformPoint(*(matrix @ [*place, 1.0])[:3])[:3] for place in local])


@pytest.mark.parametrize("with_offset", [True, False])
def test_a_model_lies_where_it_was_surveyed(tmp_path: Path, with_offset: bool) -> None:
    write_glb(tmp_path / "model.glb", with_offset=with_offset)
    (tmp_path / "tiles").mkdir()
    tileset = wrap(tmp_path / "model.glb", tmp_path / "tiles", UTM, None if with_offset else OFFSET)
    found = corners(tileset)
    edge = hill.SIZE * hill.PIXEL
    low = [hill.WEST, hill.NORTH - edge, float(hill.heights()[::8, ::8].min())]
    high = [hill.WEST + edge, hill.NORTH, float(hill.heights()[::8, ::8].max())]
    assert found.min(axis=0) == pytest.approx(low, abs=0.01)
    assert found.max(axis=0) == pytest.approx(high, abs=0.01)
    written = read_glb(tmp_path / "tiles" / "model.glb")
    assert written.offset is None and "extensions" not in written.content, "QGIS would add it a second time"
    assert (tmp_path / "tiles" / "model.glb").stat().st_size == struct.unpack(
        "<I", (tmp_path / "tiles" / "model.glb").read_bytes()[8:12]
    )[0]


def test_the_axes_of_a_survey_on_the_earth() -> None:
    origin, *axes = (np.array(each) for each in to_earth(UTM, (500_000.0, 5_188_000.0, 150.0)))
    assert np.linalg.norm(origin) == pytest.approx(6_366_700, abs=2_000)
    assert [np.linalg.norm(axis) for axis in axes] == pytest.approx([1 / 0.9996, 1 / 0.9996, 1.0], abs=1e-4)
    assert abs(axes[0] @ axes[1]) < 1e-4 and abs(axes[0] @ axes[2]) < 1e-4
    assert axes[2] @ origin > 0, "up leads away from the centre"


def test_the_offset_is_asked_where_the_model_has_none(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn, tmp_path: Path
) -> None:
    survey_server.tasks[TASK_ID]["available_assets"] = [GLB]
    write_glb(survey_server.folder / GLB, with_offset=False)
    target = survey_server.folder / "odm_georeferencing" / "coords.txt"
    target.parent.mkdir()
    target.write_text(f"WGS84 UTM 15N\n{OFFSET[0]:.0f} {OFFSET[1]:.0f}\n")
    tileset = brought(workspace, planned(workspace), tmp_path, turn)
    assert corners(tileset)[:, :2].min(axis=0) == pytest.approx(OFFSET[:2], abs=0.01)
    survey_server.requests.clear()
    assert brought(workspace, planned(workspace), tmp_path, turn) == tileset
    assert survey_server.paths("download") == []
    assert [each.name for each in tileset.parent.parent.iterdir() if each.name.endswith(".part")] == []


@pytest.mark.parametrize("folder", ["", "model/"])
def test_3d_tiles_are_unpacked(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn, tmp_path: Path, folder: str
) -> None:
    survey_server.tasks[TASK_ID]["available_assets"] = [TILES, GLB]
    write_zip(survey_server.folder / TILES, folder)
    model = planned(workspace)
    assert (model.asset, model.other) == (TILES, GLB)
    tileset = brought(workspace, model, tmp_path, turn)
    assert tileset.name == "tileset.json" and (tileset.parent / "model.glb").is_file()


def test_tiles_that_are_none_give_way_to_the_model_in_one_file(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn, tmp_path: Path
) -> None:
    survey_server.tasks[TASK_ID]["available_assets"] = [TILES, GLB]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tileset.json", "")
    (survey_server.folder / TILES).write_bytes(packed.getvalue())
    write_glb(survey_server.folder / GLB, with_offset=True)
    assert (brought(workspace, planned(workspace), tmp_path, turn).parent / "model.glb").is_file()
    survey_server.tasks[TASK_ID]["available_assets"] = [TILES]
    with pytest.raises(NadirError, match="holds no model"):
        brought(workspace, planned(workspace), tmp_path, turn)


def test_an_archive_that_leads_out_of_its_folder_is_refused(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn, tmp_path: Path
) -> None:
    survey_server.tasks[TASK_ID]["available_assets"] = [TILES]
    with zipfile.ZipFile(survey_server.folder / TILES, "w") as archive:
        archive.writestr("tileset.json", "{}")
        archive.writestr("../../../../evil.json", "{}")
    with pytest.raises(NadirError, match="leads out"):
        brought(workspace, planned(workspace), tmp_path / "cache", turn)
    assert list(tmp_path.rglob("evil.json")) == []


@pytest.mark.parametrize("content", [b"glTF", b"no model", struct.pack("<4sIIII", b"glTF", 2, 24, 4, 0x4E4F534A) + b"[1] "])
def test_a_file_that_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.glb").write_bytes(content)
    with pytest.raises(NadirError, match=r"model\.glb holds no model"):
        wrap(tmp_path / "model.glb", tmp_path, UTM, None)


def test_why_there_is_no_model(workspace: Workspace, survey_server: SurveyServer) -> None:
    with pytest.raises(NadirError, match="shows no 3D models") as told:
        planned(workspace, ())
    assert "3.34" in told.value.remedy
    survey_server.tasks[TASK_ID]["available_assets"] = ["orthophoto.tif"]
    with pytest.raises(NadirError, match="made none"):
        planned(workspace)


@pytest.mark.skipif(not opens_models(), reason="QGIS before 3.34")
def test_qgis_paints_the_model_in_its_place(project: QgsProject, tmp_path: Path) -> None:
    write_glb(tmp_path / "model.glb", with_offset=True)
    (tmp_path / "tiles").mkdir()
    layer = make_model(wrap(tmp_path / "model.glb", tmp_path / "tiles", UTM, None))
    assert layer.isValid()
    degrees = QgsRectangle(*hill.bounds())
    to = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), layer.crs(), project.transformContext())
    expected = to.transformBoundingBox(degrees)
    assert layer.extent().center().distance(expected.center()) < 1e-4
    edge = hill.SIZE * hill.PIXEL
    settings = settings_of(layer, hill.SIZE)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(f"EPSG:{hill.EPSG}"))
    settings.setExtent(QgsRectangle(hill.WEST, hill.NORTH - edge, hill.WEST + edge, hill.NORTH))
    image = picture(layer, settings)
    image.save(str(tmp_path / "model.png"))
    assert share_painted(image) > 0.95
    for column, row in ((40, 40), (128, 128), (60, 200), (220, 70)):
        red, green, blue = (int(value) for value in hill.colours()[:, row, column])
        found = QColor(image.pixel(column, row))
        assert (found.red(), found.green(), found.blue()) == pytest.approx((red, green, blue), abs=6)
