"""The monitor tells what changed and nothing else, waits longer when a server is gone, and recovers."""

from __future__ import annotations

from typing import Any, Callable, Iterator, List

import pytest
from nadir.core.monitor import poller, rhythm
from nadir.core.monitor.monitor import Monitor
from nadir.core.monitor.watch import NODES
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer, completed_task

Turn = Callable[..., bool]


@pytest.fixture
def monitor(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitor]:
    """A monitor that is in a hurry: a hundred times faster than for users."""
    monkeypatch.setattr(rhythm, "FASTEST", {key: value / 300 for key, value in rhythm.FASTEST.items()})
    monkeypatch.setattr(rhythm, "SLOWEST", {key: value / 300 for key, value in rhythm.SLOWEST.items()})
    for name in ("BUSY_FASTEST", "BUSY_SLOWEST", "IDLE_SPACING", "BUSY_SPACING"):
        monkeypatch.setattr(rhythm, name, getattr(rhythm, name) / 300)
    monkeypatch.setattr(poller, "FIRST_RETRY", 0.02)
    monkeypatch.setattr(poller, "LONGEST_PAUSE", 0.3)
    yield workspace.monitor
    workspace.monitor.stop()


class Heard:
    """Everything that a monitor tells, in order."""

    def __init__(self, monitor: Monitor) -> None:
        self.all: List[tuple] = []
        for name in ("projects_changed", "tasks_changed", "task_finished", "nodes_changed", "console_grew",
                     "console_cleared", "connection_lost", "connection_restored"):  # fmt: skip
            getattr(monitor, name).connect(lambda *values, name=name: self.all.append((name, *values)))

    def of(self, name: str) -> List[tuple]:
        return [told[1:] for told in self.all if told[0] == name]


def test_an_unchanged_server_is_told_once(monitor: Monitor, survey_server: SurveyServer, turn: Turn) -> None:
    heard = Heard(monitor)
    monitor.expand_project("1")
    monitor.show_nodes(True)
    monitor.start()
    assert turn(lambda: len(survey_server.paths("/api/projects/1/tasks/")) > 5)
    assert sorted(told[0] for told in heard.all) == ["nodes_changed", "projects_changed", "tasks_changed"]
    assert [project.name for project in monitor.projects] == ["Beach"]
    assert [task.name for task in monitor.tasks("1")] == ["Brighton Beach"]
    assert monitor.nodes[0].online


def test_a_collapsed_project_costs_nothing(monitor: Monitor, survey_server: SurveyServer, turn: Turn) -> None:
    monitor.start()
    assert turn(lambda: len(survey_server.paths("/api/projects/")) > 3)
    assert survey_server.paths("/tasks/") == []
    assert survey_server.paths("/processingnodes/") == []


def test_the_end_of_a_running_task_is_told_once(monitor: Monitor, survey_server: SurveyServer, turn: Turn) -> None:
    survey_server.tasks[TASK_ID].update(status=20)
    heard = Heard(monitor)
    monitor.expand_project("1")
    monitor.start()
    assert turn(lambda: heard.of("task_finished"))
    before = len(survey_server.paths("/tasks/"))
    assert turn(lambda: len(survey_server.paths("/tasks/")) > before + 3)
    assert [task.id for (task,) in heard.of("task_finished")] == [TASK_ID]
    assert len(heard.of("tasks_changed")) == 2


def test_old_results_are_not_told_as_new(monitor: Monitor, survey_server: SurveyServer, turn: Turn) -> None:
    heard = Heard(monitor)
    monitor.expand_project("1")
    monitor.start()
    assert turn(lambda: heard.of("tasks_changed"))
    assert heard.of("task_finished") == []


def test_a_followed_task_is_told_even_if_it_ended_at_once(
    monitor: Monitor, survey_server: SurveyServer, turn: Turn
) -> None:
    heard = Heard(monitor)
    monitor.set_panel_visible(False)
    monitor.start()
    monitor.follow_task("1", TASK_ID)
    assert turn(lambda: heard.of("task_finished"))
    count = len(survey_server.requests)
    assert not turn(lambda: len(survey_server.requests) > count, 0.5), "nothing runs and nobody looks: no request"


def test_a_hidden_panel_asks_nothing_and_a_shown_one_at_once(
    monitor: Monitor, survey_server: SurveyServer, turn: Turn
) -> None:
    heard = Heard(monitor)
    monitor.expand_project("1")
    monitor.start()
    assert turn(lambda: heard.of("tasks_changed"))
    monitor.set_panel_visible(False)
    turn(lambda: False, 0.2)
    count = len(survey_server.requests)
    assert not turn(lambda: len(survey_server.requests) > count, 0.5)
    survey_server.tasks["new"] = {**completed_task(), "id": "new"}
    monitor.set_panel_visible(True)
    assert turn(lambda: len(monitor.tasks("1")) == 2)


