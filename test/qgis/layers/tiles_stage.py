"""A hill on the real local server, and QGIS as a witness: what it asks for, what it paints."""

from __future__ import annotations

import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Sequence, Tuple

import numpy as np
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.core.api.task import Task
from nadir.core.local.environment import is_ready
from nadir.core.local.processes import LocalProcesses
from nadir.test.qgis import hill
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsNetworkAccessManager,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QSize
from qgis.PyQt.QtGui import QColor, QImage

ENVIRONMENT = Path(__file__).resolve().parents[3] / ".venv-local"
UTM, MERCATOR = f"EPSG:{hill.EPSG}", "EPSG:3857"
PLACES = ("odm_orthophoto/odm_orthophoto.tif", "odm_dem/dsm.tif", "odm_dem/dtm.tif")
EDGE = hill.PIXEL * hill.SIZE  # metres
BOX = QgsRectangle(hill.WEST, hill.NORTH - EDGE, hill.WEST + EDGE, hill.NORTH)  # of the hill, in UTM


@dataclass(frozen=True)
class Stage:
    """The hill as a task of the real server."""

    client: Client
    task: Task
    folder: Path

    @property
    def url(self) -> str:
        return self.client.session.url


def is_possible() -> bool:
    """Whether the local server's environment is there."""
    return is_ready(ENVIRONMENT)


def build(folder: Path) -> Tuple[Stage, LocalProcesses]:
    """Start the server and give it the hill's orthophoto, DSM and DTM."""
    products = folder / "products"
    products.mkdir(parents=True)
    hill.write(products)
    processes = LocalProcesses(ENVIRONMENT, folder / "data")
    login = processes.start(lambda fraction, text: None, lambda: False)
    session = Session(login.url, login.username, login.password, NetworkOptions())
    session.log_in()
    client = Client(session)
    project = client.projects.create("Hills")
    made = client.imports.file(project.id, _packed(products), "Hill")
    task = client.tasks.wait(project.id, made.id, every=0.2, deadline=60)
    assert task.completed, task.last_error
    return Stage(client, task, products), processes


def _packed(products: Path) -> Path:
    """The products as a zip file that servers import."""
    path = products / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in PLACES:
            archive.write(products / Path(name).name.replace("odm_", ""), name)
    return path


class Witness:
    """Notes the addresses that QGIS asks for, once each."""

    def __init__(self) -> None:
        self.urls: List[str] = []
        self._note = lambda request: self.urls.append(request.url().toString())
        self._id = QgsNetworkAccessManager.setRequestPreprocessor(self._note)

    def stop(self) -> None:
        QgsNetworkAccessManager.removeRequestPreprocessor(self._id)

    @property
    def tiles(self) -> List[str]:
        return sorted({url for url in self.urls if "/tiles/" in url})

    def forget(self) -> None:
        self.urls.clear()


def paint(
    layers: Sequence[QgsMapLayer],
    extent: QgsRectangle,
    crs: str = UTM,
    size: Tuple[int, int] = (hill.SIZE, hill.SIZE),
    dpi: float = 96.0,
) -> Any:
    """(rows, columns, 4) red, green, blue, opacity of what QGIS paints, on nothing."""
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setExtent(extent)
    settings.setOutputSize(QSize(*size))
    settings.setOutputDpi(dpi)
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    deadline = time.monotonic() + 60
    while job.isActive():
        assert time.monotonic() < deadline, "QGIS did not finish the map"
        QCoreApplication.processEvents()
        time.sleep(0.005)
    return pixels(job.renderedImage())


def pixels(image: QImage) -> Any:
    """(rows, columns, 4) of a picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = plain.constBits()
    bits.setsize(plain.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(plain.height(), plain.width(), 4).astype(int)
