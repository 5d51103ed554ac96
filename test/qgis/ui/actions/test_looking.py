"""The menus, keys and reasons that all verbs share, and those that change nothing on a server."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from nadir.core.servers import ServerState
from nadir.test.qgis.ui.actions.conftest import OFFICE, TASK, Desk, project, task
from nadir.ui.actions.actions import LINKS
from nadir.ui.selection import Item
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QDesktopServices, QKeyEvent
from qgis.PyQt.QtWidgets import QMenu

ROOT = Path(__file__).resolve().parents[4]


def names(desk: Desk) -> list[str]:
    menu = desk.actions.context_menu(desk.window)
    links = menu.findChild(QMenu, "linksMenu")
    found = [*menu.actions(), *(links.actions() if links is not None else ())]
    return [each.objectName().removesuffix("Action") for each in found if each.objectName().endswith("Action")]


def test_each_kind_of_row_has_its_menu(desk: Desk) -> None:
    desk.select(task())
    assert {"load", "console", "rename", "move", "restart_from", "options", "compact", "back_up", "remove", *LINKS} <= set(names(desk))
    desk.select(project())
    assert {"new_task", "import", "describe", "share", "remove"} <= set(names(desk)) and "restart" not in names(desk)
    desk.select(project("1"), task(inside=project("2")))
    assert set(names(desk)) == {"tags", "duplicate", "public", "copy_link", "open_browser", "copy_id", "remove"}
    desk.select(Item(OFFICE))
    assert set(names(desk)) == {"new_task", "new_project", "add_server", "refresh"}


def mnemonics(menu: QMenu, translated: dict[str, str] | None) -> list[str]:
    """The underlined letters of a menu, in English or as far as it is translated."""
    sources = [action.text() for action in menu.actions()]
    texts = [(source if translated is None else translated.get(source, "")).replace("&&", "") for source in sources]
    return [found[1].lower() for found in (re.search(r"&(\w)", text) for text in texts) if found]


@pytest.mark.parametrize("path", [None, *sorted((ROOT / "i18n").glob("*.ts"))], ids=lambda path: path.stem if path else "en")
def test_no_two_verbs_of_a_menu_have_the_same_letter(desk: Desk, path: Path | None) -> None:
    translated = None
    if path is not None:
        messages = ElementTree.parse(path).getroot().iter("message")  # noqa: S314 - our own file
        translated = {each.findtext("source", ""): each.findtext("translation", "") for each in messages}
    viewed = project(owned=False, permissions=frozenset({"view"}))
    for rows in ([task()], [project()], [viewed], [project("1"), task(inside=project("2"))], [Item(OFFICE)], [task("a"), task("b")]):
        desk.select(*rows)
        menu = desk.actions.context_menu(desk.window)
        letters = mnemonics(menu, translated)
        assert len(letters) == len(set(letters)), (rows[0], "".join(sorted(letters)))
        links = menu.findChild(QMenu, "linksMenu")
        if links is not None:
            letters = mnemonics(links, translated)
            assert len(letters) == len(set(letters)), sorted(letters)


@pytest.mark.parametrize(
    ("key", "modifiers", "verb"),
    [
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "rename"),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "remove"),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, "refresh"),
        (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, "new_task"),
        (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, "copy_id"),
    ],
)
def test_keys_are_those_of_a_file_manager(desk: Desk, key: Any, modifiers: Any, verb: str) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
    assert desk.actions.for_key(event) is desk.actions[verb]
    assert desk.actions[verb].shortcutContext() == Qt.ShortcutContext.WidgetShortcut  # QGIS's own keys stay QGIS's


def test_no_two_actions_have_the_same_key(desk: Desk) -> None:
    keys = [action.shortcut().toString() for action in desk.actions._actions.values() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_every_action_has_a_name_and_an_icon(desk: Desk) -> None:
    for name, action in desk.actions._actions.items():
        assert action.text() and not action.icon().isNull() and action.objectName() == f"{name}Action"


def test_without_a_server_every_verb_but_those_to_begin_with_says_why(desk: Desk) -> None:
    desk.servers.open.clear()
    desk.servers.servers.clear()
    desk.select()
    for name, action in desk.actions._actions.items():
        begins = name in ("add_server", "new_task")
        assert action.isEnabled() == begins, name
        assert begins or action.statusTip(), name


def test_the_state_of_the_server_is_the_reason(desk: Desk) -> None:
    connection = desk.workspace.connection
    desk.select(task())
    desk.servers.set_state(connection, ServerState.LOGIN_WANTED)
    assert desk.turn(lambda: not desk.actions["rename"].isEnabled(), 5)
    assert desk.reason("rename") == "Log in to “Office” first."
    desk.servers.set_state(connection, ServerState.ONLINE)
    assert desk.turn(lambda: desk.actions["rename"].isEnabled(), 5)


def test_two_servers_are_kept_apart(desk: Desk) -> None:
    other = desk.open("other", "Field laptop")
    desk.select()
    assert desk.reason("new_project") == "Select a server first."
    row = project()
    desk.select(Item("other", row.project))
    assert desk.actions._desk.workspace(Item("other", row.project)) is other
    desk.run("new_project")
    assert "Field laptop" in desk.dialog("NadirNameDialog").windowTitle()


def test_new_task_names_the_row_that_it_is_for(desk: Desk) -> None:
    wanted: list[Any] = []
    desk.actions.new_task_wanted.connect(lambda item, paths: wanted.append((item, paths)))
    row = project()
    desk.select(row)
    desk.run("new_task")
    desk.select()
    desk.run("new_task")
    assert wanted == [(row, []), (None, [])]


def test_console_and_details_name_the_task(desk: Desk) -> None:
    wanted: list[Any] = []
    desk.actions.console_wanted.connect(wanted.append)
    desk.actions.details_wanted.connect(wanted.append)
    row = task()
    desk.select(row)
    desk.run("console")
    desk.run("details")
    assert wanted == [row, row]


def test_a_double_click_shows_results_where_there_are_some(desk: Desk) -> None:
    wanted: list[Any] = []
    desk.actions.console_wanted.connect(wanted.append)
    desk.select(task(status=20))
    desk.actions.activate()
    assert len(wanted) == 1
    assert desk.reason("load") == "There are no results before the task is completed."
    desk.select(project())
    desk.actions.activate()
    assert len(wanted) == 1


def test_loading_is_told_with_the_row(desk: Desk) -> None:
    started: list[Any] = []
    desk.actions.load_started.connect(lambda job, item: started.append((job, item)))
    row = task()
    desk.select(row)
    desk.run("load")
    assert [item for _job, item in started] == [row]
    desk.quiet()


def test_ids_are_copied(desk: Desk) -> None:
    desk.select(task("aaaa"), project("7"))
    desk.run("copy_id")
    assert QgsApplication.clipboard().text() == "7\naaaa"


def test_the_browser_gets_the_server_s_own_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    desk.select(task(), task("b/../c", status=30), project("7"))
    desk.run("open_browser")
    url = desk.server.url
    assert set(opened) == {
        f"{url}/map/project/1/task/{TASK}/",
        f"{url}/dashboard/?project_task_open=1&project_task_expanded=b%2F..%2Fc",
        f"{url}/dashboard/?project_task_open=7",
    }


def test_refresh_looks_at_the_selected_server(desk: Desk) -> None:
    before = desk.workspace.monitor._poller.watch.refresh
    desk.select(project())
    desk.run("refresh")
    assert desk.workspace.monitor._poller.watch.refresh == before + 1


def test_tool_tips_show_hostile_names_as_text(desk: Desk) -> None:
    desk.servers.set_state(type(desk.workspace.connection)(OFFICE, "<img src=x>", desk.server.url), ServerState.OFFLINE)
    desk.select(task())
    assert "&lt;img src=x&gt;" in desk.actions["rename"].toolTip()


def test_icons_are_drawn_again_after_the_theme_changed(desk: Desk) -> None:
    key = desk.actions["remove"].icon().cacheKey()
    desk.actions.refresh_icons()
    assert desk.actions["remove"].icon().cacheKey() != key
