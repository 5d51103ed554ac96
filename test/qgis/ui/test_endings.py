"""What is told when a task ends, and what happens by itself then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

import pytest
from nadir.core.connections import Connections
from nadir.core.jobs import Jobs
from nadir.core.servers import Servers
from nadir.core.settings import Settings
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer
from nadir.ui.common.notifier import Notifier
from nadir.ui.endings import Endings
from nadir.ui.selection import Item
from qgis.core import QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QApplication, QToolButton, QWidget

from .conftest import PlannedComputer


class Loading:
    """What the verbs are asked to put on the map."""

    def __init__(self) -> None:
        self.loaded: list[Item] = []

    def load(self, item: Item) -> None:
        self.loaded.append(item)


class Notice:
    """What the desktop is given to tell."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, text: str) -> None:
        self.told.append(text)

    def close(self) -> None:
        """Nothing stays."""


class Desk:
    def __init__(self, jobs: Jobs, server: SurveyServer, turn: Callable[..., bool]) -> None:
        self.turn, self.server = turn, server
        self.window, self.settings = QWidget(), Settings()
        self.bar, self.main_bar = QgsMessageBar(self.window), QgsMessageBar(self.window)
        self.notice, self.actions = Notice(), Loading()
        self.notifier = Notifier(self.bar, self.main_bar, self.window, self.notice)  # type: ignore[arg-type]
        self.servers = Servers(jobs, self.settings, Connections(), PlannedComputer(jobs))  # type: ignore[arg-type]
        self.endings = Endings(self.servers, self.actions, self.notifier, self.settings, QObject(self.window))  # type: ignore[arg-type]
        self.consoles: list[Item] = []
        self.endings.console_wanted.connect(self.consoles.append)
        job = self.servers.add(server.url, USER, PASSWORD, "Office", False)
        assert turn(lambda: not job.is_running()) and job.error is None
        self.workspace = job.result

    def watch(self, **state: Any) -> None:
        """Have the task run and be seen running."""
        self.server.looks_until_done = 1000
        self.server.tasks[TASK_ID].update(status=20, **state)
        self.workspace.monitor.expand_project("1")
        assert self.turn(lambda: any(task.is_running for task in self.workspace.monitor.tasks("1")))

    def end(self, **state: Any) -> None:
        self.server.tasks[TASK_ID].update(**state)
        self.workspace.monitor.refresh()
        assert self.turn(lambda: bool(self.main_bar.items()))

    def message(self) -> str:
        return self.main_bar.currentItem().text()

    def buttons(self) -> list[QToolButton]:
        return [each for each in self.main_bar.currentItem().findChildren(QToolButton) if each.text()]


@pytest.fixture
def desk(jobs: Jobs, survey_server: SurveyServer, turn: Callable[..., bool], qgis_iface: Any) -> Iterator[Desk]:
    QgsSettings().remove("nadir")
    made = Desk(jobs, survey_server, turn)
    yield made
    made.servers.close_all()
    made.notifier.close()
    made.window.deleteLater()
    QApplication.processEvents()
    QgsSettings().remove("nadir")


def test_a_completed_task_can_be_added_to_the_map_from_the_message(desk: Desk) -> None:
    desk.watch(name="Dawn")
    desk.end(status=40)
    assert desk.message() == "“Dawn” is completed." and desk.notice.told == ["“Dawn” is completed."]
    assert desk.actions.loaded == []
    (button,) = desk.buttons()
    assert button.text() == "Add to map"
    button.click()
    (item,) = desk.actions.loaded
    assert item.task.id == TASK_ID and item.project.name == "Beach" and item.connection_id == desk.workspace.connection.id
    assert desk.main_bar.items() == []


def test_a_task_from_here_loads_itself_if_wished(desk: Desk) -> None:
    desk.watch(name="Dawn")
    desk.workspace.task_created.emit(desk.workspace.monitor.tasks("1")[0])
    desk.end(status=40)
    assert desk.message() == "“Dawn” is completed." and desk.buttons() == [] and len(desk.actions.loaded) == 1


def test_a_task_from_here_does_not_load_itself_if_not_wished(desk: Desk) -> None:
    desk.settings.load_when_finished = False
    desk.watch(name="Dawn")
    desk.workspace.task_created.emit(desk.workspace.monitor.tasks("1")[0])
    desk.end(status=40)
    assert [button.text() for button in desk.buttons()] == ["Add to map"] and desk.actions.loaded == []


def test_a_failed_task_says_why_with_a_hint_and_leads_to_its_console(desk: Desk) -> None:
    desk.watch(name="Dawn")
    desk.end(status=30, last_error="Process killed: out of memory\n(exit code 137)")
    first, hint = desk.message().split("\n")
    assert first == "“Dawn” failed: Process killed: out of memory (exit code 137)" and "memory" in hint
    (button,) = desk.buttons()
    button.click()
    assert desk.consoles[0].task.id == TASK_ID


def test_a_failure_without_a_reason_says_so(desk: Desk) -> None:
    desk.watch(name="Dawn")
    desk.end(status=30, last_error=None)
    assert desk.message() == "“Dawn” failed: the server gave no reason"


def test_hostile_names_are_shown_as_they_are(desk: Desk) -> None:
    desk.watch(name="<b>Dawn</b> %n {name}\n\u202e")
    desk.end(status=40)
    assert desk.message() == "“<b>Dawn</b> %n {name}” is completed."


def test_the_desktop_is_not_told_where_the_user_does_not_want_it(desk: Desk) -> None:
    desk.settings.notify = False
    desk.watch(name="Dawn")
    desk.end(status=40)
    assert desk.notice.told == []


def test_what_a_workspace_warns_of_is_shown_in_the_panel(desk: Desk) -> None:
    desk.workspace.warned.emit("The task gave no surface model.")
    assert desk.bar.currentItem().text() == "The task gave no surface model."
