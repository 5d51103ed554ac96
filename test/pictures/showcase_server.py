"""The server that the pictures in docs/ show: `showcase_server.py PORT` (0: any) prints its port.

A large server, in whose first project there is a task in every state that a task can be in.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from large_server import LargeServer

PROJECTS, TASKS = 60, 12
NOT_BEGUN: dict[str, Any] = {
    "processing_time": -1, "available_assets": [], "statistics": {}, "extent": None, "size": 0.0, "srs": {"name": "", "units": "m"},
}  # fmt: skip
STATES: tuple[dict[str, Any], ...] = (
    {"name": "Spring flight", "images_count": 212, "size": 2871.4, "tags": ["reference"], "public": True},
    {"name": "Before the storm", "status": 20, "running_progress": 0.42, "images_count": 186, **NOT_BEGUN},
    {"name": "After the storm", "status": 10, "images_count": 344, "processing_node": None, "processing_node_name": None,
     "auto_processing_node": True, "upload_progress": 0.0, "running_progress": 0.0, **NOT_BEGUN},
    {"name": "North slope", "status": None, "upload_progress": 0.63, "images_count": 97, "running_progress": 0.0, **NOT_BEGUN},
    {"name": "Night flight", "status": 30, "images_count": 58, **NOT_BEGUN,
     "last_error": "Not enough images in database to create an orthophoto: images could not be matched"},
    {"name": "Test of the new camera", "status": 50, "images_count": 12, **NOT_BEGUN},
    {"name": "Autumn flight", "pending_action": 2, "images_count": 201, "size": 2510.0},
)  # fmt: skip


class ShowcaseServer(LargeServer):
    """Its newest project is the one that the pictures show."""

    def __init__(self, port: int) -> None:
        super().__init__(PROJECTS, TASKS, 0, port)
        template = self.tasks[PROJECTS][0]
        shown = [{**template, "id": f"{number:08d}-0000-4000-8000-000000000000", **state} for number, state in enumerate(STATES)]
        self.set_tasks(PROJECTS, shown)
        self.projects[0].update(name="Brighton beach", description="The bluff, flown after each storm.", tags=["coast", "monitoring"])
        self.projects[1].update(owned=False, permissions=["view"])
        self.projects[2].update(tags=["crops"], public=True)


def main(port: int) -> None:
    """Serve until killed."""
    server = ShowcaseServer(port)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
