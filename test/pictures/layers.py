"""`make pictures`: results on the map in the real QGIS, as small PNGs in docs/layers/.

The photos of a real survey are processed once, which takes some minutes; a second flight is the same survey with a heap and
a pit. QGIS runs `layers_in_qgis.py` in a fresh profile under Xvfb. `--data FOLDER` takes a folder in which that was done before.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from nadir.core.api.client import Client
from nadir.core.api.session import Session
from osgeo import gdal
from real_survey import RealSurvey, real_survey
from run import _environ, _qgis, _write_profile

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FIRST, SECOND = "Flight of June", "Flight of August"
DAYS = ("23/06/2016", "20/08/2016")
CHANGES = ((0.55, 0.45, 6.0, 2.8, (196, 168, 128)), (0.35, 0.65, 5.0, -1.6, (120, 105, 80)))
"""Of heap and pit: place as parts of width and height, size in metres, metres at the middle, colour."""
PATIENCE = 600  # seconds
gdal.UseExceptions()


def main() -> int:
    """Take all pictures; 0 where every one was taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "pictures" / "survey")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "layers")
    arguments = parser.parse_args()
    arguments.data.mkdir(parents=True, exist_ok=True)
    arguments.output.mkdir(parents=True, exist_ok=True)
    environment = ROOT / ".venv-local"
    with real_survey(arguments.data, str(environment / "bin" / "python")) as survey, tempfile.TemporaryDirectory() as folder:
        add_second_flight(arguments.data / "server", survey)
        work = Path(folder)
        _write_profile(work, environment)
        told = {"url": survey.url, "login": survey.login, "project": survey.project_id, "output": str(arguments.output)}
        (work / "told.json").write_text(json.dumps(told), encoding="utf-8")
        home = {"HOME": folder}  # where differences are saved unless one says otherwise
        environ = {**_environ(work), **home, "NADIR_PICTURES": str(work / "told.json")}
        command = [*_qgis(work), "--code", str(HERE / "layers_in_qgis.py")]
        subprocess.run(command, env=environ, check=False, timeout=PATIENCE)  # noqa: S603
        report = work / "report.txt"
        sys.stderr.write(report.read_text(encoding="utf-8") if report.exists() else "QGIS ended without a report\n")
        return 0 if report.exists() and not report.read_text(encoding="utf-8") else 1


def add_second_flight(server: Path, survey: RealSurvey) -> None:
    """A copy of the task two months later, in whose rasters something was heaped up and something dug out."""
    client = Client(Session(survey.url, *survey.login))
    if any(task.name == SECOND for task in client.tasks.list(survey.project_id)):
        return
    copy = client.tasks.duplicate(survey.project_id, survey.task_id)
    client.session.close()
    with sqlite3.connect(server / "nadir.sqlite3") as known:
        known.execute(
            "UPDATE tasks_task SET name = ?, statistics = replace(statistics, ?, ?) WHERE id = ?",
            (SECOND, *DAYS, copy.id.replace("-", "")),
        )
        known.execute("UPDATE tasks_task SET name = ? WHERE id = ?", (FIRST, survey.task_id.replace("-", "")))
    known.close()
    assets = server / "tasks" / copy.id / "assets"
    for path in (assets / "odm_dem" / "dsm.tif", assets / "odm_dem" / "dtm.tif"):
        change(path, is_picture=False)
    change(assets / "odm_orthophoto" / "odm_orthophoto.tif", is_picture=True)


def change(path: Path, *, is_picture: bool) -> None:
    """Write heap and pit into a raster: metres into heights, colours into a picture."""
    with_changes = gdal.GetDriverByName("MEM").CreateCopy("", gdal.Open(str(path)))
    spots = [(spot(with_changes, *place), metres, colour) for *place, metres, colour in CHANGES]
    for number in range(3) if is_picture else range(1):
        band = with_changes.GetRasterBand(number + 1)
        values = band.ReadAsArray().astype(np.float32)
        known = values != band.GetNoDataValue()
        for bell, metres, colour in spots:
            dense = np.clip(2.5 * bell - 0.4, 0, 1)
            changed = values * (1 - dense) + colour[number] * dense if is_picture else values + metres * bell
            values = np.where(known | is_picture, changed, values)
        band.WriteArray(values)
    written = path.with_suffix(".new.tif")
    gdal.GetDriverByName("COG").CreateCopy(str(written), with_changes, options=["COMPRESS=DEFLATE"])
    written.replace(path)


def spot(raster: gdal.Dataset, across: float, down: float, size: float) -> np.ndarray:
    """A round bell from 0 to 1, (rows, columns). size: metres."""
    pixel = abs(raster.GetGeoTransform()[1])
    columns = (np.arange(raster.RasterXSize) - across * raster.RasterXSize) * pixel
    rows = (np.arange(raster.RasterYSize) - down * raster.RasterYSize) * pixel
    return np.exp(-(((columns[None] ** 2 + rows[:, None] ** 2) / (2 * size * size)) ** 1.5))


if __name__ == "__main__":
    sys.exit(main())
