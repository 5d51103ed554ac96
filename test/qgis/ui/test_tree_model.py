"""The tree's model tells views only what changed, so that selection and open branches survive every refresh."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from nadir.ui.tree.model import Role, TreeModel
from qgis.PyQt.QtCore import QModelIndex, QPersistentModelIndex
from qgis.PyQt.QtTest import QAbstractItemModelTester

from .conftest import make_project, make_task


class Signals:
    """Counts what a model tells."""

    def __init__(self, model: TreeModel) -> None:
        self.seen: list[tuple] = []
        model.dataChanged.connect(lambda a, b, *_: self.seen.append(("changed", a.row(), b.row())))
        model.rowsInserted.connect(lambda parent, a, b: self.seen.append(("inserted", a, b)))
        model.rowsRemoved.connect(lambda parent, a, b: self.seen.append(("removed", a, b)))
        model.rowsMoved.connect(lambda parent, a, b, to, row: self.seen.append(("moved", a, row)))
        model.modelReset.connect(lambda: self.seen.append(("reset",)))


@pytest.fixture
def model(qgis_app: Any) -> Iterator[TreeModel]:
    made = TreeModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_projects([make_project("1"), make_project("2")])
    made.set_tasks("1", [make_task("a"), make_task("b"), make_task("c")])
    yield made


def names(model: TreeModel, parent: QModelIndex) -> list[str]:
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def test_the_same_state_again_says_nothing(model: TreeModel) -> None:
    signals = Signals(model)
    model.set_projects([make_project("1"), make_project("2")])
    model.set_tasks("1", [make_task("a"), make_task("b"), make_task("c")])
    assert signals.seen == []


def test_one_task_that_goes_on_is_one_change(model: TreeModel) -> None:
    signals = Signals(model)
    model.set_tasks("1", [make_task("a"), make_task("b", status=20, running_progress=0.5), make_task("c")])
    assert signals.seen == [("changed", 1, 1)]


def test_new_tasks_come_in_one_insertion(model: TreeModel) -> None:
    signals = Signals(model)
    model.set_tasks("1", [make_task("x"), make_task("y"), make_task("a"), make_task("b"), make_task("c")])
    assert signals.seen == [("inserted", 0, 1), ("changed", 0, 0)]  # the project's row shows their number


def test_selection_and_open_branch_survive_removal_of_others(model: TreeModel) -> None:
    selected = QPersistentModelIndex(model.task_index("1", "c"))
    project = QPersistentModelIndex(model.project_index("2"))
    model.set_tasks("1", [make_task("c", name="renamed")])
    model.set_projects([make_project("3"), make_project("2"), make_project("1")])
    assert selected.isValid() and selected.data() == "renamed"
    assert selected.parent().data(int(Role.PROJECT)).id == "1"
    assert project.isValid() and project.row() == 1


def test_a_changed_order_is_followed(model: TreeModel) -> None:
    model.set_tasks("1", [make_task("c", "C"), make_task("a", "A"), make_task("b", "B")])
    assert names(model, model.project_index("1")) == ["C", "A", "B"]


def test_tasks_of_a_removed_project_go_with_it(model: TreeModel) -> None:
    lost = QPersistentModelIndex(model.task_index("1", "a"))
    model.set_projects([make_project("2")])
    assert not lost.isValid()
    model.set_tasks("1", [make_task("a")])
    assert model.rowCount() == 1 and not model.task_index("1", "a").isValid()


def test_a_project_can_be_opened_before_its_tasks_are_known(model: TreeModel) -> None:
    model.set_projects([make_project("4", task_ids=("z",)), make_project("5")])
    assert model.hasChildren(model.project_index("4")) and not model.hasChildren(model.project_index("5"))
    assert model.project_index("4").data(int(Role.TASK_COUNT)) == 1


def test_a_server_that_lists_a_task_twice_breaks_nothing(model: TreeModel) -> None:
    model.set_tasks("1", [make_task("a"), make_task("a"), make_task("b")])
    assert model.rowCount(model.project_index("1")) == 2


def test_hostile_names_are_one_line_of_plain_text(model: TreeModel) -> None:
    model.set_tasks("1", [make_task("a", name="<img src=x>\n\x07%n " + "x" * 10_000)])
    index = model.task_index("1", "a")
    assert index.data().startswith("<img src=x> %n xxx") and len(index.data()) == 200
    assert "&lt;img" in index.data(3) and "<img" not in index.data(3)  # the tool tip
