"""The one user that a fresh data folder has."""
from __future__ import annotations

import json
import secrets

from django.contrib.auth import get_user_model

from nadir_server.data_folder import DataFolder, write_private

NAME = "admin"


def ensure_administrator(data: DataFolder) -> None:
    """Make the administrator and a log-in file that fits; a file that was lost or never finished is made anew."""
    users = get_user_model().objects
    user = users.filter(username=NAME).first() or users.create_superuser(NAME, email="", password=None)
    if not _fits(data, user):
        password = secrets.token_urlsafe(24)
        user.set_password(password)
        user.save(update_fields=["password"])
        write_private(data.login, json.dumps({"username": NAME, "password": password}))


def _fits(data: DataFolder, user: object) -> bool:
    """Whether the log-in file holds the password that the administrator has."""
    try:
        login = json.loads(data.login.read_text(encoding="utf-8"))
        return bool(login["username"] == NAME and user.check_password(login["password"]))  # type: ignore[attr-defined]
    except (OSError, ValueError, KeyError, TypeError):
        return False
