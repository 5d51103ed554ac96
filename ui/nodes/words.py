"""How processing nodes and their options are said to the user."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Optional, Sequence

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ...core.api.nodes import ProcessingNode
from ...core.api.options import Limits, NodeOption
from ..common import wording

translate = QCoreApplication.translate

UNKNOWN_VERSION = "?"  # what nodes of some kinds say


def name(node: ProcessingNode) -> str:
    """What the server calls it."""
    return wording.one_line(node.label or node.hostname, 80) or translate("Nodes", "Node without a name")


def address(node: ProcessingNode) -> str:
    """Host and port."""
    host = wording.one_line(node.hostname, 120)
    return host if node.port is None else f"{host}:{node.port}"


def state(node: ProcessingNode) -> str:
    """Online, offline, or never seen."""
    if node.online:
        return translate("Nodes", "Online")
    return translate("Nodes", "Offline") if node.last_refreshed else translate("Nodes", "Never answered")


def icon(node: ProcessingNode) -> str:
    """The icon for its state."""
    return "state-completed" if node.online else "warning"


def queue(count: int) -> str:
    """How many tasks it works on or has waiting."""
    if not count:
        return translate("Nodes", "queue empty")
    return translate("Nodes", "{n} in the queue").format(n=QLocale().toString(count))


def engine(node: ProcessingNode) -> str:
    """Such as `odm 3.5.6`; empty where the node does not say."""
    version = "" if node.engine_version == UNKNOWN_VERSION else node.engine_version
    return wording.one_line(" ".join(part for part in (node.engine, version) if part), 60)


def photo_limit(node: ProcessingNode) -> str:
    """How many photos a task may have."""
    if node.max_images is None:
        return translate("Nodes", "no limit")
    return translate("Nodes", "up to {n} a task").format(n=QLocale().toString(node.max_images))


def line(node: ProcessingNode) -> str:
    """All that matters at a glance, below the name."""
    parts = [state(node)]
    if node.online:
        parts.append(queue(node.queue_count))
    elif node.last_refreshed:
        parts.append(ago(node.last_refreshed))
    if engine(node):
        parts.append(engine(node))
    return " · ".join(parts)


def ago(when: datetime, now: Optional[datetime] = None) -> str:
    """How long ago it was, in its largest unit; the date where it was days ago."""
    known = when if when.tzinfo is not None else when.replace(tzinfo=timezone.utc)
    seconds = ((now or datetime.now(timezone.utc)) - known).total_seconds()
    if seconds < 60:
        return translate("Nodes", "just now")
    if seconds < 3600:
        return translate("Nodes", "{n} min ago").format(n=int(seconds // 60))
    if seconds < 2 * 86400:
        return translate("Nodes", "{n} h ago").format(n=int(seconds // 3600))
    return wording.date(known)


def last_seen(node: ProcessingNode) -> str:
    """When it answered last."""
    if node.last_refreshed is None:
        return translate("Nodes", "never")
    moment = wording.date_and_time(node.last_refreshed)
    return translate("Nodes", "{moment} ({ago})").format(moment=moment, ago=ago(node.last_refreshed))


def why_offline(node: ProcessingNode) -> str:
    """What is to be checked with a node that does not answer; empty for one that does."""
    if node.online:
        return ""
    if node.last_refreshed is None:
        text = translate(
            "Nodes",
            "It has never answered the server. Check that its program runs, that host and port are right, that a firewall lets "
            "the server reach it, and that its token is the one given here."
        )
    else:
        text = translate(
            "Nodes",
            "The server has had no answer for more than five minutes. Check that the node's computer is on and connected, and "
            "that its program runs. Its tasks go on when it is back."
        )
    return text


def nothing_to_see(known: bool, refused: bool) -> str:
    """Why a server shows no nodes."""
    if not known:
        return translate("Nodes", "Looking…")
    if refused:
        return translate("Nodes", "Your account may not see them")
    return translate("Nodes", "None that your account sees")


def about_rights() -> str:
    """What an account without nodes should know."""
    return translate(
        "Nodes",
        "A server shows processing nodes only to its administrators, and to accounts that an administrator has granted them. "
        "Your tasks may be processed all the same, where the server chooses the node. If they stay in the queue, ask the "
        "administrator to grant your account a node."
    )


def option_type(option: NodeOption) -> str:
    """The sort of value that it takes."""
    texts = {
        "bool": translate("Nodes", "on or off"),
        "int": translate("Nodes", "whole number"),
        "float": translate("Nodes", "number"),
        "enum": translate("Nodes", "choice"),
        "string": translate("Nodes", "text"),
    }
    return texts.get(option.type, wording.one_line(option.type, 30))


def option_range(option: NodeOption) -> str:
    """What it takes: `1 to 14`, `more than 0`, the names of a choice; the node's own words where these say something else."""
    if option.choices:
        return ", ".join(wording.one_line(choice, 40) or translate("Nodes", "(nothing)") for choice in option.choices)
    return _limits(option.limits) or (wording.one_line(option.domain, 120) if option.type not in ("bool", option.domain) else "")


def option_default(option: NodeOption) -> str:
    """What holds where nothing is set."""
    if option.type == "bool":
        return translate("Nodes", "on") if option.value.lower() in ("true", "1") else translate("Nodes", "off")
    return wording.one_line(option.value, 60) or translate("Nodes", "nothing")


def option_line(option: NodeOption) -> str:
    """Sort and range in one line."""
    return " · ".join(part for part in (option_type(option), option_range(option)) if part)


def matches(option: NodeOption, words: Sequence[str]) -> bool:
    """Whether all words stand in its name, help or choices."""
    text = " ".join((option.name, option.name.replace("-", " "), option.help_text, *option.choices)).casefold()
    return all(word in text for word in words)


def _limits(limits: Limits) -> str:
    low, high = limits.minimum, limits.maximum
    if low is not None and high is not None:
        return translate("Nodes", "{low} to {high}").format(low=_number(low), high=_number(high))
    if low is not None:
        text = translate("Nodes", "more than {low}") if limits.open_minimum else translate("Nodes", "{low} or more")
        return text.format(low=_number(low))
    if high is not None:
        text = translate("Nodes", "less than {high}") if limits.open_maximum else translate("Nodes", "{high} or less")
        return text.format(high=_number(high))
    return ""


def _number(number: float) -> str:
    return QLocale().toString(int(number)) if number == int(number) else QLocale().toString(number)


def ask_administrator() -> str:
    """Who can do what the account may not."""
    return translate("Nodes", "Ask an administrator of the server.")
