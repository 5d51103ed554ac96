"""Processing options: those that a node knows, those that a task was given, and the rules between the two.

Servers refuse every falsy value, and leave it to the node, minutes later, to refuse a wrong one. So values are checked
here before anything is sent.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple, Union

from . import fields
from .errors import InvalidRequest
from .fields import Json
from .slots import slotted

OptionValue = Union[str, int, float, bool]

_NUMBER = r"([-+]?\d*\.?\d+(?:[eE][-+]?\d+)?)"
_WORD = re.compile(r"^(positive|negative)?\s*(integer|float)$")
_BETWEEN = re.compile(rf"^(?:integer|float):?\s*{_NUMBER}\s*(<=?)\s*x\s*(<=?)\s*{_NUMBER}$")
_ABOVE = re.compile(rf"^(?:integer|float):?\s*{_NUMBER}\s*(<=?)\s*x$")
_COMPARED = re.compile(rf"^(?:integer|float):?\s*(?:x\s*)?(<=|>=|<|>)\s*{_NUMBER}$")
_LONGEST_SHARED = 500  # characters: the options of a task with a boundary are its own
_TRUE, _FALSE = ("true", "1"), ("false", "0")


class InvalidOption(InvalidRequest):
    """A processing option that the node would not take; nothing has been sent."""

    def __init__(self, name: str, reason: str, remedy: str = "") -> None:
        summary = f"The option {name} {reason}."
        super().__init__(summary, remedy, f"{name}: {reason}", fields={"options": [summary]})
        self.name = name


@slotted
@dataclass(frozen=True)
class TaskOption:
    """A processing option as it was set, such as ('dsm', True)."""

    name: str
    value: OptionValue

    @classmethod
    def list_from_json(cls, content: Any) -> Tuple[TaskOption, ...]:
        """Options come as a list, and as {} where there are none."""
        items = content if isinstance(content, list) else []
        told = tuple(
            (type(item["value"]), item["name"], item["value"])
            for item in items
            if isinstance(item, dict)
            and isinstance(item.get("name"), str)
            and isinstance(item.get("value"), (str, int, float, bool))
        )
        is_long = sum(len(value) for _type, _name, value in told if isinstance(value, str)) > _LONGEST_SHARED
        return _options.__wrapped__(told) if is_long else _options(told)


@lru_cache(maxsize=256)
def _options(told: Tuple[Tuple[type, str, OptionValue], ...]) -> Tuple[TaskOption, ...]:
    """One tuple for all tasks with these options; the types tell 1 from True and from 1.0, which are equal."""
    return tuple(TaskOption(name, value) for _type, name, value in told)


@dataclass(frozen=True)
class Limits:
    """The numbers that an option takes, None where there is no end; an `open` end is not itself allowed."""

    minimum: Optional[float] = None
    maximum: Optional[float] = None
    open_minimum: bool = False
    open_maximum: bool = False

    @classmethod
    def of(cls, domain: str) -> Limits:
        """Out of what nodes write: 'positive integer' (which zero is for them), 'float > 0.0', 'integer: 1 <= x <= 14',
        'percent', 'float: 0 < x' ...; no limits out of what is not known.
        """
        text = " ".join(domain.lower().split())
        word = _WORD.match(text)
        if word:
            return cls(
                minimum=0.0 if word.group(1) == "positive" else None,
                maximum=0.0 if word.group(1) == "negative" else None,
            )
        if text == "percent":
            return cls(0.0, 100.0)
        between = _BETWEEN.match(text)
        if between:
            low, first, second, high = between.groups()
            return cls(float(low), float(high), first == "<", second == "<")
        above = _ABOVE.match(text)
        if above:
            return cls(minimum=float(above.group(1)), open_minimum=above.group(2) == "<")
        compared = _COMPARED.match(text)
        if compared is None:
            return cls()
        sign, number = compared.group(1), float(compared.group(2))
        if ">" in sign:
            return cls(minimum=number, open_minimum=sign == ">")
        return cls(maximum=number, open_maximum=sign == "<")

    def hold(self, number: float) -> bool:
        """Whether the number lies within."""
        low, high = self.minimum, self.maximum
        over = low is None or number > low or (number == low and not self.open_minimum)
        under = high is None or number < high or (number == high and not self.open_maximum)
        return over and under


@dataclass(frozen=True)
class NodeOption:
    """A processing option that a node knows.

    type: 'bool', 'int', 'float', 'string', 'enum' ...; value: the default, as text; choices: what an enum takes;
    domain: what the others take in words, such as 'positive integer'; limits: the same for a number.
    help: as the node wrote it, with the placeholders %(default)s and %(choices)s; `help_text` has them filled in.
    """

    name: str
    type: str = "string"
    value: str = ""
    choices: Tuple[str, ...] = ()
    domain: str = ""
    help: str = ""
    limits: Limits = Limits()  # noqa: RUF009 - frozen

    @classmethod
    def from_json(cls, data: Json) -> NodeOption:
        domain = data.get("domain")
        value = data.get("value")
        words = domain if isinstance(domain, str) else ""
        return cls(
            name=fields.text(data, "name"),
            type=fields.text(data, "type", "string"),
            value=_as_text(value) if isinstance(value, (str, int, float, bool)) else "",
            choices=fields.names(data, "domain"),
            domain=words,
            help=fields.text(data, "help"),
            limits=Limits.of(words),
        )

    @classmethod
    def list_from_json(cls, content: Any) -> Tuple[NodeOption, ...]:
        """Options come as a list, and as {} from a node that was never seen. Those without a name are nobody's."""
        items = content if isinstance(content, list) else []
        found = (cls.from_json(item) for item in items if isinstance(item, dict))
        return tuple(option for option in found if option.name)

    @property
    def help_text(self) -> str:
        """What it is for, to be read."""
        filled = self.help.replace("%(default)s", self.value or "''")
        return filled.replace("%(choices)s", ", ".join(choice for choice in self.choices if choice))

    def is_default(self, value: OptionValue) -> bool:
        """Whether a task with this value runs as one without."""
        if self.type == "bool":
            return _truth(value) == _truth(self.value)
        try:
            return float(value) == float(self.value)
        except (ValueError, OverflowError):
            return _as_text(value) == self.value

    def check(self, value: OptionValue) -> None:
        """Raise `InvalidOption` for a value that the node would refuse. Types and domains not known here pass."""
        check = _CHECKS.get(self.type)
        if check is not None:
            check(self, value)


