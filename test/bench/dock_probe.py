"""The panel in a QGIS without a window, measured from inside: `dock_probe.py WHAT URL SECONDS [PHOTOS]` prints JSON.

WHAT is `stalls` (lists load and are refreshed while photos are uploaded), `visible` or `hidden` (requests a minute at rest,
once the panel has calmed down). For QGIS's own Python.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any, Callable

from panel_in_qgis import Panel
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QTreeView

BEAT_MILLISECONDS = 2
FRAMES = 120
CALM_SECONDS = 90.0  # after which a panel at rest asks as rarely as it ever does


class Heart(QObject):
    """Beats on the main thread; the longest pause between two beats is how long it painted nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MILLISECONDS)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self.longest = 0.0

    def start(self) -> None:
        self._last, self.longest = time.monotonic(), 0.0
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def measure_stalls(url: str, seconds: float, photos: Path) -> dict[str, float]:
    """Everything at once: 10,000 tasks come and are looked at again, photos are sent, the user scrolls."""
    panel = Panel()
    figures = {"dock_open": panel.open() * 1000}
    panel.turn_for(1.0)
    heart = Heart()
    heart.start()
    workspace = panel.connect_to(url)
    tree = panel.tree
    model = tree.model()
    server_row = _row_of_server(panel, tree)
    panel.turn_until(lambda: model.rowCount(server_row()) > 0)
    _load_everything(panel, tree, server_row, workspace)
    project = workspace.monitor.projects[0]
    job = workspace.start_task(project.id, "Upload", sorted(photos.iterdir()))
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        workspace.monitor.refresh()
        bar = tree.verticalScrollBar()
        bar.setValue((bar.value() + bar.pageStep()) % max(bar.maximum(), 1))
        panel.turn_for(0.5)
    figures["stall_max"] = heart.longest * 1000
    figures["tasks_shown"] = float(sum(len(workspace.monitor.tasks(each.id)) for each in workspace.monitor.projects))
    job.cancel()
    panel.turn_until(lambda: not job.is_running())
    figures["frame_median"] = _median_frame(panel, tree) * 1000
    panel.close()
    return figures


def _row_of_server(panel: Panel, tree: QTreeView) -> Callable[[], Any]:
    """The index of the open server, looked up anew each time, since rows may move."""
    model = tree.model()

    def find() -> Any:
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        return next(index for index in rows if "Large office" in str(index.data()))

    panel.turn_until(lambda: any("Large office" in str(model.index(row, 0).data()) for row in range(model.rowCount())))
    tree.expand(find())
    return find


def _load_everything(panel: Panel, tree: QTreeView, server_row: Callable[[], Any], workspace: Any) -> None:
    """Fetch page after page and open every project, as somebody does who scrolls to the end and opens all."""
    monitor = workspace.monitor
    _fetch_all_pages(panel, tree, monitor)
    model = tree.model()
    for row in range(model.rowCount(server_row())):
        tree.expand(model.index(row, 0, server_row()))
        panel.turn_for(0.01)
    panel.turn_until(lambda: all(monitor.is_known(project.id) for project in monitor.projects))


def _fetch_all_pages(panel: Panel, tree: QTreeView, monitor: Any) -> None:
    while monitor.has_more:
        known = len(monitor.projects)
        tree.scrollToBottom()
        if not panel.turn_until(lambda known=known: len(monitor.projects) > known or not monitor.has_more, 10):
            raise RuntimeError(f"no more than {known} projects come")


def _median_frame(panel: Panel, tree: QTreeView) -> float:
    """Seconds to paint the visible rows, at different places of the list."""
    times = []
    bar = tree.verticalScrollBar()
    for frame in range(FRAMES):
        bar.setValue(round(bar.maximum() * frame / FRAMES))
        panel.application.processEvents()
        began = time.perf_counter()
        tree.viewport().repaint()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def measure_rest(url: str, seconds: float, *, visible: bool) -> dict[str, float]:
    """Requests a minute, with the first and the last project open; tasks that run are in the last one."""
    panel = Panel()
    panel.open()
    workspace = panel.connect_to(url)
    tree = panel.tree
    server_row = _row_of_server(panel, tree)
    panel.turn_until(lambda: tree.model().rowCount(server_row()) > 0)
    _fetch_all_pages(panel, tree, workspace.monitor)
    panel.turn_for(0.5)
    last = tree.model().rowCount(server_row()) - 1
    for row in {0, last}:
        tree.expand(tree.model().index(row, 0, server_row()))
    panel.turn_for(3)
    if not visible:
        panel.dock.hide()
    panel.turn_for(CALM_SECONDS)
    _seen(url)
    panel.turn_for(seconds)
    seen = _seen(url)
    sys.stderr.write("".join(f"{line}\n" for line in seen))
    panel.close()
    return {"requests": len(seen) * 60 / seconds}


def _seen(url: str) -> list[str]:
    with urllib.request.urlopen(f"{url}/requests") as answer:  # noqa: S310  # nosec B310 - our own server
        return list(json.load(answer))


def main(what: str, url: str, seconds: float, photos: str = "") -> None:
    found = measure_stalls(url, seconds, Path(photos)) if what == "stalls" else measure_rest(url, seconds, visible=what == "visible")
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    os._exit(0)  # QGIS without a window does not always come down in good order


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), *sys.argv[4:5])
