"""The verbs of servers, projects and tasks, defined once, with their texts, icons, keys and reasons why not now.

Tool bar, context menu and keyboard all use the same actions; what they do is the workspace's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QMenu, QWidget

from ...core.jobs import Job
from ...core.servers import Servers
from ..common import icons, wording
from ..common.notifier import Notifier
from ..details.task_files import add_file_menus
from ..selection import Item, Selection
from .carrying import CarryingVerbs
from .comparing import ComparingVerbs
from .copying import CopyingVerbs
from .desk import Desk
from .looking import LookingVerbs
from .mapping import MappingVerbs
from .naming import NamingVerbs
from .processing import ProcessingVerbs
from .removal import RemovalVerbs
from .sharing import SharingVerbs
from .verb import Look, Verb, standing

LINKS = ("public", "copy_link", "open_browser", "copy_id")  # in a menu of their own, where there is much else
TASK_MENU = (
    ("load", "add_more", "view_3d", "compare"),
    ("console", "details"),
    ("rename", "tags", "duplicate", "move", "links"),
    ("cancel", "restart", "restart_from", "options"),
    ("back_up", "compact"),
    ("remove",),
)
PROJECT_MENU = (
    ("new_task", "new_project", "import"),
    ("add_project", "add_extents", "compare"),
    ("rename", "describe", "tags", "duplicate"),
    ("share", "public", "copy_link"),
    ("open_browser", "copy_id"),
    ("remove",),
)
MIXED_MENU = (("tags", "duplicate", "public", "copy_link"), ("open_browser", "copy_id"), ("remove",))
SERVER_MENU = (("new_task", "new_project"), ("add_server", "refresh"))
TOOL_BAR = ("load", "cancel", "restart", "remove")


class Actions(QObject):
    """Holds the actions, keeps them enabled as the selection allows, and carries them out."""

    new_task_wanted = pyqtSignal(object, object)  # Item or None, list of paths
    console_wanted = pyqtSignal(object)  # Item
    details_wanted = pyqtSignal(object)  # Item
    server_add_wanted = pyqtSignal()
    load_started = pyqtSignal(object, object)  # Job, Item
    work_started = pyqtSignal(object, str)  # Job, title: of work that the panel shows a row for
    sides_wanted = pyqtSignal(object, object)  # Side, Side: what of the map is to be compared
    view_wanted = pyqtSignal(object, object)  # Workspace, Task: what of it is on the map is to be seen in 3D
    flights_wanted = pyqtSignal(object, object, object)  # Workspace, Task, Task: whose orthophotos are

    def __init__(self, servers: Servers, notifier: Notifier, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._selection = Selection()
        self._desk = Desk(servers, notifier, window)
        self._looking, self._copying = LookingVerbs(self._desk), CopyingVerbs(self._desk)
        self._processing, self._removal = ProcessingVerbs(self._desk), RemovalVerbs(self._desk)
        self._carrying, self._mapping = CarryingVerbs(self._desk), MappingVerbs(self._desk)
        self._comparing = ComparingVerbs(self._desk)
        groups = (
            self._looking, self._mapping, self._comparing, NamingVerbs(self._desk), self._copying, SharingVerbs(self._desk),
            self._processing, self._carrying, self._removal,
        )  # fmt: skip
        self._verbs: dict[str, Verb] = {name: verb for group in groups for name, verb in group.verbs().items()}
        self._actions = {name: self._action(name, verb) for name, verb in self._verbs.items()}
        self._add_menu("restart_from", "stagesMenu", self._processing.stages_menu)
        self._add_menu("add_more", "offersMenu", self._mapping.fill_offers)
        self._timer = QTimer(self)  # one change of the QGIS project can be many layers
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.update)
        self._connect_signals()
        self.update()

    def set_selection(self, selection: Selection) -> None:
        """What the verbs act on from now on."""
        self._selection = selection
        self._removal.watch(selection)
        self.update()

    @property
    def selection(self) -> Selection:
        """What the verbs act on."""
        return self._selection

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def tool_bar_actions(self) -> tuple[QAction, ...]:
        """Those that act on the selection and are worth a button."""
        return tuple(self._actions[name] for name in TOOL_BAR)

    def for_key(self, event: QKeyEvent) -> Optional[QAction]:
        """The action that a pressed key stands for."""
        modifiers = event.modifiers()
        keys = QKeySequence(int(getattr(modifiers, "value", modifiers)) | event.key())  # a plain flag in Qt 5, an enum in Qt 6
        return next((action for action in self._actions.values() if action.shortcut() == keys), None)

    def context_menu(self, parent: QWidget) -> QMenu:
        """The verbs that fit the selected rows."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)  # they say why something is grey
        for names in self._menu():
            menu.addSeparator()
            menu.addActions([self._actions[name] for name in names if name != "links"])
            if "links" in names:
                self._add_links(menu)
            if "load" in names:
                self._add_files(menu)
        return menu

    def activate(self) -> None:
        """The first thing one wants of the selected row: results where there are some, else the console."""
        for name in ("load", "console"):
            if self._selection.tasks and self._actions[name].isEnabled():
                self._actions[name].trigger()
                return

    def move(self, items: Sequence[Item], target: Item) -> None:
        """Put tasks into another project, as after a drag."""
        self._copying.move(items, target)

    def load(self, item: Item) -> None:
        """Put a finished task's results on the map; where all are there, show them."""
        self._mapping.load(item)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for name, action in self._actions.items():
            action.setIcon(icons.icon(self._look(self._verbs[name]).icon, self._window))

    def update(self) -> None:
        """See again what can be done with the selection."""
        for name, verb in self._verbs.items():
            self._update(self._actions[name], verb)

    # How

    def _connect_signals(self) -> None:
        servers, project = self._desk.servers, QgsProject.instance()
        for signal in (servers.changed, servers.opened, servers.closed):
            signal.connect(self._take_change)
        self._desk.changed.connect(self._update_soon)
        project.layersAdded.connect(self._take_change)
        project.layersRemoved.connect(self._take_change)
        self._looking.new_task_wanted.connect(self.new_task_wanted)
        self._looking.console_wanted.connect(self.console_wanted)
        self._looking.details_wanted.connect(self.details_wanted)
        self._looking.server_add_wanted.connect(self.server_add_wanted)
        self._mapping.load_started.connect(self.load_started)
        self._mapping.started.connect(self.work_started)
        self._mapping.view_wanted.connect(self.view_wanted)
        self._comparing.started.connect(self.work_started)
        self._comparing.sides_wanted.connect(self.sides_wanted)
        self._comparing.flights_wanted.connect(self.flights_wanted)
        self._carrying.started.connect(self.work_started)

    def _take_change(self, _what: object) -> None:
        self._update_soon()

    def _update_soon(self) -> None:
        self._timer.start(0)

    def _action(self, name: str, verb: Verb) -> QAction:
        action = QAction(icons.icon(verb.icon, self._window), verb.text, self)
        action.setObjectName(f"{name}Action")
        if verb.shortcut:
            action.setShortcut(QKeySequence(verb.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the panel answers to it while it has the focus
        action.triggered.connect(lambda _checked=False: self._run(verb))
        return action

    def _add_menu(self, name: str, object_name: str, fill: Callable[[Selection, QMenu], None]) -> None:
        menu = QMenu(self._window)
        menu.setObjectName(object_name)
        menu.aboutToShow.connect(lambda: fill(self._selection, menu))
        self._actions[name].setMenu(menu)

    def _run(self, verb: Verb) -> None:
        """What is allowed may have changed since the action was drawn."""
        found = standing(verb, self._selection)
        if found.items:
            verb.run(found.items)

    def _update(self, action: QAction, verb: Verb) -> None:
        found, look = standing(verb, self._selection, at_a_glance=True), self._look(verb)
        action.setEnabled(bool(found.items))
        if look.text != action.text():
            action.setText(look.text)
            action.setIcon(icons.icon(look.icon, self._window))
        title = look.text.replace("&", "").rstrip(" …")
        keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if verb.shortcut else ""
        action.setToolTip(wording.plain_tooltip(title + keys + (f"\n{found.note}" if found.note else "")))
        action.setStatusTip(found.note)

    def _look(self, verb: Verb) -> Look:
        return verb.look(self._selection) if verb.look is not None else Look(verb.icon, verb.text)

    def _menu(self) -> Sequence[Sequence[str]]:
        tasks, projects = self._selection.tasks, self._selection.projects
        if tasks and projects:
            return MIXED_MENU
        if tasks:
            return TASK_MENU
        return PROJECT_MENU if projects else SERVER_MENU

    def _follow(self, job: Job) -> None:
        self._desk.follow(job)

    def _add_links(self, menu: QMenu) -> None:
        links = menu.addMenu(icons.icon("link", self._window), self.tr("Lin&ks"))
        links.setObjectName("linksMenu")
        links.setToolTipsVisible(True)
        links.addActions([self._actions[name] for name in LINKS])

    def _add_files(self, menu: QMenu) -> None:
        """What can be done with the files of a single task."""
        if len(self._selection.tasks) != 1:
            return
        item = self._selection.tasks[0]
        workspace = self._desk.workspace(item)
        if workspace is not None and item.task is not None:
            add_file_menus(menu, self._window, workspace, item.task, self._follow)
