"""All controls of the panel and its windows at once: named, reachable by Tab, and unmoved by what a server may send."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.nodes import ProcessingNode
from nadir.core.settings import Settings
from nadir.ui.common import wording
from nadir.ui.options.page import NadirOptionsFactory
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QDialog, QDialogButtonBox, QLabel, QWidget

from .conftest import Panel, make_project, make_task

TAB = (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
OF_QT = ("qt_", "Scroll", "QtMenu")  # object names of parts that Qt makes itself
HOSTILE = "<h1>Ha</h1><img src='x'> %n %1 {0} \u202egnp.exe\u202c\x1b[31m\x00\x07 &amp; " + "wide" * 2500
ONE_OF_HOSTILE = "<h1>Ha</h1>"


def controls(window: QWidget) -> list[QWidget]:
    """What takes the focus and is seen; not the insides of Qt's own compound widgets, whose outside has the name."""
    found = (each for each in window.findChildren(QWidget) if each.isVisible() and each.focusPolicy() in TAB)
    return [each for each in found if not each.objectName().startswith(OF_QT) and not _is_inside(each)]


def _is_inside(widget: QWidget) -> bool:
    """Whether another widget hands its focus to this one, or this one hands its own away."""
    above = widget.parentWidget()
    return widget.focusProxy() is not None or (above is not None and above.focusProxy() is widget)


def buddies(window: QWidget) -> set[int]:
    return {id(label.buddy()) for label in window.findChildren(QLabel) if label.buddy() is not None and label.text()}


def faults(window: QWidget) -> list[str]:
    """Controls without an object name, or without a name for screen readers."""
    named = buddies(window)
    told = []
    for each in controls(window):
        text = each.text() if isinstance(each, QAbstractButton) else ""
        who = f"{type(each).__name__} {each.objectName()!r} in {each.parentWidget().objectName()!r}"
        if not each.objectName() and not isinstance(each.parentWidget(), (QDialogButtonBox, QgsFileWidget)):
            told.append(f"no object name: {who}")
        if not (each.accessibleName() or text or id(each) in named):
            told.append(f"no name: {who}")
    return told


def unreachable(window: QWidget) -> list[str]:
    """Controls that Tab does not come to, from wherever it starts."""
    ring, here = [window], window.nextInFocusChain()
    while here is not window:
        ring.append(here)  # kept, since what nobody keeps is wrapped anew
        here = here.nextInFocusChain()
    known = set(map(id, ring))
    return [each.objectName() for each in controls(window) if id(each) not in known]


def check(window: QWidget) -> None:
    assert controls(window), "nothing to look at"
    assert not faults(window), "\n".join(faults(window))
    assert unreachable(window) == []


