"""Saves a project full of layers of a server, or opens it with the plugin while the server is not there. For QGIS's own Python.

`make FOLDER '' LAYERS` and `open FOLDER URL LAYERS`; prints one JSON object. Opening replaces the server's address by URL.
"""

from __future__ import annotations

import copy
import json
import os
import sys
import time
from pathlib import Path
from typing import List

from panel_in_qgis import Panel
from qgis.core import QgsProject

SAVED, TOLD = "saved.qgs", "made.json"
BEAT = 2  # milliseconds
SETTLED = 4.0  # seconds after the opening in which stalls are looked for
KINDS = 4  # products of a task
KEPT: List[Panel] = []  # until the end: a map that is deleted waits for the server


def make(folder: Path, layers: int) -> dict[str, float]:
    """Save a project with the products of as many tasks as it takes."""
    from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer

    (folder / "products").mkdir()
    server = SurveyServer(folder / "products")
    for number in range(1, -(-layers // KINDS)):
        task_id = f"{number:08x}{TASK_ID[8:]}"
        server.tasks[task_id] = {**copy.deepcopy(server.tasks[TASK_ID]), "id": task_id, "name": f"Flight {number}"}
    panel = Panel()
    panel.open()
    job = panel.dock.servers.add(server.url, USER, PASSWORD, "Survey office", False)
    panel.turn_until(lambda: not job.is_running())
    workspace = next(iter(panel.dock.servers.workspaces()))
    for task_id in list(server.tasks):
        loading = workspace.load_results(workspace.client.tasks.get("1", task_id))
        panel.turn_until(lambda: not loading.is_running())  # noqa: B023 - waited for within the loop
    found = len(QgsProject.instance().mapLayers())
    QgsProject.instance().write(str(folder / SAVED))
    (folder / TOLD).write_text(json.dumps({"url": server.url}), encoding="utf-8")
    return {"layers": float(found)}


def open_saved(folder: Path, url: str) -> dict[str, float]:
    """Open it as QGIS does, and watch the main thread until everything has settled."""
    before = json.loads((folder / TOLD).read_text(encoding="utf-8"))["url"]
    content = (folder / SAVED).read_text(encoding="utf-8")
    for old, new in ((before, url), (_encoded(before), _encoded(url))):
        content = content.replace(old, new)
    path = folder / "opened.qgs"
    path.write_text(content, encoding="utf-8")
    panel = Panel()
    panel.open()
    panel.turn_for(1.0)
    KEPT.append(panel)
    canvas, project = panel.interface.mapCanvas(), QgsProject.instance()
    canvas.resize(900, 700)
    beats: List[float] = []
    project.layerLoaded.connect(lambda _number, _count: beats.append(time.monotonic()))
    watch = _Heart(beats)
    began = time.monotonic()
    beats.append(began)
    if not project.read(str(path)):
        raise RuntimeError("QGIS cannot read the project")
    read = time.monotonic()
    beats.append(read)
    layers = list(project.mapLayers().values())
    tiles = next(layer for layer in layers if layer.providerType() == "wms")
    canvas.setDestinationCrs(tiles.crs())
    canvas.setLayers(layers)
    canvas.setExtent(tiles.extent())
    canvas.refresh()
    panel.turn_until(canvas.isDrawing, SETTLED)
    open_after = time.monotonic() - began
    panel.turn_until(lambda: time.monotonic() - began > SETTLED)
    watch.stop()
    gaps = [later - earlier for earlier, later in zip(beats, beats[1:])]
    worst = sorted(zip(gaps, beats), reverse=True)[:5]
    sys.stderr.write("".join(f"{gap * 1000:.1f} ms after {at - began:.3f} s\n" for gap, at in worst))
    valid = sum(layer.isValid() for layer in layers)
    sys.stderr.write(f"read in {read - began:.3f} s, open after {open_after:.3f} s, longest gap {max(gaps) * 1000:.1f} ms\n")
    return {"layers": float(valid), "project_open": open_after, "project_open_stall": max(gaps) * 1000}


class _Heart:
    """Beats as often as the event loop lets it."""

    def __init__(self, beats: List[float]) -> None:
        from qgis.PyQt.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(lambda: beats.append(time.monotonic()))
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()


def _encoded(url: str) -> str:
    return url.replace(":", "%3A").replace("/", "%2F")


if __name__ == "__main__":
    what, where, address, count = sys.argv[1:5]
    figures = make(Path(where), int(count)) if what == "make" else open_saved(Path(where), address)
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    os._exit(0)  # QGIS may crash while Python ends; the figures are there
