"""What the vector layers are made of: files as servers send them, good and bad, and planners called as jobs call them."""

from __future__ import annotations

import copy
import json
import math
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from nadir.core.api.task import Task
from nadir.core.transfers.cache import Cache
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import TASK_ID, Answer, SurveyServer, as_json, recorded
from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize
from qgis.PyQt.QtGui import QColor, QImage

HOSTILE = "<img src=x onerror=alert(1)>[% nadir_photo() %]'\"&.JPG"
DOWN_NORTH = [math.pi, 0.0, 0.0]  # looks straight down, the top of the photo to the north
ASSETS = ("shots.geojson", "cameras.json", "ground_control_points.geojson")


def shot(name: Any, longitude: Any, latitude: Any, altitude: Any = 200.0, **properties: Any) -> Dict[str, Any]:
    """A feature of shots.geojson."""
    given = {"filename": name, "width": 4000, "height": 2000, "focal": 0.5, "rotation": DOWN_NORTH, **properties}
    place = {"type": "Point", "coordinates": [longitude, latitude, altitude]}
    return {"type": "Feature", "geometry": place, "properties": given}


def write_json(server: SurveyServer, name: str, content: Any) -> None:
    """Have the server send this as one of the task's files."""
    (server.folder / name).write_text(json.dumps(content), encoding="utf-8")


def serve_shots(server: SurveyServer, features: Optional[List[Any]] = None) -> None:
    """Have the task end with these photos; those of a real survey where none are given."""
    content = recorded("download_shots_geojson") if features is None else {"type": "FeatureCollection", "features": features}
    write_json(server, "shots.geojson", content)
    server.tasks[TASK_ID]["available_assets"] = [*server.tasks[TASK_ID]["available_assets"], *ASSETS]


def the_task(workspace: Workspace) -> Task:
    """As the server describes it now."""
    return workspace.client.tasks.get("1", TASK_ID)


def in_cache(folder: Path) -> Cache:
    """A cache with room for everything."""
    return Cache(folder / "cache", 10**9)


def rows(layer: QgsVectorLayer) -> List[Dict[str, Any]]:
    """The attributes of all features, by field."""
    names = layer.fields().names()
    return [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]


def picture(layer: QgsVectorLayer, extent: Optional[QgsRectangle] = None, crs: Any = None, background: str = "white") -> QImage:
    """The layer alone, 400 x 400, with its labels, as a map paints it."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(crs or layer.crs())
    box = QgsRectangle(extent or layer.extent())
    box.grow(0.2 * max(box.width(), box.height()))
    settings.setExtent(box)
    settings.setOutputSize(QSize(400, 400))
    settings.setBackgroundColor(QColor(background))
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def share_of(image: QImage, colour: str, near: int = 24) -> float:
    """Which part of a picture's pixels have about this colour."""
    wanted = QColor(colour)
    size = image.width() * image.height()
    found = 0
    for y in range(image.height()):
        for x in range(image.width()):
            seen = image.pixelColor(x, y)
            channels: Tuple[int, ...] = (seen.red() - wanted.red(), seen.green() - wanted.green(), seen.blue() - wanted.blue())
            found += max(abs(each) for each in channels) <= near
    return found / size


def jpeg(width: int = 320, height: int = 160, colour: str = "green") -> bytes:
    """A photo."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer, content = QBuffer(), QByteArray()
    buffer.setBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPEG")
    return bytes(content)


def answer_also(server: SurveyServer, part: str, reply: Callable[[str, bytes], Answer]) -> None:
    """Have the server answer addresses with this part by `reply(path, body)`, to who is logged in."""
    before = server.answer

    def answer(method: str, path: str, query: Any, headers: Any, body: bytes) -> Answer:
        if part in path and headers.get("Authorization") == f"JWT {server.token}":
            return reply(path, body)
        if part in path:
            return as_json({"detail": "Authentication credentials were not provided."}, 403)
        return before(method, path, query, headers, body)

    server.answer = answer  # type: ignore[method-assign]


def broken_shots() -> List[Any]:
    """Features that tell no place or no name, of every kind that was thought of, and one that is good."""
    good = shot("good.JPG", -91.994, 46.8427)
    null, text = copy.deepcopy(good), copy.deepcopy(good)
    null["geometry"] = None
    text["geometry"]["coordinates"] = ["-91", "46"]
    return [
        None,
        17,
        "text",
        [],
        null,
        text,
        shot("far.JPG", -991.0, 46.8),
        shot("nowhere.JPG", 0.0, 0.0),
        shot("nan.JPG", math.nan, 46.8),
        shot("infinite.JPG", math.inf, 46.8),
        shot("", -91.994, 46.8427),
        shot(None, -91.994, 46.8427),
        shot({"a": 1}, -91.994, 46.8427),
        good,
        copy.deepcopy(good),
    ]
