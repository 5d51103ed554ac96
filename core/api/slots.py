"""Objects of which there are ten thousand: as small as they can be, and few for Python's garbage collector to walk.

A full run of the collector holds up every thread, QGIS's own painting among them, for as long as there are objects to walk,
and comes whenever a quarter more of them have been made. So each of these is one object and not three.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, Type, TypeVar

T = TypeVar("T")


def slotted(cls: Type[T]) -> Type[T]:
    """A dataclass made again with slots in place of a dictionary, as Python 3.10 does for `slots=True`.

    Its methods must not say `super()`, which would still mean the class before.
    """
    names = tuple(field.name for field in dataclasses.fields(cls))  # type: ignore[arg-type]
    left_out = {*names, "__dict__", "__weakref__"}
    content: Dict[str, Any] = {name: value for name, value in vars(cls).items() if name not in left_out}
    content["__slots__"] = names
    made: Type[T] = type(cls.__name__, cls.__bases__, content)
    made.__qualname__ = cls.__qualname__
    return made