def test_a_lost_connection_is_told_once_asked_less_and_recovers(
    monitor: Monitor, survey_server: SurveyServer, turn: Turn
) -> None:
    heard = Heard(monitor)
    monitor.start()
    assert turn(lambda: monitor.projects)
    survey_server.broken = True
    assert turn(lambda: heard.of("connection_lost"))
    count = len(survey_server.requests)
    turn(lambda: False, 0.7)
    assert 1 <= len(survey_server.requests) - count < 8, "20 ms, then twice as long each time, up to 300 ms"
    assert len(heard.of("connection_lost")) == 1
    assert "503" in heard.of("connection_lost")[0][0].summary
    survey_server.broken = False
    assert turn(lambda: heard.of("connection_restored"))
    assert monitor.error is None
    assert len(heard.of("projects_changed")) == 1


def test_a_project_that_is_gone_takes_its_tasks_along_and_nothing_else(
    monitor: Monitor, survey_server: SurveyServer, turn: Turn
) -> None:
    heard = Heard(monitor)
    survey_server.projects.append({**survey_server.projects[0], "id": 2, "name": "Second"})
    monitor.expand_project("1")
    monitor.expand_project("2")
    monitor.start()
    assert turn(lambda: monitor.is_known("1") and monitor.is_known("2"))
    del survey_server.projects[0]
    assert turn(lambda: [project.id for project in monitor.projects] == ["2"] and not monitor.is_known("1"))
    assert heard.of("connection_lost") == []
    assert heard.of("tasks_changed")[-1] == ("1", ())


def test_a_proxys_page_for_a_server_that_restarts_takes_no_tasks_along(
    monitor: Monitor, survey_server: SurveyServer, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard(monitor)
    monitor.expand_project("1")
    monitor.start()
    assert turn(lambda: monitor.is_known("1"))
    well = survey_server.answer

    def away(method: str, path: str, *rest: Any) -> Any:
        return (404, b"404 page not found", "text/plain") if "/tasks/" in path else well(method, path, *rest)

    monkeypatch.setattr(survey_server, "answer", away)
    assert turn(lambda: heard.of("connection_lost"))
    assert monitor.is_known("1")
    monkeypatch.setattr(survey_server, "answer", well)
    assert turn(lambda: heard.of("connection_restored"))
    assert ("1", ()) not in heard.of("tasks_changed")


def test_the_console_grows_by_new_lines_and_starts_again(
    monitor: Monitor, survey_server: SurveyServer, turn: Turn
) -> None:
    heard = Heard(monitor)
    survey_server.console[TASK_ID] = ["one", "", "three"]
    monitor.watch_console("1", TASK_ID)
    monitor.start()
    assert turn(lambda: heard.of("console_grew") == [(TASK_ID, ("one", "", "three"))])
    survey_server.console[TASK_ID].append("four")
    assert turn(lambda: heard.of("console_grew")[-1] == (TASK_ID, ("four",)))
    survey_server.console[TASK_ID] = ["again"]
    assert turn(lambda: heard.of("console_grew")[-1] == (TASK_ID, ("again",)))
    assert heard.of("console_cleared") == [(TASK_ID,)]
    monitor.stop_console()
    turn(lambda: False, 0.1)
    survey_server.console[TASK_ID].append("unheard")
    assert not turn(lambda: heard.of("console_grew")[-1][1] == ("unheard",), 0.3)


def test_a_stopped_monitor_is_silent(monitor: Monitor, survey_server: SurveyServer, turn: Turn, jobs: Any) -> None:
    monitor.start()
    assert turn(lambda: monitor.projects)
    heard = Heard(monitor)
    monitor.stop()
    assert turn(lambda: not jobs.running())
    survey_server.projects.clear()
    monitor.refresh()
    assert not turn(lambda: heard.all, 0.3)


def test_the_nodes_are_asked_at_once_when_a_task_ends(
    monitor: Monitor, survey_server: SurveyServer, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FASTEST", "SLOWEST"):
        monkeypatch.setitem(getattr(rhythm, name), NODES, 1000.0)
    survey_server.tasks[TASK_ID].update(status=20)
    heard = Heard(monitor)
    monitor.expand_project("1")
    monitor.show_nodes(True)
    monitor.start()
    assert turn(lambda: heard.of("task_finished"))
    assert turn(lambda: len(survey_server.paths("/processingnodes/")) == 2)
