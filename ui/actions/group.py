"""Some verbs that belong together."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject

from .desk import Desk
from .refusals import Refusals
from .verb import Verb


class Group(QObject):
    """A part of `Actions`. Its texts are in the context of the actions, since they stand in the same menus."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.why = Refusals(desk)

    def verbs(self) -> dict[str, Verb]:
        """By the names that `Actions` gives them out under."""
        raise NotImplementedError
