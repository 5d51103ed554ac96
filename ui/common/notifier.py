"""Errors and news in the message bars: of the dock for what the user did, of QGIS for what ended in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.core import Qgis, QgsApplication, QgsMessageLog
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import Cancelled, NadirError
from .system_notice import SystemNotice

LOG_TAG = "Nadir"
SECONDS = 10  # how long news stays that asks for nothing

Button = tuple[str, Callable[[], None]]  # label and what a click does


class MessageItem(QgsMessageBarItem):
    """A message that wraps in a narrow dock and shows its text literally.

    QGIS's own item cuts what does not fit on one line and renders HTML, which a server could have put into a name.
    """

    def __init__(self, text: str, level: Qgis.MessageLevel, seconds: int = 0, *, wide: bool = False) -> None:
        """seconds: how long it stays; 0: until it is closed. wide: buttons stand beside the text, as in QGIS's own bar."""
        self._text = text
        self._body = QWidget()  # kept: QGIS takes the widget over without telling Python
        self._body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self._body) if wide else QVBoxLayout(self._body)
        layout.setContentsMargins(0, 4, 0, 4)
        self._buttons = QHBoxLayout()
        label = QLabel(text)
        label.setObjectName("messageText")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(label, 1)
        layout.addLayout(self._buttons)
        self._buttons.addStretch()
        super().__init__(self._body, level, seconds)

    def add_button(self, label: str, action: Callable[[], None]) -> None:
        """A button that does something about the message."""
        button = QToolButton()
        button.setText(label)
        button.clicked.connect(lambda _checked=False: action())
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def text(self) -> str:
        """What the message says."""
        return self._text


