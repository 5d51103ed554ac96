"""The monitor tells what changed and nothing else, waits longer when a server is gone, and recovers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import pytest
from nadir.core.api.errors import InvalidRequest, NotFound
from nadir.core.api.pages import Page
from nadir.core.api.projects import Project, ProjectFilter
from nadir.core.api.task import Task, TaskStatus
from nadir.core.errors import NadirError
from nadir.core.monitor import poller, rhythm
from nadir.core.monitor.monitor import Monitor
from nadir.core.monitor.watch import NODES, FoundProjects
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer, completed_task

Turn = Callable[..., bool]


@pytest.fixture
def monitor(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitor]:
    """A monitor that is in a hurry: a hundred times faster than for users."""
    monkeypatch.setattr(rhythm, "FASTEST", {key: value / 300 for key, value in rhythm.FASTEST.items()})
    monkeypatch.setattr(rhythm, "SLOWEST", {key: value / 300 for key, value in rhythm.SLOWEST.items()})
    for name in ("BUSY_FASTEST", "BUSY_SLOWEST", "IDLE_SPACING", "BUSY_SPACING", "STILL_CONSOLE"):
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


# Pages and searches


class PagedServer:
    """Gives projects and tasks that a test sets, and notes on its own clock when it is asked for what."""

    def __init__(self, size: int = 10) -> None:
        self.now = 0.0
        self.size = size
        self.projects: List[Project] = []
        self.tasks: Dict[str, List[Task]] = {}
        self.asked: List[Tuple[float, str]] = []
        self.refusal: Optional[NadirError] = None
        self.client = SimpleNamespace(
            projects=SimpleNamespace(page=self._page),
            tasks=SimpleNamespace(list=self._tasks, output=self._output),
            nodes=SimpleNamespace(list=self._nodes),
        )

    def fill(self, count: int) -> None:
        self.projects = [Project(str(number), f"Project {number}", task_ids=("t",)) for number in range(count)]

    def _page(self, number: int, chosen: ProjectFilter, cancelled: Any) -> Page:
        self.asked.append((self.now, f"page {number} {chosen.search} {chosen.ordering}".strip()))
        if self.refusal is not None:
            raise self.refusal
        found = [each for each in self.projects if chosen.search in each.name]
        first = (number - 1) * self.size
        if number > 1 and first >= len(found):
            raise NotFound("Invalid page.")
        return Page(tuple(found[first : first + self.size]), number, len(found), first + self.size < len(found))

    def _tasks(self, project_id: str, cancelled: Any) -> tuple:
        self.asked.append((self.now, f"tasks {project_id}"))
        return tuple(self.tasks.get(project_id, ()))

    def _output(self, project_id: str, task_id: str, line: int, cancelled: Any) -> tuple:
        self.asked.append((self.now, "console"))
        return ("one", "two")[line:]

    def _nodes(self, cancelled: Any) -> tuple:
        self.asked.append((self.now, "nodes"))
        return ()

    def a_minute(self, since: float) -> float:
        """Requests since then, for one minute."""
        return sum(when >= since for when, _what in self.asked) * 60 / (self.now - since)


class Drive:
    """A poller whose waits pass at once, on the server's clock; and the monitor's main-thread side of it."""

    def __init__(self, server: PagedServer) -> None:
        self.server = server
        self.monitor = Monitor(server.client, None)  # type: ignore[arg-type]
        self.poller = poller.Poller(server.client, lambda: server.now)  # type: ignore[arg-type]
        self.monitor._poller = self.poller
        self.memory = poller._Memory()
        self.control = SimpleNamespace(cancelled=lambda: False, report=self.monitor._take)

    def run(self, seconds: float) -> None:
        end = self.server.now + seconds
        while True:
            self.poller._heed_wishes(self.memory)
            wait = self.poller._look_at_what_is_due(self.memory, self.control)  # type: ignore[arg-type]
            if self.server.now + wait > end:
                self.server.now = end
                return
            self.server.now += wait

    def names(self) -> List[str]:
        return [project.id for project in self.monitor.projects]


@pytest.fixture
def drive(qgis_app: Any) -> Drive:
    return Drive(PagedServer())


def test_projects_come_page_by_page_and_only_when_wanted(drive: Drive) -> None:
    drive.server.fill(25)
    drive.run(1)
    assert len(drive.names()) == 10 and drive.monitor.has_more and drive.monitor.project_count == 25
    drive.monitor.fetch_more()
    drive.monitor.fetch_more()
    assert drive.monitor.is_fetching
    drive.run(1)
    assert len(drive.names()) == 20 and not drive.monitor.is_fetching
    drive.monitor.fetch_more()
    drive.run(1)
    assert len(drive.names()) == 25 and not drive.monitor.has_more
    assert [what for _when, what in drive.server.asked] == ["page 1", "page 2", "page 3"]


def test_a_server_that_gives_all_at_once_is_asked_once(drive: Drive) -> None:
    drive.server.size = 1000
    drive.server.fill(300)
    drive.run(1)
    assert len(drive.names()) == 300 and not drive.monitor.has_more
    drive.monitor.fetch_more()
    drive.run(1)
    assert len(drive.server.asked) == 1


def test_a_new_project_pushes_none_out_of_the_list(drive: Drive) -> None:
    drive.server.fill(25)
    drive.run(1)
    drive.monitor.fetch_more()
    drive.run(1)
    told: List[List[str]] = []
    drive.monitor.projects_changed.connect(lambda projects: told.append([each.id for each in projects]))
    drive.server.projects.insert(0, Project("new", "New"))
    drive.monitor.refresh()
    drive.run(1)
    assert told == [["new"] + [str(number) for number in range(19)]], "told once, when both pages are known"


def test_a_page_that_is_no_more_is_the_end(drive: Drive) -> None:
    drive.server.fill(25)
    drive.run(1)
    for _page in range(2):
        drive.monitor.fetch_more()
        drive.run(1)
    drive.server.fill(9)
    drive.monitor.refresh()
    drive.run(1)
    assert len(drive.names()) == 9 and not drive.monitor.has_more and drive.monitor.error is None


def test_a_list_that_never_ends_is_ended(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    drive.server.fill(10)

    def page(number: int, chosen: ProjectFilter, cancelled: Any) -> Page:
        return Page(tuple(drive.server.projects), number, 10_000, has_next=True)

    monkeypatch.setattr(drive.server.client.projects, "page", page)
    drive.run(1)
    drive.monitor.fetch_more()
    drive.run(1)
    assert len(drive.names()) == 10 and not drive.monitor.has_more


def test_a_search_is_the_servers_and_a_late_answer_to_an_earlier_one_is_dropped(drive: Drive) -> None:
    drive.server.fill(25)
    drive.run(1)
    answered: List[int] = []
    drive.monitor.query_answered.connect(lambda: answered.append(drive.monitor.query.number))
    drive.monitor.set_query("Project 1", "-name")
    assert not drive.monitor.is_answered and len(drive.names()) == 10, "the old ones stay until there is an answer"
    drive.monitor._take(FoundProjects(0, (), 1, 0, has_more=False))
    assert not drive.monitor.is_answered
    drive.run(1)
    assert drive.names() == ["1"] + [str(number) for number in range(10, 19)]
    assert drive.server.asked[-1][1] == "page 1 Project 1 -name"
    assert answered == [1] and drive.monitor.project_count == 11


def test_a_search_that_the_server_refuses_is_no_lost_connection(drive: Drive) -> None:
    drive.server.fill(3)
    drive.run(1)
    drive.server.refusal = InvalidRequest("The server refuses this search.")
    drive.monitor.set_query("##")
    drive.run(1)
    assert drive.monitor.error is None and drive.names() == []
    assert drive.monitor.query_error is drive.server.refusal
    drive.server.refusal = None
    drive.monitor.set_query("")
    drive.run(1)
    assert len(drive.names()) == 3 and drive.monitor.query_error is None


def test_tasks_that_the_list_of_projects_tells_of_are_fetched(drive: Drive) -> None:
    drive.server.fill(2)
    drive.monitor.expand_project("1")
    drive.run(1)
    drive.server.tasks["1"] = [Task("t", "1"), Task("new", "1")]
    drive.server.projects[1] = Project("1", "Project 1", task_ids=("t", "new"))
    drive.run(70)
    assert [task.id for task in drive.monitor.tasks("1")] == ["t", "new"]


# How many requests


def running(number: int) -> List[Task]:
    return [Task("t", str(number), status=TaskStatus.RUNNING, status_code=20, running_progress=0.1)]


@pytest.mark.parametrize("pages", [1, 20])
@pytest.mark.parametrize("expanded", [0, 1, 60])
def test_a_visible_panel_where_nothing_runs_asks_at_most_four_times_a_minute(drive: Drive, pages: int, expanded: int) -> None:
    drive.server.fill(300)
    drive.monitor.show_nodes(True)
    drive.monitor.set_expanded(str(number) for number in range(expanded))
    drive.run(1)
    for _page in range(pages - 1):
        drive.monitor.fetch_more()
        drive.run(1)
    drive.monitor.watch_console("1", "t")
    drive.run(60)
    began, asked = drive.server.now, len(drive.server.asked)
    drive.run(3600)
    assert 2 <= drive.server.a_minute(began) <= 4
    looked = {what for _when, what in drive.server.asked[asked:]}
    assert looked >= {"page 1", "nodes"} | {f"tasks {number}" for number in range(expanded)}, "each in its turn"


@pytest.mark.parametrize("together", [True, False], ids=["one project", "three projects"])
def test_three_running_tasks_make_at_most_forty_requests_a_minute(drive: Drive, together: bool) -> None:
    drive.server.fill(20)
    drive.server.tasks = {"1": running(1) * 3} if together else {str(number): running(number) for number in range(3)}
    drive.monitor.show_nodes(True)
    drive.monitor.set_expanded("0123")
    drive.monitor.watch_console("1", "t")
    drive.run(60)
    began = drive.server.now
    drive.run(1200)
    assert 12 <= drive.server.a_minute(began) <= 40


def test_a_hidden_panel_where_nothing_runs_asks_nothing(drive: Drive) -> None:
    drive.server.fill(20)
    drive.monitor.show_nodes(True)
    drive.monitor.set_expanded("0123")
    drive.run(60)
    drive.monitor.set_panel_visible(False)
    asked = len(drive.server.asked)
    drive.run(3000)
    assert len(drive.server.asked) == asked


def test_what_the_user_sees_is_looked_at_at_once_after_a_refresh(drive: Drive) -> None:
    drive.server.fill(100)
    drive.monitor.set_expanded(str(number) for number in range(50))
    drive.monitor.set_in_view(["3"])
    drive.run(600)
    began = drive.server.now
    drive.monitor.refresh()
    drive.run(0.5)
    assert [what for when, what in drive.server.asked if when >= began] == ["page 1", "tasks 3"]
