"""What a judged row keeps until a person decides: the facts to write, the changes to show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from recipients.recognition import CHANGED, ELSEWHERE, NEW, Verdict
from recipients.registration import packed


class Kept(NamedTuple):
    """Texts to be sealed; "" where there is nothing to keep."""

    facts: str = ""
    changes: str = ""


def keep_shown(verdict: Verdict, villages: Mapping[str, str] | None = None) -> Kept:
    """`villages`: code → name, for a home that moved."""
    facts = packed(verdict.person) if verdict.status in (NEW, CHANGED, ELSEWHERE) else ""
    changes = [change.shown(villages or {}) for change in verdict.changes]
    return Kept(facts, json.dumps(changes) if changes else "")
