"""What the tree says where there is nothing to show, and what can be done about it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.projects import Project
from ...core.servers import Server, ServerState
from ..common import wording
from .choice import Choice
from .rows import Hint, Step

translate = QCoreApplication.translate


def is_waiting(server: Server, answered: bool) -> bool:
    """Whether projects are on their way."""
    return server.state is ServerState.OPENING or (server.state is ServerState.ONLINE and not answered)


def no_projects(server: Server, refusal: str, choice: Choice, projects: int) -> Hint:
    """For a server under which no project is shown. projects: how many there are that the filter leaves out."""
    if server.state is not ServerState.ONLINE:
        return _not_online(server)
    if refusal:
        return Hint(translate("Tree", "The server cannot search for this."), refusal, Step.CLEAR_SEARCH)
    if projects:
        return Hint(
            translate("Tree", "No task is in a state that you chose."), translate("Tree", "Show all states"), Step.CLEAR_FILTER
        )
    if choice.search:
        found = translate("Tree", "Nothing found for “{words}”.").format(words=wording.one_line(choice.search, 60))
        return Hint(found, translate("Tree", "Clear the search"), Step.CLEAR_SEARCH)
    return Hint(
        translate("Tree", "Drop a folder of drone photos here."), translate("Tree", "New task…"), Step.NEW_TASK
    )


def no_tasks(project: Project, hidden: int) -> Hint:
    """For a project under which no task is shown. hidden: how many the filter leaves out."""
    if hidden:
        return Hint(
            translate("Tree", "No task is in a state that you chose."), translate("Tree", "Show all states"), Step.CLEAR_FILTER
        )
    if not project.allows("add"):
        return Hint(translate("Tree", "No tasks yet."), translate("Tree", "You may only look at this project"))
    what = translate("Tree", "Drop a folder of drone photos here.")
    return Hint(what, translate("Tree", "New task…"), Step.NEW_TASK)


def _not_online(server: Server) -> Hint:
    if server.state is ServerState.LOGIN_WANTED:
        return Hint(translate("Tree", "The server wants a log-in."), translate("Tree", "Log in"), Step.OPEN)
    if server.state is ServerState.OFFLINE:
        return Hint(translate("Tree", "Nothing is known of this server yet."), translate("Tree", "Try again now"), Step.OPEN)
    if server.connection.is_local:
        what = translate("Tree", "Process photos without any server.")
        return Hint(what, translate("Tree", "Start"), Step.OPEN)
    return Hint(translate("Tree", "Not connected."), translate("Tree", "Connect"), Step.OPEN)
