"""One thing to do, as the dashboard shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Tones, the most pressing first.
URGENT, NORMAL, CALM = "bad", "waiting", "info"
TONES = (URGENT, NORMAL, CALM)


@dataclass(frozen=True)
class Task:
    """One thing to do; `count` of 0 is a proposal without a number."""

    title: str
    text: str
    url: str
    count: int = 0
    tone: str = NORMAL


Tasks = Iterable[Task]


def some(count: int, title: str, text: str, url: str, tone: str = NORMAL) -> Tasks:
    """The task when there is something to count, nothing otherwise."""
    if count:
        yield Task(title, text, url, count, tone)
