"""Recorded exchanges about the session, nodes, presets and people."""

from __future__ import annotations

from typing import Any, Dict

from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.nodes import ProcessingNode
from nadir.core.api.options import NodeOption, TaskOption
from nadir.core.api.people import Account, Group, Profile, User
from nadir.core.api.presets import Preset
from nadir.core.api.session import Session
from nadir.test.unit.api.every_recording.rows import Row, Sent, an, bare, equal, many, nothing, with_fields


def _log_in(client: Client, password: str) -> None:
    Session(client.session.url, "admin", password).log_in()


def _logged_in(expected: Any, password: str) -> Row:
    return Row(lambda client, _: _log_in(client, password), expected)


def _no_hashes(result: Any) -> None:
    many(Account, 4)(result)
    assert "<hash>" not in repr(result)
    assert "<unusable>" not in repr(result)
    assert [account.username for account in result][:2] == ["AnonymousUser", "pilot"]


def _node(name: str, expected: Any, sent: Sent = Sent.SAME) -> Row:
    """A label goes to no server: it would be dropped."""
    port = {"nodes_create": 3000, "nodes_create2": 3001, "node_create_offline": 3999}[name]
    return Row(lambda client, _: client.nodes.create("127.0.0.1", port), expected, sent)


ROWS: Dict[str, Row] = {
    "auth_token_ok": _logged_in(nothing, "admin"),
    "auth_token_json_ok": _logged_in(nothing, "admin"),
    "auth_expired_token_auth": _logged_in(nothing, "admin"),
    "auth_token_bad": _logged_in(errors.WrongPassword, "nope"),
    "auth_token_get": bare("auth_token_get", errors.InvalidRequest),
    "token_refresh_404": bare("token_refresh_404", errors.PageNotFound),
    "api_root": bare("api_root", an(dict)),
    "nodes_list": Row(lambda client, _: client.nodes.list(), many(ProcessingNode, 2)),
    "pilot_nodes": Row(lambda client, _: client.nodes.list(), equal(())),
    "nodes_options": Row(lambda client, _: client.nodes.options(), many(NodeOption, 80)),
    "nodes_create": _node("nodes_create", with_fields(ProcessingNode, id="1", online=True, engine="odm")),
    "nodes_create2": _node(
        "nodes_create2", with_fields(ProcessingNode, id="2", label="127.0.0.1:3001", engine="odx"), Sent.LESS
    ),
    "node_create_offline": _node(
        "node_create_offline",
        with_fields(ProcessingNode, online=False, available_options=(), last_refreshed=None, engine=""),
        Sent.LESS,
    ),
    "nodes_create_bad": bare("nodes_create_bad", errors.InvalidRequest),
    "pilot_nodes_create": Row(lambda client, _: client.nodes.create("x", 1), errors.PermissionRefused),
    "node_put": Row(
        lambda client, _: client.nodes.replace("3", "127.0.0.1", 3998), with_fields(ProcessingNode, port=3998)
    ),
    "node_delete_404": Row(lambda client, _: client.nodes.delete("999"), errors.NotFound),
    "presets_list": Row(lambda client, _: client.presets.list(), many(Preset, 10)),
    "preset_create": Row(
        lambda client, _: client.presets.create("Mine", [TaskOption("dsm", True)]),
        with_fields(Preset, id="11", name="Mine", options=(TaskOption("dsm", True),), system=False),
    ),
    "preset_put": Row(
        lambda client, _: client.presets.replace("11", "Mine3", []), with_fields(Preset, name="Mine3", options=())
    ),
    "preset_delete": Row(lambda client, _: client.presets.delete("11"), nothing),
    "preset_delete_404": Row(lambda client, _: client.presets.delete("9999"), errors.NotFound),
    "preset_delete_system": Row(lambda client, _: client.presets.delete("1"), errors.PermissionRefused),
    "users": Row(lambda client, _: client.people.users(), many(User, 2)),
    "pilot_users": Row(lambda client, _: client.people.users(), many(User, 4)),
    "users_search": Row(
        lambda client, _: client.people.users("ad", 1), equal((User("admin", "admin@example.com"),))
    ),
    "groups": Row(lambda client, _: client.people.groups(), equal((Group("1", "Default"),))),
    "admin_users": Row(lambda client, _: client.people.accounts(), _no_hashes),
    "admin_groups": Row(lambda client, _: client.people.admin_groups(), many(Group, 1)),
    "admin_profiles": Row(lambda client, _: client.people.profiles(), many(Profile, 4)),
}
