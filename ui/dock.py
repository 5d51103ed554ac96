"""The Nadir panel: the frame around its pages, and how they, the servers and QGIS are joined."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgisInterface, QgsDockWidget, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, Qt, QTimer
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from qgis.PyQt.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ..core.connections import LOCAL_ID, Connections
from ..core.jobs import JobControl, Jobs
from ..core.layers.access.signer import RequestSigner
from ..core.layers.life.keeper import LayerKeeper
from ..core.local.this_computer import ThisComputer
from ..core.servers import Servers
from ..core.settings import Settings
from .actions.actions import Actions
from .common.drops import photo_paths
from .common.notifier import Notifier
from .common.system_notice import SystemNotice
from .connections.attention import Attention
from .connections.server_pane import ServerPane
from .endings import Endings
from .map.parts import MapParts
from .new_tasks import NewTasks
from .nodes.footer import NodesFooter
from .nodes.page import NodesPage
from .projects_page import ProjectsPage, focus_on
from .selection import Item
from .this_computer.pane import ThisComputerPane

PROJECTS, NODES = 0, 1  # the tabs


class NadirDock(QgsDockWidget):
    """What plugin.py registers; `shut_down` before it is deleted. What is inside is made when it is first seen."""

    def __init__(
        self,
        iface: QgisInterface,
        jobs: Jobs,
        settings: Settings,
        connections: Connections,
        this_computer: ThisComputer,
        signer: RequestSigner,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._icons_timer = _single_shot(self)  # one change of theme is many events
        self._layout_timer = _single_shot(self, 1000)  # a splitter that is dragged moves often
        self.setObjectName("NadirDock")
        self.setWindowTitle("Nadir")
        self.setAcceptDrops(True)
        self._iface = iface
        self._jobs = jobs
        self._settings = settings
        self._this_computer = this_computer
        self._is_built = False
        self.servers = Servers(jobs, settings, connections, this_computer, signer, self)
        self._bar = QgsMessageBar()
        self._bar.setObjectName("messageBar")
        self._content = QVBoxLayout()
        self._lay_out()
        notice = SystemNotice(iface.mainWindow())
        self._notifier = Notifier(self._bar, iface.messageBar(), self, notice)
        self._attention = Attention(self.servers, self._notifier, self._open_settings, self)
        self.map_parts = MapParts(iface, self.servers, self._notifier, settings, self)
        self.map_parts.verbs.reveal_wanted.connect(self._reveal_item)
        this_computer.stopped_unexpectedly.connect(self._tell_local_stop)
        self.visibilityChanged.connect(self._tell_visible)

    def shut_down(self) -> None:
        """Leave nothing behind: connections, dialogs, messages in QGIS's own bar."""
        self._this_computer.stopped_unexpectedly.disconnect(self._tell_local_stop)
        self.map_parts.uninstall()
        if self._is_built:
            self._new_tasks.close()
        self.servers.close_all()
        self._notifier.close()

    def take_focus(self) -> None:
        """For who opens the panel: the keyboard is on what is selected in it, as soon as that is seen."""
        if self._is_built:
            part = self._pages.currentWidget() if self._tabs.currentIndex() == NODES else self._projects.tree.view
            QTimer.singleShot(0, lambda: focus_on(part))

    def follow_layers(self, keeper: LayerKeeper) -> None:
        """Show what a keeper of layers says, and open the servers that it asks for."""
        self.map_parts.follow(keeper, self._attention, lambda: self.setUserVisible(True))

    # Putting together

    def _lay_out(self) -> None:
        content = QWidget()
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(0, 0, 0, 0)
        self._content.setSpacing(0)
        self._content.addWidget(self._bar)
        self.setWidget(content)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the inside when it is first seen, and only then go to the network."""
        if not self._is_built:
            self._is_built = True
            self._build()
            QTimer.singleShot(0, self._begin)
        super().showEvent(event)

    def _build(self) -> None:
        self._actions = Actions(self.servers, self._notifier, self)
        self._projects = ProjectsPage(self.servers, self._actions, self._notifier, self._make_panes)
        self._new_tasks = NewTasks(
            self.servers, self._jobs, self._settings, self._projects.uploads, self._iface.mapCanvas(), self
        )
        self._endings = Endings(self.servers, self._actions, self._notifier, self._settings, self)
        self._nodes: Optional[NodesPage] = None
        self._footer = NodesFooter(self.servers)
        self._tabs = QTabBar()
        self._tabs.setObjectName("panelTabs")
        self._tabs.setAccessibleName(self.tr("Pages of the panel"))
        self._tabs.setDocumentMode(True)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.addTab(self.tr("Projects"))
        self._tabs.addTab(self.tr("Processing nodes"))
        self._tabs.setTabToolTip(NODES, self.tr("Processing nodes"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._projects)
        self._content.addWidget(self._tabs)
        self._content.addWidget(self._pages, 1)
        self._content.addWidget(self._footer)
        self._connect_parts()
        self._name_tabs()
        self._refresh_icons()

    def _connect_parts(self) -> None:
        projects, actions = self._projects, self._actions
        self._tabs.currentChanged.connect(self._show_page)
        self._footer.clicked.connect(lambda: self._tabs.setCurrentIndex(NODES))
        projects.tree.server_wanted.connect(self._attention.open)
        projects.tree.photos_dropped.connect(self._new_tasks.show)
        projects.uploads.task_created.connect(lambda key, task: projects.reveal(Item(key, None, task)))
        projects.completed.connect(lambda: projects.restore_layout(self._settings.panel_layout))
        projects.layout_changed.connect(self._layout_timer.start)
        actions.new_task_wanted.connect(self._begin_task)
        actions.server_add_wanted.connect(self._attention.add_server)
        actions.sides_wanted.connect(self.map_parts.swipe)
        actions.view_wanted.connect(self.map_parts.view_3d)
        actions.flights_wanted.connect(self.map_parts.swipe_flights)
        self.map_parts.verbs.started.connect(projects.uploads.activities.add)
        self._endings.console_wanted.connect(self._reveal_console)
        self._attention.revealed.connect(self._reveal_server)
        self._icons_timer.timeout.connect(self._refresh_icons)
        self._layout_timer.timeout.connect(self._remember_layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow panel has room for the short name of a tab only."""
        super().resizeEvent(event)
        if self._is_built:
            self._name_tabs()

    def _name_tabs(self) -> None:
        full, short = self.tr("Processing nodes"), self.tr("Nodes")
        metrics = self._tabs.fontMetrics()
        room = metrics.horizontalAdvance(self._tabs.tabText(PROJECTS) + full) + 8 * metrics.height() // 2
        self._tabs.setTabText(NODES, full if room <= self.width() else short)

    def _make_panes(self) -> tuple[QWidget, QWidget]:
        """The details of a server and of This computer."""
        server_pane = ServerPane(self.servers, self._notifier)
        server_pane.login_wanted.connect(self._attention.log_in)
        server_pane.settings_wanted.connect(self._open_settings)
        here = ThisComputerPane(self._this_computer, self.servers, self._jobs, self._settings, self._notifier)
        return server_pane, here

    def _begin(self) -> None:
        """Open what was open last time; where there is nothing yet, explain This computer."""
        self.servers.open_quietly()
        if len(self.servers.all()) == 1:
            self._reveal_server(LOCAL_ID)

    # What other parts want

    def _show_page(self, tab: int) -> None:
        """The nodes are made when they are first looked at."""
        if tab == NODES and self._nodes is None:
            self._nodes = NodesPage(self.servers, self._notifier)
            self._pages.addWidget(self._nodes)
        self._pages.setCurrentIndex(tab)
        self._tell_nodes()

    def _begin_task(self, item: Optional[Item], paths: list) -> None:
        """Where nothing is connected, beside what can be: the chosen server, or This computer."""
        if not self.servers.workspaces():
            self._reveal_server(item.connection_id if item is not None else LOCAL_ID)
        self._new_tasks.show(item, paths)

    def _reveal_server(self, connection_id: str) -> None:
        self._tabs.setCurrentIndex(PROJECTS)
        self._projects.reveal_server(connection_id)

    def _reveal_item(self, item: Item) -> None:
        """Of a layer of the map: its task, or its server where that is not open."""
        self.setUserVisible(True)
        if item.task is None:
            self._reveal_server(item.connection_id)
        else:
            self._tabs.setCurrentIndex(PROJECTS)
            self._projects.reveal(item)

    def _reveal_console(self, item: Item) -> None:
        self.setUserVisible(True)
        self._tabs.setCurrentIndex(PROJECTS)
        self._projects.reveal(item)
        self._projects.open_console(item)

    def _open_settings(self, page: str) -> None:
        """A page of QGIS's own Options dialog."""
        self._iface.showOptionsDialog(self._iface.mainWindow(), page)

    def _tell_local_stop(self, error: object) -> None:
        button = (self.tr("Start again"), lambda: self._attention.open(LOCAL_ID))
        self._notifier.show_error(error, [button])

    def _remember_layout(self) -> None:
        """By a job, since QGIS's settings go to the disk at once."""
        layout = self._projects.save_layout()

        def remember(_control: JobControl) -> None:
            self._settings.panel_layout = layout

        self._jobs.start(self.tr("Remembering the panel's layout"), remember)

    # Events

    def _tell_visible(self) -> None:
        self.servers.set_panel_visible(self.isUserVisible())
        self._tell_nodes()

    def _tell_nodes(self) -> None:
        if self._is_built and self._nodes is not None:
            self._nodes.set_shown(self.isUserVisible() and self._tabs.currentIndex() == NODES)

    def event(self, event: QEvent) -> bool:
        """Claim F6 while the focus is in here, which goes from part to part."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_F6:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 goes to the next part of the panel, with Shift to the one before."""
        if event.key() == Qt.Key.Key_F6 and self._is_built:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go_to_next_part(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _go_to_next_part(self, step: int) -> None:
        """To the next one that has something to take the focus."""
        inside = self._projects.parts() if self._tabs.currentIndex() == PROJECTS else (self._pages.currentWidget(),)
        parts = [part for part in (self._tabs, *inside, self._footer) if part.isVisible() and part.isEnabled()]
        focus = self.window().focusWidget()
        here = next((place for place, part in enumerate(parts) if focus is part or part.isAncestorOf(focus)), 0)
        for distance in range(1, len(parts) + 1):
            if focus_on(parts[(here + distance * step) % len(parts)]):
                return

    def changeEvent(self, event: QEvent) -> None:
        """Icons take the theme's text colour, so they are drawn again when that changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._icons_timer.start()

    def _refresh_icons(self) -> None:
        self._actions.refresh_icons()
        self.map_parts.refresh_icons()
        self._projects.refresh_icons()
        self._footer.refresh_icons()
        if self._nodes is not None:
            self._nodes.refresh_icons()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos, and folders of them, may be dropped anywhere on the panel."""
        if self._is_built and photo_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open *New task* for what was dropped."""
        event.acceptProposedAction()
        self._new_tasks.show(self._actions.selection.current, photo_paths(event.mimeData()))


def _single_shot(parent: QWidget, milliseconds: int = 0) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
