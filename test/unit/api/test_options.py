"""Processing options: what nodes take is known before anything is sent."""

from __future__ import annotations

import json
from typing import Any, List, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nadir.core.api.client import Client
from nadir.core.api.errors import InvalidRequest
from nadir.core.api.options import InvalidOption, Limits, NodeOption, TaskOption, options_to_json
from nadir.core.api.presets import Preset
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recording

KNOWN = NodeOption.list_from_json(recording("nodes_options")["body"])
BY_NAME = {option.name: option for option in KNOWN}


def sent(*options: Tuple[str, Any], known: Tuple[NodeOption, ...] = KNOWN) -> dict[str, Any]:
    content = options_to_json([TaskOption(name, value) for name, value in options], known)
    return {item["name"]: item["value"] for item in content}


def test_every_domain_that_was_recorded_is_understood() -> None:
    domains = {(option.type, option.domain) for option in KNOWN if not option.choices}
    assert domains == {
        ("bool", ""), ("int", "integer"), ("int", "positive integer"), ("int", "integer: 1 <= x <= 14"),
        ("float", "float"), ("float", "positive float"), ("float", "float > 0.0"), ("float", "positive integer"),
        ("string", "json"), ("string", "string"),
    }  # fmt: skip
    without_limits = {option.domain for option in KNOWN if option.type in ("int", "float") and option.limits == Limits()}
    assert without_limits == {"integer", "float"}


@pytest.mark.parametrize("option", KNOWN, ids=lambda option: option.name)
def test_every_default_of_a_node_is_within_its_own_domain(option: NodeOption) -> None:
    if option.value:
        option.check(option.value)
    assert option.is_default(option.value)


def test_the_presets_of_a_real_server_pass() -> None:
    names = set(BY_NAME)
    for preset in map(Preset.from_json, recording("presets_list")["body"]):
        options = [option for option in preset.options if option.name in names]
        assert len(options_to_json(options, KNOWN)) == len(options)


@pytest.mark.parametrize(
    ("domain", "within", "outside"),
    [
        ("positive integer", [0, 1, 99], [-1]),
        ("negative float", [0, -0.5], [0.5]),
        ("float > 0.0", [1e-6], [0.0, -1.0]),
        ("float >= 1.5", [1.5], [1.4]),
        ("integer < 3", [2], [3]),
        ("float <= -2", [-2.0], [-1.9]),
        ("integer: 1 <= x <= 14", [1, 14], [0, 15]),
        ("float: 0 < x", [0.1], [0.0]),
        ("float: 0 < x <= 1", [1.0], [0.0, 1.1]),
        ("float: 0 <= x < 1", [0.0], [1.0]),
        ("percent", [0, 100], [-1, 101]),
        ("Integer:  1 <= x  <= 3", [2], [4]),
        ("something quite new", [-1e9, 1e9], []),
    ],
)
def test_domains_in_words(domain: str, within: list[float], outside: list[float]) -> None:
    limits = Limits.of(domain)
    assert [limits.hold(number) for number in within] == [True] * len(within)
    assert [limits.hold(number) for number in outside] == [False] * len(outside)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("orthophoto-resolution", "abc", "wants a number"),
        ("orthophoto-resolution", 0, "cannot be 0"),
        ("orthophoto-resolution", float("nan"), "is not a number"),
        ("orthophoto-resolution", float("inf"), "is not a number"),
        ("mesh-octree-depth", 15, "cannot be 15"),
        ("mesh-octree-depth", 5.5, "wants a whole number"),
        ("mesh-octree-depth", True, "wants a whole number"),
        ("feature-quality", "super", "cannot be 'super'"),
        ("dsm", "maybe", "is on or off"),
        ("boundary", "{", "is not valid JSON"),
        ("no-such-option", 1, "is not known"),
        ("sm-cluster", "", "cannot be empty"),
    ],
)
def test_what_a_node_would_refuse_is_refused_at_once(name: str, value: Any, told: str) -> None:
    with pytest.raises(InvalidOption) as caught:
        sent((name, value))
    assert told in caught.value.summary
    assert name in caught.value.summary
    assert list(caught.value.fields) == ["options"]
    assert isinstance(caught.value, InvalidRequest)


def test_falsy_values_get_through_or_mean_the_default() -> None:
    assert sent(("dsm", False), ("boundary", ""), ("rerun-from", ""), ("pc-sample", 0), ("matcher-neighbors", 0)) == {}
    assert sent(("crop", 0), ("crop", 0.0)) == {"crop": "0"}  # 3 by default, so that 0 says something
    on_by_default = NodeOption("align", "bool", "true")
    assert sent(("align", False), known=(on_by_default,)) == {"align": "false"}
    assert sent(("align", True), known=(on_by_default,)) == {"align": True}


def test_without_a_node_to_ask_everything_goes_that_a_server_takes() -> None:
    assert sent(("dsm", True), ("dtm", False), ("new-one", 0), ("text", ""), known=()) == {"dsm": True, "new-one": "0"}


def test_the_last_of_two_values_counts() -> None:
    assert sent(("dsm", False), ("dsm", True)) == {"dsm": True}


def test_values_come_as_numbers_or_as_text() -> None:
    assert sent(("dem-resolution", "1.0"), ("mesh-size", "300000"), ("orthophoto-resolution", 2)) == {
        "dem-resolution": "1.0", "mesh-size": "300000", "orthophoto-resolution": 2,
    }  # fmt: skip


def test_options_are_checked_against_a_node_before_photos_travel(server: ScriptedServer, client: Client) -> None:
    server.replay("nodes_options", "nodes_list")
    server.on("GET", "/api/processingnodes/2/", Reply(200, recording("nodes_list")["body"][1]))
    client.nodes.check_options([TaskOption("dsm", True)])
    with pytest.raises(InvalidOption):
        client.nodes.check_options([TaskOption("dsn", True)])
    client.nodes.check_options([TaskOption("dsn", True)], unknown=("dsn",))
    with pytest.raises(InvalidOption):
        client.nodes.check_options([TaskOption("orthophoto-resolution", "abc")], "2")


def test_an_account_that_sees_no_nodes_cannot_know(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/processingnodes/options/", Reply(200, []))
    client.nodes.check_options([TaskOption("anything", 1)])
    client.nodes.check_options([TaskOption("anything", 1)], "77")  # a node that is hidden


def test_help_is_filled_in() -> None:
    assert [option.name for option in KNOWN if "%(" in option.help_text] == []
    assert BY_NAME["pc-quality"].help_text.endswith(
        "Can be one of: ultra, high, medium, low, lowest. Default: medium"
    ), BY_NAME["pc-quality"].help_text


VALUES = st.one_of(st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["true", "0", "1e400", "²"]))


@given(st.lists(st.tuples(st.sampled_from([*sorted(BY_NAME), "unknown"]), VALUES), max_size=6), st.booleans())
@settings(max_examples=400, deadline=None)
def test_whatever_is_asked_for_nothing_goes_out_that_a_server_refuses(
    asked: List[Tuple[str, Any]], with_nodes: bool
) -> None:
    """Servers refuse falsy values and what is no JSON; nodes what is outside of a domain."""
    try:
        content = options_to_json([TaskOption(*each) for each in asked], KNOWN if with_nodes else ())
    except InvalidOption as error:
        assert error.name
        return
    assert all(item["value"] for item in content)
    json.dumps(content, allow_nan=False)
    for item in content if with_nodes else ():
        BY_NAME[str(item["name"])].check(item["value"])
