"""The tree as a user meets it: what stays selected and open, what is dragged where, what is painted and read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.connections import LOCAL_ID
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.core.servers import ServerState
from nadir.ui.selection import Item
from nadir.ui.tree.choice import Choice, Order, States
from nadir.ui.tree.filter_bar import FilterBar
from nadir.ui.tree.paint import Brush
from nadir.ui.tree.rows import Sort
from nadir.ui.tree.tree_view import TASKS_MIME
from nadir.ui.tree.view import ProjectTree
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QColor, QDropEvent, QImage
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMenu

from .conftest import make_project, make_task
from .scripted_servers import ScriptedActions, ScriptedServers
from .test_tree_model import HOSTILE


class World:
    """A tree on scripted servers."""

    def __init__(self, jobs: Jobs, turn: Callable[..., bool]) -> None:
        self.servers = ScriptedServers(jobs)
        self.actions = ScriptedActions()
        self.turn = turn
        self.tree = ProjectTree(self.servers, self.actions)  # type: ignore[arg-type]
        self.bar = FilterBar(self.tree)
        self.tree.resize(340, 640)
        self.tree.show()
        self.bar.show()
        self.settle()

    def settle(self) -> None:
        self.turn(lambda: False, 0.12)

    def fill(self) -> None:
        """Two projects, the first of which is open and has three tasks."""
        self.servers.add()
        projects = [make_project("1", "Coast", task_ids=("a", "b", "c")), make_project("2", "Quarry", task_ids=("z",))]
        self.servers.tell_projects(projects)
        self.tree.memory.open(("office", "1", ""))
        self.servers.tell_tasks("1", [make_task("a", "Alpha"), make_task("b", "Beta"), make_task("c", "Gamma")])
        self.settle()

    def select(self, *task_ids: str) -> None:
        selection = self.tree.view.selectionModel()
        self.tree.view.clearSelection()
        for task_id in task_ids:
            flag = selection.SelectionFlag.Select
            selection.setCurrentIndex(self.tree.model.task_row("office", task_id).index(), flag)
        self.settle()

    def selected(self) -> list[str]:
        return [item.task.id for item in self.tree.selection.tasks]

    def watch(self) -> Any:
        return self.servers.monitor()._poller.watch

    def drop(self, data: QMimeData, place: QPoint) -> QDropEvent:
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDropEvent(QPointF(place), actions, data, buttons, keys)
        self.tree.view.dropEvent(event)
        return event


@pytest.fixture
def world(qgis_app: Any, jobs: Jobs, turn: Callable[..., bool]) -> Iterator[World]:
    made = World(jobs, turn)
    yield made
    made.tree.stop()
    made.tree.deleteLater()
    made.bar.deleteLater()
    QApplication.processEvents()


# What stays


def test_selection_and_open_branches_survive_refresh_search_filter_and_reconnection(world: World) -> None:
    world.fill()
    world.select("a", "c")
    tree, servers = world.tree, world.servers
    servers.tell_tasks("1", [make_task("c", "Gamma"), make_task("new"), make_task("a", "Alpha", status=20)])
    assert sorted(world.selected()) == ["a", "c"]
    tree.set_choice(Choice(search="nothing"))
    servers.tell_projects([])
    world.settle()
    assert world.selected() == [] and world.actions.selection.items == ()
    tree.set_choice(Choice())
    servers.tell_projects([make_project("2"), make_project("1", task_ids=("a", "c"))])
    world.settle()
    assert sorted(world.selected()) == ["a", "c"]
    assert tree.view.isExpanded(tree.model.project_row("office", "1").index())
    assert not tree.view.isExpanded(tree.model.project_row("office", "2").index())
    tree.set_choice(Choice(states=frozenset({States.FAILED})))
    world.settle()
    tree.set_choice(Choice())
    world.settle()
    assert sorted(world.selected()) == ["a", "c"]
    servers.close("office")
    world.settle()
    servers.open("office")
    servers.tell_projects([make_project("1", task_ids=("a", "c"))])
    servers.tell_tasks("1", [make_task("a"), make_task("c")])
    world.settle()
    assert sorted(world.selected()) == ["a", "c"]


def test_what_the_user_selects_meanwhile_is_not_taken_back(world: World) -> None:
    world.fill()
    world.select("a")
    world.servers.tell_tasks("1", [make_task("b", "Beta")])
    world.select("b")
    world.servers.tell_tasks("1", [make_task("a", "Alpha"), make_task("b", "Beta")])
    world.settle()
    assert world.selected() == ["b"]


def test_a_moved_task_stays_selected_in_its_new_project(world: World) -> None:
    world.fill()
    world.select("b")
    world.servers.tell_tasks("2", [make_task("z", project_id="2"), make_task("b", "Beta", project_id="2")])
    world.servers.tell_tasks("1", [make_task("a"), make_task("c")])
    world.settle()
    assert world.selected() == ["b"]
    assert world.tree.selection.items[0].project.id == "2"


def test_the_selection_carries_the_news_of_its_task(world: World) -> None:
    world.fill()
    world.select("a")
    told: list[Any] = []
    world.tree.selection_changed.connect(told.append)
    world.servers.tell_tasks("1", [make_task("a", "Alpha", status=30), make_task("b", "Beta"), make_task("c", "Gamma")])
    world.settle()
    assert [selection.current.task.failed for selection in told] == [True]


def test_a_task_to_be_revealed_is_selected_as_soon_as_it_is_there(world: World) -> None:
    world.fill()
    world.tree.reveal("office", make_task("late", project_id="2"))
    world.settle()
    assert world.selected() == []
    world.servers.tell_tasks("2", [make_task("z", project_id="2"), make_task("late", project_id="2")])
    world.settle()
    assert world.selected() == ["late"]
    assert world.tree.view.visualRect(world.tree.model.task_row("office", "late").index()).isValid()


def test_what_one_reads_stays_where_it_is_when_rows_come_above(world: World) -> None:
    world.fill()
    many = [make_task(f"t{number}", f"Flight {number}") for number in range(60)]
    world.servers.tell_tasks("1", many)
    world.settle()
    view, model = world.tree.view, world.tree.model
    view.verticalScrollBar().setValue(600)
    row = next(world.tree.view.rows_on_screen())
    before = view.visualRect(row.index()).top()
    world.servers.tell_tasks("1", [make_task(f"new{number}") for number in range(5)] + many)
    world.settle()
    assert view.visualRect(model.task_row("office", row.path[2]).index()).top() == before


# What is fetched


def test_only_open_projects_on_the_screen_are_in_view(world: World) -> None:
    world.fill()
    assert (world.watch().expanded, world.watch().in_view) == (frozenset({"1"}), frozenset({"1", "2"}))
    world.tree.view.collapse(world.tree.model.project_row("office", "1").index())
    world.settle()
    assert world.watch().expanded == frozenset()


def test_a_filter_wants_the_tasks_of_closed_projects_too(world: World) -> None:
    world.fill()
    world.tree.set_choice(Choice(states=frozenset({States.COMPLETED})))
    world.settle()
    assert world.watch().expanded == frozenset({"1", "2"})


def test_the_next_page_is_fetched_when_the_end_comes_on_the_screen(world: World) -> None:
    world.servers.add()
    projects = [make_project(str(number), f"Project {number}") for number in range(40)]
    world.servers.tell_projects(projects, has_more=True)
    world.settle()
    assert world.watch().pages == 1
    world.tree.view.scrollToBottom()
    world.settle()
    assert world.watch().pages == 2


def test_the_picture_of_a_task_is_fetched_once_and_painted(world: World) -> None:
    image, data = QImage(40, 40, QImage.Format.Format_RGB32), QByteArray()
    image.fill(QColor("#00ff00"))
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    world.fill()
    images = world.servers.workspace("office").client.images
    images.pictures["a"] = bytes(data)
    assets = ("orthophoto.tif",)
    world.servers.tell_tasks("1", [make_task("a", available_assets=assets), make_task("b", available_assets=assets)])
    world.turn(lambda: len(images.asked) == 2)
    world.settle()
    place = world.tree.view.visualRect(world.tree.model.task_row("office", "a").index())
    square = world.tree.grab(place.adjusted(0, 0, -place.width() + place.height(), 0)).toImage()
    greens = [square.pixelColor(x, y) == QColor("#00ff00") for x in range(square.width()) for y in range(square.height())]
    assert sum(greens) > 100
    world.servers.tell_tasks("1", [make_task("a", "New name", available_assets=assets), make_task("b", available_assets=assets)])
    world.settle()
    assert sorted(images.asked) == ["a", "b"], "each once, whether there is a picture or not"


# Dragging


def test_tasks_dropped_on_another_project_are_moved_and_not_on_their_own(world: World) -> None:
    world.fill()
    world.select("a", "b")
    view, model = world.tree.view, world.tree.model
    items = tuple(model.task_row("office", each).item() for each in "ab")
    view._dragged = items
    data = QMimeData()
    data.setData(TASKS_MIME, b"tasks")
    own = view.visualRect(model.project_row("office", "1").index()).center()
    world.drop(data, own)
    assert world.actions.done == []
    other = view.visualRect(model.project_row("office", "2").index()).center()
    world.drop(data, other)
    assert world.actions.done == [("move", items, Item("office", model.project_row("office", "2").project))]
    assert model.task_row("office", "a") is not None, "the rows wait for the server"


def test_photos_dropped_tell_what_they_were_dropped_on(world: World, tmp_path: Path) -> None:
    world.fill()
    told: list[tuple] = []
    world.tree.photos_dropped.connect(lambda item, paths: told.append((item, paths)))
    folder, photo = tmp_path / "2026.11 flight", tmp_path / "DJI_0001.JPG"
    folder.mkdir()
    photo.write_bytes(b"")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)), QUrl.fromLocalFile(str(photo))])
    row = world.tree.model.project_row("office", "2")
    world.drop(data, world.tree.view.visualRect(row.index()).center())
    assert told == [(Item("office", row.project), [folder, photo])]
    world.drop(data, QPoint(20, 620))
    assert told[1] == (None, [folder, photo])
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "notes.txt")), QUrl("https://example.org/a.jpg")])
    assert not world.drop(data, QPoint(20, 20)).isAccepted() and len(told) == 2


# Keys


def test_the_keyboard_alone_reaches_everything(world: World) -> None:
    world.fill()
    view, model = world.tree.view, world.tree.model
    view.setFocus()
    view.setCurrentIndex(model.project_row("office", "2").index())
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.isExpanded(model.project_row("office", "2").index())
    QTest.keyClicks(view, "gam")
    world.settle()
    assert world.selected() == ["c"]
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert world.actions.done[-1][0] == "activate" and world.actions.done[-1][1].task.id == "c"
    QTest.keyClick(view, Qt.Key.Key_Up)
    world.settle()
    assert world.selected() == ["b"]


def test_the_context_menu_speaks_of_what_is_selected(world: World) -> None:
    world.fill()
    world.select("b")
    world.tree.view.customContextMenuRequested.emit(world.tree.view.visualRect(world.tree.view.currentIndex()).center())
    assert [item.task.id for item in world.actions.done[-1][1].items] == ["b"]
    for menu in world.tree.view.findChildren(QMenu):
        menu.close()


# Where there is nothing


def test_the_first_look_offers_the_two_ways_to_begin(world: World) -> None:
    wanted: list[Any] = []
    world.tree.server_wanted.connect(wanted.append)
    world.actions.server_add_wanted.connect(lambda: wanted.append("add"))
    assert world.tree.welcome.isVisible()
    for name in ("welcomeAddButton", "welcomeLocalButton"):
        button = world.tree.findChild(object, name)
        assert button.accessibleName()
        button.click()
    assert wanted == ["add", LOCAL_ID]
    world.fill()
    assert not world.tree.welcome.isVisible()


def test_opening_a_closed_server_wants_it_connected(world: World) -> None:
    world.servers.add("other", "Other", is_open=False)
    wanted: list[str] = []
    world.tree.server_wanted.connect(wanted.append)
    row = world.tree.model.connection_row("other")
    world.tree.view.expand(row.index())
    (hint,) = row.kid_rows
    world.tree.view.hint_clicked.emit(hint)
    world.tree.view.row_entered.emit(row)
    assert wanted == ["other"] * 3


def test_a_hint_takes_the_search_back_and_the_bar_follows(world: World) -> None:
    world.fill()
    world.bar.search.setText("#lost")
    QTest.keyClick(world.bar.search, Qt.Key.Key_Return)
    assert world.watch().query.search == "#lost"
    world.servers.tell_projects([])
    (hint,) = world.tree.model.connection_row("office").kid_rows
    world.tree.view.hint_clicked.emit(hint)
    assert world.bar.search.text() == "" and world.watch().query.search == ""


def test_a_search_that_the_server_refuses_is_told_in_the_tree(world: World) -> None:
    world.fill()
    world.tree.set_choice(Choice(search="##"))
    world.servers.tell_projects([], refusal=NadirError("The server refuses <b>this</b>."))
    (hint,) = world.tree.model.connection_row("office").kid_rows
    assert hint.sort is Sort.HINT and hint.hint.remedy == "The server refuses <b>this</b>."


# The bar


def test_typing_searches_once_after_a_pause(world: World) -> None:
    world.fill()
    number = world.watch().query.number
    QTest.keyClicks(world.bar.search, "coast")
    assert world.watch().query.number == number
    assert world.turn(lambda: world.watch().query.search == "coast", 3)
    assert world.watch().query.number == number + 1
    tip = world.bar.search.toolTip()
    assert "#tag" in tip and "##tag" in tip and "@owner" in tip


def test_the_bar_filters_and_sorts(world: World) -> None:
    world.fill()
    failed = world.bar.findChild(object, "failedStateAction")
    failed.trigger()
    assert world.tree.choice.states == frozenset({States.FAILED})
    assert world.bar.states.text() == "1" and "Failed" in world.bar.states.accessibleName()
    world.bar.findChild(object, "allStatesAction").trigger()
    assert world.tree.choice.states == frozenset() and not failed.isChecked()
    world.bar.findChild(object, "nameOrderAction").trigger()
    assert world.tree.choice.order is Order.NAME and world.watch().query.ordering == "name"


def test_a_server_opened_later_is_searched_too(world: World) -> None:
    world.tree.set_choice(Choice(search="coast", order=Order.OLDEST))
    world.servers.add()
    assert (world.watch().query.search, world.watch().query.ordering) == ("coast", "created_at")


# Painting


@pytest.mark.parametrize("width", [90, 260, 900])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft], ids=["ltr", "rtl"])
def test_hostile_texts_are_painted_inside_of_their_rows(world: World, width: int, direction: Any) -> None:
    world.fill()
    world.tree.setLayoutDirection(direction)
    world.tree.resize(width, 640)
    tasks = [make_task(str(at), text, status=30, last_error=text, tags=(text,) * 50) for at, text in enumerate(HOSTILE)]
    world.servers.tell_projects([make_project("1", HOSTILE[1], tags=tuple(HOSTILE), task_ids=("0",))])
    world.servers.tell_tasks("1", tasks)
    world.servers.set("office", ServerState.OFFLINE, error=NadirError(HOSTILE[0] + HOSTILE[1]))
    world.settle()
    assert not world.tree.grab().isNull()
    heights = {world.tree.view.visualRect(row.index()).height() for row in world.tree.view.rows_on_screen()}
    assert len(heights) == 1


def test_a_running_task_shows_more_bar_the_further_it_is(world: World) -> None:
    def filled(fraction: float) -> int:
        world.servers.tell_tasks("1", [make_task("a", "Alpha", status=20, running_progress=fraction)])
        world.settle()
        place = world.tree.view.visualRect(world.tree.model.task_row("office", "a").index())
        picture = world.tree.grab(place).toImage()
        bar = world.tree.palette().highlight().color()
        return max(
            sum(picture.pixelColor(x, y) == bar for x in range(picture.width())) for y in range(picture.height() // 2, picture.height())
        )

    world.fill()
    assert 0 < filled(0.2) < filled(0.6) < filled(0.95)


def test_a_percentage_is_seen_also_where_its_state_has_no_room(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[tuple[str, int]] = []
    text = Brush.text

    def note(brush: Brush, area: Any, words: str, font: Any, *, muted: bool = False) -> None:
        painted.append((words, area.width()))
        text(brush, area, words, font, muted=muted)

    monkeypatch.setattr(Brush, "text", note)
    world.fill()
    world.servers.tell_tasks("1", [make_task("a", "Alpha", status=20, running_progress=0.45)])
    for width, alone in ((900, False), (130, True)):
        world.tree.resize(width, 640)
        world.settle()
        painted.clear()
        world.tree.grab()
        assert any(words.startswith("Processing 45 %") for words, _ in painted)
        room = [width for words, width in painted if words == "45 %"]
        assert bool(room) is alone
        assert all(width > world.tree.view.fontMetrics().horizontalAdvance("45 %") for width in room), "elided by rounding"
