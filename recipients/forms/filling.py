"""Filling many rows of the tick-list at once, for a browser without scripts: nothing is saved yet, one step goes back."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict

ROW = ("access", "devices", "learners", "internet", "consent", "by", "on", "uses")
# What "for all on this page" offers, and under which name the page sends it.
FOR_ALL = {"access": "all_access", "internet": "all_internet", "consent": "all_consent"}
FILLED = "terisi"


def like_above(data: QueryDict, prefixes: Sequence[str], chosen: str) -> QueryDict:
    """The row `chosen` says what the row above it says; the first row has none above."""
    if chosen not in prefixes[1:]:
        return data
    told = data.copy()
    above = prefixes[prefixes.index(chosen) - 1]
    for name in ROW:
        if (value := data.get(f"{above}-{name}")) is not None:
            told[f"{chosen}-{name}"] = value
        else:
            told.pop(f"{chosen}-{name}", None)
    return told


def for_all(data: QueryDict, prefixes: Sequence[str]) -> QueryDict:
    """Every row says what was chosen for all, where it says nothing yet. What was filled is remembered for one step back."""
    told = data.copy()
    filled = [
        f"{prefix}-{name}"
        for name, common in FOR_ALL.items()
        if data.get(common)
        for prefix in prefixes
        if not data.get(f"{prefix}-{name}")
    ]
    for key in filled:
        told[key] = data.get(FOR_ALL[key.rsplit("-", 1)[1]], "")
    told.setlist(FILLED, [" ".join(filled)])
    return told


def one_step_back(data: QueryDict) -> QueryDict:
    """What was filled for all is empty again, unless it says something else by now."""
    told = data.copy()
    for key in data.get(FILLED, "").split():
        name = key.rsplit("-", 1)[-1]
        if name in FOR_ALL and data.get(key) == data.get(FOR_ALL[name]):
            told.pop(key, None)
    told.pop(FILLED, None)
    return told
