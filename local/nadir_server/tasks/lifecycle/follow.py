"""Look after a task on its node: state, progress, console lines, results."""
from __future__ import annotations

from nadir_server.nodes.answers import TaskState
from nadir_server.nodes.client import NodeClient, NodeRefused
from nadir_server.nodes.refresh import count_queue
from nadir_server.tasks.console import Console
from nadir_server.tasks.lifecycle.fetch import fetch_results
from nadir_server.tasks.models import Task, TaskStatus

LARGEST_CONSOLE = 32 * 1024 * 1024  # bytes; more helps nobody, and a node may print without end
TOO_LONG = "The console is longer than this server keeps; the rest is on the node."


def follow(task: Task) -> None:
    """Ask the node once and write down what it says; with the task completed there, fetch its results."""
    if task.processing_node is None:
        raise NodeRefused("The processing node of this task was removed.")
    client = NodeClient(task.processing_node)
    state = ask(task, client)
    if state.status not in (TaskStatus.QUEUED, TaskStatus.RUNNING):
        count_queue(task.processing_node)
    if state.status == TaskStatus.COMPLETED:
        note(task, state, TaskStatus.RUNNING, 1.0)
        fetch_results(task, client)
    else:
        note(task, state, state.status, state.progress)


def ask(task: Task, client: NodeClient) -> TaskState:
    """The state on the node; new console lines are added to those that are known."""
    console = Console(task.folder.console)
    size = console.size()
    if size >= LARGEST_CONSOLE:
        return client.task_info(task.uuid)
    state = client.task_info(task.uuid, console.count())
    console.append(fitting(state.output, LARGEST_CONSOLE - size))
    return state


def fitting(lines: list[str], room: int) -> list[str]:
    """As many of the lines as fit into so many bytes; where that is not all, the last one says so and fills the room."""
    for number, line in enumerate(lines):
        room -= len(line.encode("utf-8")) + 1
        if room < 0:
            return [*lines[:number], TOO_LONG.ljust(len(line.encode("utf-8")))]
    return lines


def note(task: Task, state: TaskState, status: int, progress: float) -> None:
    """Write down what changed."""
    error = (state.error or "The node gave no reason.") if status == TaskStatus.FAILED else None
    new = {
        "status": status,
        "running_progress": progress,
        "processing_time": state.processing_time,
        "last_error": error,
    }
    changed = {name: value for name, value in new.items() if getattr(task, name) != value}
    if changed:
        task.change(**changed)
