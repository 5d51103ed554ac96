"""Which values processing options were given, apart from any widget: what differs from the defaults, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ....core.api.options import InvalidOption, Limits, NodeOption, OptionValue, TaskOption, options_to_json

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ChosenOptions:
    """Values by name. Those that were never set, or set back, have the node's default.

    A locked value is decided elsewhere, such as by a layer on the map, and cannot be set meanwhile. Values of options
    that the node does not know are kept apart, in `unknown`; those in `kept` are sent all the same.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, NodeOption] = {}
        self.unknown: dict[str, OptionValue] = {}
        self.kept: set[str] = set()
        self._values: dict[str, OptionValue] = {}
        self._locked: dict[str, OptionValue] = {}

    def define(self, definitions: Iterable[NodeOption]) -> None:
        """Take what another node knows; values stay where it knows their names, and come back from `unknown`."""
        everything = {**self.unknown, **self._values}
        kept = set(self.kept)
        self.definitions = {option.name: option for option in definitions}
        self._split(everything)
        self.kept = kept & set(self.unknown)

    def set_all(self, options: Iterable[TaskOption], *, keep_unknown: bool) -> None:
        """Exactly these values, all others as the node has them. Of a name that comes twice the last counts."""
        self._split({option.name: option.value for option in options})
        self.kept = set(self.unknown) if keep_unknown else set()

    def _split(self, values: dict[str, OptionValue]) -> None:
        self.unknown = {name: value for name, value in values.items() if name not in self.definitions}
        self._values = {}
        for name, value in values.items():
            if name in self.definitions:
                self.set(name, value)

    def set(self, name: str, value: OptionValue) -> None:
        """Give an option a value; an empty one where none is taken means the default, and so does the default itself."""
        option = self.definitions[name]
        if option.is_default(value) or (value == "" and option.type != "enum"):
            self._values.pop(name, None)
        else:
            self._values[name] = value

    def reset(self, names: Iterable[str]) -> None:
        for name in names:
            self._values.pop(name, None)

    def lock(self, name: str, value: OptionValue) -> None:
        """Have this value, whatever was set, until `unlock`."""
        self._locked[name] = value

    def unlock(self, name: str) -> None:
        self._locked.pop(name, None)

    def is_locked(self, name: str) -> bool:
        return name in self._locked

    def value(self, name: str) -> OptionValue:
        """What the option has now: set, locked or by default (as text)."""
        return self._locked.get(name, self._values.get(name, self.definitions[name].value))

    def is_changed(self, name: str) -> bool:
        """Whether the task would run otherwise than with the node's default."""
        return name in self._locked or name in self._values

    def changed(self) -> tuple[str, ...]:
        """Names of those that differ, in the node's order."""
        return tuple(name for name in self.definitions if self.is_changed(name))

    def own(self) -> tuple[TaskOption, ...]:
        """What was set here, with what is kept of the unknown, and without what is locked: what a preset is made of."""
        known = (TaskOption(name, self._values[name]) for name in self.definitions if name in self._values)
        return (*known, *self._kept())

    def to_send(self) -> tuple[TaskOption, ...]:
        """What a task is to be given: all that differs."""
        known = (TaskOption(name, self.value(name)) for name in self.changed())
        return (*known, *self._kept())

    def _kept(self) -> tuple[TaskOption, ...]:
        return tuple(TaskOption(name, value) for name, value in self.unknown.items() if name in self.kept)

    def problem(self, name: str) -> str:
        """What is wrong with an option's value and what it takes instead; '' for a good one."""
        if not self.is_changed(name):
            return ""
        option = self.definitions[name]
        try:
            options_to_json((TaskOption(name, self.value(name)),), (option,))
        except InvalidOption as error:
            return wanted(option) or str(error)
        return ""

    def differs_from(self, options: Sequence[TaskOption]) -> bool:
        """Whether what was set is something else than these options, defaults among them not counted."""
        theirs = ChosenOptions()
        theirs.define(self.definitions.values())
        theirs.set_all(options, keep_unknown=True)
        if {name: str(value) for name, value in theirs.unknown.items()} != {
            name: str(value) for name, value in self.unknown.items()
        }:
            return True
        if set(theirs._values) != set(self._values):
            return True
        return any(
            not same_value(self.definitions[name], value, theirs._values[name]) for name, value in self._values.items()
        )


def same_value(option: NodeOption, one: OptionValue, other: OptionValue) -> bool:
    """Whether a task runs alike with either: `2` and `2.0`, True and `true`."""
    alike = NodeOption(option.name, option.type, as_text(other), option.choices, option.domain)
    return alike.is_default(one)


def as_text(value: OptionValue) -> str:
    """A value as nodes write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def wanted(option: NodeOption) -> str:
    """What an option takes, as a sentence; '' where that is not to be said in one."""
    if option.type in ("int", "float"):
        return _wanted_number(option.limits, whole=option.type == "int")
    if option.type == "enum" and option.choices:
        choices = ", ".join(choice for choice in option.choices if choice)
        return translate("OptionsForm", "It is one of: {choices}.").format(choices=choices)
    if option.type == "bool":
        return translate("OptionsForm", "It is on or off.")
    return ""


def _wanted_number(limits: Limits, *, whole: bool) -> str:
    number = translate("OptionsForm", "a whole number") if whole else translate("OptionsForm", "a number")
    low, high = limits.minimum, limits.maximum
    if low is not None and high is not None and not limits.open_minimum and not limits.open_maximum:
        text = translate("OptionsForm", "Enter {number} from {low} to {high}.")
    elif low is not None and high is not None:
        text = translate("OptionsForm", "Enter {number} between {low} and {high}.")
    elif low is not None:
        above = translate("OptionsForm", "Enter {number} above {low}.")
        text = above if limits.open_minimum else translate("OptionsForm", "Enter {number}, {low} or more.")
    elif high is not None:
        below = translate("OptionsForm", "Enter {number} below {high}.")
        text = below if limits.open_maximum else translate("OptionsForm", "Enter {number}, {high} or less.")
    else:
        text = translate("OptionsForm", "Enter {number}.")
    return text.format(number=number, low=_plain(low), high=_plain(high))


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
