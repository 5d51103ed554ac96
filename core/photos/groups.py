"""What most photos of a set have in common, and the few that are unlike them."""

from __future__ import annotations

from collections import Counter
from typing import Dict, Hashable, List, Sequence, Set, Tuple

import numpy as np

MOST = 0.6
"""The part of a set that has to be alike before others are odd: of two equal halves neither is."""
FEW = 0.2
"""The largest part of a set that can be odd; a second flight is not."""


def odd_ones(groups: Sequence[Hashable]) -> List[int]:
    """The indices of those in small groups, where one group is the rule; `groups` names the group of each."""
    sizes = Counter(groups)
    if len(sizes) < 2 or max(sizes.values()) < MOST * len(groups):
        return []
    few = max(1.0, FEW * len(groups))
    largest = sizes.most_common(1)[0][0]
    return [index for index, group in enumerate(groups) if group != largest and sizes[group] <= few]


def groups_in_line(values: np.ndarray, gap: float) -> List[int]:
    """The group of each value, where values further apart than `gap` from all smaller ones begin another."""
    order = np.argsort(values, kind="stable")
    numbers = np.concatenate([[0], np.cumsum(np.diff(values[order]) > gap)])
    groups = np.empty(len(values), dtype=int)
    groups[order] = numbers
    return [int(group) for group in groups]


def groups_in_plane(points: np.ndarray, gap: float) -> List[int]:
    """The group of each point (n, 2): those less than about `gap` apart are in one.

    Points are put into squares of `gap`; squares that touch are one group. So a gap of up to twice that may be bridged.
    """
    squares = [(int(x), int(y)) for x, y in np.floor(points / gap)]
    left = set(squares)
    group_of: Dict[Tuple[int, int], int] = {}
    for square in squares:
        if square in left:
            group_of.update(dict.fromkeys(_touching(square, left), len(group_of)))
    return [group_of[square] for square in squares]


def _touching(start: Tuple[int, int], left: Set[Tuple[int, int]]) -> List[Tuple[int, int]]:
    """The squares that can be reached from one over squares that touch; they are taken out of `left`."""
    left.discard(start)
    reached = [start]
    for x, y in reached:  # grows meanwhile
        near = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (x + i, y + j) in left]
        left.difference_update(near)
        reached.extend(near)
    return reached
