"""What plugins of the server do with a task, under addresses of their own: contours, volumes, found objects."""

from __future__ import annotations

from typing import Any, Mapping

from . import fields
from .address import segment
from .answers import Answer
from .errors import NotFound, UnexpectedAnswer
from .exchange import CancelCheck
from .ids import TaskId, WorkerId
from .outcomes import accepted
from .session import Session
from .transport import Call


class PluginMissing(NotFound):
    """The server does not have this plugin, or it is switched off."""


class Plugin:
    """One plugin, by its name in addresses."""

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._name = name

    def path(self, task_id: TaskId, *parts: str) -> str:
        """An address of the plugin's for a task; no slash at the end."""
        return "/".join([f"/api/plugins/{self._name}/task", segment(task_id), *(segment(part) for part in parts)])

    def is_available(self, path: str, *, cancelled: CancelCheck) -> bool:
        """Whether the server has the plugin, by one of its addresses, which is looked at and not used.

        What is no address of the server at all gives a page for people.
        """
        return not _is_missing(self._session.call(Call("GET", path), cancelled=cancelled))

    def start(self, path: str, content: Mapping[str, Any], *, cancelled: CancelCheck) -> WorkerId:
        """Give the server's workers something to do; what comes of it is `Workers`' to tell.

        Raises `PluginMissing`, and `InvalidRequest` with the server's reason, which may come with status 200.
        """
        data = fields.mapping(self._answer(Call("POST", path, json=dict(content)), cancelled), "start of work")
        work_id = fields.text(data, "celery_task_id")
        if not work_id:
            raise UnexpectedAnswer("The server does not say what it began.", "Try again.", repr(data)[:200])
        return work_id

    def get(self, path: str, *, cancelled: CancelCheck) -> Any:
        """JSON of the plugin's. Raises as `start` does."""
        return self._answer(Call("GET", path), cancelled)

    def _answer(self, call: Call, cancelled: CancelCheck) -> Any:
        answer = self._session.call(call, cancelled=cancelled)
        if _is_missing(answer):
            raise PluginMissing(
                f"The server cannot do this: its plugin '{self._name}' is missing or switched off.",
                "Ask who runs the server to switch it on.",
                f"HTTP {answer.status} from {answer.url.split('?')[0]}",
            )
        return accepted(answer.json())


def _is_missing(answer: Answer) -> bool:
    return answer.status == 404 and answer.is_html