def office(panel: Panel, name: str = "Dawn", **task: Any) -> None:
    panel.server.project_list = [make_project("1", "Beach", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", name, **task)]
    panel.open()


# Names and Tab


def test_controls_of_the_first_picture(panel: Panel) -> None:
    panel.widget("thisComputerPane")
    check(panel.dock)


@pytest.mark.parametrize("status", [20, 30, 40, 50])
def test_controls_of_a_task_and_its_tabs(panel: Panel, status: int) -> None:
    office(panel, status=status, last_error="It broke.", available_assets=("orthophoto.tif", "dsm.tif"))
    panel.server.console["a"] = ["one", "two"]
    for row in (("Office",), ("Office", "Beach"), ("Office", "Beach", "Dawn")):
        panel.select(*row)
        panel.turn(lambda: False, 0.1)
        check(panel.dock)
    tabs = panel.widget("taskTabs")
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        panel.turn(lambda: False, 0.1)
        check(panel.dock)


def test_controls_of_the_nodes(panel: Panel) -> None:
    panel.server.node_list = [ProcessingNode(id="7", hostname="node.example.org", port=3000, online=True)]
    office(panel)
    panel.widget("panelTabs").setCurrentIndex(1)
    panel.turn(lambda: False, 0.2)
    check(panel.dock)


def test_controls_of_the_new_task_dialog(panel: Panel, folder_of_photos: Callable[..., Path]) -> None:
    office(panel)
    panel.select("Office", "Beach")
    panel.dock._actions["new_task"].trigger()
    dialog = panel.widget("NadirNewTaskDialog")
    check(dialog)
    dialog.add_paths([folder_of_photos(3)])
    assert panel.turn(lambda: dialog.findChild(QWidget, "photoList").isVisible())
    for number in (1, 2, 3):
        dialog.findChild(QAbstractButton, f"stepButton{number}").click()
        panel.turn(lambda: False, 0.1)
        check(dialog)
    dialog.close_at_once()


@pytest.mark.parametrize("verb", ["rename", "tags", "new_project", "add_server"])
def test_controls_of_the_verbs_dialogs(panel: Panel, verb: str) -> None:
    office(panel)
    panel.select("Office", "Beach", *(() if verb in ("new_project", "add_server") else ("Dawn",)))
    panel.dock._actions[verb].trigger()
    assert panel.turn(lambda: dialogs()), verb
    panel.turn(lambda: False, 0.1)
    for dialog in dialogs():
        check(dialog)
        dialog.reject()


def dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def test_controls_of_the_options_page(panel: Panel) -> None:
    page = NadirOptionsFactory(Settings(), panel.computer, panel.jobs).createWidget(None)
    page.show()
    panel.turn(lambda: False, 0.2)
    check(page)
    page.close()
    page.deleteLater()


# What a server may send


def shown_texts(window: QWidget) -> list[tuple[str, str]]:
    """Labels that would take a text for HTML, of those that are seen."""
    rich = (Qt.TextFormat.AutoText, Qt.TextFormat.RichText)
    return [
        (each.objectName(), each.text()[:60])
        for each in window.findChildren(QLabel)
        if each.isVisible() and "<h1>" in each.text() and each.textFormat() in rich
    ]


def test_hostile_texts_widen_nothing_and_are_plain(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", HOSTILE, description=HOSTILE, tags=(HOSTILE,), task_ids=("a",))]
    panel.server.task_lists["1"] = [
        make_task("a", HOSTILE, status=30, last_error=HOSTILE, tags=(HOSTILE,), available_assets=(HOSTILE,))
    ]
    panel.server.node_list = [ProcessingNode(id="7", hostname=HOSTILE, label=HOSTILE, port=3000, online=True)]
    panel.server.console["a"] = [HOSTILE] * 3
    least = panel.dock.minimumSizeHint().width()
    panel.open()
    tree = panel.widget("projectTree")
    project = tree.model().index(0, 0, panel.row("Office"))
    assert panel.turn(lambda: tree.model().rowCount(project) > 0)
    for index in (project, tree.model().index(0, 0, project)):
        tree.setCurrentIndex(index)
        panel.turn(lambda: False, 0.1)
        look(panel, least)
    tabs = panel.widget("taskTabs")
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        panel.turn(lambda: False, 0.1)
        look(panel, least)
    panel.widget("panelTabs").setCurrentIndex(1)
    panel.turn(lambda: False, 0.2)
    look(panel, least)
    panel.dock._endings._announce_failed(panel.dock._endings._item(*one_task(panel)), wording.one_line(HOSTILE, 60), one_task(panel)[1])
    look(panel, least)


def one_task(panel: Panel) -> tuple[str, Any]:
    return panel.servers.workspaces()[0].connection.id, panel.server.task_lists["1"][0]


def look(panel: Panel, least: int) -> None:
    widest = max(least, panel.dock.fontMetrics().averageCharWidth() * 45)
    assert panel.dock.minimumSizeHint().width() <= widest
    assert shown_texts(panel.dock) == []
    tips = [each.toolTip() for each in panel.dock.findChildren(QWidget) if each.isVisible()]
    assert not [tip[:80] for tip in tips if Qt.mightBeRichText(tip) and ONE_OF_HOSTILE in tip]
    assert not panel.dock.grab().isNull()