def options_to_json(
    options: Sequence[TaskOption], known: Sequence[NodeOption] = ()
) -> List[dict[str, OptionValue]]:
    """Options as servers take them, checked against those that the nodes know (none known: names pass unchecked).

    Servers refuse every falsy value. One that is the node's default is left out, which means the same; another goes as
    text ("0", "false"). An empty text cannot be sent in any way and is an `InvalidOption` where it is not the default.
    Of a name that comes twice the last counts.
    """
    by_name = {option.name: option for option in known}
    chosen = {option.name: option.value for option in options}
    sent: List[dict[str, OptionValue]] = []
    for name, value in chosen.items():
        node_option = _known(name, by_name)
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidOption(name, f"is not a number: {value}")
        if node_option is not None and value != "":
            node_option.check(value)
        sendable = _sendable(name, value, node_option)
        if sendable is not None:
            sent.append({"name": name, "value": sendable})
    return sent


def _known(name: str, by_name: Mapping[str, NodeOption]) -> Optional[NodeOption]:
    if not name or (by_name and name not in by_name):
        raise InvalidOption(
            f"'{name}'", "is not known to the processing nodes", "Leave it out, or choose a node that knows it."
        )
    return by_name.get(name)


def _sendable(name: str, value: OptionValue, known: Optional[NodeOption]) -> Optional[OptionValue]:
    """The value in a form that is not falsy, None for one that is to be left out."""
    if value:
        return value
    if known is None:
        return None if value is False or value == "" else "0"  # a zero may matter; nodes assume the others anyway
    if known.is_default(value):
        return None
    if value == "":
        raise InvalidOption(name, "cannot be empty", f"Leave it out, which means {known.value}, or give it a value.")
    return "false" if value is False else "0"


def _check_bool(option: NodeOption, value: OptionValue) -> None:
    if _truth(value) is None:
        raise InvalidOption(option.name, f"is on or off, not '{value}'", "Set it to true or false.")


def _check_choice(option: NodeOption, value: OptionValue) -> None:
    if option.choices and _as_text(value) not in option.choices:
        choices = ", ".join(choice for choice in option.choices if choice)
        raise InvalidOption(option.name, f"cannot be '{value}'", f"It is one of: {choices}.")


def _check_number(option: NodeOption, value: OptionValue) -> None:
    number = _number_of(value)
    whole = option.type == "int"
    if number is None or (whole and not number.is_integer()):
        raise InvalidOption(
            option.name, f"wants a {'whole ' if whole else ''}number, not '{value}'", f"Allowed: {option.domain}."
        )
    if not option.limits.hold(number):
        raise InvalidOption(option.name, f"cannot be {value}", f"Allowed: {option.domain}.")


def _check_text(option: NodeOption, value: OptionValue) -> None:
    if option.domain != "json" or not isinstance(value, str):
        return
    try:
        json.loads(value)
    except (ValueError, RecursionError) as error:
        raise InvalidOption(option.name, "is not valid JSON", f"Correct it: {error}.") from error


_CHECKS: Mapping[str, Callable[[NodeOption, OptionValue], None]] = {
    "bool": _check_bool,
    "enum": _check_choice,
    "int": _check_number,
    "float": _check_number,
    "string": _check_text,
}


def _number_of(value: OptionValue) -> Optional[float]:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _truth(value: OptionValue) -> Optional[bool]:
    text = _as_text(value).lower()
    return True if text in _TRUE else False if text in _FALSE else None


def _as_text(value: OptionValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
