"""When what is looked at next: quick while something changes, slower while nothing does, and never more than agreed.

There are two lanes. What runs is looked at every few seconds; what stands still shares a handful of looks a minute, in
turn, however much of it is on the screen. Only what the user asked for, or sees for the first time, waits for nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterable, Optional

from .watch import CONSOLE, NODES, PROJECTS, TASKS, Key

SLOWER = 1.5  # by which a rhythm slows down at each look that finds nothing new
LONGEST_PAUSE = 60.0
HIDDEN_FACTOR = 5.0  # how much slower running tasks are followed while no panel shows them

FASTEST = {PROJECTS: 30.0, TASKS: 30.0, NODES: 15.0, CONSOLE: 2.0}  # seconds
SLOWEST = {PROJECTS: 60.0, TASKS: 120.0, NODES: 30.0, CONSOLE: 10.0}
STILL_CONSOLE = 120.0  # of a task that does not run; looked at again when it does
BUSY_FASTEST, BUSY_SLOWEST = 2.0, 5.0  # tasks that run
IDLE_SPACING = 15.5  # seconds between any two looks at what stands still: under four a minute
BUSY_SPACING = 1.75  # and at what runs: with the others under forty


@dataclass
class Rhythm:
    """When a thing is looked at next (monotonic seconds) and how long it waits after that; urgent: as soon as can be."""

    due: float = 0.0
    pause: float = 0.0
    urgent: bool = True


@dataclass
class Rhythms:
    """The rhythms of everything that is looked at, in the order in which a user waits for it."""

    all: Dict[Key, Rhythm] = field(default_factory=dict)
    _free: Dict[bool, float] = field(default_factory=dict)  # busy or not -> when the lane is free again

    def keep(self, wanted: Iterable[Key]) -> None:
        """Look at these and nothing else; what is new is urgent."""
        self.all = {key: self.all.get(key) or Rhythm() for key in wanted}

    def hurry(self, key: Key) -> None:
        """Look at this as soon as can be."""
        rhythm = self.all.get(key)
        if rhythm is not None:
            rhythm.urgent, rhythm.pause = True, 0.0

    def next(self, busy: Iterable[Key], now: float) -> Optional[Key]:
        """What to look at next: what is urgent in its order, then what is late by most of its pauses. None: nothing."""
        urgent = next((key for key, rhythm in self.all.items() if rhythm.urgent), None)
        if urgent is not None or not self.all:
            return urgent
        running = set(busy)
        times = {key: self._when(key, key in running) for key in self.all}
        late = [key for key, when in times.items() if when <= now]
        if late:
            return max(late, key=lambda key: (now - self.all[key].due) / max(self.all[key].pause, 1e-6))
        return min(times, key=lambda key: times[key])

    def wait(self, key: Key, busy: bool, now: float) -> float:
        """The seconds until `key` may be looked at."""
        return 0.0 if self.all[key].urgent else max(0.0, self._when(key, busy) - now)

    def looked(self, key: Key, *, changed: bool, busy: bool, visible: bool, now: float) -> None:
        """Set the pace after a look."""
        rhythm = self.all.get(key)
        if rhythm is None:
            return
        factor = 1.0 if visible else HIDDEN_FACTOR
        running = busy and key[0] == TASKS
        fastest = (BUSY_FASTEST if running else FASTEST[key[0]]) * factor
        slowest = (BUSY_SLOWEST if running else SLOWEST[key[0]]) * factor
        if key[0] == CONSOLE and not busy:
            fastest = slowest = STILL_CONSOLE
        rhythm.pause = fastest if changed else min(max(rhythm.pause * SLOWER, fastest), slowest)
        rhythm.due, rhythm.urgent = now + rhythm.pause, False
        self._free[busy] = now + (BUSY_SPACING if busy else IDLE_SPACING)

    def put_off(self, key: Key, seconds: float, now: float) -> None:
        """Leave one thing alone for a while."""
        rhythm = self.all.get(key)
        if rhythm is not None:
            rhythm.due, rhythm.pause, rhythm.urgent = now + seconds, seconds, False

    def _when(self, key: Key, busy: bool) -> float:
        return max(self.all[key].due, self._free.get(busy, 0.0))
