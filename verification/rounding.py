"""Public figures are rounded so that nobody can be worked out from them. No database here.

The finest cells of a table are put in a fixed order and rounded to multiples of FEWEST so that every running sum is the one
nearest to the truth; all else that is published are sums of the rounded cells. Rounding what is rounded changes nothing: so
the figures would be the very same if the rounded cells were the truth, and in that world every cell, every sum and every
difference between any two days is a multiple of FEWEST. Whoever has all files of all days, and this module, can therefore
never know that a cell, a rest or a change is one to four (docs/decisions/0018).
"""

from __future__ import annotations

from collections.abc import Sequence

FEWEST = 5


def nearest(value: int) -> int:
    """The multiple of FEWEST nearest to `value`, which is not negative."""
    return (value + FEWEST // 2) // FEWEST * FEWEST


def rounded(values: Sequence[int]) -> list[int]:
    """Each of `values` rounded; sums of neighbours are off by less than FEWEST however many they are, and a zero stays one."""
    found, truth, told = [], 0, 0
    for value in values:
        truth += value
        found.append(nearest(truth) - told)
        told += found[-1]
    return found


def shown(value: int) -> int | None:
    """None for what is told as "fewer than five" only: a zero and one to four look the same."""
    return value or None
