"""What happened to the layers of the open project, in QGIS's own message bar: each thing once, with a button that helps."""

from __future__ import annotations

from typing import Callable, Protocol

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...core.layers.groups import show_and_select
from ...core.layers.life.keeper import LayerKeeper
from ...core.layers.life.notices import LayerNotice, NewerRun, ServerWanted
from ...core.servers import Servers
from ..common.notifier import Button, DetailsDialog, Notifier, log


class Opener(Protocol):
    """Who opens servers for the user, asking for what it needs."""

    def open(self, connection_id: str) -> None:
        """Start or connect to one; '' asks for a new one."""

    def add_server(self) -> None:
        """Ask for one."""


class LayerNotices(QObject):
    """Shows what a keeper of layers says. A server that is open needs no asking for any more."""

    newest_wanted = pyqtSignal(object)  # NewerRun whose files of now the user wants

    def __init__(
        self, keeper: LayerKeeper, servers: Servers, notifier: Notifier, opener: Opener, show_panel: Callable[[], None], window: QWidget
    ) -> None:
        """show_panel: called before something is asked that the panel shows."""
        super().__init__(window)
        self._servers, self._notifier, self._opener = servers, notifier, opener
        self._show_panel, self._window = show_panel, window
        keeper.said.connect(self._say)
        keeper.server_wanted.connect(self._ask_for_server)
        keeper.newer_found.connect(self._offer_newest)
        keeper.repaired.connect(self._take_back)
        servers.opened.connect(self._stop_asking)
        QgsProject.instance().cleared.connect(self._forget_project)
        self._asked: set[str] = set()
        self._passing: dict[str, frozenset[str]] = {}  # ids of layers by the key of what is said of them

    def uninstall(self) -> None:
        """Watch the project no more."""
        QgsProject.instance().cleared.disconnect(self._forget_project)

    def _say(self, notice: LayerNotice) -> None:
        log(notice)
        key = f"layers:{notice.summary} {notice.remedy}"
        if notice.passes:
            self._passing[key] = frozenset(notice.layer_ids)
        self._announce(notice, [*self._show_button(notice), *self._details_button(notice)], key)

    def _take_back(self, layer_ids: tuple[str, ...]) -> None:
        """Layers are painted again: what kept them blank is over."""
        for key in [key for key, about in self._passing.items() if about.intersection(layer_ids)]:
            del self._passing[key]
            self._notifier.answered(key)

    def _ask_for_server(self, wanted: ServerWanted) -> None:
        log(wanted.notice)
        key = _waiting(wanted.connection_id or wanted.server_url)
        self._announce(wanted.notice, [self._open_button(wanted)], key, with_remedy=False)

    def _offer_newest(self, newer: NewerRun) -> None:
        log(newer.notice)
        buttons: list[Button] = [(self.tr("Load latest run"), lambda: self.newest_wanted.emit(newer))]
        self._announce(newer.notice, buttons, f"newer:{newer.connection_id}/{newer.task.id}", with_remedy=False)

    def _announce(self, notice: LayerNotice, buttons: list[Button], key: str, *, with_remedy: bool = True) -> None:
        """with_remedy: in words; a button says the same shorter."""
        text = f"{notice.summary} {notice.remedy}".strip() if with_remedy else notice.summary
        self._asked.add(key)
        self._notifier.announce(text, Qgis.MessageLevel.Warning, buttons, key=key)

    def _stop_asking(self, connection_id: str) -> None:
        """A server that nobody knew before was asked for by its address."""
        self._notifier.answered(_waiting(connection_id))
        workspace = self._servers.workspace(connection_id)
        if workspace is not None:
            self._notifier.answered(_waiting(workspace.client.session.url))

    def _open_button(self, wanted: ServerWanted) -> Button:
        server = self._servers.get(wanted.connection_id)
        if server is None:
            return self.tr("Add server…"), self._add_server
        if server.connection.is_local:
            return self.tr("Start This computer"), lambda: self._open(wanted.connection_id)
        kept = self._servers.has_login(wanted.connection_id)
        return self.tr("Connect") if kept else self.tr("Log in…"), lambda: self._open(wanted.connection_id)

    def _show_button(self, notice: LayerNotice) -> list[Button]:
        """Leads to the first of the layers that a notice is about."""
        return [(self.tr("Show layer"), lambda: _show_first(notice))] if notice.layer_ids else []

    def _details_button(self, notice: LayerNotice) -> list[Button]:
        return [(self.tr("Details"), lambda: DetailsDialog(notice, self._window).show())] if notice.detail else []

    def _open(self, connection_id: str) -> None:
        self._show_panel()
        self._opener.open(connection_id)

    def _add_server(self) -> None:
        self._show_panel()
        self._opener.add_server()

    def _forget_project(self) -> None:
        """What is said of layers that are not there any more goes with them."""
        for key in self._asked:
            self._notifier.answered(key)
        self._asked.clear()
        self._passing.clear()


def _waiting(connection_id: str) -> str:
    return f"layers wait for:{connection_id}"


def _show_first(notice: LayerNotice) -> None:
    found = (QgsProject.instance().mapLayer(layer_id) for layer_id in notice.layer_ids)
    layer = next((each for each in found if each is not None), None)
    if layer is not None:
        show_and_select(layer)
