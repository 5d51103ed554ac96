"""The verbs of a project and of a task, defined once, with their texts, icons, keys and reasons why not now.

Tool bar, context menu and keyboard all use the same actions; what they do is the workspace's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QInputDialog, QMenu, QWidget

from ...core.api.projects import Project
from ...core.api.tasks import Task
from ...core.jobs import Job
from ...core.layers.plan import why_no_place
from ...core.workspace import Workspace
from ..common import icons, wording
from ..common.confirmation import confirm
from ..common.notifier import Notifier
from ..details.task_files import add_file_menus


@dataclass(frozen=True)
class Selection:
    """What the verbs speak of: a task with its project, a project alone, or nothing."""

    project: Optional[Project] = None
    task: Optional[Task] = None


@dataclass(frozen=True)
class _Verb:
    """An action's looks, what it does, and why it cannot be done with a selection ('' where it can)."""

    icon: str
    text: str
    run: Callable[[], None]
    refusal: Callable[[Selection], str]
    shortcut: str = ""


class Actions(QObject):
    """Holds the actions, keeps them enabled as the selection allows, and carries them out."""

    new_task_wanted = pyqtSignal(object)  # Project or None
    console_wanted = pyqtSignal(object)  # Task
    load_started = pyqtSignal(object, object)  # Job, Task

    def __init__(self, notifier: Notifier, window: QWidget) -> None:
        super().__init__(window)
        self._notifier = notifier
        self._window = window
        self._workspace: Optional[Workspace] = None
        self._selection = Selection()
        self._layers_timer = QTimer(self)  # one change of the QGIS project can be many layers
        self._layers_timer.setSingleShot(True)
        self._layers_timer.timeout.connect(self._update)
        self._verbs = self._define()
        self._actions = {name: self._action(name, verb) for name, verb in self._verbs.items()}
        self._update()

    def set_workspace(self, workspace: Optional[Workspace]) -> None:
        """The connection that the verbs act on; None when it was closed."""
        project = QgsProject.instance()
        if self._workspace is not None:
            project.layersAdded.disconnect(self._layers_changed)
            project.layersRemoved.disconnect(self._layers_changed)
        self._workspace = workspace
        if workspace is not None:
            project.layersAdded.connect(self._layers_changed)
            project.layersRemoved.connect(self._layers_changed)
        self.set_selection(Selection())

    def set_selection(self, selection: Selection) -> None:
        """What the verbs act on from now on."""
        self._selection = selection
        self._update()

    @property
    def selection(self) -> Selection:
        """What the verbs act on."""
        return self._selection

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def for_key(self, event: QKeyEvent) -> Optional[QAction]:
        """The action that a pressed key stands for."""
        modifiers = event.modifiers()
        keys = QKeySequence(int(getattr(modifiers, "value", modifiers)) | event.key())  # a plain flag in Qt 5, an enum in Qt 6
        return next((action for action in self._actions.values() if action.shortcut() == keys), None)

    def context_menu(self, parent: QWidget) -> QMenu:
        """The verbs that fit the selected row."""
        menu = QMenu(parent)
        if self._selection.task is not None:
            groups = [["load", "console"], ["cancel", "restart", "copy_id"], ["remove"]]
        elif self._selection.project is not None:
            groups = [["new_task", "new_project"], ["copy_id"], ["remove"]]
        else:
            groups = [["new_task", "new_project"], ["refresh"]]
        for names in groups:
            menu.addSeparator()
            menu.addActions([self._actions[name] for name in names])
            if "load" in names and self._workspace is not None and self._selection.task is not None:
                add_file_menus(menu, self._window, self._workspace, self._selection.task, self._follow)
        return menu

    def activate(self) -> None:
        """The first thing one wants of the selected row: results where there are some, else the console."""
        for name in ("load", "console"):
            if self._actions[name].isEnabled():
                self._actions[name].trigger()
                return

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for name, action in self._actions.items():
            action.setIcon(icons.icon(self._looks(name)[0], self._window))

    # The verbs

    def _define(self) -> dict[str, _Verb]:
        return {
            "new_task": _Verb("new-task", self.tr("New &task…"), self._new_task, self._refuse_offline, "Ctrl+T"),
            "new_project": _Verb("new-project", self.tr("New &project…"), self._new_project, self._refuse_offline),
            "load": _Verb("add-to-map", self.tr("&Add to map"), self._load, self._refuse_load),
            "cancel": _Verb("cancel", self.tr("&Cancel"), self._cancel, self._refuse_cancel),
            "restart": _Verb("restart", self.tr("Re&start"), self._restart, self._refuse_restart),
            "console": _Verb("console", self.tr("Show c&onsole"), self._console, self._refuse_console),
            "copy_id": _Verb("copy", self.tr("Copy &ID"), self._copy_id, self._refuse_nothing),
            "remove": _Verb("remove", self.tr("&Remove…"), self._remove, self._refuse_remove, "Del"),
            "refresh": _Verb("refresh", self.tr("Re&fresh"), self._refresh, self._refuse_offline, "F5"),
        }

    def _action(self, name: str, verb: _Verb) -> QAction:
        action = QAction(icons.icon(verb.icon, self._window), verb.text, self)
        action.setObjectName(f"{name}Action")
        if verb.shortcut:
            action.setShortcut(QKeySequence(verb.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the page answers to it, see WorkPage.event
        action.triggered.connect(lambda _checked=False: verb.run())
        return action

    def _update(self) -> None:
        for name, verb in self._verbs.items():
            action = self._actions[name]
            reason = verb.refusal(self._selection)
            action.setEnabled(not reason)
            icon, text = self._looks(name)
            if text != action.text():
                action.setText(text)
                action.setIcon(icons.icon(icon, self._window))
            title = text.replace("&", "").rstrip("…")
            keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if verb.shortcut else ""
            action.setToolTip(wording.plain_tooltip(title + keys + (f"\n{reason}" if reason else "")))

    def _looks(self, name: str) -> tuple[str, str]:
        """Icon and text of an action: what is on the map already is not added, but zoomed to."""
        if name == "load" and self._is_on_map(self._selection.task):
            return "zoom-to-layers", self.tr("Zoom to &layers")
        return self._verbs[name].icon, self._verbs[name].text

    def _is_on_map(self, task: Optional[Task]) -> bool:
        return self._workspace is not None and task is not None and task.completed and self._workspace.is_on_map(task)

    def _layers_changed(self) -> None:
        self._layers_timer.start(0)

    def _new_task(self) -> None:
        self.new_task_wanted.emit(self._selection.project)

    def _new_project(self) -> None:
        dialog = QInputDialog(self._window)
        dialog.setObjectName("NadirNewProjectDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("New project"))
        dialog.setLabelText(self.tr("Name of the project:"))
        dialog.textValueSelected.connect(self._create_project)
        dialog.open()

    def _create_project(self, name: str) -> None:
        if self._workspace is not None and name.strip():
            self._follow(self._workspace.create_project(name.strip()))

    def _load(self) -> None:
        self.load(self._selection.task)

    def load(self, task: Optional[Task]) -> None:
        """Put a finished task's results on the map; where all are there, show them."""
        if self._workspace is None or task is None:
            return
        if self._is_on_map(task):
            self._workspace.zoom_to_layers(task)
        else:
            job = self._workspace.load_results(task)
            self._follow(job)
            self.load_started.emit(job, task)

    def _cancel(self) -> None:
        if self._workspace is not None and self._selection.task is not None:
            self._follow(self._workspace.cancel_task(self._selection.task))

    def _restart(self) -> None:
        if self._workspace is not None and self._selection.task is not None:
            self._follow(self._workspace.restart_task(self._selection.task))

    def _console(self) -> None:
        self.console_wanted.emit(self._selection.task)

    def _copy_id(self) -> None:
        chosen = self._selection.task or self._selection.project
        if chosen is not None:
            QgsApplication.clipboard().setText(chosen.id)

    def _refresh(self) -> None:
        if self._workspace is not None:
            self._workspace.monitor.refresh()

    def _remove(self) -> None:
        task, project = self._selection.task, self._selection.project
        if task is not None:
            question = self.tr("Remove the task “{name}” with its {photos} and all its results from the server?").format(
                name=wording.one_line(task.name), photos=wording.photo_count(task.images_count)
            )
            self._ask(question, self.tr("Remove task"), lambda workspace: workspace.remove_task(task))
        elif project is not None:
            question = self.tr("Delete the project “{name}” ({tasks}) with all photos and results from the server?").format(
                name=wording.one_line(project.name), tasks=wording.task_count(len(project.task_ids))
            )
            self._ask(question, self.tr("Delete project"), lambda workspace: workspace.delete_project(project))

    def _ask(self, question: str, verb: str, do: Callable[[Workspace], Job]) -> None:
        workspace = self._workspace

        def act() -> None:
            if workspace is not None and workspace is self._workspace:
                self._follow(do(workspace))

        consequence = self.tr("This cannot be undone. Layers on the map that show these results will stay empty.")
        confirm(self._window, question, consequence, verb, act)

    def _follow(self, job: Job) -> None:
        job.failed.connect(self._notifier.show_error)

    # Why a verb cannot be done now

    def _refuse_offline(self, selection: Selection) -> str:
        return "" if self._workspace is not None else self.tr("No server is connected.")

    def _refuse_nothing(self, selection: Selection) -> str:
        return "" if selection.project is not None else self.tr("Select a project or a task first.")

    def _refuse_no_task(self, task: Optional[Task]) -> str:
        if self._workspace is None or task is None:
            return self.tr("Select a task first.")
        busy = self.tr("The server is still busy with the last request for this task.")
        return busy if task.pending_action is not None else ""

    def _refuse_load(self, selection: Selection) -> str:
        task = selection.task
        if task is None:
            return self.tr("Select a task first.")
        if not task.completed:
            return self.tr("There are no results before the task is completed.")
        return why_no_place(task)

    def _refuse_cancel(self, selection: Selection) -> str:
        reason = self._refuse_no_task(selection.task)
        if reason or selection.task is None:
            return reason
        return self.tr("The task is over.") if selection.task.is_finished else ""

    def _refuse_restart(self, selection: Selection) -> str:
        reason = self._refuse_no_task(selection.task)
        if reason or selection.task is None:
            return reason
        return "" if selection.task.is_finished else self.tr("The task has not ended yet.")

    def _refuse_console(self, selection: Selection) -> str:
        return "" if selection.task is not None else self.tr("Select a task first.")

    def _refuse_remove(self, selection: Selection) -> str:
        if selection.task is not None:
            return self._refuse_no_task(selection.task)
        if selection.project is None:
            return self.tr("Select a project or a task first.")
        allowed = selection.project.allows("delete") or selection.project.owned
        return "" if allowed else self.tr("You have no permission to delete this project.")
