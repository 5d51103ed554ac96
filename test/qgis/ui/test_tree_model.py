"""The tree's model shows what is known and tells views only what changed, whatever comes in whatever order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nadir.core.connections import Connection
from nadir.core.errors import NadirError
from nadir.core.servers import Server, ServerState
from nadir.ui.sending import Sending
from nadir.ui.tree import model as model_module
from nadir.ui.tree.choice import Choice, Order, States
from nadir.ui.tree.model import Listing, TreeModel
from nadir.ui.tree.rows import Sort, Step
from nadir.ui.tree.texts import lines_of
from qgis.PyQt.QtCore import QModelIndex, QPersistentModelIndex, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester

from .conftest import make_project, make_task

ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
HOSTILE = [
    "<img src=x onerror=alert(1)><b>bold</b>",
    "x" * 10_000,
    "\u202egnp.exe\u200f\u2066",
    "line\nbreak\ttab\x07\x00bell",
    "%n %1 {name} {0}",
    "",
]


class Signals:
    """What a model tells."""

    def __init__(self, model: TreeModel) -> None:
        self.seen: list[tuple] = []
        model.dataChanged.connect(lambda a, b, *_: self.seen.append(("changed", a.row(), b.row())))
        model.rowsInserted.connect(lambda parent, a, b: self.seen.append(("inserted", a, b)))
        model.rowsRemoved.connect(lambda parent, a, b: self.seen.append(("removed", a, b)))
        model.layoutChanged.connect(lambda *_: self.seen.append(("order",)))
        model.modelReset.connect(lambda: self.seen.append(("reset",)))


def server(connection_id: str = "office", state: ServerState = ServerState.ONLINE, **changes: Any) -> Server:
    connection = Connection(connection_id, changes.pop("name", "Office"), "https://drones.example.org")
    return Server(connection, state, **changes)


def listing(*projects: Any, **changes: Any) -> Listing:
    return Listing(tuple(projects), **{"answered": True, **changes})


@pytest.fixture
def model(qgis_app: Any) -> Iterator[TreeModel]:
    """Office with two projects; the first has three tasks."""
    made = TreeModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_servers([server()])
    made.set_projects("office", listing(make_project("1", task_ids=("a", "b", "c")), make_project("2", task_ids=("z",))))
    made.set_tasks("office", "1", [make_task("a"), make_task("b"), make_task("c")])
    yield made


def names(model: TreeModel, parent: QModelIndex) -> list[str]:
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def project_index(model: TreeModel, project_id: str) -> QModelIndex:
    row = model.project_row("office", project_id)
    assert row is not None
    return row.index()


def test_the_same_state_again_says_nothing(model: TreeModel) -> None:
    signals = Signals(model)
    model.set_servers([server()])
    model.set_projects("office", listing(make_project("1", task_ids=("a", "b", "c")), make_project("2", task_ids=("z",))))
    model.set_tasks("office", "1", [make_task("a"), make_task("b"), make_task("c")])
    assert signals.seen == []


def test_one_task_that_goes_on_is_one_change(model: TreeModel) -> None:
    signals = Signals(model)
    model.set_tasks("office", "1", [make_task("a"), make_task("b", status=20, running_progress=0.5), make_task("c")])
    assert signals.seen == [("changed", 1, 1)]
    assert "Processing 50 %" in model.task_row("office", "b").index().data(ACCESSIBLE)


def test_new_tasks_come_in_one_insertion(model: TreeModel) -> None:
    signals = Signals(model)
    model.set_tasks("office", "1", [make_task(each) for each in "xyabc"])
    assert signals.seen == [("inserted", 0, 1), ("changed", 0, 0)]  # the project's row shows their number


def test_rows_that_stay_are_the_same_rows(model: TreeModel) -> None:
    selected = QPersistentModelIndex(model.task_row("office", "c").index())
    project = QPersistentModelIndex(project_index(model, "2"))
    model.set_tasks("office", "1", [make_task("c", name="renamed")])
    model.set_projects("office", listing(make_project("3"), make_project("2", task_ids=("z",)), make_project("1")))
    assert selected.isValid() and selected.data() == "renamed"
    assert project.isValid() and project.row() == 1


def test_a_project_whose_tasks_are_not_known_has_a_skeleton_and_an_empty_one_says_what_to_do(model: TreeModel) -> None:
    model.set_projects("office", listing(make_project("4", task_ids=("z",) * 9), make_project("5")))
    waiting, hint = model.project_row("office", "4"), model.project_row("office", "5")
    assert [row.sort for row in waiting.kid_rows] == [Sort.WAITING] * 3
    assert [row.hint.step for row in hint.kid_rows] == [Step.NEW_TASK]
    assert "9 tasks" in waiting.index().data(ACCESSIBLE)


def test_a_task_that_moves_is_found_where_it_is_now(model: TreeModel) -> None:
    model.set_tasks("office", "2", [make_task("a", project_id="2")])  # told before the first project forgets it
    model.set_tasks("office", "1", [make_task("b"), make_task("c")])
    assert model.task_row("office", "a").above() is model.project_row("office", "2")


def test_tasks_of_a_removed_project_go_with_it(model: TreeModel) -> None:
    lost = QPersistentModelIndex(model.task_row("office", "a").index())
    model.set_projects("office", listing(make_project("2", task_ids=("z",))))
    assert not lost.isValid() and model.task_row("office", "a") is None


def test_a_closed_server_shows_nothing_of_what_was_known_and_an_offline_one_all_of_it(model: TreeModel) -> None:
    model.set_server(server(state=ServerState.OFFLINE, error=NadirError("No answer.")))
    assert model.task_row("office", "a") is not None and model.is_dimmed("office")
    assert "No answer." in model.connection_row("office").index().data(ACCESSIBLE)
    model.set_server(server(state=ServerState.CLOSED))
    (hint,) = model.connection_row("office").kid_rows
    assert hint.hint is not None and hint.hint.step is Step.OPEN


def test_a_forgotten_server_takes_its_rows_along(model: TreeModel) -> None:
    model.set_servers([server("other", name="Other")])
    assert names(model, QModelIndex()) == ["Other"]
    assert model.task_row("office", "a") is None


def test_states_hide_tasks_and_projects_without_a_match(model: TreeModel) -> None:
    model.set_tasks("office", "2", [make_task("z", "Bad", status=30, project_id="2")])
    model.set_choice(Choice(states=frozenset({States.FAILED})))
    model.finish()
    assert names(model, model.connection_row("office").index()) == ["Site"]
    assert names(model, project_index(model, "2")) == ["Bad"]
    model.set_choice(Choice(states=frozenset({States.CANCELED})))
    (hint,) = model.connection_row("office").kid_rows
    assert hint.hint is not None and hint.hint.step is Step.CLEAR_FILTER
    model.set_choice(Choice())
    model.finish()
    assert len(names(model, project_index(model, "1"))) == 3


def test_tasks_are_sorted_by_name_as_people_count(model: TreeModel) -> None:
    tasks = [make_task("x", "Flight 10"), make_task("y", "flight 2"), make_task("z", "Area")]
    model.set_tasks("office", "1", tasks)
    model.set_choice(Choice(order=Order.NAME))
    model.finish()
    assert names(model, project_index(model, "1")) == ["Area", "flight 2", "Flight 10"]


def test_an_empty_answer_to_a_search_offers_to_clear_it(model: TreeModel) -> None:
    model.set_choice(Choice(search="#<b>"))
    model.set_projects("office", listing())
    (hint,) = model.connection_row("office").kid_rows
    assert hint.hint.step is Step.CLEAR_SEARCH and "#<b>" in hint.hint.text


def test_more_projects_are_fetched_when_their_end_is_in_sight_and_not_before(model: TreeModel) -> None:
    wanted: list[str] = []
    model.more_wanted.connect(wanted.append)
    model.set_projects("office", listing(make_project("1"), has_more=True))
    index = model.connection_row("office").index()
    assert not model.canFetchMore(index), "Qt asks at every layout, and would fetch all there is"
    model.see_tail("office")
    assert wanted == ["office"] and not model.canFetchMore(index)
    model.set_projects("office", listing(make_project("1"), has_more=True, fetching=True))
    model.see_tail("office")
    assert wanted == ["office"], "one page at a time"


def test_a_server_that_lists_a_task_twice_breaks_nothing(model: TreeModel) -> None:
    model.set_tasks("office", "1", [make_task("a"), make_task("a"), make_task("b")])
    assert model.rowCount(project_index(model, "1")) == 2


@pytest.mark.parametrize("text", HOSTILE, ids=["html", "long", "bidi", "control", "percent", "empty"])
def test_hostile_texts_are_one_line_of_plain_text(model: TreeModel, text: str) -> None:
    model.set_servers([server(name=text, state=ServerState.OFFLINE, error=NadirError(text, text))])
    model.set_projects("office", listing(make_project("1", text, description=text, tags=(text,), task_ids=("a",))))
    task = make_task("a", text, status=30, last_error=text, tags=(text,), processing_node_name=text)
    model.set_tasks("office", "1", [task])
    for row in (model.connection_row("office"), model.project_row("office", "1"), model.task_row("office", "a")):
        shown = row.index().data()
        assert len(shown) <= 200 and shown.isprintable()
        assert len(row.index().data(ACCESSIBLE)) < 1000
        tip = row.index().data(TOOL_TIP)
        assert "<img" not in tip and "<b>" not in tip and len(tip) < 5000


def test_many_rows_come_in_slices(model: TreeModel) -> None:
    tasks = [make_task(f"t{number}") for number in range(1000)]
    model.set_tasks("office", "1", tasks)
    assert model.rowCount(project_index(model, "1")) == model_module._MOST_NEW
    model.finish()
    assert [row.path[2] for row in model.project_row("office", "1").kid_rows] == [task.id for task in tasks]


PROJECT_IDS = st.lists(st.sampled_from("12345"), unique=True)
TASK_IDS = st.lists(st.sampled_from("abcdefg"), unique=True)
CHOICES = st.sampled_from([Choice(), Choice(states=frozenset({States.FAILED})), Choice(order=Order.NAME_BACKWARDS)])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("projects"), PROJECT_IDS),
        st.tuples(st.just("tasks"), st.sampled_from("12345"), TASK_IDS, st.sampled_from([20, 30, 40])),
        st.tuples(st.just("choice"), CHOICES),
        st.tuples(st.just("server"), st.sampled_from(list(ServerState))),
    ),
    max_size=12,
)


class Reference:
    """What should be shown, from scratch each time."""

    def __init__(self) -> None:
        self.projects: list[str] = []
        self.tasks: dict[str, list[Any]] = {}
        self.choice = Choice()

    def shown(self) -> dict[str, list[str]]:
        found = {}
        for project_id in self.projects:
            tasks = self.tasks.get(project_id)
            if self.choice.states and tasks is not None and not any(self.choice.takes(task) for task in tasks):
                continue
            found[project_id] = [task.id for task in self.choice.tasks(tasks or [])]
        return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_tree_shows_what_is_known(qgis_app: Any, steps: list[tuple]) -> None:
    model, reference = TreeModel(), Reference()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_servers([server()])
    for step in steps:
        if step[0] == "projects":
            reference.projects = step[1]
            model.set_projects("office", listing(*(make_project(each, task_ids=("?",)) for each in step[1])))
        elif step[0] == "tasks":
            tasks = [make_task(step[1] + each, each, status=step[3], project_id=step[1]) for each in step[2]]
            reference.tasks[step[1]] = tasks
            model.set_tasks("office", step[1], tasks)
        elif step[0] == "choice":
            reference.choice = step[1]
            model.set_choice(step[1])
        else:
            model.set_server(server(state=step[1]))
            if step[1] is ServerState.CLOSED:
                reference.projects, reference.tasks = [], {}
        model.finish()
        rows = [row for row in model.connection_row("office").kid_rows if row.sort is Sort.PROJECT]
        found = {row.path[1]: [kid.path[2] for kid in row.kid_rows if kid.sort is Sort.TASK] for row in rows}
        assert found == reference.shown() and list(found) == list(reference.shown())
        assert all(row.kid_rows for row in rows), "every project can be opened"
        known = {task_id for tasks in found.values() for task_id in tasks}
        assert {task_id for _connection, task_id in model._task_rows} == known


def test_a_task_whose_photos_this_computer_sends_says_how_far_it_is(model: TreeModel) -> None:
    half_made = make_task("a", status=None, partial=True)
    model.set_tasks("office", "1", [half_made, make_task("b"), make_task("c")])
    index = model.task_row("office", "a").index()
    assert "Waiting for photos" in index.data(ACCESSIBLE)
    model.set_sending("office", "a", Sending("Sending photos 45 %", 0.45))
    assert "Sending photos 45 %" in index.data(ACCESSIBLE) and "Waiting" not in index.data(ACCESSIBLE)
    assert "Sending photos 45 %" in index.data(TOOL_TIP)
    assert lines_of(model.task_row("office", "a"), None).fraction == 0.45
    model.set_projects("office", listing(make_project("2", task_ids=("z",))))
    model.set_projects("office", listing(make_project("1", task_ids=("a", "b", "c"))))
    model.finish()
    assert "Sending photos 45 %" in model.task_row("office", "a").index().data(ACCESSIBLE), "also when its row comes back"
    model.set_tasks("office", "1", [make_task("a", status=20), make_task("b"), make_task("c")])
    assert "Processing" in model.task_row("office", "a").index().data(ACCESSIBLE), "the server has them all"
    model.set_tasks("office", "1", [half_made, make_task("b"), make_task("c")])
    model.set_sending("office", "a", None)
    assert "Waiting for photos" in model.task_row("office", "a").index().data(ACCESSIBLE)
