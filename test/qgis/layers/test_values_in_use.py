"""Files that layers show are known, however the layers name them, so that the cache removes none of them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, List

import pytest
from nadir.core.layers.values.in_use import is_being_read, known_paths_in_use, paths_in, paths_in_use
from nadir.core.transfers.cache import Cache
from nadir.test.qgis import hill
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

ENTRY = "/home/ada/nadir cache/server-1/task-2/3f/dsm.tif"


@pytest.mark.parametrize(
    "source",
    [
        f"{ENTRY}/dsm.tif",
        f"/vsizip/{ENTRY}/all.zip/odm_dem/dsm.tif",
        f"/vsizip/{{{ENTRY}/all.zip}}/odm_dem/dsm.tif",
        f"/vsigzip//vsizip/{ENTRY}/all.zip/dsm.tif.gz",
        f"{ENTRY}/lines.gpkg|layername=contours|subset=\"elev\" > 3",
        f"file://{ENTRY}/points.csv?delimiter=,&xField=x",
        f"type=mbtiles&url=file://{ENTRY}/ortho.mbtiles",
        f"url=file://{ENTRY}/tiles/tileset.json",
        f"GPKG:{ENTRY}/lines.gpkg:contours",
        f"NETCDF:\"{ENTRY}/x.nc\":height",
        f"dbname='{ENTRY}/x.sqlite' table=\"lines\" (geom)",
        f"ept:{ENTRY}/ept.json",
    ],
)
def test_the_file_is_found_in_every_form_of_source(source: str) -> None:
    assert any(Path(ENTRY) in path.parents for path in paths_in(source)), paths_in(source)


def test_what_names_no_file_names_none() -> None:
    for source in ("type=xyz&url=http://server/api/{z}/{x}", "memory:Point?crs=EPSG:4326", "", "\0", "/vsicurl/http://server/api/x.tif"):
        assert not any(Path("/home") in path.parents for path in paths_in(source))


def test_layers_of_the_project_in_whatever_group_and_archives_count(project: QgsProject, tmp_path: Path) -> None:
    hill.write(tmp_path)
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(tmp_path / "dsm.tif", "odm_dem/dsm.tif")
    inside = QgsRasterLayer(f"/vsizip/{archive}/odm_dem/dsm.tif", "Mine")
    beside = QgsRasterLayer(str(tmp_path / "dtm.tif"), "Mine too")
    assert inside.isValid() and beside.isValid()
    project.addMapLayer(inside, False)
    project.layerTreeRoot().addGroup("Others").addGroup("Deeper").addLayer(inside)
    project.addMapLayer(beside, False)  # in no tree at all
    found = paths_in_use()
    assert tmp_path / "dtm.tif" in found and any(archive in path.parents for path in found)


def test_a_layer_whose_file_is_missing_just_now_counts_too(project: QgsProject, tmp_path: Path) -> None:
    layer = QgsVectorLayer(str(tmp_path / "gone.gpkg"), "Gone", "ogr")
    assert not layer.isValid()
    project.addMapLayer(layer)
    assert tmp_path / "gone.gpkg" in paths_in_use()


def test_while_a_project_is_read_nobody_knows_and_the_cache_removes_nothing(project: QgsProject, tmp_path: Path) -> None:
    hill.write(tmp_path)
    cache = Cache(tmp_path / "cache", 0)
    kept = cache.folder / "server" / "task" / "run" / "dsm.tif" / "dsm.tif"
    kept.parent.mkdir(parents=True)
    (tmp_path / "dsm.tif").replace(kept)
    for number in range(3):
        project.addMapLayer(QgsRasterLayer(str(kept if number == 2 else tmp_path / "dtm.tif"), f"Layer {number}"))
    path = str(tmp_path / "saved.qgz")
    assert project.write(path)
    project.clear()
    seen: List[Any] = []

    def look(*_progress: Any) -> None:
        seen.append(known_paths_in_use())
        cache.empty(known_paths_in_use)

    project.layerLoaded.connect(look)
    try:
        assert project.read(path)
    finally:
        project.layerLoaded.disconnect(look)
    assert None in seen, "a download may end in the middle of it"
    assert kept.exists() and not is_being_read() and kept in paths_in_use()
    project.clear()
    cache.empty(known_paths_in_use)
    assert not kept.exists()
