"""What the user is told, where, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from nadir.core.errors import Cancelled, NadirError
from nadir.ui.common import system_notice
from nadir.ui.common.notifier import Notifier
from nadir.ui.common.system_notice import SystemNotice
from qgis.core import Qgis
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtWidgets import QApplication, QToolButton, QWidget


class Tray:
    """Stands for the desktop's notifications, which a test machine has none of."""

    shown: list[tuple[str, str]] = []
    hidden = 0

    def __init__(self, *_arguments: Any) -> None:
        self.messageClicked = self.activated = self

    def connect(self, slot: Any) -> None:
        self.click = slot

    @staticmethod
    def isSystemTrayAvailable() -> bool:  # noqa: N802 - Qt's name
        return True

    @staticmethod
    def supportsMessages() -> bool:  # noqa: N802 - Qt's name
        return True

    def setToolTip(self, _text: str) -> None:  # noqa: N802 - Qt's name
        pass

    def show(self) -> None:
        pass

    def showMessage(self, title: str, text: str, *_how: Any) -> None:  # noqa: N802 - Qt's name
        Tray.shown.append((title, text))

    def hide(self) -> None:
        Tray.hidden += 1

    def deleteLater(self) -> None:  # noqa: N802 - Qt's name
        pass


class Desk:
    def __init__(self) -> None:
        self.window = QWidget()
        self.bar, self.main_bar = QgsMessageBar(self.window), QgsMessageBar(self.window)
        self.notice = SystemNotice(self.window)
        self.notifier = Notifier(self.bar, self.main_bar, self.window, self.notice)
        self.window.show()

    def texts(self, bar: QgsMessageBar) -> list[str]:
        return [item.text() for item in bar.items()]


@pytest.fixture
def desk(qgis_iface: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    Tray.shown, Tray.hidden = [], 0
    monkeypatch.setattr(system_notice, "QSystemTrayIcon", Tray)
    made = Desk()
    yield made
    made.notifier.close()
    made.window.deleteLater()
    QApplication.processEvents()


def in_background(monkeypatch: pytest.MonkeyPatch, is_so: bool) -> None:
    monkeypatch.setattr(system_notice, "is_in_background", lambda: is_so)


def test_what_was_cancelled_is_no_error(desk: Desk) -> None:
    desk.notifier.show_error(Cancelled())
    assert desk.texts(desk.bar) == []


def test_an_error_stands_once_with_its_remedy(desk: Desk) -> None:
    for _ in range(2):
        desk.notifier.show_error(NadirError("No disk space is left.", "Free some.", "ENOSPC"))
    assert desk.texts(desk.bar) == ["No disk space is left.\nFree some."]


def test_the_unexpected_keeps_its_text_for_the_details(desk: Desk) -> None:
    desk.notifier.show_error(ValueError("<script>"))
    (text,) = desk.texts(desk.bar)
    assert "Something unexpected" in text and "<script>" not in text


def test_a_question_stands_until_it_is_answered_and_takes_no_other_message_along(desk: Desk) -> None:
    pressed: list[str] = []
    desk.notifier.warn("Something else.")
    desk.notifier.ask("office", "Office: log in?", ("Log in", lambda: pressed.append("office")))
    desk.notifier.ask("office", "Office: log in again?", ("Log in", lambda: pressed.append("again")))
    assert sorted(desk.texts(desk.bar)) == ["Office: log in again?", "Something else."]
    desk.notifier.answered("elsewhere")
    next(button for button in desk.bar.findChildren(QToolButton) if button.text() == "Log in" and button.isVisible()).click()
    assert desk.texts(desk.bar) == ["Something else."] and pressed == ["again"]
    desk.notifier.answered("office")
    assert desk.texts(desk.bar) == ["Something else."]


def test_news_is_told_by_the_desktop_only_while_qgis_is_in_the_background(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_background(monkeypatch, False)
    desk.notifier.announce("“Dawn” is completed.", Qgis.MessageLevel.Success, aloud=True)
    assert Tray.shown == [] and desk.texts(desk.main_bar) == ["“Dawn” is completed."]
    in_background(monkeypatch, True)
    desk.notifier.announce("Quiet news.", Qgis.MessageLevel.Success)
    assert Tray.shown == []
    desk.notifier.announce("“Noon” is completed.", Qgis.MessageLevel.Success, aloud=True)
    assert Tray.shown == [("Nadir", "“Noon” is completed.")]


def test_the_desktop_is_given_no_markup(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    in_background(monkeypatch, True)
    monkeypatch.setattr(system_notice.sys, "platform", "linux")
    desk.notice.tell("<a href='x'>Dawn</a> & %n")
    assert Tray.shown == [("Nadir", "&lt;a href='x'&gt;Dawn&lt;/a&gt; &amp; %n")]
    monkeypatch.setattr(system_notice.sys, "platform", "win32")
    desk.notice.tell("<b>Dawn</b>")
    assert Tray.shown[-1] == ("Nadir", "<b>Dawn</b>")


def test_a_click_on_the_message_brings_qgis_to_the_front_and_nothing_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_background(monkeypatch, True)
    desk.window.showMinimized()
    desk.notice.tell("Done.")
    desk.notice._icon.click()
    assert not desk.window.isMinimized() and Tray.hidden == 1
    desk.notice.close()
    assert Tray.hidden == 1


def test_a_desktop_without_messages_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    in_background(monkeypatch, True)
    monkeypatch.setattr(Tray, "isSystemTrayAvailable", staticmethod(lambda: False))
    assert desk.notice.tell("Done.") and Tray.shown == []


def test_closing_takes_our_messages_out_of_the_bar_of_qgis(desk: Desk) -> None:
    desk.main_bar.pushMessage("QGIS's own")
    desk.notifier.announce("Ours.", Qgis.MessageLevel.Critical, [("Show console", lambda: None)])
    desk.notifier.close()
    assert len(desk.main_bar.items()) == 1
