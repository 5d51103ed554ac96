"""Whom projects can be shared with, and what the own account may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ..api.errors import InvalidRequest, NotFound, PermissionRefused
from ..api.people import Group, User
from ..jobs import Job, JobControl
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

MOST_PEOPLE = 20  # of each sort, in one answer
NOBODY = "AnonymousUser"  # the account that servers keep for those who are not logged in
_NOT_TOLD = (NotFound, PermissionRefused, InvalidRequest)


@dataclass(frozen=True)
class FoundPeople:
    """Users and groups with a searched text. complete: whether the server lets the account search at all."""

    users: Tuple[User, ...] = ()
    groups: Tuple[Group, ...] = ()
    complete: bool = True


class PeopleVerbs(Verbs):
    """Find users and groups."""

    def find_people(self, text: str) -> Job:
        """Users and groups whose name holds the text; succeeds with FoundPeople, empty where the server tells nobody."""

        def work(control: JobControl) -> FoundPeople:
            people = self.client.people
            try:
                users = people.users(text, MOST_PEOPLE, cancelled=control.cancelled)
                groups = people.groups(text, MOST_PEOPLE, cancelled=control.cancelled)
            except _NOT_TOLD:
                return FoundPeople(complete=False)
            wanted = text.casefold()  # servers that know no search send all
            return FoundPeople(
                tuple(
                    user
                    for user in users
                    if user.username != NOBODY and wanted in f"{user.username} {user.email}".casefold()
                ),
                tuple(group for group in groups if wanted in group.name.casefold()),
            )

        return self._start(translate("Workspace", "Looking for users"), work)

    def look_whether_administrator(self) -> Job:
        """Whether the account runs the server, so that it deletes projects of others for good; succeeds with a bool, or
        None where an old server does not say. Kept in `is_administrator`.
        """

        def work(control: JobControl) -> Optional[bool]:
            try:
                self.client.people.admin_groups(cancelled=control.cancelled)
            except PermissionRefused:
                return False
            except (NotFound, InvalidRequest):
                return None
            return True

        def keep(found: Optional[bool]) -> Optional[bool]:
            self.is_administrator = found
            return found

        return self._start(translate("Workspace", "Asking what your account may do"), work, finish=keep)
