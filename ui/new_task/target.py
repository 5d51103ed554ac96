"""Where a new task goes and what it is called: server, project and name, in two lines above the steps."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QWidget

from ...core.api.projects import Project
from ...core.servers import Servers, ServerState
from ...core.workspace import Workspace, survey_name
from ..common import wording

NAME_LENGTH = 250  # letters that servers keep
_SHOWN = 120


class Target(QWidget):
    """A project that is typed and not among those of the server is made anew."""

    changed = pyqtSignal()
    server_changed = pyqtSignal()

    def __init__(
        self, servers: Servers, connection_id: str, project: Optional[Project], parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._servers = servers
        self._proposed = ""  # name of the task that the folder suggests
        self._proposed_project = ""
        self._wanted: Optional[Project] = project
        self._projects: tuple[Project, ...] = ()
        self._followed: Optional[Workspace] = None
        self._make_fields()
        self._lay_out()
        self._fill_servers(connection_id)
        self._follow()
        if project is not None:
            self._set_project(project)
        servers.opened.connect(self._take_servers)
        servers.closed.connect(self._take_closed)
        servers.changed.connect(self._take_servers)

    # What was chosen

    @property
    def workspace(self) -> Optional[Workspace]:
        """The server that was chosen, as long as it is open."""
        return self._servers.workspace(self.connection_id)

    @property
    def connection_id(self) -> str:
        """The id of the server that was chosen; '' where none is open."""
        return self._server.currentData() or ""

    @property
    def server_name(self) -> str:
        """What it is called."""
        return wording.one_line(self._server.currentText(), _SHOWN)

    @property
    def task_name(self) -> str:
        """What the task is to be called."""
        return self._name.text().strip()

    @property
    def project(self) -> Optional[Project]:
        """The project that was chosen; None where one is to be made."""
        text = self._project.currentText().strip()
        if self._wanted is not None and wording.one_line(self._wanted.name, _SHOWN) == text:
            return self._wanted
        return next((each for each in self._projects if wording.one_line(each.name, _SHOWN) == text), None)

    @property
    def project_name(self) -> str:
        """What the project is called, or to be called."""
        return self._project.currentText().strip()

    def problem(self) -> str:
        """Why the task cannot start."""
        server = self._servers.get(self.connection_id)
        if server is None or self.workspace is None:
            return self.tr("Open a server first, in the panel.")
        if server.state is ServerState.LOGIN_WANTED:
            return self.tr("{server} wants you to log in again.").format(server=self.server_name)
        if server.state is ServerState.OFFLINE:
            return self.tr("{server} does not answer at the moment.").format(server=self.server_name)
        if not self.task_name:
            return self.tr("Give the task a name.")
        return "" if self.project_name else self.tr("Choose a project, or name a new one.")

    def propose(self, folder: Path) -> None:
        """Name task and new project after a folder, but never over what the user typed."""
        name = survey_name(folder)
        if self._name.text() in ("", self._proposed):
            self._proposed = name
            self._name.setText(name)
        if self._wanted is None and self._project.currentText() in ("", self._proposed_project):
            self._proposed_project = name
            self._project.setEditText(name)

    # Fields

    def _make_fields(self) -> None:
        self._name = QLineEdit()
        self._name.setObjectName("nameEdit")
        self._name.setMaxLength(NAME_LENGTH)
        self._name.setPlaceholderText(self.tr("Named after the folder of photos"))
        self._name.textChanged.connect(self.changed)
        self._server = _narrow_combo("serverCombo")
        self._server.activated.connect(self._choose_server)
        self._project = _narrow_combo("projectCombo")
        self._project.setEditable(True)
        self._project.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._project.lineEdit().setMaxLength(NAME_LENGTH)
        self._project.lineEdit().setPlaceholderText(self.tr("Choose one, or type a new name"))
        self._project.activated.connect(self._choose_project)
        self._project.editTextChanged.connect(self._project_typed)
        self._project_label = QLabel()
        self._project_label.setObjectName("projectLabel")
        completer = QCompleter(self._project.model(), self._project)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._project.setCompleter(completer)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for column, (text, field) in enumerate(
            ((self.tr("&Name"), self._name), (self.tr("&Server"), self._server), ("", self._project))
        ):
            label = self._project_label if field is self._project else QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 8)
            grid.setColumnStretch(column, (3, 2, 3)[column])
        self._show_hint()

    # Servers

    def _fill_servers(self, wanted: str) -> None:
        """Those that are open; the wanted one where it is among them."""
        self._server.clear()
        for workspace in self._servers.workspaces():
            name = wording.one_line(workspace.connection.name, _SHOWN)
            self._server.addItem(name, workspace.connection.id)
        found = self._server.findData(wanted)
        self._server.setCurrentIndex(found if found >= 0 else 0)
        self._server.setEnabled(self._server.count() > 0)

    def _take_servers(self, _connection_id: str = "") -> None:
        before = self.connection_id
        self._fill_servers(before)
        if self.connection_id != before:
            self._choose_server()
        else:
            self.changed.emit()

    def _take_closed(self, connection_id: str) -> None:
        """It is still among the open ones while this is told."""
        self._server.removeItem(self._server.findData(connection_id))
        self._choose_server()

    def _choose_server(self) -> None:
        if self._followed is not self.workspace:
            self._wanted = None
            self._follow()
            self.server_changed.emit()
        self.changed.emit()

    def _follow(self) -> None:
        """Offer the projects of the chosen server, and those that it makes known later."""
        if self._followed is not None:
            self._followed.monitor.projects_changed.disconnect(self._fill_projects)
        self._followed = workspace = self.workspace
        if workspace is not None:
            workspace.monitor.projects_changed.connect(self._fill_projects)
        self._fill_projects(workspace.monitor.projects if workspace is not None else ())

    def stop_following(self) -> None:
        """Before it is let go."""
        if self._followed is not None:
            self._followed.monitor.projects_changed.disconnect(self._fill_projects)
            self._followed = None
        for signal, slot in (
            (self._servers.opened, self._take_servers),
            (self._servers.closed, self._take_closed),
            (self._servers.changed, self._take_servers),
        ):
            signal.disconnect(slot)

    # Projects

    def _fill_projects(self, projects: tuple[Project, ...]) -> None:
        """Those that take tasks of this account. What stands in the field stays."""
        self._projects = tuple(project for project in projects if project.allows("add"))
        text = self._project.currentText()
        blocked = self._project.blockSignals(True)
        self._project.clear()
        for project in self._projects:
            self._project.addItem(wording.one_line(project.name, _SHOWN), project.id)
        self._project.setCurrentIndex(-1)
        self._project.setEditText(text)
        self._project.blockSignals(blocked)
        self._show_hint()

    def _choose_project(self, index: int) -> None:
        """Of several with one name, the one that was clicked."""
        chosen = self._project.itemData(index)
        self._wanted = next((project for project in self._projects if project.id == chosen), None)
        self._show_hint()
        self.changed.emit()

    def _set_project(self, project: Project) -> None:
        self._project.setEditText(wording.one_line(project.name, _SHOWN))

    def _project_typed(self) -> None:
        self._show_hint()
        self.changed.emit()

    def _show_hint(self) -> None:
        is_new = bool(self.project_name) and self.project is None
        self._project_label.setText(self.tr("New &project") if is_new else self.tr("&Project"))
        self._project.setToolTip(self.tr("A project of this name is made for the task.") if is_new else "")


def _narrow_combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    return combo
