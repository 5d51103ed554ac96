"""Look after a task on its node: state, progress, console lines, results."""
from __future__ import annotations

from pyodm.types import TaskInfo

from nadir_server.nodes.client import NodeClient, NodeRefused
from nadir_server.nodes.refresh import count_queue
from nadir_server.tasks.console import Console
from nadir_server.tasks.lifecycle.fetch import fetch_results
from nadir_server.tasks.models import Task, TaskStatus


def follow(task: Task) -> None:
    """Ask the node once and write down what it says; with the task completed there, fetch its results."""
    if task.processing_node is None:
        raise NodeRefused("The processing node of this task was removed.")
    client = NodeClient(task.processing_node)
    console = Console(task.folder.console)
    info = client.task_info(task.uuid, console.count())
    console.append(info.output or [])
    code = int(info.status.value)
    if code not in (TaskStatus.QUEUED, TaskStatus.RUNNING):
        count_queue(task.processing_node)
    if code == TaskStatus.COMPLETED:
        note(task, info, TaskStatus.RUNNING, 1.0)
        fetch_results(task, client)
    else:
        note(task, info, code, min(max((info.progress or 0) / 100, 0.0), 1.0))


def note(task: Task, info: TaskInfo, status: int, progress: float) -> None:
    """Write down what changed."""
    error = (info.last_error or "The node gave no reason.") if status == TaskStatus.FAILED else None
    new = {
        "status": status,
        "running_progress": progress,
        "processing_time": info.processing_time if info.processing_time is not None else -1,
        "last_error": error,
    }
    changed = {name: value for name, value in new.items() if getattr(task, name) != value}
    if changed:
        task.change(**changed)
