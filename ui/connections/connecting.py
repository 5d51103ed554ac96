"""From the user's wish on the connect page to an open workspace: consent, set-up, log-in, and what is kept of it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...core.api.errors import WrongPassword
from ...core.connections import Connection, Connections, network_options
from ...core.errors import NadirError
from ...core.jobs import Job, JobControl, Jobs
from ...core.layers.signer import RequestSigner
from ...core.local.environment import EnvironmentPlan
from ...core.local.processes import LocalLogin
from ...core.local.this_computer import ThisComputer
from ...core.settings import Settings
from ...core.workspace import Workspace, look_what_runs, open_workspace
from ..common import wording
from ..common.confirmation import confirm
from ..common.notifier import Notifier
from ..this_computer.consent_dialog import ConsentDialog
from .connect_page import ConnectPage


class Connecting(QObject):
    """One attempt at a time. Errors show in the dock and the page returns to the choice."""

    opened = pyqtSignal(object)  # Workspace

    def __init__(
        self,
        page: ConnectPage,
        notifier: Notifier,
        jobs: Jobs,
        settings: Settings,
        connections: Connections,
        this_computer: ThisComputer,
        signer: RequestSigner,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._page = page
        self._notifier = notifier
        self._jobs = jobs
        self._settings = settings
        self._connections = connections
        self._this_computer = this_computer
        self._signer = signer
        self._window = window
        self._job: Optional[Job] = None
        page.this_computer_wanted.connect(self.open_this_computer)
        page.stop_wanted.connect(self._look_before_stopping)
        page.connect_wanted.connect(self._open_typed)
        page.saved_wanted.connect(self._open_saved)
        page.forget_wanted.connect(self._ask_to_forget)
        page.cancel_wanted.connect(self.cancel)
        self.refresh()

    def refresh(self) -> None:
        """Show on the page what is saved and what runs."""
        self._page.set_connections(self._connections.all(), self._settings.last_connection)
        self._page.set_local_running(self._this_computer.is_running())

    def cancel(self) -> None:
        """Give up the attempt that is under way."""
        if self._job is not None:
            self._job.cancel()

    # This computer

    def open_this_computer(self) -> None:
        """Start the local server and log in; ask first where something must be downloaded."""
        self._notifier.clear()
        if not self._this_computer.consent_needed():
            self._prepare()
            return
        job = self._begin(self._this_computer.plan(), self.tr("Looking at this computer…"))
        job.succeeded.connect(self._ask_consent)

    def _ask_consent(self, plan: EnvironmentPlan) -> None:
        dialog = ConsentDialog(plan, self._window)
        dialog.accepted.connect(self._prepare)
        dialog.open()

    def _prepare(self) -> None:
        first_time = self._this_computer.consent_needed()
        title = self.tr("Setting up this computer…") if first_time else self.tr("Starting the local server…")
        job = self._begin(self._this_computer.prepare_and_start(), title)
        job.succeeded.connect(self._log_in_locally)

    def _log_in_locally(self, login: LocalLogin) -> None:
        self._open(Connection.this_computer(login.url), login.username, login.password)

    def stop_this_computer(self) -> None:
        """Stop the local server; work that is not finished goes on at its next start."""
        job = self._begin(self._this_computer.stop_in_background(), self.tr("Stopping the local server…"))
        job.was_cancelled.connect(self._tell_that_it_is_in_use)

    def _tell_that_it_is_in_use(self) -> None:
        self._notifier.show_error(
            NadirError(
                self.tr("The local server was not stopped: another QGIS window is just starting or stopping it."),
                self.tr("Try again in a moment."),
            )
        )

    def _look_before_stopping(self) -> None:
        """Ask the local server whether it is at work; joining one that runs is how its log-in is had."""
        self._notifier.clear()
        if not self._this_computer.is_running():
            self.stop_this_computer()
            return
        job = self._begin(self._this_computer.prepare_and_start(), self._looking(), told=False)
        job.failed.connect(lambda _error: self.stop_this_computer())
        job.succeeded.connect(self._look_what_runs)

    def _look_what_runs(self, login: LocalLogin) -> None:
        here = Connection.this_computer(login.url)
        job = look_what_runs(here, login.username, login.password, self._jobs, network_options(login.url))
        self._begin(job, self._looking(), told=False)
        job.failed.connect(lambda _error: self.stop_this_computer())  # a server that says nothing is stopped all the more
        job.succeeded.connect(self._ask_to_stop)

    def _looking(self) -> str:
        return self.tr("Looking what the local server is doing…")

    def _ask_to_stop(self, task_names: tuple[str, ...]) -> None:
        if not task_names:
            self.stop_this_computer()
            return
        consequence = self.tr("Its processing goes on when you start the local server again.")
        question = wording.not_finished(task_names) + " " + self.tr("Stop the local server all the same?")
        confirm(self._window, question, consequence, self.tr("Stop the local server"), self.stop_this_computer)

    # Servers

    def _open_typed(self, address: str, username: str, password: str, keep: bool) -> None:
        self._notifier.clear()
        try:
            connection = self._known(Connection.new("", address))
        except NadirError as error:
            self._notifier.show_error(error)
            return
        job = self._open(connection, username, password)
        if keep:
            job.succeeded.connect(lambda workspace: self._keep(connection, username, password))

    def _open_saved(self, connection_id: str) -> None:
        self._notifier.clear()
        try:
            connection = self._connections.get(connection_id)
            username, password = self._connections.credentials(connection_id)
        except NadirError as error:
            self._notifier.show_error(error)
            return
        self._open(connection, username, password)

    def _known(self, typed: Connection) -> Connection:
        """The saved connection with the same address, so that one server is kept once."""
        return next((saved for saved in self._connections.all() if saved.url == typed.url), typed)

    def _offer_new_login(self, job: Job, connection: Connection, username: str) -> None:
        """Once the form is there again, since only what is seen can have the focus."""
        if isinstance(job.error, WrongPassword) and not connection.is_local:
            self._page.ask_password_again(connection.url, username)

    def _keep(self, connection: Connection, username: str, password: str) -> None:
        try:
            self._connections.save(connection, username, password)
        except NadirError as error:
            self._notifier.show_error(error)
        self.refresh()

    def _ask_to_forget(self, connection_id: str) -> None:
        name = self._connections.get(connection_id).name
        question = self.tr("Forget the server “{name}” and its log-in?").format(name=wording.one_line(name))
        consequence = self.tr("Nothing changes on the server.")
        confirm(self._window, question, consequence, self.tr("Forget server"), lambda: self._forget(connection_id))

    def _forget(self, connection_id: str) -> None:
        self._connections.remove(connection_id)
        self.refresh()

    # Both

    def _open(self, connection: Connection, username: str, password: str) -> Job:
        job = open_workspace(connection, username, password, self._jobs, network_options(connection.url), self._signer)
        self._begin(job, self.tr("Connecting to {name}…").format(name=connection.name))
        job.succeeded.connect(lambda workspace: self._opened(workspace))
        job.finished.connect(lambda: self._offer_new_login(job, connection, username))
        return job

    def _opened(self, workspace: Workspace) -> None:
        self._page.clear_password()
        self._remember(workspace.connection)
        self.opened.emit(workspace)

    def _remember(self, connection: Connection) -> None:
        """By a job, since QGIS's settings go to the disk at once."""

        def remember(_control: JobControl) -> None:
            self._settings.last_connection = connection.id

        self._jobs.start(self.tr("Remembering the connection"), remember)

    def _begin(self, job: Job, title: str, *, told: bool = True) -> Job:
        """Show a job on the page until it ends; `told`: and its error, if it comes to that."""
        self._job = job
        self._page.show_busy(title)
        job.progressed.connect(self._page.set_progress)
        if told:
            job.failed.connect(self._notifier.show_error)
        job.finished.connect(lambda: self._ended(job))
        return job

    def _ended(self, job: Job) -> None:
        if job is self._job:  # else its success began the next one
            self._job = None
            self._page.show_form()
            self._page.set_local_running(self._this_computer.is_running())
