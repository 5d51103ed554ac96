"""`python -m nadir_server users ...`: the users of a server, also while it runs.

A password never stands on the command line, where every user of the computer can read it: it is typed in, comes on
standard input, or is made up and printed once.
"""
from __future__ import annotations

import argparse
import getpass
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from nadir_server.data_folder import DataFolder


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nadir_server users", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, required=True, help="the server's data folder")
    named = argparse.ArgumentParser(add_help=False, parents=[common])
    named.add_argument("name", metavar="NAME")
    secret = argparse.ArgumentParser(add_help=False, parents=[named])
    secret.add_argument("--generate", action="store_true", help="make a password up and print it")
    add = verbs.add_parser("add", parents=[secret], help="add a user, who may make projects and tasks")
    add.add_argument("--email", default="")
    add.add_argument("--administrator", action="store_true", help="may do everything, and log in to /admin/")
    verbs.add_parser("password", parents=[secret], help="give a user another password")
    verbs.add_parser("close", parents=[named], help="a user can no longer log in; projects stay")
    verbs.add_parser("open", parents=[named], help="a closed user can log in again")
    verbs.add_parser("list", parents=[common], help="name, kind and e-mail of all users")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Do it. 1 and a sentence on standard error where that is impossible."""
    options = parse(arguments)
    os.umask(0o077)
    connect(options.data)
    from django.core.exceptions import ValidationError

    try:
        VERBS[options.verb](options)
    except Refused as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except ValidationError as error:
        sys.stderr.write(" ".join(error.messages) + "\n")
        return 1
    return 0


class Refused(Exception):
    """It cannot be done; the text says why."""


def connect(data: Path) -> None:
    """Settings and an up-to-date database."""
    if not DataFolder(data).root.is_dir():
        raise SystemExit(f"{data} is not a folder. Start the server once, or name its data folder.")
    os.environ["NADIR_SERVER_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nadir_server.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def add(options: argparse.Namespace) -> None:
    users = _users()
    if users.filter(username__iexact=options.name).exists():
        raise Refused(f"There is a user {options.name} already.")
    user = users.model(
        username=options.name, email=options.email, is_superuser=options.administrator, is_staff=options.administrator
    )
    user.set_unusable_password()
    user.full_clean()
    user.set_password(new_password(options.generate, user))
    user.save()


def password(options: argparse.Namespace) -> None:
    user = _user(options.name)
    user.set_password(new_password(options.generate, user))
    user.save(update_fields=["password"])


def close(options: argparse.Namespace) -> None:
    _activate(options.name, False)


def open_again(options: argparse.Namespace) -> None:
    _activate(options.name, True)


def list_all(options: argparse.Namespace) -> None:
    for user in _users().exclude(username="AnonymousUser").order_by("pk"):
        kind = "closed" if not user.is_active else "administrator" if user.is_superuser else "user"
        sys.stdout.write(f"{user.username}\t{kind}\t{user.email}\n")


def new_password(generate: bool, user: Any) -> str:
    """A password that is strong enough: made up and printed, typed twice, or the first line of standard input."""
    if generate:
        made_up = secrets.token_urlsafe(16)
        sys.stdout.write(f"{made_up}\n")
        return made_up
    if sys.stdin.isatty():
        text = getpass.getpass(f"Password for {user.username}: ")
        if text != getpass.getpass("Again: "):
            raise Refused("The two are not the same.")
    else:
        text = sys.stdin.readline().rstrip("\r\n")
    from django.contrib.auth.password_validation import validate_password

    validate_password(text, user)
    return text


def _activate(name: str, active: bool) -> None:
    user = _user(name)
    user.is_active = active
    user.save(update_fields=["is_active"])


def _users() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects


def _user(name: str) -> Any:
    user = _users().filter(username=name).first()
    if user is None:
        raise Refused(f"There is no user {name}.")
    return user


VERBS = {"add": add, "password": password, "close": close, "open": open_again, "list": list_all}