class DetailsDialog(QDialog):
    """The technical part of an error, to read and to copy."""

    def __init__(self, error: NadirError, parent: Optional[QWidget]) -> None:
        super().__init__(parent)
        self.setObjectName("NadirDetailsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Details"))
        self.resize(560, 320)
        view = QPlainTextEdit("\n\n".join(part for part in (error.summary, error.remedy, error.detail) if part))
        view.setReadOnly(True)
        view.setAccessibleName(self.tr("Technical details"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QgsApplication.clipboard().setText(view.toPlainText()))
        layout = QVBoxLayout(self)
        layout.addWidget(view)
        layout.addWidget(buttons)


class Notifier(QObject):
    """Shows errors and news; writes the technical detail to QGIS's log."""

    def __init__(
        self, bar: QgsMessageBar, main_bar: QgsMessageBar, parent: QWidget, notice: Optional[SystemNotice] = None
    ) -> None:
        """notice: where news goes, too, while QGIS is in the background."""
        super().__init__(parent)
        self._notice = notice
        self._bar = bar
        self._main_bar = main_bar
        self._window = parent
        self._announced: list[MessageItem] = []
        self._asked: dict[str, MessageItem] = {}

    def show_error(self, error: object, buttons: Sequence[Button] = (), *, key: str = "") -> None:
        """Say in the dock what happened and what can be done, with a button where there is one.

        Something that the user cancelled is no error. key: what it is about; `answered` takes it away.
        """
        if isinstance(error, Cancelled):
            return
        if key:
            self.answered(key)
        item = self._show(as_nadir_error(error), buttons)
        if key and item is not None:
            self._asked[key] = item

    def ask(self, key: str, text: str, button: Button) -> None:
        """Ask in the dock for something that the user has to do, until that or `answered`; one question for each key."""
        self.answered(key)
        QgsMessageLog.logMessage(text, LOG_TAG, Qgis.MessageLevel.Warning, False)
        item = MessageItem(text, Qgis.MessageLevel.Warning)
        item.add_button(button[0], _closing(self._bar, item, button[1]))
        self._asked[key] = item
        self._bar.pushItem(item)

    def answered(self, key: str) -> None:
        """What was asked is over: take that question away, and no other message."""
        item = self._asked.pop(key, None)
        if item is None:
            return
        if item in self._announced:
            self._forget(item)
            self._main_bar.popWidget(item)
        elif item in self._bar.items():
            self._bar.popWidget(item)

    def _show(self, known: NadirError, buttons: Sequence[Button] = ()) -> Optional[MessageItem]:
        """The new message; None where it stands there already."""
        log(known)
        text = "\n".join(part for part in (known.summary, known.remedy) if part)
        if text in (item.text() for item in self._bar.items()):
            return None
        item = MessageItem(text, Qgis.MessageLevel.Critical)
        for label, action in buttons:
            item.add_button(label, _closing(self._bar, item, action))
        if known.detail:
            item.add_button(self.tr("Details"), lambda: DetailsDialog(known, self._window).show())
        self._bar.pushItem(item)
        return item

    def warn(self, text: str) -> None:
        """Say in the dock what the user should know though nothing went wrong. It stays until it is closed."""
        QgsMessageLog.logMessage(text, LOG_TAG, Qgis.MessageLevel.Warning, False)
        if text not in (item.text() for item in self._bar.items()):
            self._bar.pushItem(MessageItem(text, Qgis.MessageLevel.Warning))

    def inform(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """Say in the dock what became of something that the user did, with a button that takes it back where there is one."""
        QgsMessageLog.logMessage(text, LOG_TAG, Qgis.MessageLevel.Info, False)
        item = MessageItem(text, Qgis.MessageLevel.Info, SECONDS)
        for label, action in buttons:
            item.add_button(label, _closing(self._bar, item, action))
        self._bar.pushItem(item)

    def announce(
        self, text: str, level: Qgis.MessageLevel, buttons: Sequence[Button] = (), *, aloud: bool = False, key: str = ""
    ) -> None:
        """News from the background, in QGIS's own message bar, where it is seen with the dock closed too.

        With something to click it stays until the user has seen it. aloud: told by the desktop, too, while QGIS is in the
        background. key: what it is about; `answered` takes it away.
        """
        if key:
            self.answered(key)
        if aloud and self._notice is not None:
            self._notice.tell(text)
        QgsMessageLog.logMessage(text, LOG_TAG, level, False)
        item = MessageItem(text, level, 0 if buttons else SECONDS, wide=True)
        for label, action in buttons:
            item.add_button(label, _closing(self._main_bar, item, action))
        self._main_bar.pushItem(item)
        self._announced.append(item)
        if key:
            self._asked[key] = item
        item.destroyed.connect(lambda: self._forget(item))

    def clear(self) -> None:
        """Take the dock's messages away; they speak of something that is over."""
        self._bar.clearWidgets()
        self._asked = {key: item for key, item in self._asked.items() if item in self._announced}

    def close(self) -> None:
        """Leave nothing of ours in QGIS's message bar."""
        for item in tuple(self._announced):
            self._main_bar.popWidget(item)
        self._announced.clear()
        if self._notice is not None:
            self._notice.close()
        self.clear()

    def _forget(self, item: MessageItem) -> None:
        if item in self._announced:
            self._announced.remove(item)
        for key in [key for key, known in self._asked.items() if known is item]:
            del self._asked[key]


def _closing(bar: QgsMessageBar, item: MessageItem, action: Callable[[], None]) -> Callable[[], None]:
    """The action, after the message that offered it is gone."""

    def act() -> None:
        bar.popWidget(item)
        action()

    return act


def as_nadir_error(error: object) -> NadirError:
    """Any failure as one with a summary; the unexpected keeps its own text as the detail."""
    if isinstance(error, NadirError):
        return error
    return NadirError(
        QCoreApplication.translate("Nadir", "Something unexpected went wrong in Nadir."),
        QCoreApplication.translate("Nadir", "Try again; if it stays so, please report it with the details."),
        f"{type(error).__name__}: {error}",
    )


def log(error: NadirError) -> None:
    """Write all parts of an error to QGIS's log, without a pop-up."""
    text = "\n".join(part for part in (error.summary, error.remedy, error.detail) if part)
    QgsMessageLog.logMessage(text, LOG_TAG, Qgis.MessageLevel.Warning, False)
