"""Accounts and groups: whom a project can be shared with, and what administrators see of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Optional, Tuple

from . import fields
from .address import segment
from .exchange import CancelCheck, never
from .ids import GroupId, UserId
from .session import Session

_ADMIN_USERS = "/api/admin/users/"
_ADMIN_GROUPS = "/api/admin/groups/"
_ADMIN_PROFILES = "/api/admin/profiles/"


@dataclass(frozen=True)
class User:
    """An account as every other one sees it."""

    username: str
    email: str = ""

    @classmethod
    def from_json(cls, content: Any) -> User:
        data = fields.mapping(content, "user")
        return cls(fields.text(data, "username"), fields.text(data, "email"))


@dataclass(frozen=True)
class Group:
    """A group of accounts. permission_ids: the server's numbers of what its members may do, told to administrators."""

    id: GroupId
    name: str
    permission_ids: Tuple[str, ...] = ()

    @classmethod
    def from_json(cls, content: Any) -> Group:
        data = fields.mapping(content, "group")
        return cls(fields.identifier(data), fields.text(data, "name"), fields.names(data, "permissions"))


@dataclass(frozen=True)
class Account:
    """An account as administrators see it. The hash of the password, which the server sends too, is not kept."""

    id: UserId
    username: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    is_active: bool = True
    is_staff: bool = False
    is_superuser: bool = False
    date_joined: Optional[datetime] = None
    last_login: Optional[datetime] = None
    group_ids: Tuple[GroupId, ...] = ()
    permission_ids: Tuple[str, ...] = ()

    @classmethod
    def from_json(cls, content: Any) -> Account:
        data = fields.mapping(content, "account")
        return cls(
            id=fields.identifier(data),
            username=fields.text(data, "username"),
            email=fields.text(data, "email"),
            first_name=fields.text(data, "first_name"),
            last_name=fields.text(data, "last_name"),
            is_active=fields.flag(data, "is_active", default=True),
            is_staff=fields.flag(data, "is_staff"),
            is_superuser=fields.flag(data, "is_superuser"),
            date_joined=fields.moment(data, "date_joined"),
            last_login=fields.moment(data, "last_login"),
            group_ids=fields.names(data, "groups"),
            permission_ids=fields.names(data, "user_permissions"),
        )


@dataclass(frozen=True)
class Profile:
    """What an administrator allows an account. quota_mb: disk, None for no limit; cluster_id, oidc_sub: '' for none."""

    user_id: UserId
    quota_mb: Optional[float] = None
    cluster_id: str = ""
    oidc_sub: str = ""

    @classmethod
    def from_json(cls, content: Any) -> Profile:
        data = fields.mapping(content, "profile")
        quota = fields.number(data, "quota")
        return cls(
            user_id=fields.identifier(data, "user"),
            quota_mb=None if quota is None or quota < 0 else quota,  # servers write -1 for no limit
            cluster_id=fields.optional_identifier(data, "cluster_id") or "",
            oidc_sub=fields.text(data, "oidc_sub"),
        )


class People:
    """`/api/users/`, `/api/groups/`, and for administrators `/api/admin/`, which others get `PermissionRefused` from."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def users(
        self, search: str = "", limit: Optional[int] = None, *, cancelled: CancelCheck = never
    ) -> Tuple[User, ...]:
        """Accounts whose name or address holds the searched text, at most `limit` of them."""
        items = self._session.get_list("/api/users/", _searched(search, limit), cancelled=cancelled)
        return tuple(User.from_json(item) for item in items)

    def groups(
        self, search: str = "", limit: Optional[int] = None, *, cancelled: CancelCheck = never
    ) -> Tuple[Group, ...]:
        items = self._session.get_list("/api/groups/", _searched(search, limit), cancelled=cancelled)
        return tuple(Group.from_json(item) for item in items)

    def accounts(self, *, cancelled: CancelCheck = never) -> Tuple[Account, ...]:
        return tuple(Account.from_json(item) for item in self._session.get_list(_ADMIN_USERS, cancelled=cancelled))

    def account(self, user_id: UserId, *, cancelled: CancelCheck = never) -> Account:
        return Account.from_json(self._session.get_json(f"{_ADMIN_USERS}{segment(user_id)}/", cancelled=cancelled))

    def admin_groups(self, *, cancelled: CancelCheck = never) -> Tuple[Group, ...]:
        return tuple(Group.from_json(item) for item in self._session.get_list(_ADMIN_GROUPS, cancelled=cancelled))

    def profiles(self, *, cancelled: CancelCheck = never) -> Tuple[Profile, ...]:
        return tuple(Profile.from_json(item) for item in self._session.get_list(_ADMIN_PROFILES, cancelled=cancelled))


def _searched(search: str, limit: Optional[int]) -> Dict[str, str]:
    params = {"search": search} if search else {}
    return params if limit is None else {**params, "limit": str(limit)}
