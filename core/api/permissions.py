"""Who may do what with a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, Iterable, Optional, Tuple

from . import fields
from .errors import InvalidRequest

PERMISSIONS = ("view", "add", "change", "delete")
"""What a project allows, in the order in which one includes more."""


@dataclass(frozen=True)
class Grant:
    """What a user, or a group, may do with a project. Exactly one of `username` and `groupname` is set.

    owner: made the project and may do everything for ever.
    """

    username: str = ""
    groupname: str = ""
    permissions: FrozenSet[str] = frozenset()
    owner: bool = False

    @classmethod
    def from_json(cls, content: Any) -> Grant:
        data = fields.mapping(content, "permission")
        return cls(
            username=fields.text(data, "username"),
            groupname=fields.text(data, "groupname"),
            permissions=frozenset(fields.texts(data, "permissions")),
            owner=fields.flag(data, "owner"),
        )

    @property
    def who(self) -> Tuple[str, str]:
        """('user' or 'group', name): tells grants apart."""
        return ("group", self.groupname) if self.groupname else ("user", self.username)

    def to_json(self) -> Dict[str, Any]:
        """As `edit/` takes it. Raises `InvalidRequest` for nobody and for unknown permissions."""
        if bool(self.username) == bool(self.groupname):
            raise InvalidRequest("A permission is for one user or for one group.", "Name either.")
        unknown = sorted(self.permissions - set(PERMISSIONS))
        if unknown:
            raise InvalidRequest(f"There is no permission {', '.join(unknown)}.", f"There are {', '.join(PERMISSIONS)}.")
        kind, name = self.who
        return {f"{kind}name": name, "permissions": [item for item in PERMISSIONS if item in self.permissions]}


@dataclass(frozen=True)
class ProjectPermissions:
    """All grants of a project. groups_count: groups that the server has, None where it does not say."""

    grants: Tuple[Grant, ...]
    groups_count: Optional[int] = None

    def with_grant(self, grant: Grant) -> Tuple[Grant, ...]:
        """All grants with this one in the place of what the same user or group had."""
        return (*self.without(grant), grant)

    def without(self, grant: Grant) -> Tuple[Grant, ...]:
        """All grants but those of this user or group."""
        return tuple(item for item in self.grants if item.who != grant.who)


def grants_to_json(grants: Iterable[Grant]) -> list[Dict[str, Any]]:
    """Grants as `edit/` takes them: whoever is not among them loses access, but for the owner, who needs no grant."""
    return [grant.to_json() for grant in grants if grant.permissions and not grant.owner]
